"""Questionnaires: edited while nobody uses them, frozen by a round, copied into new versions."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from portal.core.actions.records import Record
from portal.core.errors import NotAllowedError, WrongStatusError
from portal.core.models import User
from reports.actions import questionnaires
from reports.models import Question, Questionnaire, Section, TableRow
from tests.factories.core import NOW, UserFactory
from tests.factories.reports import QuestionnaireFactory, SectionFactory

pytestmark = pytest.mark.django_db


def tree(questionnaire: Questionnaire) -> list[object]:
    """Return everything that a questionnaire asks, without keys."""
    parts: list[object] = []
    for section in questionnaire.sections.order_by("order"):
        parts.append((section.code, section.order, section.titles, section.helps))
        for question in section.questions.order_by("order"):
            parts.append((question.code, question.kind, question.titles, question.indicator, question.open_rows))
            parts.append((question.options, question.is_required))
            parts += question.rows.order_by("order").values_list(
                "code", "labels", "sex", "age", "exploitation", "partner"
            )
    return parts


class TestCopying:
    """A new version is made from an old one."""

    def test_a_copy_asks_the_same_under_the_next_number(self, secretariat: User) -> None:
        source = QuestionnaireFactory(complete=True, frozen=True)

        made = questionnaires.copy(questionnaire_id=source.pk, by=secretariat)

        assert (made.code, made.version, made.frozen_at) == (source.code, 2, None)
        assert tree(made) == tree(source)
        assert len(tree(made)) > 10

    def test_the_whole_first_questionnaire_can_be_copied(self, secretariat: User) -> None:
        source = Questionnaire.objects.get(code="glotip-annual", version=1)

        made = questionnaires.copy(questionnaire_id=source.pk, by=secretariat)

        assert tree(made) == tree(source)

    def test_a_copy_of_an_old_version_comes_after_the_newest(self, secretariat: User) -> None:
        source = QuestionnaireFactory(small=True)
        QuestionnaireFactory(code=source.code, version=7)

        assert questionnaires.copy(questionnaire_id=source.pk, by=secretariat).version == 8

    def test_the_trail_says_who_copied(self, secretariat: User) -> None:
        made = questionnaires.copy(questionnaire_id=QuestionnaireFactory(small=True).pk, by=secretariat)

        context = made.events.get().pgh_context.metadata  # type: ignore[attr-defined]
        assert (context["action"], context["user"]) == ("questionnaire.copied", secretariat.pk)

    def test_a_focal_point_copies_nothing(self) -> None:
        with pytest.raises(NotAllowedError):
            questionnaires.copy(questionnaire_id=QuestionnaireFactory().pk, by=UserFactory(role="focal_point"))


class TestInUse:
    """Once a round has opened with it."""

    def test_saving_a_part_is_refused_in_words(self, secretariat: User) -> None:
        questionnaire = QuestionnaireFactory(small=True, frozen=True)
        section = questionnaire.sections.get()
        section.code = "another"

        with pytest.raises(WrongStatusError, match="Copy it into a new version"):
            questionnaires.save(questionnaire=questionnaire, changed=[Record(section)], removed=[], by=secretariat)

    def test_deleting_a_row_is_refused_in_words(self, secretariat: User) -> None:
        row = TableRow.objects.filter(
            question__section__questionnaire=QuestionnaireFactory(small=True, frozen=True)
        ).first()

        with pytest.raises(WrongStatusError):
            questionnaires.delete(rows=[row], by=secretariat)

    def test_freezing_again_keeps_the_first_moment(self) -> None:
        questionnaire = QuestionnaireFactory(small=True, frozen=True)

        questionnaires.freeze(questionnaire.pk, now=datetime(2026, 12, 1, tzinfo=UTC))

        questionnaire.refresh_from_db()
        assert questionnaire.frozen_at == NOW

    @pytest.mark.parametrize("model", [Section, Question, TableRow])
    def test_the_database_refuses_every_change_of_a_part(self, model: type) -> None:
        QuestionnaireFactory(small=True, frozen=True, code="in-use")
        paths = {Section: "questionnaire", Question: "section__questionnaire"}
        path = paths.get(model, "question__section__questionnaire")
        rows = model.objects.filter(**{f"{path}__code": "in-use"})  # type: ignore[attr-defined]

        assert rows.exists()
        for change in (lambda: rows.update(order=77), rows.delete):
            with pytest.raises(IntegrityError, match="no longer changes"), transaction.atomic():
                change()

    def test_the_database_refuses_a_new_section(self) -> None:
        questionnaire = QuestionnaireFactory(small=True, frozen=True)

        with pytest.raises(IntegrityError, match="no longer changes"), transaction.atomic():
            SectionFactory(questionnaire=questionnaire)

    def test_the_database_does_not_let_it_thaw(self) -> None:
        questionnaire = QuestionnaireFactory(small=True, frozen=True)

        with pytest.raises(IntegrityError, match="no longer changes"), transaction.atomic():
            Questionnaire.objects.filter(pk=questionnaire.pk).update(frozen_at=None)


def test_a_questionnaire_that_nobody_uses_can_be_deleted(secretariat: User) -> None:
    questionnaire = QuestionnaireFactory(complete=True)

    questionnaires.delete(rows=[questionnaire], by=secretariat)

    assert not Questionnaire.objects.filter(pk=questionnaire.pk).exists()
