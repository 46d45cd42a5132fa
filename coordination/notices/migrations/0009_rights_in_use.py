from django.db import migrations, models

from coordination.base.rowsecurity import SWEEP_ROLE, orgs

DEADLINES = (
    """
-- Every deadline that follows from agreements, on a day: the one source for pages and for the nightly
-- table. `wanted` names the agreements, or all where it is null. The days the money runs out are
-- given, since whoever asks may see an agreement's pace without seeing its entries.
DROP FUNCTION agreement_deadlines;
CREATE FUNCTION agreement_deadlines(
    today date, wanted bigint[], money_agreements bigint[], money_days date[]
) RETURNS TABLE (
    agreement_id bigint, clause_id bigint, kind text, target text, anchor text,
    target_on date, act_by date, last_day_on date, body_by date, ladder smallint[], wording text
) LANGUAGE sql STABLE AS $$
WITH live AS (
    SELECT a.id, a.version_id, a.starts_on, a.ends_before - 1 AS last_day, a.party_ids
    FROM agreements_agreement a
    WHERE a.state = 'in_force' AND (a.ends_before IS NULL OR a.ends_before > today)
        AND (wanted IS NULL OR a.id = ANY (wanted))
), targets AS (
    SELECT id, 'end' AS target, last_day AS target_on FROM live WHERE last_day IS NOT NULL
    UNION ALL
    SELECT id, 'year', make_date(extract(year FROM today)::integer, 12, 31) FROM live
    WHERE starts_on <= make_date(extract(year FROM today)::integer, 12, 31)
        AND (last_day IS NULL OR last_day > make_date(extract(year FROM today)::integer, 12, 31))
    UNION ALL
    SELECT live.id, 'merger', min(r.starts_on) - 1 FROM live
    JOIN parties_relation r ON r.kind = 'succeeded_by' AND r.subject_id = ANY (live.party_ids)
        AND r.starts_on > today AND (live.last_day IS NULL OR r.starts_on <= live.last_day)
    GROUP BY live.id
    UNION ALL
    SELECT live.id, 'money', m.used_on FROM live
    JOIN unnest(money_agreements, money_days) m (id, used_on) ON m.id = live.id
    WHERE m.used_on >= today AND (live.last_day IS NULL OR m.used_on <= live.last_day)
), readings AS (
    -- A right that has been used gives no deadline; several parties may leave, one after the other.
    SELECT live.id, c.id AS clause_id, c.kind, c.months, c.trigger, c.body_lead_days, a.anchor
    FROM live JOIN agreements_clause c ON c.version_id = live.version_id
    CROSS JOIN LATERAL unnest(
        CASE c.anchor WHEN '' THEN ARRAY['day_to_day', 'end_of_month'] ELSE ARRAY[c.anchor] END
    ) a (anchor)
    WHERE c.kind = 'leave'
        OR c.kind IN ('terminate', 'suspend') AND NOT EXISTS (
            SELECT 1 FROM notices_notice n WHERE n.agreement_id = live.id AND n.kind = c.kind
                AND n.state IN ('given', 'received'))
        AND NOT (c.kind = 'suspend' AND EXISTS (
            SELECT 1 FROM agreements_suspendedinterval i WHERE i.agreement_id = live.id
                AND (i.ends_before IS NULL OR i.ends_before > today)))
), rights AS (
    -- To suspend from the last day on would suspend nothing. A suspension that needs the money to be
    -- used has no other day; one that must wait until it is used can first be given that day.
    SELECT r.id, r.clause_id, r.kind, t.target, r.anchor, t.target_on,
        CASE WHEN t.target = 'money' AND r.trigger = 'money_used' THEN t.target_on
            ELSE latest_receipt(r.anchor, r.months, t.target_on) END AS act_by,
        r.months, r.body_lead_days
    FROM readings r JOIN targets t ON t.id = r.id
    WHERE CASE WHEN r.kind <> 'suspend' THEN t.target <> 'money'
        ELSE t.target = 'money' OR r.trigger = 'any_time' AND t.target IN ('year', 'merger') END
), found AS (
SELECT id, clause_id, kind, target, anchor, target_on, act_by,
    notice_last_day(anchor, months, act_by) AS last_day_on, act_by - body_lead_days AS body_by
FROM rights
UNION ALL
SELECT id, NULL, 'expiry', 'end', '', last_day, last_day, last_day, NULL
FROM live WHERE last_day IS NOT NULL
UNION ALL
SELECT live.id, NULL, 'tariff', 'regulation', '', d.day, d.day - 1, NULL, NULL
FROM live CROSS JOIN LATERAL (
    SELECT min(day) AS day FROM unnest(ARRAY[
        make_date(extract(year FROM today)::integer, 4, 1),
        make_date(extract(year FROM today)::integer, 10, 1),
        make_date(extract(year FROM today)::integer + 1, 4, 1)]) AS days (day)
    WHERE day > today) d
WHERE (live.last_day IS NULL OR d.day <= live.last_day) AND d.day > live.starts_on
    AND EXISTS (SELECT 1 FROM ledger_tariff t WHERE t.agreement_id = live.id)
UNION ALL
SELECT a.id, NULL, 'ratification', 'start', '', a.starts_on, a.starts_on - 1, NULL,
    a.starts_on - 1 - coalesce((SELECT max(c.body_lead_days) FROM agreements_clause c
        WHERE c.version_id = a.version_id), 0)
FROM agreements_agreement a
WHERE a.state = 'approval' AND a.starts_on > today AND (wanted IS NULL OR a.id = ANY (wanted))
)
SELECT f.*, a.ladder, md5(concat_ws('|', a.title, c.quote, c.trigger, c.confirmed_by))
FROM found f JOIN agreements_agreement a ON a.id = f.id
LEFT JOIN agreements_clause c ON c.id = f.clause_id
$$;

-- The day each budget is used at the pace of the last 13 weeks, exactly as ledger/rules counts it:
-- totals only. `wanted` as above.
DROP FUNCTION money_days(date);
CREATE FUNCTION money_days(today date, wanted bigint[])
RETURNS TABLE (agreement_id bigint, used_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
WITH pace AS (
    SELECT a.id, b.appropriated - b.spent AS funds, p.amount,
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
$$;

-- The same for agreements that the actor looks after, who may see their pace but not each entry.
CREATE FUNCTION own_money_days(today date, wanted bigint[])
RETURNS TABLE (agreement_id bigint, used_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT m.agreement_id, m.used_on FROM money_days(today, ARRAY(
    SELECT a.id FROM agreements_agreement a
    WHERE a.id = ANY (wanted) AND a.party_ids && """
    + orgs("office")
    + """)) m
$$;
REVOKE EXECUTE ON FUNCTION agreement_deadlines, money_days, own_money_days FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agreement_deadlines TO samspil_app, samspil_sweep, samspil_check;
GRANT EXECUTE ON FUNCTION own_money_days TO samspil_app;
"""
)
SWEEP = f"""
GRANT EXECUTE ON FUNCTION money_days TO {SWEEP_ROLE};
GRANT SELECT ON agreements_suspendedinterval TO {SWEEP_ROLE};
CREATE POLICY sweep_all ON agreements_suspendedinterval TO {SWEEP_ROLE} USING (true);
"""


class Migration(migrations.Migration):
    """Rights in use give no deadline; pages learn anew when money is used; a plan is made once."""

    dependencies = [("notices", "0008_sweep")]
    operations = [
        migrations.AddField(
            "deadline",
            "wording",
            models.CharField(default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AddField("deadline", "is_planned", models.BooleanField(default=False)),
        migrations.AddIndex(
            "deadline",
            models.Index(
                condition=models.Q(("is_planned", False)),
                fields=["agreement"],
                name="deadline_unplanned",
            ),
        ),
        migrations.RunSQL(DEADLINES + SWEEP, migrations.RunSQL.noop),
    ]
