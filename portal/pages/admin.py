"""Accounts in the administration: people, roles, invitations and tokens."""

from __future__ import annotations

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401  all three register models, which are unregistered below
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.core.actions import accounts
from portal.core.actions.records import Record
from portal.core.admin import ReadOnlyAdmin, RecordAdmin, record_of, user_of
from portal.core.models import ApiToken, CountryRole, Invitation, Role, User
from portal.core.roles import COUNTRY_ROLES


class PersonCreationForm(AdminUserCreationForm[User]):
    """A new account, whose address is kept in lower case."""

    class Meta:
        model = User
        fields = ("email", "full_name")
        field_classes: dict[str, type[forms.Field]] = {}

    def clean_email(self) -> str:
        """Addresses are kept in lower case."""
        return str(self.cleaned_data["email"]).strip().lower()


class CountryRoleFormSet(forms.BaseInlineFormSet[CountryRole, User, forms.ModelForm[CountryRole]]):
    """For which countries: at least one for each bound role that is held, none for others."""

    is_administrator = False

    def clean(self) -> None:
        """Compare with the roles that the same page gives."""
        super().clean()
        if not self.is_administrator or any(self.errors):
            return
        assert isinstance(self.data, QueryDict)
        given = Group.objects.filter(pk__in=[key for key in self.data.getlist("groups") if key.isdecimal()])
        held = COUNTRY_ROLES.intersection(given.values_list("name", flat=True))
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data]
        bound = {row["role"] for row in rows if not row.get("DELETE") and row.get("role")}
        if held - bound:
            raise forms.ValidationError(_("A role that is bound to a country needs one."))
        if bound - held:
            raise forms.ValidationError(_("A country is given only with the role that is bound to it."))


class CountryRoleInline(admin.TabularInline[CountryRole, User]):
    """For which countries the person holds roles."""

    model = CountryRole
    formset = CountryRoleFormSet
    extra = 0
    autocomplete_fields = ("country",)

    def get_formset(self, request: HttpRequest, obj: Any | None = None, **kwargs: Any) -> Any:
        """Tell the formset who uses it."""
        formset = super().get_formset(request, obj, **kwargs)
        formset.is_administrator = user_of(request).is_superuser  # type: ignore[attr-defined]  # our own
        return formset

    def has_add_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        """Administrators only."""
        return user_of(request).is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        """Administrators only."""
        return user_of(request).is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        """Administrators only."""
        return user_of(request).is_superuser


@admin.register(User)
class UserAdmin(RecordAdmin, DjangoUserAdmin[User]):
    """Accounts and their roles."""

    add_form = PersonCreationForm
    ordering = ("email",)
    list_display = ("email", "full_name", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    search_fields = ("email", "full_name")
    readonly_fields = ("last_login", "date_joined", "second_factors")
    filter_horizontal = ("groups", "user_permissions")
    fieldsets = (
        (None, {"fields": ("email", "full_name", "language", "password")}),
        (
            _("Access"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions", "second_factors")},
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {"classes": ("wide",), "fields": ("email", "full_name", "usable_password", "password1", "password2")},
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the page that removes second factors."""
        page = self.admin_site.admin_view(self.reset_second_factor)
        own = path("<int:pk>/second-factor/", page, name="core_user_second_factor")
        return [own, *super().get_urls()]

    def get_inlines(self, request: HttpRequest, obj: Any | None) -> Any:
        """Countries belong to an account that is there."""
        return (CountryRoleInline,) if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any | None = None) -> bool:
        """Only administrators change an administrator; whoever sets a password holds the account."""
        is_guarded = obj is not None and obj.is_superuser and not user_of(request).is_superuser
        return super().has_change_permission(request, obj) and not is_guarded

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Accounts are switched off, since the audit trail refers to them."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any | None = None) -> Any:
        """Only administrators hand out power, or the address by which a password can be reset."""
        fixed = tuple(super().get_readonly_fields(request, obj))
        if user_of(request).is_superuser:
            return fixed
        power = ("is_staff", "is_superuser", "groups", "user_permissions")
        return (*fixed, *power, "email") if obj else (*fixed, *power)

    def hand_over(
        self, request: HttpRequest, form: forms.ModelForm[Any], changed: list[Record], removed: list[models.Model]
    ) -> None:
        """Call the action."""
        accounts.save(changed=[record_of(form), *changed], removed=removed, by=user_of(request))

    @admin.display(description=_("second factors"))
    def second_factors(self, person: User) -> str:
        """Return the kinds that the person has set up."""
        kinds = Authenticator.objects.filter(user=person).order_by("type", "pk")
        return ", ".join(kind.get_type_display() for kind in kinds) or "—"

    def reset_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then remove every second factor of a person who has lost them."""
        person = get_object_or_404(User, pk=pk)
        if not user_of(request).is_superuser:
            raise PermissionDenied
        if request.method == "POST":
            accounts.reset_second_factor(person_id=pk, by=user_of(request), now=timezone.now())
            messages.success(request, _now("The second factors are removed, and all devices signed out."))
            return redirect("admin:core_user_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Remove all second factors"),
            "object": person,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/core/user/second_factor.html", context)


@admin.register(Role)
class RoleAdmin(ReadOnlyAdmin, DjangoGroupAdmin):
    """Roles and what they may do. The table in the program says it, so nobody changes it here."""

    list_display = ("__str__", "name")


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who was invited by whom; sent and withdrawn on their own page."""

    list_display = ("email", "full_name", "roles", "country", "invited_by", "expires_at", "accepted_at", "withdrawn_at")
    list_select_related = ("country", "invited_by")
    search_fields = ("email", "full_name")
    date_hierarchy = "created_at"


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Whose programs read the API; a token is revoked by its owner, or with the account."""

    list_display = ("name", "prefix", "user", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    list_select_related = ("user",)
    search_fields = ("prefix", "user__email")
    exclude = ("secret_sha256",)


# Roles are shown with their history instead; what allauth keeps is changed on the account's own pages, never here.
for model in (Group, EmailAddress, EmailConfirmation, Authenticator, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
