"""Closed months: each claim is paid at most once, and none falls between two months."""

from coordination.overview.invariants.check import Check

SETTLEMENTS = (
    Check(
        "M6",
        "a claim is settled when one standing line pays its amount, and not otherwise",
        """
        SELECT c.uuid, c.state, c.amount, l.amount FROM ledger_claim c
        FULL JOIN (
            SELECT claim_id, amount, count(*) OVER (PARTITION BY claim_id) AS lines
            FROM ledger_settlementline WHERE NOT is_cancelled) l ON l.claim_id = c.id
        WHERE (c.state = 'settled') <> (l.claim_id IS NOT NULL)
            OR l.amount <> c.amount OR l.lines > 1
        """,
    ),
    Check(
        "M6a",
        "a line is of its claim's entry and agreement, and cancelled with its settlement only",
        """
        SELECT l.id, e.source, c.source FROM ledger_settlementline l
        JOIN ledger_settlement s ON s.id = l.settlement_id
        JOIN ledger_claim c ON c.id = l.claim_id
        JOIN ledger_entry e ON e.id = l.entry_id
        WHERE e.source <> c.source OR e.amount <> l.amount OR s.agreement_id <> c.agreement_id
            OR c.service_on >= s.ends_before OR c.service_on <> l.service_on
            OR l.is_cancelled <> (s.cancelled_at IS NOT NULL)
        """,
    ),
    Check(
        "M6b",
        "a settlement's lines, and its funders' shares, add up to its amount",
        """
        SELECT s.uuid, s.amount, l.amount, f.amount FROM ledger_settlement s
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(amount), 0) AS amount, count(*) AS lines
            FROM ledger_settlementline WHERE settlement_id = s.id) l
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(amount), 0) AS amount
            FROM ledger_settlementshare WHERE settlement_id = s.id) f
        WHERE (s.amount, s.amount, s.claim_count) <> (l.amount, f.amount, l.lines)
            OR s.content_hash = ''
        """,
    ),
    Check(
        "M7",
        "closed months follow one another without a gap, from the agreement's first month on",
        """
        SELECT agreement_id, starts_on, expected FROM (
            SELECT s.agreement_id, s.starts_on, coalesce(
                lag(s.ends_before) OVER (PARTITION BY s.agreement_id ORDER BY s.starts_on),
                date_trunc('month', a.starts_on)::date) AS expected
            FROM ledger_settlement s JOIN agreements_agreement a ON a.id = s.agreement_id
            WHERE s.cancelled_at IS NULL) m
        WHERE starts_on <> expected
        """,
    ),
    Check(
        "M7a",
        "what was claimed when a month was closed, of a day before its end, was paid or is listed",
        """
        SELECT c.uuid, c.state, s.uuid FROM ledger_settlement s
        JOIN ledger_claim c ON c.agreement_id = s.agreement_id
            AND c.service_on < s.ends_before AND c.id <= s.last_claim
            AND c.state <> 'withdrawn'
        WHERE s.cancelled_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM ledger_settlementline l JOIN ledger_settlement p
                ON p.id = l.settlement_id
            WHERE l.claim_id = c.id AND NOT l.is_cancelled AND p.starts_on <= s.starts_on)
        AND NOT EXISTS (
            SELECT 1 FROM ledger_leftover o
            WHERE o.claim_id = c.id AND o.settlement_id = s.id)
        """,
    ),
    Check(
        "M7b",
        "no claim is both paid by a settlement and left over by it",
        """
        SELECT l.settlement_id, l.claim_id FROM ledger_settlementline l
        JOIN ledger_leftover o USING (settlement_id, claim_id)
        """,
    ),
)
