from django.db import migrations

MONEY_DAYS = """
-- The day each budget is used at the pace of the last 13 weeks, exactly as ledger/rules counts it:
-- totals only. Money that lasts to the agreement's last day has no such day.
CREATE OR REPLACE FUNCTION money_days(today date, wanted bigint[])
RETURNS TABLE (agreement_id bigint, used_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
WITH pace AS (
    SELECT a.id, b.appropriated - b.spent AS funds, p.amount, a.ends_before - 1 - today AS to_end,
        least(91, today - first.posted_on + 1) AS days, today - first.posted_on + 1 AS history
    FROM agreements_agreement a JOIN ledger_budget b ON b.agreement_id = a.id
    CROSS JOIN LATERAL (
        SELECT e.posted_on FROM ledger_entry e
        WHERE e.agreement_id = a.id AND e.kind = 'spend' AND e.posted_on <= today
        ORDER BY e.posted_on LIMIT 1) first
    CROSS JOIN LATERAL (
        SELECT sum(e.amount) AS amount FROM ledger_entry e
        WHERE e.agreement_id = a.id AND e.kind = 'spend'
            AND e.posted_on > today - 91 AND e.posted_on <= today) p
    WHERE a.state = 'in_force' AND (a.ends_before IS NULL OR a.ends_before > today)
        AND (wanted IS NULL OR a.id = ANY (wanted))
)
SELECT id, today + div(funds * days, amount)::integer FROM pace
WHERE history >= 56 AND amount > 0 AND funds >= 0 AND funds * days < 40000 * amount
    AND (to_end IS NULL OR funds * days < to_end * amount)
$$;
"""


class Migration(migrations.Migration):
    """Money that is just enough asks for no suspension."""

    dependencies = [("notices", "0009_rights_in_use")]
    operations = [migrations.RunSQL(MONEY_DAYS)]
