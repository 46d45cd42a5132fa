from django.db import migrations, models

from coordination.base.rowsecurity import any_of, orgs

UNIT = f"{any_of('municipality_id', 'unit')} OR {any_of('practice_id', 'unit')}"
LASTS = "state IN ('waiting', 'taken', 'answered')"
LEAVING = "uuid::text = nullif(current_setting('app.leaving', true), '')"
OF_PATIENT = "EXISTS (SELECT 1 FROM parties_patient p WHERE p.id = patient_id)"
OF_REQUEST = "EXISTS (SELECT 1 FROM acute_request r WHERE r.id = request_id)"
Q_UNIT = f"{any_of('q.municipality_id', 'unit')} OR {any_of('q.practice_id', 'unit')}"
NUMBERS = "nullif(current_setting('app.numbers', true), '')::bytea[]"

SECURITY = f"""
-- A unit sees what it takes part in while it lasts; whoever closes it sees it until the commit.
CREATE POLICY unit_read ON acute_request FOR SELECT TO samspil_app
    USING (({UNIT}) AND ({LASTS} OR {LEAVING}));
CREATE POLICY unit_insert ON acute_request FOR INSERT TO samspil_app
    WITH CHECK ({any_of("municipality_id", "unit")} AND {OF_PATIENT});
CREATE POLICY unit_update ON acute_request FOR UPDATE TO samspil_app
    USING (({UNIT}) AND {LASTS}) WITH CHECK ({UNIT});
-- Of the citizen it is about, as long.
CREATE POLICY of_unit ON parties_patient FOR SELECT TO samspil_app USING (EXISTS (
    SELECT 1 FROM acute_request q WHERE q.patient_id = parties_patient.id AND ({Q_UNIT})));
-- Whoever is called to a citizen and has the whole number; the transaction says it first.
CREATE POLICY by_number ON parties_patient FOR SELECT TO samspil_app
    USING (cardinality({orgs("unit")}) > 0 AND cpr_index = ANY ({NUMBERS}));
CREATE INDEX request_of_patient ON acute_request (patient_id, municipality_id, practice_id);
"""
UNDO = """
DROP INDEX request_of_patient;
DROP POLICY by_number ON parties_patient; DROP POLICY of_unit ON parties_patient; DROP POLICY unit_update ON acute_request;
DROP POLICY unit_insert ON acute_request; DROP POLICY unit_read ON acute_request;
"""
CHILDREN = ("acute_measurement", "acute_step", "acute_score", "acute_attachment")


def _child(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY unit_read ON {table} FOR SELECT TO samspil_app"
        f" USING (({UNIT}) AND {OF_REQUEST});"
        f"CREATE POLICY unit_insert ON {table} FOR INSERT TO samspil_app"
        f" WITH CHECK (({UNIT}) AND {OF_REQUEST})",
        f"DROP POLICY unit_insert ON {table}; DROP POLICY unit_read ON {table}",
    )


SPECIALISTS = f"""
-- The hospital units that an agreement on specialist advice lets an organisation ask on a day.
-- Answered for the own organisation only: who is called to citizens sees no agreements.
CREATE FUNCTION specialist_units(asker bigint, day date)
RETURNS TABLE (agreement_id bigint, unit_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH region AS (
        SELECT one FROM parties_relation r JOIN parties_organisation o ON o.id = r.object_id,
            unnest(line_of(successor_of(r.object_id, day), day, false)) one
        WHERE r.subject_id = asker AND r.kind = 'part_of' AND o.kind = 'region'
            AND r.starts_on <= day AND (r.ends_before IS NULL OR r.ends_before > day)
    ), party AS (
        SELECT p.version_id, p.organisation_id, p.role, o.kind
        FROM agreements_party p JOIN parties_organisation o ON o.id = p.organisation_id
        WHERE p.joins_on <= day AND (p.leaves_before IS NULL OR p.leaves_before > day)
    )
    SELECT a.id, successor_of(p.organisation_id, day)
    FROM agreements_agreement a JOIN party p ON p.version_id = a.version_id
    WHERE asker = ANY ({orgs("care")} || {orgs("unit")})
        AND a.kind = 'specialist_advice' AND p.role = 'provider'
        AND a.state IN ('in_force', 'ended') AND a.activated_at IS NOT NULL
        AND a.starts_on <= day AND (a.ends_before IS NULL OR a.ends_before > day)
        AND NOT EXISTS (SELECT 1 FROM agreements_suspendedinterval i WHERE i.agreement_id = a.id
            AND i.starts_on <= day AND (i.ends_before IS NULL OR i.ends_before > day))
        AND EXISTS (SELECT 1 FROM party own WHERE own.version_id = a.version_id
            AND own.role <> 'provider' AND (
                own.organisation_id = ANY (line_of(asker, day, false))
                OR (own.organisation_id IN (SELECT one FROM region) AND NOT EXISTS (
                    SELECT 1 FROM party local WHERE local.version_id = a.version_id
                        AND local.kind = 'municipality'))))
    ORDER BY a.starts_on, a.id
$$;
REVOKE EXECUTE ON FUNCTION specialist_units(bigint, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION specialist_units(bigint, date) TO samspil_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("acute", "0009_use"),
        ("agreements", "0010_succession"),
        ("parties", "0006_ages"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="request",
            name="request_one_open_per_patient",
        ),
        migrations.AddField(
            model_name="request",
            name="is_paid",
            field=models.BooleanField(default=True),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_paid", True), ("state__in", ["waiting", "taken"])),
                fields=("patient",),
                name="request_one_open_per_patient",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_paid", False), ("state__in", ["waiting", "taken"])),
                fields=("patient", "practice"),
                name="request_one_open_per_unit",
            ),
        ),
        migrations.RunSQL(SECURITY, UNDO),
        *(_child(table) for table in CHILDREN),
        migrations.RunSQL(SPECIALISTS, "DROP FUNCTION specialist_units(bigint, date)"),
    ]
