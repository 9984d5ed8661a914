"""What may be done with a brief, by whom and in which order."""

from datetime import timedelta

import pytest

from caselaw.actions import cases
from caselaw.choices import AnonymisationState, CaseStatus, TitlePolicy
from caselaw.models import SearchDocument
from portal.core.errors import IncompleteError, NotAllowedError, WrongStatusError
from tests.factories.caselaw import CaseFactory
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def test_a_second_person_clears_a_draft() -> None:
    case, checker = CaseFactory(complete=True), UserFactory()

    cleared = cases.clear(case_id=case.pk, by=checker, now=LATER)

    assert (cleared.status, cleared.anonymisation_state) == (CaseStatus.CLEARED, AnonymisationState.CLEARED)
    assert (cleared.cleared_by, cleared.cleared_at, cleared.updated_at) == (checker, LATER, LATER)


def test_the_author_does_not_clear_the_own_brief() -> None:
    case = CaseFactory(complete=True)

    with pytest.raises(NotAllowedError):
        cases.clear(case_id=case.pk, by=case.created_by, now=NOW)

    case.refresh_from_db()
    assert case.status == CaseStatus.DRAFT


def test_a_cleared_brief_is_published_and_found_in_the_same_transaction() -> None:
    case = CaseFactory(cleared=True)

    published = cases.publish(case_id=case.pk, by=UserFactory(), now=LATER)

    assert (published.status, published.published_at) == (CaseStatus.PUBLISHED, LATER)
    assert SearchDocument.objects.filter(case=case).exists()


def test_the_refusal_to_publish_lists_everything_that_is_missing() -> None:
    case = CaseFactory()

    with pytest.raises(IncompleteError) as refusal:
        cases.publish(case_id=case.pk, by=UserFactory(), now=NOW)

    assert refusal.value.missing == [
        "the date of the decision",
        "at least one source",
        "the facts in at least one language",
        "an element that was found, or a note on inclusion",
        "the check by a second person that no victim is named",
    ]
    assert not SearchDocument.objects.exists()


def test_a_complete_brief_that_nobody_checked_is_not_published() -> None:
    case = CaseFactory(complete=True)

    with pytest.raises(IncompleteError) as refusal:
        cases.publish(case_id=case.pk, by=UserFactory(), now=NOW)

    assert refusal.value.missing == ["the check by a second person that no victim is named"]


def test_a_note_on_inclusion_stands_in_for_an_element() -> None:
    case = CaseFactory(cleared=True, finding=None, inclusion_note="The first case on the point.")

    assert cases.publish(case_id=case.pk, by=UserFactory(), now=NOW).status == CaseStatus.PUBLISHED


def test_hiding_removes_the_brief_from_search_at_once_and_re_opens_the_check() -> None:
    case = CaseFactory(published=True)
    SearchDocument.objects.get(case=case)

    hidden = cases.hide(case_id=case.pk, by=UserFactory(), now=LATER)

    assert not SearchDocument.objects.filter(case=case).exists()
    assert (hidden.status, hidden.anonymisation_state) == (CaseStatus.DRAFT, AnonymisationState.RE_OPENED)
    assert (hidden.cleared_by, hidden.cleared_at) == (None, None)


def test_a_brief_that_was_hidden_keeps_the_day_of_its_first_publication() -> None:
    case = CaseFactory(published=True)
    cases.hide(case_id=case.pk, by=UserFactory(), now=LATER)
    cases.clear(case_id=case.pk, by=UserFactory(), now=LATER)

    assert cases.publish(case_id=case.pk, by=UserFactory(), now=LATER).published_at == NOW


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (cases.clear, {"published": True}),
        (cases.clear, {"withdrawn": True}),
        (cases.publish, {"published": True}),
        (cases.hide, {"withdrawn": True}),
    ],
    ids=["clear published", "clear withdrawn", "publish published", "hide withdrawn"],
)
def test_a_step_out_of_turn_is_refused(act: object, state: dict[str, bool]) -> None:
    case = CaseFactory(**state)

    with pytest.raises(WrongStatusError):
        act(case_id=case.pk, by=UserFactory(), now=NOW)  # type: ignore[operator]  # each is one of the actions


def test_every_status_has_its_steps_and_nothing_follows_a_withdrawal() -> None:
    assert set(cases.STEPS) == set(CaseStatus)
    assert cases.STEPS[CaseStatus.WITHDRAWN] == frozenset()


def test_publishing_follows_on_clearing_only() -> None:
    before = {status for status, following in cases.STEPS.items() if CaseStatus.PUBLISHED in following}

    assert before == {CaseStatus.CLEARED}


def test_the_official_title_needs_two_persons() -> None:
    proposer, second = UserFactory(), UserFactory()
    case = CaseFactory(official_title="Doe v. State", safe_title="D. v. State", title_policy=TitlePolicy.INITIALS)
    cases.propose_official_title(case_id=case.pk, reason="Lawyers cite it so.", by=proposer, now=NOW)

    with pytest.raises(NotAllowedError):
        cases.confirm_official_title(case_id=case.pk, by=proposer, now=NOW)

    confirmed = cases.confirm_official_title(case_id=case.pk, by=second, now=NOW)
    assert (confirmed.title, confirmed.slug) == ("Doe v. State", "doe-v-state")


def test_a_proposal_for_the_official_title_needs_a_reason() -> None:
    with pytest.raises(IncompleteError):
        cases.propose_official_title(
            case_id=CaseFactory(safe_title="D. v. State").pk, reason="  ", by=UserFactory(), now=NOW
        )


def test_a_proposal_for_the_official_title_needs_a_title_with_initials() -> None:
    with pytest.raises(IncompleteError):
        cases.propose_official_title(case_id=CaseFactory().pk, reason="It is cited so.", by=UserFactory(), now=NOW)


def test_an_official_title_that_is_shown_is_not_proposed_again() -> None:
    case = CaseFactory(
        safe_title="D. v. State",
        title_policy=TitlePolicy.OFFICIAL,
        title_reason="Lawyers cite it so.",
        title_proposed_by=UserFactory(),
        title_confirmed_by=UserFactory(),
    )

    with pytest.raises(WrongStatusError):
        cases.propose_official_title(case_id=case.pk, reason="Again.", by=UserFactory(), now=NOW)


def test_a_title_that_nobody_proposed_is_not_confirmed() -> None:
    with pytest.raises(WrongStatusError):
        cases.confirm_official_title(case_id=CaseFactory().pk, by=UserFactory(), now=NOW)


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
