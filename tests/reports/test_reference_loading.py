"""The collection of the Global Report, its indicators and the first questionnaire."""

import json
import re

import pytest
from django.core.management import call_command

from portal.core.choices import Language
from reports.actions import reference
from reports.choices import Exploitation, OpenRows, PartnerKind, QuestionKind, Sex
from reports.models import Collection, Indicator, Question, Questionnaire, Section, TableRow
from tests.factories.reports import freeze

pytestmark = pytest.mark.django_db

TABLES = ("1.1", "2.1", "3.1", "4.1", "5.1", "6.1", "7.1", "8.1", "9.1")
PUBLISHED = {
    "victims": "detected trafficking victims",
    "offences": "offences of trafficking in persons",
    "formal_contact": "persons brought into formal contact",
    "prosecuted": "persons prosecuted",
    "convicted": "persons convicted",
}


def first() -> Questionnaire:
    """Return the questionnaire that ships with the portal."""
    return Questionnaire.objects.get(code="glotip-annual", version=1)


def labelled() -> list[dict[str, str]]:
    """Return every label of the questionnaire and of the indicators."""
    files = [json.loads((reference.DATA / name).read_text()) for name in ("questionnaire.json", "indicators.json")]
    found, left = [], list(files)
    while left:
        item = left.pop()
        if isinstance(item, dict):
            found += [item] if "en" in item else []
            left += item.values()
        elif isinstance(item, list):
            left += item
    return found


def test_indicators_bear_the_names_of_the_published_file() -> None:
    assert dict(Indicator.objects.filter(iccs="0204").values_list("code", "published_as")) == PUBLISHED


def test_the_collection_becomes_public() -> None:
    assert Collection.objects.get(code="glotip").audience == "public_release"


def test_the_questionnaire_says_that_it_is_not_the_official_form() -> None:
    assert first().origin.startswith("Modelled on published excerpts, not the official form")
    assert "not the official form" in str(first())


def test_every_table_has_its_articles_its_sources_and_its_definition() -> None:
    kinds = dict(Question.objects.filter(section__questionnaire=first()).values_list("code", "kind"))

    assert {code for code, kind in kinds.items() if kind == QuestionKind.TABLE} == set(TABLES)
    for table in TABLES:
        block = table.partition(".")[0]
        assert [kinds[f"{block}.{n}"] for n in (2, 3, 4)] == ["law", "source", "text"]


def test_a_section_is_one_block_so_that_another_authority_can_fill_it() -> None:
    for section in first().sections.all():
        assert len({question.code.partition(".")[0] for question in section.questions.all()}) == 1


def test_victims_are_asked_by_each_form_of_exploitation_and_by_women_men_girls_and_boys() -> None:
    rows = TableRow.objects.filter(question__code="7.1", question__section__questionnaire=first())

    forms = set(rows.values_list("exploitation", flat=True))
    assert forms == {form for form in Exploitation.values if form != Exploitation.TOTAL}
    assert rows.filter(exploitation=Exploitation.SEXUAL).exclude(sex=Sex.TOTAL).count() == 4


@pytest.mark.parametrize(
    ("code", "grows_by"), [("5.1", "citizenship"), ("8.1", "citizenship"), ("9.1", "repatriation")]
)
def test_rows_by_country_are_made_by_the_respondent(code: str, grows_by: str) -> None:
    question = Question.objects.get(section__questionnaire=first(), code=code)

    assert question.open_rows == OpenRows(grows_by)
    expected = PartnerKind.ABROAD if grows_by == "repatriation" else PartnerKind.NATIONALS
    assert question.rows.filter(partner=expected).exists()


def test_every_label_is_there_in_six_languages_and_in_their_scripts() -> None:
    scripts = {"ru": r"[а-яА-Я]", "ar": r"[\u0621-\u064a]", "zh": r"[\u4e00-\u9fff]"}

    assert len(labelled()) > 200
    for labels in labelled():
        assert set(labels) == set(Language.values)
        for language, script in scripts.items():
            assert re.search(script, labels[language]), labels
            assert not re.search(script, labels["en"] + labels["fr"] + labels["es"]), labels


def test_loading_again_changes_nothing_and_leaves_no_trace() -> None:
    models = (Collection, Indicator, Questionnaire, Section, Question, TableRow)
    before = [(model.objects.count(), model.pgh_event_model.objects.count()) for model in models]  # type: ignore[attr-defined]

    call_command("load_country_data", verbosity=0)

    assert [(model.objects.count(), model.pgh_event_model.objects.count()) for model in models] == before  # type: ignore[attr-defined]


def test_loading_again_leaves_a_questionnaire_in_use_alone() -> None:
    freeze(first())

    call_command("load_country_data", verbosity=0)

    assert first().frozen_at is not None


def test_loading_again_keeps_what_staff_changed() -> None:
    Section.objects.filter(questionnaire=first(), code="offences").update(order=99)

    call_command("load_country_data", verbosity=0)

    assert first().sections.get(code="offences").order == 99
