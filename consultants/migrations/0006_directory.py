from django.db import migrations

from coordination.base.rowsecurity import any_of, protect

REGION = any_of("region_id", "office")
DIRECTORY = """
-- Who is consultant where on a day, and which specialists can be asked: the published part, for
-- whoever is logged in. No hours, no terms and no pay leave this function.
CREATE FUNCTION consultant_directory(day date)
RETURNS TABLE (
    source text, kind text, name text, specialty text, place_id bigint, place text,
    host_id bigint, host text, region text, phone text, email text, reachable text, agreement text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT 'consultant', a.kind, d.name, a.specialty, p.id, p.name, h.id, h.name, e.name,
        a.phone, a.email, a.reachable, g.title
    FROM consultants_appointment a
    JOIN parties_practitioner d ON d.id = a.practitioner_id
    JOIN parties_organisation p ON p.id = successor_of(a.place_id, day)
    JOIN parties_organisation h ON h.id = successor_of(a.host_id, day)
    JOIN parties_organisation e ON e.id = successor_of(a.employer_id, day)
    JOIN agreements_agreement g ON g.id = a.agreement_id
    WHERE nullif(current_setting('app.actor', true), '') IS NOT NULL
        AND a.starts_on <= day AND a.ends_before > day
    UNION ALL
    SELECT 'line', l.kind, '', l.specialty, p.id, p.name, p.id, p.name, r.name,
        l.phone, '', l.opening_hours, g.title
    FROM consultants_adviceline l
    JOIN parties_organisation p ON p.id = successor_of(l.place_id, day)
    JOIN parties_organisation r ON r.id = successor_of(l.region_id, day)
    JOIN agreements_agreement g ON g.id = l.agreement_id
    WHERE nullif(current_setting('app.actor', true), '') IS NOT NULL
        AND l.starts_on <= day AND (l.ends_before IS NULL OR l.ends_before > day)
$$;
REVOKE EXECUTE ON FUNCTION consultant_directory(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION consultant_directory(date) TO samspil_app;
CREATE POLICY directory ON consultants_appointment FOR SELECT TO samspil_owner USING (true);
CREATE POLICY directory ON consultants_adviceline FOR SELECT TO samspil_owner USING (true);
"""
UNDO = """
DROP FUNCTION consultant_directory(date);
DROP POLICY directory ON consultants_appointment;
DROP POLICY directory ON consultants_adviceline;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consultants", "0005_advice_lines"),
        ("agreements", "0009_finder"),
        ("parties", "0005_succession"),
    ]
    operations = [
        protect("consultants_adviceline", read=REGION, insert=REGION, update=REGION),
        migrations.RunSQL(DIRECTORY, UNDO),
    ]
