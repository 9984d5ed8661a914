"""The parts of a brief as rows of the long form: each with its own rules, defendants with charges and sanctions inside."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from caselaw import citations
from caselaw.forms.formsets import OrderedPartFormSet, PartForm, PartFormSet, inside, rows_of
from caselaw.forms.rows import AttachmentForm, DefendantRowForm, OrderedRowMixin, ProceedingForm
from caselaw.models import (
    Attachment,
    CaseIdentifier,
    CaseSector,
    CaseText,
    Charge,
    Defendant,
    ElementFinding,
    Proceeding,
    ProvisionInterpretation,
    Sanction,
    Source,
    VictimGroup,
)


class SourceRow(OrderedRowMixin, PartForm):
    """A source."""


class IdentifierRow(PartForm):
    """A citation or number."""


class IdentifierRows(PartFormSet):
    """Identifiers: each once, at most one preferred."""

    def clean(self) -> None:
        """Refuse a second preferred one, and the same one in another spelling."""
        super().clean()
        kept = [form.instance for form in self.kept() if hasattr(form, "cleaned_data")]
        if sum(1 for row in kept if row.is_preferred) > 1:
            raise ValidationError(_("Only one identifier can be the preferred one."))
        seen = [(row.scheme, citations.parse(row.value, row.scheme).normalised) for row in kept if row.value]
        if len(seen) != len(set(seen)):
            raise ValidationError(_("The same identifier is given twice."))


class TextRow(PartForm):
    """The brief's words in one language."""

    def clean_language(self) -> str:
        """Accept a code as browsers and search engines know it."""
        language = str(self.cleaned_data["language"])
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
            raise ValidationError(_("Give the code of a language, such as en or pt-BR."))
        return language


class ProceedingRow(OrderedRowMixin, PartForm, ProceedingForm):
    """A stage of the case."""

    def clean(self) -> dict[str, Any] | None:
        """A date that is known to the month or year says so by itself."""
        self.fill_precision()
        return super().clean()


class VictimRow(PartForm):
    """A group of victims."""


class FindingRow(PartForm):
    """What was found on one element."""


class FindingRows(PartFormSet):
    """Findings: one for each element, charge and group of victims."""

    def clean(self) -> None:
        """Refuse the same finding twice; the database would, but without saying which."""
        super().clean()
        seen: set[Any] = set()
        for form in self.kept():
            row = form.instance
            key = (row.term_id, row.charge_id, row.victim_group_id)
            if row.term_id and key in seen:
                form.add_error("term", _("This element is given twice for the same charge and victims."))
            seen.add(key)


class SectorRow(PartForm):
    """A sector."""


class InterpretationRow(PartForm):
    """How the court read a provision."""


class AttachmentRow(PartForm, AttachmentForm):
    """A file. Whether it is public is decided elsewhere, after it was cleared of names."""


class ChargeRow(OrderedRowMixin, PartForm):
    """A charge, with the sanctions for it."""

    def nested(self) -> dict[str, PartFormSet]:
        """Return the sanctions for this charge."""
        return dict(self.__dict__.get("_nested", {}))

    def has_changed(self) -> bool:
        """An added row that holds something inside is not empty."""
        return super().has_changed() or _added_with_parts(self)

    def clean_counts(self) -> int | None:
        """Zero counts are no charge."""
        return _at_least_one(self.cleaned_data["counts"])


def _at_least_one(number: int | None) -> int | None:
    if number == 0:
        raise ValidationError(_("At least one, or empty."))
    return number


class SanctionRow(PartForm):
    """A sentence or order."""

    def clean(self) -> dict[str, Any] | None:
        """Check what the database would refuse, in words."""
        cleaned = super().clean()
        amount, months = self.cleaned_data.get("amount"), self.cleaned_data.get("months")
        if amount is not None and amount < 0:
            self.add_error("amount", _("An amount is not below zero."))
        if months is not None and (self.cleaned_data.get("suspended_months") or 0) > months:
            self.add_error("suspended_months", _("No more than the whole term can be suspended."))
        return cleaned


class DefendantRow(OrderedRowMixin, PartForm, DefendantRowForm):
    """A defendant, with charges and with sanctions for all charges together."""

    def clean_count(self) -> int | None:
        """An entry stands for somebody."""
        return _at_least_one(self.cleaned_data["count"])

    def nested(self) -> dict[str, PartFormSet]:
        """Return charges and sanctions."""
        return dict(self.__dict__.get("_nested", {}))

    def has_changed(self) -> bool:
        """An added row that holds something inside is not empty."""
        return super().has_changed() or _added_with_parts(self)


def _added_with_parts(form: PartForm) -> bool:
    return not form.instance.pk and any(formset.has_changed() for formset in form.nested().values())


_SENTENCE = (
    "kind",
    "proceeding",
    "months",
    "is_life",
    "suspended_months",
    "is_suspended",
    "amount",
    "currency",
    "payable_to",
    "concurrence",
    "in_force",
    "text",
)
ChargeSanctions = rows_of(Sanction, SanctionRow, _SENTENCE, parent=Charge, fk_name="charge")
OverallSanctions = rows_of(Sanction, SanctionRow, _SENTENCE, parent=Defendant, fk_name="defendant")


class ChargeFormSet(OrderedPartFormSet):
    """Charges with their sanctions."""

    def add_nested(self, form: Any) -> None:
        """Add the sanctions for the charge."""
        sanctions = list(form.instance.sanctions.all()) if form.instance.pk else []
        form._nested = {"sanctions": inside(ChargeSanctions, form, "sanctions", sanctions, self)}


ChargeRows = rows_of(
    Charge,
    ChargeRow,
    (
        "seq",
        "legislation_text",
        "provision",
        "offence_family",
        "counts",
        "verdict",
        "appellate_result",
        "proceeding",
        "detail",
    ),
    parent=Defendant,
    formset=ChargeFormSet,
)


class DefendantFormSet(OrderedPartFormSet):
    """Defendants with charges and sanctions."""

    def add_nested(self, form: Any) -> None:
        """Add charges, and the sanctions that are for all of them."""
        stored = form.instance if form.instance.pk else None
        charges = list(stored.charges.all()) if stored else []
        overall = [item for item in stored.sanctions.all() if item.charge_id is None] if stored else []
        form._nested = {
            "charges": inside(ChargeRows, form, "charges", charges, self),
            "sanctions": inside(OverallSanctions, form, "sanctions", overall, self),
        }


SourceRows = rows_of(
    Source,
    SourceRow,
    ("seq", "citation", "url", "kind", "is_primary", "accessed_on", "is_link_withheld"),
    formset=OrderedPartFormSet,
)
IdentifiersRows = rows_of(CaseIdentifier, IdentifierRow, ("scheme", "value", "is_preferred"), formset=IdentifierRows)
TextRows = rows_of(
    CaseText,
    TextRow,
    ("language", "translation_kind", "headline", "fact_summary", "legal_reasoning", "commentary", "keywords"),
)
ProceedingRows = rows_of(
    Proceeding,
    ProceedingRow,
    (
        "seq",
        "stage",
        "court",
        "court_text",
        "official_ref",
        "decision_date",
        "decision_date_precision",
        "outcome",
        "outcome_text",
        "tried",
        "appeal_of",
        "description",
    ),
    formset=OrderedPartFormSet,
)
VictimRows = rows_of(
    VictimGroup,
    VictimRow,
    (
        "label",
        "role",
        "count_min",
        "count_max",
        "sex",
        "age_band",
        "age_min",
        "age_max",
        "age_basis",
        "nationalities",
        "stateless",
        "recruitment_methods",
        "recruiter_relation",
        "assistance_given",
        "non_punishment",
        "note",
    ),
)
DefendantRows = rows_of(
    Defendant,
    DefendantRow,
    (
        "seq",
        "display_name",
        "name_policy",
        "kind",
        "count",
        "sex",
        "age_at_offence",
        "nationalities",
        "roles",
    ),
    formset=DefendantFormSet,
)
FindingsRows = rows_of(
    ElementFinding,
    FindingRow,
    ("term", "status", "charge", "victim_group", "source", "pinpoint", "text"),
    formset=FindingRows,
)
InterpretationRows = rows_of(
    ProvisionInterpretation,
    InterpretationRow,
    ("instrument", "article", "paragraph", "stance", "pinpoint", "holding"),
)
SectorRows = rows_of(CaseSector, SectorRow, ("term", "is_promised"))
AttachmentRows = rows_of(Attachment, AttachmentRow, ("title", "language", "licence"))
