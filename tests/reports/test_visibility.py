"""Every role x every page of the workflow x every state: who sees what. The expectations are written out.

18 roles x 8 pages x 12 states = 1,728 answers, each one asked for.
"""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from portal.core.models import User
from portal.core.roles import COUNTRY_ROLES, ROLES
from reports.choices import Audience, DelegationState, SubmissionState
from reports.models import Assignment, Clarification, Round, SectionDelegation, Submission
from reports.presenters.queues import counts_of
from tests.factories.core import NOW, CountryFactory, UserFactory
from tests.factories.reports import (
    AssignmentFactory,
    ClarificationFactory,
    CollectionFactory,
    ObservationFactory,
    RoundFactory,
    SectionDelegationFactory,
    SubmissionFactory,
)
from tests.reports.test_steps import submission_in

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
PAGES = (
    "round-list",
    "round-board",
    "submission-desk",
    "submission-hand-in",
    "submission-validation",
    "submission-clarifications",
    "submission-delegations",
    "submission-step",
)
ROLE_CODES = (
    "anonymous",
    "reader",
    "focal_point",
    "statistics_officer",
    "colleague",
    "focal point of another country",
    *(one.code for one in ROLES if one.code not in COUNTRY_ROLES and one.code != "contributor"),
)
SIGN_IN, OK, DENIED, NOT_THERE = 302, 200, 403, 404
# In the order of PAGES; the last is the page of the step “Withdraw”, which the focal point may take.
STRANGER = (OK, DENIED, NOT_THERE, NOT_THERE, NOT_THERE, NOT_THERE, NOT_THERE, NOT_THERE)
COUNTRY = (OK, DENIED, DENIED, OK, OK, OK, OK)
SECRETARIAT = (OK, OK, OK, OK, OK, OK, OK, DENIED)
EXPECTED: dict[str, tuple[int, ...]] = {
    "anonymous": (SIGN_IN,) * 8,
    "reader": STRANGER,
    "focal_point": (*COUNTRY, OK),
    "statistics_officer": (*COUNTRY, DENIED),
    "colleague": (OK, DENIED, DENIED, NOT_THERE, NOT_THERE, OK, NOT_THERE, DENIED),
    "focal point of another country": STRANGER,
    "editor": STRANGER,
    "reviewer": STRANGER,
    "publisher": STRANGER,
    "data_protection_officer": STRANGER,
    "fund_applicant": STRANGER,
    "fund_reviewer": STRANGER,
    "fund_manager": STRANGER,
    "finance_officer": STRANGER,
    "board_member": STRANGER,
    "auditor": SECRETARIAT,
    "staff": SECRETARIAT,
    "administrator": SECRETARIAT,
}
# Where the State reads its final figures.
FIGURES_SHOWN = {"sent_for_validation", "validated", "validated_with_changes", "no_objection", "objected"}
FIGURE = 7_654_321


def address(page: str, submission: Submission) -> str:
    """Return the address of a page."""
    round_ = submission.assignment.round
    if page == "round-list":
        return reverse("reports:round-list")
    if page == "round-board":
        return reverse("reports:round-board", kwargs={"collection": round_.collection.code, "code": round_.code})
    more = {"name": "withdraw"} if page == "submission-step" else {}
    return reverse(f"reports:{page}", kwargs={"public_id": submission.public_id, **more})


def person(role: str, assignment: Assignment) -> User:
    """Return a person with the role."""
    if role == "reader":
        return UserFactory()
    if role == "focal point of another country":
        return UserFactory(role="focal_point", country=CountryFactory())
    if role == "colleague":
        colleague = UserFactory()
        section = assignment.round.questionnaire.sections.get(code="victims")
        SectionDelegationFactory(assignment=assignment, section=section, user=colleague, state=DelegationState.ACCEPTED)
        return colleague
    return UserFactory(role=role, country=assignment.country)


@pytest.mark.parametrize("role", ROLE_CODES)
def test_each_role_sees_exactly_the_pages_of_the_table_in_every_state(client_for: ClientFor, role: str) -> None:
    assignment = AssignmentFactory()
    submission = submission_in("in_progress", "web", assignment)
    ObservationFactory(submission=submission, value=FIGURE)
    client = Client() if role == "anonymous" else client_for(person(role, assignment))
    ready = submission_in("sent_for_validation", "web")  # its values fit every state

    for state in SubmissionState.values:
        Submission.objects.filter(pk=submission.pk).update(
            state=state,
            submitted_by=ready.submitted_by,
            submitted_at=NOW,
            objections_until=ready.objections_until,
            state_reason="A reason.",
        )
        answers = {page: client.get(address(page, submission)) for page in PAGES}
        found = tuple(answers[page].status_code for page in PAGES)
        assert found == EXPECTED[role], state
        shown = {page for page in PAGES if str(FIGURE) in answers[page].content.decode()}
        may_see = EXPECTED[role][4] == OK and state in FIGURES_SHOWN
        assert shown == ({"submission-validation"} if may_see else set()), state


def test_the_table_covers_every_role_and_page() -> None:
    assert set(EXPECTED) == set(ROLE_CODES)
    assert {len(row) for row in EXPECTED.values()} == {len(PAGES)}
    assert len(ROLE_CODES) * len(PAGES) * len(SubmissionState) == 1_728


class TestContributorsOnly:
    """A collection in which only countries that contribute see what the others gave."""

    def made(self) -> tuple[Submission, Submission, User]:
        round_ = RoundFactory(opened=True, collection=CollectionFactory(audience=Audience.CONTRIBUTORS))
        theirs = SubmissionFactory(assignment=AssignmentFactory(round=round_), accepted=True)
        ObservationFactory(submission=theirs, value=FIGURE)
        ClarificationFactory(submission=theirs)
        own = SubmissionFactory(assignment=AssignmentFactory(round=round_), in_progress=True)
        return theirs, own, UserFactory(role="focal_point", country=own.assignment.country)

    @pytest.mark.parametrize("state", [one for one in SubmissionState.values if one not in ("sent_for_validation",)])
    def test_a_country_sees_the_others_from_its_own_acceptance_on(self, state: str) -> None:
        theirs, own, speaker = self.made()
        Submission.objects.filter(pk=own.pk).update(
            state=state, submitted_by=speaker, submitted_at=NOW, state_reason="A reason."
        )

        visible = set(Submission.objects.visible_to(speaker))

        has_contributed = state in {"accepted", "validated", "validated_with_changes", "no_objection"}
        assert visible == ({own, theirs} if has_contributed else {own})

    def test_a_country_that_has_not_contributed_sees_nothing_of_others_also_not_by_counts(
        self, client_for: ClientFor
    ) -> None:
        theirs, own, speaker = self.made()
        client = client_for(speaker)

        for page in PAGES[2:]:
            assert client.get(address(page, theirs)).status_code == 404, page
        for shown in (reverse("reports:round-list"), address("submission-hand-in", own), reverse("pages:account")):
            text = client.get(shown).content.decode()
            assert str(theirs.assignment.country) not in text
            assert str(FIGURE) not in text
        assert counts_of(speaker, NOW) == {"to_fill": 1}
        assert not Clarification.objects.visible_to(speaker).exists()
        assert not SectionDelegation.objects.visible_to(speaker).exists()

    def test_who_has_contributed_still_finds_no_page_of_the_work_of_others(self, client_for: ClientFor) -> None:
        theirs, own, speaker = self.made()
        Submission.objects.filter(pk=own.pk).update(state="accepted", submitted_by=speaker, submitted_at=NOW)
        client = client_for(speaker)

        for page in PAGES[2:]:
            assert client.get(address(page, theirs)).status_code == 404, page
        assert not Clarification.objects.visible_to(speaker).exists()

    def test_the_round_itself_is_not_public(self) -> None:
        _theirs, own, speaker = self.made()

        assert not Round.objects.visible_to(UserFactory()).exists()
        assert Round.objects.visible_to(speaker).get() == own.assignment.round
