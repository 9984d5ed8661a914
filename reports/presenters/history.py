"""What the audit trail says of country data: the sentences of this app's actions, and which events belong to whom."""

from typing import Any, cast

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.history import register_sentence
from portal.core.trail import Scope
from reports.models import Assignment, Clarification, SectionDelegation, SectionProgress, SignOff, Submission

for _action, _sentence in (
    ("submission.handed_in", _("handed the answers in")),
    ("submission.taken_back", _("took the answers back")),
    ("submission.review_begun", _("began to check the answers")),
    ("submission.clarification_requested", _("asked the country for clarification")),
    ("submission.clarification_answered", _("handed the clarified answers back")),
    ("submission.accepted", _("accepted the answers")),
    ("submission.returned", _("returned the answers for changes")),
    ("submission.sent_for_validation", _("sent the figures to the country for validation")),
    ("submission.validated", _("validated the figures")),
    ("submission.validated_with_changes", _("validated the figures with changes")),
    ("submission.objected", _("objected to the figures")),
    ("submission.not_objected", _("The time for objections passed in silence")),
    ("submission.reopened", _("opened a new version")),
    ("submission.withdrawn", _("withdrew the answers")),
    ("submission.extended", _("gave the country more time")),
    ("submission.entered_on_behalf", _("began to enter answers on behalf of the country")),
    ("clarification.asked", _("wrote a question to the country")),
    ("clarification.written", _("wrote in a question to the country")),
    ("clarification.closed", _("closed a question to the country")),
    ("delegation.invited", _("handed a section over to a colleague")),
    ("delegation.sent_again", _("sent the link to a section again")),
    ("delegation.revoked", _("took a section back")),
    ("delegation.accepted", _("took a section over")),
    ("delegation.accepted_with_new_account", _("A colleague made an account and took a section over")),
):
    register_sentence(_action, _sentence)


def workflow_scope(submission: Submission) -> Scope:
    """Return the events of the workflow: of all versions, their questions, signatures, hand-overs and finished sections.

    Figures are left out: their changes stand beside each cell.
    """
    assignment = submission.assignment_id
    versions = list(Submission.objects.filter(assignment=assignment).values_list("pk", flat=True))
    return {
        _events(Submission): ("id", versions),
        _events(Assignment): ("id", [assignment]),
        _events(Clarification): ("submission_id", versions),
        _events(SignOff): ("submission_id", versions),
        _events(SectionProgress): ("submission_id", versions),
        _events(SectionDelegation): ("assignment_id", [assignment]),
    }


def _events(model: type[models.Model]) -> type[models.Model]:
    return cast("type[models.Model]", cast("Any", model).pgh_event_model)
