from django.db import migrations

from coordination.base.rowsecurity import orgs

OF_DRAFT = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id"
    f" AND a.state = 'draft' AND a.party_ids && {orgs('office')})"
)
SQL = f"""
GRANT DELETE ON ledger_tariff TO samspil_app;
CREATE POLICY app_delete ON ledger_tariff FOR DELETE TO samspil_app USING ({OF_DRAFT});
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_parties_exist"),
        ("agreements", "0005_row_security_of_versions"),
    ]
    operations = [
        migrations.RunSQL(
            SQL,
            "DROP POLICY app_delete ON ledger_tariff; REVOKE DELETE ON ledger_tariff FROM samspil_app",
        )
    ]
