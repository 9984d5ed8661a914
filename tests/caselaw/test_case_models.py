"""What the database refuses about the head of a brief, its texts, identifiers, sources and files; who sees a brief."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from caselaw.choices import CaseStatus, DatePrecision, RedactionState, TitlePolicy
from caselaw.models import (
    Attachment,
    Case,
    CaseIdentifier,
    CaseRelation,
    CaseSector,
    CaseText,
    FacetValue,
    Source,
)
from caselaw.public_ids import new_public_id
from tests.factories.caselaw import (
    AttachmentFactory,
    CaseFactory,
    CaseIdentifierFactory,
    CaseRelationFactory,
    CaseSectorFactory,
    CaseTextFactory,
    SourceFactory,
)
from tests.factories.core import NOW, UserFactory
from tests.faults import constraints_of, refused_by

pytestmark = pytest.mark.django_db

Fault = Callable[[], object]


def _twice_from_one_source() -> None:
    for _ in range(2):
        CaseFactory(source_system="example", source_id="7")


def _cleared_by_its_author() -> None:
    author = UserFactory()
    CaseFactory(cleared=True, created_by=author, cleared_by=author)


def _title_of_one_person() -> None:
    person = UserFactory()
    CaseFactory(
        title_policy=TitlePolicy.OFFICIAL,
        title_reason="Lawyers cite it by this name.",
        safe_title="C. v. State",
        title_proposed_by=person,
        title_confirmed_by=person,
    )


def _replacing_itself() -> None:
    case = CaseFactory(withdrawn=True)
    Case.objects.filter(pk=case.pk).update(replaced_by=case.pk)


def _related_to_itself() -> None:
    case = CaseFactory()
    CaseRelationFactory(from_case=case, to_case=case)


def _twice(make: Callable[..., object], **fields: object) -> None:
    for _ in range(2):
        make(**fields)


FAULTS: dict[str, Fault] = {
    "caselaw_case_public_id_form": lambda: CaseFactory(public_id="HT-aeiouaei"),
    "caselaw_case_once_per_source": _twice_from_one_source,
    "caselaw_case_source_has_system_and_id": lambda: CaseFactory(source_id="7"),
    "caselaw_case_published_is_complete_and_cleared": lambda: CaseFactory(
        status=CaseStatus.PUBLISHED, published_at=NOW, decision_date=date(2020, 5, 4)
    ),
    "caselaw_case_withdrawn_says_when_and_why": lambda: CaseFactory(withdrawn=True, withdrawal_reason=""),
    "caselaw_case_cleared_by_a_second_person": _cleared_by_its_author,
    "caselaw_case_cleared_for_this_very_version": lambda: CaseFactory(cleared=True, content_version=2),
    "caselaw_case_public_id_unless_it_revises_one": lambda: CaseFactory(public_id=None),
    "caselaw_case_draft_of_changes_is_never_public": lambda: CaseFactory(
        successor=True, checked=True, status=CaseStatus.PUBLISHED, published_at=NOW
    ),
    "caselaw_case_hold_says_why": lambda: CaseFactory(on_hold=True, hold_reason=""),
    "caselaw_case_once_public_never_a_draft_again": lambda: CaseFactory(published_at=NOW),
    "caselaw_case_initials_need_a_safe_title": lambda: CaseFactory(title_policy=TitlePolicy.INITIALS),
    "caselaw_case_official_title_needs_two_persons": _title_of_one_person,
    "caselaw_case_date_fits_its_precision": lambda: CaseFactory(
        decision_date=date(2020, 5, 1), decision_date_precision=DatePrecision.YEAR
    ),
    "caselaw_case_significance_1_to_4": lambda: CaseFactory(significance=5),
    "caselaw_case_does_not_replace_itself": _replacing_itself,
    "caselaw_text_once_per_language": lambda: _twice(CaseTextFactory, case=CaseFactory()),
    "caselaw_text_language_is_bcp47": lambda: CaseTextFactory(language="English"),
    "caselaw_identifier_once_per_case": lambda: _twice(CaseIdentifierFactory, case=CaseFactory(), value="7/2020"),
    "caselaw_identifier_one_preferred": lambda: _twice(CaseIdentifierFactory, case=CaseFactory(), is_preferred=True),
    "caselaw_identifier_is_normalised": lambda: CaseIdentifierFactory(normalised=""),
    "caselaw_sector_once": lambda: _twice(CaseSectorFactory, case=CaseFactory()),
    "caselaw_source_order_once": lambda: _twice(SourceFactory, case=CaseFactory(), seq=1),
    "caselaw_attachment_public_only_if_cleared": lambda: AttachmentFactory(
        is_public=True, redaction_state=RedactionState.NEEDS_REDACTION
    ),
    "caselaw_relation_once": lambda: _twice(CaseRelationFactory, from_case=CaseFactory(), to_case=CaseFactory()),
    "caselaw_relation_not_to_itself": _related_to_itself,
    "caselaw_facetvalue_once": lambda: _twice(FacetValue.objects.create, facet="act", value="recruitment"),
}


@pytest.mark.parametrize("constraint", FAULTS)
def test_the_database_refuses(constraint: str) -> None:
    with refused_by(constraint):
        FAULTS[constraint]()


def test_each_constraint_has_its_fault() -> None:
    models = (Case, CaseText, CaseIdentifier, CaseSector, Source, Attachment, CaseRelation, FacetValue)

    assert set(FAULTS) == constraints_of(*models)


@pytest.mark.parametrize(
    "missing", ["published_at", "decision_date", "anonymisation_state", "cleared_by", "cleared_at"]
)
def test_a_brief_is_not_published_without(missing: str) -> None:
    case = CaseFactory(published=True)
    empty = "in_progress" if missing == "anonymisation_state" else None

    with pytest.raises(IntegrityError):
        Case.objects.filter(pk=case.pk).update(**{missing: empty})


@pytest.mark.parametrize("missing", ["title_reason", "safe_title", "title_proposed_by", "title_confirmed_by"])
def test_the_official_title_that_names_a_victim_is_not_shown_without(missing: str) -> None:
    decided = {
        "title_reason": "Lawyers cite it by this name.",
        "safe_title": "C. v. State",
        "title_proposed_by": UserFactory(),
        "title_confirmed_by": UserFactory(),
    }
    case = CaseFactory(title_policy=TitlePolicy.OFFICIAL, **decided)

    with refused_by("caselaw_case_official_title_needs_two_persons"):
        Case.objects.filter(pk=case.pk).update(**{missing: None if missing.endswith("_by") else ""})


@pytest.mark.parametrize(
    ("day", "precision"),
    [
        (date(2020, 5, 4), DatePrecision.DAY),
        (date(2020, 5, 1), DatePrecision.MONTH),
        (date(2020, 1, 1), DatePrecision.YEAR),
        (None, DatePrecision.DAY),
    ],
)
def test_a_date_may_be_known_to_the_day_month_or_year(day: date | None, precision: DatePrecision) -> None:
    assert CaseFactory(decision_date=day, decision_date_precision=precision).pk


@pytest.mark.parametrize("field", ["public_id", "uuid"])
def test_identifiers_of_the_portal_are_given_once(field: str) -> None:
    first = CaseFactory()

    with pytest.raises(IntegrityError):
        CaseFactory(**{field: getattr(first, field)})


def test_a_new_public_identifier_has_the_form_that_the_database_asks_for() -> None:
    assert CaseFactory(public_id=new_public_id()).pk


def test_several_briefs_without_a_source_system_may_exist() -> None:
    assert CaseFactory(source_system="").pk != CaseFactory(source_system="").pk


@pytest.mark.parametrize(
    ("policy", "shown"),
    [
        (TitlePolicy.NAMES_NO_VICTIM, "Doe v. State"),
        (TitlePolicy.INITIALS, "D. v. State"),
        (TitlePolicy.OFFICIAL, "Doe v. State"),
    ],
)
def test_the_title_follows_its_policy(policy: TitlePolicy, shown: str) -> None:
    case = Case(official_title="Doe v. State", safe_title="D. v. State", title_policy=policy)

    assert case.title == shown


def test_the_public_sees_published_briefs_only() -> None:
    published = CaseFactory(published=True)
    for trait in ("complete", "cleared", "withdrawn"):
        CaseFactory(**{trait: True})

    assert list(Case.objects.visible_to(AnonymousUser())) == [published]
    assert list(Case.objects.visible_to(UserFactory())) == [published]


def test_staff_who_may_view_briefs_see_every_brief() -> None:
    draft = CaseFactory()

    assert list(Case.objects.visible_to(UserFactory(permissions=["caselaw.view_case"]))) == [draft]


def test_an_account_that_is_switched_off_sees_what_the_public_sees() -> None:
    CaseFactory()
    former = UserFactory(permissions=["caselaw.view_case"], is_active=False)

    assert not Case.objects.visible_to(former).exists()


def test_briefs_without_a_date_come_last() -> None:
    undated, old, new = CaseFactory(), CaseFactory(decision_date=date(2001, 1, 1)), CaseFactory(complete=True)

    assert list(Case.objects.newest_first()) == [new, old, undated]


def test_the_public_sees_cleared_public_files_of_published_briefs_only() -> None:
    cleared = {"is_public": True, "redaction_state": RedactionState.CLEARED}
    shown = AttachmentFactory(case=CaseFactory(published=True), **cleared)
    AttachmentFactory(case=CaseFactory(), **cleared)
    AttachmentFactory(case=shown.case)

    assert list(Attachment.objects.visible_to(AnonymousUser())) == [shown]
    assert Attachment.objects.visible_to(UserFactory(editor=True)).count() == 3


def test_a_withheld_address_is_not_public() -> None:
    source = Source(url="https://court.example/1", is_link_withheld=True)

    assert source.public_url == ""
