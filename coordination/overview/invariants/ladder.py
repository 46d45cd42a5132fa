"""What holds of a request for help: whose turn it is, until when, and what came before."""

from coordination.overview.invariants.check import Check

LADDER = (
    Check(
        "L1",
        "whoever waits for a doctor has a next moment; whoever was told to ring has a number",
        """
        SELECT uuid, state, due_at FROM acute_request
        WHERE (state IN ('waiting', 'taken')) <> (due_at IS NOT NULL)
        OR (state = 'instructed' AND call_phone = '')
        """,
    ),
    Check(
        "L2",
        "the steps of each ladder are counted from one without a gap, up to where the request is",
        """
        SELECT q.uuid, q.rung_number, count(s.number), max(s.number) FROM acute_request q
        LEFT JOIN acute_step s ON s.request_id = q.id AND s.number IS NOT NULL
        GROUP BY q.id HAVING count(s.number) <> q.rung_number
            OR coalesce(max(s.number), 0) <> q.rung_number
        """,
    ),
    Check(
        "L3",
        "nobody was asked who had not said yes for that day",
        """
        SELECT q.uuid, s.at, s.practice_id FROM acute_step s
        JOIN acute_request q ON q.id = s.request_id
        WHERE s.kind = 'asked' AND q.is_paid AND NOT EXISTS (
            SELECT 1 FROM acute_participation p WHERE p.practice_id = s.practice_id
            AND p.agreement_id = q.agreement_id
            AND p.starts_on <= (s.at AT TIME ZONE 'Europe/Copenhagen')::date
            AND (p.ends_before IS NULL
                OR p.ends_before > (s.at AT TIME ZONE 'Europe/Copenhagen')::date))
        """,
    ),
    Check(
        "L4",
        "no duty that a doctor has not accepted is on, and no doctor has two at once",
        """
        SELECT a.uuid, b.uuid FROM acute_duty a JOIN acute_duty b ON b.doctor_id = a.doctor_id
        AND b.id > a.id AND b.starts_at < a.ends_at AND a.starts_at < b.ends_at
        WHERE a.state IN ('planned', 'accepted') AND b.state IN ('planned', 'accepted')
        AND a.left_at IS NULL AND b.left_at IS NULL
        UNION ALL SELECT uuid, uuid FROM acute_duty
        WHERE state = 'accepted' AND answered_at IS NULL
        """,
    ),
)
