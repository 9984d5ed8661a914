"""Several people at once on one brief, on a real database: one wins, the others are told, nothing is done by half."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from caselaw.actions import cases, desk, drafts
from caselaw.actions.desk import Answers
from caselaw.actions.steps import BY_NAME, STEPS
from caselaw.choices import AnonymisationState, CaseStatus, TitlePolicy
from caselaw.models import Case, CaseAuthor, CaseComment, CaseRelation, CaseVersion, SearchDocument
from portal.core.actions.records import Record
from portal.core.errors import ChangedMeanwhileError, DomainError, NotAllowedError, WrongStatusError
from portal.core.models import User
from tests.factories.caselaw import CaseFactory, CaseRelationFactory
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(hours=1)
TOLD = (WrongStatusError, ChangedMeanwhileError, NotAllowedError)
# The state in which each step may be taken.
BEFORE: dict[str, dict[str, object]] = {
    "submit": {"complete": True},
    "take_back": {"in_review": True},
    "accept": {"in_review": True},
    "return": {"in_review": True},
    "clear": {"accepted": True},
    "publish": {"cleared": True},
    "show_again": {"checked": True, "status": CaseStatus.ON_HOLD, "published_at": NOW, "hold_reason": "Hidden."},
    "revise": {"published": True},
    "hold": {"cleared": True},
    "resume": {"on_hold": True},
    "hide": {"published": True},
    "withdraw": {"published": True},
    "propose_official_title": {"complete": True, "title_policy": TitlePolicy.INITIALS, "safe_title": "R. v. A."},
    "confirm_official_title": {
        "complete": True,
        "title_policy": TitlePolicy.INITIALS,
        "safe_title": "R. v. A.",
        "title_reason": "The court publishes it.",
    },
}
Act = Callable[[User], object]


def at_once(*acts: Act, people: list[User] | None = None) -> list[BaseException | None]:
    """Let every act be done by a person of its own at the same moment; return what each was told, None for success."""
    barrier = Barrier(len(acts))
    people = people or [UserFactory(administrator=True) for _act in acts]

    def one(act: Act, person: User) -> BaseException | None:
        try:
            barrier.wait()
            act(person)
        except DomainError as refusal:
            return refusal
        else:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts, people))


def step(name: str, case: Case) -> Act:
    """Return the step as an act."""
    answers = Answers(reason="For a reason.")
    return lambda by: desk.take(BY_NAME[name], case_id=case.pk, answers=answers, by=by, now=LATER)


def changes_of(live: Case, **state: object) -> Case:
    """Return cleared changes of a public brief."""
    return CaseFactory(successor=True, revises=live, cleared=True, **state)


def trail(case_id: int) -> list[tuple[str, str]]:
    """Return (action, status) of every state that the brief went through, the oldest first."""
    events = Case.objects.get(pk=case_id).events.filter(pgh_context__isnull=False).order_by("pgh_id")
    rows = [(event.pgh_context.metadata["action"], event.status) for event in events.select_related("pgh_context")]
    assert rows[0][0] == "database.changed"  # the factory's; everything after it is an action's
    return rows[1:]


def test_every_step_has_its_state_here() -> None:
    assert set(BEFORE) == {step.name for step in STEPS}


@pytest.mark.parametrize("name", sorted(BEFORE))
def test_of_two_who_take_the_same_step_at_once_one_wins_and_the_other_is_told(name: str) -> None:
    proposer = {"title_proposed_by": UserFactory()} if name == "confirm_official_title" else {}
    case = CaseFactory(**BEFORE[name], **proposer)

    told = at_once(step(name, case), step(name, case))

    (refusal,) = [answer for answer in told if answer is not None]
    assert isinstance(refusal, TOLD)
    assert CaseComment.objects.count() == (1 if name == "return" else 0)
    assert Case.objects.filter(revises=case).count() == (1 if name == "revise" else 0)
    assert CaseVersion.objects.count() == (1 if name in ("publish", "show_again") else 0)
    case.refresh_from_db()
    assert case.status == (BY_NAME[name].to or {"clear": CaseStatus.CLEARED}.get(name, case.status))


def test_of_two_who_publish_the_same_changes_one_wins_and_the_other_is_told() -> None:
    live = CaseFactory(published=True)
    changes = changes_of(live, official_title="New title")

    told = at_once(step("publish", changes), step("publish", changes))

    (refusal,) = [answer for answer in told if answer is not None]
    assert isinstance(refusal, ChangedMeanwhileError)
    assert (Case.objects.get().official_title, CaseVersion.objects.get().number) == ("New title", 1)


@pytest.mark.parametrize("round_", range(3))
@pytest.mark.parametrize("name", ["hide", "withdraw"])
def test_changes_are_published_while_the_public_brief_goes(name: str, round_: int) -> None:
    live = CaseFactory(published=True)
    changes = changes_of(live, official_title="New title")

    told = at_once(step("publish", changes), step(name, live))

    live.refresh_from_db()
    assert all(refusal is None or isinstance(refusal, TOLD) for refusal in told)
    assert told[1] is None  # what must go, goes: before the changes are public, or after
    if name == "withdraw":
        assert (live.status, Case.objects.count()) == (CaseStatus.WITHDRAWN, 1)
    is_public = live.status == CaseStatus.PUBLISHED
    assert SearchDocument.objects.filter(case=live).exists() == is_public
    assert CaseVersion.objects.count() == (1 if told[0] is None else 0)


def test_an_edit_and_the_check_for_names_never_both_hold_for_other_words() -> None:
    case, officer = CaseFactory(accepted=True), UserFactory(role="data_protection_officer")
    editor = UserFactory(role="editor")

    def edit(by: User) -> object:
        mine = Case.objects.get(pk=case.pk)
        mine.official_title = "Other words"
        return drafts.save(case=mine, links={}, parts=[], removed=[], seen_at=NOW, by=by, now=LATER)

    def clear(by: User) -> object:
        return cases.clear(case_id=case.pk, by=by, now=LATER, seen_version=1)

    told = at_once(edit, clear, people=[editor, officer])

    case.refresh_from_db()
    assert sum(refusal is None for refusal in told) == 1
    is_edited = told[0] is None
    assert (case.cleared_version is None, case.official_title == "Other words") == (is_edited, is_edited)


def test_a_relation_to_the_public_brief_is_written_while_the_changes_are_published() -> None:
    live = CaseFactory(published=True)
    changes = changes_of(live)
    relation = CaseRelation(from_case=changes, to_case=live, kind="cites")

    def relate(by: User) -> object:
        return drafts.save_parts(
            case_id=changes.pk, parts=[Record(relation)], removed=[], seen_at=NOW, by=by, now=LATER
        )

    told = at_once(relate, step("publish", changes))

    assert sum(refusal is None for refusal in told) == 1
    assert all(refusal is None or isinstance(refusal, TOLD) for refusal in told)


def test_two_briefs_that_cite_each_other_are_revised_at_once() -> None:
    one, other = CaseFactory(published=True), CaseFactory(published=True)
    CaseRelationFactory(from_case=one, to_case=other)
    CaseRelationFactory(from_case=other, to_case=one)

    assert at_once(step("revise", one), step("revise", other)) == [None, None]


def test_of_two_briefs_that_are_withdrawn_for_each_other_one_stays() -> None:
    one, other = CaseFactory(published=True), CaseFactory(published=True)

    def withdraw(case: Case, for_: Case) -> Act:
        mine = Case.objects.get(pk=for_.pk)
        return lambda by: cases.withdraw(case_id=case.pk, reason="Twice.", replaced_by=mine, by=by, now=LATER)

    told = at_once(withdraw(one, other), withdraw(other, one))

    assert sum(refusal is None for refusal in told) == 1
    assert Case.objects.published().count() == 1


def test_a_comment_on_changes_that_are_published_is_kept_or_refused() -> None:
    live = CaseFactory(published=True)
    changes = changes_of(live)

    told = at_once(
        step("publish", changes), *[lambda by: cases.comment(case_id=changes.pk, text="Well.", by=by, now=LATER)] * 6
    )

    assert told[0] is None
    assert CaseComment.objects.filter(case=live).count() == told.count(None) - 1


def test_forty_writers_of_mixed_steps_leave_a_legal_state_and_an_unbroken_trail() -> None:
    case = CaseFactory(in_review=True)
    SearchDocument.objects.all().delete()
    people = [UserFactory(administrator=True) for _n in range(40)]
    names = ("accept", "return", "clear", "publish", "hide", "show_again", "submit", "hold", "resume", "take_back")

    def edit(by: User) -> object:
        mine = Case.objects.get(pk=case.pk)
        return drafts.save(case=mine, links={}, parts=[], removed=[], seen_at=mine.updated_at, by=by, now=LATER)

    def many(name: str) -> Act:
        def act(by: User) -> None:
            for _n in range(3):
                try:
                    edit(by) if name == "edit" else step(name, case)(by)
                except DomainError:
                    continue

        return act

    at_once(*(many((*names, "edit")[n % 11]) for n in range(40)), people=people)

    case.refresh_from_db()
    assert SearchDocument.objects.filter(case=case).exists() == (case.status == CaseStatus.PUBLISHED)
    assert not case.authors.filter(user__in=[case.cleared_by_id or 0, case.accepted_by_id or 0]).exists()
    numbers = list(CaseVersion.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert_is_legal(trail(case.pk))


# From a state to that of the next row of the trail, by the action that wrote it.
FOLLOWS = {
    "case.submitted": ({"draft"}, "in_review"),
    "case.taken_back": ({"in_review"}, "draft"),
    "case.accepted": ({"in_review"}, "in_review"),
    "case.returned": ({"in_review", "cleared"}, "draft"),
    "case.anonymisation_cleared": ({"in_review", "on_hold"}, None),
    "case.published": ({"cleared"}, "published"),
    "case.hidden": ({"published"}, "on_hold"),
    "case.shown_again": ({"on_hold"}, "published"),
    "case.put_on_hold": ({"draft", "in_review", "cleared"}, "on_hold"),
    "case.resumed": ({"on_hold"}, "draft"),
    "case.edited": ({"draft", "in_review", "cleared", "on_hold"}, None),
}


def assert_is_legal(rows: list[tuple[str, str]]) -> None:
    """See that every row of the trail follows from the one before it."""
    assert len(rows) > 5
    now = "in_review"
    for action, status in rows:
        sources, to = FOLLOWS[action]
        assert now in sources | ({to} - {None}), (action, now, status)
        assert to is None or status == to, (action, now, status)
        now = status


class TestGuards:
    """What the database itself refuses, whoever asks."""

    def refused(self, write: Callable[[], object]) -> bool:
        try:
            with transaction.atomic():
                write()
        except IntegrityError:
            return True
        return False

    @pytest.mark.parametrize("field", ["accepted_by", "cleared_by"])
    def test_an_author_is_not_made_the_second_person(self, field: str) -> None:
        case, author = CaseFactory(cleared=True), UserFactory()
        CaseAuthor.objects.create(case=case, user=author, since=NOW)

        assert self.refused(lambda: Case.objects.filter(pk=case.pk).update(**{field: author}))

    @pytest.mark.parametrize("field", ["accepted_by", "cleared_by"])
    def test_who_began_a_brief_is_not_made_the_second_person(self, field: str) -> None:
        case = CaseFactory(cleared=True)

        assert self.refused(lambda: Case.objects.filter(pk=case.pk).update(**{field: case.created_by}))

    @pytest.mark.parametrize("field", ["accepted_by", "cleared_by"])
    def test_the_second_person_is_not_made_an_author(self, field: str) -> None:
        case = CaseFactory(cleared=True)

        assert self.refused(lambda: CaseAuthor.objects.create(case=case, user=getattr(case, field), since=NOW))

    @pytest.mark.parametrize(
        "values",
        [
            {"status": CaseStatus.PUBLISHED, "anonymisation_state": AnonymisationState.RE_OPENED},
            {"status": CaseStatus.PUBLISHED, "published_at": None},
            {"status": CaseStatus.ON_HOLD, "hold_reason": ""},
            {"status": CaseStatus.WITHDRAWN, "withdrawal_reason": ""},
            {"status": CaseStatus.CLEARED, "cleared_version": 7},
        ],
    )
    def test_a_state_without_what_belongs_to_it_is_refused(self, values: dict[str, object]) -> None:
        case = CaseFactory(cleared=True)

        assert self.refused(lambda: Case.objects.filter(pk=case.pk).update(**values))

    def test_a_brief_has_one_draft_of_changes(self) -> None:
        live = CaseFactory(published=True)
        changes_of(live)

        assert self.refused(lambda: changes_of(live))

    def test_a_draft_of_changes_is_never_public(self) -> None:
        changes = changes_of(CaseFactory(published=True))

        assert self.refused(
            lambda: Case.objects.filter(pk=changes.pk).update(status=CaseStatus.PUBLISHED, published_at=NOW)
        )
