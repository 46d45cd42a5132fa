from django.db import migrations

from coordination.base.rowsecurity import any_of, append_only, protect

CARE = f"{any_of('municipality_id', 'care')} OR {any_of('practice_id', 'care')}"
OF_PATIENT = "EXISTS (SELECT 1 FROM parties_patient p WHERE p.id = patient_id)"
OF_REQUEST = "EXISTS (SELECT 1 FROM acute_request r WHERE r.id = request_id)"
SAME_PATIENT = OF_REQUEST[:-1] + " AND r.patient_id = acute_session.patient_id)"
OF_SOMEBODY = (
    f"CASE WHEN request_id IS NOT NULL THEN {SAME_PATIENT}"
    f" WHEN patient_id IS NOT NULL THEN {OF_PATIENT} ELSE true END"
)

CARE_OF_REQUEST = f"{any_of('q.municipality_id', 'care')} OR {any_of('q.practice_id', 'care')}"
STILL_SEEN = f"""
-- Who takes part in a request keeps seeing whom it is about, also after a move.
CREATE POLICY of_request ON parties_patient FOR SELECT TO samspil_app USING (EXISTS (
    SELECT 1 FROM acute_request q WHERE q.patient_id = parties_patient.id AND ({CARE_OF_REQUEST})));
"""


class Migration(migrations.Migration):
    dependencies = [("acute", "0001_initial"), ("parties", "0002_row_security")]
    operations = [
        protect("acute_request", read=CARE, insert=f"({CARE}) AND {OF_PATIENT}", update=CARE),
        protect("acute_measurement", read=CARE, insert=f"({CARE}) AND {OF_REQUEST}"),
        protect("acute_step", read=CARE, insert=f"({CARE}) AND {OF_REQUEST}"),
        append_only("acute_step"),
        migrations.RunSQL(STILL_SEEN, "DROP POLICY of_request ON parties_patient"),
        protect("acute_session", read=CARE, insert=f"({CARE}) AND {OF_SOMEBODY}", update=CARE),
        migrations.RunSQL(
            "REVOKE UPDATE ON acute_session FROM samspil_app;"
            "GRANT UPDATE (state, void_reason) ON acute_session TO samspil_app",
            migrations.RunSQL.noop,
        ),
    ]
