"""How many statements the pages and the API of briefs take."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caselaw.choices import CaseStatus
from caselaw.models import Case
from tests.caselaw.briefs_pages import LIST, full_case
from tests.factories.caselaw import (
    CaseFactory,
    CaseRelationFactory,
    CaseSectorFactory,
    ChargeFactory,
    DefendantFactory,
    ProceedingFactory,
    SanctionFactory,
    SourceFactory,
    VictimGroupFactory,
)

pytestmark = pytest.mark.django_db
# Statements of a page with and without words and filters: the engine's own four or more, then one per kind of part.
MOST_LIST_QUERIES = 22
MOST_BRIEF_QUERIES = 29
MOST_API_QUERIES = 13


def queries(client: Client, url: str) -> int:
    """Return how many statements a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_a_list_of_ten_takes_as_many_queries_as_a_list_of_one(client: Client) -> None:
    url = f"{LIST}?q=farm&act=recruitment&jurisdiction=AR"
    full_case()
    one = queries(client, url)
    for _ in range(9):
        full_case()

    assert queries(client, url) == one
    assert one <= MOST_LIST_QUERIES


def test_a_list_of_the_api_takes_as_many_queries_for_ten_as_for_one(client: Client) -> None:
    url = "/api/v1/cases/?q=farm"
    full_case()
    one = queries(client, url)
    for _ in range(9):
        full_case()

    assert queries(client, url) == one
    assert one <= MOST_API_QUERIES


def test_a_brief_takes_as_many_queries_with_more_parts(client: Client) -> None:
    small, large = full_case(), full_case()
    for seq in (3, 4, 5):
        charge = ChargeFactory(defendant=DefendantFactory(case=large, seq=seq), verdict__code="not_guilty")
        SanctionFactory(defendant=charge.defendant, charge=charge)
        VictimGroupFactory(case=large)
        ProceedingFactory(case=large, seq=seq)
        SourceFactory(case=large)
        CaseSectorFactory(case=large, term__code=("mining", "begging", "agriculture")[seq - 3])
        CaseRelationFactory(from_case=large, to_case=CaseFactory(published=True))
    CaseRelationFactory(from_case=small, to_case=large)

    numbers = queries(client, small.get_absolute_url()), queries(client, large.get_absolute_url())

    assert numbers[0] == numbers[1] <= MOST_BRIEF_QUERIES


@pytest.mark.usefixtures("sample")
def test_pages_of_the_whole_sample_stay_within_their_bounds(client: Client) -> None:
    assert Case.objects.filter(status=CaseStatus.PUBLISHED).count() >= 80
    for url in (LIST, f"{LIST}?q=passport", f"{LIST}?means=deception&jurisdiction=US&q=debt", f"{LIST}?page=3"):
        assert queries(client, url) <= MOST_LIST_QUERIES, url
    for case in Case.objects.published().order_by("pk")[:5]:
        assert queries(client, case.get_absolute_url()) <= MOST_BRIEF_QUERIES
    assert queries(client, "/api/v1/cases/?limit=100") <= MOST_API_QUERIES
