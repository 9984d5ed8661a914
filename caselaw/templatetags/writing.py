"""Fields of the long form of a brief. In Python, since a template per field takes a second on a page of 500 fields."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from caselaw.forms.fields import NARRATIVES
from caselaw.forms.formsets import PartForm
from caselaw.forms.versions import answer_name

register = template.Library()

_EMPTY = SafeString("")


@register.simple_tag
def write_fields(form: PartForm) -> SafeString:
    """Return all visible fields of a row but the box to remove it."""
    fields = [bound for bound in form.visible_fields() if bound.name != "DELETE"]
    return format_html_join("", "{}", ((write_field(bound),) for bound in fields))


@register.simple_tag
def write_field(bound: BoundField) -> SafeString:
    """Return one field: label, help, error, question, control, preview; as components/field.html, in this order."""
    widget = bound.field.widget
    is_box = isinstance(widget, forms.CheckboxInput)
    classes = "kp-field kp-write__wide" if _is_wide(bound) else "kp-field"
    if bound.errors:
        classes += " kp-field--error"
    label = _label(bound)
    control = bound.as_widget(attrs={} if is_box else {"class": _control_class(widget)})
    parts = (
        [_help(bound), _question(bound), format_html('<div class="kp-check">{}{}</div>', control, label)]
        if is_box
        else [label, _help(bound), _question(bound), control, _preview(bound)]
    )
    return format_html('<div class="{}">{}</div>', classes, format_html_join("", "{}", ((part,) for part in parts)))


def _is_wide(bound: BoundField) -> bool:
    limit = bound.field.widget.attrs.get("data-most", "0")
    return isinstance(bound.field.widget, forms.Textarea) or int(limit) >= 300


def _control_class(widget: Any) -> str:
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def _label(bound: BoundField) -> SafeString:
    is_box = isinstance(bound.field.widget, forms.CheckboxInput)
    needs = bound.field.required or is_box
    optional = _EMPTY if needs else format_html(' <span class="kp-muted u-regular">({})</span>', _("optional"))
    name = "" if is_box else "form-label"
    return format_html(
        '<label class="{}" for="{}">{}{}</label>', name, bound.id_for_label, capfirst(str(bound.label)), optional
    )


def _help(bound: BoundField) -> SafeString:
    found = _EMPTY
    if bound.help_text:
        found += format_html('<div class="form-text" id="{}_helptext">{}</div>', bound.auto_id, bound.help_text)
    if bound.errors:
        lines = format_html_join(
            "",
            '<p class="kp-error"><span class="visually-hidden">{} </span>{}</p>',
            ((_("Error:"), message) for message in bound.errors),
        )
        found += format_html('<div id="{}_error">{}</div>', bound.auto_id, lines)
    return found


def _question(bound: BoundField) -> SafeString:
    asked = getattr(bound.form, "conflicts", {}).get(bound.name)
    if not asked:
        return _EMPTY
    values = {"asked": asked, "name": answer_name(asked.name), "label": capfirst(str(bound.label))}
    return render_to_string("caselaw/desk/_question.html", values)


def _preview(bound: BoundField) -> SafeString:
    if bound.name not in NARRATIVES:
        return _EMPTY
    return render_to_string("caselaw/desk/_preview_button.html", {"field": bound})
