"""How Django renders forms here."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Renders each field by our own template, which says help and error before the control."""

    field_template_name = "components/field.html"
