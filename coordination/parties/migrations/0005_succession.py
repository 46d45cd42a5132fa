from django.db import migrations

from coordination.base.rowsecurity import grant_sweep

FUNCTIONS = """
-- Who continues an organisation on a day: itself while nobody does. Successions follow in time, so
-- the loop ends whatever the rows say.
CREATE FUNCTION successor_of(organisation bigint, day date) RETURNS bigint
LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
    since date := '-infinity';
    later record;
BEGIN
    LOOP
        SELECT r.object_id, r.starts_on INTO later FROM parties_relation r
        WHERE r.subject_id = organisation AND r.kind = 'succeeded_by'
            AND r.starts_on > since AND r.starts_on <= day
            AND (r.ends_before IS NULL OR r.ends_before > day);
        IF NOT FOUND THEN
            RETURN organisation;
        END IF;
        organisation := later.object_id;
        since := later.starts_on;
    END LOOP;
END $$;

-- Whom an organisation answers for on a day: itself first, all that it continues, and, where
-- `prepared` says so, those that it prepares to continue.
CREATE FUNCTION line_of(organisation bigint, day date, prepared boolean) RETURNS bigint[]
LANGUAGE sql STABLE STRICT AS $$
    WITH RECURSIVE line (id) AS (
        SELECT organisation
        UNION
        SELECT r.subject_id FROM line
        JOIN parties_relation r ON r.object_id = line.id
        WHERE r.kind IN ('succeeded_by', 'prepared_by') AND (prepared OR r.kind = 'succeeded_by')
            AND r.starts_on <= day AND (r.ends_before IS NULL OR r.ends_before > day)
    )
    SELECT array_agg(id ORDER BY id <> organisation, id) FROM line
$$;
"""
UNDO = "DROP FUNCTION line_of(bigint, date, boolean); DROP FUNCTION successor_of(bigint, date)"


class Migration(migrations.Migration):
    dependencies = [("parties", "0004_functions_and_succession")]
    operations = [
        migrations.RunSQL(FUNCTIONS, UNDO),
        grant_sweep("parties_relation", "SELECT"),
    ]
