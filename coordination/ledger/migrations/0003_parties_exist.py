from django.db import migrations

EXIST = """
-- Money is posted between parties that exist on the day of the service: a service maps a party that
-- has been succeeded to its successor, and whatever does not is refused, whoever writes.
CREATE FUNCTION refuse_absent_party() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    absent text;
BEGIN
    SELECT o.name INTO absent FROM parties_organisation o
    WHERE o.id IN (NEW.region_id, NEW.municipality_id, NEW.practice_id)
        AND (o.starts_on > NEW.service_on OR o.ends_before <= NEW.service_on)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% does not exist on %', absent, NEW.service_on
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_parties_exist',
                TABLE = 'ledger_entry';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entry_parties_exist BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_absent_party();
"""
UNDO = "DROP TRIGGER entry_parties_exist ON ledger_entry; DROP FUNCTION refuse_absent_party()"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_row_security"), ("parties", "0005_succession")]
    operations = [migrations.RunSQL(EXIST, UNDO)]
