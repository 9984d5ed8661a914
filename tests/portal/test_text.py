"""Narrative text: Markdown comes in, and nothing that runs comes out."""

import re

import pytest

from portal.core.text import render_markdown

# What may stand in a rendered text: tags without attributes, and links.
_LINK = r'<a href="(?:https?:|mailto:)[^"<>]*" rel="nofollow noopener noreferrer">'
_TAG = r"</?(?:p|em|strong|ul|ol|li|blockquote|a|br|code|h3|h4|hr|table|thead|tbody|tr|th|td)>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Plain", "<p>Plain</p>\n"),
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>\n"),
        ("**bold** and *stressed*", "<p><strong>bold</strong> and <em>stressed</em></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("### Head", "<h3>Head</h3>\n"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>\n"),
        ("", ""),
    ],
)
def test_markdown_becomes_html(source: str, html: str) -> None:
    assert render_markdown(source) == html


def test_a_table_is_kept() -> None:
    html = render_markdown("| a | b |\n|---|---|\n| 1 | 2 |")

    assert "<table>" in html
    assert "<td>2</td>" in html


def test_a_link_tells_the_other_site_nothing() -> None:
    html = render_markdown("[court](https://court.example/a?b=1&c=2)")

    assert html == (
        '<p><a href="https://court.example/a?b=1&amp;c=2" rel="nofollow noopener noreferrer">court</a></p>\n'
    )


def test_a_first_heading_of_the_page_cannot_come_from_a_text() -> None:
    assert render_markdown("# Head\n\n## Head").count("<h") == 0


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![picture](https://elsewhere.example/pixel.png)",
        "<p style='position:fixed'>over everything</p>",
        "<style>body{display:none}</style>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '[x](https://a.example "onmouseover=alert(1)")',
        '[x](https://a.example/"onmouseover=alert(1))',
        "<iframe src=https://a.example></iframe>",
        "<svg onload=alert(1)>",
        "<math><mi xlink:href=javascript:alert(1)>",
        "<form action=https://a.example><input name=q></form>",
        "<b onclick=alert(1)>x</b>",
        "```html\n<script>alert(1)</script>\n```",
        "`<script>`",
        "<!-- --><script>alert(1)</script>",
        "<scr<script>ipt>alert(1)</script>",
    ],
)
def test_nothing_that_runs_or_loads_survives(source: str) -> None:
    html = str(render_markdown(source))

    assert re.sub(rf"{_LINK}|{_TAG}", "", html).count("<") == 0, html
    assert re.sub(rf"{_LINK}|{_TAG}", "", html).count(">") == 0, html
