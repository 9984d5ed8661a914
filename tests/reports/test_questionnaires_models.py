"""A questionnaire in use: the database refuses every change."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories.reports import (
    ObservationFactory,
    QuestionnaireFactory,
    RoundFactory,
    SectionFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db


def test_a_frozen_questionnaire_takes_no_new_section():
    questionnaire = QuestionnaireFactory(complete=True, frozen=True)

    with pytest.raises(IntegrityError, match="no longer changes"), transaction.atomic():
        SectionFactory(questionnaire=questionnaire)


def test_a_frozen_questionnaire_keeps_its_rows():
    row = QuestionnaireFactory(small=True, frozen=True).sections.get().questions.get().rows.first()

    row.code = "another"
    with pytest.raises(IntegrityError, match="no longer changes"), transaction.atomic():
        row.save()


def test_a_frozen_questionnaire_cannot_be_thawed():
    questionnaire = QuestionnaireFactory(small=True, frozen=True)

    questionnaire.frozen_at = None
    with pytest.raises(IntegrityError, match="no longer changes"), transaction.atomic():
        questionnaire.save()


def test_a_figure_is_written_once_per_cell():
    round_ = RoundFactory(opened=True, complete=True)
    submission = SubmissionFactory(assignment__round=round_, in_progress=True)
    ObservationFactory(submission=submission)
    ObservationFactory(submission=submission, question_code="2.1", row_code="nationals")

    with pytest.raises(IntegrityError, match="cell_once"), transaction.atomic():
        ObservationFactory(submission=submission)
