from django.db import migrations, models

# The owner meets the policies too, so they are lifted while the claims are written. What an earlier
# system had posted is paid as it was; what was logged here waits for the region.
FILL = """
    ALTER TABLE acute_session NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE ledger_claim NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE ledger_budget NO FORCE ROW LEVEL SECURITY;
    INSERT INTO ledger_claim (uuid, agreement_id, budget_id, source, region_id, municipality_id,
        practice_id, service_on, service_code, quantity, price, amount, fee_reason, ordinal,
        ordinal_reason, case_mark, path, state, version, submitted_at, submitted_by,
        submitted_by_key, approved_at, approved_by, approved_by_key, cleared_at, cleared_by,
        cleared_by_key, rejected_by, reject_reason, answer, answered_by_key)
    SELECT gen_random_uuid(), s.agreement_id, b.id, 'session:' || s.uuid,
        successor_of(s.region_id, s.service_on), successor_of(s.municipality_id, s.service_on),
        successor_of(s.practice_id, s.service_on), s.service_on, s.service_code,
        s.minutes || ' min.', s.price, s.amount, s.fee_reason, s.ordinal, s.ordinal_reason, '',
        '/akut/sessioner/' || s.uuid || '/',
        CASE WHEN s.state = 'void' THEN 'withdrawn' WHEN s.state = 'unfunded' THEN 'unfunded'
            WHEN s.imported THEN 'cleared' ELSE 'submitted' END,
        1, s.logged_at, s.logged_by, 'user:system',
        CASE WHEN s.imported THEN s.logged_at END, CASE WHEN s.imported THEN s.logged_by ELSE '' END,
        '', CASE WHEN s.imported THEN s.logged_at END,
        CASE WHEN s.imported THEN s.logged_by ELSE '' END, '', '', '', '', ''
    FROM acute_session s JOIN ledger_budget b ON b.agreement_id = s.agreement_id;
    UPDATE acute_session SET state = 'posted' WHERE state = 'unfunded';
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    ALTER TABLE acute_session FORCE ROW LEVEL SECURITY;
    ALTER TABLE ledger_claim FORCE ROW LEVEL SECURITY;
    ALTER TABLE ledger_budget FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """How far the payment of a session has come is told by its claim alone."""

    dependencies = [("acute", "0003_session_fee_reason"), ("ledger", "0009_claims")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="session",
            name="state",
            field=models.CharField(
                choices=[("posted", "Bogført"), ("void", "Tilbageført")], max_length=10
            ),
        ),
    ]
