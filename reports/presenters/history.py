"""What the audit trail says of country data: the sentences of this app's actions, and which events belong to whom."""

from typing import Any, cast

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.history import register_sentence
from portal.core.trail import Scope
from reports.models import Assignment, Clarification, SectionDelegation, SectionProgress, SignOff, Submission

for _action, _sentence in (
    ("country_data.workbook_handed_in", _("handed in a workbook")),
    ("country_data.workbook_taken_over", _("took a workbook over into the answers")),
    ("country_data.workbook_discarded", _("removed a workbook that was not taken over")),
    ("country_data.answer_written", _("answered a question")),
    ("country_data.checked", _("ran the checks")),
    ("country_data.figures_written", _("entered figures")),
    ("country_data.finding_explained", _("explained what a check had found")),
    ("country_data.finding_reopened", _("opened a finding again")),
    ("country_data.finding_waived", _("waived what a check had found")),
    ("country_data.law_added", _("named an article of law")),
    ("country_data.law_removed", _("removed an article of law")),
    ("country_data.sample_loaded", _("loaded the invented round")),
    ("country_data.section_done", _("changed whether a section is finished")),
    ("country_data.source_added", _("named a source")),
    ("country_data.source_removed", _("removed a source")),
    ("exclusion.decided", _("decided to leave figures out of comparisons")),
    ("partner_label.decided", _("decided what a label stands for")),
    ("published.failed", _("A file as published could not be read")),
    ("published.handed_in", _("handed in a file as published")),
    ("published.read", _("read a file as published")),
    ("published.taken_in", _("took in a file as published")),
    ("questionnaire.copied", _("copied a questionnaire into a new version")),
    ("questionnaire.deleted", _("deleted a part of a questionnaire")),
    ("questionnaire.saved", _("edited a questionnaire")),
    ("reference.collections_loaded", _("loaded the collections")),
    ("reference.indicators_loaded", _("loaded the indicators")),
    ("reference.questionnaire_loaded", _("loaded a questionnaire")),
    ("reference.rules_loaded", _("loaded the checks")),
    ("round.changed", _("changed a round")),
    ("round.countries_assigned", _("let a round ask more countries")),
    ("round.country_removed", _("took a country out of a round")),
    ("round.created", _("prepared a round")),
    ("round.deleted", _("deleted a round in preparation")),
    ("round.provider_changed", _("changed who sends the data of a country")),
    ("round.stepped", _("took a round to its next state")),
    ("rule.put_in_use", _("put a check in use")),
    ("rule.taken_out", _("took a check out of use")),
    ("rule.written", _("wrote a new version of a check")),
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
