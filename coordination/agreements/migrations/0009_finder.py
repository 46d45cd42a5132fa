from django.db import migrations

FINDER = """
-- The agreements in force in a municipality on a day, and what they ask: the published part of
-- them, for whoever is logged in. Nothing else of an agreement leaves this function.
CREATE FUNCTION applicable_agreements(municipality bigint, practice bigint, day date)
RETURNS TABLE (
    kind text, title text, starts_on date, ends_before date,
    suspended_from date, suspended_before date, task text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH region AS (
        SELECT line_of(successor_of(r.object_id, day), day, false) AS ids
        FROM parties_relation r JOIN parties_organisation o ON o.id = r.object_id
        WHERE r.subject_id = municipality AND r.kind = 'part_of' AND o.kind = 'region'
            AND r.starts_on <= day AND (r.ends_before IS NULL OR r.ends_before > day)
    ), asked AS (
        SELECT line_of(municipality, day, false) AS own,
            (SELECT array_agg(one) FROM region, unnest(ids) one) AS region,
            (SELECT array_agg(one) FROM parties_relation r,
                unnest(line_of(successor_of(r.object_id, day), day, false)) one
            WHERE r.subject_id = practice AND r.kind = 'represented_by'
                AND r.starts_on <= day AND (r.ends_before IS NULL OR r.ends_before > day)
            ) AS representatives
    ), agreed AS (
        SELECT a.*, asked.*,
            ARRAY(SELECT p.organisation_id FROM agreements_party p
                WHERE p.version_id = a.version_id AND p.joins_on <= day
                    AND (p.leaves_before IS NULL OR p.leaves_before > day)) AS parties,
            EXISTS (SELECT 1 FROM agreements_party p
                JOIN parties_organisation o ON o.id = p.organisation_id
                WHERE p.version_id = a.version_id AND o.kind = 'municipality') AS is_local
        FROM agreements_agreement a, asked
        WHERE nullif(current_setting('app.actor', true), '') IS NOT NULL
            AND a.state IN ('in_force', 'ended') AND a.activated_at IS NOT NULL
            AND a.starts_on <= day AND (a.ends_before IS NULL OR a.ends_before > day)
    )
    SELECT t.kind, t.title, t.starts_on, t.ends_before, s.starts_on, s.ends_before, c.quote
    FROM agreed t
    LEFT JOIN agreements_clause c ON c.version_id = t.version_id AND c.kind = 'task'
    LEFT JOIN LATERAL (
        SELECT i.starts_on, i.ends_before FROM agreements_suspendedinterval i
        WHERE i.agreement_id = t.id AND (i.ends_before IS NULL OR i.ends_before > day)
        ORDER BY i.starts_on LIMIT 1
    ) s ON true
    WHERE t.parties && t.own
        OR (NOT t.is_local AND (t.parties && t.region
            OR (t.region_id = ANY (t.region) AND t.parties && t.representatives)))
    ORDER BY t.kind, t.starts_on DESC, t.id DESC
$$;
REVOKE EXECUTE ON FUNCTION applicable_agreements(bigint, bigint, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION applicable_agreements(bigint, bigint, date) TO samspil_app;
CREATE POLICY finder ON agreements_party FOR SELECT TO samspil_owner USING (true);
CREATE POLICY finder ON agreements_clause FOR SELECT TO samspil_owner USING (true);
CREATE POLICY finder ON agreements_suspendedinterval FOR SELECT TO samspil_owner USING (true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0006_notice_rules"),
        ("parties", "0005_succession"),
    ]
    operations = [migrations.RunSQL(FINDER, migrations.RunSQL.noop)]
