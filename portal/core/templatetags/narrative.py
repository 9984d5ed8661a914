"""Narrative text in templates."""

from django import template
from django.utils.safestring import SafeString

from portal.core.text import render_markdown

register = template.Library()


@register.filter
def markdown(source: str) -> SafeString:
    """Return Markdown as clean HTML."""
    return render_markdown(source or "")
