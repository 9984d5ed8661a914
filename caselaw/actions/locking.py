"""Lock a brief before anything about it is written: always in the same order, so that nobody waits in a circle.

The lock lets others point to the brief meanwhile (a relation, a replacement), since keys never change here.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from caselaw.models import Case
from portal.core.errors import ChangedMeanwhileError


def locked(case_id: int, *, beside: Iterable[int] = ()) -> Case:
    """Lock the brief, the public brief that it would replace, and those `beside` it; the first written comes first.

    Raises ChangedMeanwhileError when the brief is gone.
    """
    live_id = Case.objects.filter(pk=case_id).values_list("revises_id", flat=True).first()
    wanted = {case_id, *beside} | ({live_id} if live_id is not None else set())
    rows = Case.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    found = {case.pk: case for case in rows}
    if case_id not in found:
        raise ChangedMeanwhileError(_("This brief is no longer there: its changes were published, or it was deleted."))
    return found[case_id]
