"""Number the briefs that are or were public before changes were numbered."""

from django.db import migrations

NUMBER = """
INSERT INTO caselaw_publicchange (case_id, kind, changed_at, number)
SELECT id,
       CASE status WHEN 'published' THEN 'created' WHEN 'withdrawn' THEN 'withdrawn' ELSE 'hidden' END,
       updated_at,
       nextval('caselaw_publicchange_number')
FROM (SELECT * FROM caselaw_case WHERE published_at IS NOT NULL ORDER BY updated_at, id) AS ordered
"""


class Migration(migrations.Migration):
    dependencies = [("caselaw", "0007_public_changes_and_corrections")]

    operations = [migrations.RunSQL(NUMBER, migrations.RunSQL.noop)]
