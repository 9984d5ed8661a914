"""Who may do what with a brief. The steps of the workflow are in `caselaw.actions.cases`."""

from django.contrib.auth.models import AnonymousUser

from caselaw.choices import CaseStatus
from caselaw.models import Case
from portal.core.models import User


def may_read_all(user: User | AnonymousUser) -> bool:
    """Tell whether the person reads every brief, whatever its state."""
    return user.is_active and user.has_perm("caselaw.view_case")


def may_write(user: User | AnonymousUser) -> bool:
    """Tell whether the person may begin a brief."""
    return user.is_active and (user.has_perm("caselaw.contribute_case") or user.has_perm("caselaw.add_case"))


def may_edit(user: User | AnonymousUser, case: Case) -> bool:
    """Tell whether the person may change the words and codes of this brief now.

    An editor may until it is public; a contributor only the own or assigned one, and only while it is a draft. What was
    public once is changed by a draft of changes, never in place.
    """
    if not user.is_active or case.was_public or case.status == CaseStatus.WITHDRAWN:
        return False
    if user.has_perm("caselaw.change_case"):
        return True
    is_own_draft = user.pk in (case.created_by_id, case.assigned_to_id) and case.status == CaseStatus.DRAFT
    return is_own_draft and user.has_perm("caselaw.contribute_case")


def works_at_the_desk(user: User | AnonymousUser) -> bool:
    """Tell whether the person has a part in the work on briefs, reading included."""
    return may_write(user) or may_read_all(user)


def is_author(user: User, case: Case) -> bool:
    """Tell whether the person has a part in the present words of the brief, and so may not check them."""
    return case.created_by_id == user.pk or case.authors.filter(user=user).exists()
