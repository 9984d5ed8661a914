"""What the audit trail says of country data: the sentences of this app's actions."""

from django.utils.translation import gettext_lazy as _

from portal.core.history import register_sentence

for _action, _sentence in (
    ("country_data.checked", _("ran the checks")),
    ("country_data.finding_explained", _("explained what a check had found")),
    ("country_data.finding_reopened", _("opened a finding again")),
    ("country_data.finding_waived", _("waived what a check had found")),
    ("partner_label.decided", _("decided what a label stands for")),
    ("published.failed", _("A file as published could not be read")),
    ("published.handed_in", _("handed in a file as published")),
    ("published.read", _("read a file as published")),
    ("published.taken_in", _("took in a file as published")),
    ("reference.rules_loaded", _("loaded the checks")),
    ("rule.put_in_use", _("put a check in use")),
    ("rule.taken_out", _("took a check out of use")),
    ("rule.written", _("wrote a new version of a check")),
):
    register_sentence(_action, _sentence)
