"""Funding keys, which say who divides what is used."""

from coordination.overview.invariants.check import Check

KEYS = (
    Check(
        "M9a",
        "an agreement's funding keys follow one another without a gap, and the last is open",
        """
        SELECT agreement_id, starts_on, ends_before, next_on FROM (
            SELECT agreement_id, starts_on, ends_before, lead(starts_on) OVER (
                PARTITION BY agreement_id ORDER BY starts_on) AS next_on
            FROM ledger_fundingkey) k
        WHERE ends_before IS DISTINCT FROM next_on
        """,
    ),
    Check(
        "M9b",
        "each funding key has shares, all positive, of parties or of whoever continues them",
        """
        SELECT k.uuid, s.funder_id, s.weight FROM ledger_fundingkey k
        LEFT JOIN ledger_fundingshare s ON s.key_id = k.id
        JOIN agreements_agreement a ON a.id = k.agreement_id
        WHERE s.id IS NULL OR s.weight <= 0 OR NOT EXISTS (
            SELECT 1 FROM unnest(a.party_ids) p (id)
            WHERE successor_of(p.id, k.starts_on) = s.funder_id)
        """,
    ),
    Check(
        "M9c",
        "each funder exists on the first day of its key, and is continued on every later one",
        """
        SELECT k.uuid, o.name FROM ledger_fundingkey k
        JOIN ledger_fundingshare s ON s.key_id = k.id
        JOIN parties_organisation o ON o.id = s.funder_id
        JOIN parties_organisation l
            ON l.id = successor_of(s.funder_id, coalesce(k.ends_before - 1, 'infinity'))
        WHERE o.starts_on > k.starts_on OR o.ends_before <= k.starts_on
            OR l.ends_before < coalesce(k.ends_before, 'infinity')
        """,
    ),
)
