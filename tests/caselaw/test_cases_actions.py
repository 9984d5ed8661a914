"""What may be done with a brief: what each step leaves behind, and what it refuses."""

from datetime import timedelta

import pytest

from caselaw.actions import cases
from caselaw.choices import AnonymisationState, CaseStatus, CommentKind, TitlePolicy
from caselaw.models import Case, CaseAuthor, Jurisdiction, SearchDocument
from portal.core.errors import ChangedMeanwhileError, IncompleteError, NotAllowedError, WrongStatusError
from portal.core.models import Notice, User
from tests.factories.caselaw import CaseFactory
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


@pytest.fixture
def reviewer() -> User:
    return UserFactory(role="reviewer")


@pytest.fixture
def officer() -> User:
    return UserFactory(role="data_protection_officer")


@pytest.fixture
def publisher() -> User:
    return UserFactory(role="publisher")


class TestReview:
    def test_the_author_hands_the_own_brief_in(self) -> None:
        author = UserFactory(role="contributor")
        case = CaseFactory(complete=True, created_by=author)

        handed_in = cases.submit(case_id=case.pk, by=author, now=LATER)

        assert (handed_in.status, handed_in.status_since) == (CaseStatus.IN_REVIEW, LATER)

    def test_a_brief_with_gaps_is_not_handed_in_and_all_gaps_are_named(self) -> None:
        author = UserFactory(role="contributor")

        with pytest.raises(IncompleteError) as refusal:
            cases.submit(case_id=CaseFactory(created_by=author).pk, by=author, now=NOW)

        assert refusal.value.missing == [
            "the date of the decision",
            "at least one source",
            "the facts in at least one language",
            "an element that was found, or a note on inclusion",
        ]

    def test_a_brief_of_a_body_that_is_not_assigned_yet_is_not_handed_in(self) -> None:
        author = UserFactory(role="contributor")
        nowhere = Jurisdiction.objects.get(code="UNASSIGNED")
        case = CaseFactory(complete=True, created_by=author, jurisdiction=nowhere)

        with pytest.raises(IncompleteError) as refusal:
            cases.submit(case_id=case.pk, by=author, now=NOW)

        assert refusal.value.missing == ["the jurisdiction"]

    def test_a_returned_brief_is_a_draft_with_a_comment_and_its_author_is_told(self, reviewer: User) -> None:
        case = CaseFactory(in_review=True)

        cases.return_for_changes(case_id=case.pk, reason="Which court?", by=reviewer, now=LATER)

        case.refresh_from_db()
        comment = case.comments.get()
        assert case.status == CaseStatus.DRAFT
        assert (comment.kind, comment.text, comment.written_by) == (CommentKind.RETURN, "Which court?", reviewer)
        assert Notice.objects.get().recipient == case.created_by

    def test_a_return_needs_words(self, reviewer: User) -> None:
        with pytest.raises(IncompleteError):
            cases.return_for_changes(case_id=CaseFactory(in_review=True).pk, reason=" ", by=reviewer, now=NOW)

    def test_who_wrote_a_part_does_not_accept(self) -> None:
        editor = UserFactory(role="editor")
        case = CaseFactory(in_review=True)
        CaseAuthor.objects.create(case=case, user=editor, since=NOW)

        with pytest.raises(NotAllowedError):
            cases.accept(case_id=case.pk, by=editor, now=NOW)

    def test_a_decision_on_another_version_than_the_one_seen_is_refused(self, reviewer: User) -> None:
        case = CaseFactory(in_review=True, content_version=4)

        with pytest.raises(ChangedMeanwhileError):
            cases.accept(case_id=case.pk, by=reviewer, now=NOW, seen_version=3)

    def test_an_acceptance_starts_the_wait_for_the_check_anew(self, reviewer: User) -> None:
        case = cases.accept(case_id=CaseFactory(in_review=True).pk, by=reviewer, now=LATER)

        assert (case.accepted_by, case.status_since) == (reviewer, LATER)
        assert case.anonymisation_state == AnonymisationState.SECOND_CHECK


class TestClearing:
    def test_a_second_person_clears_an_accepted_brief_for_its_very_version(self, officer: User) -> None:
        case = CaseFactory(accepted=True, content_version=3)

        cleared = cases.clear(case_id=case.pk, by=officer, now=LATER)

        assert (cleared.status, cleared.anonymisation_state) == (CaseStatus.CLEARED, AnonymisationState.CLEARED)
        assert (cleared.cleared_by, cleared.cleared_at, cleared.cleared_version) == (officer, LATER, 3)

    def test_what_nobody_accepted_is_not_cleared(self, officer: User) -> None:
        with pytest.raises(WrongStatusError):
            cases.clear(case_id=CaseFactory(in_review=True).pk, by=officer, now=NOW)

    def test_the_author_does_not_clear_the_own_brief_even_as_officer(self, officer: User) -> None:
        case = CaseFactory(accepted=True, created_by=officer)

        with pytest.raises(NotAllowedError):
            cases.clear(case_id=case.pk, by=officer, now=NOW)

        case.refresh_from_db()
        assert case.status == CaseStatus.IN_REVIEW


class TestPublishing:
    def test_a_cleared_brief_is_published_found_and_kept_in_the_same_transaction(self, publisher: User) -> None:
        case = CaseFactory(cleared=True)

        published = cases.publish(case_id=case.pk, by=publisher, now=LATER)

        assert (published.status, published.published_at) == (CaseStatus.PUBLISHED, LATER)
        assert SearchDocument.objects.filter(case=case).exists()
        assert published.versions.get().number == 1

    def test_the_refusal_to_publish_lists_everything_that_is_missing(self, publisher: User) -> None:
        case = CaseFactory(cleared=True, source=None, finding=None)

        with pytest.raises(IncompleteError) as refusal:
            cases.publish(case_id=case.pk, by=publisher, now=NOW)

        assert refusal.value.missing == ["at least one source", "an element that was found, or a note on inclusion"]
        assert not SearchDocument.objects.exists()

    def test_a_note_on_inclusion_stands_in_for_an_element(self, publisher: User) -> None:
        case = CaseFactory(cleared=True, finding=None, inclusion_note="The first case on the point.")

        assert cases.publish(case_id=case.pk, by=publisher, now=NOW).status == CaseStatus.PUBLISHED

    def test_the_author_is_told_that_it_is_public(self, publisher: User) -> None:
        case = CaseFactory(cleared=True)

        cases.publish(case_id=case.pk, by=publisher, now=NOW)

        assert Notice.objects.get().recipient == case.created_by


class TestHiding:
    def test_hiding_removes_the_brief_from_search_at_once_and_re_opens_the_check(self) -> None:
        case = CaseFactory(published=True)
        SearchDocument.objects.get(case=case)

        hidden = cases.hide(case_id=case.pk, by=UserFactory(role="editor"), now=LATER)

        assert not SearchDocument.objects.filter(case=case).exists()
        assert (hidden.status, hidden.anonymisation_state) == (CaseStatus.ON_HOLD, AnonymisationState.RE_OPENED)
        assert (hidden.cleared_by, hidden.cleared_at, hidden.is_hidden) == (None, None, True)

    def test_a_hidden_brief_is_shown_again_after_a_new_check_and_keeps_the_day_of_its_publication(
        self, officer: User, publisher: User
    ) -> None:
        case = CaseFactory(hidden=True)

        with pytest.raises(WrongStatusError):
            cases.show_again(case_id=case.pk, by=publisher, now=LATER)
        cases.clear(case_id=case.pk, by=officer, now=LATER)
        shown = cases.show_again(case_id=case.pk, by=publisher, now=LATER)

        assert (shown.status, shown.published_at, shown.hold_reason) == (CaseStatus.PUBLISHED, NOW, "")
        assert SearchDocument.objects.filter(case=case).exists()

    def test_a_brief_on_hold_that_was_never_public_goes_on_as_a_draft_that_must_be_checked(self) -> None:
        editor = UserFactory(role="editor")
        case = CaseFactory(cleared=True)

        cases.hold(case_id=case.pk, reason="The judgment is not final.", by=editor, now=NOW)
        resumed = cases.resume(case_id=case.pk, by=editor, now=NOW)

        assert (resumed.status, resumed.hold_reason) == (CaseStatus.DRAFT, "")
        assert (resumed.anonymisation_state, resumed.cleared_by) == (AnonymisationState.RE_OPENED, None)


class TestWithdrawal:
    def test_a_withdrawn_brief_says_why_and_by_what_it_is_replaced(self, publisher: User) -> None:
        case, other = CaseFactory(published=True), CaseFactory(published=True)

        gone = cases.withdraw(case_id=case.pk, reason="Set aside.", replaced_by=other, by=publisher, now=LATER)

        assert (gone.status, gone.withdrawal_reason, gone.withdrawn_at) == (CaseStatus.WITHDRAWN, "Set aside.", LATER)
        assert gone.replaced_by == other
        assert not SearchDocument.objects.filter(case=case).exists()

    def test_a_withdrawal_needs_a_public_reason(self, publisher: User) -> None:
        with pytest.raises(IncompleteError):
            cases.withdraw(case_id=CaseFactory(published=True).pk, reason="", by=publisher, now=NOW)

    def test_a_brief_that_is_not_public_replaces_nothing(self, publisher: User) -> None:
        with pytest.raises(WrongStatusError):
            cases.withdraw(
                case_id=CaseFactory(published=True).pk,
                reason="Set aside.",
                replaced_by=CaseFactory(cleared=True),
                by=publisher,
                now=NOW,
            )

    def test_a_brief_does_not_replace_itself(self, publisher: User) -> None:
        case = CaseFactory(published=True)

        with pytest.raises(WrongStatusError):
            cases.withdraw(case_id=case.pk, reason="Set aside.", replaced_by=case, by=publisher, now=NOW)

    def test_its_draft_of_changes_ends_with_it(self, publisher: User) -> None:
        successor = CaseFactory(successor=True)

        cases.withdraw(case_id=successor.revises_id, reason="Set aside.", by=publisher, now=NOW)

        assert not Case.objects.filter(pk=successor.pk).exists()


class TestOfficialTitle:
    def test_it_needs_two_persons(self) -> None:
        proposer = UserFactory(role="editor")
        second = UserFactory(role="data_protection_officer")
        both = UserFactory(permissions=("caselaw.change_case", "caselaw.clear_case"))
        case = CaseFactory(official_title="Doe v. State", safe_title="D. v. State", title_policy=TitlePolicy.INITIALS)
        cases.propose_official_title(case_id=case.pk, reason="Lawyers cite it so.", by=both, now=NOW)

        with pytest.raises(NotAllowedError):
            cases.confirm_official_title(case_id=case.pk, by=both, now=NOW)
        with pytest.raises(NotAllowedError):
            cases.confirm_official_title(case_id=case.pk, by=proposer, now=NOW)

        confirmed = cases.confirm_official_title(case_id=case.pk, by=second, now=NOW)
        assert (confirmed.title, confirmed.slug) == ("Doe v. State", "doe-v-state")

    def test_a_proposal_needs_a_reason(self) -> None:
        case = CaseFactory(safe_title="D. v. State", title_policy=TitlePolicy.INITIALS)

        with pytest.raises(IncompleteError):
            cases.propose_official_title(case_id=case.pk, reason="  ", by=UserFactory(role="editor"), now=NOW)

    def test_one_that_is_shown_is_not_proposed_again(self) -> None:
        case = CaseFactory(
            safe_title="D. v. State",
            title_policy=TitlePolicy.OFFICIAL,
            title_reason="Lawyers cite it so.",
            title_proposed_by=UserFactory(),
            title_confirmed_by=UserFactory(),
        )

        with pytest.raises(WrongStatusError):
            cases.propose_official_title(case_id=case.pk, reason="Again.", by=UserFactory(role="editor"), now=NOW)

    def test_one_that_nobody_proposed_is_not_confirmed(self, officer: User) -> None:
        with pytest.raises(WrongStatusError):
            cases.confirm_official_title(case_id=CaseFactory().pk, by=officer, now=NOW)


class TestAssignmentAndComments:
    def test_a_person_to_whom_a_brief_is_given_is_told_once_and_may_write(self) -> None:
        contributor = UserFactory(role="contributor")
        case = CaseFactory()

        cases.assign(case_id=case.pk, to=contributor, by=UserFactory(role="editor"), now=NOW)

        assert Notice.objects.get().recipient == contributor
        assert Case.objects.visible_to(contributor).get() == case

    def test_a_person_without_a_part_in_the_work_is_given_nothing(self) -> None:
        with pytest.raises(NotAllowedError):
            cases.assign(case_id=CaseFactory().pk, to=UserFactory(), by=UserFactory(role="editor"), now=NOW)

    def test_a_contributor_assigns_nothing(self) -> None:
        author = UserFactory(role="contributor")

        with pytest.raises(NotAllowedError):
            cases.assign(case_id=CaseFactory(created_by=author).pk, to=author, by=author, now=NOW)

    def test_an_auditor_reads_and_does_not_comment(self) -> None:
        with pytest.raises(NotAllowedError):
            cases.comment(case_id=CaseFactory().pk, text="Well.", by=UserFactory(role="auditor"), now=NOW)

    def test_a_contributor_comments_on_the_own_brief(self) -> None:
        author = UserFactory(role="contributor")
        case = CaseFactory(created_by=author)

        assert cases.comment(case_id=case.pk, text="Ready soon.", by=author, now=NOW).text == "Ready soon."


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Siliadin v. France", "siliadin-v-france"),
        ("R. v. A.", "r-v-a"),
        ("L’État c. Müller", "letat-c-muller"),
        ("检察院诉某人", "case"),
        ("x" * 100, "x" * 80),
    ],
)
def test_the_words_of_an_address_come_from_the_title(title: str, slug: str) -> None:
    assert cases.slug_for(title) == slug
