"""What is asked of whom: collections, their rounds, the countries of a round."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.audit import tracked
from portal.core.choices import Language
from portal.core.models import Country, User
from portal.core.models.country import label_in
from reports.choices import Audience, ProviderKind, RoundState
from reports.models.questionnaire import Questionnaire

SIX = list(Language.values)
# States in which respondents may write; those who have an extension may write until their own date.
WRITABLE_ROUNDS = (RoundState.OPEN,)
PUBLIC_ROUNDS = (RoundState.OPEN, RoundState.CLOSED, RoundState.ANALYSIS, RoundState.VALIDATION, RoundState.PUBLISHED)


@tracked()
class Collection(models.Model):
    """A data collection, such as that for the Global Report, with who may see its answers."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    names = models.JSONField(_("names"), help_text=_("One name in each of the six languages, by language code."))
    audience = models.CharField(_("who sees the answers"), max_length=15, choices=Audience)
    # Counts from 1 to one below this are not shown to the public.
    suppress_below = models.PositiveSmallIntegerField(_("counts below this are suppressed"), default=5)

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        constraints = [
            models.CheckConstraint(condition=Q(names__has_keys=SIX), name="reports_collection_has_six_names"),
        ]

    def __str__(self) -> str:
        return label_in(self.names)


class RoundQuerySet(models.QuerySet["Round"]):
    """Questions about rounds."""

    def visible_to(self, user: User | AnonymousUser) -> RoundQuerySet:
        """Staff see all; everybody sees opened rounds of collections whose results become public."""
        if user.is_authenticated and user.is_active and user.has_perm("reports.view_round"):
            return self.all()
        public = Q(state__in=PUBLIC_ROUNDS, collection__audience=Audience.PUBLIC_RELEASE)
        if not user.is_authenticated or not user.is_active:
            return self.filter(public)
        own = Q(assignments__country__in=user.country_roles.values("country"))
        delegated = Q(assignments__delegations__user=user)
        return self.filter(public | (Q(state__in=[*PUBLIC_ROUNDS, RoundState.ARCHIVED]) & (own | delegated))).distinct()

    def newest_first(self) -> RoundQuerySet:
        """The latest first, with their collection."""
        return self.select_related("collection").order_by("-opens_on", "-pk")


@tracked()
class Round(models.Model):
    """One round of a collection: the years asked for, from when until when."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="rounds", verbose_name=_("collection"))
    code = models.SlugField(_("code"), max_length=30)
    names = models.JSONField(_("names"), help_text=_("One name in each of the six languages, by language code."))
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="rounds", verbose_name=_("questionnaire")
    )
    first_year = models.PositiveSmallIntegerField(_("first year asked for"))
    last_year = models.PositiveSmallIntegerField(_("last year asked for"))
    opens_on = models.DateField(_("opens"))
    due_on = models.DateField(_("due"), help_text=_("The last day, in every time zone."))
    no_objection_days = models.PositiveSmallIntegerField(
        _("days for objections"), default=30, help_text=_("A country that is silent for so long has no objection.")
    )
    state = models.CharField(_("state"), max_length=10, choices=RoundState, default=RoundState.DRAFT)
    is_invented = models.BooleanField(_("invented data"), default=False, help_text=_("Every page of it says so."))

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        permissions = [("run_round", "Can open and close rounds")]
        constraints = [
            models.UniqueConstraint(fields=["collection", "code"], name="reports_round_code_once_per_collection"),
            models.CheckConstraint(condition=Q(names__has_keys=SIX), name="reports_round_has_six_names"),
            models.CheckConstraint(
                condition=Q(first_year__gte=1990, last_year__gte=F("first_year"), last_year__lte=F("first_year") + 9),
                name="reports_round_one_to_ten_years",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="reports_round_due_after_opening"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="asks_the_same_once_opened",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state=RoundState.DRAFT.value)
                & (
                    pgtrigger.Q(old__questionnaire__df=pgtrigger.F("new__questionnaire"))
                    | pgtrigger.Q(old__collection__df=pgtrigger.F("new__collection"))
                    | pgtrigger.Q(old__first_year__df=pgtrigger.F("new__first_year"))
                    | pgtrigger.Q(old__last_year__df=pgtrigger.F("new__last_year"))
                    | pgtrigger.Q(new__state=RoundState.DRAFT.value)
                ),
                func="""
                    RAISE EXCEPTION 'What an opened round asks no longer changes.' USING ERRCODE = 'check_violation';
                """,
            )
        ]

    def __str__(self) -> str:
        return label_in(self.names)

    def get_absolute_url(self) -> str:
        """Return the address of the status board of the round."""
        return reverse("reports:round-board", kwargs={"collection": self.collection.code, "code": self.code})

    @property
    def years(self) -> list[int]:
        """The years asked for, in order."""
        return list(range(self.first_year, self.last_year + 1))


@tracked()
class Provider(models.Model):
    """Who sends data; not always the country that they describe (Eurostat answers for its members)."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ProviderKind, default=ProviderKind.NATIONAL)
    url = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")

    def __str__(self) -> str:
        return self.name


@tracked()
class Assignment(models.Model):
    """A country of a round, and who sends its data; None: the country's own focal point."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="assignments", verbose_name=_("round"))
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country described"))
    provider = models.ForeignKey(
        Provider, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("provider")
    )
    extended_to = models.DateField(_("extended to"), null=True, blank=True)
    extension_reason = models.TextField(_("reason of the extension"), blank=True)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("extended by")
    )

    class Meta:
        verbose_name = _("country of a round")
        verbose_name_plural = _("countries of a round")
        constraints = [
            models.UniqueConstraint(fields=["round", "country"], name="reports_assignment_country_once_per_round"),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True, extension_reason="", extended_by__isnull=True)
                | (Q(extended_to__isnull=False, extended_by__isnull=False) & ~Q(extension_reason="")),
                name="reports_assignment_extension_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.round}"

    @property
    def due_on(self) -> date:
        """The last day for this country."""
        return self.extended_to or self.round.due_on
