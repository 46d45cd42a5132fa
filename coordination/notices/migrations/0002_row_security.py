from django.db import migrations

from coordination.base.rowsecurity import any_of, orgs, protect

IS_PARTY = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id"
    " AND a.party_ids && " + orgs("office") + ")"
)
MINE = any_of("given_by_id", "office")
SEEN = f"{IS_PARTY} AND (state <> 'draft' OR {MINE})"  # a draft is its party's own affair
SAME_NOTICE = (
    "EXISTS (SELECT 1 FROM notices_notice n WHERE n.id = notice_id"
    " AND n.agreement_id = notices_receipt.agreement_id)"
)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("agreements", "0002_row_security")]
    operations = [
        protect("notices_notice", read=SEEN, insert=f"{IS_PARTY} AND {MINE}", update=SEEN),
        protect(
            "notices_receipt",
            read=IS_PARTY,
            insert=f"{IS_PARTY} AND {SAME_NOTICE}",
            update=IS_PARTY,
        ),
    ]
