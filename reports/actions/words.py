"""Write answers in words and by choice, sources, articles of law, and that a section is done."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.core.audit import audited
from portal.core.errors import ChangedMeanwhileError, DomainError, NotAllowedError
from portal.core.models import PrivateFile, User
from reports.actions.locking import begin, locked_for_writing, question_of
from reports.choices import Channel, LegalCoverage, QuestionKind
from reports.models import Answer, LegalArticle, Section, SectionProgress, SourceCitation, Submission

LONGEST_ANSWER = 20_000


@audited("country_data.answer_written")
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
    """Write an answer in words or by choice; an empty one removes it. `seen` is the version the person saw, 0: none.

    Raises ChangedMeanwhileError when somebody else answered meanwhile, unless with the same words.
    """
    submission, held = locked_for_writing(submission_id, by, now.date())
    asked = question_of(submission, question, held)
    text = text.replace("\x00", "�").replace("\r\n", "\n").strip()
    if len(text) > LONGEST_ANSWER:
        raise DomainError(_("This answer is too long: at most 20,000 characters."))
    if choice and choice not in {option["code"] for option in asked.options}:
        raise DomainError(_("This choice is not offered."))
    there = Answer.objects.filter(submission=submission, question=asked).first()
    if there and (there.text, there.choice) == (text, choice):
        return there
    if (there.version if there else 0) != seen and not (there is None and not text and not choice):
        raise ChangedMeanwhileError(_("Somebody else has changed this answer meanwhile. Look at it, then save again."))
    begin(submission, channel, now)
    if not text and not choice:
        Answer.objects.filter(submission=submission, question=asked).delete()
        return None
    answer = there or Answer(submission=submission, question=asked, version=0)
    answer.text, answer.choice, answer.version = text, choice, answer.version + 1
    answer.changed_by, answer.changed_at = by, now
    answer.save()
    return answer


@audited("country_data.source_added")
def add_source(
    *, submission_id: int, question: str, authority: str, by: User, now: datetime,
    title: str = "", url: str = "", file: PrivateFile | None = None,
) -> SourceCitation:  # fmt: skip
    """Name where figures come from."""
    submission, held = locked_for_writing(submission_id, by, now.date())
    asked = question_of(submission, question, held)
    if asked.kind != QuestionKind.SOURCE or not authority.strip():
        raise DomainError(_("Name the authority that the figures come from."))
    begin(submission, Channel(submission.channel), now)
    return SourceCitation.objects.create(
        submission=submission, question=asked, authority=authority.strip(), title=title.strip(), url=url, file=file
    )


@audited("country_data.source_removed")
def remove_source(*, submission_id: int, source_id: int, by: User, now: datetime) -> None:
    """Remove a source; one that is gone already is no error."""
    submission, held = locked_for_writing(submission_id, by, now.date())
    for source in SourceCitation.objects.select_related("question").filter(submission=submission, pk=source_id):
        question_of(submission, source.question.code, held)
        source.delete()


@audited("country_data.law_added")
def add_article(
    *, submission_id: int, question: str, act: str, by: User, now: datetime,
    articles: str = "", in_force_since: date | None = None, coverage: str = "", note: str = "",
) -> LegalArticle:  # fmt: skip
    """Name an article of national law that the figures refer to."""
    submission, held = locked_for_writing(submission_id, by, now.date())
    asked = question_of(submission, question, held)
    if asked.kind != QuestionKind.LAW or not act.strip():
        raise DomainError(_("Name the act."))
    begin(submission, Channel(submission.channel), now)
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
    submission, held = locked_for_writing(submission_id, by, now.date())
    for article in LegalArticle.objects.select_related("question").filter(submission=submission, pk=article_id):
        question_of(submission, article.question.code, held)
        article.delete()


@audited("country_data.section_done")
def set_done(*, submission_id: int, section: str, is_done: bool, by: User, now: datetime) -> None:
    """Say that a section is finished, or that it is not. Any later figure in it takes the mark back."""
    submission, held = locked_for_writing(submission_id, by, now.date())
    part = _section(submission, section)
    if not held.may_write(part.pk):
        raise NotAllowedError(_("This section was not handed over to you."))
    if not is_done:
        SectionProgress.objects.filter(submission=submission, section=part).delete()
        return
    SectionProgress.objects.get_or_create(submission=submission, section=part, defaults={"done_by": by, "done_at": now})


def _section(submission: Submission, code: str) -> Section:
    return Section.objects.get(questionnaire=submission.assignment.round.questionnaire_id, code=code)
