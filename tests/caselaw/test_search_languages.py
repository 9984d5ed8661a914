"""Words of six languages are found in the forms in which people write them."""

import pytest

from caselaw.models import Case
from caselaw.search import engine
from caselaw.search.languages import configuration, configurations_of_word, prepared
from caselaw.search.query import SearchQuery
from tests.factories.caselaw import CaseFactory, CaseTextFactory, index


def brief(language: str, text: str) -> Case:
    """Return a published brief with the facts in one language."""
    case = CaseFactory(published=True, text=None)
    CaseTextFactory(case=case, language=language, headline="", fact_summary=text)
    index(case)
    return case


def found(text: str) -> list[int]:
    """Return the keys of the briefs that a reader finds."""
    return sorted(engine.search(SearchQuery(text)).case_ids)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "facts", "asked"),
    [
        ("en", "The victims were exploited.", "victim exploiting"),
        ("en", "The café employed them.", "cafe"),
        ("en", "The cafe employed them.", "CAFÉ"),
        ("fr", "Les victimes travaillaient pour des employeurs.", "victime travailler employeur"),
        ("fr", "Les victimes étaient exploitées.", "exploitee"),
        ("fr", "La traite des êtres humains.", "traite des êtres humains"),
        ("fr-CA", "La traite des êtres humains.", "traite des êtres humains"),
        ("es", "Las víctimas fueron explotadas en las fincas.", "victima explotada finca"),
        ("es", "La trata de personas en el mar.", "la trata de personas"),
        ("es", "El niño.", "nino"),
        ("ru", "Потерпевшие были проданы.", "потерпевший продана"),
        ("ru", "Торговля людьми запрещена.", "торговле запрещён"),
        ("ar", "الاتجار بالأشخاص", "اتجار"),
        ("ar", "جريمة اتجار", "الاتجار"),
        ("ar", "والاتجار بالبشر", "اتجار"),
        ("ar", "واتجار", "الاتجار"),
        ("ar", "للاتجار", "بالاتجار"),
        ("ar", "الأشخاص", "الاشخاص"),
        ("ar", "مُحاكَمَة", "محاكمة"),
        ("zh", "被告人贩运人口并强迫劳动。", "贩运人口"),
        ("zh", "被告人贩运人口并强迫劳动。", "人口"),
        ("zh", "被告人贩运人口并强迫劳动。", "强迫劳动"),
        ("de", "Die Opfer arbeiteten auf einem Hof.", "Opfer"),
        ("pt-BR", "Os trabalhadores foram aliciados.", "trabalhadores aliciados"),
    ],
)
def test_a_word_is_found_in_its_other_forms(language: str, facts: str, asked: str) -> None:
    case = brief(language, facts)
    brief("en", "Something else happened.")

    assert found(asked) == [case.pk]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "facts", "asked"),
    [
        ("zh", "被告人贩运人口。", "人运"),
        ("zh", "被告人贩运。人口增加。", '"贩运人口"'),
        ("ru", "Во время войны.", "воин"),
        ("en", "Debt bondage.", "estafa"),
        ("ar", "ولد صغير", "لد"),
    ],
)
def test_another_word_is_not_found(language: str, facts: str, asked: str) -> None:
    brief(language, facts)

    assert found(asked) == []


@pytest.mark.django_db
def test_words_too_common_in_one_language_count_in_texts_of_another() -> None:
    english = brief("en", "A farm by the sea.")
    spanish = brief("es", "Que sea una farm.")
    brief("en", "A farm in the hills.")

    assert found("sea farm") == [english.pk, spanish.pk]


@pytest.mark.django_db
def test_a_minus_excludes_a_word_whatever_the_language_of_the_text() -> None:
    brief("en", "Slaves at sea.")
    land = brief("en", "Slaves on land.")

    assert found("slaves -sea") == [land.pk]


@pytest.mark.django_db
def test_a_brief_is_found_by_words_of_each_of_its_languages() -> None:
    case = CaseFactory(published=True, text__fact_summary="Workers on farms.")
    CaseTextFactory(case=case, language="ar", headline="", fact_summary="العمال في المزارع")
    index(case)

    assert found("worker") == found("عمال") == [case.pk]


@pytest.mark.django_db
def test_words_of_two_scripts_are_both_wanted() -> None:
    case = brief("ru", "Торговля людьми: trafficking.")
    brief("ru", "Торговля людьми.")

    assert found("trafficking торговля") == found("торговля trafficking") == [case.pk]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’État, c. Müller!", "l etat c muller"),
        ("e\u0301te\u0301", "ete"),
        ("Край", "край"),
        ("и\u0306", "й"),
        ("İstanbul", "istanbul"),
        ("贩运人口", "贩运 运人 人口"),
        ("贩运", "贩运"),
        ("人", "人"),
        ("第3条規定", "第 3 条規 規定"),
        ("والاتجار", "اتجار"),
        ("ولد", "ولد"),
        ("إِنسان", "انسان"),
        ("_a_b", "a b"),
        ("\x00", ""),
        ("No. 73316/01", "no 73316 01"),
    ],
)
def test_words_are_made_comparable(text: str, words: str) -> None:
    assert prepared(text) == words


def test_what_was_made_comparable_stays_as_it_is() -> None:
    for text in ("L’État", "贩运人口并强迫", "الاتجار بالأشخاص", "Край", "Ångström"):
        once = prepared(text)
        assert once == prepared(once)


@pytest.mark.parametrize(
    ("tag", "name"), [("en", "english"), ("fr-CA", "french"), ("AR", "arabic"), ("zh", "simple"), ("de", "simple")]
)
def test_a_language_has_its_configuration(tag: str, name: str) -> None:
    assert configuration(tag) == name


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh", "de", "sr", "pt-BR"])
def test_texts_are_indexed_only_in_ways_that_queries_ask_for(language: str) -> None:
    asked = {name for word in ("word", "слово", "كلمة", "贩运") for name in configurations_of_word(word)}

    assert configuration(language) in asked
