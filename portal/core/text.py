"""Narrative text: Markdown in, safe HTML out."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": False}).enable("table")
_TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote", "a", "br", "code", "h3", "h4", "hr"} | {
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


def render_markdown(source: str) -> SafeString:
    """Return the text as HTML that holds no script, style, image or foreign attribute."""
    html = nh3.clean(
        _MARKDOWN.render(source),
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(html)  # noqa: S308  cleaned by nh3 just above
