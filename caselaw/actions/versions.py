"""Keep each published state of a brief, replace the public brief by a draft of changes, and withhold a state."""

from datetime import datetime

from django.utils.translation import gettext as _

from caselaw.actions import desk_notices
from caselaw.actions.copying import copy_head, copy_parts, delete_parts
from caselaw.choices import CaseStatus
from caselaw.exports.snapshot import snapshot_of
from caselaw.models import Case, CaseAuthor, CaseComment, CaseVersion, ScreeningAcceptance, SuppressedName
from caselaw.search import documents
from portal.core.audit import audited
from portal.core.errors import NotAllowedError
from portal.core.models import User

# What the public brief takes over from the draft of changes beside its content: who checked it.
_CHECKS = ("anonymisation_state", "cleared_by", "cleared_at", "accepted_by", "accepted_at", "created_by")


def keep_version(case: Case, *, by: User, note: str, now: datetime) -> CaseVersion:
    """Keep the present state of a brief as its next published version; called with the brief locked."""
    last = CaseVersion.objects.filter(case=case).order_by("-number").values_list("number", flat=True).first()
    assert case.cleared_by is not None
    return CaseVersion.objects.create(
        case=case,
        number=(last or 0) + 1,
        snapshot=snapshot_of(case),
        note=note.strip()[:300],
        author_ids=sorted({case.created_by_id, *case.authors.values_list("user_id", flat=True)}),
        cleared_by=case.cleared_by,
        published_by=by,
        published_at=now,
    )


def keep_version_if_changed(case: Case, *, by: User, now: datetime) -> None:
    """Keep the present state unless it is the one that was public last (the sample is replaced in place)."""
    last = CaseVersion.objects.filter(case=case).order_by("-number").values_list("snapshot", flat=True).first()
    if last != snapshot_of(case):
        keep_version(case, by=by, note="", now=now)


def replace_public_brief(*, successor: Case, by: User, note: str, now: datetime) -> Case:
    """Let the content of a draft of changes become that of the public brief, and remove the draft.

    Both are locked. If the public brief was hidden, its former versions are withheld: something in them was wrong.
    """
    assert successor.revises is not None
    live = successor.revises
    if live.is_hidden:
        CaseVersion.objects.filter(case=live).update(is_withheld=True)
    _fill_anew(live, successor)
    _take_over_checks(live, successor, now)
    _take_over_desk(live, successor)
    desk_notices.published(successor, by=by, now=now, public=live)
    Case.objects.filter(pk=successor.pk).delete()
    keep_version(live, by=by, note=note, now=now)
    documents.write([live.pk])
    return live


@audited("case.version_withheld")
def withhold(*, version_id: int, is_withheld: bool, by: User, now: datetime) -> CaseVersion:
    """Take a former version out of public sight, or show it again."""
    version = CaseVersion.objects.select_for_update().get(pk=version_id)
    if not by.has_perm("caselaw.hide_case"):
        raise NotAllowedError(_("You may not hide versions."))
    version.is_withheld = is_withheld
    version.save(update_fields=["is_withheld"])
    return version


def _take_over_desk(live: Case, successor: Case) -> None:
    """Bring over what the desk keeps of the draft: comments, names to suppress, and hits that were explained.

    An explanation by the author of the new words does not count for them.
    """
    CaseComment.objects.filter(case=successor).update(case=live)
    SuppressedName.objects.filter(case=successor).update(case=live)
    ScreeningAcceptance.objects.filter(case=live, accepted_by=successor.created_by_id).delete()
    known = ScreeningAcceptance.objects.filter(case=live).values("fingerprint")
    ScreeningAcceptance.objects.filter(case=successor).exclude(fingerprint__in=known).update(case=live)


def _fill_anew(live: Case, successor: Case) -> None:
    delete_parts(live)
    copy_head(successor, live)
    copy_parts(successor, live)


def _take_over_checks(live: Case, successor: Case, now: datetime) -> None:
    """Bring state and checks over. Former authors go first: one of them may be the second person of the new words."""
    CaseAuthor.objects.filter(case=live).delete()
    for name in _CHECKS:
        setattr(live, name, getattr(successor, name))
    live.content_version += 1
    live.cleared_version = live.content_version
    live.status, live.status_since, live.hold_reason = CaseStatus.PUBLISHED, now, ""
    live.assigned_to = None
    live.updated_at = now
    live.save()
    CaseAuthor.objects.bulk_create(
        CaseAuthor(case=live, user_id=author.user_id, since=author.since) for author in successor.authors.all()
    )
