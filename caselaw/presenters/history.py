"""What the audit trail says of briefs: the sentences of this app's actions, and which events belong to a brief."""

from typing import Any, cast

from django.db import models
from django.utils.translation import gettext_lazy as _

from caselaw.models import Case, CorrectionRequest
from portal.core.history import register_sentence
from portal.core.trail import Scope, event_models

for _action, _sentence in (
    ("case.submitted", _("handed the brief in for review")),
    ("case.taken_back", _("took the brief back")),
    ("case.accepted", _("accepted the brief")),
    ("case.returned", _("returned the brief with a comment")),
    ("case.shown_again", _("showed the brief again")),
    ("case.revision_begun", _("began to prepare changes")),
    ("case.put_on_hold", _("put the brief on hold")),
    ("case.resumed", _("let the brief go on")),
    ("case.withdrawn", _("withdrew the brief")),
    ("case.assigned", _("assigned the brief")),
    ("case.commented", _("wrote a comment")),
    ("case.version_withheld", _("changed whether the public sees a former version")),
    ("case.anonymisation_cleared", _("confirmed that the brief names no victim")),
    ("case.draft_deleted", _("deleted the draft")),
    ("case.edited", _("edited the brief")),
    ("case.hidden", _("took the brief out of sight")),
    ("case.official_title_confirmed", _("confirmed the official title")),
    ("case.official_title_proposed", _("proposed to show the official title")),
    ("case.published", _("published the brief")),
    ("case.hit_accepted", _("explained a passage that the search for names had found")),
    ("case.hit_acceptance_taken_back", _("took back the explanation of a passage")),
    ("case.suppressed_name_added", _("added a name to suppress")),
    ("case.suppressed_name_removed", _("removed a name to suppress")),
    ("case.suppressed_names_expired", _("The names to suppress were deleted after their time")),
    ("case.redacted", _("took a text out of everything stored")),
    ("case.redaction_finished", _("The files and caches of a redaction were cleared")),
    ("form_draft.kept", _("kept unsaved entries")),
    ("form_draft.forgotten", _("discarded unsaved entries")),
    ("form_draft.source_text_kept", _("kept a text to read while writing")),
    ("form_draft.swept", _("Old unsaved entries were deleted")),
    ("cases.import_confirmed", _("let a checked import be written")),
    ("cases.import_rechecked", _("let an import be checked again")),
    ("cases.import_stopped", _("stopped an import")),
    ("cases.import_discarded", _("discarded an import")),
    ("cases.import_undo_started", _("let an import be undone")),
    ("cases.import_undone", _("undid an import")),
    ("cases.import_account_created", _("created the account of the imports")),
    ("cases.import_started", _("handed in a file to import")),
    ("cases.imported", _("imported the brief from a file")),
    ("correction.reported", _("A reader reported something")),
    ("correction.taken", _("took up the report of a reader")),
    ("correction.answered", _("answered the report of a reader")),
    ("correction.rejected", _("closed the report of a reader without following it")),
    ("corrections.reporters_forgotten", _("The personal data of the reader were deleted")),
    ("reference.jurisdictions_loaded", _("loaded the jurisdictions")),
):
    register_sentence(_action, _sentence)


def scope_of(case_id: int, *, is_for_author: bool = False) -> Scope:
    """Return the events of a brief, of its parts, of what was a part once, and of its successors in the making.

    An author who does not read every brief sees neither a draft of changes, which others may write, nor reports.
    """
    keys = [case_id] if is_for_author else [case_id, *_successors(case_id)]
    scope: dict[type[models.Model], tuple[str, list[int]] | None] = {}
    own = [model for model in event_models() if model._meta.app_label == Case._meta.app_label]
    if is_for_author:
        own = [model for model in own if _tracked(model) is not CorrectionRequest]
    for model in own:
        tracked = _tracked(model)
        column = "id" if tracked is Case else _column(model, Case)
        if column:
            scope[model] = (column, keys)
    parts = {_tracked(model): model for model in scope}
    for model in own:
        if model in scope:
            continue
        for part, events in parts.items():
            if column := _column(model, part):
                scope[model] = (column, _keys_of(events, cast("Any", scope[events])))
                break
    return scope


def _successors(case_id: int) -> list[int]:
    events = cast("Any", Case).pgh_event_model
    if "revises" not in {field.name for field in events._meta.fields}:
        return []
    return list(events.objects.filter(revises_id=case_id).values_list("id", flat=True).distinct())


def _tracked(model: Any) -> type[models.Model]:
    return cast("type[models.Model]", model.pgh_tracked_model._meta.concrete_model)


def _column(model: type[models.Model], target: type[models.Model]) -> str:
    """Return the column of the first foreign key to the target, in the order of the fields."""
    for field in _tracked(model)._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.related_model is target:
            return field.attname
    return ""


def _keys_of(events: Any, narrowed: tuple[str, list[int]]) -> list[int]:
    column, keys = narrowed
    return list(events.objects.filter(**{f"{column}__in": keys}).values_list("id", flat=True).distinct())
