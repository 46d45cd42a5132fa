"""Notices, and what they did to the agreement and its money."""

from coordination.overview.invariants.check import Check

NOTICES = (
    Check(
        "N1",
        "each notice that all have counts from the day the last party had it",
        """
        SELECT n.uuid, n.received_on, max(r.received_on) FROM notices_notice n
        LEFT JOIN notices_receipt r ON r.notice_id = n.id
        WHERE n.state IN ('received', 'in_effect') GROUP BY n.id
        HAVING n.received_on IS DISTINCT FROM max(r.received_on)
            OR count(*) FILTER (WHERE r.received_on IS NULL) > 0
        """,
    ),
    Check(
        "N1b",
        "each notice that was given and is not fixed waits for some party to have it",
        """
        SELECT n.uuid FROM notices_notice n JOIN notices_receipt r ON r.notice_id = n.id
        WHERE n.state = 'given' GROUP BY n.id HAVING bool_and(r.received_on IS NOT NULL)
        """,
    ),
    Check(
        "N5",
        "each notice that all have ends on the day that the reading it keeps gives",
        """
        SELECT uuid, received_on, last_day_on, inputs FROM notices_notice
        WHERE state IN ('received', 'in_effect') AND last_day_on IS DISTINCT FROM notice_last_day(
            inputs ->> 'anchor', (inputs ->> 'months')::integer, received_on)
        """,
    ),
    Check(
        "N8",
        "each suspension that a notice fixed bars the days after its last day",
        """
        SELECT n.uuid, n.last_day_on, i.starts_on FROM agreements_suspendedinterval i
        FULL JOIN (SELECT * FROM notices_notice
            WHERE kind = 'suspend' AND state IN ('received', 'in_effect')) n
            ON n.agreement_id = i.agreement_id AND i.starts_on = n.last_day_on + 1
        WHERE n.id IS NULL OR i.id IS NULL
        """,
    ),
    Check(
        "N8b",
        "no use that stands is dated inside a suspension",
        """
        SELECT e.id, e.source, e.service_on FROM ledger_entry e
        JOIN agreements_suspendedinterval i ON i.agreement_id = e.agreement_id
            AND e.service_on >= i.starts_on AND e.service_on < coalesce(i.ends_before, 'infinity')
        WHERE e.kind = 'spend' AND e.reverses_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = e.id)
        """,
    ),
    Check(
        "N10",
        "a notice that others had is taken back when each of them agrees, and not before",
        """
        SELECT n.uuid, n.state, count(*) FROM notices_notice n
        JOIN notices_receipt r ON r.notice_id = n.id AND r.received_on IS NOT NULL
        WHERE n.withdrawal_asked_on IS NOT NULL AND n.state <> 'in_effect' GROUP BY n.id
        HAVING (n.state = 'withdrawn') <> bool_and(r.withdrawal_agreed_on IS NOT NULL)
        """,
    ),
    Check(
        "N11",
        "a party leaves on the day its notice says, unless its body has approved a later text",
        """
        SELECT n.uuid, n.last_day_on, p.leaves_before FROM notices_notice n
        JOIN agreements_agreement a ON a.id = n.agreement_id
        JOIN agreements_party p ON p.version_id = a.version_id
            AND p.organisation_id = n.given_by_id AND p.joins_on IS NOT NULL
        WHERE n.kind = 'leave' AND n.state IN ('received', 'in_effect')
        AND p.leaves_before IS DISTINCT FROM n.last_day_on + 1 AND NOT EXISTS (
            SELECT 1 FROM agreements_approval d WHERE d.version_id = p.version_id
            AND d.organisation_id = p.organisation_id AND NOT d.is_recommendation
            AND d.decision IN ('approved', 'reservation')
            AND (d.recorded_at AT TIME ZONE 'Europe/Copenhagen')::date > n.given_on)
        """,
    ),
)
