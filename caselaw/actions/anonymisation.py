"""The check for names: what the scanner found in a brief, what was explained, and the list of names to suppress."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from caselaw.actions.anonymisation_places import hidden_names, places_of
from caselaw.actions.locking import locked
from caselaw.anonymisation import defendants
from caselaw.anonymisation.folding import folded
from caselaw.anonymisation.scanning import Hit, scan
from caselaw.choices import AnonymisationState, SuppressedKind
from caselaw.models import Case, ScreeningAcceptance, SuppressedName
from caselaw.permissions import is_author
from portal.core.audit import audited
from portal.core.errors import IncompleteError, NotAllowedError, WrongStatusError
from portal.core.models import User

SUPPRESSED_FOR = timedelta(days=30)
MOST_LETTERS_OF_NAME = 200


def hits(case: Case) -> list[Hit]:
    """Return everything in the brief that could tell who a victim is."""
    names = SuppressedName.objects.filter(case__in=_same_brief(case)).values_list("name", flat=True)
    return scan(places_of(case), names, hidden_names(case))


def open_hits(case: Case) -> list[Hit]:
    """Return the hits that nobody has explained; while there is one, the brief is neither cleared nor published."""
    return not_accepted(case, hits(case))


def not_accepted(case: Case, found: Iterable[Hit]) -> list[Hit]:
    """Return those of the hits that nobody has explained."""
    accepted = set(ScreeningAcceptance.objects.filter(case__in=_same_brief(case)).values_list("fingerprint", flat=True))
    return [hit for hit in found if not hit.can_be_accepted or hit.fingerprint not in accepted]


def defendant_name_problems(case: Case) -> list[str]:
    """Return in words which defendants are shown by a name that their policy or an acquittal forbids."""
    problems = []
    for defendant in case.defendants.order_by("seq").prefetch_related("charges__verdict"):
        verdicts = {charge.verdict.code for charge in defendant.charges.all()}
        number = {"number": defendant.seq}
        if defendants.is_name_kept_back(defendant.kind, defendant.name_policy, verdicts):
            problems.append(
                _("Defendant no. %(number)d was acquitted of everything and is shown by initials only.") % number
            )
        elif defendants.must_be_label(defendant.name_policy) and not defendants.is_label(defendant.display_name):
            problems.append(
                _("Defendant no. %(number)d needs a label or initials, or a name policy that allows more.") % number
            )
    return problems


@audited("case.hit_accepted")
def accept_hit(*, case_id: int, fingerprint: str, reason: str, by: User, now: datetime) -> ScreeningAcceptance:
    """Explain a hit. Raises NotAllowedError for the author of the brief and for a name on the suppress list."""
    case = locked(case_id)
    _may_accept(case, by)
    if not reason.strip():
        raise IncompleteError(_("Say why this tells nobody who a victim is."), [_("reason")])
    hit = next((hit for hit in hits(case) if hit.fingerprint == fingerprint), None)
    if hit is None:
        raise WrongStatusError(_("The text has changed since; look at the list again."))
    if not hit.can_be_accepted:
        raise NotAllowedError(_("A name on the suppress list is removed from the text, not explained."))
    acceptance, is_new = ScreeningAcceptance.objects.get_or_create(
        case=case,
        fingerprint=fingerprint,
        defaults={"kind": hit.kind, "reason": reason.strip(), "accepted_by": by, "accepted_at": now},
    )
    if not is_new:
        raise WrongStatusError(_("Somebody has accepted this already."))
    return acceptance


@audited("case.hit_acceptance_taken_back")
def take_back(*, case_id: int, fingerprint: str, by: User) -> None:
    """Open an accepted hit again."""
    case = locked(case_id)
    _may_accept(case, by)
    if not ScreeningAcceptance.objects.filter(case=case, fingerprint=fingerprint).delete()[0]:
        raise WrongStatusError(_("This hit is not accepted."))


@audited("case.suppressed_name_added")
def add_suppressed_name(*, case_id: int, name: str, kind: str, by: User, now: datetime) -> SuppressedName:
    """Put a name on the list of the brief, encrypted. Raises NotAllowedError, or WrongStatusError for a second time."""
    case = _case_with_list(case_id, by)
    if not folded(name).text.strip() or len(name) > MOST_LETTERS_OF_NAME:
        raise IncompleteError(_("Enter a name of at most 200 letters."), [_("name")])
    if kind not in SuppressedKind.values:
        raise IncompleteError(_("Say whose name it is."), [_("whose name")])
    known = {folded(text).text.split() == folded(name).text.split() for text in _names(case)}
    if True in known:
        raise WrongStatusError(_("This name is on the list already."))
    return SuppressedName.objects.create(case=case, name=name.strip(), kind=kind, added_by=by, added_at=now)


@audited("case.suppressed_name_removed")
def remove_suppressed_name(*, case_id: int, name_id: int, by: User) -> None:
    """Take a name off the list of the brief."""
    case = _case_with_list(case_id, by)
    if not SuppressedName.objects.filter(case=case, pk=name_id).delete()[0]:
        raise WrongStatusError(_("This name is no longer on the list."))


@audited("case.suppressed_names_expired")
def delete_expired_names(*, now: datetime) -> int:
    """Delete the lists of briefs that were cleared 30 days ago, and return how many names went."""
    cleared = Q(case__anonymisation_state=AnonymisationState.CLEARED, case__cleared_at__lte=now - SUPPRESSED_FOR)
    deleted, _of_kind = SuppressedName.objects.filter(cleared).delete()
    return deleted


def _names(case: Case) -> list[str]:
    return list(SuppressedName.objects.filter(case=case).values_list("name", flat=True))


def _may_accept(case: Case, by: User) -> None:
    if not by.is_active or not by.has_perm("caselaw.accept_hit"):
        raise NotAllowedError(_("You may not accept hits."))
    if is_author(by, case):
        raise NotAllowedError(_("A second person accepts a hit, not the author of the brief."))


def _case_with_list(case_id: int, by: User) -> Case:
    if not by.is_active or not by.has_perm("caselaw.keep_suppressed_names"):
        raise NotAllowedError(_("You may not see the names to suppress."))
    return locked(case_id)


def _same_brief(case: Case) -> set[int]:
    """Return the brief and, for a copy that is to succeed it, the live brief: list and explanations hold for both."""
    live = getattr(case, "revises_id", None)
    return {case.pk} if live is None else {case.pk, live}
