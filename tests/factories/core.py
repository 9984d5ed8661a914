"""People, countries, vocabularies, files and notices."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from django.contrib.auth.models import Permission
from factory.django import DjangoModelFactory

from portal.core.actions import accounts, roles
from portal.core.choices import CountryKind, Language, UnStatus
from portal.core.models import ApiToken, Country, CountryRole, Invitation, Notice, PrivateFile, Term, TermScheme, User
from portal.core.roles import COUNTRY_ROLES

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
PASSWORD = "a plain pass phrase"

# Codes that ISO 3166 leaves to users, so that made-up countries never meet loaded ones (XK is in use for Kosovo).
_USER_ASSIGNED = [f"Q{letter}" for letter in "MNOPQRSTUVWXYZ"] + [
    f"X{letter}" for letter in "ABCDEFGHIJLMNOPQRSTUVWXYZ"
]


def in_six_languages(text: str) -> dict[str, str]:
    """Return the text as label of every language."""
    return dict.fromkeys(Language.values, text)


def term(scheme: str, code: str) -> Term:
    """Return a term, from the loaded vocabulary when it is there."""
    return TermFactory(scheme__code=scheme, code=code)


def permissions_of(app_label: str) -> list[str]:
    """Return every permission of an app as Django names it."""
    codenames = Permission.objects.filter(content_type__app_label=app_label).values_list("codename", flat=True)
    return [f"{app_label}.{codename}" for codename in codenames]


class UserFactory(DjangoModelFactory[User]):
    """A person who may do nothing but sign in; `role` names one of `portal.core.roles`, `permissions` names more.

    A role that is bound to a country is held for `country`, or for a made-up one.

    The trait `editor` is the role with everything else in case law too, for tests that ask for no second person.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        editor = factory.Trait(role="editor", permissions=factory.LazyFunction(lambda: permissions_of("caselaw")))
        administrator = factory.Trait(is_staff=True, is_superuser=True)

    email = factory.Sequence(lambda n: f"person{n}@portal.example")
    full_name = factory.Sequence(lambda n: f"Person {n}")
    password = PASSWORD
    role = ""
    country: Country | None = None
    permissions: tuple[str, ...] = ()

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        role, permissions = kwargs.pop("role"), kwargs.pop("permissions")
        country = kwargs.pop("country")
        user = model_class.objects.create_user(**kwargs)
        accounts.confirm_address(user)
        if role:
            is_bound = role in COUNTRY_ROLES
            roles.give(user, [role], country=(country or CountryFactory()) if is_bound else None)
        for permission in permissions:
            app_label, codename = permission.split(".")
            user.user_permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
        return user


class CountryFactory(DjangoModelFactory[Country]):
    """A made-up country; with `iso3` of a loaded one, that one. There are 39 codes for made-up ones."""

    class Meta:
        model = Country
        django_get_or_create = ("iso3",)

    iso2 = factory.Sequence(lambda n: _USER_ASSIGNED[n % len(_USER_ASSIGNED)])
    iso3 = factory.LazyAttribute(lambda country: f"{country.iso2}X")
    kind = CountryKind.STATE
    un_status = UnStatus.NONE
    names = factory.LazyAttribute(lambda country: in_six_languages(f"Country {country.iso3}"))


class TermSchemeFactory(DjangoModelFactory[TermScheme]):
    """A vocabulary; the loaded one when there is one of that code."""

    class Meta:
        model = TermScheme
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"scheme_{n}")
    labels = factory.LazyAttribute(lambda scheme: in_six_languages(f"Vocabulary {scheme.code}"))


class TermFactory(DjangoModelFactory[Term]):
    """A term; the loaded one when there is one of that vocabulary and code."""

    class Meta:
        model = Term
        django_get_or_create = ("scheme", "code")

    scheme = factory.SubFactory(TermSchemeFactory)
    code = factory.Sequence(lambda n: f"term_{n}")


def term_of(scheme: str, code: str) -> Any:
    """Return the declaration of a field that takes a term."""
    return factory.SubFactory(TermFactory, scheme__code=scheme, code=code)


class PrivateFileFactory(DjangoModelFactory[PrivateFile]):
    """A stored file; its row only, without content, unless `file` is given."""

    class Meta:
        model = PrivateFile

    name = factory.Sequence(lambda n: f"file-{n}.pdf")
    file = factory.Sequence(lambda n: f"private/00/{n:032x}")
    content_type = "application/pdf"
    size = 3
    sha256 = "0" * 64
    owner = factory.SubFactory(UserFactory)


class NoticeFactory(DjangoModelFactory[Notice]):
    """A message that waits to be sent."""

    class Meta:
        model = Notice

    kind = "test.event"
    subject_key = factory.Sequence(lambda n: f"event {n}")
    recipient = factory.SubFactory(UserFactory)


class ApiTokenFactory(DjangoModelFactory[ApiToken]):
    """A valid token that nobody knows the secret of."""

    class Meta:
        model = ApiToken

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Token {n}")
    prefix = factory.Sequence(lambda n: f"t{n:07d}")
    secret_sha256 = "0" * 64
    scopes = ["read"]
    created_at = NOW
    expires_at = NOW + timedelta(days=30)


class InvitationFactory(DjangoModelFactory[Invitation]):
    """An open invitation to contribute."""

    class Meta:
        model = Invitation

    email = factory.Sequence(lambda n: f"guest{n}@portal.example")
    full_name = factory.Sequence(lambda n: f"Guest {n}")
    roles = ["contributor"]
    language = "en"
    invited_by = factory.SubFactory(UserFactory, administrator=True)
    created_at = NOW
    expires_at = NOW + timedelta(days=14)


class CountryRoleFactory(DjangoModelFactory[CountryRole]):
    """A person who speaks for a country."""

    class Meta:
        model = CountryRole

    user = factory.SubFactory(UserFactory)
    role = "focal_point"
    country = factory.SubFactory(CountryFactory)

    @classmethod
    def _create(cls, model_class: type[CountryRole], *args: Any, **kwargs: Any) -> CountryRole:
        roles.give(kwargs["user"], [kwargs["role"]], country=kwargs["country"])
        return model_class.objects.get(**kwargs)
