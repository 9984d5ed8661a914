"""Who needs a second factor, and who has one."""

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from portal.core.models import User
from portal.core.roles import WITH_SECOND_FACTOR

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_second_factor(user: User) -> bool:
    """Tell whether one of the person's roles, or the right to open the administration, asks for a second factor."""
    return _needing().filter(pk=user.pk).exists()


def has_second_factor(user: User) -> bool:
    """Tell whether the person signs in with more than a password; recovery codes alone do not count."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def lacks_second_factor(user: User) -> bool:
    """Tell in one query whether the person needs a second factor and has none."""
    having = Authenticator.objects.filter(type__in=FACTORS).values("user")
    return _needing().filter(pk=user.pk).exclude(pk__in=having).exists()


def _needing() -> QuerySet[User]:
    return User.objects.filter(Q(is_staff=True) | Q(is_superuser=True) | Q(groups__name__in=WITH_SECOND_FACTOR))
