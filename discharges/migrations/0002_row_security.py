from django.db import migrations

from coordination.base.rowsecurity import any_of, append_only, orgs, protect

CARE = f"{any_of('municipality_id', 'care')} OR {any_of('practice_id', 'care')}"
WARD = any_of("ward_id", "ward")
LASTS = "state = 'announced' OR uuid::text = nullif(current_setting('app.leaving', true), '')"
SEEN = f"{CARE} OR ({WARD} AND ({LASTS}))"
OF_PATIENT = "EXISTS (SELECT 1 FROM parties_patient p WHERE p.id = patient_id)"
OF_DISCHARGE = "EXISTS (SELECT 1 FROM discharges_discharge d WHERE d.id = discharge_id)"
NUMBERS = "nullif(current_setting('app.numbers', true), '')::bytea[]"
ANY = " OR ".join(
    (
        any_of("d.municipality_id", "care"),
        any_of("d.practice_id", "care"),
        any_of("d.ward_id", "ward"),
    )
)

PATIENTS = f"""
-- Who takes part in a discharge sees whom it is about: a ward while it is announced, the others
-- also after a move.
CREATE POLICY of_discharge ON parties_patient FOR SELECT TO samspil_app USING (EXISTS (
    SELECT 1 FROM discharges_discharge d WHERE d.patient_id = parties_patient.id AND ({ANY})));
-- A ward has the whole number of a citizen in a bed; the transaction says it first.
CREATE POLICY by_number_in_ward ON parties_patient FOR SELECT TO samspil_app
    USING (cardinality({orgs("ward")}) > 0 AND cpr_index = ANY ({NUMBERS}));
"""
UNDO = """
DROP POLICY by_number_in_ward ON parties_patient;
DROP POLICY of_discharge ON parties_patient;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("discharges", "0001_initial"),
        ("parties", "0006_ages"),
    ]

    operations = [
        protect(
            "discharges_discharge",
            read=SEEN,
            insert=f"{WARD} AND {OF_PATIENT}",
            update=SEEN,
            sweep="SELECT",
        ),
        migrations.RunSQL(
            "REVOKE UPDATE ON discharges_discharge FROM samspil_app;"
            "GRANT UPDATE (state, version, updated_at, expected_on, needs, edition, asked_at,"
            " nurse_ready_at, gp_ready_at) ON discharges_discharge TO samspil_app",
            migrations.RunSQL.noop,
        ),
        protect(
            "discharges_dischargestep",
            read=f"{CARE} OR ({WARD} AND {OF_DISCHARGE})",
            insert=f"({CARE} OR {WARD}) AND {OF_DISCHARGE}",
        ),
        append_only("discharges_dischargestep"),
        migrations.RunSQL(PATIENTS, UNDO),
    ]
