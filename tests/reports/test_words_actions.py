"""Writing answers in words and by choice, sources, articles of law, and that a section is done."""

import pytest

from portal.core.errors import ChangedMeanwhileError, DomainError, NotAllowedError, WrongStatusError
from portal.core.models import User
from reports.actions import words
from reports.actions.answers import Outcome
from reports.actions.words import AnswerResult
from reports.cells import AnswerEntry
from reports.choices import RoundState
from reports.models import Answer, LegalArticle, Round, SectionProgress, SourceCitation
from tests.factories.core import NOW
from tests.reports.entries import Desk, desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(db: None) -> Desk:
    """An open round of a country."""
    return desk()


def answer(at: Desk, question: str = "1.4", text: str = "", choice: str = "", seen: int = 0, by: User | None = None) -> AnswerResult:  # fmt: skip
    entry = AnswerEntry(question, text, choice, seen)
    return words.write_answers(submission_id=at.submission.pk, entries=[entry], by=by or at.officer, now=NOW)[0]


def test_an_answer_is_written_changed_and_removed(at: Desk) -> None:
    assert answer(at, text="As in\r\nthe code.").version == 1
    assert answer(at, text="As in the act.", seen=1).version == 2
    removed = answer(at, text=" ", seen=2)

    assert (removed.outcome, removed.version, removed.answer) == (Outcome.SAVED, 3, None)
    assert not Answer.objects.exists()


def test_an_answer_changed_meanwhile_is_told_and_not_overwritten(at: Desk) -> None:
    answer(at, text="First")
    answer(at, text="Second", seen=1)

    result = answer(at, text="Third", seen=1)

    assert result.outcome == Outcome.CONFLICT
    assert result.answer is not None
    assert (result.answer.text, result.version) == ("Second", 2)
    with pytest.raises(ChangedMeanwhileError):
        words.write_answer(submission_id=at.submission.pk, question="1.4", text="Third", seen=1, by=at.officer, now=NOW)


def test_an_untouched_answer_of_an_old_form_is_no_conflict(at: Desk) -> None:
    answer(at, text="First")
    answer(at, text="Second", seen=1)

    assert answer(at, text="First", seen=1).outcome == Outcome.UNCHANGED
    assert Answer.objects.get().text == "Second"


def test_an_answer_given_again_after_its_removal_is_not_taken_for_the_old_one(at: Desk) -> None:
    answer(at, text="First")
    answer(at, text="", seen=1)
    answer(at, text="Another", seen=2)

    assert answer(at, text="First, longer", seen=1).outcome == Outcome.CONFLICT
    assert Answer.objects.get().version == 3


def test_a_choice_is_one_of_those_offered(at: Desk) -> None:
    assert answer(at, "2.2", choice="yes").outcome == Outcome.SAVED
    with pytest.raises(DomainError):
        answer(at, "2.2", choice="perhaps", seen=1)


@pytest.mark.parametrize("question", ["9.9", "\x00", "1.4.1"])
def test_a_question_that_is_not_there_is_refused(at: Desk, question: str) -> None:
    with pytest.raises(DomainError):
        answer(at, question, text="Yes")


def test_an_answer_has_an_end(at: Desk) -> None:
    assert answer(at, text="a" * words.LONGEST_ANSWER).outcome == Outcome.SAVED
    with pytest.raises(DomainError):
        answer(at, text="a" * (words.LONGEST_ANSWER + 1), seen=1)


def test_a_colleague_answers_in_the_own_section_alone(at: Desk) -> None:
    assert answer(at, "2.2", choice="no", by=at.colleague).outcome == Outcome.SAVED
    with pytest.raises(NotAllowedError):
        answer(at, "1.4", text="Mine", by=at.colleague)


def test_sources_and_articles_come_and_go(at: Desk) -> None:
    common = {"submission_id": at.submission.pk, "by": at.officer, "now": NOW}
    source = words.add_source(question="1.3", authority=" Police ", **common)
    article = words.add_article(question="1.2", act="Penal Code", articles="145", coverage="all", **common)
    assert (source.authority, article.coverage) == ("Police", "all")

    for _ in range(2):  # the second time they are gone already
        words.remove_source(source_id=source.pk, **common)
        words.remove_article(article_id=article.pk, **common)
    assert not SourceCitation.objects.exists()
    assert not LegalArticle.objects.exists()


def test_sources_belong_to_questions_about_sources_and_name_an_authority(at: Desk) -> None:
    common = {"submission_id": at.submission.pk, "by": at.officer, "now": NOW}
    for question, authority in (("1.1", "Police"), ("1.3", "  ")):
        with pytest.raises(DomainError):
            words.add_source(question=question, authority=authority, **common)
    for question, act in (("1.3", "Penal Code"), ("1.2", "")):
        with pytest.raises(DomainError):
            words.add_article(question=question, act=act, **common)


def test_a_colleague_removes_nothing_of_another_section(at: Desk) -> None:
    source = words.add_source(
        submission_id=at.submission.pk, question="1.3", authority="Police", by=at.officer, now=NOW
    )

    with pytest.raises(NotAllowedError):
        words.remove_source(submission_id=at.submission.pk, source_id=source.pk, by=at.colleague, now=NOW)


def test_a_section_is_done_until_something_in_it_changes(at: Desk) -> None:
    common = {"submission_id": at.submission.pk, "now": NOW}
    for _ in range(2):
        words.set_done(section="origin", is_done=True, by=at.colleague, **common)
    assert SectionProgress.objects.get().done_by == at.colleague

    answer(at, "1.4", text="Elsewhere")
    assert SectionProgress.objects.exists()
    answer(at, "2.2", choice="yes")
    assert not SectionProgress.objects.exists()

    with pytest.raises(NotAllowedError):
        words.set_done(section="victims", is_done=True, by=at.colleague, **common)
    with pytest.raises(DomainError):
        words.set_done(section="nowhere", is_done=True, by=at.officer, **common)


def test_words_are_locked_with_the_figures(at: Desk) -> None:
    Round.objects.update(state=RoundState.ANALYSIS)

    with pytest.raises(WrongStatusError):
        answer(at, text="Too late")
    with pytest.raises(WrongStatusError):
        words.set_done(submission_id=at.submission.pk, section="victims", is_done=True, by=at.officer, now=NOW)
