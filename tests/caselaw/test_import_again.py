"""What an import finds that was imported, edited or published before, and what happens between check and writing."""

from datetime import timedelta

import pghistory.models
import pytest

from caselaw.actions import cases, imports
from caselaw.choices import AnonymisationState, CaseStatus, ImportState
from caselaw.importing import checking
from caselaw.importing.existing import OnPublished
from caselaw.models import (
    Case,
    CaseRelation,
    Charge,
    ImportBatch,
    SearchDocument,
)
from portal.core.errors import WrongStatusError
from tests.caselaw.import_files import case, content_of, full_case, only_error, run, run_bytes, staged
from tests.factories.caselaw import CaseFactory, CaseRelationFactory
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def _only_case() -> Case:
    return Case.objects.get()


def test_a_dry_run_counts_and_writes_nothing() -> None:
    summary = run(case(), case(slug="b"), is_dry_run=True, by=None)

    assert (summary.read, summary.created) == (2, 2)
    assert not Case.objects.exists()
    assert not ImportBatch.objects.exists()


# A second import


def test_the_same_file_again_changes_nothing() -> None:
    importer = UserFactory()
    run(full_case(), by=importer)
    before = Case.objects.values().get()
    events = pghistory.models.Events.objects.count()

    summary = run(full_case(), by=importer, now=LATER)

    assert (summary.created, summary.updated, summary.unchanged) == (0, 0, 1)
    assert Case.objects.values().get() == before
    assert pghistory.models.Events.objects.count() == events


def test_the_order_of_entries_makes_no_difference() -> None:
    run(full_case())

    assert run(dict(reversed(full_case().items()))).unchanged == 1


def test_a_changed_case_replaces_its_parts_and_keeps_its_identity() -> None:
    importer, other = UserFactory(), UserFactory()
    run(full_case(), by=importer)
    before = _only_case()

    changed = full_case(title="Prosecutor v. B.", victims=[], acts=["transfer"])
    summary = run(changed, by=other, now=LATER, allow_loss=True)

    after = _only_case()
    assert (summary.created, summary.updated, summary.unchanged) == (0, 1, 0)
    assert (after.pk, after.public_id, after.uuid, after.created_by) == (
        before.pk,
        before.public_id,
        before.uuid,
        importer,
    )
    assert (after.official_title, after.slug, after.updated_at) == ("Prosecutor v. B.", "prosecutor-v-b", LATER)
    assert not after.victim_groups.exists()
    assert [row.term.code for row in after.findings.filter(term__scheme="act")] == ["transfer"]
    assert Charge.objects.count() == 1


def test_relations_to_other_cases_survive_an_update() -> None:
    run(case())
    CaseRelationFactory(from_case=_only_case())

    run(case(title="Other"), now=LATER)

    assert CaseRelation.objects.count() == 1


def test_the_same_identifier_in_another_system_is_another_case() -> None:
    run(case())
    run_bytes(content_of(case(), source_system="other"))

    assert Case.objects.count() == 2


# What is never overwritten


def test_a_brief_that_was_edited_since_is_refused() -> None:
    run(case(), case(slug="b"))
    Case.objects.filter(source_id="prosecutor-v-a").update(updated_at=LATER)

    summary = run(case(title="New"), case(slug="b", title="New"), now=LATER)

    finding = only_error(summary)
    assert finding.path == "cases[0]"
    assert "edited in the portal since" in finding.why
    assert not Case.objects.filter(official_title="New").exists()


@pytest.mark.parametrize(("status", "reason"), [(CaseStatus.IN_REVIEW, ""), (CaseStatus.ON_HOLD, "Under review.")])
def test_a_brief_that_is_no_longer_a_draft_is_refused(status: CaseStatus, reason: str) -> None:
    run(case())
    Case.objects.update(status=status, hold_reason=reason)

    assert "left the state of a draft" in only_error(run(case(title="New"))).why


def test_a_published_brief_is_refused() -> None:
    _import_and_publish()

    finding = only_error(run(case(title="New"), now=LATER))

    assert "left the state of a draft" in finding.why
    assert _only_case().status == CaseStatus.PUBLISHED


def test_a_published_brief_is_replaced_on_demand_and_is_out_of_sight_until_checked_again() -> None:
    _import_and_publish()

    summary = run(case(title="New"), now=LATER, on_published=OnPublished.REPLACE)

    made = _only_case()
    assert summary.updated == 1
    assert (made.status, made.anonymisation_state, made.cleared_by) == (
        CaseStatus.ON_HOLD,
        AnonymisationState.NOT_STARTED,
        None,
    )
    assert not SearchDocument.objects.exists()


def test_a_withdrawn_brief_stays_withdrawn_even_on_demand() -> None:
    run(case())
    Case.objects.update(status=CaseStatus.WITHDRAWN, withdrawn_at=NOW, withdrawal_reason="Wrong.")

    assert run(case(title="New"), on_published=OnPublished.REPLACE).unchanged == 1


def test_what_changes_between_check_and_writing_is_noticed_and_nothing_is_written() -> None:
    run(case())
    batch = staged(case(title="New"), case(slug="b"))
    Case.objects.update(status=CaseStatus.IN_REVIEW)

    with pytest.raises(imports.ImportRefusedError) as refusal:
        _write(batch)

    batch.refresh_from_db()
    assert refusal.value.findings.errors == 1
    assert (batch.state, Case.objects.count()) == (ImportState.READY, 1)


def test_another_import_of_the_same_case_in_between_is_noticed() -> None:
    run(case())
    batch = staged(case(title="Shown to the person who confirmed"))
    run(case(title="Imported in between"), now=LATER)

    with pytest.raises(imports.ImportRefusedError):
        _write(batch)

    assert _only_case().official_title == "Imported in between"


def test_an_import_is_written_once() -> None:
    batch = staged(case())
    _write(batch)

    with pytest.raises(WrongStatusError):
        _write(batch)


def _import_and_publish() -> None:
    author = UserFactory(role="editor")
    run(case(), by=author)
    pk = _only_case().pk
    cases.submit(case_id=pk, by=author, now=NOW)
    cases.accept(case_id=pk, by=UserFactory(role="reviewer"), now=NOW)
    cases.clear(case_id=pk, by=UserFactory(role="data_protection_officer"), now=NOW)
    cases.publish(case_id=pk, by=UserFactory(role="publisher"), now=NOW)


def _write(batch: ImportBatch) -> None:
    imports.write(batch_id=batch.pk, report=imports.no_report, by=UserFactory(), now=NOW)


def test_progress_is_told_over_both_readings() -> None:
    told: list[tuple[int, int]] = []
    many = [case(slug=f"case-{number}") for number in range(checking.CHUNK + 1)]

    run(*many, report=lambda done, total: told.append((done, total)))

    total = 2 * len(many)
    assert told == [(200, total), (201, total), (401, total), (402, total)]


def test_two_briefs_of_one_portal_may_be_entered_by_hand_beside_an_import() -> None:
    CaseFactory(official_title="By hand")

    run(case())

    assert Case.objects.count() == 2
