"""Write answers in words and by choice, sources, articles of law, and that a section is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from portal.core.audit import audited
from portal.core.errors import ChangedMeanwhileError, DomainError, NotAllowedError
from portal.core.models import PrivateFile, User
from reports.actions.answers import Outcome
from reports.actions.locking import begin, locked_for_writing, question_of, take_done_back
from reports.cells import AnswerEntry
from reports.choices import Channel, LegalCoverage, QuestionKind
from reports.models import Answer, LegalArticle, Question, Section, SectionProgress, SourceCitation, Submission

LONGEST_ANSWER = 20_000


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """What became of an answer. In a conflict `answer` is what the other person wrote; None: it was removed."""

    question: str
    outcome: Outcome
    version: int
    answer: Answer | None


@audited("country_data.answer_written")
def write_answers(
    *, submission_id: int, entries: Iterable[AnswerEntry], by: User, now: datetime, channel: Channel = Channel.WEB
) -> list[AnswerResult]:
    """Write answers; an empty one is removed, one that somebody else changed meanwhile is left alone and told.

    Raises NotAllowedError, WrongStatusError when the answers are locked, DomainError for what cannot be an answer.
    """
    submission, held = locked_for_writing(submission_id, by, now)
    results, reopened = [], set()
    for entry in entries:
        asked = question_of(submission, entry.question, held)
        result = _write(submission, asked, _cleaned(asked, entry), by, now)
        results.append(result)
        if result.outcome == Outcome.SAVED:
            reopened.add(asked.section_id)
    if reopened:
        begin(submission, channel, now)
        take_done_back(submission, reopened)
    return results


def write_answer(
    *,
    submission_id: int,
    question: str,
    text: str = "",
    choice: str = "",
    seen: int,
    by: User,
    now: datetime,
    channel: Channel = Channel.WEB,
) -> Answer | None:
    """Write one answer. Raises ChangedMeanwhileError when somebody else answered meanwhile, unless with the same words."""
    entry = AnswerEntry(question, text, choice, seen)
    result = write_answers(submission_id=submission_id, entries=[entry], by=by, now=now, channel=channel)[0]
    if result.outcome == Outcome.CONFLICT:
        raise ChangedMeanwhileError(_("Somebody else has changed this answer meanwhile. Look at it, then save again."))
    return result.answer


def _cleaned(asked: Question, entry: AnswerEntry) -> AnswerEntry:
    text = entry.text.replace("\x00", "�").replace("\r\n", "\n").strip()
    if len(text) > LONGEST_ANSWER:
        raise DomainError(_("This answer is too long: at most 20,000 characters."))
    if entry.choice and entry.choice not in {option["code"] for option in asked.options}:
        raise DomainError(_("This choice is not offered."))
    return AnswerEntry(entry.question, text, entry.choice, entry.seen)


def _write(submission: Submission, asked: Question, entry: AnswerEntry, by: User, now: datetime) -> AnswerResult:
    there = Answer.objects.select_related("changed_by").filter(submission=submission, question=asked).first()
    version = there.version if there else cleared_answers(submission).get(asked.pk, 0)
    wanted = (entry.text, entry.choice)
    if wanted == _content(there):
        return AnswerResult(entry.question, Outcome.UNCHANGED, version, there)
    if version != entry.seen:
        # An answer that the person did not touch in a form opened before the other's change is no entry.
        is_untouched = wanted == _content(_former(submission, asked, entry.seen))
        outcome = Outcome.UNCHANGED if is_untouched else Outcome.CONFLICT
        return AnswerResult(entry.question, outcome, version, there)
    if not any(wanted):
        Answer.objects.filter(submission=submission, question=asked).delete()
        return AnswerResult(entry.question, Outcome.SAVED, version + 1, None)
    answer = there or Answer(submission=submission, question=asked)
    answer.text, answer.choice, answer.version = entry.text, entry.choice, version + 1
    answer.changed_by, answer.changed_at = by, now
    answer.save()
    return AnswerResult(entry.question, Outcome.SAVED, version + 1, answer)


def _content(answer: Any) -> tuple[str, str]:
    return (answer.text, answer.choice) if answer else ("", "")


def _events(submission: Submission) -> QuerySet[Any]:
    model: Any = Answer
    events: QuerySet[Any] = model.pgh_event_model.objects.filter(submission=submission)
    return events


def _former(submission: Submission, asked: Question, version: int) -> Any:
    return _events(submission).filter(question=asked, version=version).exclude(pgh_label="delete").first()


def cleared_answers(submission: Submission) -> dict[int, int]:
    """Return the versions of answers (by question) that were removed once; they count where there is no answer."""
    gone = _events(submission).filter(pgh_label="delete").values_list("question_id").annotate(last=Max("version"))
    return {question: last + 1 for question, last in gone}


@audited("country_data.source_added")
def add_source(
    *, submission_id: int, question: str, authority: str, by: User, now: datetime,
    title: str = "", url: str = "", file: PrivateFile | None = None,
) -> SourceCitation:  # fmt: skip
    """Name where figures come from."""
    submission, held = locked_for_writing(submission_id, by, now)
    asked = question_of(submission, question, held)
    if asked.kind != QuestionKind.SOURCE or not authority.strip():
        raise DomainError(_("Name the authority that the figures come from."))
    begin(submission, Channel(submission.channel), now)
    take_done_back(submission, {asked.section_id})
    return SourceCitation.objects.create(
        submission=submission, question=asked, authority=authority.strip(), title=title.strip(), url=url, file=file
    )


@audited("country_data.source_removed")
def remove_source(*, submission_id: int, source_id: int, by: User, now: datetime) -> None:
    """Remove a source; one that is gone already is no error."""
    submission, held = locked_for_writing(submission_id, by, now)
    for source in SourceCitation.objects.select_related("question").filter(submission=submission, pk=source_id):
        asked = question_of(submission, source.question.code, held)
        source.delete()
        take_done_back(submission, {asked.section_id})


@audited("country_data.law_added")
def add_article(
    *, submission_id: int, question: str, act: str, by: User, now: datetime,
    articles: str = "", in_force_since: date | None = None, coverage: str = "", note: str = "",
) -> LegalArticle:  # fmt: skip
    """Name an article of national law that the figures refer to."""
    submission, held = locked_for_writing(submission_id, by, now)
    asked = question_of(submission, question, held)
    if asked.kind != QuestionKind.LAW or not act.strip():
        raise DomainError(_("Name the act."))
    begin(submission, Channel(submission.channel), now)
    take_done_back(submission, {asked.section_id})
    values: dict[str, Any] = {"articles": articles.strip(), "in_force_since": in_force_since, "note": note.strip()}
    return LegalArticle.objects.create(
        submission=submission,
        question=asked,
        act=act.strip(),
        coverage=LegalCoverage(coverage) if coverage else "",
        **values,
    )


@audited("country_data.law_removed")
def remove_article(*, submission_id: int, article_id: int, by: User, now: datetime) -> None:
    """Remove an article of law; one that is gone already is no error."""
    submission, held = locked_for_writing(submission_id, by, now)
    for article in LegalArticle.objects.select_related("question").filter(submission=submission, pk=article_id):
        asked = question_of(submission, article.question.code, held)
        article.delete()
        take_done_back(submission, {asked.section_id})


@audited("country_data.section_done")
def set_done(*, submission_id: int, section: str, is_done: bool, by: User, now: datetime) -> None:
    """Say that a section is finished, or that it is not. Any later change in it takes the mark back."""
    submission, held = locked_for_writing(submission_id, by, now)
    part = _section(submission, section)
    if not held.may_write(part.pk):
        raise NotAllowedError(_("This section was not handed over to you."))
    if not is_done:
        SectionProgress.objects.filter(submission=submission, section=part).delete()
        return
    SectionProgress.objects.get_or_create(submission=submission, section=part, defaults={"done_by": by, "done_at": now})


def _section(submission: Submission, code: str) -> Section:
    sections = Section.objects.filter(questionnaire=submission.assignment.round.questionnaire_id)
    found = sections.filter(code=code.replace("\x00", "")).first()
    if found is None:
        raise DomainError(_("There is no such section in this questionnaire."))
    return found
