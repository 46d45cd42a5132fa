from django.db import migrations, models

FIGURES = """
-- Requests of an agreement over whole quarters by hour of the day, municipality, outcome, contact
-- and reported admission, with the median minutes to contact. For the region that looks after the
-- agreement, and for a municipality of its own citizens. In each quarter small counts are hidden
-- with the next smallest, as in acute_use, before they leave.
CREATE FUNCTION acute_figures(asked bigint, first_on date, last_on date, as_of date)
RETURNS TABLE (kind text, label text, requests bigint, wait int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH scope AS (
        SELECT nullif(current_setting('app.office_orgs', true), '')::bigint[] AS office
    ), agreement AS (
        SELECT a.id, a.region_id = ANY (scope.office) AS is_whole, scope.office,
            date_trunc('quarter', first_on)::date AS since,
            least((date_trunc('quarter', last_on) + interval '3 months')::date,
                date_trunc('month', as_of)::date) AS before
        FROM agreements_agreement a, scope
        WHERE a.id = asked AND nullif(current_setting('app.actor', true), '') IS NOT NULL
            AND (a.region_id = ANY (scope.office) OR a.party_ids && scope.office)
    ), seen AS (
        SELECT d.place, date_trunc('quarter', d.sent)::date AS quarter, d.sent, r.outcome,
            r.avoided_admission AS avoided, extract(epoch FROM c.at - r.sent_at) / 60 AS wait
        FROM acute_request r JOIN agreement a ON a.id = r.agreement_id
        CROSS JOIN LATERAL (
            SELECT r.sent_at AT TIME ZONE 'Europe/Copenhagen' AS sent,
                successor_of(r.municipality_id, a.before - 1) AS place
        ) d
        LEFT JOIN LATERAL (
            SELECT min(s.at) AS at FROM acute_step s
            WHERE s.request_id = r.id AND s.kind IN ('contact', 'answered')
        ) c ON true
        WHERE r.state <> 'cancelled' AND d.sent >= a.since AND d.sent < a.before
            AND (a.is_whole OR d.place = ANY (a.office))
    ), told AS (
        SELECT v.kind, v.label, quarter, wait FROM seen CROSS JOIN LATERAL (VALUES
            ('hour', to_char(sent, 'HH24')),
            ('place', place::text),
            ('outcome', coalesce(nullif(outcome, ''), 'none')),
            ('contact', CASE WHEN wait IS NULL THEN 'no' ELSE 'yes' END),
            ('avoided', CASE WHEN avoided THEN 'yes' WHEN avoided IS FALSE THEN 'no' ELSE 'none' END)
        ) v(kind, label)
    ), cell AS (
        SELECT kind, label, quarter, count(*) AS n FROM told GROUP BY 1, 2, 3
    ), mask AS (
        SELECT kind, array_agg(label ORDER BY label) AS labels,
            hidden_counts(array_agg(n ORDER BY label)) AS hide
        FROM cell GROUP BY kind, quarter
    ), hidden AS (
        SELECT DISTINCT kind, u.label
        FROM mask, unnest(labels, hide[:cardinality(labels)]) u(label, is_hidden) WHERE is_hidden
    ), waited AS (
        SELECT kind, label, count(*) AS n, CASE WHEN count(wait) >= 5 THEN
            round(percentile_cont(0.5) WITHIN GROUP (ORDER BY wait))::int END AS wait
        FROM told GROUP BY 1, 2
    )
    SELECT w.kind, w.label, CASE WHEN h.kind IS NULL THEN w.n END,
        CASE WHEN h.kind IS NULL THEN w.wait END
    FROM waited w LEFT JOIN hidden h ON h.kind = w.kind AND h.label = w.label
$$;
REVOKE EXECUTE ON FUNCTION acute_figures(bigint, date, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION acute_figures(bigint, date, date, date) TO samspil_app;
CREATE POLICY counted ON acute_step FOR SELECT TO samspil_owner USING (true);
"""
UNDO = """
DROP POLICY counted ON acute_step;
DROP FUNCTION acute_figures(bigint, date, date, date);
"""


class Migration(migrations.Migration):
    dependencies = [("acute", "0012_undo")]

    operations = [
        migrations.AddField(
            model_name="request",
            name="avoided_admission",
            field=models.BooleanField(null=True),
        ),
        migrations.AlterField(
            model_name="step",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sent", "Anmodning sendt"),
                    ("measured", "Målinger tilføjet"),
                    ("attached", "Bilag tilføjet"),
                    ("taken", "Læge har taget anmodningen"),
                    ("handed_back", "Lægen har givet anmodningen tilbage"),
                    ("answered", "Råd givet"),
                    ("carried_out", "Rådet er udført"),
                    ("not_possible", "Rådet kunne ikke udføres"),
                    ("cancelled", "Anmodning annulleret"),
                    ("taken_back", "Lægen har fortrudt svaret"),
                    ("edited", "Rådet er skrevet om"),
                    ("reported", "Indlæggelse oplyst"),
                    ("replaces", "Sendt i stedet for"),
                ],
                max_length=15,
            ),
        ),
        migrations.RunSQL(FIGURES, UNDO),
    ]
