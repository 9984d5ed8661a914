"""People as groups. There is no field for the name of a victim."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from caselaw.choices import AgeBand, AgeBasis, DefendantKind, NamePolicy, NonPunishment, Scheme, Sex, VictimRole
from caselaw.models.case import Case
from portal.core.audit import tracked
from portal.core.models import Country, Term, TermField, term_scheme_guard

VICTIM_LABEL = r"^(Victim|Child|Applicant|Complainant|Group) [A-Z0-9]{1,3}$"


@tracked()
class VictimGroup(models.Model):
    """Victims who share what the decision says of them."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="victim_groups", verbose_name=_("case brief"))
    label = models.CharField(
        _("label"),
        max_length=20,
        help_text=_("Victim, Child, Applicant, Complainant or Group, and a number: “Group 1”."),
    )
    role = models.CharField(_("part in the proceeding"), max_length=12, choices=VictimRole, default=VictimRole.VICTIM)
    count_min = models.PositiveIntegerField(_("persons, at least"), null=True, blank=True)
    count_max = models.PositiveIntegerField(_("persons, at most"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex, default=Sex.UNKNOWN)
    age_band = models.CharField(_("age group"), max_length=8, choices=AgeBand, default=AgeBand.UNKNOWN)
    age_min = models.PositiveSmallIntegerField(_("age from"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("age to"), null=True, blank=True)
    age_basis = models.CharField(_("age is given"), max_length=8, choices=AgeBasis, default=AgeBasis.UNKNOWN)
    nationalities: models.ManyToManyField[Country, models.Model] = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("nationalities")
    )
    stateless = models.BooleanField(_("stateless persons among them"), default=False)
    recruitment_methods: models.ManyToManyField[Term, models.Model] = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        limit_choices_to={"scheme": Scheme.RECRUITMENT_METHOD},
        verbose_name=_("methods of recruitment"),
    )
    recruiter_relation = TermField(
        Scheme.RECRUITER_RELATION, null=True, blank=True, verbose_name=_("relation of the recruiter")
    )
    assistance_given = models.CharField(_("assistance given"), max_length=300, blank=True)
    non_punishment = models.CharField(
        _("non-punishment"), max_length=12, choices=NonPunishment, default=NonPunishment.NOT_RAISED
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("group of victims")
        verbose_name_plural = _("groups of victims")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "label"], name="caselaw_victims_label_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(label__regex=VICTIM_LABEL),
                name="caselaw_victims_label_is_no_name",
                violation_error_message=_("The label is Victim, Child, Applicant, Complainant or Group and a number."),
            ),
            models.CheckConstraint(
                condition=Q(count_max__isnull=True) | Q(count_min__lte=F("count_max")),
                name="caselaw_victims_least_not_above_most",
                violation_error_message=_("The lowest number cannot exceed the highest."),
            ),
            models.CheckConstraint(
                condition=Q(age_max__isnull=True) | Q(age_min__isnull=True) | Q(age_min__lte=F("age_max")),
                name="caselaw_victims_age_from_not_above_to",
                violation_error_message=_("The lower age cannot exceed the higher."),
            ),
        ]
        triggers = [term_scheme_guard(recruiter_relation=Scheme.RECRUITER_RELATION)]

    def __str__(self) -> str:
        return self.label


@tracked()
class Defendant(models.Model):
    """A person, company or State that answers a charge or claim; one entry may stand for several treated alike."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="defendants", verbose_name=_("case brief"))
    seq = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=15, choices=DefendantKind, default=DefendantKind.NATURAL)
    display_name = models.CharField(
        _("shown as"), max_length=150, help_text=_("A label or initials unless the name policy allows more.")
    )
    name_policy = models.CharField(_("name policy"), max_length=30, choices=NamePolicy, default=NamePolicy.INITIALS)
    count = models.PositiveIntegerField(_("persons"), default=1)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex, default=Sex.UNKNOWN)
    age_at_offence = models.PositiveSmallIntegerField(_("age at the offence"), null=True, blank=True)
    nationalities: models.ManyToManyField[Country, models.Model] = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("nationalities")
    )
    roles: models.ManyToManyField[Term, models.Model] = models.ManyToManyField(
        Term, blank=True, related_name="+", limit_choices_to={"scheme": Scheme.DEFENDANT_ROLE}, verbose_name=_("roles")
    )

    class Meta:
        verbose_name = _("defendant or respondent")
        verbose_name_plural = _("defendants and respondents")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "seq"], name="caselaw_defendant_order_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="caselaw_defendant_stands_for_someone"),
            models.CheckConstraint(
                condition=~Q(kind=DefendantKind.STATE) | Q(name_policy=NamePolicy.STATE),
                name="caselaw_defendant_state_is_named_as_state",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name
