"""Briefs with a word of its own in every text, so that a trace of them cannot be missed."""

import uuid
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from caselaw.anonymisation.scanning import NEVER_ACCEPTED, HitKind
from caselaw.choices import CaseStatus, CorrectionKind
from caselaw.exports.snapshot import snapshot_of
from caselaw.models import (
    Case,
    CaseComment,
    CaseVersion,
    FormDraft,
    ImportFinding,
    ImportItem,
    Jurisdiction,
    ScreeningAcceptance,
    SuppressedName,
)
from tests.factories.caselaw import (
    AttachmentFactory,
    CaseFactory,
    CaseIdentifierFactory,
    CaseSectorFactory,
    CaseTextFactory,
    ChargeFactory,
    CorrectionRequestFactory,
    CourtFactory,
    DefendantFactory,
    ElementFindingFactory,
    ImportBatchFactory,
    PlaceFactory,
    ProceedingFactory,
    ProvisionInterpretationFactory,
    RouteLegFactory,
    SanctionFactory,
    SourceFactory,
    VictimGroupFactory,
    index,
)
from tests.factories.core import NOW, ApiTokenFactory, InvitationFactory, UserFactory, term

CODE, YEAR = "IS", 1931
# What the page of a brief shows, and what search finds.
SHOWN = ("zqtitle", "zqheadline", "zqfacts", "zqreasoning", "zqcommentary", "zqdocket", "zqcourt", "zqcitation")
SHOWN += ("zqtribunal", "zqoutcome", "zqdefendant", "zqcharge", "zqdetail", "zqsentence", "zqbasis", "zqpinpoint")
SHOWN += ("zqinclusion", "zqarticle", "zqplace", "zqvictims", "zqassistance")
SEARCHED = ("zqtitle", "zqheadline", "zqkeyword", "zqfacts", "zqreasoning", "zqcommentary")
SEARCHED += ("zqdocket", "zqcourt", "zqcharge")
# In the published versions too, and for staff alone.
STAFF_ONLY = ("zqwhy", "zqunverified", "zqsystem", "zqorigin", "zqattachment", "zqlicence", "zqnote")

# Texts whose form leaves no room for a word, or that are set by the program.
_FORMED = {"public_id", "language", "languages", "judgment_languages", "normalised", "source_hash", "fingerprint"}
# "answer" and "withdrawal_reason" are shown on purpose: to the reporter, and of withdrawn briefs.
_FORMED |= {"currency", "label", "answer", "withdrawal_reason", "seen_state", "path"}


def uuid_of(key: str) -> uuid.UUID:
    """Return under which address the desk knows the brief that is planted with this key."""
    return uuid.uuid5(uuid.NAMESPACE_URL, key)


def full_brief(status: CaseStatus, key: str, *, was_public: bool = False, revises: Case | None = None) -> Case:
    """Return a brief with a canary word in every text, in its jurisdiction and its year, and work of the desk on it."""
    states: dict[CaseStatus, dict[str, Any]] = {
        CaseStatus.PUBLISHED: {"published": True},
        CaseStatus.WITHDRAWN: {"withdrawn": True},
    }
    jurisdiction = Jurisdiction.objects.get(code=CODE)
    case = CaseFactory(
        **states.get(status, {"checked": True, "status": status}),
        **({"published_at": NOW} if was_public else {}),
        public_id=key if revises is None else None,
        uuid=uuid_of(key),
        revises=revises,
        official_title="Zqtitle v. State",
        safe_title="Zqsafe v. State",
        title_reason="Zqwhy.",
        hold_reason="Zqhold.",
        slug="zqtitle-v-state",
        text=None,
        source=None,
        finding=None,
        jurisdiction=jurisdiction,
        court=CourtFactory(jurisdiction=jurisdiction, name_original=f"Zqcourt {key}"),
        decision_date=date(YEAR, 2, 3),
        inclusion_note="Zqinclusion.",
        judgment_languages=["is"],
        unverified_fields=["zqunverified"],
        source_system="zqsystem",
        source_id=f"zqorigin-{key}",
    )
    _write_texts(case)
    _write_people(case)
    _write_work(case)
    if status in (CaseStatus.PUBLISHED, CaseStatus.WITHDRAWN) or was_public:
        _write_versions(case)
    if status == CaseStatus.PUBLISHED:
        index(case)
    return case


def _write_texts(case: Case) -> None:
    CaseTextFactory(
        case=case,
        headline="Zqheadline.",
        fact_summary="Zqfacts.",
        legal_reasoning="Zqreasoning.",
        commentary="Zqcommentary.",
        keywords=["zqkeyword"],
    )
    CaseIdentifierFactory(case=case, value="Zqdocket 7", normalised="zqdocket7")
    SourceFactory(case=case, citation="Zqcitation", url="https://zqhost.example/")
    AttachmentFactory(case=case, title="Zqattachment", licence="Zqlicence")
    CorrectionRequestFactory(
        case=case,
        kind=CorrectionKind.PRIVACY,
        text="Zqreport of a reader.",
        reporter_name="Zqreporter",
        reporter_email="zqreporter@portal.example",
    )
    CaseSectorFactory(case=case, term=term("sector", "aquaculture"))


def _write_people(case: Case) -> None:
    ProceedingFactory(
        case=case,
        court_text="Zqtribunal",
        outcome_text="Zqoutcome",
        description="Zqstage",
        official_ref="Zqref",
    )
    defendant = DefendantFactory(case=case, display_name="Zqdefendant")
    ChargeFactory(defendant=defendant, legislation_text="Zqcharge", detail="Zqdetail", provision="Zqprovision")
    SanctionFactory(defendant=defendant, text="zqsentence")
    ElementFindingFactory(case=case, term=term("purpose", "organ_removal"), text="Zqbasis", pinpoint="zqpinpoint")
    ProvisionInterpretationFactory(
        case=case, article="zqarticle", paragraph="zqpar", holding="Zqholding", pinpoint="zqpin"
    )
    RouteLegFactory(case=case, to_place=PlaceFactory(name=f"Zqplace {case.public_id}"), note="Zqleg")
    VictimGroupFactory(case=case, note="Zqvictims", assistance_given="Zqassistance")


def _write_work(case: Case) -> None:
    """Write what the desk keeps of a brief beside its words; nobody but staff reads it."""
    other = UserFactory(full_name="Zqcolleague", email=f"zq{case.pk}@portal.example")
    CaseComment.objects.create(case=case, text="Zqremark.", written_by=other, written_at=NOW)
    FormDraft.objects.create(case=case, user=other, data={"a": ["zqtyped"]}, source_text="Zqjudgment.", saved_at=NOW)
    SuppressedName.objects.create(case=case, name="Zqvictim", added_by=other, added_at=NOW)
    kind = next(kind for kind in HitKind.values if kind not in NEVER_ACCEPTED)
    ScreeningAcceptance.objects.create(
        case=case, fingerprint="0" * 64, kind=kind, reason="Zqexplained.", accepted_by=other, accepted_at=NOW
    )
    batch = ImportBatchFactory(file_name="zqfile.json", source_system="zqsystem", imported_at=NOW, imported_by=other)
    ImportItem.objects.create(
        batch=batch, position=1, path="/cases/0", source_id="zqorigin", title="Zqtitle", decision="unchanged", case=case
    )
    ImportFinding.objects.create(batch=batch, number=1, level="warning", value="zqvalue", why="Zqwrong", remedy="Zqdo")
    ApiTokenFactory(user=other, name="Zqtoken")
    InvitationFactory(email=f"zqguest{case.pk}@portal.example", full_name="Zqguest", invited_by=other)


def _write_versions(case: Case) -> None:
    """Write three states: one without a word, the present one, and one that is withheld."""
    with_words = snapshot_of(case)
    empty = {**{name: [] for name in with_words}, "head": dict.fromkeys(with_words["head"])}
    withheld = {**with_words, "texts": [{**with_words["texts"][0], "fact_summary": "Zqwithheld."}]}
    keep_versions(case, empty, with_words, note="Zqchange.")
    keep_versions(case, withheld, is_withheld=True, note="Zqnote.")


def keep_versions(case: Case, *snapshots: dict[str, Any], note: str = "", is_withheld: bool = False) -> None:
    """Keep published states of a brief, numbered after those that there are."""
    checker = UserFactory()
    for number, snapshot in enumerate(snapshots, start=case.versions.count() + 1):
        CaseVersion.objects.create(
            case=case,
            number=number,
            snapshot=snapshot,
            note=note or f"Note of version {number}",
            is_withheld=is_withheld,
            author_ids=[case.created_by_id],
            cleared_by=checker,
            published_by=checker,
            published_at=NOW,
        )


def texts_without_a_word(case: Case) -> list[str]:
    """Return the text fields of a brief and its parts in which no canary word stands, so that none is forgotten."""
    rows: list[models.Model] = [case]
    for relation in (*Case._meta.related_objects, *_parts_of_defendants()):
        owner = case if relation.model is Case else case.defendants.get()
        if relation.related_model._meta.app_label == "caselaw" and not hasattr(
            relation.related_model, "pgh_tracked_model"
        ):
            rows += relation.related_model._base_manager.filter(**{relation.field.name: owner})
    return sorted(
        f"{type(row).__name__}.{field.name}"
        for row in rows
        for field in row._meta.concrete_fields
        if _takes_words(field) and "zq" not in str(getattr(row, field.attname)).lower()
    )


def _parts_of_defendants() -> list[Any]:
    defendants = Case._meta.get_field("defendants").related_model
    return list(defendants._meta.related_objects)


def _takes_words(field: models.Field[Any, Any]) -> bool:
    kept = field.base_field if isinstance(field, ArrayField) else field
    return isinstance(kept, models.CharField | models.TextField) and not field.choices and field.name not in _FORMED


def settle() -> None:
    """Do what waits for the commit, which a test never reaches: public changes get their numbers."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
