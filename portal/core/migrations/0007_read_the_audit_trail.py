"""Make the audit trail readable as a whole: newest first, by person, by action; and give every change a context.

A change that no action made (plain SQL, a shell) had no context row, so that a log of contexts would have hidden it.
All such changes of one transaction now share a context that says so.
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
        _id := nullif(current_setting('portal.outside_context', true), '')::uuid;
        IF _id IS NULL THEN
            INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
            VALUES (gen_random_uuid(), '{"action": "database.changed"}', now(), now())
            RETURNING id INTO _id;
            PERFORM set_config('portal.outside_context', _id::text, true);
        END IF;
        RETURN _id;
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

INDEXES = """
CREATE INDEX core_audit_newest ON pghistory_context (created_at DESC, id DESC);
CREATE INDEX core_audit_by_person ON pghistory_context ((metadata ->> 'user'), created_at DESC, id DESC);
CREATE INDEX core_audit_by_action ON pghistory_context ((metadata ->> 'action'), created_at DESC, id DESC);
"""

NO_INDEXES = """
DROP INDEX core_audit_newest;
DROP INDEX core_audit_by_person;
DROP INDEX core_audit_by_action;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0006_sensitive_readings"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [
        migrations.RunSQL(FUNCTION, migrations.RunSQL.noop),
        migrations.RunSQL(INDEXES, NO_INDEXES),
    ]
