"""What e-mails about country data say. Each kind has a subject and a text; the last line of each is a link."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.actions import notices
from portal.core.models import Notice
from portal.core.models.country import label_in
from reports.actions import reminders
from reports.actions import submission_notices as tell

Mail = tuple[str, str]
# Kind of a message to (name of the page, subject, text).
_Text = tuple[str, str | Promise, str | Promise]
_DESK, _HAND_IN = "submission-desk", "submission-hand-in"
_THREADS, _VALIDATION = "submission-clarifications", "submission-validation"

_TO_STAFF: dict[str, _Text] = {
    "hand_in": (
        _DESK,
        _("%(country)s: handed in"),
        _("%(country)s has handed in its answers. Round: %(round)s. Handed in by: %(by)s"),
    ),
    "take_back": (
        _DESK,
        _("%(country)s: taken back"),
        _("%(country)s has taken its answers back before they were checked. Round: %(round)s"),
    ),
    "answer_clarification": (
        _DESK,
        _("%(country)s: questions answered"),
        _("%(country)s has answered your questions and handed its answers back. Round: %(round)s"),
    ),
    "validate": (_DESK, _("%(country)s: validated"), _("%(country)s has validated its figures. Round: %(round)s")),
    "validate_with_changes": (
        _DESK,
        _("%(country)s: validated with changes"),
        _("%(country)s has validated its figures with changes. Round: %(round)s\n\nThe changes: %(reason)s"),
    ),
    "object": (
        _DESK,
        _("%(country)s: objection"),
        _("%(country)s objects to its figures. Round: %(round)s\n\nThe reason: %(reason)s"),
    ),
    "no_objection": (
        _DESK,
        _("%(country)s: no objection"),
        _("%(country)s was silent until the last day. This counts as no objection. Round: %(round)s"),
    ),
    "withdraw": (
        _DESK,
        _("%(country)s: withdrawn"),
        _("%(country)s has withdrawn its answers. Round: %(round)s\n\nThe reason: %(reason)s"),
    ),
}
_TO_COUNTRY: dict[str, _Text] = {
    "begin_review": (
        _HAND_IN,
        _("Your answers are being checked: %(round)s"),
        _("The secretariat has begun to check the answers of %(country)s. Round: %(round)s"),
    ),
    "ask_for_clarification": (
        _THREADS,
        _("Questions about your answers: %(round)s"),
        _(
            "The secretariat has questions about the answers of %(country)s. Round: %(round)s\n\n"
            "Answer them, correct your figures where needed, and hand the answers back."
        ),
    ),
    "accept": (
        _HAND_IN,
        _("Your answers are accepted: %(round)s"),
        _("The secretariat has accepted the answers of %(country)s. Round: %(round)s"),
    ),
    "return": (
        _HAND_IN,
        _("Your answers came back: %(round)s"),
        _("The answers of %(country)s came back for changes. Round: %(round)s\n\nThe reason: %(reason)s"),
    ),
    "send_for_validation": (
        _VALIDATION,
        _("Please validate your figures: %(round)s"),
        _(
            "Please read the final figures of %(country)s and validate them, or object. Round: %(round)s\n\n"
            "Last day: %(day)s. If you are silent until then, this counts as no objection."
        ),
    ),
    "no_objection": (
        _VALIDATION,
        _("The time for objections has passed: %(round)s"),
        _("Nobody has objected to the figures of %(country)s in time. This counts as no objection. Round: %(round)s"),
    ),
    "reopen": (
        _HAND_IN,
        _("A new version of your answers is open: %(round)s"),
        _(
            "The secretariat has opened a new version of the answers of %(country)s. It holds everything that you "
            "had handed in. Round: %(round)s\n\nThe reason: %(reason)s"
        ),
    ),
    "extend": (
        _HAND_IN,
        _("You have more time: %(round)s"),
        _("The answers of %(country)s are now due on %(day)s. Round: %(round)s\n\nThe reason: %(reason)s"),
    ),
    "enter_on_behalf": (
        _HAND_IN,
        _("The secretariat enters your answers: %(round)s"),
        _("The secretariat enters the answers of %(country)s on its behalf. Round: %(round)s\n\nWhy: %(reason)s"),
    ),
}
_OTHERS: dict[str, _Text] = {
    tell.RECEIPT: (
        _HAND_IN,
        _("Receipt: %(round)s"),
        _(
            "The answers of %(country)s were handed in. Round: %(round)s. Handed in by: %(by)s\n\n"
            "SHA-256 of the content: %(hash)s"
        ),
    ),
    tell.MESSAGE_TO_COUNTRY: (
        _THREADS,
        _("The secretariat has written: %(subject)s"),
        _("The secretariat has written about the answers of %(country)s. Round: %(round)s. About: %(subject)s"),
    ),
    tell.MESSAGE_TO_STAFF: (
        _THREADS,
        _("%(country)s has answered: %(subject)s"),
        _("%(country)s has answered a question. Round: %(round)s. About: %(subject)s"),
    ),
    tell.DELEGATED: (
        "delegation-accept",
        _("A section to fill: %(round)s"),
        _(
            "%(by)s asks you to fill a section of the answers of %(country)s. Round: %(round)s. Section: %(section)s\n\n"
            "Open this link within 14 days. It works once, for your e-mail address only."
        ),
    ),
    tell.DELEGATION_ACCEPTED: (
        "round-list",
        _("A section was taken over: %(section)s"),
        _("%(by)s has taken over a section of the answers of %(country)s. Round: %(round)s. Section: %(section)s"),
    ),
    tell.DELEGATION_REVOKED: (
        "round-list",
        _("A section was taken back: %(section)s"),
        _(
            "A section of the answers of %(country)s is no longer handed over to you. Round: %(round)s. "
            "Section: %(section)s. What you entered is kept."
        ),
    ),
    reminders.DUE: (
        _HAND_IN,
        _("Due on %(day)s: %(round)s"),
        _("The answers of %(country)s are due on %(day)s. Round: %(round)s"),
    ),
    reminders.OVERDUE: (
        _HAND_IN,
        _("Overdue: %(round)s"),
        _(
            "The answers of %(country)s were due on %(day)s and are not handed in. Round: %(round)s\n\n"
            "If you need more time, write to the secretariat."
        ),
    ),
    reminders.CLARIFICATION_DUE: (
        _THREADS,
        _("A question waits for your answer: %(subject)s"),
        _("Please answer a question about the answers of %(country)s by %(day)s. Round: %(round)s. About: %(subject)s"),
    ),
    reminders.VALIDATION_DUE: (
        _VALIDATION,
        _("Please validate your figures by %(day)s: %(round)s"),
        _(
            "The figures of %(country)s wait for your validation. Round: %(round)s\n\n"
            "Last day: %(day)s. If you are silent until then, this counts as no objection."
        ),
    ),
    reminders.UNANSWERED: (
        _THREADS,
        _("%(country)s: no answer for a week after the date"),
        _("%(country)s has not answered your question. It was due on %(day)s. Round: %(round)s. About: %(subject)s"),
    ),
    reminders.OVERDUE_COUNTRIES: (
        "round-board",
        _("Countries overdue: %(round)s"),
        _(
            "A week after the last day, answers are still not handed in. Round: %(round)s. Number of countries: %(count)d"
        ),
    ),
    reminders.UNREVIEWED: (
        "round-board",
        _("Answers wait to be checked: %(round)s"),
        _(
            "Answers were handed in two weeks ago or earlier, and nobody checks them. Round: %(round)s. Number: %(count)d"
        ),
    ),
}
TEXTS: dict[str, _Text] = {
    **{tell.kind_for_staff(step): text for step, text in _TO_STAFF.items()},
    **{tell.kind_for_country(step): text for step, text in _TO_COUNTRY.items()},
    **_OTHERS,
}


def write(notice: Notice) -> Mail:
    """Return subject and body of a message about country data, in the active language."""
    page, subject, text = TEXTS[notice.kind]
    values = {name: _in_words(name, value) for name, value in notice.context.items()}
    body = str(text) % values
    return str(subject) % values, f"{body}\n\n{settings.SITE_URL}{_path(page, notice.context)}"


def _in_words(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return label_in(value)
    return date_format(date.fromisoformat(value)) if name == "day" and value else value


def _path(page: str, context: dict[str, Any]) -> str:
    if page == "round-board":
        return reverse("reports:round-board", kwargs={"collection": context["collection"], "code": context["code"]})
    if page == "delegation-accept":
        return reverse("reports:delegation-accept", kwargs={"token": context["link"]})
    if page == "round-list":
        return reverse("reports:round-list")
    return reverse(f"reports:{page}", kwargs={"public_id": context["submission"]})


for _kind in TEXTS:
    is_invitation = _kind == tell.DELEGATED
    notices.register(_kind, write, is_work=not is_invitation, is_secret=is_invitation)
