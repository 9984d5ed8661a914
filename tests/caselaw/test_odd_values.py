"""What strangers send in addresses and forms is refused or ignored; no page breaks of it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from caselaw.actions.versions import keep_version
from caselaw.models import Case, FormDraft
from portal.core.models import User
from portal.core.numbers import LARGEST, whole_number
from tests.caselaw.test_admin import whole_brief
from tests.caselaw.writing import address, changed, contributor, opened
from tests.factories.caselaw import CaseFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
# Python refuses to read so many digits, PostgreSQL so large a number.
LONG, LARGE = "9" * 5000, "9" * 19


@pytest.fixture
def author(db: None) -> User:
    """A contributor."""
    return contributor()


@pytest.fixture
def browser(author: User, client_for: ClientFor) -> Client:
    """A browser in which the contributor is signed in."""
    return client_for(author)


@pytest.fixture
def case(author: User) -> Case:
    """A draft of the contributor."""
    return whole_brief(created_by=author)


def test_a_number_is_read_only_when_the_database_can_hold_it() -> None:
    assert [whole_number(text) for text in ("7", "007", str(LARGEST))] == [7, 7, LARGEST]
    assert [whole_number(text) for text in (str(LARGEST + 1), LONG, "", "-1", "²", "1.0", "\x00")] == [None] * 7
    assert whole_number("500", most=499) is None


@pytest.mark.parametrize("query", ["q=%00", f"jurisdiction={LONG}", f"jurisdiction={LARGE}"])
def test_suggestions_of_courts(browser: Client, query: str) -> None:
    assert browser.get(f"/desk/lookups/courts/?{query}").status_code == 200


@pytest.mark.parametrize("number", [LONG, LARGE])
@pytest.mark.parametrize("field", ["jurisdiction", "court"])
def test_a_choice_that_is_none_is_an_error_of_the_form(browser: Client, case: Case, field: str, number: str) -> None:
    assert browser.post(address(case), opened(browser, case, **{field: number})).status_code == 422


def test_kept_entries_with_such_a_choice_can_be_opened_again(browser: Client, case: Case) -> None:
    data = opened(browser, case, jurisdiction=LONG, proceedings__0__court=LONG)

    assert browser.post(address(case, "desk-autosave"), data).status_code == 200
    assert browser.get(address(case), {"draft": "1"}).status_code == 200
    assert browser.post(address(case, "desk-gate"), data).status_code == 200


def test_a_name_with_a_null_sign_is_kept_without_it(browser: Client, case: Case) -> None:
    data = changed(opened(browser, case), **{"official_\x00title": "Typed"})

    assert browser.post(address(case, "desk-autosave"), data).status_code == 200
    assert "official_title" in FormDraft.objects.get().data


@pytest.mark.parametrize("count", [LONG, "500", "²"])
def test_rows_beyond_the_most_are_not_added(browser: Client, case: Case, count: str) -> None:
    row = address(case, "desk-row")
    added = changed(opened(browser, case), **{"add-texts": "1", "texts-TOTAL_FORMS": count})

    assert browser.get(row, {"prefix": "texts", "texts-TOTAL_FORMS": count}).status_code == 404
    assert browser.post(address(case), added).status_code == 404
    assert browser.get(row, {"prefix": "texts", "texts-TOTAL_FORMS": "1", "jurisdiction": LONG}).status_code == 200


@pytest.mark.parametrize("asked", [f"from={LONG}", f"from=00000000{LARGE}", "from=000000001999", "to=2", "from=%00"])
def test_a_version_that_is_none_is_not_found(client_for: ClientFor, asked: str) -> None:
    case = CaseFactory(published=True)
    keep_version(case, by=UserFactory(), note="", now=timezone.now())
    staff = client_for(UserFactory(permissions=("caselaw.view_case",)))

    assert Client().get(f"/cases/{case.public_id}/versions/compare/?from=1&to=1").status_code == 200
    assert Client().get(f"/cases/{case.public_id}/versions/compare/?{asked}").status_code == 404
    assert staff.get(f"/desk/cases/{case.uuid}/compare/?{asked}").status_code == 404


def test_a_fingerprint_with_a_null_sign_is_unknown(client_for: ClientFor) -> None:
    case, officer = CaseFactory(), UserFactory(permissions=("caselaw.view_case", "caselaw.accept_hit"))

    response = client_for(officer).post(f"/desk/cases/{case.uuid}/screening/", {"take_back": "\x00"})

    assert response.status_code == 409


@pytest.mark.parametrize(
    "query",
    ["since=9999-12-31T23:59:59-20:00", "since=0001-01-01T00:00:00%2B20:00", "since=9999-12-31T23:59:59-23:59"],
)
def test_a_moment_outside_of_the_calendar_is_refused_by_its_name(client: Client, query: str) -> None:
    for address_of_list, name in (("changes", "since"), ("cases", "updated_since")):
        answer = client.get(f"/api/v1/{address_of_list}/?{query.replace('since', name)}")
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, name)


@pytest.mark.parametrize(
    "query",
    [
        "until=9999-12-31",
        "before=9999-12-31T23:59:59-23:59_00000000-0000-0000-0000-000000000000",
        "before=0001-01-01T00:00:00%2B23:59_00000000-0000-0000-0000-000000000000",
    ],
)
def test_the_log_knows_no_end_of_the_calendar(client_for: ClientFor, query: str) -> None:
    assert client_for(UserFactory(permissions=("core.view_audit_log",))).get(f"/desk/log/?{query}").status_code == 200


def test_a_brief_that_is_not_public_is_kept_by_no_cache(client_for: ClientFor) -> None:
    draft, public = CaseFactory(), CaseFactory(published=True)
    staff = client_for(UserFactory(permissions=("caselaw.view_case",)))

    assert "no-store" in staff.get(draft.get_absolute_url())["Cache-Control"]
    assert "Cache-Control" not in staff.get(public.get_absolute_url())


def test_a_filter_of_the_administration_with_a_null_sign_is_refused(client_for: ClientFor) -> None:
    staff = client_for(UserFactory(administrator=True))

    assert staff.get("/admin/caselaw/case/?status__exact=%00").status_code == 400
    assert staff.get("/admin/caselaw/case/?status__exact=draft").status_code == 200
