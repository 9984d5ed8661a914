"""The status board of a round, what waits for a person, and what these pages cost."""

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.core.models import Country, Region, User
from reports.models import Round, Submission
from reports.presenters.board import cells_asked, countries_of, rows_of
from reports.presenters.queues import counts_of
from tests.factories.core import CountryFactory, UserFactory
from tests.factories.reports import (
    AnswerFactory,
    AssignmentFactory,
    ClarificationFactory,
    FindingFactory,
    ObservationFactory,
    ProviderFactory,
    RoundFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
IN_TIME, TOO_LATE = datetime(2026, 4, 20, 18, tzinfo=UTC), datetime(2026, 5, 4, 18, tzinfo=UTC)


@pytest.fixture
def round_() -> Round:
    """An open round that ends on 30 April 2026."""
    return RoundFactory(opened=True, complete=True)


@pytest.fixture
def staff() -> User:
    """A person of the secretariat."""
    return UserFactory(role="staff", full_name="Kim")


def country_in(round_: Round, iso3: str, **state: object) -> Submission:
    """Return the answers of a country."""
    assignment = AssignmentFactory(round=round_, country=CountryFactory(iso3=iso3))
    return SubmissionFactory(assignment=assignment, **(state or {"in_progress": True}))


def listed(round_: Round, now: datetime = IN_TIME, **filters: Any) -> list[str]:
    """Return the codes of the countries on the board."""
    return [one.assignment.country.iso3 for one in countries_of(round_, filters, now)]


def board(round_: Round, **query: str) -> str:
    """Return the address of the board."""
    address = reverse("reports:round-board", kwargs={"collection": round_.collection.code, "code": round_.code})
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


class TestRows:
    def test_progress_counts_answers_of_fixed_cells_and_questions(self, round_: Round) -> None:
        submission = country_in(round_, "CHL")
        question = round_.questionnaire.sections.get(code="victims").questions.get(code="1.4")
        assert cells_asked(round_) == (5 + 4) * 3 + 4  # two tables of three years; law, sources, a text, a choice
        for row in ("total", "f_adult", "m_adult"):
            ObservationFactory(submission=submission, row_code=row)
        ObservationFactory(submission=submission, row_code="f_child", value=None, missing_reason="not_available")
        ObservationFactory(submission=submission, row_code="m_child", value=None, raw_text="?")  # no answer
        peru = {"question_code": "2.1", "partner_country": CountryFactory(iso3="PER"), "row_code": "PER"}
        ObservationFactory(submission=submission, **peru)  # a row of one's own is not asked for
        AnswerFactory(submission=submission, question=question)
        FindingFactory(submission=submission)
        FindingFactory(submission=submission, state="fixed")
        ClarificationFactory(submission=submission)
        ClarificationFactory(submission=submission, state="answered")
        ClarificationFactory(submission=submission, state="closed")

        (row,) = rows_of(round_, countries_of(round_, {}, IN_TIME), IN_TIME)

        assert row.progress == 5 * 100 // 31
        assert (row.findings, row.clarifications, row.days_left) == (1, 2, 10)

    @pytest.mark.parametrize(
        ("state", "extended_to", "days_left"),
        [
            ("in_progress", None, -4),
            ("not_started", None, -4),
            ("in_progress", date(2026, 5, 10), 6),
            ("submitted", None, None),
            ("clarification", None, None),
        ],
    )
    def test_days_are_counted_where_somebody_must_hand_in(
        self, round_: Round, state: str, extended_to: date | None, days_left: int | None
    ) -> None:
        submission = country_in(round_, "CHL", state=state, handed_in=True)
        if extended_to:
            assignment = submission.assignment
            assignment.extended_to, assignment.extension_reason = extended_to, "New staff."
            assignment.extended_by = UserFactory()
            assignment.save()

        (row,) = rows_of(round_, countries_of(round_, {}, TOO_LATE), TOO_LATE)

        assert row.days_left == days_left
        assert row.is_overdue == (days_left is not None and days_left < 0)
        assert listed(round_, TOO_LATE, overdue=True) == (["CHL"] if row.is_overdue else [])


class TestFilters:
    def test_countries_are_listed_by_name_and_found_by_name_code_state_and_provider(self, round_: Round) -> None:
        eurostat = ProviderFactory(name="Eurostat")
        country_in(round_, "PER")
        country_in(round_, "CHL", submitted=True)
        malta = country_in(round_, "MLT")
        malta.assignment.provider = eurostat
        malta.assignment.save()
        country_in(RoundFactory(opened=True), "ARG")  # of another round

        assert listed(round_) == ["CHL", "MLT", "PER"]
        assert listed(round_, q="chil") == ["CHL"]
        assert listed(round_, q="mlt") == ["MLT"]
        assert listed(round_, state="submitted") == ["CHL"]
        assert listed(round_, provider=eurostat) == ["MLT"]

    def test_a_region_holds_the_countries_of_the_regions_inside_it(self, round_: Round) -> None:
        country_in(round_, "PER")
        country_in(round_, "MLT")
        americas = Region.objects.get(scheme__code="m49", code="019")

        assert listed(round_, region=americas.pk) == ["PER"]

    def test_a_former_version_is_not_listed(self, round_: Round) -> None:
        former = country_in(round_, "CHL", accepted=True, is_current=False)
        SubmissionFactory(assignment=former.assignment, number=2, in_progress=True)

        (only,) = countries_of(round_, {}, IN_TIME)

        assert only.number == 2


class TestPages:
    def test_states_are_counted_and_lead_to_their_countries(
        self, client_for: ClientFor, round_: Round, staff: User
    ) -> None:
        country_in(round_, "PER")
        country_in(round_, "CHL", submitted=True)
        country_in(round_, "MLT", submitted=True)

        page = client_for(staff).get(board(round_))
        narrowed = client_for(staff).get(board(round_, state="submitted"))

        assert page.context["states"] == [("in_progress", "In progress", 1), ("submitted", "Submitted", 2)]
        assert [row.submission.assignment.country.iso3 for row in narrowed.context["rows"]] == ["CHL", "MLT"]

    @pytest.mark.parametrize("query", ["state=zz", "region=zz", "provider=99", "page=999", "q=%00"])
    def test_an_odd_filter_is_no_error(self, client_for: ClientFor, round_: Round, staff: User, query: str) -> None:
        country_in(round_, "PER")

        assert client_for(staff).get(f"{board(round_)}{query}").status_code == 200

    def test_csv_and_workbook_hold_what_the_board_shows(
        self, client_for: ClientFor, round_: Round, staff: User
    ) -> None:
        country_in(round_, "PER", under_review=True, reviewer=UserFactory(full_name="=1+1"))
        client = client_for(staff)

        text = b"".join(client.get(board(round_, format="csv")).streaming_content).decode("utf-8-sig")
        (heads, line) = list(csv.reader(StringIO(text)))
        sheet = openpyxl.load_workbook(BytesIO(client.get(board(round_, format="xlsx")).content)).active

        assert dict(zip(heads, line, strict=True))["Country"] == "Peru"
        assert line[-1] == "'=1+1"
        assert [cell.value for cell in sheet[1]] == heads
        assert (sheet["B2"].value, sheet["H2"].value, sheet["K2"].data_type) == ("Peru", 0, "s")
        assert client.get(board(round_, format="pdf")).status_code == 404

    def test_the_arabic_workbook_runs_from_right_to_left(
        self, client_for: ClientFor, round_: Round, staff: User
    ) -> None:
        country_in(round_, "PER")

        answer = client_for(staff).get(f"/ar{board(round_, format='xlsx')}")

        assert openpyxl.load_workbook(BytesIO(answer.content)).active.sheet_view.rightToLeft

    def test_the_board_costs_the_same_for_one_country_and_for_ten(
        self, client_for: ClientFor, round_: Round, staff: User, rows: Iterator[Country]
    ) -> None:
        client = client_for(staff)
        country_in(round_, next(rows).iso3)
        client.get(board(round_))
        few = queries(client, board(round_))
        for _each in range(9):
            submission = country_in(round_, next(rows).iso3, submitted=True)
            ObservationFactory(submission=submission)
            ClarificationFactory(submission=submission)

        assert queries(client, board(round_)) == few
        assert few <= 20

    def test_the_first_page_costs_the_same_for_one_country_and_for_ten(
        self, client_for: ClientFor, round_: Round, staff: User, rows: Iterator[Country]
    ) -> None:
        client, home = client_for(staff), reverse("reports:round-list")
        country_in(round_, next(rows).iso3, submitted=True)
        client.get(home)
        few = queries(client, home)
        for _each in range(9):
            country_in(round_, next(rows).iso3, submitted=True)

        assert queries(client, home) == few
        assert few <= 20

    def test_the_page_of_a_country_costs_the_same_for_one_question_and_for_ten(
        self, client_for: ClientFor, round_: Round, staff: User
    ) -> None:
        submission = country_in(round_, "PER", under_review=True)
        client = client_for(staff)
        for name in ("submission-desk", "submission-clarifications", "submission-hand-in"):
            page = reverse(f"reports:{name}", kwargs={"public_id": submission.public_id})
            ClarificationFactory(submission=submission)
            client.get(page)
            few = queries(client, page)
            for _each in range(9):
                ClarificationFactory(submission=submission)
            assert queries(client, page) == few, name
            assert few <= 40, name


@pytest.fixture
def rows() -> Iterator[Country]:
    """Loaded countries, one after the other."""
    return iter(Country.objects.filter(un_status="member").order_by("iso3")[:20])


def queries(client: Client, page: str) -> int:
    """Return how many statements a page needs."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


class TestWaiting:
    def test_each_side_finds_what_waits_for_it(self, round_: Round, staff: User) -> None:
        chile = country_in(round_, "CHL").assignment.country
        peru = country_in(round_, "PER", state="sent_for_validation", handed_in=True, objections_until=date(2026, 5, 1))
        country_in(round_, "BOL", submitted=True)
        country_in(round_, "ARG", under_review=True, reviewer=staff)
        country_in(round_, "URY", under_review=True, reviewer=UserFactory())
        country_in(round_, "PRY", accepted=True)

        assert counts_of(staff, IN_TIME) == {"to_review": 1, "mine": 1, "to_send": 1}
        assert counts_of(staff, TOO_LATE)["overdue"] == 1
        assert counts_of(UserFactory(role="focal_point", country=chile), IN_TIME) == {"to_fill": 1}
        of_peru = peru.assignment.country
        assert counts_of(UserFactory(role="focal_point", country=of_peru), IN_TIME) == {"to_validate": 1}
        assert counts_of(UserFactory(role="statistics_officer", country=of_peru), IN_TIME) == {}
        assert counts_of(UserFactory(), IN_TIME) == {}

    def test_the_account_page_and_the_lists_lead_to_it(self, client_for: ClientFor, round_: Round, staff: User) -> None:
        submission = country_in(round_, "BOL", submitted=True)
        client = client_for(staff)
        address = f"{reverse('reports:round-list')}?queue=to_review"

        assert address in client.get(reverse("pages:account")).content.decode()
        text = client.get(address).content.decode()
        assert reverse("reports:submission-desk", kwargs={"public_id": submission.public_id}) in text
        assert client.get(f"{reverse('reports:round-list')}?queue=to_fill").status_code == 404


class TestSteps:
    def test_a_step_by_its_button_and_a_stale_one_after_it(
        self, client_for: ClientFor, round_: Round, staff: User
    ) -> None:
        submission = country_in(round_, "PER", submitted=True)
        page = reverse("reports:submission-desk", kwargs={"public_id": submission.public_id})
        step = reverse("reports:submission-step", kwargs={"public_id": submission.public_id, "name": "begin_review"})
        seen = client_for(staff).get(page).context["mark"]

        first = client_for(staff).post(step, {"seen": seen})
        second = client_for(UserFactory(role="staff")).post(step, {"seen": seen})

        assert (first.status_code, first["Location"], second.status_code) == (302, page, 409)
        assert "Somebody else was faster" in second.content.decode()
        assert Submission.objects.get().reviewer == staff
        history = client_for(staff).get(page).content.decode()
        assert "began to check the answers" in history

    def test_a_step_that_asks_for_words_keeps_what_was_typed(
        self, client_for: ClientFor, round_: Round, staff: User
    ) -> None:
        submission = country_in(round_, "PER")
        step = reverse("reports:submission-step", kwargs={"public_id": submission.public_id, "name": "extend"})
        client = client_for(staff)

        assert client.get(step).status_code == 200
        empty = client.post(step, {"extended_to": "2026-05-20"})
        early = client.post(step, {"extended_to": "2026-04-01", "reason": "New staff."})

        assert (empty.status_code, early.status_code) == (422, 409)
        assert "2026-05-20" in empty.content.decode()
        assert "New staff." in early.content.decode()

    def test_the_country_hands_in_by_its_page_and_validates_by_the_other(
        self, client_for: ClientFor, staff: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(timezone, "now", lambda: IN_TIME)
        submission = country_in(RoundFactory(opened=True), "PER")
        client = client_for(UserFactory(role="focal_point", country=submission.assignment.country))
        page = reverse("reports:submission-hand-in", kwargs={"public_id": submission.public_id})
        assert "Nothing is missing" in client.get(page).content.decode()
        step = reverse("reports:submission-step", kwargs={"public_id": submission.public_id, "name": "hand_in"})
        assert client.post(step, {"on_behalf_of": "Minister X"}).status_code == 302
        assert "Minister X" in client.get(page).content.decode()
        Submission.objects.update(state="sent_for_validation", objections_until=date(2026, 5, 30))
        validation = reverse("reports:submission-validation", kwargs={"public_id": submission.public_id})

        assert client.post(validation, {"decision": "object"}).status_code == 422
        assert client.post(validation, {"decision": "validate"}).status_code == 302
        assert client.post(validation, {"decision": "validate"}).status_code == 409
        assert client_for(staff).post(validation, {"decision": "validate"}).status_code == 403
        assert Submission.objects.get().state == "validated"

    def test_a_gap_is_listed_and_nothing_can_be_handed_in(self, client_for: ClientFor) -> None:
        submission = country_in(RoundFactory(opened=True), "PER")
        ObservationFactory(submission=submission, value=None, raw_text="many")
        client = client_for(UserFactory(role="focal_point", country=submission.assignment.country))

        text = client.get(
            reverse("reports:submission-hand-in", kwargs={"public_id": submission.public_id})
        ).content.decode()

        assert "“many”" in text and 'name="on_behalf_of"' not in text
