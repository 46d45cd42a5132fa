from django.db import migrations

from coordination.base.rowsecurity import orgs, protect

IS_PARTY = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id"
    " AND a.party_ids && " + orgs("office") + ")"
)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("agreements", "0002_row_security")]
    operations = [
        protect("notices_notice", read=IS_PARTY, insert=IS_PARTY, update=IS_PARTY),
        protect("notices_receipt", read=IS_PARTY, insert=IS_PARTY, update=IS_PARTY),
    ]
