from django.db import migrations

from coordination.base.rowsecurity import any_of, append_only, orgs, protect

OPEN_KEY = "nullif(current_setting('app.budget', true), '')::bigint"
POSTED_TO = f"agreement_id = {OPEN_KEY}"
IS_PARTY = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id"
    " AND a.party_ids && " + orgs("office") + ")"
)
BOUND = "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id)"
OF_BUDGET = "EXISTS (SELECT 1 FROM ledger_budget b WHERE b.id = budget_id)"
SAME_BUDGET = OF_BUDGET[:-1] + " AND b.agreement_id = ledger_entry.agreement_id)"
CONCERNS = (
    f"{any_of('region_id', 'office')} OR {any_of('municipality_id', 'office')}"
    f" OR {any_of('practice_id', 'care')} OR {POSTED_TO}"
)

BALANCE = """
-- The cached sums follow the entries, in the same statement and by nobody else's hand.
CREATE FUNCTION keep_balance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE ledger_budget b SET
        appropriated = b.appropriated + d.appropriated,
        reserved = b.reserved + d.reserved,
        spent = b.spent + d.spent
    FROM (
        SELECT budget_id,
            coalesce(sum(amount) FILTER (WHERE kind = 'appropriate'), 0) AS appropriated,
            coalesce(sum(amount) FILTER (WHERE kind IN ('reserve', 'release')), 0) AS reserved,
            coalesce(sum(amount) FILTER (WHERE kind = 'spend'), 0) AS spent
        FROM new_entries GROUP BY budget_id
    ) d WHERE b.id = d.budget_id;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION keep_balance() FROM PUBLIC;
CREATE TRIGGER keep_balance AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION keep_balance();
CREATE POLICY trigger_update ON ledger_budget TO samspil_owner USING (true);
REVOKE INSERT, UPDATE ON ledger_budget FROM samspil_app;
GRANT INSERT (uuid, agreement_id, money_used, appropriated, reserved, spent) ON ledger_budget
    TO samspil_app;
GRANT UPDATE (money_used) ON ledger_budget TO samspil_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
        ("agreements", "0002_row_security"),
    ]
    operations = [
        protect(
            "ledger_budget",
            read=f"{POSTED_TO} OR {IS_PARTY}",
            insert=f"{IS_PARTY} AND appropriated = 0 AND reserved = 0 AND spent = 0",
            update=POSTED_TO,
            sweep="SELECT",
        ),
        protect("ledger_entry", read=CONCERNS, insert=f"{POSTED_TO} AND {SAME_BUDGET}"),
        append_only("ledger_entry"),
        protect("ledger_contribution", read=OF_BUDGET, insert=OF_BUDGET),
        append_only("ledger_contribution"),
        protect("ledger_tariff", read=BOUND, insert=IS_PARTY),
        migrations.RunSQL(BALANCE, migrations.RunSQL.noop),
    ]
