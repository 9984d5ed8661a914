"""Hits of a brief, their acceptance, the names to suppress, and how defendants are shown."""

from datetime import timedelta
from fnmatch import fnmatch
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from caselaw.actions import anonymisation, anonymisation_places
from caselaw.anonymisation.defendants import is_label
from caselaw.anonymisation.scanning import Hit, HitKind
from caselaw.choices import DefendantKind, NamePolicy, SuppressedKind, TitlePolicy
from caselaw.models import Case, ScreeningAcceptance, SuppressedName
from caselaw.schedule import delete_expired_suppressed_names
from portal.core.errors import IncompleteError, NotAllowedError, WrongStatusError
from portal.core.models import User
from portal.core.roles import BY_CODE, ROLES
from tests.factories.caselaw import (
    AttachmentFactory,
    CaseFactory,
    CaseTextFactory,
    ChargeFactory,
    DefendantFactory,
    ElementFindingFactory,
    PlaceFactory,
    ProceedingFactory,
    ProvisionInterpretationFactory,
    RouteLegFactory,
    SanctionFactory,
    SourceFactory,
    VictimGroupFactory,
)
from tests.factories.core import NOW, PrivateFileFactory, UserFactory, term
from tests.faults import refused_by, refused_with

pytestmark = pytest.mark.django_db

MAIL = "rosa@mail.example"


def with_role(code: str) -> User:
    """Return a person with the permissions of a role, as the table of roles gives them."""
    known = [f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")]
    patterns = BY_CODE[code].permissions
    return UserFactory(permissions=tuple(name for name in known if any(fnmatch(name, item) for item in patterns)))


@pytest.fixture
def officer() -> User:
    return with_role("data_protection_officer")


def case_with_mail(**kwargs: Any) -> tuple[Case, Hit]:
    case = CaseFactory(**kwargs)
    CaseTextFactory(case=case, fact_summary=f"She wrote from {MAIL}.")
    (hit,) = anonymisation.open_hits(case)
    return case, hit


def accept(case: Case, hit: Hit, by: User, reason: str = "A made-up address.") -> ScreeningAcceptance:
    return anonymisation.accept_hit(case_id=case.pk, fingerprint=hit.fingerprint, reason=reason, by=by, now=NOW)


# What is scanned


def test_every_kind_of_text_of_a_brief_is_scanned() -> None:
    case = CaseFactory(inclusion_note=MAIL, unverified_fields=[MAIL])
    CaseTextFactory(case=case, headline=MAIL, fact_summary=MAIL, legal_reasoning=MAIL, commentary=MAIL, keywords=[MAIL])
    SourceFactory(case=case, citation=MAIL, url=f"https://news.example/?from={MAIL}")
    VictimGroupFactory(case=case, note=MAIL, assistance_given=MAIL)
    defendant = DefendantFactory(case=case, display_name=MAIL)
    ChargeFactory(defendant=defendant, legislation_text=MAIL, detail=MAIL, provision=MAIL)
    SanctionFactory(defendant=defendant, text=MAIL)
    ElementFindingFactory(case=case, text=MAIL, pinpoint=MAIL)
    ProvisionInterpretationFactory(case=case, holding=MAIL, pinpoint=MAIL)
    ProceedingFactory(case=case, description=MAIL, official_ref=MAIL, court_text=MAIL, outcome_text=MAIL)
    RouteLegFactory(case=case, note=MAIL, from_place=PlaceFactory(name=MAIL))
    AttachmentFactory(case=case, title=MAIL, licence=MAIL, file=PrivateFileFactory(name=MAIL))

    found = [hit.place.path for hit in anonymisation.hits(case) if hit.kind == HitKind.MAIL]

    assert len(found) == len(set(found)) == 29
    assert {"texts[en].fact_summary", "texts[en].keywords[1]"} <= set(found)


def test_every_text_field_of_a_part_is_scanned_or_named_as_a_code() -> None:
    fields = {field.name for field in anonymisation_places.text_fields(Case)}

    assert {"official_title", "safe_title", "slug", "inclusion_note", "withdrawal_reason"} <= fields
    assert "public_id" not in fields


def test_a_title_that_the_policy_hides_is_not_scanned_but_its_name_is_looked_for() -> None:
    case = CaseFactory(official_title="Vargas v. France", safe_title="V. v. France", title_policy=TitlePolicy.INITIALS)
    CaseTextFactory(case=case, headline="Vargas fled.")
    SourceFactory(case=case, url="https://court.example/vargas-v-france", is_link_withheld=True)

    assert [(hit.kind, hit.matched) for hit in anonymisation.hits(case)] == [(HitKind.TITLE_NAME, "Vargas")]


def test_where_two_persons_let_the_title_stand_sources_may_cite_it_and_texts_may_not() -> None:
    case = CaseFactory(
        official_title="Vargas v. France",
        safe_title="V. v. France",
        title_policy=TitlePolicy.OFFICIAL,
        title_reason="Cited so.",
        title_proposed_by=UserFactory(),
        title_confirmed_by=UserFactory(),
    )
    SourceFactory(case=case, citation="Vargas v. France", url="https://court.example/vargas-v-france")
    CaseTextFactory(case=case, headline="Vargas fled.")

    assert [hit.place.path for hit in anonymisation.hits(case)] == ["texts[en].headline"]


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    case = CaseFactory(complete=True)
    for _ in range(10):
        SourceFactory(case=case)
        ChargeFactory(defendant=DefendantFactory(case=case))
        RouteLegFactory(case=case)
        AttachmentFactory(case=case)

    with django_assert_max_num_queries(16):
        anonymisation.open_hits(case)


@pytest.mark.usefixtures("sample")
def test_the_sample_has_no_open_hit_but_those_listed() -> None:
    cases = list(Case.objects.order_by("pk"))
    found = [hit.place.path for case in cases for hit in anonymisation.open_hits(case)]
    problems = [problem for case in cases for problem in anonymisation.defendant_name_problems(case)]

    assert len(cases) == 86
    assert found == []
    assert problems == []


# Acceptance


def test_an_accepted_hit_is_no_longer_open(officer: User) -> None:
    case, hit = case_with_mail()

    acceptance = accept(case, hit, officer)

    assert anonymisation.open_hits(case) == []
    assert [found.fingerprint for found in anonymisation.hits(case)] == [hit.fingerprint]
    assert (acceptance.kind, acceptance.accepted_by, acceptance.accepted_at) == (HitKind.MAIL, officer, NOW)
    assert MAIL not in str(vars(acceptance))


def test_a_changed_text_is_open_again(officer: User) -> None:
    case, hit = case_with_mail()
    accept(case, hit, officer)

    case.texts.update(fact_summary="She wrote from rosa2@mail.example.")

    assert len(anonymisation.open_hits(case)) == 1


def test_acceptance_can_be_taken_back(officer: User) -> None:
    case, hit = case_with_mail()
    accept(case, hit, officer)

    anonymisation.take_back(case_id=case.pk, fingerprint=hit.fingerprint, by=officer)

    assert anonymisation.open_hits(case) == [hit]
    with pytest.raises(WrongStatusError):
        anonymisation.take_back(case_id=case.pk, fingerprint=hit.fingerprint, by=officer)


def test_the_author_accepts_nothing(officer: User) -> None:
    case, hit = case_with_mail(created_by=officer)

    with pytest.raises(NotAllowedError):
        accept(case, hit, officer)


def test_the_database_refuses_an_acceptance_by_the_author(officer: User) -> None:
    case = CaseFactory()

    with refused_with("second person"):
        ScreeningAcceptance.objects.create(
            case=case, fingerprint="a", kind=HitKind.MAIL, reason="x", accepted_by=case.created_by, accepted_at=NOW
        )


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"reason": ""}, "caselaw_acceptance_has_a_reason"),
        ({"kind": HitKind.SUPPRESSED_NAME}, "caselaw_acceptance_not_of_suppressed_names"),
        ({}, "caselaw_acceptance_once_per_hit"),
    ],
)
def test_the_database_refuses_a_bad_acceptance(officer: User, changed: dict[str, Any], constraint: str) -> None:
    case = CaseFactory()
    values = {"kind": HitKind.MAIL, "reason": "x", "accepted_by": officer, "accepted_at": NOW}
    if not changed:
        ScreeningAcceptance.objects.create(case=case, fingerprint="a", **values)

    with refused_by(constraint):
        ScreeningAcceptance.objects.create(case=case, fingerprint="a", **values | changed)


def test_a_reason_is_needed(officer: User) -> None:
    case, hit = case_with_mail()

    with pytest.raises(IncompleteError):
        accept(case, hit, officer, reason="  ")


def test_a_hit_that_is_gone_or_accepted_is_refused(officer: User) -> None:
    case, hit = case_with_mail()
    accept(case, hit, officer)

    with pytest.raises(WrongStatusError):
        accept(case, hit, officer)
    case.texts.update(fact_summary="Nothing.")
    with pytest.raises(WrongStatusError):
        accept(case, hit, officer)


def test_a_suppressed_name_is_removed_not_explained(officer: User) -> None:
    case = CaseFactory()
    CaseTextFactory(case=case, headline="Rosa Vargas fled.")
    anonymisation.add_suppressed_name(case_id=case.pk, name="Rosa Vargas", kind="victim", by=officer, now=NOW)
    (hit,) = anonymisation.open_hits(case)

    with pytest.raises(NotAllowedError):
        accept(case, hit, officer)


@pytest.mark.parametrize("code", [role.code for role in ROLES])
def test_which_roles_accept_and_which_keep_names(code: str) -> None:
    person = with_role(code)
    case, hit = case_with_mail()
    may = {
        "accept": code in {"data_protection_officer", "administrator"},
        "keep": code in {"data_protection_officer", "editor", "administrator"},
    }

    def tried(what: str) -> bool:
        try:
            if what == "accept":
                accept(case, hit, person)
            else:
                anonymisation.add_suppressed_name(case_id=case.pk, name="Rosa", kind="victim", by=person, now=NOW)
        except NotAllowedError:
            return False
        return True

    assert {what: tried(what) for what in may} == may
    assert SuppressedName.objects.visible_to(person).exists() == may["keep"]


# Names to suppress


def test_a_name_is_stored_encrypted_and_not_in_history(officer: User) -> None:
    case = CaseFactory()

    anonymisation.add_suppressed_name(case_id=case.pk, name=" Rosa Vargas ", kind="alias", by=officer, now=NOW)

    name = SuppressedName.objects.get()
    assert (name.name, name.kind, name.added_by, name.added_at) == ("Rosa Vargas", SuppressedKind.ALIAS, officer, NOW)
    assert "Rosa" not in str(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM caselaw_suppressedname t")
        assert "Rosa" not in cursor.fetchone()[0]
        cursor.execute("SELECT row_to_json(t)::text FROM caselaw_suppressednameevent t")
        (event,) = cursor.fetchone()
    assert '"pgh_label":"insert"' in event
    assert '"name"' not in event


def test_the_same_name_is_not_listed_twice(officer: User) -> None:
    case = CaseFactory()
    anonymisation.add_suppressed_name(case_id=case.pk, name="Rosa Vargas", kind="victim", by=officer, now=NOW)

    with pytest.raises(WrongStatusError):
        anonymisation.add_suppressed_name(case_id=case.pk, name="rósa  vargas", kind="victim", by=officer, now=NOW)


@pytest.mark.parametrize(
    ("name", "kind"), [("", "victim"), ("\u200b", "victim"), ("x" * 201, "victim"), ("Rosa", "no")]
)
def test_what_is_no_name_is_refused(officer: User, name: str, kind: str) -> None:
    with pytest.raises(IncompleteError):
        anonymisation.add_suppressed_name(case_id=CaseFactory().pk, name=name, kind=kind, by=officer, now=NOW)


def test_a_name_of_another_brief_is_not_removed(officer: User) -> None:
    case = CaseFactory()
    name = anonymisation.add_suppressed_name(case_id=case.pk, name="Rosa", kind="victim", by=officer, now=NOW)

    with pytest.raises(WrongStatusError):
        anonymisation.remove_suppressed_name(case_id=CaseFactory().pk, name_id=name.pk, by=officer)
    anonymisation.remove_suppressed_name(case_id=case.pk, name_id=name.pk, by=officer)
    assert not SuppressedName.objects.exists()


@pytest.mark.parametrize(
    ("age", "is_kept"), [(timedelta(days=30) - timedelta(seconds=1), True), (timedelta(days=30), False)]
)
def test_a_list_is_deleted_30_days_after_clearing(officer: User, age: timedelta, is_kept: bool) -> None:  # noqa: FBT001
    case, open_case = CaseFactory(cleared=True, cleared_at=NOW - age), CaseFactory()
    for each in (case, open_case):
        SuppressedName.objects.create(case=each, name="Rosa", added_by=officer, added_at=NOW)

    anonymisation.delete_expired_names(now=NOW)

    assert SuppressedName.objects.filter(case=case).exists() == is_kept
    assert SuppressedName.objects.filter(case=open_case).exists()
    if not is_kept:
        event = SuppressedName.pgh_event_model.objects.latest("pgh_id")  # type: ignore[attr-defined]
        assert (event.pgh_label, event.pgh_context.metadata["action"]) == ("delete", "case.suppressed_names_expired")


def test_the_clock_deletes_expired_names(officer: User) -> None:
    SuppressedName.objects.create(
        case=CaseFactory(cleared=True, cleared_at=NOW - timedelta(days=3000)),
        name="Rosa",
        added_by=officer,
        added_at=NOW,
    )

    delete_expired_suppressed_names()

    assert not SuppressedName.objects.exists()


# Defendants


@pytest.mark.parametrize(
    "name",
    [
        "Defendant 1",
        "D1",
        "A.B.",
        "A. B.",
        "AB",
        "J.-P. M.",
        "Accused no. 2",
        "Defendant A",
        "Prévenu 3",
        "Подсудимый 1",
        "李某",
        "ف.م.",
    ],
)
def test_a_label_or_initials(name: str) -> None:
    assert is_label(name)


@pytest.mark.parametrize("name", ["Rosa Vargas", "Vargas", "Иван Петров", "Mr Smith", "J. Smith", "李明", "فاطمة", ""])
def test_no_label(name: str) -> None:
    assert not is_label(name)


@pytest.mark.parametrize(
    ("kind", "policy", "verdicts", "count"),
    [
        (DefendantKind.NATURAL, NamePolicy.PUBLIC_FIGURE, ["not_guilty"], 1),
        (DefendantKind.NATURAL, NamePolicy.PUBLIC_FIGURE, ["not_guilty", "quashed", "dismissed"], 1),
        (DefendantKind.NATURAL, NamePolicy.PUBLIC_FIGURE, ["not_guilty", "guilty_trial"], 0),
        (DefendantKind.NATURAL, NamePolicy.PUBLIC_FIGURE, [], 0),
        (DefendantKind.NATURAL, NamePolicy.INITIALS, ["guilty_trial"], 1),
        (DefendantKind.LEGAL_PERSON, NamePolicy.COMPANY, ["not_guilty"], 0),
    ],
)
def test_a_name_is_a_problem(kind: str, policy: str, verdicts: list[str], count: int) -> None:
    defendant = DefendantFactory(kind=kind, name_policy=policy, display_name="Jane Roe")
    for code in verdicts:
        ChargeFactory(defendant=defendant, verdict=term("verdict", code))

    assert len(anonymisation.defendant_name_problems(defendant.case)) == count


def test_the_database_publishes_no_acquitted_person_by_name() -> None:
    case = CaseFactory(cleared=True)
    defendant = DefendantFactory(case=case, name_policy=NamePolicy.PUBLIC_FIGURE, display_name="Jane Roe")
    ChargeFactory(defendant=defendant, verdict=term("verdict", "not_guilty"))

    with refused_with("acquitted"):
        Case.objects.filter(pk=case.pk).update(status="published", published_at=NOW)
    ChargeFactory(defendant=defendant)
    Case.objects.filter(pk=case.pk).update(status="published", published_at=NOW)
