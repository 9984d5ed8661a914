"""Leave figures of a country out of comparisons, with a reason that is shown wherever it matters."""

from datetime import datetime

from django.utils.translation import gettext as _

from portal.core.audit import audited
from portal.core.errors import NotAllowedError
from portal.core.models import User
from reports.models import Exclusion


@audited("exclusion.decided")
def decide(*, exclusion: Exclusion, by: User, now: datetime) -> Exclusion:
    """Write an exclusion, or a correction of one, in the name of the person. Raises NotAllowedError."""
    if not by.has_perm("reports.change_exclusion" if exclusion.pk else "reports.add_exclusion"):
        raise NotAllowedError(_("You may not decide on exclusions."))
    exclusion.decided_by, exclusion.decided_at = by, now
    exclusion.save()
    return exclusion
