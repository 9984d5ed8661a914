"""Questions about briefs: who sees which, in which order, with which parts, and what waits for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from caselaw.choices import AnonymisationState, CaseStatus
from portal.core.models import User

if TYPE_CHECKING:
    from caselaw.models.case import Case  # noqa: F401  named in the type of the QuerySet below


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about briefs."""

    def visible_to(self, user: User | AnonymousUser) -> CaseQuerySet:
        """The one rule of visibility: published briefs for anyone, every brief for those who may view briefs.

        Contributors also see what they wrote or were given to write, until it is withdrawn.
        """
        if user.is_active and user.has_perm("caselaw.view_case"):
            return self.all()
        if user.is_active and user.has_perm("caselaw.contribute_case"):
            own = Q(created_by=user) | Q(assigned_to=user)
            return self.filter(Q(status=CaseStatus.PUBLISHED) | (own & ~Q(status=CaseStatus.WITHDRAWN)))
        return self.published()

    def at_desk_of(self, user: User | AnonymousUser) -> CaseQuerySet:
        """What the person works on at the desk: every brief for those who may view briefs, else the own ones."""
        visible = self.visible_to(user)
        if not user.is_authenticated:
            return self.none()
        return visible if user.has_perm("caselaw.view_case") else visible.written_by(user)

    def published(self) -> CaseQuerySet:
        """Briefs that the public sees."""
        return self.filter(status=CaseStatus.PUBLISHED)

    def not_written_by(self, user: User) -> CaseQuerySet:
        """Briefs in whose present words the person has no part, so that the person may check them."""
        return self.exclude(created_by=user).exclude(authors__user=user)

    def written_by(self, user: User) -> CaseQuerySet:
        """Briefs that the person began or was given to write."""
        return self.filter(Q(created_by=user) | Q(assigned_to=user))

    def to_review(self) -> CaseQuerySet:
        """Briefs that were handed in and that nobody has accepted."""
        return self.filter(status=CaseStatus.IN_REVIEW, accepted_at__isnull=True)

    def to_clear(self) -> CaseQuerySet:
        """Briefs whose anonymisation waits for its check: accepted ones, and hidden ones that were re-opened."""
        unchecked = ~Q(anonymisation_state=AnonymisationState.CLEARED)
        hidden = Q(status=CaseStatus.ON_HOLD, published_at__isnull=False)
        return self.filter(unchecked & (hidden | Q(status=CaseStatus.IN_REVIEW, accepted_at__isnull=False)))

    def to_publish(self) -> CaseQuerySet:
        """Briefs that wait for a publisher: cleared ones, and hidden ones that were found clean."""
        hidden = Q(status=CaseStatus.ON_HOLD, published_at__isnull=False)
        clean = Q(anonymisation_state=AnonymisationState.CLEARED)
        return self.filter(Q(status=CaseStatus.CLEARED) | (hidden & clean))

    def longest_waiting_first(self) -> CaseQuerySet:
        """In the order of a queue, with a stable tie-break."""
        return self.order_by(F("status_since").asc(nulls_first=True), "pk")

    def newest_first(self) -> CaseQuerySet:
        """Latest decisions first, with a stable order."""
        return self.order_by(F("decision_date").desc(nulls_last=True), "-pk")

    def for_results(self) -> CaseQuerySet:
        """Load with the briefs what a row of a result list shows, in a fixed number of queries."""
        return self.select_related("jurisdiction__country", "court", "scope").prefetch_related(
            _parts("texts", "CaseText"),
            _parts("findings", "ElementFinding", "term"),
            "findings__term__labels",
            _parts("defendants", "Defendant", order="seq"),
            _parts("defendants__charges", "Charge", "verdict", order="seq"),
            _parts("defendants__sanctions", "Sanction"),
        )

    def for_brief(self) -> CaseQuerySet:
        """Load everything that the page of a brief shows, in a fixed number of queries and in a fixed order."""
        terms = ("legal_system", "proceeding_type", "latest_stage", "scope", "ocg")
        return self.select_related("jurisdiction__country", "court", *terms).prefetch_related(
            *(f"{term}__labels" for term in terms),
            _parts("texts", "CaseText"),
            _parts("identifiers", "CaseIdentifier"),
            "countries_involved",
            _parts("case_sectors", "CaseSector", "term"),
            "case_sectors__term__labels",
            _parts("proceedings", "Proceeding", "stage", "outcome", "court", order="seq"),
            "proceedings__stage__labels",
            "proceedings__outcome__labels",
            _parts("victim_groups", "VictimGroup"),
            "victim_groups__nationalities",
            "victim_groups__recruitment_methods__labels",
            _parts("defendants", "Defendant", order="seq"),
            "defendants__nationalities",
            "defendants__roles__labels",
            _parts("defendants__charges", "Charge", "verdict", "proceeding", order="seq"),
            "defendants__charges__verdict__labels",
            _parts("defendants__charges__sanctions", "Sanction", "kind"),
            "defendants__charges__sanctions__kind__labels",
            _parts("defendants__sanctions", "Sanction", "kind"),
            "defendants__sanctions__kind__labels",
            _parts("findings", "ElementFinding", "term"),
            "findings__term__labels",
            _parts("interpretations", "ProvisionInterpretation", "instrument"),
            "interpretations__instrument__labels",
            _parts("legs", "RouteLeg", "from_place__country", "to_place__country", order="seq"),
            _parts("sources", "Source", order="seq"),
            _parts("relations", "CaseRelation", "to_case__jurisdiction__country"),
        )


def _parts(lookup: str, model: str, *joined: str, order: str = "pk") -> models.Prefetch[str]:
    """Load parts in their order, each with what it points to; models by name, since their modules import this one."""
    parts = apps.get_model("caselaw", model)._default_manager.order_by(order)
    return models.Prefetch(lookup, parts.select_related(*joined) if joined else parts)
