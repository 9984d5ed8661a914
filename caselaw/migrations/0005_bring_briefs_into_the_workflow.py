"""Say of checked briefs which version was checked, and put briefs that were hidden before on hold."""

from django.db import migrations

_CHECKED = "UPDATE caselaw_case SET cleared_version = content_version WHERE anonymisation_state = 'cleared'"
_HIDDEN = """
    UPDATE caselaw_case SET status = 'on_hold', hold_reason = 'Hidden.'
    WHERE published_at IS NOT NULL AND status NOT IN ('published', 'on_hold', 'withdrawn')
"""
_SINCE = "UPDATE caselaw_case SET status_since = updated_at WHERE status_since IS NULL"
_HELD = "UPDATE caselaw_case SET hold_reason = 'On hold.' WHERE status = 'on_hold' AND hold_reason = ''"


class Migration(migrations.Migration):

    dependencies = [
        ('caselaw', '0004_editorial_workflow'),
    ]

    operations = [
        migrations.RunSQL([_CHECKED, _HIDDEN, _SINCE, _HELD], migrations.RunSQL.noop),
    ]
