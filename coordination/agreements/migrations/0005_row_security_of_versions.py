from django.db import migrations

from coordination.base.rowsecurity import any_of, orgs, protect

OF_AGREEMENT = "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id)"
OF_MINE = f"{OF_AGREEMENT[:-1]} AND a.party_ids && {orgs('office')})"
OF_UNSENT = (
    "EXISTS (SELECT 1 FROM agreements_version v WHERE v.id = version_id AND v.sent_at IS NULL)"
)
MINE = any_of("region_id", "office")

CHANGES = f"""
-- A text that was sent is never changed; what may change is when it was sent and activated.
CREATE FUNCTION keep_sent_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sent_at IS NOT NULL AND
        (OLD.content, OLD.content_hash, OLD.number, OLD.author, OLD.agreement_id, OLD.sent_at)
        IS DISTINCT FROM
        (NEW.content, NEW.content_hash, NEW.number, NEW.author, NEW.agreement_id, NEW.sent_at) THEN
        RAISE EXCEPTION 'a text that was sent is never changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_sent_text BEFORE UPDATE ON agreements_version
    FOR EACH ROW EXECUTE FUNCTION keep_sent_text();

GRANT UPDATE, DELETE ON agreements_version, agreements_party, agreements_clause TO samspil_app;
REVOKE UPDATE ON agreements_party, agreements_clause FROM samspil_app;
GRANT UPDATE (joins_on, leaves_before) ON agreements_party TO samspil_app;
GRANT UPDATE (anchor, trigger, body_lead_days, settled_reason, read_by, read_by_key, confirmed_by,
    confirmed_at) ON agreements_clause TO samspil_app;
GRANT UPDATE ON agreements_approval TO samspil_app;

CREATE POLICY app_update ON agreements_version FOR UPDATE TO samspil_app
    USING ({OF_MINE}) WITH CHECK ({OF_MINE});
CREATE POLICY app_delete ON agreements_version FOR DELETE TO samspil_app
    USING ({OF_MINE} AND sent_at IS NULL);
CREATE POLICY app_update ON agreements_party FOR UPDATE TO samspil_app
    USING ({OF_MINE}) WITH CHECK ({OF_MINE});
CREATE POLICY app_delete ON agreements_party FOR DELETE TO samspil_app
    USING ({OF_MINE} AND {OF_UNSENT});
CREATE POLICY app_update ON agreements_clause FOR UPDATE TO samspil_app
    USING ({OF_MINE}) WITH CHECK ({OF_MINE});
CREATE POLICY app_delete ON agreements_clause FOR DELETE TO samspil_app
    USING ({OF_MINE} AND {OF_UNSENT});
CREATE POLICY app_update ON agreements_approval FOR UPDATE TO samspil_app
    USING ({OF_MINE}) WITH CHECK ({OF_MINE});

GRANT SELECT ON agreements_version, agreements_party, agreements_approval, agreements_body,
    agreements_meeting TO samspil_sweep;
CREATE POLICY sweep_all ON agreements_version TO samspil_sweep USING (true);
CREATE POLICY sweep_all ON agreements_party TO samspil_sweep USING (true);
CREATE POLICY sweep_all ON agreements_approval TO samspil_sweep USING (true);
GRANT UPDATE (state) ON agreements_agreement TO samspil_sweep;
"""

ENDS = """
-- An agreement ends at the earliest of what its text says, a termination, and the end of the
-- agreement it falls with. The row's own hand keeps it, so that no service can forget it.
CREATE FUNCTION agreement_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE parent_end date;
BEGIN
    IF NEW.falls_with_parent THEN
        SELECT ends_before INTO parent_end FROM agreements_agreement WHERE id = NEW.parent_id;
    END IF;
    NEW.ends_before := LEAST(NEW.agreed_before, NEW.terminated_before, parent_end);
    RETURN NEW;
END $$;
CREATE FUNCTION children_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE agreements_agreement SET falls_with_parent = true
        WHERE parent_id = NEW.id AND falls_with_parent;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION agreement_end(), children_end() FROM PUBLIC;
CREATE TRIGGER agreement_end BEFORE INSERT OR UPDATE ON agreements_agreement
    FOR EACH ROW EXECUTE FUNCTION agreement_end();
CREATE TRIGGER children_end AFTER UPDATE ON agreements_agreement
    FOR EACH ROW WHEN (OLD.ends_before IS DISTINCT FROM NEW.ends_before)
    EXECUTE FUNCTION children_end();
CREATE POLICY trigger_ends ON agreements_agreement TO samspil_owner USING (true);
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_versions_of_text")]
    operations = [
        protect("agreements_document", read=OF_MINE, insert=OF_MINE),
        protect("agreements_sketch", read=MINE, insert=MINE, update=MINE, delete=MINE),
        migrations.RunSQL(CHANGES, migrations.RunSQL.noop),
        migrations.RunSQL(ENDS, migrations.RunSQL.noop),
    ]
