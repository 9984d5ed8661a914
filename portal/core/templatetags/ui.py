"""Template tags of the interface: components with content, links between languages, geometry of small charts.

Loaded as a built-in, so that no template needs `{% load ui %}`. Markup is in templates/components/.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

register = template.Library()

ICONS = {
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 7.5v.5"/>',
    "ok": '<circle cx="12" cy="12" r="9"/><path d="m7.5 12.5 3 3 6-6.5"/>',
    "warn": '<path d="M12 3.5 21.5 20h-19Z"/><path d="M12 10v4.5M12 17v.5"/>',
    "error": '<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8Z"/><path d="M12 7.5v5.5M12 16v.5"/>',
    "cross": '<path d="m5 5 14 14M19 5 5 19"/>',
}
NOTE_KINDS = {"success": "ok", "warning": "warn", "debug": "info"}


# Components with content


@register.simple_block_tag
def card(content: str, title: str = "", url: str = "", level: int = 3) -> str:
    """Put content under a rule, with an optional linked title."""
    return _component("card", content=content, title=title, url=url, level=level)


@register.simple_block_tag
def panel(content: str, title: str = "", level: int = 2, id: str = "") -> str:  # noqa: A002  the attribute that it sets
    """Put content in a box that stands beside the text."""
    return _component("panel", content=content, title=title, level=level, id=id)


@register.simple_block_tag
def note(content: str, kind: str = "info", title: str = "", level: int = 2) -> str:
    """Show a notice; kinds are info, ok, warn and error."""
    return _component("note", content=content, kind=kind, title=title, level=level)


@register.simple_block_tag
def table_wrapper(content: str, label: str) -> str:
    """Let a wide table scroll in its own region, which the keyboard reaches; label names the region."""
    return _component("table_wrapper", content=content, label=label)


@register.simple_block_tag
def breadcrumbs(content: str) -> str:
    """Show the way to this page; content is a row of `{% crumb %}`, and "Home" is put before it."""
    return _component("breadcrumbs", content=content)


@register.simple_tag
def crumb(label: str, url: str = "") -> SafeString:
    """Return one step of the way to this page; the one without address is the page itself."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li aria-current="page">{}</li>', label)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a decorative icon; the word beside it carries the meaning."""
    return format_html(
        '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" '
        'stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(ICONS[name]),  # noqa: S308  a constant of this module
    )


@register.filter
def note_kind(message_tag: str) -> str:
    """Return the kind of notice for the level of a message of django.contrib.messages."""
    return NOTE_KINDS.get(message_tag, message_tag or "info")


@register.filter
def status_class(kind: str) -> str:
    """Return the CSS name of a status: the code lists write "not_proved", the style sheet "notproved"."""
    return str(kind).replace("_", "").replace("-", "")


# Languages and places


@dataclass(frozen=True)
class LanguageLink:
    """This page in one of the languages; `is_translation` is false where only the home page can be offered."""

    code: str
    name: str
    url: str
    absolute_url: str
    is_current: bool
    is_translation: bool


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """Return the page's address in every language, with its query string; nothing without a request."""
    request = context.get("request")
    return [_language_link(request, code, str(name)) for code, name in settings.LANGUAGES] if request else []


def _language_link(request: HttpRequest, code: str, name: str) -> LanguageLink:
    path = request.get_full_path()
    is_current = code == get_language()
    url = path if is_current else translate_url(path, code)
    is_translation = is_current or url != path
    if not is_translation:
        with override(code):
            url = reverse("pages:home")
    return LanguageLink(
        code=code,
        name=name,
        url=url,
        absolute_url=request.build_absolute_uri(url),
        is_current=is_current,
        is_translation=is_translation,
    )


@register.simple_tag(takes_context=True)
def aria_current(context: Context, *sections: str) -> SafeString:
    """Mark a link of the main menu when the page's URL name begins with one of the sections."""
    match = getattr(context.get("request"), "resolver_match", None)
    is_here = match is not None and match.view_name.startswith(sections)
    return SafeString(' aria-current="true"' if is_here else "")


@register.simple_tag
def lang_attrs(code: str | None) -> SafeString:
    """Return ` lang` and ` dir` for text whose language may differ from the page's; nothing if it does not."""
    if not code or code == get_language():
        return SafeString("")
    base = code.lower().split("-")[0]
    direction = "rtl" if base in {language.split("-")[0] for language in settings.LANGUAGES_BIDI} else "ltr"
    return format_html(' lang="{}" dir="{}"', code, direction)


# Forms and lists


@register.filter
def field_kind(field: BoundField) -> str:
    """Tell how a field is laid out: "choices", "checkbox", "group" or, for one labelled control, "control"."""
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    return "group" if widget.use_fieldset else "control"


@register.filter
def is_marked_optional(field: BoundField) -> bool:
    """Tell whether to say "optional": only in a form that also requires something."""
    return not field.field.required and any(other.required for other in field.form.fields.values())


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Return the field's control with the class of its kind; Django adds the ARIA attributes."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput | RadioSelect | CheckboxSelectMultiple):
        return field.as_widget()
    name = "form-select" if isinstance(widget, Select) else "form-control"
    return field.as_widget(attrs={"class": f"{widget.attrs.get('class', '')} {name}".strip()})


@register.filter
def control_id(field: BoundField) -> str:
    """Return the id to jump to: that of the control, or of the first choice of a list."""
    if field.id_for_label:
        return field.id_for_label
    return next((choice.id_for_label or "" for choice in field.subwidgets), field.auto_id)


@register.filter
def any_selected(options: Iterable[Mapping[str, Any] | object]) -> bool:
    """Tell whether one of a facet's options is switched on."""
    return any(
        option.get("selected") if isinstance(option, Mapping) else getattr(option, "selected", False)
        for option in options
    )


WAYS_TO_CONFIRM = {
    "reauthenticate": _("With your password"),
    "mfa_reauthenticate": _("With a code from your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("With your passkey or security key"),
}


@register.filter
def way_to_confirm(name: str) -> str:
    """Return what allauth's name of a way to confirm one's identity means."""
    return str(WAYS_TO_CONFIRM.get(name, name))


@register.filter
def as_json(value: Any) -> str:
    """Return the value as JSON, for an attribute that a script reads."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.simple_tag
def page_numbers(page: Any) -> list[int | None]:
    """Return the page numbers to link, with None for each gap; takes Django's Page or anything with num_pages."""
    count = page.num_pages if hasattr(page, "num_pages") else page.paginator.num_pages
    paginator = Paginator(range(count), 1)
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


# Small charts


@dataclass(frozen=True)
class Column:
    """One column of a histogram, with its geometry as text: coordinates must not be localised."""

    label: str
    tick: str
    value: int
    total: int
    x: str
    width: str
    middle: str
    value_y: str
    value_height: str
    total_y: str
    total_height: str
    text_y: str


@register.inclusion_tag("components/histogram.html")
def histogram(bars: Sequence[Mapping[str, Any]], **words: str) -> dict[str, Any]:
    """Draw bars of `value` before bars of `total`, with their table; words are listed in the template."""
    return {**words, "columns": histogram_columns(bars), "base": 98, "height": 118, "tick_y": 114}


def histogram_columns(bars: Sequence[Mapping[str, Any]], base: int = 98, tallest: int = 80) -> list[Column]:
    """Place bars given as label, value, total and, if the label is long, tick; sideways in per cent."""
    pitch = 100 / max(len(bars), 1)
    unit = tallest / max([bar["total"] for bar in bars] + [1])
    every = ceil(len(bars) / 12)
    return [
        Column(
            label=str(bar["label"]),
            tick=str(bar.get("tick", bar["label"])) if number % every == 0 else "",
            value=bar["value"],
            total=bar["total"],
            x=f"{pitch * (number + 0.08):.2f}%",
            width=f"{pitch * 0.84:.2f}%",
            middle=f"{pitch * (number + 0.5):.2f}%",
            value_y=f"{base - bar['value'] * unit:.1f}",
            value_height=f"{bar['value'] * unit:.1f}",
            total_y=f"{base - bar['total'] * unit:.1f}",
            total_height=f"{bar['total'] * unit:.1f}",
            text_y=f"{base - bar['total'] * unit - 5:.1f}" if every == 1 else "",
        )
        for number, bar in enumerate(bars)
    ]


def _component(name: str, **context: Any) -> str:
    return render_to_string(f"components/{name}.html", context)
