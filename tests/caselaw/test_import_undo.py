"""A whole import is taken back while nobody has touched its briefs; otherwise nothing is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pghistory.models
import pytest
from django.db import connection, transaction

from caselaw.actions import import_undo, imports
from caselaw.choices import ImportState
from caselaw.models import Case, CaseText, ImportBatch
from portal.core.errors import NotAllowedError, WrongStatusError
from portal.core.models import User
from tests.caselaw.import_files import Raw, case, full_case, staged
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def _written(*cases: Raw, by: User) -> ImportBatch:
    batch = staged(*cases, by=by)
    return imports.write(batch_id=batch.pk, report=imports.no_report, by=by, now=NOW)


def _undo(batch: ImportBatch, by: User) -> ImportBatch:
    return import_undo.undo(batch_id=batch.pk, report=imports.no_report, by=by, now=LATER)


def test_created_briefs_are_gone_and_changed_ones_have_their_former_content() -> None:
    person = UserFactory()
    first = _written(full_case(), by=person)
    second = _written(full_case(title="New", facts="Changed."), case(slug="b"), by=person)

    batch = _undo(second, person)

    made = Case.objects.get()
    assert (batch.state, batch.undone_by) == (ImportState.UNDONE, person)
    assert (made.official_title, made.import_batch) == ("Prosecutor v. A.", first)
    assert CaseText.objects.get(language="en").fact_summary == "Workers were held on a farm."


def test_what_was_undone_can_be_undone_further_and_imported_again() -> None:
    person = UserFactory()
    first = _written(full_case(), by=person)
    _undo(_written(full_case(title="New"), by=person), person)

    assert _written(full_case(), by=person).unchanged == 1
    _undo(first, person)

    assert not Case.objects.exists()


def test_undoing_is_in_the_audit_trail() -> None:
    person = UserFactory()
    _undo(_written(case(), by=person), person)

    actions = {event.pgh_context["action"] for event in pghistory.models.Events.objects.all() if event.pgh_context}
    assert "cases.import_undone" in actions


def test_one_touched_brief_keeps_all_and_is_named() -> None:
    person = UserFactory()
    batch = _written(case(), case(slug="b", title="The touched one"), by=person)
    Case.objects.filter(source_id="b").update(updated_at=LATER)

    with pytest.raises(import_undo.TouchedError) as refusal:
        _undo(batch, person)

    assert len(refusal.value.missing) == 1
    assert "The touched one" in refusal.value.missing[0]
    assert import_undo.touched(batch) == refusal.value.missing
    assert Case.objects.count() == 2


def test_a_later_import_of_the_same_brief_counts_as_touching_it() -> None:
    person = UserFactory()
    batch = _written(case(), by=person)
    _written(case(title="New"), by=person)

    with pytest.raises(import_undo.TouchedError):
        _undo(batch, person)


def test_only_the_importer_or_who_may_undo_others_may_do_it() -> None:
    batch = _written(case(), by=UserFactory())

    with pytest.raises(NotAllowedError):
        _undo(batch, UserFactory())
    assert _undo(batch, UserFactory(editor=True)).state == ImportState.UNDONE


def test_an_import_is_undone_once() -> None:
    person = UserFactory()
    batch = _written(case(), by=person)
    _undo(batch, person)

    with pytest.raises(WrongStatusError):
        _undo(batch, person)


@pytest.mark.django_db(transaction=True)
def test_an_edit_that_came_first_wins() -> None:
    person = UserFactory()
    batch = _written(case(), by=person)

    def undo_beside() -> str:
        try:
            _undo(batch, person)
        except import_undo.TouchedError:
            return "touched"
        finally:
            connection.close()
        return "undone"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Case.objects.select_for_update().get()
            beside = pool.submit(undo_beside)
            Case.objects.update(updated_at=LATER)
        assert beside.result() == "touched"

    assert Case.objects.exists()
