"""What mirrors and readers need to know of briefs that came, changed or went, in an order that misses none."""

from __future__ import annotations

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from caselaw.choices import CaseStatus, ChangeKind
from caselaw.models.case import Case

# Runs at the commit. The lock is held for that moment only, so numbers rise in the order of commits: whoever has read
# up to a number never finds a smaller one later. Times cannot promise that: they are taken long before the commit.
_NUMBER_THE_CHANGE = """
    PERFORM pg_advisory_xact_lock(hashtext('caselaw_publicchange'));
    SELECT kind INTO _former FROM caselaw_publicchange WHERE case_id = NEW.id;
    _kind := CASE NEW.status WHEN 'published' THEN 'updated' WHEN 'withdrawn' THEN 'withdrawn' ELSE 'hidden' END;
    -- Work on a brief that is out of sight is nobody's business.
    IF _kind = 'hidden' AND _former = 'hidden' THEN RETURN NULL; END IF;
    IF _kind = 'withdrawn' AND _former = 'withdrawn' AND (OLD.withdrawal_reason, OLD.replaced_by_id)
        IS NOT DISTINCT FROM (NEW.withdrawal_reason, NEW.replaced_by_id) THEN RETURN NULL;
    END IF;
    IF _kind = 'updated' AND coalesce(_former, 'hidden') IN ('hidden', 'withdrawn') THEN _kind := 'created'; END IF;
    INSERT INTO caselaw_publicchange (case_id, kind, changed_at, number)
    VALUES (NEW.id, _kind, clock_timestamp(), nextval('caselaw_publicchange_number'))
    ON CONFLICT (case_id) DO UPDATE
        SET kind = EXCLUDED.kind, changed_at = EXCLUDED.changed_at, number = EXCLUDED.number;
    RETURN NULL;
"""


class WatchedCase(Case):
    """The table of briefs again, for the trigger that numbers what the public sees of a change."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="number_public_changes",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Insert | pgtrigger.Update,
                # A successor in the making has no public identifier, a brief that was never public no date.
                condition=pgtrigger.Condition("NEW.published_at IS NOT NULL AND NEW.public_id IS NOT NULL"),
                declare=[("_kind", "TEXT"), ("_former", "TEXT")],
                func=_NUMBER_THE_CHANGE,
            )
        ]


class PublicChangeQuerySet(models.QuerySet["PublicChange"]):
    """Questions about changes that the public may know."""

    def visible_to_all(self) -> PublicChangeQuerySet:
        """Return everything: a row holds no word of a brief, and what went must be told."""
        return self.all()

    def after(self, number: int) -> PublicChangeQuerySet:
        """Changes behind this number, oldest first."""
        return self.filter(number__gt=number).order_by("number")

    def last_number_before(self, moment: datetime) -> int:
        """Return the number behind which everything since the moment lies; numbers and times rise together."""
        found: int | None = self.filter(changed_at__lt=moment).aggregate(last=models.Max("number"))["last"]
        return found or 0

    def on_show(self) -> PublicChangeQuerySet:
        """Changes of briefs that the public sees."""
        return self.filter(kind__in=(ChangeKind.CREATED, ChangeKind.UPDATED), case__status=CaseStatus.PUBLISHED)

    def gone(self) -> PublicChangeQuerySet:
        """Changes that took a brief out of sight."""
        return self.filter(kind__in=(ChangeKind.WITHDRAWN, ChangeKind.HIDDEN))

    def latest_first(self) -> PublicChangeQuerySet:
        """Newest changes first."""
        return self.order_by("-number")


class PublicChange(models.Model):
    """The last change of a brief that is or was public; a brief that was never public has no row."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="public_change")
    number = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=10, choices=ChangeKind)
    changed_at = models.DateTimeField()

    objects = PublicChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        indexes = [models.Index(fields=["changed_at"], name="caselaw_publicchange_when")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


def withdrawn_briefs() -> QuerySet[Case]:
    """Briefs that were public and were withdrawn: their number, date and reason are public, nothing else is."""
    return Case.objects.filter(status=CaseStatus.WITHDRAWN, published_at__isnull=False)


def once_public_briefs() -> QuerySet[Case]:
    """Briefs that are or were public under a public identifier."""
    return Case.objects.filter(Q(published_at__isnull=False) & ~Q(public_id=""))


def published_replacement(case: Case) -> Case | None:
    """Return the brief that takes the place of a withdrawn one, if the public sees it."""
    if case.replaced_by_id is None:
        return None
    return Case.objects.published().filter(pk=case.replaced_by_id).first()
