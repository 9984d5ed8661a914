"""What may be done with a report of a reader, and which step may follow which."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.utils.translation import gettext as _

from caselaw.choices import CorrectionKind, CorrectionState
from caselaw.models import Case, CorrectionRequest, once_public_briefs
from portal.core.actions import notices
from portal.core.audit import audited
from portal.core.errors import DomainError, IncompleteError, NotAllowedError, WrongStatusError
from portal.core.models import Notice, User

STEPS: dict[CorrectionState, frozenset[CorrectionState]] = {
    CorrectionState.NEW: frozenset({CorrectionState.IN_PROGRESS, CorrectionState.ANSWERED, CorrectionState.REJECTED}),
    CorrectionState.IN_PROGRESS: frozenset({CorrectionState.ANSWERED, CorrectionState.REJECTED}),
    CorrectionState.ANSWERED: frozenset(),
    CorrectionState.REJECTED: frozenset(),
}
REPORTED = "caselaw.person_recognised"
CLOSED = "caselaw.correction_closed"
# Who must know at once that a person may be recognised: data-protection officers and editors.
_ALARMED = ("clear_case", "answer_correctionrequest")
_SIGNER = Signer(salt="caselaw.correction")


class ReportedAlreadyError(DomainError):
    """The same words about the same brief wait for an answer."""

    code = "reported_already"


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader wrote; `nonce` is the form's own, so that sending it twice is one report."""

    kind: str
    text: str
    nonce: str
    name: str = ""
    email: str = ""
    language: str = "en"


@audited("correction.reported")
def report(*, public_id: str, report: Report, now: datetime) -> CorrectionRequest:
    """Take a report in and alarm those who can hide the brief. Raises ReportedAlreadyError; twice sent is once kept."""
    case = once_public_briefs().select_for_update().get(public_id=public_id)
    fingerprint = hashlib.sha256(report.nonce.encode()).hexdigest()
    if earlier := case.correction_requests.filter(fingerprint=fingerprint).first():
        return earlier
    if case.correction_requests.waiting().filter(kind=report.kind, text=report.text).exists():
        raise ReportedAlreadyError(_("The same report about this brief is here already and waits for an answer."))
    request = CorrectionRequest.objects.create(
        case=case,
        kind=report.kind,
        text=report.text,
        reporter_name=report.name,
        reporter_email=report.email,
        language=report.language,
        fingerprint=fingerprint,
        reported_at=now,
    )
    if request.kind == CorrectionKind.PRIVACY:
        _alarm(request, case)
    return request


@audited("correction.taken")
def take(*, correction_id: int, by: User, now: datetime) -> CorrectionRequest:
    """Say that this person looks into the report. Raises NotAllowedError or WrongStatusError."""
    request = _open_for(correction_id, by, CorrectionState.IN_PROGRESS)
    request.handled_by = by
    request.save(update_fields=["state", "handled_by"])
    return request


@audited("correction.answered")
def answer(*, correction_id: int, text: str, by: User, now: datetime) -> CorrectionRequest:
    """Answer the report and close it. Raises NotAllowedError, WrongStatusError, or IncompleteError without words."""
    return _close(correction_id, CorrectionState.ANSWERED, text, by, now)


@audited("correction.rejected")
def reject(*, correction_id: int, reason: str, by: User, now: datetime) -> CorrectionRequest:
    """Close the report without following it; the reporter reads the reason. Raises as `answer` does."""
    return _close(correction_id, CorrectionState.REJECTED, reason, by, now)


@audited("corrections.reporters_forgotten")
def forget_reporters(*, now: datetime) -> int:
    """Delete who reported, and their words, 90 days after the answer; return how many were forgotten."""
    return CorrectionRequest.objects.to_forget(now).update(
        reporter_name="", reporter_email="", text="", forgotten_at=now
    )


def token_of(request: CorrectionRequest) -> str:
    """Return the secret part of the address under which the reporter follows the report; nothing of it is stored."""
    return _SIGNER.sign(request.uuid.hex)


def uuid_of(token: str) -> UUID | None:
    """Return whose address this is, None for one that we did not make."""
    try:
        return UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None


def _close(correction_id: int, state: CorrectionState, text: str, by: User, now: datetime) -> CorrectionRequest:
    request = _open_for(correction_id, by, state)
    if not text.strip():
        raise IncompleteError(_("Say what was done, or why nothing was."), [_("answer")])
    request.answer, request.handled_by, request.closed_at = text.strip(), by, now
    request.save(update_fields=["state", "answer", "handled_by", "closed_at"])
    _tell_reporter(request)
    return request


def _open_for(correction_id: int, by: User, state: CorrectionState) -> CorrectionRequest:
    if not by.has_perm("caselaw.answer_correctionrequest"):
        raise NotAllowedError(_("You may not answer reports of readers."))
    request = CorrectionRequest.objects.select_for_update().get(pk=correction_id)
    if state not in STEPS[CorrectionState(request.state)]:
        raise WrongStatusError(
            _("A report that is “%(now)s” cannot become “%(next)s”.")
            % {"now": request.get_state_display(), "next": state.label}
        )
    request.state = state
    return request


def _tell_reporter(request: CorrectionRequest) -> None:
    """Say by e-mail, if an address was given, that the answer can be read at the tracking address."""
    if request.reporter_email:
        notices.record_to_address(
            kind=CLOSED,
            subject_key=str(request.uuid),
            address=request.reporter_email,
            language=request.language,
            context={"brief": request.case.public_id, "path": f"/cases/corrections/{token_of(request)}/"},
        )


def _alarm(request: CorrectionRequest, case: Case) -> None:
    path = f"/desk/corrections/{request.uuid}/"
    for person in _people_with(*_ALARMED):
        notices.record(
            kind=REPORTED, subject_key=str(request.uuid), to=person, context={"brief": case.public_id, "path": path}
        )


def _people_with(*codenames: str) -> list[User]:
    held = Q()
    for way in ("groups__permissions", "user_permissions"):
        held |= Q(**{f"{way}__content_type__app_label": "caselaw", f"{way}__codename__in": codenames})
    return list(User.objects.filter(held, is_active=True).distinct().order_by("pk"))


def write_reported(notice: Notice) -> tuple[str, str]:
    """Return subject and body of the message that a person may be recognised; nothing of what was reported."""
    values = {"brief": notice.context["brief"], "url": f"{settings.SITE_URL}{notice.context['path']}"}
    subject = _("A person can be recognised in the brief %(brief)s, says a reader") % values
    body = _("Look at the report now, and hide the brief if it may be true:\n%(url)s") % values
    return subject, body


def write_closed(notice: Notice) -> tuple[str, str]:
    """Return subject and body of the message to a reader that the report was answered."""
    values = {"brief": notice.context["brief"], "url": f"{settings.SITE_URL}{notice.context['path']}"}
    subject = _("Your report on the brief %(brief)s was answered") % values
    return subject, _("You told us something about the brief %(brief)s. Read the answer here:\n\n%(url)s") % values


notices.register(REPORTED, write_reported)
notices.register(CLOSED, write_closed, is_secret=True)
