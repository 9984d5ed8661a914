"""Read the audit trail for people: who changed which field, when, and by which action.

Every name that stands in `@audited("…")` has a sentence here or in the room of its app (`register_sentence`), so that a
time line says "published the brief" instead of "case.published".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.models import User

MOST_SHOWN = 500
_sentences: dict[str, str | Promise] = {}


def register_sentence(action: str, sentence: str | Promise) -> None:
    """Say in words what a person did: the name stands before it, so it begins with a small letter."""
    _sentences[action] = sentence


def sentence_of(action: str) -> str:
    """Return what a person did; the bare name of an action that nobody has put into words."""
    return str(_sentences.get(action, action))


def known_actions() -> dict[str, str | Promise]:
    """Return every action that has a sentence."""
    return dict(_sentences)


for _action, _sentence in (
    ("database.changed", gettext_lazy("The database was changed without an action")),
    ("record.saved", gettext_lazy("saved a row")),
    ("record.deleted", gettext_lazy("deleted rows")),
    ("file.stored", gettext_lazy("handed in a file")),
    ("demo.accounts_created", gettext_lazy("created the demonstration accounts")),
    ("file.removed", gettext_lazy("removed a file")),
    ("account.address_changed", gettext_lazy("changed the own e-mail addresses")),
    ("account.address_confirmed", gettext_lazy("confirmed an e-mail address")),
    ("account.app_removed", gettext_lazy("removed the app for codes")),
    ("account.app_set_up", gettext_lazy("set up the app for codes")),
    ("account.key_added", gettext_lazy("added a passkey")),
    ("account.key_removed", gettext_lazy("removed a passkey")),
    ("account.password_changed", gettext_lazy("changed the own password")),
    ("account.password_reset", gettext_lazy("set a new password by e-mail")),
    ("account.password_set", gettext_lazy("set a password")),
    ("account.recovery_codes_made", gettext_lazy("made recovery codes")),
    ("account.signed_up", gettext_lazy("made an account")),
    ("account.saved", gettext_lazy("changed an account")),
    ("account.preferences_changed", gettext_lazy("changed the own preferences")),
    ("account.second_factor_reset", gettext_lazy("removed the second factors of an account")),
    ("encryption.rotated", gettext_lazy("encrypted the texts anew")),
    ("invitation.accepted", gettext_lazy("accepted an invitation")),
    ("invitation.sent", gettext_lazy("invited a person")),
    ("invitation.sent_again", gettext_lazy("sent an invitation again")),
    ("invitation.withdrawn", gettext_lazy("withdrew an invitation")),
    ("roles.written", gettext_lazy("brought the roles in line with their table")),
    ("token.created", gettext_lazy("made a token for the API")),
    ("token.revoked", gettext_lazy("revoked a token for the API")),
    ("reference.countries_loaded", gettext_lazy("loaded the countries")),
    ("reference.regions_loaded", gettext_lazy("loaded the regions")),
    ("reference.vocabulary_loaded", gettext_lazy("loaded a vocabulary")),
    ("log.exported", gettext_lazy("took the audit log away as a file")),
    ("suppressed_names.read", gettext_lazy("opened the names to suppress")),
):
    register_sentence(_action, _sentence)


@dataclass(frozen=True, slots=True)
class Change:
    """One row that was added, changed or deleted. `fields` holds name, old and new value of what changed."""

    at: datetime
    by: str
    action: str
    kind: str
    what: str
    fields: list[tuple[str, Any, Any]]


def changes_of(events: QuerySet[Any]) -> list[Change]:
    """Return the newest changes first, with names instead of keys of people."""
    newest = list(events.order_by("-pgh_created_at", "-pgh_id")[:MOST_SHOWN])
    names = _names({(event.pgh_context or {}).get("user") for event in newest})
    return [_change(event, names) for event in newest]


def _names(keys: set[Any]) -> dict[Any, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=keys - {None})}


def _change(event: Any, names: dict[Any, str]) -> Change:
    context = event.pgh_context or {}
    kinds = {"insert": _("added"), "update": _("changed"), "delete": _("deleted")}
    return Change(
        at=event.pgh_created_at,
        by=names.get(context.get("user"), ""),
        action=context.get("action", ""),
        kind=kinds.get(event.pgh_label, event.pgh_label),
        what=str(apps.get_model(event.pgh_model).pgh_tracked_model._meta.verbose_name),
        fields=list(_fields(event)),
    )


def _fields(event: Any) -> Iterator[tuple[str, Any, Any]]:
    if event.pgh_label == "update":
        for name, (old, new) in (event.pgh_diff or {}).items():
            if name != "updated_at":
                yield name, old, new
