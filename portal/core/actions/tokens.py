"""Make, revoke and check the tokens with which programs read the API."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core.actions import notices
from portal.core.audit import audited
from portal.core.choices import TokenScope
from portal.core.errors import NotAllowedError, WrongStatusError
from portal.core.models import ApiToken, User
from portal.core.models.token import PREFIX_LENGTH

CREATED = "core.token_created"
EXPIRES = "core.token_expires"
WARN_BEFORE = timedelta(days=7)
MOST_VALID_TOKENS = 20
USE_NOTED_EVERY = timedelta(minutes=1)
_MARK = "tip"
_PREFIX_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token with its text, which nobody can read again."""

    token: ApiToken
    text: str


@audited("token.created")
def create(*, name: str, scopes: Collection[TokenScope], days: int, by: User, now: datetime) -> NewToken:
    """Make a token of one's own and say so by e-mail. Raises WrongStatusError when there are too many already."""
    User.objects.select_for_update().get(pk=by.pk)
    if ApiToken.objects.visible_to(by).valid(now).count() >= MOST_VALID_TOKENS:
        raise WrongStatusError(_("You have many tokens already. Revoke one that you no longer need."))
    secret = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=by,
        name=name,
        prefix="".join(secrets.choice(_PREFIX_LETTERS) for _place in range(PREFIX_LENGTH)),
        secret_sha256=_hash(secret),
        scopes=[scope for scope in TokenScope.values if scope in scopes],
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    notices.record(kind=CREATED, subject_key=token.prefix, to=by, context={"name": token.name, "prefix": token.prefix})
    return NewToken(token, f"{_MARK}_{token.prefix}_{secret}")


@audited("token.revoked")
def revoke(*, token_id: int, by: User, now: datetime) -> ApiToken:
    """Close a token for ever; doing it again changes nothing. Raises NotAllowedError for somebody else's."""
    token = ApiToken.objects.select_for_update().get(pk=token_id)
    if token.user_id != by.pk and not by.is_superuser:
        raise NotAllowedError(_("This token is not yours."))
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
    return token


def find(text: str, *, now: datetime) -> ApiToken | None:
    """Return the token that the text opens now; None for anything else, without telling why."""
    mark, _first, rest = text.partition("_")
    prefix, _second, secret = rest.partition("_")
    if mark != _MARK or not secret:
        return None
    token = ApiToken.objects.valid(now).filter(prefix=prefix).select_related("user").first()
    # The comparison takes as long whether or not there is such a prefix.
    expected = token.secret_sha256 if token else "0" * 64
    is_right = secrets.compare_digest(expected, _hash(secret))
    return token if is_right else None


def note_use(token: ApiToken, *, now: datetime) -> None:
    """Remember that the token was used, at most once a minute."""
    if token.last_used_at is None or token.last_used_at <= now - USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def warn_of_expiry(*, now: datetime) -> int:
    """Tell people once of each token that expires within a week; return how many expire."""
    soon = ApiToken.objects.valid(now).filter(expires_at__lte=now + WARN_BEFORE).select_related("user")
    found = list(soon.order_by("pk"))
    for token in found:
        context = {"name": token.name, "prefix": token.prefix, "day": date_format(token.expires_at, "Y-m-d")}
        notices.record(kind=EXPIRES, subject_key=token.prefix, to=token.user, context=context)
    return len(found)


def _hash(secret: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(secret.encode()).hexdigest()
