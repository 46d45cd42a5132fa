from django.db import migrations

APPLY = """
-- Puts today's municipality and practice on patients who moved, whoever they belong to. It tells
-- how many, never whom, so that a sweep can run it without seeing a patient.
CREATE FUNCTION apply_moves(today date) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH due AS (
        SELECT p.id, r.municipality_id, c.practice_id
        FROM parties_patient p
        JOIN parties_residence r ON r.patient_id = p.id AND r.starts_on <= today
            AND (r.ends_before IS NULL OR r.ends_before > today)
        LEFT JOIN parties_practicechoice c ON c.patient_id = p.id AND c.starts_on <= today
            AND (c.ends_before IS NULL OR c.ends_before > today)
        WHERE (p.municipality_id, p.practice_id)
            IS DISTINCT FROM (r.municipality_id, c.practice_id)
    ), done AS (
        UPDATE parties_patient p
        SET municipality_id = due.municipality_id, practice_id = due.practice_id
        FROM due WHERE p.id = due.id RETURNING 1
    )
    SELECT count(*) FROM done
$$;
REVOKE EXECUTE ON FUNCTION apply_moves(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION apply_moves(date) TO samspil_sweep;
CREATE POLICY apply_moves ON parties_patient TO samspil_owner USING (true);
CREATE POLICY apply_moves ON parties_residence FOR SELECT TO samspil_owner USING (true);
CREATE POLICY apply_moves ON parties_practicechoice FOR SELECT TO samspil_owner USING (true);
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_row_security")]
    operations = [migrations.RunSQL(APPLY, "DROP FUNCTION apply_moves(date)")]
