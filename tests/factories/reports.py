"""Collections, questionnaires, rounds and what countries answer."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from portal.core.models import Country
from reports.choices import (
    AgeGroup,
    Audience,
    Dimension,
    Exploitation,
    LabelState,
    OpenRows,
    PartnerKind,
    ProviderKind,
    QuestionKind,
    RoundState,
    RuleScope,
    Severity,
    Sex,
    SignOffRole,
    SubmissionState,
    Unit,
)
from reports.models import (
    Answer,
    Assignment,
    Clarification,
    ClarificationMessage,
    Collection,
    Exclusion,
    Finding,
    Indicator,
    LegalArticle,
    Observation,
    PartnerLabel,
    Provider,
    Question,
    Questionnaire,
    Round,
    Section,
    SectionDelegation,
    SignOff,
    SourceCitation,
    SourceDataset,
    Submission,
    TableRow,
    ValidationRule,
)
from tests.factories.core import NOW, CountryFactory, UserFactory, in_six_languages

OPENS, DUE = date(2026, 2, 1), date(2026, 4, 30)
# The rows by sex and age of the small questionnaire: code, sex, age.
SEX_AGE_ROWS = (
    ("total", Sex.TOTAL, AgeGroup.TOTAL),
    ("f_adult", Sex.FEMALE, AgeGroup.ADULT),
    ("m_adult", Sex.MALE, AgeGroup.ADULT),
    ("f_child", Sex.FEMALE, AgeGroup.CHILD),
    ("m_child", Sex.MALE, AgeGroup.CHILD),
)
CITIZENSHIP_ROWS = (
    ("total", PartnerKind.TOTAL),
    ("nationals", PartnerKind.NATIONALS),
    ("foreign", PartnerKind.FOREIGN),
    ("unknown", PartnerKind.UNKNOWN),
)


def freeze(questionnaire: Questionnaire) -> Questionnaire:
    """Freeze a questionnaire, as opening a round does; without a word to the audit trail."""
    questionnaire.frozen_at = NOW
    questionnaire.save(update_fields=["frozen_at"])
    return questionnaire


class CollectionFactory(DjangoModelFactory[Collection]):
    """A collection whose results become public; with the code of a loaded one ("glotip"), that one."""

    class Meta:
        model = Collection
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"collection-{n}")
    names = factory.LazyAttribute(lambda row: in_six_languages(f"Collection {row.code}"))
    audience = Audience.PUBLIC_RELEASE


class IndicatorFactory(DjangoModelFactory[Indicator]):
    """An indicator counting persons; with the code of a loaded one ("victims"), that one."""

    class Meta:
        model = Indicator
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"indicator-{n}")
    names = factory.LazyAttribute(lambda row: in_six_languages(f"Indicator {row.code}"))
    definitions = factory.LazyFunction(lambda: in_six_languages("Persons counted by national authorities."))
    unit = Unit.PERSONS
    dimensions = factory.LazyFunction(lambda: [Dimension.SEX.value, Dimension.AGE.value])


class QuestionnaireFactory(DjangoModelFactory[Questionnaire]):
    """A version without questions.

    Traits: `small` has one section "victims" with table 1.1 (victims by sex and age, rows total, f_adult, m_adult,
    f_child, m_child); `complete` has in addition 1.2 articles of law, 1.3 sources, 1.4 a text, and a section "origin"
    with 2.1 victims by citizenship (rows that grow; fixed total, nationals, foreign, unknown) and 2.2 a choice (yes, no).
    `frozen` can no longer be changed; `freeze()` freezes one that was made before.
    """

    class Meta:
        model = Questionnaire
        skip_postgeneration_save = True

    class Params:
        small = factory.Trait(a_small=factory.PostGeneration(lambda row, create, extracted, **kwargs: _make_small(row)))
        complete = factory.Trait(
            small=True,
            b_complete=factory.PostGeneration(lambda row, create, extracted, **kwargs: _make_complete(row)),
        )
        frozen = factory.Trait(
            # "z", since hooks run in the order of their names and nothing can be added afterwards.
            z_frozen=factory.PostGeneration(lambda row, create, extracted, **kwargs: freeze(row)),
        )

    code = factory.Sequence(lambda n: f"questionnaire-{n}")
    version = 1
    names = factory.LazyAttribute(lambda row: in_six_languages(f"Questionnaire {row.code}"))
    origin = "Made for tests."


class SectionFactory(DjangoModelFactory[Section]):
    """A section without questions."""

    class Meta:
        model = Section

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    code = factory.Sequence(lambda n: f"section-{n}")
    order = factory.Sequence(lambda n: n % 1000 + 1)
    titles = factory.LazyAttribute(lambda row: in_six_languages(f"Section {row.code}"))


class QuestionFactory(DjangoModelFactory[Question]):
    """A question in words; traits: `table` (of victims, without rows), `law`, `source`, `choice`."""

    class Meta:
        model = Question

    class Params:
        table = factory.Trait(kind=QuestionKind.TABLE, indicator=factory.SubFactory(IndicatorFactory, code="victims"))
        law = factory.Trait(kind=QuestionKind.LAW)
        source = factory.Trait(kind=QuestionKind.SOURCE)
        choice = factory.Trait(
            kind=QuestionKind.CHOICE,
            options=[{"code": code, "labels": in_six_languages(code.capitalize())} for code in ("yes", "no")],
        )

    section = factory.SubFactory(SectionFactory)
    code = factory.Sequence(lambda n: f"{n % 90 + 10}.{n // 90 + 1}")
    order = factory.Sequence(lambda n: n % 1000 + 1)
    kind = QuestionKind.TEXT
    titles = factory.LazyAttribute(lambda row: in_six_languages(f"Question {row.code}"))


class TableRowFactory(DjangoModelFactory[TableRow]):
    """The row of the total."""

    class Meta:
        model = TableRow

    question = factory.SubFactory(QuestionFactory, table=True)
    code = "total"
    labels = factory.LazyAttribute(lambda row: in_six_languages(row.code.capitalize()))


def _make_small(questionnaire: Questionnaire) -> None:
    section = SectionFactory(questionnaire=questionnaire, code="victims", order=1)
    table = QuestionFactory(section=section, code="1.1", order=1, table=True)
    for order, (code, sex, age) in enumerate(SEX_AGE_ROWS, start=1):
        TableRowFactory(question=table, code=code, order=order, sex=sex, age=age)


def _make_complete(questionnaire: Questionnaire) -> None:
    victims = questionnaire.sections.get(code="victims")
    QuestionFactory(section=victims, code="1.2", order=2, law=True)
    QuestionFactory(section=victims, code="1.3", order=3, source=True)
    QuestionFactory(section=victims, code="1.4", order=4)
    origin = SectionFactory(questionnaire=questionnaire, code="origin", order=2)
    table = QuestionFactory(section=origin, code="2.1", order=1, table=True, open_rows=OpenRows.CITIZENSHIP)
    for order, (code, partner) in enumerate(CITIZENSHIP_ROWS, start=1):
        TableRowFactory(question=table, code=code, order=order, partner=partner)
    QuestionFactory(section=origin, code="2.2", order=2, choice=True)


class RoundFactory(DjangoModelFactory[Round]):
    """A round in preparation with the small questionnaire, for 2023 to 2025.

    Trait `opened`: it is open and its questionnaire frozen; `complete` asks the complete questionnaire.
    """

    class Meta:
        model = Round
        skip_postgeneration_save = True

    class Params:
        opened = factory.Trait(state=RoundState.OPEN, questionnaire__frozen=True)
        closed = factory.Trait(state=RoundState.CLOSED, questionnaire__frozen=True)
        complete = factory.Trait(questionnaire__complete=True)

    collection = factory.SubFactory(CollectionFactory)
    code = factory.Sequence(lambda n: f"round-{n}")
    names = factory.LazyAttribute(lambda row: in_six_languages(f"Round {row.code}"))
    questionnaire = factory.SubFactory(QuestionnaireFactory, small=True)
    first_year = 2023
    last_year = 2025
    opens_on = OPENS
    due_on = DUE


class ProviderFactory(DjangoModelFactory[Provider]):
    """A regional organisation that sends data for its members."""

    class Meta:
        model = Provider

    name = factory.Sequence(lambda n: f"Statistical office {n}")
    kind = ProviderKind.REGIONAL


class AssignmentFactory(DjangoModelFactory[Assignment]):
    """A country of an open round."""

    class Meta:
        model = Assignment

    round = factory.SubFactory(RoundFactory, opened=True)
    country = factory.SubFactory(CountryFactory)


class SubmissionFactory(DjangoModelFactory[Submission]):
    """A country's answers in an open round, not started.

    Traits: `in_progress`; `submitted` was handed in by a person; `accepted`; `clarification` was asked back.
    """

    class Meta:
        model = Submission

    class Params:
        in_progress = factory.Trait(state=SubmissionState.IN_PROGRESS)
        handed_in = factory.Trait(submitted_by=factory.SubFactory(UserFactory), submitted_at=NOW)
        submitted = factory.Trait(handed_in=True, state=SubmissionState.SUBMITTED)
        under_review = factory.Trait(handed_in=True, state=SubmissionState.UNDER_REVIEW)
        clarification = factory.Trait(handed_in=True, state=SubmissionState.CLARIFICATION)
        accepted = factory.Trait(handed_in=True, state=SubmissionState.ACCEPTED)

    assignment = factory.SubFactory(AssignmentFactory)
    state_since = NOW


class ObservationFactory(DjangoModelFactory[Observation]):
    """The figure 12 in the row `total` of table 1.1 for 2025; `row_code` and `question_code` choose another row.

    For a row that the respondent made, give `partner_country`, and `question_code` of a table whose rows grow.
    """

    class Meta:
        model = Observation

    submission = factory.SubFactory(SubmissionFactory, in_progress=True)
    row_code = "total"
    year = 2025
    value = 12
    changed_by = factory.SubFactory(UserFactory)
    changed_at = NOW

    @classmethod
    def _create(cls, model_class: type[Observation], *args: Any, **kwargs: Any) -> Observation:
        code = kwargs.pop("question_code", "1.1")
        if "question" not in kwargs:
            questionnaire = kwargs["submission"].assignment.round.questionnaire
            kwargs["question"] = Question.objects.get(section__questionnaire=questionnaire, code=code)
        codes = _codes_of_the_row(kwargs)
        return super()._create(model_class, *args, **codes | kwargs | {"row_code": codes["row_code"]})


def _codes_of_the_row(values: dict[str, Any]) -> dict[str, Any]:
    """Return what the row counts, for the columns of the figure."""
    question: Question = values["question"]
    common = {"indicator": question.indicator, "partner_as": question.open_rows}
    country: Country | None = values.get("partner_country")
    if country is not None:
        return common | {"row": None, "row_code": country.iso3, "partner": PartnerKind.COUNTRY}
    row = values.get("row") or question.rows.get(code=values["row_code"])
    counted = {"sex": row.sex, "age": row.age, "exploitation": row.exploitation, "partner": row.partner}
    return common | {"row": row, "row_code": row.code} | counted


class AnswerFactory(DjangoModelFactory[Answer]):
    """A text; give `submission` and `question`."""

    class Meta:
        model = Answer

    text = "As defined in the penal code."
    changed_by = factory.SubFactory(UserFactory)
    changed_at = NOW


class SourceCitationFactory(DjangoModelFactory[SourceCitation]):
    """The police; give `submission` and `question`."""

    class Meta:
        model = SourceCitation

    authority = "National police"


class LegalArticleFactory(DjangoModelFactory[LegalArticle]):
    """An article of the penal code; give `submission` and `question`."""

    class Meta:
        model = LegalArticle

    act = "Penal Code"
    articles = "145 bis"


class SectionDelegationFactory(DjangoModelFactory[SectionDelegation]):
    """A section offered to a colleague; give `assignment` and `section`."""

    class Meta:
        model = SectionDelegation

    email = factory.Sequence(lambda n: f"colleague{n}@portal.example")
    invited_by = factory.SubFactory(UserFactory)
    invited_at = NOW


class ValidationRuleFactory(DjangoModelFactory[ValidationRule]):
    """A warning about a cell, in use."""

    class Meta:
        model = ValidationRule

    collection = factory.SubFactory(CollectionFactory)
    code = factory.Sequence(lambda n: f"rule-{n}")
    scope = RuleScope.CELL
    severity = Severity.WARNING
    test = "whole_number"
    titles = factory.LazyAttribute(lambda row: in_six_languages(f"Check {row.code}"))
    messages = factory.LazyFunction(lambda: in_six_languages("Please look again."))
    is_live = True


class FindingFactory(DjangoModelFactory[Finding]):
    """An open warning about a cell."""

    class Meta:
        model = Finding

    submission = factory.SubFactory(SubmissionFactory, in_progress=True)
    rule = factory.SubFactory(
        ValidationRuleFactory, collection=factory.SelfAttribute("..submission.assignment.round.collection")
    )
    key = factory.Sequence(lambda n: f"{n:064d}")
    severity = factory.SelfAttribute("rule.severity")
    cells = factory.LazyFunction(lambda: ["1.1|total|2025"])
    found_at = NOW


class ClarificationFactory(DjangoModelFactory[Clarification]):
    """An open question to a country."""

    class Meta:
        model = Clarification

    submission = factory.SubFactory(SubmissionFactory, clarification=True)
    subject = "Children in 2025"
    opened_by = factory.SubFactory(UserFactory)
    opened_at = NOW


class ClarificationMessageFactory(DjangoModelFactory[ClarificationMessage]):
    """A message."""

    class Meta:
        model = ClarificationMessage

    clarification = factory.SubFactory(ClarificationFactory)
    text = "Are these all children?"
    written_by = factory.SubFactory(UserFactory)
    written_at = NOW


class SignOffFactory(DjangoModelFactory[SignOff]):
    """The focal point signs."""

    class Meta:
        model = SignOff

    submission = factory.SubFactory(SubmissionFactory, submitted=True)
    role = SignOffRole.FOCAL_POINT
    user = factory.SubFactory(UserFactory)
    signed_at = NOW
    content_hash = "0" * 64


class ExclusionFactory(DjangoModelFactory[Exclusion]):
    """A country whose figures of a year are left out."""

    class Meta:
        model = Exclusion

    collection = factory.SubFactory(CollectionFactory)
    country = factory.SubFactory(CountryFactory)
    first_year = 2024
    last_year = 2024
    reason = "The definition changed."
    decided_by = factory.SubFactory(UserFactory)
    decided_at = NOW


class SourceDatasetFactory(DjangoModelFactory[SourceDataset]):
    """A published file that is being read."""

    class Meta:
        model = SourceDataset

    title = factory.Sequence(lambda n: f"Published file {n}")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    file_name = "data.xlsx"
    imported_at = NOW


class PartnerLabelFactory(DjangoModelFactory[PartnerLabel]):
    """A label that nobody knows yet."""

    class Meta:
        model = PartnerLabel

    label = factory.Sequence(lambda n: f"Label {n}")
    normalised = factory.LazyAttribute(lambda row: row.label.casefold())
    state = LabelState.UNKNOWN


# Named for tests that build rows by form of exploitation.
FORMS = (Exploitation.SEXUAL, Exploitation.LABOUR, Exploitation.OTHER)
