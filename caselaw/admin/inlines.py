"""The parts of a brief on its page, in the order in which people code them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from caselaw.admin.choices import CodingMixin
from caselaw.forms.rows import (
    AttachmentForm,
    DefendantRowForm,
    IdentifierFormSet,
    OrderedFormSet,
    OrderedRowMixin,
    ProceedingForm,
)
from caselaw.models import (
    Attachment,
    Case,
    CaseIdentifier,
    CaseRelation,
    CaseSector,
    CaseText,
    Charge,
    Defendant,
    ElementFinding,
    Proceeding,
    ProvisionInterpretation,
    RouteLeg,
    Sanction,
    Source,
    VictimGroup,
)


class OrderedRowForm(OrderedRowMixin, forms.ModelForm[Any]):
    """A row with a place in an order."""


class OrderedDefendantForm(OrderedRowMixin, DefendantRowForm):
    """A defendant with a place in an order."""


class OrderedProceedingForm(OrderedRowMixin, ProceedingForm):
    """A proceeding with a place in an order."""


class _Rows(CodingMixin, admin.TabularInline[Any, Case]):
    extra = 0


class _Blocks(CodingMixin, admin.StackedInline[Any, Case]):
    extra = 0


class _OrderedRows(_Rows):
    form: type[forms.ModelForm[Any]] = OrderedRowForm
    formset = OrderedFormSet
    ordering = ("seq",)


class SourceInline(_OrderedRows):
    """Where the brief's statements come from."""

    model = Source


class IdentifierInline(_Rows):
    """Citations and numbers."""

    model = CaseIdentifier
    formset = IdentifierFormSet


class TextInline(_Blocks):
    """The brief's words, one block per language."""

    model = CaseText
    fields = ("language", "translation_kind", "headline", "fact_summary", "legal_reasoning", "commentary", "keywords")

    def get_extra(self, request: HttpRequest, obj: Case | None = None, **kwargs: Any) -> int:
        """A new brief starts with one block."""
        return 0 if obj else 1


class ProceedingInline(_Blocks):
    """The stages of the case."""

    model = Proceeding
    shown_with = ("court",)
    form = OrderedProceedingForm
    formset = OrderedFormSet
    ordering = ("seq",)
    autocomplete_fields = ("court",)
    fields = (
        ("seq", "stage"),
        ("court", "court_text"),
        "official_ref",
        ("decision_date", "decision_date_precision"),
        ("outcome", "outcome_text"),
        ("tried", "appeal_of"),
        "description",
    )


class VictimGroupInline(_Blocks):
    """Victims as groups: there is no field for a name."""

    model = VictimGroup
    shown_with = ("nationalities", "recruitment_methods")
    ordering = ("pk",)
    autocomplete_fields = ("nationalities",)
    fields = (
        ("label", "role"),
        ("count_min", "count_max"),
        ("sex", "age_band"),
        ("age_min", "age_max", "age_basis"),
        ("nationalities", "stateless"),
        "recruitment_methods",
        "recruiter_relation",
        ("assistance_given", "non_punishment"),
        "note",
    )


class DefendantInline(_OrderedRows):
    """Defendants; charges and sanctions are entered on the page of each."""

    model = Defendant
    form = OrderedDefendantForm
    fields = ("seq", "display_name", "kind", "name_policy", "count", "sex", "age_at_offence")
    show_change_link = True
    verbose_name_plural = _("defendants and respondents (save, then open each one to enter charges and sanctions)")


class FindingInline(_Blocks):
    """Acts, means, purposes and issues with what stands behind each."""

    model = ElementFinding
    shown_with = ("term__labels",)
    ordering = ("term__scheme", "term__order", "pk")
    fields = (("term", "status"), ("charge", "victim_group", "source"), "pinpoint", "text")


class InterpretationInline(_Rows):
    """How the court read provisions."""

    model = ProvisionInterpretation
    ordering = ("pk",)


class SectorInline(_Rows):
    """Sectors, the real and the promised ones apart."""

    model = CaseSector
    shown_with = ("term__labels",)
    ordering = ("pk",)


class LegInline(_OrderedRows):
    """The route."""

    model = RouteLeg
    shown_with = ("from_place__country", "to_place__country")
    autocomplete_fields = ("from_place", "to_place")


class AttachmentInline(_Rows):
    """Files, private unless cleared."""

    model = Attachment
    shown_with = ("file",)
    form = AttachmentForm
    fields = ("upload", "download", "title", "language", "redaction_state", "is_public", "licence")
    readonly_fields = ("download",)
    ordering = ("pk",)

    @admin.display(description=_("stored file"))
    def download(self, attachment: Attachment) -> str:
        """Link to the stored file."""
        if not attachment.pk:
            return "–"
        address = reverse("admin:caselaw_case_attachment", args=[attachment.case_id, attachment.pk])
        return format_html('<a href="{}">{}</a>', address, attachment.file.name)


class RelationInline(_Rows):
    """Other cases."""

    model = CaseRelation
    shown_with = ("to_case",)
    fk_name = "from_case"
    autocomplete_fields = ("to_case",)


class _DefendantBlocks(CodingMixin, admin.StackedInline[Any, Defendant]):
    extra = 0


class ChargeInline(_DefendantBlocks):
    """Charges with their verdicts."""

    model = Charge
    form = OrderedRowForm
    formset = OrderedFormSet
    ordering = ("seq",)
    fields = (
        ("seq", "proceeding"),
        "legislation_text",
        ("provision", "offence_family", "counts"),
        ("verdict", "appellate_result"),
        "detail",
    )


class SanctionInline(_DefendantBlocks):
    """Sentences and orders."""

    model = Sanction
    shown_with = ("kind__labels",)
    ordering = ("pk",)
    fields = (
        ("kind", "charge", "proceeding"),
        ("months", "is_life"),
        ("is_suspended", "suspended_months"),
        ("amount", "currency", "payable_to"),
        "text",
        ("concurrence", "in_force"),
    )
