"""Take a workbook over: what the person did not touch changes nothing, what two changed waits for a decision."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile

from portal.core.actions import uploads
from portal.core.errors import ChangedMeanwhileError, NotAllowedError, WrongStatusError
from portal.core.models import PrivateFile
from reports.actions import workbooks
from reports.actions.words import add_article, add_source, remove_source, write_answer
from reports.choices import DelegationState
from reports.models import Answer, LegalArticle, Section, SectionProgress, SourceCitation, Submission
from tests.factories.core import NOW, UserFactory
from tests.factories.reports import SectionDelegationFactory
from tests.reports.workbook_files import LATER, Desk, desk, kinds, only, whys

pytestmark = pytest.mark.django_db


def _words(one: Desk) -> dict[str, object]:
    return {"submission_id": one.submission.pk, "by": one.officer, "now": NOW}


def test_a_workbook_is_staged_and_nothing_is_written() -> None:
    one = desk()
    one.write({"1.1|f_adult|2025": "5", "1.1|m_adult|2025": "6", "1.1|f_child|2025": "7"})

    upload = one.hand_in(
        one.file().put({"1.1|total|2025": 18, "1.1|f_adult|2025": 8, "1.1|m_adult|2025": None, "2.1|+1|country": "FRA"})
    )

    assert kinds(upload) == {
        "1.1|total|2025": "added",
        "1.1|f_adult|2025": "changed",
        "1.1|m_adult|2025": "cleared",
    }
    assert upload.staged["untouched"] == 1
    assert one.texts() == {"1.1|f_adult|2025": "5", "1.1|m_adult|2025": "6", "1.1|f_child|2025": "7"}
    assert upload.file.sha256


def test_what_was_confirmed_is_written_as_the_workbooks() -> None:
    one = desk()
    one.write({"1.1|f_adult|2025": "5", "1.1|m_adult|2025": "6"})
    upload = one.hand_in(
        one.file().put(
            {
                "1.1|total|2025": 18,
                "1.1|total|2025:comment": "Without\nminors",
                "1.1|total|2025:source": "Police",
                "1.1|m_adult|2025": None,
                "2.1|+1|country": "France (FRA)",
                "2.1|+1|2023": "<5",
                "1.4|answer|text": "As in the code.",
                "2.2|answer|choice": "Yes",
                "1.3|+1|authority": "National police",
                "1.3|+1|url": "https://police.example/",
                "1.2|+1|act": "Penal Code",
                "1.2|+1|since": date(2015, 6, 30),
                "1.2|+1|coverage": "All forms",
            }
        )
    )

    done = one.take_over(upload)

    assert (done.state, done.written, done.written_at) == ("written", 7, LATER)
    assert one.texts() == {"1.1|total|2025": "18", "1.1|f_adult|2025": "5", "2.1|FRA|2023": "<5"}
    cell = one.cell("1.1|total|2025")
    assert (cell.comment, cell.source, cell.changed_by, cell.changed_at) == (
        "Without\nminors",
        "Police",
        one.officer,
        LATER,
    )
    assert Answer.objects.get(question__code="1.4").text == "As in the code."
    assert Answer.objects.get(question__code="2.2").choice == "yes"
    assert SourceCitation.objects.get().url == "https://police.example/"
    law = LegalArticle.objects.get()
    assert (law.act, law.in_force_since, law.coverage) == ("Penal Code", date(2015, 6, 30), "all")
    one.submission.refresh_from_db()
    assert (one.submission.channel, one.submission.state) == ("workbook", "in_progress")


def test_the_same_workbook_a_second_time_changes_nothing() -> None:
    one = desk()
    filled = one.file().put(
        {"1.1|total|2025": 18, "1.3|+1|authority": "Police", "1.2|+1|act": "Penal Code", "1.4|answer|text": "Yes."}
    )
    content = filled.saved()
    one.take_over(one.hand_in(content))

    again = one.hand_in(content)

    assert kinds(again) == {}
    assert workbooks.difference(again).already == 4
    assert SourceCitation.objects.count() == LegalArticle.objects.count() == 1


def test_a_cell_that_nobody_touched_in_the_file_never_overwrites_a_newer_value() -> None:
    one = desk()
    one.write({"1.1|f_adult|2025": "5"})
    filled = one.file().put({"1.1|total|2025": 18})
    one.write({"1.1|f_adult|2025": "55"}, seen=1)

    one.take_over(one.hand_in(filled))

    assert one.texts() == {"1.1|total|2025": "18", "1.1|f_adult|2025": "55"}


def test_a_comment_in_the_file_leaves_a_newer_figure_alone() -> None:
    one = desk()
    one.write({"1.1|f_adult|2025": "5"})
    filled = one.file().put({"1.1|f_adult|2025:comment": "Only the capital"})
    one.write({"1.1|f_adult|2025": "55"}, seen=1)

    one.take_over(one.hand_in(filled))

    cell = one.cell("1.1|f_adult|2025")
    assert (cell.value, cell.comment) == (55, "Only the capital")


def test_the_same_number_written_otherwise_is_no_change() -> None:
    one = desk()
    one.write({"1.1|f_adult|2025": "1757", "1.1|m_adult|2025": "n/a"})

    upload = one.hand_in(one.file().put({"1.1|f_adult|2025": "1,757", "1.1|m_adult|2025": "Not available"}))

    assert kinds(upload) == {}


@pytest.mark.parametrize(("side", "kept"), [("workbook", "8"), ("online", "55")])
def test_a_cell_changed_in_both_is_a_conflict_to_decide(side: str, kept: str) -> None:
    one = desk()
    one.write({"1.1|f_adult|2025": "5"})
    filled = one.file().put({"1.1|f_adult|2025": 8, "1.1|total|2025": 20})
    one.write({"1.1|f_adult|2025": "55"}, seen=1)
    upload = one.hand_in(filled)
    assert kinds(upload) == {"1.1|f_adult|2025": "conflict", "1.1|total|2025": "added"}

    with pytest.raises(workbooks.UndecidedError, match="Decide 1 more conflict"):
        one.take_over(upload)
    assert one.texts() == {"1.1|f_adult|2025": "55"}
    one.take_over(upload, {"1.1|f_adult|2025": side})

    assert one.texts() == {"1.1|f_adult|2025": kept, "1.1|total|2025": "20"}


def test_both_saying_the_same_is_no_conflict() -> None:
    one = desk()
    filled = one.file().put({"1.1|f_adult|2025": 8})
    one.write({"1.1|f_adult|2025": "8"})

    upload = one.hand_in(filled)

    assert kinds(upload) == {}
    assert workbooks.difference(upload).already == 1


def test_a_cell_emptied_online_and_filled_in_the_file_can_be_written() -> None:
    one = desk()
    one.write({"1.1|f_adult|2025": "5"})
    one.write({"1.1|f_adult|2025": ""}, seen=1)
    filled = one.file().put({"1.1|f_adult|2025": 8})

    one.take_over(one.hand_in(filled))

    assert one.cell("1.1|f_adult|2025").value == 8


def test_what_changed_between_the_comparison_and_the_confirmation_is_shown_again() -> None:
    one = desk()
    upload = one.hand_in(one.file().put({"1.1|f_adult|2025": 8, "1.1|total|2025": 20}))
    digest = workbooks.difference(upload).digest
    one.write({"1.1|f_adult|2025": "55"})

    with pytest.raises(ChangedMeanwhileError):
        workbooks.take_over(upload_id=upload.pk, digest=digest, sides={}, by=one.officer, now=LATER)

    assert one.texts() == {"1.1|f_adult|2025": "55"}
    assert kinds(upload) == {"1.1|f_adult|2025": "conflict", "1.1|total|2025": "added"}


def test_a_change_elsewhere_does_not_stop_the_confirmation() -> None:
    one = desk()
    upload = one.hand_in(one.file().put({"1.1|total|2025": 20}))
    digest = workbooks.difference(upload).digest
    one.write({"1.1|f_adult|2025": "55"})

    workbooks.take_over(upload_id=upload.pk, digest=digest, sides={}, by=one.officer, now=LATER)

    assert one.texts() == {"1.1|total|2025": "20", "1.1|f_adult|2025": "55"}


def test_an_answer_in_words_changed_in_both_is_a_conflict() -> None:
    one = desk()
    write_answer(question="1.4", text="Old", seen=0, **_words(one))
    filled = one.file().put({"1.4|answer|text": "From the file"})
    write_answer(question="1.4", text="Online", seen=1, **_words(one))
    upload = one.hand_in(filled)

    assert kinds(upload) == {"1.4|answer": "conflict"}
    one.take_over(upload, {"1.4|answer": "workbook"})

    assert Answer.objects.get().text == "From the file"


def test_a_changed_source_keeps_its_file_and_an_emptied_one_goes() -> None:
    one = desk()
    content = ContentFile(b"report", name="report.pdf")
    file = uploads.store(content=content, name="report.pdf", content_type="application/pdf", by=one.officer)
    kept = add_source(question="1.3", authority="Police", file=file, **_words(one))
    gone = add_source(question="1.3", authority="Courts", **_words(one))

    upload = one.hand_in(one.file().put({f"1.3|@{kept.pk}|title": "Annual report", f"1.3|@{gone.pk}|authority": None}))
    assert kinds(upload) == {f"1.3|@{kept.pk}": "changed", f"1.3|@{gone.pk}": "cleared"}
    one.take_over(upload)

    source = SourceCitation.objects.get()
    assert (source.authority, source.title, source.file) == ("Police", "Annual report", file)


def test_a_source_changed_in_the_file_and_removed_online_is_a_conflict() -> None:
    one = desk()
    source = add_source(question="1.3", authority="Police", **_words(one))
    filled = one.file().put({f"1.3|@{source.pk}|title": "Annual report"})
    remove_source(source_id=source.pk, **_words(one))
    upload = one.hand_in(filled)

    assert kinds(upload) == {f"1.3|@{source.pk}": "conflict"}
    one.take_over(upload, {f"1.3|@{source.pk}": "workbook"})

    assert SourceCitation.objects.get().title == "Annual report"


def test_an_article_of_law_is_replaced_as_a_whole() -> None:
    one = desk()
    law = add_article(question="1.2", act="Penal Code", articles="145", note="Since reform", **_words(one))

    one.take_over(one.hand_in(one.file().put({f"1.2|@{law.pk}|articles": "145 bis"})))

    found = LegalArticle.objects.get()
    assert (found.act, found.articles, found.note) == ("Penal Code", "145 bis", "Since reform")


def test_a_long_comment_that_does_not_fit_into_a_cell_is_not_cut() -> None:
    one = desk()
    one.write({"1.1|total|2025": "5"})
    one.submission.observations.update(comment="x" * 40_000)

    one.take_over(one.hand_in(one.file().put({"1.1|total|2025": 6})))

    cell = one.cell("1.1|total|2025")
    assert (cell.value, len(cell.comment)) == (6, 40_000)


def test_a_figure_takes_back_that_its_section_is_done() -> None:
    one = desk()
    questionnaire = one.submission.assignment.round.questionnaire
    section = Section.objects.get(questionnaire=questionnaire, code="victims")
    SectionProgress.objects.create(submission=one.submission, section=section, done_by=one.officer, done_at=NOW)

    one.take_over(one.hand_in(one.file().put({"1.1|total|2025": 6})))

    assert not SectionProgress.objects.exists()


def test_a_colleague_writes_in_the_sections_that_were_handed_over_alone() -> None:
    one = desk()
    colleague = UserFactory()
    SectionDelegationFactory(
        assignment=one.submission.assignment,
        section=Section.objects.get(questionnaire=one.submission.assignment.round.questionnaire, code="origin"),
        user=colleague,
        email=colleague.email,
        state=DelegationState.ACCEPTED,
        invited_by=one.officer,
    )

    upload = one.hand_in(one.file().put({"1.1|total|2025": 6, "2.1|total|2025": 7}), by=colleague)

    assert kinds(upload) == {"2.1|total|2025": "added"}
    assert "was not handed over to you" in whys(upload)[0]
    assert only(upload.staged["findings"], "error")


def test_nobody_else_hands_in_or_confirms() -> None:
    one = desk()
    content = one.file().put({"1.1|total|2025": 6}).saved()

    with pytest.raises(NotAllowedError):
        one.hand_in(content, by=UserFactory())
    upload = one.hand_in(content)
    other = UserFactory(role="statistics_officer", country=one.submission.assignment.country)
    with pytest.raises(WrongStatusError):
        workbooks.take_over(upload_id=upload.pk, digest="", sides={}, by=other, now=LATER)
    with pytest.raises(WrongStatusError):
        workbooks.discard(upload_id=upload.pk, by=other)


def test_locked_answers_say_why_at_hand_in_and_at_confirmation() -> None:
    one = desk()
    content = one.file().put({"1.1|total|2025": 6}).saved()
    upload = one.hand_in(content)
    Submission.objects.update(state="submitted", submitted_by=one.officer, submitted_at=NOW)

    for act in (lambda: one.hand_in(content), lambda: one.take_over(upload)):
        with pytest.raises(WrongStatusError, match="locked, since their state is: Submitted"):
            act()
    assert one.texts() == {}


def test_a_workbook_is_taken_over_once() -> None:
    one = desk()
    upload = one.hand_in(one.file().put({"1.1|total|2025": 6}))
    one.take_over(upload)

    with pytest.raises(WrongStatusError):
        one.take_over(upload)
    with pytest.raises(WrongStatusError):
        workbooks.discard(upload_id=upload.pk, by=one.officer)


def test_the_last_day_counts_at_confirmation() -> None:
    one = desk()
    upload = one.hand_in(one.file().put({"1.1|total|2025": 6}))
    late = LATER + timedelta(days=400)

    with pytest.raises(WrongStatusError, match="The last day was"):
        workbooks.take_over(
            upload_id=upload.pk, digest=workbooks.difference(upload).digest, sides={}, by=one.officer, now=late
        )


def test_a_removed_workbook_leaves_no_file() -> None:
    one = desk()
    upload = one.hand_in(one.file().put({"1.1|total|2025": 6}))

    workbooks.discard(upload_id=upload.pk, by=one.officer)

    assert not PrivateFile.objects.exists()
