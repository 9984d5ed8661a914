"""What readers type: any text is a query, and none is an error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caselaw.models import Case
from caselaw.search import engine
from caselaw.search.query import Atom, SearchQuery, parse
from tests.factories.caselaw import CaseFactory, CaseTextFactory, index

# Everything, and in particular what means something to the parser, to tsquery or to SQL.
ANY_TEXT = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                "OR",
                "AND",
                "-",
                "*",
                '"',
                "'",
                "\\",
                "\x00",
                ":*",
                "&",
                "|",
                "!",
                "<->",
                "()",
                "%",
                "%s",
                " ",
                "the",
                "sea",
                "slavery",
                "الاتجار",
                "و",
                "贩运人口",
                "人",
                "й",
                "é",
                "İ",
                "ﬁ",
                "\ud7ff",
                "𝔘",
                "_",
                "--",
                "-OR",
                '-"',
                "x" * 600,
            ]
        ),
        max_size=40,
    ).map(" ".join),
)


def brief(text: str) -> Case:
    """Return a published brief whose facts are this text."""
    case = CaseFactory(published=True, text=None)
    CaseTextFactory(case=case, headline="", fact_summary=text)
    index(case)
    return case


def found(text: str) -> list[int]:
    """Return the keys of the briefs that a reader finds."""
    return sorted(engine.search(SearchQuery(text)).case_ids)


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("", ()),
        ("  \t", ()),
        ("debt bondage", ((Atom("debt"),), (Atom("bondage"),))),
        ('"debt bondage"', ((Atom("debt bondage", is_phrase=True),),)),
        ('"debt bondage', ((Atom("debt bondage", is_phrase=True),),)),
        ('""', ()),
        ("-sea", ((Atom("sea", is_negated=True),),)),
        ('-"debt bondage"', ((Atom("debt bondage", is_phrase=True, is_negated=True),),)),
        ("debt OR bonded -sea", ((Atom("debt"), Atom("bonded")), (Atom("sea", is_negated=True),))),
        ("traffick*", ((Atom("traffick", is_prefix=True),),)),
        ("OR debt OR", ((Atom("debt"),),)),
        ("debt AND bonded", ((Atom("debt"),), (Atom("bonded"),))),
        ("debt or bonded", ((Atom("debt"),), (Atom("or"),), (Atom("bonded"),))),
        ("- * OR AND", ()),
    ],
)
def test_words_become_groups_of_alternatives(text: str, groups: tuple[tuple[Atom, ...], ...]) -> None:
    assert parse(text) == groups


def test_only_the_first_32_words_and_500_signs_count() -> None:
    assert len(parse("word " * 40)) == 32
    assert parse("x" * 501) == ((Atom("x" * 500),),)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(ANY_TEXT)
def test_any_text_parses(text: str) -> None:
    assert all(atom.text or atom.is_prefix for group in parse(text) for atom in group)


@pytest.mark.django_db
@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=ANY_TEXT)
def test_any_text_is_answered(text: str) -> None:
    if not Case.objects.exists():
        brief("Slavery at sea.")

    result = engine.search(SearchQuery(text))

    assert result.total == len(result.case_ids)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["\x00", "\\", "'", "'; DROP TABLE x; --", "%s", "a" * 100_000, "a b " * 50_000, "贩" * 900]
)
def test_awkward_text_is_answered(text: str) -> None:
    brief("Slavery at sea.")

    assert engine.search(SearchQuery(text)).total in (0, 1)


@pytest.mark.django_db
def test_all_words_must_occur() -> None:
    both, _one = brief("Slavery on a farm."), brief("Slavery in a city.")

    assert found("slavery farm") == [both.pk]


@pytest.mark.django_db
def test_a_phrase_wants_its_words_in_this_order() -> None:
    phrase, _other = brief("They lived in debt bondage."), brief("A bondage without any debt.")

    assert found('"debt bondage"') == [phrase.pk]


@pytest.mark.django_db
def test_a_minus_excludes_a_word_in_every_form() -> None:
    kept = brief("Slavery on a farm.")
    brief("Slavery on farms and at sea.")

    assert found("slavery -sea") == [kept.pk]


@pytest.mark.django_db
def test_a_minus_alone_finds_everything_without_the_word() -> None:
    kept = brief("Slavery on a farm.")
    brief("Slavery at sea.")

    result = engine.search(SearchQuery("-sea"))

    assert (result.case_ids, result.is_text_ignored) == ([kept.pk], False)


@pytest.mark.django_db
def test_alternatives_find_either() -> None:
    farm, sea, _city = brief("On a farm."), brief("At sea."), brief("In a city.")

    assert found("farm OR sea") == [farm.pk, sea.pk]


@pytest.mark.django_db
def test_an_asterisk_finds_the_beginnings_of_words() -> None:
    one, other, _third = brief("The trafficker."), brief("He trafficked."), brief("The traffic was heavy.")

    assert found("traffick*") == [one.pk, other.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["the", "the of and", "-the", '"of the"', "!!!", "- OR"])
def test_words_that_are_too_common_are_ignored_and_the_result_says_so(text: str) -> None:
    case = brief("The facts.")

    result = engine.search(SearchQuery(text))

    assert (result.case_ids, result.is_text_ignored, result.words) == ([case.pk], True, frozenset())


@pytest.mark.django_db
def test_no_text_is_not_called_ignored() -> None:
    assert not engine.search(SearchQuery("  ")).is_text_ignored


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["sea", "son", "sin", "era"])
def test_an_english_word_that_another_language_finds_too_common_is_searched_for(word: str) -> None:
    case, _other = brief(f"About the {word} of the accused."), brief("About something else.")

    assert found(word) == [case.pk]
    assert found(f"accused {word}") == [case.pk]


@pytest.mark.django_db
def test_a_word_that_is_too_common_is_left_out_beside_others() -> None:
    case, _other = brief("Slavery on a farm."), brief("The city of London.")

    assert found("the slavery of") == [case.pk]


@pytest.mark.django_db
def test_names_and_numbers_find_a_brief() -> None:
    case = CaseFactory(published=True, official_title="Siliadin v. France")
    CaseFactory(published=True, official_title="Rantsev v. Cyprus and Russia")
    case.identifiers.create(scheme="application_no", value="73316/01", normalised="7331601")
    index(case)

    assert found("siliadin") == found("73316/01") == found(case.public_id) == [case.pk]
    assert found("Siliadin servitude") == []


@pytest.mark.django_db
def test_what_is_found_in_a_title_comes_before_what_is_found_in_the_facts() -> None:
    named = CaseFactory(published=True, official_title="Regina v. Harbour", decision_date="2001-01-01")
    CaseFactory(
        published=True, official_title="Regina v. Other", decision_date="2020-01-01", text__fact_summary="A harbour."
    )
    index(*Case.objects.all())

    assert engine.search(SearchQuery("harbour")).case_ids[0] == named.pk


@pytest.mark.parametrize("typed", ["“debt bondage”", "„debt bondage“", "«debt bondage»", '"debt bondage'])
def test_typographic_quotation_marks_make_a_phrase_too(typed: str) -> None:
    assert parse(typed) == ((Atom("debt bondage", is_phrase=True),),)
