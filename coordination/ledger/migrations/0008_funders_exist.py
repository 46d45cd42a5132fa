from django.db import migrations

from coordination.base.rowsecurity import any_of

OF_REGION = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id"
    f" AND {any_of('a.region_id', 'office')})"
)
OF_OWN_KEY = (
    "EXISTS (SELECT 1 FROM ledger_fundingkey k JOIN agreements_agreement a"
    f" ON a.id = k.agreement_id WHERE k.id = key_id AND {any_of('a.region_id', 'office')})"
)
WRITERS = f"""
-- Only whoever looks after the agreement writes its keys; every party reads them.
ALTER POLICY app_insert ON ledger_fundingkey WITH CHECK ({OF_REGION});
ALTER POLICY app_update ON ledger_fundingkey USING ({OF_REGION}) WITH CHECK ({OF_REGION});
ALTER POLICY app_delete ON ledger_fundingkey USING ({OF_REGION});
ALTER POLICY app_insert ON ledger_fundingshare WITH CHECK ({OF_OWN_KEY});
ALTER POLICY app_delete ON ledger_fundingshare USING ({OF_OWN_KEY});
"""
EXIST = """
-- A funder exists on the first day of its key, and on every later one somebody continues it: a key
-- without end may hold on past a succession, but not past the end of a funder that nobody continues.
CREATE FUNCTION refuse_absent_funder() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint;
    absent text;
BEGIN
    IF TG_TABLE_NAME = 'ledger_fundingkey' THEN
        wanted := NEW.id;
    ELSE
        wanted := NEW.key_id;
    END IF;
    SELECT o.name INTO absent FROM ledger_fundingkey k
    JOIN ledger_fundingshare s ON s.key_id = k.id
    JOIN parties_organisation o ON o.id = s.funder_id
    JOIN parties_organisation l
        ON l.id = successor_of(s.funder_id, coalesce(k.ends_before - 1, 'infinity'))
    WHERE k.id = wanted AND (o.starts_on > k.starts_on OR o.ends_before <= k.starts_on
        OR l.ends_before < coalesce(k.ends_before, 'infinity'))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% does not exist on all days of the key', absent
            USING ERRCODE = 'check_violation', CONSTRAINT = 'key_funders_exist',
                TABLE = 'ledger_fundingshare';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER key_funders_exist AFTER INSERT ON ledger_fundingshare
    FOR EACH ROW EXECUTE FUNCTION refuse_absent_funder();
CREATE TRIGGER key_funders_exist AFTER UPDATE ON ledger_fundingkey
    FOR EACH ROW EXECUTE FUNCTION refuse_absent_funder();
"""
UNDO = """
DROP TRIGGER key_funders_exist ON ledger_fundingshare;
DROP TRIGGER key_funders_exist ON ledger_fundingkey;
DROP FUNCTION refuse_absent_funder();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_kind_of_key")]
    operations = [
        migrations.RunSQL(WRITERS, migrations.RunSQL.noop),
        migrations.RunSQL(EXIST, UNDO),
    ]
