"""Staff enter and edit the instrument in the administration."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from portal.core.choices import Language
from portal.core.models import User
from reports.models import Collection, Indicator, Question, Questionnaire, Section, TableRow
from tests.admin_forms import filled_in, new_row
from tests.factories.core import UserFactory
from tests.factories.reports import QuestionFactory, QuestionnaireFactory, RoundFactory

pytestmark = pytest.mark.django_db


def address(what: str, *args: object) -> str:
    """Return an address of the administration."""
    return reverse(f"admin:reports_{what}", args=args)


def boxes(field: str, text: str) -> dict[str, str]:
    """Return the text in each language's box."""
    return {f"{field}_{language}": text for language in Language.values}


def test_an_indicator_is_entered_with_its_definition_in_six_languages(at_secretariat: Client) -> None:
    data = filled_in(at_secretariat, address("indicator_add"), code="assisted", unit="persons", dimensions="sex,age")
    data |= boxes("names", "Persons assisted") | boxes("definitions", "A long definition. " * 30)

    response = at_secretariat.post(address("indicator_add"), data)

    assert response.status_code == 302, response.context["errors"]
    indicator = Indicator.objects.get(code="assisted")
    assert indicator.definitions["zh"].startswith("A long definition.")
    assert indicator.events.get().pgh_context.metadata["action"] == "record.saved"  # type: ignore[attr-defined]


def test_who_sees_the_answers_of_a_collection_is_fixed_by_its_first_round(at_secretariat: Client) -> None:
    collection = RoundFactory().collection
    data = filled_in(at_secretariat, address("collection_change", collection.pk), audience="own_country")

    at_secretariat.post(address("collection_change", collection.pk), data)

    assert Collection.objects.get(pk=collection.pk).audience == "public_release"


class TestQuestionnaires:
    """Sections, questions and rows."""

    def test_a_questionnaire_is_entered_with_its_sections(self, at_secretariat: Client) -> None:
        data = filled_in(at_secretariat, address("questionnaire_add"), code="short", version="1", origin="Our own.")
        data |= boxes("names", "A short questionnaire")
        data = new_row(data, "sections", code="police", order="1", **boxes("titles", "Police"))

        response = at_secretariat.post(address("questionnaire_add"), data)

        assert response.status_code == 302, response.context["errors"]
        made = Questionnaire.objects.get(code="short")
        assert made.sections.get().titles["ru"] == "Police"
        assert made.events.get().pgh_context.metadata["action"] == "questionnaire.saved"  # type: ignore[attr-defined]

    def test_rows_of_a_table_are_added_changed_and_removed(self, at_secretariat: Client) -> None:
        table = QuestionnaireFactory(small=True).sections.get().questions.get()
        page = address("question_change", table.pk)
        data = filled_in(at_secretariat, page, **{"rows-4-DELETE": "on", "rows-3-code": "girls"})
        data = new_row(data, "rows", code="sex_unknown", order="9", sex="_U", age="_T", exploitation="_T", partner="_T")
        data |= boxes("rows-5-labels", "Sex unknown")

        response = at_secretariat.post(page, data)

        assert response.status_code == 302, response.context["errors"]
        codes = list(table.rows.order_by("order").values_list("code", flat=True))
        assert codes == ["total", "f_adult", "m_adult", "girls", "sex_unknown"]

    def test_what_the_database_would_refuse_is_said_in_words(self, at_secretariat: Client) -> None:
        section = QuestionnaireFactory(small=True).sections.get()
        data = filled_in(
            at_secretariat, address("question_add"), section=section.pk, code="one", kind="text", order="4"
        )
        data |= boxes("titles", "One")

        response = at_secretariat.post(address("question_add"), data)

        assert response.status_code == 200
        assert "reports_question_number" in str(response.context["errors"])

    @pytest.mark.parametrize("part", ["questionnaire", "section", "question", "tablerow"])
    def test_nothing_of_a_questionnaire_in_use_can_be_changed(self, at_secretariat: Client, part: str) -> None:
        questionnaire = QuestionnaireFactory(small=True, frozen=True)
        row = TableRow.objects.filter(question__section__questionnaire=questionnaire).first()
        assert row is not None
        keys = {
            "questionnaire": questionnaire.pk,
            "section": row.question.section_id,
            "question": row.question_id,
            "tablerow": row.pk,
        }
        page = address(f"{part}_change", keys[part])

        assert at_secretariat.get(page).status_code == 200
        assert at_secretariat.post(page, {"code": "other"}).status_code == 403
        assert at_secretariat.post(address(f"{part}_delete", keys[part]), {"post": "yes"}).status_code == 403

    def test_no_question_moves_into_a_questionnaire_in_use(self, at_secretariat: Client) -> None:
        section = QuestionnaireFactory(small=True, frozen=True).sections.get()
        data = filled_in(
            at_secretariat, address("question_add"), section=section.pk, code="1.9", kind="text", order="4"
        )

        response = at_secretariat.post(address("question_add"), data | boxes("titles", "One"))

        assert response.status_code == 200
        assert not Question.objects.filter(code="1.9").exists()

    def test_a_section_is_deleted_with_its_questions(self, at_secretariat: Client) -> None:
        section = QuestionnaireFactory(small=True).sections.get()

        response = at_secretariat.post(address("section_delete", section.pk), {"post": "yes"})

        assert response.status_code == 302
        assert not Section.objects.filter(pk=section.pk).exists()

    def test_a_button_copies_a_questionnaire_in_use(self, at_secretariat: Client) -> None:
        questionnaire = QuestionnaireFactory(complete=True, frozen=True)
        page = at_secretariat.get(address("questionnaire_change", questionnaire.pk)).content.decode()
        assert "Copy into a new version" in page
        assert "it no longer changes" in page

        response = at_secretariat.post(address("questionnaire_copy", questionnaire.pk))

        made = Questionnaire.objects.get(code=questionnaire.code, version=2)
        assert response["Location"] == address("questionnaire_change", made.pk)

    def test_copying_needs_the_permission(self, client_for: Callable[[User], Client]) -> None:
        reader = UserFactory(is_staff=True, permissions=["reports.view_questionnaire"])
        questionnaire = QuestionnaireFactory()

        response = client_for(reader).post(address("questionnaire_copy", questionnaire.pk))

        assert response.status_code == 403
        assert Questionnaire.objects.filter(code=questionnaire.code).count() == 1


def test_a_choice_is_entered_with_its_options(at_secretariat: Client) -> None:
    question = QuestionFactory(choice=True)
    page = address("question_change", question.pk)

    response = at_secretariat.post(page, filled_in(at_secretariat, page, is_required="on", options="[]"))

    assert "reports_question_choices_have_options" in str(response.context["errors"])
