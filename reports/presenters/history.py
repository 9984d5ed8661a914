"""What the audit trail says of country data: the sentences of this app's actions."""

from django.utils.translation import gettext_lazy as _

from portal.core.history import register_sentence

for _action, _sentence in (
    ("country_data.workbook_handed_in", _("handed in a workbook")),
    ("country_data.workbook_taken_over", _("took a workbook over into the answers")),
    ("country_data.workbook_discarded", _("removed a workbook that was not taken over")),
):
    register_sentence(_action, _sentence)
