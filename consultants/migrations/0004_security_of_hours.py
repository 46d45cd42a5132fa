from django.db import migrations

from coordination.base.rowsecurity import PRACTITIONER, any_of, protect

APPOINTMENT = "EXISTS (SELECT 1 FROM consultants_appointment a WHERE a.id = appointment_id"
SEEN = f"{APPOINTMENT})"
OWN = (
    f"{APPOINTMENT} AND (a.practitioner_id = {PRACTITIONER}"
    f" OR {any_of('a.clinic_id', 'consultant')}))"
)
OWN_OR_HOST = (
    f"{APPOINTMENT} AND (a.practitioner_id = {PRACTITIONER}"
    f" OR {any_of('a.clinic_id', 'consultant')} OR {any_of('a.host_id', 'consultant')}"
    f" OR {any_of('a.host_id', 'office')}))"
)
OF_SHEET = (
    "EXISTS (SELECT 1 FROM consultants_monthsheet s WHERE s.id = sheet_id"
    " AND s.appointment_id = consultants_activity.appointment_id"
    " AND date_trunc('month', done_on)::date = s.month)"
)
OF_ACTIVITY = "EXISTS (SELECT 1 FROM consultants_activity x WHERE x.id = activity_id)"
LOCK = """
-- A month that is signed keeps its hours, whoever asks. What does not count as hours may still be
-- written: a link to a point of improvement, for one.
CREATE FUNCTION keep_signed_month() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sheet bigint;
BEGIN
    IF TG_TABLE_NAME = 'consultants_travel' THEN
        SELECT sheet_id INTO sheet FROM consultants_activity
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.activity_id ELSE NEW.activity_id END;
    ELSE
        sheet := CASE WHEN TG_OP = 'INSERT' THEN NEW.sheet_id ELSE OLD.sheet_id END;
    END IF;
    IF EXISTS (SELECT 1 FROM consultants_monthsheet
            WHERE id = sheet AND state IN ('signed', 'approved')) THEN
        RAISE EXCEPTION 'the month is signed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'month_locked';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_signed_month BEFORE INSERT OR DELETE OR UPDATE OF appointment_id, sheet_id,
    kind, done_on, minutes, day_number, km, work_amount, work_reason, km_amount, km_reason
    ON consultants_activity FOR EACH ROW EXECUTE FUNCTION keep_signed_month();
CREATE TRIGGER keep_signed_month BEFORE INSERT OR UPDATE OR DELETE ON consultants_travel
    FOR EACH ROW EXECUTE FUNCTION keep_signed_month();
"""
UNLOCK = """
DROP TRIGGER keep_signed_month ON consultants_travel;
DROP TRIGGER keep_signed_month ON consultants_activity;
DROP FUNCTION keep_signed_month();
"""


class Migration(migrations.Migration):
    dependencies = [("consultants", "0003_hours")]
    operations = [
        protect(
            "consultants_monthsheet", read=SEEN, insert=OWN, update=OWN_OR_HOST, sweep="SELECT"
        ),
        protect(
            "consultants_activity",
            read=SEEN,
            insert=f"{OWN} AND {OF_SHEET}",
            update=f"{OWN} AND {OF_SHEET}",
            delete=OWN,
            sweep="SELECT",
        ),
        protect(
            "consultants_travel",
            read=OF_ACTIVITY,
            insert=OF_ACTIVITY,
            delete=OF_ACTIVITY,
        ),
        migrations.RunSQL(LOCK, UNLOCK),
    ]
