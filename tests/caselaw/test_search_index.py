"""manage.py search_index: rebuild and verify."""

from io import StringIO

import pytest
from django.core.management import call_command

from caselaw.choices import CaseStatus
from caselaw.models import Case, SearchDocument
from caselaw.search import verification
from tests.factories.caselaw import CaseFactory, CaseTextFactory

pytestmark = pytest.mark.django_db


def test_an_index_in_order_has_no_faults() -> None:
    CaseFactory(published=True)

    out = StringIO()
    call_command("search_index", "verify", stdout=out)

    assert "as it should be" in out.getvalue()


def test_verify_names_a_missing_document_and_leaves_the_index_alone() -> None:
    case = CaseFactory(published=True)
    SearchDocument.objects.all().delete()

    faults = verification.faults()

    assert faults == [f"{case.public_id}: published, but not in the index"]
    assert not SearchDocument.objects.exists()


def test_verify_names_a_document_that_was_left_over() -> None:
    case = CaseFactory(published=True)
    Case.objects.update(status=CaseStatus.DRAFT, published_at=None)

    assert verification.faults() == [f"{case.public_id}: in the index, but not published"]


def test_verify_names_a_document_that_is_out_of_date_and_exits_with_1() -> None:
    case = CaseFactory(published=True)
    CaseTextFactory(case=case, language="fr", fact_summary="Un passeport retenu.")
    out = StringIO()

    with pytest.raises(SystemExit, match="1"):
        call_command("search_index", "verify", stdout=out)

    assert f"{case.public_id}: out of date" in out.getvalue()


def test_rebuild_mends_the_index() -> None:
    CaseFactory(published=True)
    SearchDocument.objects.all().delete()

    call_command("search_index", "rebuild", stdout=StringIO())

    assert verification.faults() == []
