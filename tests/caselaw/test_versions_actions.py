"""A public brief stays as it is while its changes are prepared; publishing them replaces it and keeps what was."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError
from django.test.utils import CaptureQueriesContext

from caselaw.actions import cases, versions
from caselaw.choices import CaseStatus
from caselaw.exports.snapshot import snapshot_of
from caselaw.models import (
    Attachment,
    Case,
    CaseAuthor,
    CaseComment,
    CaseRelation,
    CaseText,
    CaseVersion,
    Charge,
    Defendant,
    ElementFinding,
    Proceeding,
)
from caselaw.models.tree import PARTS
from portal.core.errors import NotAllowedError, WrongStatusError
from portal.core.models import User
from tests.factories.caselaw import (
    AttachmentFactory,
    CaseFactory,
    CaseIdentifierFactory,
    CaseRelationFactory,
    CaseSectorFactory,
    ChargeFactory,
    DefendantFactory,
    ElementFindingFactory,
    ProceedingFactory,
    ProvisionInterpretationFactory,
    RouteLegFactory,
    SanctionFactory,
    VictimGroupFactory,
)
from tests.factories.core import NOW, CountryFactory, UserFactory, term

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


@pytest.fixture
def editor() -> User:
    return UserFactory(role="editor")


def full_brief() -> Case:
    """Return a published brief with every kind of part, and with references between parts."""
    case = CaseFactory(published=True)
    case.countries_involved.add(CountryFactory(iso3="FRA", iso2="FR"))
    CaseIdentifierFactory(case=case)
    CaseSectorFactory(case=case)
    trial = ProceedingFactory(case=case, seq=1)
    ProceedingFactory(case=case, seq=2, appeal_of=trial)
    group = VictimGroupFactory(case=case, label="Group 1")
    group.nationalities.add(CountryFactory(iso3="FRA", iso2="FR"))
    defendant = DefendantFactory(case=case, seq=1)
    charge = ChargeFactory(defendant=defendant, seq=1, proceeding=trial)
    SanctionFactory(defendant=defendant, charge=charge, proceeding=trial)
    source = case.sources.get()
    ElementFindingFactory(case=case, term=term("means", "deception"), charge=charge, victim_group=group, source=source)
    ProvisionInterpretationFactory(case=case)
    RouteLegFactory(case=case)
    AttachmentFactory(case=case)
    CaseRelationFactory(from_case=case, to_case=CaseFactory(published=True))
    return case


def checked(successor: Case) -> Case:
    """Let two others accept and clear the draft of changes."""
    cases.submit(case_id=successor.pk, by=successor.created_by, now=LATER)
    cases.accept(case_id=successor.pk, by=UserFactory(role="reviewer"), now=LATER)
    return cases.clear(case_id=successor.pk, by=UserFactory(role="data_protection_officer"), now=LATER)


class TestPreparingChanges:
    def test_the_draft_holds_a_copy_of_everything_and_the_public_brief_stays(self, editor: User) -> None:
        case = full_brief()
        before = snapshot_of(case)

        successor = cases.revise(case_id=case.pk, by=editor, now=LATER)

        assert snapshot_of(successor) == before == snapshot_of(case)
        assert (successor.public_id, successor.status, successor.created_by) == (None, CaseStatus.DRAFT, editor)
        case.refresh_from_db()
        assert case.status == CaseStatus.PUBLISHED

    def test_references_between_parts_lead_to_the_copies(self, editor: User) -> None:
        successor = cases.revise(case_id=full_brief().pk, by=editor, now=LATER)

        finding = ElementFinding.objects.get(case=successor, charge__isnull=False)
        assert finding.charge is not None
        assert finding.victim_group is not None
        assert finding.source is not None
        assert finding.charge.defendant.case == successor
        assert finding.victim_group.case == successor
        assert finding.source.case == successor
        assert Proceeding.objects.get(case=successor, seq=2).appeal_of == Proceeding.objects.get(case=successor, seq=1)
        assert Charge.objects.get(defendant__case=successor).proceeding == Proceeding.objects.get(case=successor, seq=1)

    def test_only_one_draft_of_changes_is_in_work(self, editor: User) -> None:
        case = CaseFactory(published=True)
        cases.revise(case_id=case.pk, by=editor, now=LATER)

        with pytest.raises(WrongStatusError):
            cases.revise(case_id=case.pk, by=editor, now=LATER)

    def test_the_public_does_not_see_the_draft(self, editor: User) -> None:
        case = CaseFactory(published=True)
        cases.revise(case_id=case.pk, by=editor, now=LATER)

        assert list(Case.objects.visible_to(UserFactory())) == [case]

    def test_the_number_of_queries_does_not_grow_with_the_rows(self, editor: User) -> None:
        counts = []
        editor.get_all_permissions()  # asked for once per person
        for rows in (1, 10):
            case = CaseFactory(published=True)
            DefendantFactory.create_batch(rows, case=case)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                cases.revise(case_id=case.pk, by=editor, now=LATER)
            counts.append(len(queries))

        assert counts[0] == counts[1]


class TestPublishingChanges:
    def test_the_public_brief_takes_over_words_and_parts_under_its_own_identifier(self, editor: User) -> None:
        case = full_brief()
        successor = cases.revise(case_id=case.pk, by=editor, now=LATER)
        CaseText.objects.filter(case=successor).update(headline="A new headline.")
        Defendant.objects.filter(case=successor).update(display_name="Defendant B")
        wanted = snapshot_of(Case.objects.get(pk=successor.pk))
        checked(successor)

        public = cases.publish(case_id=successor.pk, by=UserFactory(role="publisher"), note="Headline.", now=LATER)

        assert public.pk == case.pk
        assert public.public_id == case.public_id
        assert snapshot_of(Case.objects.get(pk=case.pk)) == wanted
        assert not Case.objects.filter(pk=successor.pk).exists()
        assert Case.objects.get(pk=case.pk).published_at == NOW

    def test_each_published_state_is_kept_with_its_people(self, editor: User) -> None:
        publisher = UserFactory(role="publisher")
        case = cases.publish(case_id=CaseFactory(cleared=True).pk, by=publisher, now=NOW)
        author = case.created_by
        successor = cases.revise(case_id=case.pk, by=editor, now=LATER)
        CaseText.objects.filter(case=successor).update(headline="A new headline.")
        checked(successor)
        cases.publish(case_id=successor.pk, by=publisher, note="Headline.", now=LATER)

        first, second = CaseVersion.objects.filter(case=case).order_by("number")

        assert (first.number, second.number, second.note) == (1, 2, "Headline.")
        assert first.snapshot["texts"][0]["headline"] != second.snapshot["texts"][0]["headline"] == "A new headline."
        assert (first.author_ids, second.author_ids) == ([author.pk], [editor.pk])
        assert second.published_by == publisher

    def test_what_is_found_by_search_is_the_new_text(self, editor: User) -> None:
        case = CaseFactory(published=True)
        successor = cases.revise(case_id=case.pk, by=editor, now=LATER)
        CaseText.objects.filter(case=successor).update(fact_summary="Xylophones were played.")
        checked(successor)
        cases.publish(case_id=successor.pk, by=UserFactory(role="publisher"), now=LATER)

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT case_id FROM caselaw_searchdocument WHERE text @@ to_tsquery('english', 'xylophone')"
            )
            assert cursor.fetchall() == [(case.pk,)]

    def test_comments_and_authors_go_over_to_the_public_brief(self, editor: User) -> None:
        case, helper = CaseFactory(published=True), UserFactory(role="editor")
        successor = cases.revise(case_id=case.pk, by=editor, now=LATER)
        CaseAuthor.objects.create(case=successor, user=helper, since=LATER)
        CaseComment.objects.create(case=successor, text="Look at the date.", written_by=editor, written_at=LATER)
        checked(successor)
        cases.publish(case_id=successor.pk, by=UserFactory(role="publisher"), now=LATER)

        assert case.comments.get().text == "Look at the date."
        assert case.authors.get().user == helper

    def test_a_former_author_may_be_the_second_person_of_the_new_words(self, editor: User) -> None:
        officer = UserFactory(role="data_protection_officer")
        case = CaseFactory(published=True)
        CaseAuthor.objects.create(case=case, user=officer, since=NOW)
        successor = cases.revise(case_id=case.pk, by=editor, now=LATER)
        cases.submit(case_id=successor.pk, by=editor, now=LATER)
        cases.accept(case_id=successor.pk, by=UserFactory(role="reviewer"), now=LATER)
        cases.clear(case_id=successor.pk, by=officer, now=LATER)

        public = cases.publish(case_id=successor.pk, by=UserFactory(role="publisher"), now=LATER)

        assert public.cleared_by == officer

    def test_a_relation_to_the_very_brief_is_dropped(self, editor: User) -> None:
        case = CaseFactory(published=True)
        successor = cases.revise(case_id=case.pk, by=editor, now=LATER)
        CaseRelationFactory(from_case=successor, to_case=case)
        checked(successor)

        cases.publish(case_id=successor.pk, by=UserFactory(role="publisher"), now=LATER)

        assert not CaseRelation.objects.exists()

    def test_changes_of_a_hidden_brief_show_it_again_and_withhold_what_was_wrong(self, editor: User) -> None:
        publisher = UserFactory(role="publisher")
        case = cases.publish(case_id=CaseFactory(cleared=True).pk, by=publisher, now=NOW)
        cases.hide(case_id=case.pk, by=editor, now=LATER)
        successor = cases.revise(case_id=case.pk, by=editor, now=LATER)
        checked(successor)

        public = cases.publish(case_id=successor.pk, by=publisher, now=LATER)

        assert public.status == CaseStatus.PUBLISHED
        assert [version.number for version in CaseVersion.objects.visible_to(UserFactory())] == [2]

    def test_a_file_is_shared_by_the_public_brief_and_its_changes(self, editor: User) -> None:
        case = full_brief()
        successor = cases.revise(case_id=case.pk, by=editor, now=LATER)
        checked(successor)
        cases.publish(case_id=successor.pk, by=UserFactory(role="publisher"), now=LATER)

        assert Attachment.objects.filter(case=case).count() == 1


class TestImmutableVersions:
    def version(self) -> CaseVersion:
        case = cases.publish(case_id=CaseFactory(cleared=True).pk, by=UserFactory(role="publisher"), now=NOW)
        return CaseVersion.objects.get(case=case)

    @pytest.mark.parametrize(
        "statement", ["UPDATE caselaw_caseversion SET note = 'x'", "DELETE FROM caselaw_caseversion"]
    )
    def test_sql_does_not_change_them(self, statement: str) -> None:
        self.version()

        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_they_are_not_emptied(self) -> None:
        with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL portal.allow_truncate = ''; TRUNCATE caselaw_caseversion")

    def test_one_is_withheld_and_shown_again(self) -> None:
        version, editor = self.version(), UserFactory(role="editor")

        versions.withhold(version_id=version.pk, is_withheld=True, by=editor, now=NOW)
        assert not CaseVersion.objects.visible_to(UserFactory()).exists()

        versions.withhold(version_id=version.pk, is_withheld=False, by=editor, now=NOW)
        assert CaseVersion.objects.visible_to(UserFactory()).exists()

    def test_not_by_a_contributor(self) -> None:
        with pytest.raises(NotAllowedError):
            versions.withhold(
                version_id=self.version().pk, is_withheld=True, by=UserFactory(role="contributor"), now=NOW
            )


def test_every_table_of_a_brief_is_among_its_parts() -> None:
    """A part that a later model adds must be copied and kept too."""
    not_content = {"CaseAuthor", "CaseComment", "CaseVersion", "SearchDocument", "Case", "CaseCountry", "FormDraft"}
    not_content |= {"PublicChange", "CorrectionRequest", "ImportItem"}
    not_content |= {"ScreeningAcceptance", "SuppressedName", "RedactionRecord"}
    pointing = {
        relation.related_model.__name__
        for model in (Case, Defendant)
        for relation in model._meta.related_objects
        if not relation.hidden and not relation.related_model.__name__.endswith("Event")
    }

    assert pointing - not_content - {"ElementFinding"} <= {part.model.__name__ for part in PARTS}
