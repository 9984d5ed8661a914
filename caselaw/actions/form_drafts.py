"""Keep what a person has typed but not saved, and the text that lies beside the form. Nobody else sees either."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from caselaw.actions.locking import locked
from caselaw.models import Case, FormDraft
from portal.core.audit import audited
from portal.core.errors import DomainError
from portal.core.models import User

KEPT_FOR = timedelta(days=90)
MOST_CHARACTERS = 2_000_000


@audited("form_draft.kept")
def keep(
    *, case: Case, data: dict[str, list[str]], base: dict[str, Any], seen_state: str, by: User, now: datetime
) -> FormDraft:
    """Keep the form as it is, right or wrong. `base` and `seen_state`: the brief as the person had opened it."""
    if sum(len(value) for values in data.values() for value in values) > MOST_CHARACTERS:
        raise DomainError(_("This is too much to keep: at most two million characters."))
    values = {"data": data, "base": base, "seen_state": seen_state, "saved_at": now}
    return FormDraft.objects.update_or_create(case=locked(case.pk), user=by, defaults=values)[0]


@audited("form_draft.forgotten")
def forget(*, case: Case, by: User) -> None:
    """Drop the entries, which were saved or are not wanted; a text beside the form stays while the person needs it."""
    own = FormDraft.objects.filter(case=case, user=by)
    own.filter(source_text="").delete()
    own.update(data=None, base={}, seen_state="")


@audited("form_draft.source_text_kept")
def keep_source_text(*, case: Case, text: str, by: User, now: datetime) -> None:
    """Keep the judgment's text for reading while writing; an empty one removes it."""
    if len(text) > MOST_CHARACTERS:
        raise DomainError(_("This is too much to keep: at most two million characters."))
    # PostgreSQL holds no null character.
    text = text.replace("\x00", "").strip()
    if not text:
        FormDraft.objects.filter(case=case, user=by, data__isnull=True).delete()
        FormDraft.objects.filter(case=case, user=by).update(source_text="")
        return
    case = locked(case.pk)
    FormDraft.objects.update_or_create(case=case, user=by, defaults={"source_text": text, "saved_at": now})


@audited("form_draft.swept")
def sweep(*, now: datetime) -> int:
    """Delete what nobody has touched for 90 days, and return how much that was."""
    return FormDraft.objects.filter(saved_at__lt=now - KEPT_FOR).delete()[0]
