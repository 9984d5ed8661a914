"""Many-to-many tables that people edit, as models of their own, so that the audit trail and the guards see them."""

from __future__ import annotations

from caselaw.choices import Scheme
from caselaw.models.case import Case
from caselaw.models.people import Defendant, VictimGroup
from portal.core.audit import tracked_link
from portal.core.models import term_scheme_guard


@tracked_link()
class CaseCountry(Case.countries_involved.through):  # type: ignore[name-defined, misc]  # made by Django at run time
    """A country of the facts."""

    class Meta:
        proxy = True


@tracked_link()
class VictimNationality(VictimGroup.nationalities.through):  # type: ignore[name-defined, misc]  # likewise
    """A nationality among the victims."""

    class Meta:
        proxy = True


@tracked_link()
class VictimRecruitment(VictimGroup.recruitment_methods.through):  # type: ignore[name-defined, misc]  # likewise
    """A method by which the victims were recruited."""

    class Meta:
        proxy = True
        triggers = [term_scheme_guard(term=Scheme.RECRUITMENT_METHOD)]


@tracked_link()
class DefendantNationality(Defendant.nationalities.through):  # type: ignore[name-defined, misc]  # likewise
    """A nationality of the defendant."""

    class Meta:
        proxy = True


@tracked_link()
class DefendantRole(Defendant.roles.through):  # type: ignore[name-defined, misc]  # likewise
    """A role of the defendant."""

    class Meta:
        proxy = True
        triggers = [term_scheme_guard(term=Scheme.DEFENDANT_ROLE)]
