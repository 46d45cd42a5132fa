import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from coordination.base.rowsecurity import orgs, protect

DEADLINES = """
ALTER TABLE notices_deadline
    ADD FOREIGN KEY (agreement_id) REFERENCES agreements_agreement ON DELETE CASCADE,
    ADD FOREIGN KEY (clause_id) REFERENCES agreements_clause ON DELETE CASCADE;

-- Every deadline that follows from agreements, on a day: the one source for the page of an agreement
-- and for the nightly table. `wanted` names the agreements, or all where it is null. The days the money
-- runs out are given, since whoever asks may see an agreement's pace without seeing its entries.
CREATE FUNCTION agreement_deadlines(
    today date, wanted bigint[], money_agreements bigint[], money_days date[]
) RETURNS TABLE (
    agreement_id bigint, clause_id bigint, kind text, target text, anchor text,
    target_on date, act_by date, last_day_on date, body_by date, ladder smallint[]
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
    WHERE last_day IS NULL OR last_day > make_date(extract(year FROM today)::integer, 12, 31)
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
    SELECT live.id, c.id AS clause_id, c.kind, c.months, c.body_lead_days, a.anchor
    FROM live JOIN agreements_clause c ON c.version_id = live.version_id
    CROSS JOIN LATERAL unnest(
        CASE c.anchor WHEN '' THEN ARRAY['day_to_day', 'end_of_month'] ELSE ARRAY[c.anchor] END
    ) a (anchor)
    WHERE c.kind IN ('terminate', 'leave', 'suspend')
), rights AS (
    SELECT r.id, r.clause_id, r.kind, t.target, r.anchor, t.target_on,
        latest_receipt(r.anchor, r.months, t.target_on) AS act_by, r.months, r.body_lead_days
    FROM readings r JOIN targets t ON t.id = r.id
    WHERE (r.kind = 'suspend') = (t.target = 'money')
        OR (r.kind = 'suspend' AND t.target = 'merger')
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
WHERE (live.last_day IS NULL OR d.day <= live.last_day)
    AND EXISTS (SELECT 1 FROM ledger_tariff t WHERE t.agreement_id = live.id)
UNION ALL
SELECT a.id, NULL, 'ratification', 'start', '', a.starts_on, a.starts_on - 1, NULL,
    a.starts_on - 1 - coalesce((SELECT max(c.body_lead_days) FROM agreements_clause c
        WHERE c.version_id = a.version_id), 0)
FROM agreements_agreement a
WHERE a.state = 'approval' AND a.starts_on > today AND (wanted IS NULL OR a.id = ANY (wanted))
)
SELECT f.*, a.ladder FROM found f JOIN agreements_agreement a ON a.id = f.id
$$;

-- The day each budget is used at the pace of the last 13 weeks, exactly as ledger/rules counts it:
-- totals only, and only for the sweep.
CREATE FUNCTION money_days(today date) RETURNS TABLE (agreement_id bigint, used_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
WITH posted AS (
    SELECT e.agreement_id, min(e.posted_on) AS first_on,
        sum(e.amount) FILTER (WHERE e.posted_on > today - 91) AS amount
    FROM ledger_entry e WHERE e.kind = 'spend' AND e.posted_on <= today GROUP BY e.agreement_id
), pace AS (
    SELECT b.agreement_id, b.appropriated - b.spent AS funds, p.amount,
        today - p.first_on + 1 AS history
    FROM ledger_budget b JOIN posted p ON p.agreement_id = b.agreement_id
)
SELECT agreement_id, today + floor(funds * least(91, history) / amount)::integer
FROM pace
WHERE history >= 56 AND amount > 0 AND funds >= 0
    AND funds * least(91, history) / amount < 40000
$$;
REVOKE EXECUTE ON FUNCTION agreement_deadlines, money_days FROM PUBLIC;
GRANT EXECUTE ON FUNCTION agreement_deadlines TO samspil_app, samspil_sweep, samspil_check;
GRANT EXECUTE ON FUNCTION money_days TO samspil_sweep;
CREATE POLICY money_days ON ledger_entry FOR SELECT TO samspil_owner USING (true);
GRANT SELECT ON ledger_tariff TO samspil_sweep;
CREATE POLICY sweep_all ON ledger_tariff TO samspil_sweep USING (true);
GRANT USAGE ON SEQUENCE notices_deadline_id_seq TO samspil_sweep;
"""
UNDO = """
DROP FUNCTION agreement_deadlines; DROP FUNCTION money_days;
DROP POLICY money_days ON ledger_entry; DROP POLICY sweep_all ON ledger_tariff;
REVOKE SELECT ON ledger_tariff FROM samspil_sweep;
"""
IS_PARTY = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id"
    f" AND a.party_ids && {orgs('office')})"
)


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_reading_of_given"),
        ("agreements", "0006_notice_rules"),
        ("ledger", "0005_tariff_rules"),
        ("parties", "0005_succession"),
    ]
    operations = [
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("terminate", "Opsigelse"),
                            ("leave", "Udtræden"),
                            ("suspend", "Suspension"),
                            ("expiry", "Udløb"),
                            ("ratification", "Godkendelse"),
                            ("tariff", "Takstregulering"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("end", "aftalens sidste dag"),
                            ("year", "årets sidste dag"),
                            ("merger", "sidste dag, før en part videreføres af en anden"),
                            ("money", "den dag, midlerne er brugt"),
                            ("start", "aftalens første dag"),
                            ("regulation", "den dag, takster reguleres"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "anchor",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("day_to_day", "fra dag til dag"),
                            (
                                "end_of_month",
                                "til udgangen af en måned (løbende måned plus varslet)",
                            ),
                            ("to_the_first", "til den 1. i en måned"),
                            ("end_of_quarter", "til udgangen af et kvartal"),
                            ("end_of_year", "til udgangen af et kalenderår"),
                        ],
                        max_length=15,
                    ),
                ),
                ("target_on", models.DateField()),
                ("act_by", models.DateField()),
                ("last_day_on", models.DateField(null=True)),
                ("body_by", models.DateField(null=True)),
                (
                    "ladder",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None
                    ),
                ),
                ("refreshed_on", models.DateField()),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.clause",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["act_by"], name="deadline_next")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "kind", "target", "anchor"), name="deadline_once"
                    )
                ],
            },
        ),
        protect("notices_deadline", read=IS_PARTY, sweep="SELECT, INSERT, UPDATE, DELETE"),
        migrations.RunSQL(DEADLINES, UNDO),
    ]
