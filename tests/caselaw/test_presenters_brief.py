"""What the page of a brief shows."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from caselaw.choices import AgeBand, DefendantKind, FindingStatus, NamePolicy, Scheme, Sex
from caselaw.models import Case
from caselaw.presenters.brief import Brief, brief_of, language_name, sanction_in_words
from caselaw.presenters.results import preferred_text
from tests.factories.caselaw import (
    CaseFactory,
    CaseRelationFactory,
    CaseTextFactory,
    ChargeFactory,
    DefendantFactory,
    ElementFindingFactory,
    JurisdictionFactory,
    ProceedingFactory,
    ProvisionInterpretationFactory,
    SanctionFactory,
    VictimGroupFactory,
)

pytestmark = pytest.mark.django_db


def shown(case: Case, language: str | None = None) -> Brief:
    """Return the brief as its page loads it."""
    return brief_of(Case.objects.for_brief().get(pk=case.pk), language=language)


def fact(brief: Brief, term: str) -> dict[str, object]:
    """Return one of the facts at a glance."""
    return next(item for item in brief.facts if item["term"] == term)


# Texts


def test_the_text_in_the_language_of_the_page_comes_first() -> None:
    case = CaseFactory()
    for language in ("es", "en", "ar"):
        CaseTextFactory(case=case, language=language, headline=f"Headline {language}")

    with override("ar"):
        assert shown(case).text.headline == "Headline ar"
        assert shown(case).is_translated
    with override("fr"):
        assert shown(case).text.headline == "Headline en"
        assert not shown(case).is_translated


def test_a_text_can_be_asked_for_by_its_language() -> None:
    case = CaseFactory()
    for language in ("en", "pt-BR"):
        CaseTextFactory(case=case, language=language)

    assert shown(case, "pt").text.language == "pt-BR"
    assert shown(case, "nonsense").text.language == "en"
    assert shown(case).languages == [("en", "English"), ("pt-BR", "Portuguese")]


def test_a_brief_without_english_shows_the_text_it_has() -> None:
    text = CaseTextFactory(language="es")

    assert preferred_text(text.case) == text


def test_a_brief_without_text_is_no_fault() -> None:
    assert shown(CaseFactory()).text is None


def test_a_language_the_portal_does_not_know_keeps_its_code() -> None:
    assert [language_name(code) for code in ("zh-Hans", "sw")] == ["Chinese", "sw"]


# Facts at a glance


def test_the_outcome_leads_the_facts() -> None:
    case = CaseFactory()
    ChargeFactory(defendant__case=case)

    assert shown(case).facts[0] == {"term": "Outcome", "value": "Convicted", "lead": True}


@pytest.mark.parametrize(
    ("numbers", "value"),
    [([2, 3], "5 persons"), ([1], "1 person"), ([2, None], "number not stated"), ([0], "0 persons")],
)
def test_victims_are_summed_only_when_every_number_is_known(numbers: list[int | None], value: str) -> None:
    case = CaseFactory()
    for number in numbers:
        VictimGroupFactory(case=case, count_min=number, count_max=number)

    assert fact(shown(case), "Victims")["value"] == value


def test_a_brief_without_victim_groups_says_nothing_of_victims() -> None:
    assert [item["term"] for item in shown(CaseFactory()).facts] == []


# Elements


def test_elements_stand_in_the_order_act_means_purpose() -> None:
    case = CaseFactory()
    for scheme, code in ((Scheme.PURPOSE, "servitude"), (Scheme.ACT, "recruitment"), (Scheme.MEANS, "deception")):
        ElementFindingFactory(case=case, term__scheme__code=scheme, term__code=code)

    assert [(row.kind, row.facet, row.code) for row in shown(case).elements] == [
        ("Act", "act", "recruitment"),
        ("Means", "means", "deception"),
        ("Purpose", "purpose", "servitude"),
    ]


@pytest.mark.parametrize("status", FindingStatus.values)
def test_every_status_of_an_element_has_a_shape(status: str) -> None:
    finding = ElementFindingFactory(status=status)

    (row,) = shown(finding.case).elements

    assert row.status_kind in {"proved", "alleged", "not_proved", "not_required", "inferred"}
    assert row.status == FindingStatus(status).label


def test_issues_are_not_elements() -> None:
    finding = ElementFindingFactory(term__scheme__code=Scheme.ISSUE, term__code="child_victim")
    brief = shown(finding.case)

    assert (brief.elements, [term.code for term in brief.issues]) == ([], ["child_victim"])


def test_bases_are_shown_as_soon_as_one_element_has_one() -> None:
    finding = ElementFindingFactory(pinpoint="para. 12")
    plain = ElementFindingFactory()

    assert shown(finding.case).has_bases
    assert not shown(plain.case).has_bases


# Victims


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (None, None, ""),
        (None, 5, "at most 5"),
        (3, None, "at least 3"),
        (3, 3, "3"),
        (3, 5, "3–5"),
        (0, 0, "0"),
    ],
)
def test_a_number_of_victims_says_what_is_known(least: int | None, most: int | None, words: str) -> None:
    group = VictimGroupFactory(count_min=least, count_max=most)

    assert shown(group.case).victims[0].persons == words


def test_the_age_of_a_single_child_is_never_shown() -> None:
    child = {"age_band": AgeBand.CHILD, "sex": Sex.FEMALE, "age_min": 15, "age_max": 15}
    single = VictimGroupFactory(count_min=1, count_max=1, **child)
    several = VictimGroupFactory(count_min=3, count_max=3, **child)

    assert shown(single.case).victims[0].description == "Children, female"
    assert shown(several.case).victims[0].description == "Children, female, aged 15"


@pytest.mark.parametrize(("least", "most"), [(None, None), (1, None), (None, 5), (1, 2)])
def test_the_age_of_a_child_who_may_be_the_only_one_is_not_shown(least: int | None, most: int | None) -> None:
    group = VictimGroupFactory(count_min=least, count_max=most, age_band=AgeBand.CHILD, age_min=15)

    assert shown(group.case).victims[0].description == "Children"


def test_the_age_of_a_child_among_adults_is_not_shown() -> None:
    group = VictimGroupFactory(count_min=9, count_max=9, age_band=AgeBand.MIXED, age_min=15, age_max=40)

    assert shown(group.case).victims[0].description == "Children and adults"


def test_nothing_stated_of_victims_is_said_in_words() -> None:
    assert shown(VictimGroupFactory().case).victims[0].description == "not stated"


def test_an_age_may_be_a_span() -> None:
    group = VictimGroupFactory(count_min=4, count_max=4, age_band=AgeBand.ADULT, age_min=20, age_max=40)

    assert shown(group.case).victims[0].description == "Adults, aged 20–40"


# Charges and sanctions


def test_a_respondent_is_named_once_and_spans_the_charges() -> None:
    case = CaseFactory()
    defendant = DefendantFactory(case=case, seq=1)
    for seq in (2, 1):
        ChargeFactory(defendant=defendant, seq=seq, legislation_text=f"Charge {seq}")
    SanctionFactory(defendant=defendant, months=18)

    first, second = shown(case).charges

    assert (first.respondent, first.rows, str(first.charge)) == (defendant, 2, "Charge 1")
    assert (second.respondent, str(second.charge)) == (None, "Charge 2")
    assert (first.sanctions, second.sanctions) == (["Imprisonment, 1 year 6 months"], [])


def test_a_respondent_without_charges_has_a_row() -> None:
    (row,) = shown(DefendantFactory().case).charges

    assert (row.charge, row.verdict, row.rows) == (None, "", 1)


def test_a_sanction_of_one_charge_stands_beside_it_alone() -> None:
    case = CaseFactory()
    defendant = DefendantFactory(case=case)
    first, second = ChargeFactory(defendant=defendant, seq=1), ChargeFactory(defendant=defendant, seq=2)
    SanctionFactory(defendant=defendant, charge=second)

    assert [row.sanctions for row in shown(case).charges] == [[], ["Imprisonment, 5 years"]]
    assert first.pk != second.pk


def test_a_state_is_called_a_state() -> None:
    state = DefendantFactory(kind=DefendantKind.STATE, name_policy=NamePolicy.STATE, display_name="France")

    assert shown(state.case).charges[0].respondent_note == "State"


def test_one_entry_for_several_accused_says_how_many() -> None:
    group = DefendantFactory(count=3, sex=Sex.MALE)

    assert shown(group.case).charges[0].respondent_note == "male, 3 persons"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Imprisonment, 5 years"),
        ({"is_suspended": True}, "Imprisonment, 5 years, suspended"),
        ({"suspended_months": 6}, "Imprisonment, 5 years, 6 months of it suspended"),
        ({"in_force": False}, "Imprisonment, 5 years, no longer in force"),
        ({"text": "with hard labour"}, "Imprisonment, 5 years, with hard labour"),
        ({"months": None, "amount": Decimal(1_234_500), "currency": "EUR"}, "Imprisonment, EUR 1 234 500"),
        ({"months": None, "amount": Decimal("0.50"), "currency": "USD"}, "Imprisonment, USD 0.5"),
        ({"months": None, "amount": Decimal(100), "currency": "USD"}, "Imprisonment, USD 100"),
    ],
)
def test_a_sanction_is_a_phrase(fields: dict[str, object], words: str) -> None:
    phrase = sanction_in_words(SanctionFactory(**fields))

    assert phrase.replace("\N{NO-BREAK SPACE}", " ") == words


def test_a_sentence_for_life_says_so() -> None:
    assert sanction_in_words(SanctionFactory(months=None, is_life=True)) == "Imprisonment, for life"


# Procedure, provisions, relations, citation


def test_stages_stand_in_their_order_and_the_decision_of_the_brief_is_marked() -> None:
    case = CaseFactory(decision_date=date(2020, 5, 4))
    ProceedingFactory(case=case, seq=2, decision_date=date(2020, 5, 4), court_text="Second")
    ProceedingFactory(case=case, seq=1, court_text="First")

    assert [(event["title"], event["when"], event["badge"]) for event in shown(case).events] == [
        ("First", "date not stated", ""),
        ("Second", "4 May 2020", "this decision"),
    ]


def test_articles_are_gathered_by_instrument() -> None:
    case = CaseFactory()
    for article, paragraph in (("5", ""), ("3", "a")):
        ProvisionInterpretationFactory(case=case, article=article, paragraph=paragraph)

    ((_instrument, articles),) = shown(case).provisions

    assert articles == ["3(a)", "5"]


def test_a_relation_to_a_brief_that_is_not_public_is_hidden() -> None:
    case = CaseFactory()
    CaseRelationFactory(from_case=case, to_case=CaseFactory())
    visible = CaseRelationFactory(from_case=case, to_case=CaseFactory(published=True))

    assert shown(case).relations == [visible]


def test_the_citation_names_title_jurisdiction_date_and_identifier() -> None:
    case = CaseFactory(
        official_title="Republic v. X",
        decision_date=date(2020, 5, 4),
        jurisdiction=JurisdictionFactory(code="ECHR"),
    )

    assert shown(case).citation == (
        "Trafficking in Persons Knowledge Portal, “Republic v. X” (European Court of Human Rights, 4 May 2020), "
        f"brief {case.public_id}"
    )


def test_the_citation_of_an_undated_decision_has_no_gap() -> None:
    assert ", )" not in shown(CaseFactory()).citation
