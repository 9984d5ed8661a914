"""What the audit trail says of country data: the sentences of this app's actions."""

from django.utils.translation import gettext_lazy as _

from portal.core.history import register_sentence

# Data sets as published.
for _action, _sentence in (
    ("partner_label.decided", _("decided what a label stands for")),
    ("published.failed", _("A file as published could not be read")),
    ("published.handed_in", _("handed in a file as published")),
    ("published.read", _("read a file as published")),
    ("published.taken_in", _("took in a file as published")),
):
    register_sentence(_action, _sentence)
