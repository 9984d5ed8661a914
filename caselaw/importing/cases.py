"""Read one case into a brief: its head, and then each part in the module that knows it."""

import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _

from caselaw.choices import Confidence, Finality, InclusionBasis, Scheme, TitlePolicy
from caselaw.importing import elements, parties, story, structure, texts
from caselaw.importing.brief import Brief, CourtKey
from caselaw.importing.parsing import FORMAT
from caselaw.importing.reading import Raw, Reading
from caselaw.models import Case

# The fields of a brief's head that an import sets, and sets again.
HEAD_FIELDS = (
    "slug",
    "official_title",
    "safe_title",
    "title_policy",
    "title_reason",
    "title_proposed_by",
    "title_confirmed_by",
    "jurisdiction",
    "court",
    "decision_date",
    "decision_date_precision",
    "legal_system",
    "proceeding_type",
    "latest_stage",
    "final",
    "scope",
    "ocg",
    "judgment_languages",
    "inclusion_basis",
    "inclusion_note",
    "significance",
    "confidence",
    "unverified_fields",
)

# Without these there is nothing to read; "" stands for the case itself.
_CANNOT_DO_WITHOUT = frozenset({"", "slug", "source_id", "title", "jurisdiction"})

# Entries that would be misread without another one.
_UNDERSTOOD_BY = {"respondent_state": "states_responsibility", "title_public": "title_names_victim"}


def read_case(raw: Any, path: str, reading: Reading, *, is_form_known: bool = False) -> Brief | None:
    """Return the brief; None when its form is wrong. With errors among the findings it must not be written.

    `is_form_known` saves half of the time on a second reading of the same file.
    """
    errors = reading.findings.errors
    tidy = raw if is_form_known else structure.tidied(raw, path, reading.findings)
    faulty = set() if is_form_known else structure.check(tidy, path, reading.findings)
    if faulty & _CANNOT_DO_WITHOUT or not isinstance(tidy, dict):
        return None
    is_well_formed = reading.findings.errors == errors
    # What has the wrong form is left out, so that the rest of the case is checked too.
    left_out = faulty | {_UNDERSTOOD_BY[key] for key in faulty & _UNDERSTOOD_BY.keys()}
    brief = _brief({key: value for key, value in tidy.items() if key not in left_out}, path, reading)
    return brief if is_well_formed else None


def _brief(tidy: Raw, path: str, reading: Reading) -> Brief:
    source_id = tidy.get("slug") or tidy["source_id"]
    if tidy.get("source_id", source_id) != source_id:
        reading.error(f"{path}.source_id", tidy["source_id"], _("slug says otherwise."), _("Keep one of the two."))
    brief = Brief(path, source_id, _hash(tidy), _head(tidy, path, reading), tidy)
    brief.court = _court(tidy, brief, path, reading)
    brief.countries = reading.countries(tidy.get("country_of_facts"), f"{path}.country_of_facts")
    for part in (texts, elements, parties, story):
        part.read(tidy, brief, path, reading)
    return brief


def _hash(case: Raw) -> str:
    """Return a hash of the content that does not depend on the order of entries."""
    text = json.dumps([FORMAT, case], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _head(case: Raw, path: str, reading: Reading) -> Case:
    day, precision = reading.day(case.get("decision_date"), f"{path}.decision_date")
    head = Case(
        official_title=case["title"],
        safe_title=case.get("title_public") or "",
        title_policy=_title_policy(case, path, reading),
        title_reason=case.get("title_reason") or "",
        jurisdiction=reading.jurisdiction(case["jurisdiction"], f"{path}.jurisdiction"),
        decision_date=day,
        decision_date_precision=precision,
        final=case.get("final") or Finality.UNKNOWN,
        judgment_languages=list(dict.fromkeys(case.get("languages") or [])),
        inclusion_basis=case.get("inclusion_basis") or InclusionBasis.THREE_ELEMENTS,
        inclusion_note=reading.text(case.get("inclusion_note"), f"{path}.inclusion_note"),
        significance=case.get("significance"),
        confidence=case.get("confidence") or Confidence.NOT_RATED,
        unverified_fields=case.get("unverified_fields") or [],
    )
    head.legal_system = reading.term(Scheme.LEGAL_SYSTEM, case.get("legal_system"), f"{path}.legal_system")
    head.proceeding_type = reading.term(Scheme.PROCEEDING_TYPE, case.get("proceeding_type"), f"{path}.proceeding_type")
    head.scope = reading.term(Scheme.SCOPE, case.get("form"), f"{path}.form")
    head.ocg = reading.term(Scheme.OCG, case.get("ocg"), f"{path}.ocg")
    return head


def _title_policy(case: Raw, path: str, reading: Reading) -> TitlePolicy:
    """Return initials where the title names a victim; the official title is for two persons of the portal to allow."""
    names_victim, public = case.get("title_names_victim"), case.get("title_public")
    if names_victim and not public:
        why = _("The title names a victim, and there is no title for the public.")
        reading.error(f"{path}.title_public", "", why, _("Add the title with initials and the application number."))
    is_hidden = names_victim or (names_victim is None and public)
    return TitlePolicy.INITIALS if is_hidden else TitlePolicy.NAMES_NO_VICTIM


def _court(case: Raw, brief: Brief, path: str, reading: Reading) -> CourtKey | None:
    """Return the court; its level is the stage that the case has reached."""
    court = case.get("court")
    if not court:
        return None
    level = reading.term(Scheme.STAGE, court["level"], f"{path}.court.level")
    brief.case.latest_stage = level
    if level is None or brief.case.jurisdiction_id is None:
        return None
    name_en, city = court.get("name_en") or "", court.get("city") or ""
    return CourtKey(brief.case.jurisdiction_id, court["name"], level.pk, name_en, city)
