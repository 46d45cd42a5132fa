from django.db import migrations

FILL = """
-- Notices that were given before the reading was kept from that day.
ALTER TABLE notices_notice NO FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_agreement NO FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_clause NO FORCE ROW LEVEL SECURITY;
UPDATE notices_notice n SET inputs = n.inputs || jsonb_build_object('months', c.months,
    'anchor', coalesce(nullif(c.anchor, ''), 'day_to_day'),
    'quote', c.quote, 'confirmed_by', c.confirmed_by)
    FROM agreements_agreement a JOIN agreements_clause c ON c.version_id = a.version_id
    WHERE a.id = n.agreement_id AND c.kind = n.kind AND n.state = 'given';
ALTER TABLE notices_notice FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_agreement FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_clause FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_row_security"),
        ("agreements", "0005_row_security_of_versions"),
    ]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
