"""What comes next with a country's answers, in one sentence for each side."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.choices import SubmissionState

S = SubmissionState

_FOR_COUNTRY: dict[SubmissionState, str | Promise] = {
    S.NOT_STARTED: _("Your country fills the form, then the focal point hands it in."),
    S.IN_PROGRESS: _("Your country fills the form, then the focal point hands it in."),
    S.SUBMITTED: _("The secretariat will check the answers. Until it begins, the focal point may take them back."),
    S.UNDER_REVIEW: _("The secretariat checks the answers."),
    S.CLARIFICATION: _("The secretariat has questions. Answer them, correct figures, and hand the answers back."),
    S.ACCEPTED: _("The answers are accepted. The secretariat will send them for validation."),
    S.SENT_FOR_VALIDATION: _("The focal point reads the final figures and validates them, or objects."),
    S.VALIDATED: _("The figures are validated. Nothing more is to do."),
    S.VALIDATED_WITH_CHANGES: _("The secretariat enters the changes in a new version."),
    S.NO_OBJECTION: _("Nobody objected in time. Nothing more is to do."),
    S.OBJECTED: _("The secretariat answers the objection."),
    S.WITHDRAWN: _("The answers are withdrawn. The secretariat can open a new version."),
}
_FOR_STAFF: dict[SubmissionState, str | Promise] = {
    S.NOT_STARTED: _("The country has not begun. It is reminded before its last day."),
    S.IN_PROGRESS: _("The country is filling the form. It is reminded before its last day."),
    S.SUBMITTED: _("Somebody of the secretariat begins to check the answers."),
    S.UNDER_REVIEW: _("Accept the answers, ask the country, or return them."),
    S.CLARIFICATION: _("The country answers the questions and hands its answers back."),
    S.ACCEPTED: _("Send the figures to the country for validation."),
    S.SENT_FOR_VALIDATION: _("The country validates its figures, or objects. Silence counts as no objection."),
    S.VALIDATED: _("The country has validated its figures. They may go into a release."),
    S.VALIDATED_WITH_CHANGES: _("Open a new version and enter the changes that the country describes."),
    S.NO_OBJECTION: _("The country was silent. The figures may go into a release."),
    S.OBJECTED: _("Read the objection, then check the answers again or open a new version."),
    S.WITHDRAWN: _("The country has withdrawn its answers. A new version can be opened."),
}


def next_for_country(state: str) -> str | Promise:
    """Return what happens next, as the country reads it."""
    return _FOR_COUNTRY[S(state)]


def next_for_staff(state: str) -> str | Promise:
    """Return what happens next, as the secretariat reads it."""
    return _FOR_STAFF[S(state)]
