"""Imports before this one were written at once: they get their state and an address."""

from django.db import migrations

FORWARDS = """
    UPDATE caselaw_importbatch
    SET state = 'written', handed_in_at = imported_at, public_id = gen_random_uuid(), run = gen_random_uuid()
    WHERE handed_in_at IS NULL
"""


class Migration(migrations.Migration):

    dependencies = [("caselaw", "0010_stage_imports")]

    operations = [migrations.RunSQL(FORWARDS, migrations.RunSQL.noop)]
