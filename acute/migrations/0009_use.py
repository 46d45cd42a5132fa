from django.db import migrations

USE = """
-- Which counts of a column of a table are hidden, and last whether its total is. A count of 1 to 4
-- is, and with it every count that equals the smallest of the others: whoever knows the rule and
-- the total then finds that any of those hidden may be small or not. Where there is no other count,
-- the total is hidden. A count of nothing is about nobody and is shown.
CREATE FUNCTION hidden_counts(counts bigint[]) RETURNS boolean[]
LANGUAGE sql IMMUTABLE STRICT SET search_path = public, pg_temp AS $$
    SELECT array_agg(found.small AND (c BETWEEN 1 AND 4 OR c = found.next) ORDER BY i)
        || (min(found.small::int) = 1 AND min(found.next) IS NULL)
    FROM unnest(counts) WITH ORDINALITY u(c, i), (
        SELECT coalesce(bool_or(c BETWEEN 1 AND 4), false) AS small,
            min(c) FILTER (WHERE c > 4) AS next
        FROM unnest(counts) c
    ) found
$$;

-- Between what the requests answered lie, and those kept to the time promised, so that neither of
-- them, nor those answered late, nor those not answered are told where they are 1 to 4.
CREATE FUNCTION told_answers(whole bigint, answered bigint, kept bigint,
    OUT a_low bigint, OUT a_high bigint, OUT k_low bigint, OUT k_high bigint)
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
DECLARE
    late bigint := answered - kept;
    missed bigint := whole - answered;
BEGIN
    a_low := answered; a_high := answered; k_low := kept; k_high := kept;
    IF whole < 10 THEN
        IF kept BETWEEN 1 AND 4 OR late BETWEEN 1 AND 4 OR missed BETWEEN 1 AND 4 THEN
            a_low := 0; a_high := whole; k_low := 0; k_high := whole;
        END IF;
    ELSIF missed BETWEEN 1 AND 4 THEN
        a_low := whole - 4; a_high := whole - 1;
        k_low := CASE WHEN whole - kept < 5 THEN whole - 4 ELSE 0 END; k_high := whole - 1;
    ELSIF answered BETWEEN 1 AND 4 THEN
        a_low := 1; a_high := 4; k_low := 0; k_high := 4;
    ELSIF answered < 10 THEN
        IF kept > 0 AND late > 0 THEN
            k_low := 0; k_high := answered;
        END IF;
    ELSIF late BETWEEN 1 AND 4 THEN
        k_low := answered - 4; k_high := answered - 1;
    ELSIF kept BETWEEN 1 AND 4 THEN
        k_low := 1; k_high := 4;
    END IF;
END $$;

-- The use of an agreement on acute advice by municipality over whole quarters, up to the last month
-- that is over; the total has no municipality. For the region that looks after the agreement, and
-- for a municipality its own row and the total. Small counts are hidden before they leave.
CREATE FUNCTION acute_use(asked bigint, first_on date, last_on date, as_of date)
RETURNS TABLE (
    municipality bigint, sessions bigint, amount numeric, requests bigint,
    answered_low bigint, answered_high bigint, kept_low bigint, kept_high bigint, wait int,
    counted bigint[]
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH scope AS (
        SELECT nullif(current_setting('app.office_orgs', true), '')::bigint[] AS office
    ), agreement AS (
        SELECT a.id, a.version_id, a.region_id = ANY (scope.office) AS is_whole, scope.office,
            date_trunc('quarter', first_on)::date AS since,
            least((date_trunc('quarter', last_on) + interval '3 months')::date,
                date_trunc('month', as_of)::date) AS before
        FROM agreements_agreement a, scope
        WHERE a.id = asked AND nullif(current_setting('app.actor', true), '') IS NOT NULL
            AND (a.region_id = ANY (scope.office) OR a.party_ids && scope.office)
    ), session AS (
        SELECT s.municipality_id, date_trunc('quarter', s.service_on)::date AS quarter, count(*) AS n
        FROM acute_session s JOIN agreement a ON a.id = s.agreement_id
        WHERE s.state <> 'void' AND s.service_on >= a.since AND s.service_on < a.before
        GROUP BY 1, 2
    ), spent AS (
        SELECT e.municipality_id, date_trunc('quarter', e.service_on)::date AS quarter,
            sum(e.amount) AS amount
        FROM ledger_entry e JOIN agreement a ON a.id = e.agreement_id
        WHERE e.kind = 'spend' AND e.municipality_id IS NOT NULL
            AND e.service_on >= a.since AND e.service_on < a.before
        GROUP BY 1, 2
    ), request AS (
        SELECT r.municipality_id, date_trunc('quarter', d.day)::date AS quarter,
            r.answered_at IS NOT NULL AS answered,
            r.answered_at IS NOT NULL AND r.taken_at <= r.promised_at AS kept,
            CASE WHEN r.answered_at IS NOT NULL
                THEN extract(epoch FROM r.taken_at - r.sent_at) / 60 END AS wait
        FROM acute_request r JOIN agreement a ON a.id = r.agreement_id,
            LATERAL (SELECT (r.sent_at AT TIME ZONE 'Europe/Copenhagen')::date AS day) d
        WHERE r.state <> 'cancelled' AND d.day >= a.since AND d.day < a.before
    ), heir AS (
        SELECT o.id, successor_of(o.id, a.before - 1) AS place
        FROM agreement a, (
            SELECT p.organisation_id AS id FROM agreements_party p
            JOIN agreement b ON b.version_id = p.version_id
            JOIN parties_organisation m ON m.id = p.organisation_id AND m.kind = 'municipality'
            WHERE p.joins_on < b.before AND (p.leaves_before IS NULL OR p.leaves_before > b.since)
            UNION SELECT municipality_id FROM session
            UNION SELECT municipality_id FROM spent
            UNION SELECT municipality_id FROM request
        ) o
    ), cell AS (
        SELECT p.place, q.quarter::date AS quarter,
            coalesce((SELECT sum(n) FROM session JOIN heir ON heir.id = municipality_id
                WHERE heir.place = p.place AND session.quarter = q.quarter), 0)::bigint AS n,
            coalesce((SELECT sum(spent.amount) FROM spent JOIN heir ON heir.id = municipality_id
                WHERE heir.place = p.place AND spent.quarter = q.quarter), 0) AS amount,
            coalesce(r.m, 0) AS m, coalesce(r.a, 0) AS a, coalesce(r.k, 0) AS k
        FROM (SELECT DISTINCT place FROM heir) p
        CROSS JOIN agreement
        CROSS JOIN LATERAL generate_series(since, before - 1, interval '3 months') q(quarter)
        LEFT JOIN LATERAL (
            SELECT count(*) AS m, count(*) FILTER (WHERE answered) AS a,
                count(*) FILTER (WHERE kept) AS k
            FROM request JOIN heir ON heir.id = municipality_id
            WHERE heir.place = p.place AND request.quarter = q.quarter
        ) r ON true
    ), mask AS (
        SELECT quarter, hidden_counts(array_agg(n ORDER BY place)) AS of_n,
            hidden_counts(array_agg(m ORDER BY place)) AS of_m, count(*)::int + 1 AS last
        FROM cell GROUP BY quarter
    ), masked AS (
        SELECT c.*, c.place = ANY (agreement.office) AS own,
            of_n[c.i] AS hide_n, of_m[c.i] AS hide_m,
            of_n[mask.last] AS hide_all_n, of_m[mask.last] AS hide_all_m
        FROM (SELECT *, row_number() OVER (PARTITION BY quarter ORDER BY place) AS i FROM cell) c
        JOIN mask USING (quarter) CROSS JOIN agreement
    ), told AS (
        SELECT m.*,
            CASE WHEN hide_m THEN 0 ELSE t.a_low END AS a_low,
            CASE WHEN hide_m THEN m.m ELSE t.a_high END AS a_high,
            CASE WHEN hide_m THEN 0 ELSE t.k_low END AS k_low,
            CASE WHEN hide_m THEN m.m ELSE t.k_high END AS k_high
        FROM masked m, LATERAL told_answers(m.m, m.a, m.k) t
    ), alone AS (
        -- A municipality knows its own counts. It gets the total where those that the others hide
        -- are both small and not, and so cannot be told apart.
        SELECT bool_or(NOT n_mixed) AS n, bool_or(NOT m_mixed) AS m
        FROM (
            SELECT count(*) FILTER (WHERE hide_n AND NOT own) = 0
                OR bool_or(hide_n AND NOT own AND masked.n < 5)
                    AND bool_or(hide_n AND NOT own AND masked.n > 4) AS n_mixed,
                count(*) FILTER (WHERE hide_m AND NOT own) = 0
                OR bool_or(hide_m AND NOT own AND masked.m < 5)
                    AND bool_or(hide_m AND NOT own AND masked.m > 4) AS m_mixed
            FROM masked GROUP BY quarter
        ) hidden
    ), waited AS (
        SELECT heir.place, CASE WHEN count(request.wait) >= 5 THEN
            round(percentile_cont(0.5) WITHIN GROUP (ORDER BY request.wait))::int END AS wait
        FROM request JOIN heir ON heir.id = municipality_id GROUP BY GROUPING SETS ((heir.place), ())
    ), summed AS (
        SELECT t.place, sum(n)::bigint AS n, sum(amount) AS amount, sum(m)::bigint AS m,
            sum(a_low)::bigint AS a_low, sum(a_high)::bigint AS a_high,
            sum(k_low)::bigint AS k_low, sum(k_high)::bigint AS k_high,
            CASE WHEN t.place IS NULL
                THEN bool_or(hide_all_n) OR (NOT agreement.is_whole AND (SELECT alone.n FROM alone))
                ELSE bool_or(hide_n) END AS no_n,
            CASE WHEN t.place IS NULL
                THEN bool_or(hide_all_m) OR (NOT agreement.is_whole AND (SELECT alone.m FROM alone))
                ELSE bool_or(hide_m) END AS no_m
        FROM told t CROSS JOIN agreement
        GROUP BY GROUPING SETS ((t.place, agreement.is_whole), (agreement.is_whole))
    )
    SELECT r.place, CASE WHEN NOT no_n THEN n END, CASE WHEN NOT no_n THEN r.amount END,
        CASE WHEN NOT no_m THEN m END, CASE WHEN NOT no_m THEN a_low END,
        CASE WHEN NOT no_m THEN a_high END, CASE WHEN NOT no_m THEN k_low END,
        CASE WHEN NOT no_m THEN k_high END, CASE WHEN NOT no_m THEN waited.wait END,
        ARRAY(SELECT DISTINCT place FROM heir)
    FROM summed r CROSS JOIN agreement
    LEFT JOIN waited ON waited.place IS NOT DISTINCT FROM r.place
    WHERE agreement.is_whole OR r.place = ANY (agreement.office)
        OR (r.place IS NULL AND EXISTS (SELECT 1 FROM masked WHERE own))
$$;
REVOKE EXECUTE ON FUNCTION hidden_counts(bigint[]) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION told_answers(bigint, bigint, bigint) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION acute_use(bigint, date, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hidden_counts(bigint[]), told_answers(bigint, bigint, bigint),
    acute_use(bigint, date, date, date) TO samspil_app;
CREATE POLICY counted ON acute_request FOR SELECT TO samspil_owner USING (true);
CREATE POLICY counted ON acute_session FOR SELECT TO samspil_owner USING (true);
"""
UNDO = """
DROP POLICY counted ON acute_request;
DROP POLICY counted ON acute_session;
DROP FUNCTION acute_use(bigint, date, date, date);
DROP FUNCTION told_answers(bigint, bigint, bigint);
DROP FUNCTION hidden_counts(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("acute", "0008_corrections"),
        ("agreements", "0009_finder"),
        ("notices", "0006_deadlines"),
    ]
    operations = [migrations.RunSQL(USE, UNDO)]
