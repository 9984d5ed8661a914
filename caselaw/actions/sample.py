"""Load the sample of landmark cases: imported by one person, checked by another, and published."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from caselaw.actions import cases, imports
from caselaw.choices import AnonymisationState, CaseStatus, TitlePolicy
from caselaw.importing.existing import OnPublished
from caselaw.importing.parsing import CaseFile
from caselaw.models import Case
from portal.core.actions import demo
from portal.core.models import User

SAMPLE = Path(__file__).parent.parent / "sample" / "landmark_cases.json"
SYSTEM = "landmark"
# Judgments that their courts publish, and lawyers cite, by a name that is a victim's. The rest keeps initials.
_PUBLISHED_BY_NAME = ("ECHR", "IACTHR", "ECOWAS", "GB", "PK")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the loader did."""

    summary: imports.Summary
    published: int


def load(*, now: datetime, path: Path = SAMPLE) -> Loaded:
    """Import, check and publish the sample; what is up to date is left alone. Raises NotAllowedError in production."""
    accounts = demo.create_accounts()
    editor, administrator = accounts[demo.EDITOR_EMAIL], accounts[demo.ADMINISTRATOR_EMAIL]
    file = CaseFile.at(path)
    summary = imports.run(file=file, on_published=OnPublished.REPLACE, by=administrator, now=now)
    return Loaded(summary, 0 if summary.is_refused else _publish_new(editor, administrator, now))


def _publish_new(editor: User, administrator: User, now: datetime) -> int:
    """Publish what was just imported. A brief that somebody has hidden since was re-opened, and stays hidden."""
    new = Case.objects.filter(source_system=SYSTEM, anonymisation_state=AnonymisationState.NOT_STARTED)
    found = list(
        new.filter(status__in=(CaseStatus.DRAFT, CaseStatus.ON_HOLD)).select_related("jurisdiction").order_by("pk")
    )
    for case in found:
        _publish(case, editor, administrator, now)
    return len(found)


def _publish(case: Case, editor: User, administrator: User, now: datetime) -> None:
    """Check and publish, or neither. No audited action of its own: each step names the person who took it."""
    with transaction.atomic():
        _publish_in_steps(case, editor, administrator, now)


def _publish_in_steps(case: Case, editor: User, administrator: User, now: datetime) -> None:
    if case.title_policy == TitlePolicy.INITIALS and case.jurisdiction.code in _PUBLISHED_BY_NAME:
        cases.propose_official_title(case_id=case.pk, reason=case.title_reason, by=editor, now=now)
        cases.confirm_official_title(case_id=case.pk, by=administrator, now=now)
    if case.was_public:
        cases.clear(case_id=case.pk, by=editor, now=now)
        cases.show_again(case_id=case.pk, by=administrator, now=now)
        return
    cases.submit(case_id=case.pk, by=administrator, now=now)
    cases.accept(case_id=case.pk, by=editor, now=now)
    cases.clear(case_id=case.pk, by=editor, now=now)
    cases.publish(case_id=case.pk, by=administrator, now=now)
