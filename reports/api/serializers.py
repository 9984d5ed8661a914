"""JSON of country data. Every field is named; nothing here says who typed a figure."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.core.models.country import label_in
from reports.api.labels import obs_status
from reports.choices import Channel, QuestionKind, RoundState, SubmissionState, Unit
from reports.models import Question


class LabelField(serializers.CharField):
    """The label in the language of the answer, out of a field with all six."""

    def to_representation(self, value: Any) -> str:
        """Pick the language."""
        return label_in(value)


class SixLabelsField(serializers.DictField):
    """The labels by language."""

    child = serializers.CharField()


class Selectable(serializers.Serializer[Any]):
    """An answer of which `fields` may leave out any member, so that the schema promises none."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Say of every member that it may be missing."""
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class ObsStatusField(serializers.CharField):
    """The status of a figure in SDMX."""

    def to_representation(self, value: Any) -> str:
        """Tell a number from the reasons why there is none."""
        has_number = value.value is not None or value.low is not None
        return obs_status(value.missing_reason, has_number=has_number)


class IndicatorDetail(Selectable):
    """What a figure counts."""

    code = serializers.CharField()
    name = LabelField(source="names")
    definition = LabelField(source="definitions")
    unit = serializers.ChoiceField(choices=Unit.choices)
    iccs = serializers.CharField(
        help_text="Class of the International Classification of Crime for Statistical Purposes."
    )
    dimensions = serializers.ListField(child=serializers.CharField())
    published_as = serializers.CharField(help_text="Its name in the published file, in small letters.")
    names = SixLabelsField()
    definitions = SixLabelsField()


class CodeDetail(serializers.Serializer[Any]):
    """A code of a list."""

    code = serializers.CharField()
    sdmx = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name, not the attribute
    labels = SixLabelsField()


class CodeListDetail(serializers.Serializer[Any]):
    """A closed list."""

    list = serializers.CharField()
    concept = serializers.CharField(help_text="The dimension or attribute of SDMX.")
    codes = CodeDetail(many=True)


class QuestionnaireRef(serializers.Serializer[Any]):
    """Which questionnaire."""

    code = serializers.CharField()
    version = serializers.IntegerField()


class RoundDetail(Selectable):
    """The public part of a round."""

    collection = serializers.CharField(source="collection.code")
    code = serializers.CharField()
    name = LabelField(source="names")
    state = serializers.ChoiceField(choices=RoundState.choices)
    first_year = serializers.IntegerField()
    last_year = serializers.IntegerField()
    opens_on = serializers.DateField()
    due_on = serializers.DateField()
    is_invented = serializers.BooleanField(help_text="True for a round of invented data.")
    questionnaire = QuestionnaireRef()
    names = SixLabelsField()


class RowDetail(serializers.Serializer[Any]):
    """A fixed row of a table."""

    code = serializers.CharField()
    label = LabelField(source="labels")  # type: ignore[assignment]  # a field of that name, not the attribute
    sex = serializers.CharField()
    age = serializers.CharField()
    exploitation = serializers.CharField()
    partner = serializers.CharField()


class QuestionDetail(serializers.Serializer[Any]):
    """A question."""

    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=QuestionKind.choices)
    title = LabelField(source="titles")
    help = LabelField(source="helps")
    indicator = serializers.CharField(source="indicator.code", allow_null=True, default=None)
    open_rows = serializers.CharField(help_text="By what the table grows: citizenship, repatriation or nothing.")
    is_required = serializers.BooleanField()
    options = serializers.SerializerMethodField()
    rows = RowDetail(many=True)

    @extend_schema_field(serializers.ListField(child=serializers.DictField(child=serializers.CharField())))
    def get_options(self, question: Question) -> list[dict[str, str]]:
        """Return the codes and labels of a choice."""
        return [{"code": option["code"], "label": label_in(option["labels"])} for option in question.options]


class SectionDetail(serializers.Serializer[Any]):
    """A section."""

    code = serializers.CharField()
    title = LabelField(source="titles")
    help = LabelField(source="helps")
    questions = QuestionDetail(many=True)


class QuestionnaireSummary(Selectable, QuestionnaireRef):
    """A questionnaire that a public round uses."""

    name = LabelField(source="names")
    origin = serializers.CharField(help_text="What it is modelled on.")
    names = SixLabelsField()


class QuestionnaireDetail(QuestionnaireSummary):
    """A questionnaire with everything that it asks."""

    sections = SectionDetail(many=True)


class SubmissionSummary(Selectable):
    """A country's answers and where they stand."""

    id = serializers.UUIDField(source="public_id")
    collection = serializers.CharField(source="assignment.round.collection.code")
    round = serializers.CharField(source="assignment.round.code")
    country = serializers.CharField(source="assignment.country.iso3", help_text="ISO 3166-1 alpha-3.")
    provider = serializers.CharField(
        source="assignment.provider.name", allow_null=True, default=None, help_text="Null: the country itself."
    )
    version = serializers.IntegerField(source="number")
    is_current = serializers.BooleanField()
    state = serializers.ChoiceField(choices=SubmissionState.choices)
    state_since = serializers.DateTimeField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    submitted_at = serializers.DateTimeField(allow_null=True)
    due_on = serializers.DateField(source="assignment.due_on")
    is_invented = serializers.BooleanField(source="assignment.round.is_invented")


class CitationDetail(serializers.Serializer[Any]):
    """A source of a table."""

    question = serializers.CharField(source="question.code")
    authority = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()


class ArticleDetail(serializers.Serializer[Any]):
    """An article of law."""

    question = serializers.CharField(source="question.code")
    act = serializers.CharField()
    articles = serializers.CharField()
    in_force_since = serializers.DateField(allow_null=True)
    coverage = serializers.CharField()
    note = serializers.CharField()


class AnswerDetail(serializers.Serializer[Any]):
    """An answer in words or by choice."""

    question = serializers.CharField(source="question.code")
    text = serializers.CharField()
    choice = serializers.CharField()


class SubmissionDetail(Selectable):
    """Answers in words, sources and articles of law; figures have an address of their own."""

    submission = SubmissionSummary()
    done_sections = serializers.ListField(child=serializers.CharField())
    answers = AnswerDetail(many=True)
    sources = CitationDetail(many=True)
    articles = ArticleDetail(many=True)


class ObservationDetail(Selectable):
    """A figure: a number, an interval, or the reason why there is none."""

    question = serializers.CharField(source="question.code")
    row = serializers.CharField(source="row_code")
    year = serializers.IntegerField()
    indicator = serializers.CharField(source="indicator.code")
    sex = serializers.CharField()
    age = serializers.CharField()
    exploitation = serializers.CharField()
    partner_as = serializers.CharField(help_text="What the partner is: citizenship, repatriation or nothing.")
    partner = serializers.CharField()
    partner_country = serializers.CharField(source="partner_country.iso3", allow_null=True, default=None)
    value = serializers.IntegerField(allow_null=True)
    low = serializers.IntegerField(allow_null=True, help_text="With `high`: the interval of a suppressed value.")
    high = serializers.IntegerField(allow_null=True)
    missing_reason = serializers.CharField()
    obs_status = ObsStatusField(source="*", help_text="SDMX CL_OBS_STATUS.")
    raw_text = serializers.CharField(help_text="What was typed, where it is no count.")
    comment = serializers.CharField()
    source_note = serializers.CharField(source="source")
    version = serializers.IntegerField()
    changed_at = serializers.DateTimeField()
