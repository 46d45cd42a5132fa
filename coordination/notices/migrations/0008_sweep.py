from django.db import migrations

from coordination.base.rowsecurity import SWEEP_ROLE

SWEEP = f"""
-- Sweeps put notices into effect, and remind of what bodies have to decide.
GRANT SELECT, UPDATE (state) ON notices_notice TO {SWEEP_ROLE};
CREATE POLICY sweep_all ON notices_notice TO {SWEEP_ROLE} USING (true);
"""
UNDO = f"""
DROP POLICY sweep_all ON notices_notice;
REVOKE SELECT, UPDATE (state) ON notices_notice FROM {SWEEP_ROLE};
"""
FILL = """
-- How a clause that hangs on the money was read stood beside the reading; now it is its trigger.
ALTER TABLE notices_notice NO FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_agreement NO FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_clause NO FORCE ROW LEVEL SECURITY;
UPDATE notices_notice n SET inputs = n.inputs - 'read_as_before_money_is_used' ||
    CASE WHEN n.inputs ? 'quote' THEN jsonb_build_object('trigger',
        CASE WHEN n.inputs ? 'read_as_before_money_is_used' THEN 'money_will' ELSE c.trigger END)
    ELSE '{}' END
    FROM agreements_agreement a JOIN agreements_clause c ON c.version_id = a.version_id
    WHERE a.id = n.agreement_id AND c.kind = n.kind;
ALTER TABLE notices_notice FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_agreement FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_clause FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0007_leaving_and_consent")]
    operations = [
        migrations.RunSQL(SWEEP, UNDO),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
