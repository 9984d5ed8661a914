"""What the audit trail says of country data: the sentences of this app's actions."""

from django.utils.translation import gettext_lazy as _

from portal.core.history import register_sentence

for _action, _sentence in (
    ("country_data.answer_written", _("answered a question")),
    ("country_data.figures_written", _("entered figures")),
    ("country_data.law_added", _("named an article of law")),
    ("country_data.law_removed", _("removed an article of law")),
    ("country_data.section_done", _("changed whether a section is finished")),
    ("country_data.source_added", _("named a source")),
    ("country_data.source_removed", _("removed a source")),
):
    register_sentence(_action, _sentence)
