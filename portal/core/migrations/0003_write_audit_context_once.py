"""Write the audit trail's context once per transaction instead of once per row.

pghistory's own function runs an upsert of the context row for every event. In an import of 2,000 briefs, with some
90,000 events in one transaction, that was two thirds of the time.
"""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS UUID AS $$
DECLARE
    _id UUID;
    _metadata JSONB;
    _mark TEXT;
BEGIN
    -- No EXCEPTION block here: each would open a subtransaction, once per row.
    _id := nullif(current_setting('pghistory.context_id', true), '')::uuid;
    _metadata := nullif(current_setting('pghistory.context_metadata', true), '')::jsonb;
    IF _id IS NULL OR _metadata IS NULL THEN
        RETURN NULL;
    END IF;
    -- The setting is local to the transaction and is undone with a savepoint, as the row is.
    _mark := _id::text || md5(_metadata::text);
    IF current_setting('portal.audit_context_written', true) IS DISTINCT FROM _mark THEN
        INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
        VALUES (_id, _metadata, now(), now())
        ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, updated_at = EXCLUDED.updated_at;
        PERFORM set_config('portal.audit_context_written', _mark, true);
    END IF;
    RETURN _id;
END;
$$ LANGUAGE plpgsql;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_track_access_and_aliases"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
