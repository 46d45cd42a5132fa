from django.db import migrations

from coordination.base.rowsecurity import any_of, orgs, protect

BOUND = f"party_ids && {orgs('kin')}"
LOOKED_AFTER = f"party_ids && {orgs('office')}"
OF_AGREEMENT = "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id)"
OF_MINE = f"{OF_AGREEMENT[:-1]} AND a.party_ids && {orgs('office')})"
SAME_VERSION = (
    "EXISTS (SELECT 1 FROM agreements_version v WHERE v.id = version_id"
    " AND v.agreement_id = agreements_approval.agreement_id)"
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]
    operations = [
        protect(
            "agreements_agreement",
            read=BOUND,
            insert=any_of("region_id", "office"),
            update=LOOKED_AFTER,
            sweep="SELECT",
        ),
        protect("agreements_version", read=OF_MINE, insert=OF_MINE),
        protect("agreements_party", read=OF_AGREEMENT, insert=OF_MINE),
        protect("agreements_clause", read=OF_MINE, insert=OF_MINE, sweep="SELECT"),
        protect("agreements_approval", read=OF_MINE, insert=f"{OF_MINE} AND {SAME_VERSION}"),
        protect("agreements_suspendedinterval", read=OF_AGREEMENT, insert=OF_MINE, delete=OF_MINE),
    ]
