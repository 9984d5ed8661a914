"""The public pages of jurisdictions: what is covered, and what is not."""

import csv
import io
import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caselaw.models import Jurisdiction
from tests.factories.caselaw import (
    CaseFactory,
    ChargeFactory,
    CourtFactory,
    DefendantFactory,
    JurisdictionFactory,
    SanctionFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/jurisdictions/"
MOST_LIST_QUERIES = 1
MOST_PAGE_QUERIES = 12


def page(client: Client, url: str, status: int = 200, **data: object) -> str:
    """Return a page's text."""
    response = client.get(url, data)
    assert response.status_code == status
    return unescape(response.content.decode())


def section(html: str, name: str) -> str:
    """Return one section of the list."""
    return html.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]


def queries(client: Client, url: str) -> int:
    """Return how many statements a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def case_in(code: str, **fields: object) -> None:
    """Publish a brief of a loaded jurisdiction, with people."""
    case = CaseFactory(published=True, jurisdiction=Jurisdiction.objects.get(code=code), **fields)
    charge = ChargeFactory(defendant=DefendantFactory(case=case))
    SanctionFactory(defendant=charge.defendant)


# List


def test_jurisdictions_are_told_apart_by_whether_they_have_briefs(client: Client) -> None:
    case_in("AR")
    case_in("ECHR")
    CaseFactory(complete=True, jurisdiction=Jurisdiction.objects.get(code="BR"))

    html = page(client, LIST)

    assert "States and territories (1)" in html
    assert 'href="/jurisdictions/AR/"' in section(html, "national")
    assert "International courts and bodies (1)" in html
    assert 'href="/jurisdictions/ECHR/"' in section(html, "international")
    assert 'href="/jurisdictions/BR/"' in section(html, "without")
    assert f"{Jurisdiction.objects.count() - 2} jurisdictions have no brief yet." in html


def test_numbers_count_published_briefs_only(client: Client) -> None:
    case_in("AR", decision_date=date(1999, 5, 4))
    case_in("AR", decision_date=date(2020, 5, 4))
    CaseFactory(complete=True, decision_date=date(1950, 1, 1))

    row = re.search(r"<tr><th scope=.row.>.*?</tr>", section(page(client, LIST), "national"))

    assert row
    cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row[0])]
    assert cells == ["Argentina", "2", "1999–2020", "March 2026"]


def test_names_stand_in_the_order_of_the_language_of_the_page(client: Client) -> None:
    for code in ("AR", "DE", "US"):
        case_in(code)

    english, spanish = (
        re.findall(r"/jurisdictions/(\w+)/", section(page(client, url), "national")) for url in (LIST, f"/es{LIST}")
    )

    assert english == ["AR", "DE", "US"]
    assert spanish == ["DE", "AR", "US"]  # Alemania, Argentina, Estados Unidos


def test_an_empty_portal_says_so(client: Client) -> None:
    html = page(client, LIST)

    assert html.count("No brief has been published yet.") == 2


def test_the_table_can_be_taken_away(client: Client) -> None:
    case_in("AR", published_at=datetime(2026, 3, 2, 9, tzinfo=UTC))

    response = client.get(LIST, {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="jurisdictions.csv"'
    assert len(rows) == Jurisdiction.objects.count()
    assert next(row for row in rows if row["code"] == "AR") == {
        "code": "AR",
        "kind": "state",
        "name": "Argentina",
        "briefs": "1",
        "first_decision": "2020-05-04",
        "last_decision": "2020-05-04",
        "last_published": "2026-03-02",
    }
    assert next(row for row in rows if row["code"] == "BR")["first_decision"] == ""


# One jurisdiction


def test_a_page_shows_its_own_published_briefs(client: Client) -> None:
    case_in("AR", official_title="Ours")
    case_in("ECHR", official_title="Theirs")
    CaseFactory(complete=True, official_title="Draft")

    html = page(client, "/jurisdictions/AR/")

    assert "Ours" in html
    assert "Theirs" not in html
    assert "Draft" not in html
    assert "1 brief, of a decision of 2020." in html
    assert 'href="/cases/?jurisdiction=AR"' in html


def test_the_search_within_finds_as_many_as_the_page_says(client: Client) -> None:
    for year in (2001, 2002, 2003):
        case_in("AR", decision_date=date(year, 1, 1))

    assert "3 briefs, of decisions from 2001 to 2003." in page(client, "/jurisdictions/AR/")
    assert "3 decisions" in page(client, "/cases/", jurisdiction="AR")


def test_a_jurisdiction_without_briefs_says_what_that_means(client: Client) -> None:
    html = page(client, "/jurisdictions/BR/")

    assert "No brief has been published yet." in html
    assert "That says nothing about its courts." in html
    assert "jurisdiction=BR" not in html


def test_small_letters_lead_to_the_one_address(client: Client) -> None:
    response = client.get("/jurisdictions/echr/")

    assert (response.status_code, response.url) == (301, "/jurisdictions/ECHR/")


@pytest.mark.parametrize("code", ["XXX", "%00", "a%20b", "<b>"])
def test_a_jurisdiction_that_does_not_exist_is_no_page(client: Client, code: str) -> None:
    page(client, f"/jurisdictions/{code}/", status=404)


def test_courts_are_listed_with_their_briefs(client: Client) -> None:
    jurisdiction = Jurisdiction.objects.get(code="AR")
    busy, quiet, idle = CourtFactory.create_batch(3, jurisdiction=jurisdiction)
    for court in (busy, busy, quiet):
        case_in("AR", court=court)
    CaseFactory(complete=True, court=idle)

    courts = re.findall(r"<li class=.u-pb-1.><bdi>([^<]+)</bdi>.*?(\d) brief", page(client, "/jurisdictions/AR/"))

    assert courts == [(busy.name_original, "2"), (quiet.name_original, "1")]


def test_pages_are_twenty_rows_newest_first(client: Client) -> None:
    for year in range(1990, 2012):
        CaseFactory(published=True, decision_date=date(year, 1, 1), official_title=f"Decision of {year}")

    first, second = page(client, "/jurisdictions/AR/"), page(client, "/jurisdictions/AR/", page=2)

    assert re.findall(r"<bdi>Decision of (\d+)<", first) == [str(year) for year in range(2011, 1991, -1)]
    assert re.findall(r"<bdi>Decision of (\d+)<", second) == ["1991", "1990"]


# Numbers of queries


def test_pages_take_as_many_queries_for_ten_briefs_as_for_one(client: Client) -> None:
    court = CourtFactory(jurisdiction=JurisdictionFactory(code="AR"))
    case_in("AR", court=court)
    one = queries(client, "/jurisdictions/AR/"), queries(client, LIST)
    for code in ("AR", "BR", "US") * 3:
        case_in(code, court=court if code == "AR" else None)

    assert (queries(client, "/jurisdictions/AR/"), queries(client, LIST)) == one
    assert one[0] <= MOST_PAGE_QUERIES
    assert one[1] <= MOST_LIST_QUERIES


@pytest.mark.usefixtures("sample")
def test_pages_of_the_whole_sample_stay_within_their_bounds(client: Client) -> None:
    assert queries(client, LIST) <= MOST_LIST_QUERIES
    for code in ("ECHR", "US"):
        assert queries(client, f"/jurisdictions/{code}/") <= MOST_PAGE_QUERIES
