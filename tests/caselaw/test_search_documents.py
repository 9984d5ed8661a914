"""A published brief has its document, written in the transaction that publishes; nothing hidden has one."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client

from caselaw.actions import cases
from caselaw.choices import CaseStatus, TitlePolicy
from caselaw.models import Case, FacetValue, SearchDocument
from caselaw.search import documents, engine
from caselaw.search.query import SearchQuery
from tests.factories.caselaw import CaseFactory, CaseRelationFactory, CaseTextFactory, SanctionFactory, index
from tests.factories.core import NOW, UserFactory, term

pytestmark = pytest.mark.django_db

SECRET = "Quisquilla"


def found(text: str) -> list[int]:
    """Return the keys of the briefs that a reader finds."""
    return engine.search(SearchQuery(text)).case_ids


def lexemes(case: Case) -> str:
    """Return the words of a document as PostgreSQL holds them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text::text FROM caselaw_searchdocument WHERE case_id = %s", [case.pk])
        return str(cursor.fetchone()[0])


def test_publishing_writes_the_document() -> None:
    case = CaseFactory(cleared=True)

    cases.publish(case_id=case.pk, by=UserFactory(role="publisher"), now=NOW)

    assert found("workers") == [case.pk]


def test_hiding_removes_the_document() -> None:
    case = CaseFactory(published=True)

    cases.hide(case_id=case.pk, by=UserFactory(role="editor"), now=NOW)

    assert found("workers") == []


def test_what_is_published_in_a_transaction_that_fails_is_not_found() -> None:
    case = CaseFactory(cleared=True)

    with transaction.atomic():
        cases.publish(case_id=case.pk, by=UserFactory(role="publisher"), now=NOW)
        assert found("workers") == [case.pk]
        transaction.set_rollback(True)

    assert found("workers") == []


def test_what_is_hidden_in_a_transaction_that_fails_is_found() -> None:
    case = CaseFactory(published=True)

    with transaction.atomic():
        cases.hide(case_id=case.pk, by=UserFactory(role="editor"), now=NOW)
        assert found("workers") == []
        transaction.set_rollback(True)

    assert found("workers") == [case.pk]


def test_writing_again_replaces_words_and_facets() -> None:
    case = CaseFactory(published=True)
    case.texts.update(fact_summary="The passengers.")
    case.findings.update(term=term("act", "harbouring"))

    documents.write([case.pk])

    assert (found("wages"), found("passengers")) == ([], [case.pk])
    assert engine.search(SearchQuery()).counts["act"] == {"harbouring": 1}


@pytest.mark.parametrize("status", [status for status in CaseStatus if status not in ("published", "withdrawn")])
def test_writing_a_brief_that_is_not_published_removes_its_document(status: CaseStatus) -> None:
    case = CaseFactory(published=True)
    Case.objects.filter(pk=case.pk).update(status=status, published_at=None, hold_reason="It waits.")

    documents.write([case.pk])

    assert not SearchDocument.objects.exists()


def test_rebuilding_writes_what_is_missing_and_removes_what_is_too_much() -> None:
    missing, stale = CaseFactory(published=True), CaseFactory(published=True)
    SearchDocument.objects.filter(case=missing).delete()
    Case.objects.filter(pk=stale.pk).update(status=CaseStatus.DRAFT, published_at=None)

    number = documents.rebuild()

    assert (number, list(SearchDocument.objects.values_list("case", flat=True))) == (1, [missing.pk])


def test_rebuilding_twice_changes_nothing() -> None:
    CaseFactory.create_batch(3, published=True)
    before = list(SearchDocument.objects.order_by("pk").values())
    numbers = list(FacetValue.objects.order_by("pk").values())

    documents.rebuild()

    assert list(SearchDocument.objects.order_by("pk").values()) == before
    assert list(FacetValue.objects.order_by("pk").values()) == numbers


def test_more_briefs_than_one_chunk_are_all_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_CHUNK", 2)
    CaseFactory.create_batch(5, published=True)
    SearchDocument.objects.all().delete()

    assert documents.rebuild() == SearchDocument.objects.count() == 5


def test_the_document_knows_the_date_and_the_languages() -> None:
    case = CaseFactory(published=True, decision_date=date(2019, 1, 2))
    CaseTextFactory(case=case, language="pt-BR")
    index(case)

    document = SearchDocument.objects.get()

    assert (document.decided_on, document.published_at, document.languages) == (date(2019, 1, 2), NOW, ["en", "pt"])


@pytest.mark.parametrize(
    ("sentences", "months"),
    [
        ([], 0),
        ([{"months": 12}, {"months": 60}], 60),
        ([{"months": None, "is_life": True}, {"months": 600}], 9999),
        ([{"months": 12}, {"months": 600, "in_force": False}], 12),
        ([{"months": None, "amount": 100, "currency": "USD"}], 0),
    ],
)
def test_the_longest_sentence_is_the_longest_term_in_force(sentences: list[dict[str, object]], months: int) -> None:
    case = CaseFactory(published=True)
    for sentence in sentences:
        SanctionFactory(defendant__case=case, **sentence)
    index(case)

    assert SearchDocument.objects.get().longest_sentence_months == months


def secret_brief(**values: object) -> Case:
    """Return a published brief whose official title names a victim."""
    return CaseFactory(
        published=True,
        official_title=f"{SECRET} v. State",
        safe_title="Q. v. State",
        slug="q-v-state",
        title_reason=f"The court publishes it as {SECRET}.",
        **values,
    )


def test_an_official_title_that_names_a_victim_is_found_and_shown_nowhere(client: Client) -> None:
    case = secret_brief(title_policy=TitlePolicy.INITIALS)
    other = CaseFactory(published=True)
    CaseRelationFactory(from_case=other, to_case=case)
    addresses = [
        "/",
        "/about/",
        "/cases/",
        "/cases/?q=Q.+v.+State",
        "/ar/cases/",
        case.get_absolute_url(),
        other.get_absolute_url(),
        "/jurisdictions/",
        "/jurisdictions/?format=csv",
        "/jurisdictions/AR/",
        "/api/v1/cases/",
        f"/api/v1/cases/{case.public_id}/",
        f"/api/v1/cases/{other.public_id}/",
        "/api/v1/jurisdictions/",
        "/api/v1/cases/?q=" + SECRET,
    ]

    answers = {address: client.get(address) for address in addresses}

    for address, answer in answers.items():
        text = answer.getvalue().decode().lower()
        assert answer.status_code == 200, address
        assert SECRET.lower() not in text.replace(f"q={SECRET}".lower(), ""), address
    assert found(SECRET) == []
    assert SECRET.lower() not in lexemes(case)
    assert b"Q. v. State" in answers["/cases/"].content


def test_an_official_title_that_two_persons_agreed_to_show_is_found(client: Client) -> None:
    case = secret_brief(
        title_policy=TitlePolicy.OFFICIAL, title_proposed_by=UserFactory(), title_confirmed_by=UserFactory()
    )

    assert found(SECRET) == [case.pk]
    assert client.get(f"/api/v1/cases/{case.public_id}/").json()["title"] == f"{SECRET} v. State"


def test_words_that_the_page_does_not_show_find_nothing() -> None:
    CaseFactory(
        published=True,
        source__citation="Hiddenword",
        source__url="https://example.org/hiddenword",
        source__is_link_withheld=True,
        title_reason="Hiddenword",
    )

    assert found("Hiddenword") == []
