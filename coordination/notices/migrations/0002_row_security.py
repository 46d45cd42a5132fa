from django.db import migrations

from coordination.base.rowsecurity import orgs, protect

IS_PARTY = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id"
    " AND a.party_ids && " + orgs("office") + ")"
)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("agreements", "0002_row_security")]
    operations = [
        protect("notices_deadline", read=IS_PARTY, sweep="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(
            "GRANT USAGE ON notices_deadline_id_seq TO samspil_sweep", migrations.RunSQL.noop
        ),
    ]
