"""Edit questionnaires, copy one into a new version, and freeze the version that a round begins to use."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.core.actions import records
from portal.core.actions.records import Record
from portal.core.audit import audited
from portal.core.errors import NotAllowedError, WrongStatusError
from portal.core.models import User
from reports.models import Question, Questionnaire, Section, TableRow

Part = TypeVar("Part", bound=models.Model)


@audited("questionnaire.saved")
def save(*, questionnaire: Questionnaire, changed: list[Record], removed: list[models.Model], by: User) -> None:
    """Write a questionnaire, or parts of it, while no round uses it. Raises NotAllowedError or WrongStatusError."""
    _check(by, "reports.change_questionnaire" if questionnaire.pk else "reports.add_questionnaire")
    if questionnaire.pk:
        check_is_open(locked(questionnaire.pk))
    records.write(changed, removed)


@audited("questionnaire.deleted")
def delete(*, rows: Iterable[models.Model], by: User) -> None:
    """Delete questionnaires or parts of them, while no round uses them. Raises NotAllowedError or WrongStatusError."""
    _check(by, "reports.change_questionnaire")
    for row in rows:
        check_is_open(locked(questionnaire_key(row)))
        row.delete()


@audited("questionnaire.copied")
def copy(*, questionnaire_id: int, by: User) -> Questionnaire:
    """Copy a questionnaire with all its parts into the next version, which can be edited. Raises NotAllowedError."""
    _check(by, "reports.add_questionnaire")
    # The lock on all versions keeps two copies from taking the same number.
    code = Questionnaire.objects.values_list("code", flat=True).get(pk=questionnaire_id)
    versions = {one.pk: one for one in Questionnaire.objects.select_for_update().filter(code=code).order_by("pk")}
    source = versions[questionnaire_id]
    last: int = Questionnaire.objects.filter(code=code).aggregate(last=Max("version"))["last"]
    made = Questionnaire.objects.create(code=code, version=last + 1, names=source.names, origin=source.origin)
    _copy_sections(source, made)
    return made


def freeze(questionnaire_id: int, *, now: datetime) -> None:
    """Let a questionnaire no longer change; part of opening a round. One in use already stays as it is."""
    questionnaire = locked(questionnaire_id)
    if questionnaire.frozen_at is None:
        questionnaire.frozen_at = now
        questionnaire.save(update_fields=["frozen_at"])


def locked(questionnaire_id: int) -> Questionnaire:
    """Return the questionnaire, locked until the end of the transaction."""
    return Questionnaire.objects.select_for_update().get(pk=questionnaire_id)


def check_is_open(questionnaire: Questionnaire) -> None:
    """Raise WrongStatusError for a questionnaire in use."""
    if questionnaire.frozen_at is not None:
        raise WrongStatusError(_("This questionnaire is in use and no longer changes. Copy it into a new version."))


def questionnaire_key(row: models.Model) -> int:
    """Return the key of the questionnaire that a row is, or is a part of."""
    if isinstance(row, TableRow):
        return row.question.section.questionnaire_id
    if isinstance(row, Question):
        return row.section.questionnaire_id
    return row.questionnaire_id if isinstance(row, Section) else int(row.pk)


def _copy_sections(source: Questionnaire, made: Questionnaire) -> None:
    sections = list(source.sections.order_by("order", "pk"))
    section_keys = {old.pk: new for old, new in zip(sections, _copies(sections), strict=True)}
    for section in section_keys.values():
        section.questionnaire = made
    Section.objects.bulk_create(section_keys.values())
    questions = list(Question.objects.filter(section__questionnaire=source).order_by("pk"))
    question_keys = {old.pk: new for old, new in zip(questions, _copies(questions), strict=True)}
    for old in questions:
        question_keys[old.pk].section = section_keys[old.section_id]
    Question.objects.bulk_create(question_keys.values())
    rows = list(TableRow.objects.filter(question__section__questionnaire=source).order_by("pk"))
    row_copies = _copies(rows)
    for old_row, new_row in zip(rows, row_copies, strict=True):
        new_row.question = question_keys[old_row.question_id]
    TableRow.objects.bulk_create(row_copies)


def _copies(rows: list[Part]) -> list[Part]:
    """Return rows like these that are not stored yet."""
    names = [field.attname for field in rows[0]._meta.concrete_fields if not field.primary_key] if rows else []
    return [type(row)(**{name: getattr(row, name) for name in names}) for row in rows]


def _check(by: User, permission: str) -> None:
    if not by.has_perm(permission):
        raise NotAllowedError(_("You may not change questionnaires."))
