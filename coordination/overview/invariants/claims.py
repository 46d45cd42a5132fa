"""Claims, which say what is to be paid, and the sessions and entries they stand for."""

from coordination.overview.invariants.check import Check

CLAIMS = (
    Check(
        "M5",
        "each session that has money has one entry of its amount; a void one nets to nothing",
        """
        SELECT s.uuid, s.state, c.state, s.amount, e.amount, r.amount FROM acute_session s
        LEFT JOIN ledger_claim c ON c.source = 'session:' || s.uuid
        LEFT JOIN ledger_entry e ON e.source = 'session:' || s.uuid
        LEFT JOIN ledger_entry r ON r.reverses_id = e.id
        WHERE CASE
            WHEN s.state = 'void' THEN coalesce(e.amount, 0) + coalesce(r.amount, 0) <> 0
            WHEN c.state = 'unfunded' THEN e.id IS NOT NULL
            ELSE e.amount IS DISTINCT FROM s.amount OR r.id IS NOT NULL END
        """,
    ),
    Check(
        "M5c",
        "each session has one claim that says the same, and is withdrawn where the session is void",
        """
        SELECT s.uuid, s.state, c.state, s.amount, c.amount FROM acute_session s
        FULL JOIN (SELECT * FROM ledger_claim WHERE source LIKE 'session:%') c
            ON c.source = 'session:' || s.uuid
        WHERE s.id IS NULL OR c.id IS NULL
            OR (s.agreement_id, s.service_on, s.service_code, s.ordinal, s.price, s.amount)
                <> (c.agreement_id, c.service_on, c.service_code, c.ordinal, c.price, c.amount)
            OR c.practice_id <> successor_of(s.practice_id, s.service_on)
            OR (s.state = 'void') <> (c.state = 'withdrawn')
        """,
    ),
    Check(
        "M6d",
        "nobody approved or cleared a claim of the own, nor cleared what the same person approved",
        """
        SELECT uuid, submitted_by_key, approved_by_key, cleared_by_key FROM ledger_claim
        WHERE (approved_by_key <> '' AND approved_by_key
                IN (submitted_by_key, answered_by_key, cleared_by_key))
            OR (cleared_by_key <> '' AND cleared_by_key IN (submitted_by_key, answered_by_key))
        """,
    ),
    Check(
        "M6e",
        "each claim belongs to the budget of its agreement and to its parties of that day",
        """
        SELECT c.uuid FROM ledger_claim c
        JOIN ledger_budget b ON b.id = c.budget_id
        CROSS JOIN LATERAL (VALUES (c.region_id), (c.municipality_id), (c.practice_id)) p (id)
        JOIN parties_organisation o ON o.id = p.id
        WHERE b.agreement_id <> c.agreement_id
            OR o.starts_on > c.service_on OR o.ends_before <= c.service_on
        """,
    ),
    Check(
        "M13",
        "no practice, municipality or agreement has used more than a cap that binds it",
        """
        SELECT c.uuid, c.amount, e.party, e.month, sum(e.amount) FROM ledger_cap c
        CROSS JOIN LATERAL (
            SELECT amount,
                CASE c.party WHEN 'practice' THEN practice_id
                    WHEN 'municipality' THEN municipality_id END AS party,
                CASE c."window" WHEN 'month' THEN date_trunc('month', service_on) END AS month
            FROM ledger_entry WHERE agreement_id = c.agreement_id AND kind <> 'appropriate'
            AND service_on >= c.starts_on
            AND service_on < coalesce(c.ends_before, 'infinity')) e
        WHERE c.party = 'all' OR e.party IS NOT NULL
        GROUP BY c.uuid, c.amount, e.party, e.month HAVING sum(e.amount) > c.amount
        """,
    ),
)
