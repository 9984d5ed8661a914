"""The time line of a brief, in plain words, for those who may see it."""

import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caselaw.actions import cases
from caselaw.choices import FindingStatus
from caselaw.models import Case, CaseComment, CaseText, Charge, CorrectionRequest, ElementFinding
from caselaw.presenters.history import scope_of
from portal.core import log, trail
from portal.core.audit import audited
from portal.core.models import User
from portal.core.trail import Entry
from tests.caselaw.writing import contributor
from tests.factories.caselaw import (
    CaseFactory,
    CaseTextFactory,
    ChargeFactory,
    DefendantFactory,
    ElementFindingFactory,
)
from tests.factories.core import NOW, UserFactory, term

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]


@audited("case.edited")
def change(*, by: User | None, what: Callable[[], object]) -> None:
    """Do something as an action does."""
    what()


def entries_of(case: Case, *, shows_names: bool = True) -> list[Entry]:
    """Return the time line."""
    scope = scope_of(case.pk)
    found = list(log.contexts(log.LogFilter(among=trail.context_ids(scope))))
    entries = trail.entries(found, shows_names=shows_names)
    trail.add_rows(entries, scope, shows_names=shows_names)
    return entries


def entry_of(case: Case, action: str = "case.edited") -> Entry:
    """Return the latest entry of an action."""
    return next(entry for entry in entries_of(case) if entry.action == action)


def reader() -> User:
    """A person who reads every brief."""
    return UserFactory(permissions=("caselaw.view_case",), full_name="Rosa Reader")


def test_a_step_is_one_entry_with_person_sentence_and_words_before_and_after() -> None:
    case = CaseFactory(accepted=True)
    officer = UserFactory(full_name="Dana Officer", role="data_protection_officer")

    cases.clear(case_id=case.pk, by=officer, now=NOW)

    entry = entry_of(case, "case.anonymisation_cleared")
    assert entry.by and entry.by.name == "Dana Officer"
    assert entry.sentence == "confirmed that the brief names no victim"
    changes = {change.label: (change.old, change.new) for change in entry.rows[0].fields}
    assert changes["Status"] == ("In review", "Cleared")
    assert changes["Anonymisation"] == ("Second check", "Cleared by a second person")
    assert changes["Cleared by"] == ("", "Dana Officer")


def test_terms_and_choices_are_told_by_their_labels() -> None:
    finding = ElementFindingFactory(term=term("act", "recruitment"))

    change(
        by=UserFactory(),
        what=lambda: ElementFinding.objects.filter(pk=finding.pk).update(
            term=term("act", "transfer"), status=FindingStatus.NOT_PROVED
        ),
    )

    fields = {field.label: (field.old, field.new) for field in entry_of(finding.case).rows[0].fields}
    assert ("Recruitment", "Transfer") in fields.values()
    assert ("Found proved", "Not proved") in fields.values()


def test_long_texts_are_compared_word_by_word() -> None:
    text = CaseTextFactory(fact_summary=" ".join(f"word{n}" for n in range(60)) + " five years.")

    change(
        by=UserFactory(),
        what=lambda: CaseText.objects.filter(pk=text.pk).update(fact_summary=text.fact_summary.replace("five", "six")),
    )

    parts = entry_of(text.case).rows[0].fields[0].parts
    assert [(part.kind, part.text.strip()) for part in parts if part.kind in ("gone", "new")] == [
        ("gone", "five"),
        ("new", "six"),
    ]
    assert "left_out" in {part.kind for part in parts}


def test_parts_of_parts_and_deleted_parts_belong_to_the_time_line() -> None:
    case, other = CaseFactory(), CaseFactory()
    charge = ChargeFactory(defendant=DefendantFactory(case=case))
    change(by=UserFactory(), what=lambda: Charge.objects.filter(pk=charge.pk).update(counts=3))
    change(by=UserFactory(), what=lambda: charge.defendant.delete())

    kinds = [(row.what, row.kind) for entry in entries_of(case) for row in entry.rows if entry.action == "case.edited"]

    assert ("charge or claim", "update") in kinds
    assert {("charge or claim", "delete"), ("defendant or respondent", "delete")} <= set(kinds)
    assert "charge or claim" not in {row.what for entry in entries_of(other) for row in entry.rows}


def test_a_change_without_an_action_is_told_as_such() -> None:
    case = CaseFactory()

    assert entries_of(case)[-1].sentence == "The database was changed without an action"


def test_the_page_shows_names_to_staff_and_none_to_the_author(client_for: ClientFor) -> None:
    author = UserFactory(full_name="Aki Author")
    case = CaseFactory(published=True, created_by=author)
    change(by=UserFactory(full_name="Edda Editor"), what=lambda: Case.objects.filter(pk=case.pk).update(significance=1))
    address = f"/desk/cases/{case.uuid}/timeline/"

    staff, own = (client_for(who).get(address).content.decode() for who in (reader(), author))

    assert "Edda Editor" in staff and "edited the brief" in staff
    assert "Edda Editor" not in own and "The editorial desk" in own
    assert client_for(UserFactory()).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_an_author_reads_neither_changes_that_others_prepare_nor_reports_of_readers(client_for: ClientFor) -> None:
    author, editor = contributor(), UserFactory(full_name="Edda Editor")
    case = CaseFactory(published=True, created_by=author)
    draft = CaseFactory(public_id=None, revises=case, created_by=editor)
    change(by=editor, what=lambda: CaseTextFactory(case=draft, language="fr", headline="In the making"))
    change(
        by=editor,
        what=lambda: CaseComment.objects.create(case=draft, text="Between us", written_by=editor, written_at=NOW),
    )
    CorrectionRequest.objects.create(
        case=case, kind="error", text="x", fingerprint="x", reported_at=NOW, answer="Told to the reader"
    )
    address = f"/desk/cases/{case.uuid}/timeline/?format=jsonl"

    staff, own = (client_for(who).get(address).getvalue().decode() for who in (reader(), author))

    for words in ("In the making", "Between us", "Told to the reader"):
        assert words in staff
        assert words not in own


def test_the_files_hold_every_entry_and_hide_names_as_the_page_does(client_for: ClientFor) -> None:
    author = UserFactory()
    case = CaseFactory(published=True, created_by=author)
    for _ in range(25):
        change(by=UserFactory(full_name="Edda Editor"), what=lambda: CaseTextFactory(case=case, language="fr").delete())
    address = f"/desk/cases/{case.uuid}/timeline/"

    lines = client_for(reader()).get(f"{address}?format=jsonl").getvalue().decode().splitlines()
    table = client_for(author).get(f"{address}?format=csv").getvalue().decode()

    assert [json.loads(line)["action"] for line in lines].count("case.edited") == 25
    assert table.count("case.edited") == 50
    assert "Edda" not in table
    assert client_for(author).get(f"{address}?format=pdf").status_code == 404


def test_the_page_costs_the_same_for_one_change_and_for_ten(client_for: ClientFor) -> None:
    case, client = CaseFactory(published=True), client_for(reader())
    address = f"/desk/cases/{case.uuid}/timeline/"

    def edit(number: int) -> None:
        change(by=UserFactory(), what=lambda: Case.objects.filter(pk=case.pk).update(inclusion_note=f"{number}"))

    edit(0)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(1, 10):
        edit(number)
    with CaptureQueriesContext(connection) as ten:
        client.get(address)

    assert len(one) == len(ten)
