"""Country data in the API: what everybody may ask, and what a country may ask of its own."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from portal.core.actions import tokens
from portal.core.choices import Language, TokenScope
from portal.core.models import User
from reports.choices import AgeGroup, Audience, DelegationState, Exploitation, MissingReason, PartnerKind, Sex
from reports.models import Submission
from tests.factories.core import CountryFactory, UserFactory
from tests.factories.reports import (
    AnswerFactory,
    CollectionFactory,
    LegalArticleFactory,
    ObservationFactory,
    RoundFactory,
    SectionDelegationFactory,
    SourceCitationFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

INDICATOR_KEYS = [
    "code",
    "name",
    "definition",
    "unit",
    "iccs",
    "dimensions",
    "published_as",
    "names",
    "definitions",
]
ROUND_KEYS = [
    "collection",
    "code",
    "name",
    "state",
    "first_year",
    "last_year",
    "opens_on",
    "due_on",
    "is_invented",
    "questionnaire",
    "names",
]
SUBMISSION_KEYS = [
    "id",
    "collection",
    "round",
    "country",
    "provider",
    "version",
    "is_current",
    "state",
    "state_since",
    "channel",
    "submitted_at",
    "due_on",
    "is_invented",
]
OBSERVATION_KEYS = [
    "question",
    "row",
    "year",
    "indicator",
    "sex",
    "age",
    "exploitation",
    "partner_as",
    "partner",
    "partner_country",
    "value",
    "low",
    "high",
    "missing_reason",
    "obs_status",
    "raw_text",
    "comment",
    "source_note",
    "version",
    "changed_at",
]
SUBMISSIONS = "/api/v1/submissions/"


def bearer(user: User, *scopes: TokenScope) -> dict[str, str]:
    """Return the header of a fresh token."""
    made = tokens.create(name="test", scopes=scopes, days=1, by=user, now=timezone.now())
    return {"authorization": f"Bearer {made.text}"}


def own(user: User) -> dict[str, str]:
    """Return the header of a token for the answers of the person's country."""
    return bearer(user, TokenScope.SUBMISSIONS)


def focal_point_of(submission: Submission) -> User:
    """Return a person who speaks for the country of the answers."""
    person: User = UserFactory(role="focal_point", country=submission.assignment.country)
    return person


class TestReference:
    """Indicators and code lists."""

    def test_an_indicator_has_these_keys(self, client: Client) -> None:
        rows = client.get("/api/v1/indicators/").json()["results"]

        victims = next(row for row in rows if row["code"] == "victims")
        assert list(victims) == INDICATOR_KEYS
        assert (victims["iccs"], victims["published_as"]) == ("0204", "detected trafficking victims")

    def test_names_come_in_the_language_asked_for(self, client: Client) -> None:
        rows = client.get("/api/v1/indicators/?language=zh&fields=code,name,names").json()["results"]

        assert all(row["name"] == row["names"]["zh"] for row in rows)

    def test_every_code_of_the_figures_is_in_a_list(self, client: Client) -> None:
        lists = {row["list"]: row["codes"] for row in client.get("/api/v1/code-lists/").json()["results"]}

        choices = {
            "sex": Sex,
            "age": AgeGroup,
            "exploitation": Exploitation,
            "partner": PartnerKind,
            "missing_reason": MissingReason,
        }
        assert {name: [code["code"] for code in codes] for name, codes in lists.items()} == {
            name: found.values for name, found in choices.items()
        }
        assert all(set(code["labels"]) == set(Language.values) for codes in lists.values() for code in codes)

    def test_a_reason_without_a_number_names_the_status_of_sdmx(self, client: Client) -> None:
        codes = client.get("/api/v1/code-lists/?list=missing_reason").json()["results"][0]["codes"]

        assert {code["code"]: code["sdmx"] for code in codes} == {
            "not_available": "O",
            "not_applicable": "M",
            "confidential": "Q",
            "no_answer": "O",
            "not_asked": "L",
        }

    def test_a_list_that_does_not_exist_is_refused(self, client: Client) -> None:
        answer = client.get("/api/v1/code-lists/?list=nonsense")

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == "list"

    @pytest.mark.parametrize("address", ["indicators", "code-lists", "rounds", "questionnaires"])
    def test_an_unknown_parameter_is_named(self, client: Client, address: str) -> None:
        answer = client.get(f"/api/v1/{address}/?colour=red")

        assert answer.status_code == 400
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert answer.json()["errors"] == [{"parameter": "colour", "detail": "There is no such parameter."}]

    @pytest.mark.parametrize("address", ["indicators", "code-lists", "rounds", "questionnaires"])
    def test_an_unchanged_answer_costs_nothing(self, client: Client, address: str) -> None:
        first = client.get(f"/api/v1/{address}/")

        again = client.get(f"/api/v1/{address}/", headers={"if-none-match": first.headers["ETag"]})
        assert again.status_code == 304


class TestRounds:
    """The public part of rounds."""

    def test_a_round_has_these_keys_and_no_answers(self, client: Client) -> None:
        RoundFactory(opened=True, code="2026")

        (row,) = client.get("/api/v1/rounds/").json()["results"]

        assert list(row) == ROUND_KEYS
        assert (row["code"], row["state"]) == ("2026", "open")

    def test_a_round_in_preparation_is_not_shown_even_to_staff(self, at_secretariat: Client) -> None:
        RoundFactory()

        assert at_secretariat.get("/api/v1/rounds/").json()["results"] == []

    @pytest.mark.parametrize("audience", [Audience.CONTRIBUTORS, Audience.OWN_COUNTRY])
    def test_a_round_of_a_confidential_collection_is_not_shown(self, client: Client, audience: Audience) -> None:
        round_ = RoundFactory(opened=True, collection=CollectionFactory(audience=audience))

        assert client.get("/api/v1/rounds/").json()["results"] == []
        assert client.get(f"/api/v1/rounds/?collection={round_.collection.code}").status_code == 400
        assert client.get("/api/v1/questionnaires/").json()["results"] == []

    def test_windows_follow_one_another_without_gap_or_repetition(self, client: Client) -> None:
        made = [RoundFactory(opened=True).code for _number in range(5)]

        seen, address = [], "/api/v1/rounds/?limit=2"
        while address:
            answer = client.get(address).json()
            assert answer["count"] == 5
            seen += [row["code"] for row in answer["results"]]
            address = answer["next"]

        assert seen == list(reversed(made))

    @pytest.mark.parametrize(
        "query", ["limit=0", "limit=101", "cursor=x", "cursor=-1", "state=draft", "collection=%00", "fields=secret"]
    )
    def test_a_malformed_parameter_is_named(self, client: Client, query: str) -> None:
        answer = client.get(f"/api/v1/rounds/?{query}")

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]

    def test_rounds_can_be_narrowed(self, client: Client) -> None:
        RoundFactory(closed=True)
        open_one = RoundFactory(opened=True)

        rows = client.get(f"/api/v1/rounds/?state=open&collection={open_one.collection.code}").json()["results"]

        assert [row["code"] for row in rows] == [open_one.code]


class TestQuestionnaires:
    """What public rounds ask."""

    def test_a_questionnaire_comes_with_everything_that_it_asks(self, client: Client) -> None:
        asked = RoundFactory(opened=True, complete=True).questionnaire

        answer = client.get(f"/api/v1/questionnaires/{asked.code}/1/").json()

        numbers = [question["code"] for section in answer["sections"] for question in section["questions"]]
        assert numbers == ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2"]
        table = answer["sections"][0]["questions"][0]
        assert [row["code"] for row in table["rows"]] == ["total", "f_adult", "m_adult", "f_child", "m_child"]
        assert answer["sections"][1]["questions"][1]["options"] == [
            {"code": "yes", "label": "Yes"},
            {"code": "no", "label": "No"},
        ]

    def test_a_questionnaire_that_no_public_round_uses_is_not_found(self, client: Client) -> None:
        asked = RoundFactory().questionnaire

        assert client.get(f"/api/v1/questionnaires/{asked.code}/1/").status_code == 404
        assert client.get("/api/v1/questionnaires/glotip-annual/1/").status_code == 404

    def test_a_whole_questionnaire_costs_a_fixed_number_of_questions(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        asked = RoundFactory(opened=True, complete=True).questionnaire

        with django_assert_num_queries(4):
            client.get(f"/api/v1/questionnaires/{asked.code}/1/")


class TestOwnAnswers:
    """A country's answers, with a token."""

    def test_a_focal_point_gets_the_own_country_alone(self, client: Client) -> None:
        submission = SubmissionFactory(in_progress=True)
        SubmissionFactory(assignment__round=submission.assignment.round, submitted=True)

        rows = client.get(SUBMISSIONS, headers=own(focal_point_of(submission))).json()["results"]

        assert [row["id"] for row in rows] == [str(submission.public_id)]
        assert list(rows[0]) == SUBMISSION_KEYS

    def test_figures_come_with_their_codes(self, client: Client) -> None:
        round_ = RoundFactory(opened=True, complete=True)
        submission = SubmissionFactory(assignment__round=round_, in_progress=True)
        ObservationFactory(submission=submission, row_code="f_child", value=None, low=0, high=4)
        ObservationFactory(
            submission=submission, question_code="2.1", partner_country=CountryFactory(iso3="KEN"), value=3
        )

        address = f"{SUBMISSIONS}{submission.public_id}/observations/"
        suppressed, kenyans = client.get(address, headers=own(focal_point_of(submission))).json()["results"]

        assert list(suppressed) == OBSERVATION_KEYS
        assert (suppressed["sex"], suppressed["age"], suppressed["high"]) == ("F", "Y0T17", 4)
        assert (kenyans["row"], kenyans["partner"], kenyans["partner_country"]) == ("KEN", "country", "KEN")
        assert kenyans["partner_as"] == "citizenship"

    def test_a_missing_figure_says_why(self, client: Client) -> None:
        observation = ObservationFactory(value=None, missing_reason=MissingReason.CONFIDENTIAL)

        address = f"{SUBMISSIONS}{observation.submission.public_id}/observations/"
        (row,) = client.get(address, headers=own(focal_point_of(observation.submission))).json()["results"]

        assert (row["value"], row["missing_reason"], row["obs_status"]) == (None, "confidential", "Q")

    def test_words_sources_and_laws_come_with_the_answers(self, client: Client) -> None:
        submission = SubmissionFactory(assignment__round=RoundFactory(opened=True, complete=True), in_progress=True)
        questions = {
            question.code: question
            for section in submission.assignment.round.questionnaire.sections.all()
            for question in section.questions.all()
        }
        LegalArticleFactory(submission=submission, question=questions["1.2"])
        SourceCitationFactory(submission=submission, question=questions["1.3"])
        AnswerFactory(submission=submission, question=questions["1.4"], text="As in the code.")

        answer = client.get(f"{SUBMISSIONS}{submission.public_id}/", headers=own(focal_point_of(submission))).json()

        assert answer["articles"][0]["articles"] == "145 bis"
        assert answer["sources"][0]["authority"] == "National police"
        assert answer["answers"][0]["text"] == "As in the code."

    def test_a_colleague_reads_the_section_that_was_handed_over_and_no_other(self, client: Client) -> None:
        submission = SubmissionFactory(assignment__round=RoundFactory(opened=True, complete=True), in_progress=True)
        ObservationFactory(submission=submission)
        ObservationFactory(submission=submission, question_code="2.1", row_code="nationals")
        section = submission.assignment.round.questionnaire.sections.get(code="origin")
        colleague = UserFactory()
        SectionDelegationFactory(
            assignment=submission.assignment, section=section, user=colleague, state=DelegationState.ACCEPTED
        )

        address = f"{SUBMISSIONS}{submission.public_id}/observations/"
        rows = client.get(address, headers=own(colleague)).json()["results"]

        assert [row["question"] for row in rows] == ["2.1"]

    @pytest.mark.parametrize("part", ["", "observations/"])
    def test_another_countrys_answers_are_not_found(self, client: Client, part: str) -> None:
        submission, other = SubmissionFactory(), SubmissionFactory()

        answer = client.get(f"{SUBMISSIONS}{submission.public_id}/{part}", headers=own(focal_point_of(other)))

        assert answer.status_code == 404

    @pytest.mark.parametrize("part", ["", "{id}/", "{id}/observations/"])
    def test_nothing_opens_without_the_scope_or_without_a_token(self, client: Client, part: str) -> None:
        submission = SubmissionFactory()
        address = SUBMISSIONS + part.format(id=submission.public_id)

        assert client.get(address).status_code == 401
        assert client.get(address, headers=bearer(focal_point_of(submission), TokenScope.READ)).status_code == 403

    def test_no_cache_keeps_the_answer(self, client: Client) -> None:
        answer = client.get(SUBMISSIONS, headers=own(focal_point_of(SubmissionFactory())))

        assert answer.headers["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("query", ["limit=0", "cursor=x", "year=12", "year=٢٠٢٤", "question=%00", "colour=red"])
    def test_a_malformed_parameter_is_named(self, client: Client, query: str) -> None:
        submission = SubmissionFactory()
        address = f"{SUBMISSIONS}{submission.public_id}/observations/?{query}"

        answer = client.get(address, headers=own(focal_point_of(submission)))

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]

    def test_figures_come_in_windows_and_can_be_narrowed(self, client: Client) -> None:
        submission = SubmissionFactory(in_progress=True)
        for year in (2023, 2024, 2025):
            ObservationFactory(submission=submission, year=year)
        address, headers = f"{SUBMISSIONS}{submission.public_id}/observations/", own(focal_point_of(submission))

        first = client.get(f"{address}?limit=2&fields=year", headers=headers).json()
        second = client.get(f"{address}?limit=2&fields=year&cursor={first['next']}", headers=headers).json()

        assert [row["year"] for row in first["results"] + second["results"]] == [2023, 2024, 2025]
        assert second["next"] is None
        narrowed = client.get(f"{address}?year=2024&question=1.1&fields=year", headers=headers).json()
        assert narrowed["results"] == [{"year": 2024}]

    def test_lists_ask_the_same_number_of_questions_for_one_row_and_for_ten(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        staff = UserFactory(role="staff", is_staff=True)
        submission = SubmissionFactory(in_progress=True)
        ObservationFactory(submission=submission)
        client.force_login(staff)

        for more in range(2):
            with django_assert_num_queries(5):
                client.get(SUBMISSIONS)
            if not more:
                SubmissionFactory.create_batch(9, assignment__round=submission.assignment.round)
