"""Writing a brief that forms have checked: nothing is overwritten, nothing public is edited."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from caselaw.actions import drafts
from caselaw.choices import AnonymisationState, CaseStatus, IdentifierScheme
from caselaw.models import Attachment, Case, CaseIdentifier, Defendant
from portal.core.actions.records import Record
from portal.core.errors import ChangedMeanwhileError, InvalidFileError, NotAllowedError, WrongStatusError
from portal.core.models import User
from tests.factories.caselaw import CaseFactory, DefendantFactory, JurisdictionFactory, SourceFactory
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def save(case: Case, *, by: User, parts: tuple[Record, ...] = (), seen_at: object = NOW, **fields: object) -> Case:
    """Save as a form does that showed the brief as it was at `seen_at`."""
    for name, value in fields.items():
        setattr(case, name, value)
    return drafts.save(
        case=case,
        links={},
        parts=list(parts),
        removed=[],
        seen_at=seen_at,
        by=by,
        now=LATER,  # type: ignore[arg-type]
    )


def test_a_new_brief_knows_who_entered_it() -> None:
    editor = UserFactory(role="contributor")

    made = save(Case(official_title="R. v. A.", jurisdiction=JurisdictionFactory()), by=editor, seen_at=None)

    assert (made.created_by, made.slug, made.updated_at, made.status) == (editor, "r-v-a", LATER, CaseStatus.DRAFT)


def test_the_author_stays_the_one_who_entered_the_brief() -> None:
    case = CaseFactory()
    author = case.created_by

    save(case, by=UserFactory(role="editor"), official_title="R. v. B.")

    case.refresh_from_db()
    assert (case.created_by, case.slug) == (author, "r-v-b")


def test_what_someone_else_saved_meanwhile_is_not_overwritten() -> None:
    case = CaseFactory()

    with pytest.raises(ChangedMeanwhileError):
        save(case, by=UserFactory(role="editor"), seen_at=NOW - timedelta(seconds=1))


@pytest.mark.django_db(transaction=True)
def test_of_eight_people_who_save_at_once_one_succeeds() -> None:
    case, people, barrier = CaseFactory(), UserFactory.create_batch(8, role="editor"), Barrier(8)

    def one(person: User) -> bool:
        try:
            mine = Case.objects.get(pk=case.pk)
            barrier.wait()
            save(mine, by=person, official_title=f"By {person.pk}")
        except ChangedMeanwhileError:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        succeeded = list(pool.map(one, people))

    winner = people[succeeded.index(True)]
    assert succeeded.count(True) == 1
    assert Case.objects.get().official_title == f"By {winner.pk}"


@pytest.mark.parametrize("trait", ["published", "withdrawn"])
def test_a_published_or_withdrawn_brief_is_not_edited(trait: str) -> None:
    case = CaseFactory(**{trait: True})

    with pytest.raises(WrongStatusError):
        save(case, by=UserFactory(role="editor"))


def test_a_form_cannot_carry_a_status_in() -> None:
    case = CaseFactory(cleared=True)
    stored = Case.objects.get()

    save(stored, by=UserFactory(role="editor"), status=CaseStatus.PUBLISHED, published_at=NOW)

    case.refresh_from_db()
    assert (case.status, case.anonymisation_state) == (CaseStatus.DRAFT, AnonymisationState.RE_OPENED)
    assert (case.published_at, case.cleared_by) == (None, None)


def test_a_brief_on_hold_stays_on_hold_and_is_checked_again() -> None:
    case = CaseFactory(checked=True, status=CaseStatus.ON_HOLD, hold_reason="Not final.")

    save(Case.objects.get(), by=UserFactory(role="editor"))

    case.refresh_from_db()
    assert (case.status, case.anonymisation_state) == (CaseStatus.ON_HOLD, AnonymisationState.RE_OPENED)


def test_editing_a_part_re_opens_the_check_too() -> None:
    defendant = DefendantFactory(case=CaseFactory(cleared=True))

    drafts.save_parts(
        case_id=defendant.case_id,
        parts=[Record(defendant)],
        removed=[],
        seen_at=NOW,
        by=UserFactory(role="editor"),
        now=LATER,
    )

    assert Case.objects.get().status == CaseStatus.DRAFT


def test_parts_of_a_published_brief_are_not_edited() -> None:
    defendant = DefendantFactory(case=CaseFactory(published=True), display_name="A.")
    defendant.display_name = "B."

    with pytest.raises(WrongStatusError):
        drafts.save_parts(
            case_id=defendant.case_id,
            parts=[Record(defendant)],
            removed=[],
            seen_at=NOW,
            by=UserFactory(role="editor"),
            now=LATER,
        )

    assert Defendant.objects.get().display_name == "A."


def test_a_citation_gets_the_form_in_which_citations_are_compared() -> None:
    case = CaseFactory()
    cited = CaseIdentifier(case=case, scheme=IdentifierScheme.DOCKET, value="No. 0012/2020")

    save(case, by=UserFactory(role="editor"), parts=(Record(cited),))

    assert "0012" not in case.identifiers.get().normalised
    assert "12" in case.identifiers.get().normalised


def test_a_file_that_is_no_document_stops_everything() -> None:
    case = CaseFactory(official_title="R. v. A.")
    file = ContentFile(b"<script>", name="judgment.pdf")

    with pytest.raises(InvalidFileError):
        save(
            case,
            by=UserFactory(role="editor"),
            parts=(Record(Attachment(case=case, title="J"), upload=file),),
            official_title="New",
        )

    assert Case.objects.get().official_title == "R. v. A."


def test_whoever_edits_becomes_an_author_and_the_version_goes_up() -> None:
    editor, case = UserFactory(role="editor"), CaseFactory()

    save(case, by=editor)

    case.refresh_from_db()
    assert (case.content_version, case.authors.get().user) == (2, editor)


def test_who_cleared_a_brief_may_edit_it_and_is_an_author_from_then_on() -> None:
    both = UserFactory(permissions=("caselaw.change_case", "caselaw.clear_case"))
    case = CaseFactory(cleared=True, cleared_by=both)

    save(case, by=both)

    case.refresh_from_db()
    assert (case.cleared_by, case.authors.get().user) == (None, both)


@pytest.mark.parametrize("state", [{"in_review": True}, {"cleared": True}, {"on_hold": True}])
def test_a_contributor_writes_in_the_own_brief_only_while_it_is_a_draft(state: dict[str, object]) -> None:
    author = UserFactory(role="contributor")
    case = CaseFactory(**state, created_by=author)

    with pytest.raises(NotAllowedError):
        save(case, by=author)


def test_a_contributor_does_not_write_in_the_brief_of_another() -> None:
    with pytest.raises(NotAllowedError):
        save(CaseFactory(), by=UserFactory(role="contributor"))


def test_a_removed_row_makes_room_for_a_new_one() -> None:
    old = SourceFactory(seq=1)
    new = Record(SourceFactory.build(case=old.case, seq=1, citation="New"))

    drafts.save(
        case=old.case, links={}, parts=[new], removed=[old], seen_at=NOW, by=UserFactory(role="editor"), now=LATER
    )

    assert old.case.sources.get().citation == "New"


def test_a_draft_is_deleted() -> None:
    drafts.delete(case_id=CaseFactory(complete=True).pk, by=UserFactory(role="editor"))

    assert not Case.objects.exists()


@pytest.mark.parametrize("state", [{"published": True}, {"withdrawn": True}, {"hidden": True}])
def test_what_was_public_is_not_deleted(state: dict[str, object]) -> None:
    case = CaseFactory(**state)

    with pytest.raises(WrongStatusError):
        drafts.delete(case_id=case.pk, by=UserFactory(role="editor"))
