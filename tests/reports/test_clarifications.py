"""Questions to a country: who asks, who answers, who reads, and what is attached."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.core.errors import DomainError, NotAllowedError, WrongStatusError
from portal.core.models import Notice, User
from reports.actions import clarifications, submissions
from reports.actions.submissions import Answers
from reports.choices import ClarificationState, DelegationState, SubmissionState
from reports.models import Clarification, ClarificationMessage, Submission
from tests.factories.core import NOW, CountryFactory, UserFactory
from tests.factories.reports import (
    AssignmentFactory,
    ClarificationFactory,
    ClarificationMessageFactory,
    RoundFactory,
    SectionDelegationFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
PDF = b"%PDF-1.4\n%%EOF\n"


def under_review() -> Submission:
    """Return answers of every kind that are being checked."""
    assignment = AssignmentFactory(round=RoundFactory(complete=True, opened=True))
    return SubmissionFactory(assignment=assignment, under_review=True)


def speaker_of(submission: Submission, role: str = "focal_point") -> User:
    """Return a person of the country."""
    return UserFactory(role=role, country=submission.assignment.country)


def colleague_of(submission: Submission, section: str) -> User:
    """Return a colleague who has a section."""
    colleague = UserFactory()
    part = submission.assignment.round.questionnaire.sections.get(code=section)
    SectionDelegationFactory(
        assignment=submission.assignment, section=part, user=colleague, state=DelegationState.ACCEPTED
    )
    return colleague


def ask(submission: Submission, by: User, **values: object) -> Clarification:
    """Ask about a cell."""
    asked = {"subject": "Children", "text": "Are these all children?", "cell": "1.1|f_child|2024"} | values
    return clarifications.ask(submission_id=submission.pk, by=by, now=NOW, **asked)


def page_of(submission: Submission) -> str:
    """Return the address of the questions."""
    return reverse("reports:submission-clarifications", kwargs={"public_id": submission.public_id})


def test_a_round_of_questions_from_asking_to_acceptance() -> None:
    submission, staff = under_review(), UserFactory(role="staff")
    speaker = speaker_of(submission)
    thread = ask(submission, staff, due_on=date(2026, 3, 20))
    assert thread.question is not None and thread.question.code == "1.1"
    submissions.ask_for_clarification(submission_id=submission.pk, answers=Answers(), by=staff, now=NOW)
    with pytest.raises(DomainError, match="not answered yet"):
        submissions.answer_clarification(submission_id=submission.pk, answers=Answers(), by=speaker, now=NOW)

    clarifications.reply(clarification_id=thread.pk, text="Yes, all.", by=speaker, now=NOW)
    submissions.answer_clarification(submission_id=submission.pk, answers=Answers(), by=speaker, now=NOW)
    with pytest.raises(DomainError, match="not closed yet"):
        submissions.accept(submission_id=submission.pk, answers=Answers(), by=staff, now=NOW)
    clarifications.close(clarification_id=thread.pk, by=staff, now=NOW)
    submissions.accept(submission_id=submission.pk, answers=Answers(), by=staff, now=NOW)

    submission.refresh_from_db()
    assert submission.state == SubmissionState.ACCEPTED
    kinds = list(Notice.objects.filter(recipient=speaker).order_by("pk").values_list("kind", flat=True))
    assert kinds == ["reports.country_ask_for_clarification", "reports.receipt", "reports.country_accept"]


def test_a_word_of_staff_opens_an_answered_question_again() -> None:
    submission, staff = under_review(), UserFactory(role="staff")
    thread = ask(submission, staff)
    clarifications.reply(clarification_id=thread.pk, text="Yes.", by=speaker_of(submission), now=NOW)
    thread.refresh_from_db()
    assert thread.state == ClarificationState.ANSWERED

    clarifications.reply(clarification_id=thread.pk, text="And the boys?", by=staff, now=NOW)

    thread.refresh_from_db()
    assert thread.state == ClarificationState.OPEN


@pytest.mark.parametrize("cell", ["1.1|f_child|1999", "9.9|total|2024", "nonsense"])
def test_a_cell_that_is_not_there_is_refused(cell: str) -> None:
    with pytest.raises(DomainError, match="There is no"):
        ask(under_review(), UserFactory(role="staff"), cell=cell)


@pytest.mark.parametrize("state", ["not_started", "in_progress", "submitted", "accepted"])
def test_nobody_asks_before_the_review_has_begun_or_after_it(state: str) -> None:
    submission = SubmissionFactory(handed_in=True, state=state)

    with pytest.raises(WrongStatusError):
        ask(submission, UserFactory(role="staff"), cell="")


def test_a_closed_question_takes_no_word() -> None:
    thread = ClarificationFactory(state=ClarificationState.CLOSED)

    with pytest.raises(WrongStatusError, match="closed"):
        clarifications.reply(clarification_id=thread.pk, text="But …", by=speaker_of(thread.submission), now=NOW)


def test_who_reads_and_who_answers_a_question_about_a_section() -> None:
    submission, staff = under_review(), UserFactory(role="staff")
    thread = ask(submission, staff)
    whole = ask(submission, staff, cell="", subject="In general")
    # Who: reads the question about the section, reads the one about the whole, may answer the first.
    expected = {
        staff: (True, True, True),
        speaker_of(submission): (True, True, True),
        speaker_of(submission, "statistics_officer"): (True, True, True),
        colleague_of(submission, "victims"): (True, False, True),
        colleague_of(submission, "origin"): (False, False, False),
        UserFactory(role="focal_point", country=CountryFactory()): (False, False, False),
        UserFactory(role="auditor"): (True, True, False),
        UserFactory(): (False, False, False),
    }

    for person, (reads, reads_whole, answers) in expected.items():
        visible = set(Clarification.objects.visible_to(person))
        assert (thread in visible, whole in visible) == (reads, reads_whole), person
        if answers:
            clarifications.reply(clarification_id=thread.pk, text="So.", by=person, now=NOW)
        else:
            with pytest.raises(NotAllowedError):
                clarifications.reply(clarification_id=thread.pk, text="So.", by=person, now=NOW)


class TestPages:
    def test_staff_ask_with_a_file_and_the_country_answers(self, client_for: ClientFor) -> None:
        submission, staff = under_review(), UserFactory(role="staff")
        speaker = speaker_of(submission)
        file = SimpleUploadedFile("table.pdf", PDF)

        asked = client_for(staff).post(
            page_of(submission), {"subject": "Children", "text": "Are these all?", "file": file}
        )

        thread = Clarification.objects.get()
        assert asked.status_code == 302 and asked["Location"].endswith(f"#thread-{thread.public_id}")
        message = ClarificationMessage.objects.get()
        download = reverse("reports:clarification-file", kwargs={"pk": message.pk})
        assert b"".join(client_for(speaker).get(download).streaming_content) == PDF
        assert client_for(UserFactory(role="focal_point")).get(download).status_code == 404
        answer = reverse("reports:clarification-reply", kwargs={"public_id": thread.public_id})
        name = f"{thread.public_id}-text"
        assert client_for(speaker).post(answer, {name: "Yes, all."}).status_code == 302
        page = client_for(staff).get(page_of(submission))
        assert "Yes, all." in page.content.decode()
        closing = reverse("reports:clarification-close", kwargs={"public_id": thread.public_id})
        assert client_for(staff).post(closing).status_code == 302
        assert client_for(staff).post(closing).status_code == 409
        assert client_for(speaker).post(answer, {name: "Late."}).status_code == 409

    @pytest.mark.parametrize("name", ["macro.docm", "page.html", "picture.pdf"])
    def test_a_file_of_another_kind_is_refused_and_what_was_typed_stays(self, client_for: ClientFor, name: str) -> None:
        submission = under_review()
        given = {"subject": "Children", "text": "Please look.", "file": SimpleUploadedFile(name, b"<html>")}

        answer = client_for(UserFactory(role="staff")).post(page_of(submission), given)

        assert answer.status_code == 422
        assert "Please look." in answer.content.decode()
        assert not Clarification.objects.exists()

    def test_an_empty_message_is_refused(self, client_for: ClientFor) -> None:
        thread = ClarificationMessageFactory().clarification

        answer = client_for(speaker_of(thread.submission)).post(
            reverse("reports:clarification-reply", kwargs={"public_id": thread.public_id}), {}
        )

        assert answer.status_code == 422
