"""What is continued when organisations are, and what was decided about it."""

from coordination.overview.invariants.check import Check

SUCCESSION = (
    Check(
        "Q6c",
        "each live agreement has one responsible successor per party from the day that one ends",
        """
        SELECT a.slug, o.name, o.ends_before FROM agreements_agreement a
        CROSS JOIN LATERAL unnest(a.party_ids) p (id)
        JOIN parties_organisation o ON o.id = p.id
        WHERE a.state = 'in_force' AND o.ends_before < coalesce(a.ends_before, 'infinity')
        AND NOT EXISTS (SELECT 1 FROM agreements_party q WHERE q.version_id = a.version_id
            AND q.organisation_id = p.id AND q.leaves_before <= o.ends_before)
        AND (SELECT count(*) FROM parties_relation r
            JOIN parties_organisation s ON s.id = r.object_id
            WHERE r.subject_id = p.id AND r.kind = 'succeeded_by'
            AND r.starts_on <= o.ends_before AND coalesce(r.ends_before, 'infinity') > o.ends_before
            AND s.starts_on <= o.ends_before
            AND coalesce(s.ends_before, 'infinity') > o.ends_before) <> 1
        """,
    ),
    Check(
        "Q6d",
        "an agreement that was let end when a party is continued has ended by that day",
        """
        SELECT a.slug, a.ends_before, c."on" FROM agreements_successionchoice c
        JOIN agreements_agreement a ON a.id = c.agreement_id
        WHERE c.choice = 'ends' AND coalesce(a.ends_before, 'infinity') > c."on"
        """,
    ),
)
