"""A section goes to a colleague by a link, opens for that person alone, and can be taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.actions import notices
from portal.core.errors import DomainError, NotAllowedError, WrongStatusError
from portal.core.models import Notice, User
from reports.actions import delegations
from reports.choices import DelegationState
from reports.models import SectionDelegation, Submission
from reports.permissions import rights
from tests.factories.core import NOW, UserFactory
from tests.factories.reports import AssignmentFactory, RoundFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
ADDRESS = "police@portal.example"


@pytest.fixture
def submission() -> Submission:
    """Answers with two sections."""
    assignment = AssignmentFactory(round=RoundFactory(complete=True, opened=True))
    return SubmissionFactory(assignment=assignment, in_progress=True)


@pytest.fixture
def speaker(submission: Submission) -> User:
    """The focal point."""
    return UserFactory(role="focal_point", country=submission.assignment.country, full_name="Ana")


def invite(submission: Submission, by: User, **values: object) -> SectionDelegation:
    """Hand the first section over."""
    given = {"section": "victims", "email": ADDRESS, "may_write": True, "language": "en", "now": NOW} | values
    return delegations.invite(submission_id=submission.pk, by=by, **given)


def link() -> str:
    """Return the token that the last message holds."""
    return str(Notice.objects.filter(kind="reports.section_handed_over").latest("pk").context["link"])


def test_the_colleague_sees_and_fills_that_section_and_nothing_else(submission: Submission, speaker: User) -> None:
    colleague = UserFactory(email=ADDRESS)
    invite(submission, speaker)
    assert not Submission.objects.visible_to(colleague).exists()

    delegations.accept(token=link(), by=colleague, now=NOW)

    held = rights(colleague, submission)
    sections = {part.code: part.pk for part in submission.assignment.round.questionnaire.sections.all()}
    assert (held.may_write(sections["victims"]), held.may_write(sections["origin"])) == (True, False)
    assert (held.may_read(sections["victims"]), held.may_read(sections["origin"])) == (True, False)
    assert set(Notice.objects.filter(recipient=speaker).values_list("kind", flat=True)) == {
        "reports.section_taken_over"
    }


def test_the_token_is_kept_as_a_hash_alone_and_forgotten_once_it_was_sent(
    submission: Submission, speaker: User
) -> None:
    delegation = invite(submission, speaker)
    token = link()

    notices.send_due(now=NOW)

    assert token not in (delegation.token_hash or "")
    assert token in mail.outbox[0].body
    assert Notice.objects.get(kind="reports.section_handed_over").context == {}


def test_what_was_taken_back_is_closed_at_once(submission: Submission, speaker: User) -> None:
    colleague = UserFactory(email=ADDRESS)
    delegation = invite(submission, speaker)
    delegations.accept(token=link(), by=colleague, now=NOW)
    assert Submission.objects.visible_to(colleague).exists()

    delegations.revoke(delegation_id=delegation.pk, by=speaker, now=NOW)

    assert not Submission.objects.visible_to(colleague).exists()
    assert not SectionDelegation.objects.visible_to(colleague).exists()
    with pytest.raises(WrongStatusError):
        delegations.revoke(delegation_id=delegation.pk, by=speaker, now=NOW)
    assert invite(submission, speaker).state == DelegationState.INVITED  # and may be handed over again


class TestRefusals:
    def test_a_forwarded_link_opens_nothing(self, submission: Submission, speaker: User) -> None:
        invite(submission, speaker)

        with pytest.raises(NotAllowedError, match="another e-mail address"):
            delegations.accept(token=link(), by=UserFactory(), now=NOW)

    def test_a_link_works_once_and_for_two_weeks(self, submission: Submission, speaker: User) -> None:
        colleague = UserFactory(email=ADDRESS)
        invite(submission, speaker)
        assert delegations.find(link(), now=NOW + timedelta(days=14)) is None
        delegations.accept(token=link(), by=colleague, now=NOW)

        with pytest.raises(WrongStatusError):
            delegations.accept(token=link(), by=colleague, now=NOW)

    def test_a_new_link_replaces_the_old_one(self, submission: Submission, speaker: User) -> None:
        delegation = invite(submission, speaker)
        old = link()

        later = NOW + timedelta(days=1)
        delegations.send_again(delegation_id=delegation.pk, language="en", by=speaker, now=later)

        assert delegations.find(old, now=later) is None
        assert delegations.find(link(), now=later) == delegation

    def test_a_taken_back_link_opens_nothing(self, submission: Submission, speaker: User) -> None:
        delegation = invite(submission, speaker)
        token = link()

        delegations.revoke(delegation_id=delegation.pk, by=speaker, now=NOW)

        assert delegations.find(token, now=NOW) is None

    @pytest.mark.parametrize("role", ["statistics_officer", "staff", "auditor", ""])
    def test_only_the_focal_point_hands_over(self, submission: Submission, role: str) -> None:
        with pytest.raises(NotAllowedError):
            invite(submission, UserFactory(role=role, country=submission.assignment.country))

    def test_the_focal_point_of_another_country_does_not(self, submission: Submission) -> None:
        with pytest.raises(NotAllowedError):
            invite(submission, UserFactory(role="focal_point"))

    def test_the_same_section_goes_to_the_same_person_once(self, submission: Submission, speaker: User) -> None:
        invite(submission, speaker)

        with pytest.raises(WrongStatusError):
            invite(submission, speaker, email=ADDRESS.upper())
        with pytest.raises(DomainError, match="no such section"):
            invite(submission, speaker, section="other")


class TestPages:
    def test_from_the_list_to_a_new_account_that_has_no_role(
        self, client: Client, client_for: ClientFor, submission: Submission, speaker: User
    ) -> None:
        page = reverse("reports:submission-delegations", kwargs={"public_id": submission.public_id})
        sent = client_for(speaker).post(page, {"section": "victims", "email": ADDRESS, "may_write": "on"})
        assert sent.status_code == 302
        address = reverse("reports:delegation-accept", kwargs={"token": link()})
        assert "Ana asks for your help" in client.get(address).content.decode()

        password = "quiet harbour lantern"
        made = client.post(address, {"full_name": "Ben", "password1": password, "password2": password})

        colleague = User.objects.get(email=ADDRESS)
        assert made.status_code == 302
        assert not colleague.groups.exists()
        assert Submission.objects.visible_to(colleague).get() == submission
        assert client.get(address).status_code == 410
        for name in ("hand-in", "delegations", "validation"):
            closed = reverse(f"reports:submission-{name}", kwargs={"public_id": submission.public_id})
            assert client_for(colleague).get(closed).status_code == 404, name

    def test_a_weak_password_is_refused_and_nothing_is_made(
        self, client: Client, submission: Submission, speaker: User
    ) -> None:
        invite(submission, speaker, now=timezone.now())
        address = reverse("reports:delegation-accept", kwargs={"token": link()})

        answer = client.post(address, {"full_name": "Ben", "password1": "password", "password2": "password"})

        assert answer.status_code == 422
        assert not User.objects.filter(email=ADDRESS).exists()

    def test_who_has_an_account_signs_in_first(
        self, client: Client, client_for: ClientFor, submission: Submission, speaker: User
    ) -> None:
        colleague = UserFactory(email=ADDRESS)
        invite(submission, speaker, now=timezone.now())
        address = reverse("reports:delegation-accept", kwargs={"token": link()})

        assert "Sign in, and this page opens again" in client.get(address).content.decode()
        assert client_for(UserFactory()).post(address).status_code == 403
        assert client_for(colleague).post(address).status_code == 302
        assert SectionDelegation.objects.get().user == colleague

    def test_the_focal_point_takes_back_by_a_button_and_others_cannot(
        self, client_for: ClientFor, submission: Submission, speaker: User
    ) -> None:
        delegation = invite(submission, speaker)
        address = reverse("reports:delegation-revoke", kwargs={"pk": delegation.pk})

        assert client_for(UserFactory(role="focal_point")).post(address).status_code == 404
        assert client_for(UserFactory(role="staff")).post(address).status_code == 403
        assert client_for(speaker).post(address).status_code == 302
        assert client_for(speaker).post(address).status_code == 409
