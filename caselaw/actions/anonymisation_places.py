"""Every text of a brief with the place where it stands. New text fields are found by themselves."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst

from caselaw.anonymisation.scanning import Place, names_hidden_by
from caselaw.choices import TitlePolicy
from caselaw.models import Case, Source

# Fields that hold a code, a key or a hash, by model.
NOT_TEXT: dict[str, frozenset[str]] = {
    "case": frozenset({"public_id", "judgment_languages", "source_system", "source_id", "source_hash"}),
    "casetext": frozenset({"language"}),
    "caseidentifier": frozenset({"normalised"}),
    "attachment": frozenset({"language"}),
    "sanction": frozenset({"currency"}),
}

# Parts of a brief, with what tells a row from its neighbours and stays when another row changes.
_PARTS: tuple[tuple[str, Callable[[Any], object]], ...] = (
    ("texts", lambda row: row.language),
    ("identifiers", lambda row: f"{row.scheme}-{row.normalised}"),
    ("proceedings", lambda row: row.seq),
    ("victim_groups", lambda row: row.label),
    ("defendants", lambda row: row.seq),
    ("findings", lambda row: f"{row.term_id}-{row.charge_id or 0}-{row.victim_group_id or 0}"),
    ("interpretations", lambda row: f"{row.instrument_id}-{row.article}-{row.paragraph}"),
    ("legs", lambda row: row.seq),
    ("sources", lambda row: row.seq),
    ("attachments", lambda row: row.pk),
    ("relations", lambda row: row.pk),
)
_PARTS_OF_DEFENDANTS: tuple[tuple[str, Callable[[Any], object]], ...] = (
    ("charges", lambda row: row.seq),
    ("sanctions", lambda row: row.pk),
)
# A title that two persons let stand may be cited; what is cited holds the name.
_MAY_CITE = frozenset({"official_title", "slug", "title_reason", "citation", "url", "value"})


def places_of(case: Case) -> list[Place]:
    """Return every text of the brief that anybody but its staff may ever see."""
    is_official = case.title_policy == TitlePolicy.OFFICIAL
    found = [*_texts(case, "")]
    for name, key in _PARTS:
        for row in _rows(case, name):
            path = f"{name}[{key(row)}]"
            found += [*_texts(row, f"{path}."), *_beyond(row, path)]
    return [
        Place(path, label, text, may_name=is_official and field in _MAY_CITE)
        for path, label, field, text in found
        if text and not _is_for_staff_only(case, field)
    ]


def hidden_names(case: Case) -> list[str]:
    """Return the words that the title with initials hides; text never uses them."""
    if case.title_policy == TitlePolicy.NAMES_NO_VICTIM or not case.safe_title:
        return []
    return names_hidden_by(case.official_title, case.safe_title)


def text_fields(model: type[models.Model]) -> list[Any]:
    """Return the fields of a model that hold words."""
    skipped = NOT_TEXT.get(model._meta.model_name or "", frozenset())
    return [field for field in model._meta.concrete_fields if _holds_words(field) and field.name not in skipped]


def _holds_words(field: Any) -> bool:
    if isinstance(field, ArrayField):
        return _holds_words(field.base_field)
    return isinstance(field, models.CharField | models.TextField) and not field.choices and not field.primary_key


def _rows(case: Case, name: str) -> list[Any]:
    manager = getattr(case, name)
    rows = manager.order_by("pk")
    if name == "legs":
        rows = rows.select_related("from_place", "to_place")
    if name == "attachments":
        rows = rows.select_related("file")
    if name == "defendants":
        rows = rows.prefetch_related("charges", "sanctions")
    return list(rows)


def _texts(row: models.Model, prefix: str) -> Iterator[tuple[str, str, str, str]]:
    """Give path, label, name of the field and text."""
    kind = capfirst(str(row._meta.verbose_name))
    for field in text_fields(type(row)):
        if isinstance(row, Source) and field.name == "url" and row.is_link_withheld:
            continue
        value = getattr(row, field.attname)
        label = f"{kind}: {field.verbose_name}"
        if isinstance(value, list):
            for number, item in enumerate(value, 1):
                yield f"{prefix}{field.name}[{number}]", label, field.name, str(item)
        else:
            yield f"{prefix}{field.name}", label, field.name, str(value or "")


def _beyond(row: Any, path: str) -> Iterator[tuple[str, str, str, str]]:
    """Give the texts of what a part points to: places, files, charges and sanctions."""
    for name in ("from_place", "to_place"):
        if place := getattr(row, name, None):
            yield f"{path}.{name}", str(place._meta.verbose_name), "name", place.name
    if file := getattr(row, "file", None):
        yield f"{path}.file.name", str(file._meta.verbose_name), "name", file.name
    if not hasattr(row, "charges"):
        return
    for name, key in _PARTS_OF_DEFENDANTS if hasattr(row, "display_name") else ():
        for part in getattr(row, name).all():
            yield from _texts(part, f"{path}.{name}[{key(part)}].")


def _is_for_staff_only(case: Case, field: str) -> bool:
    """Tell whether the field is the title that the policy keeps from the public."""
    return field == "official_title" and case.title_policy == TitlePolicy.INITIALS
