"""Announced discharges and their history."""

from coordination.overview.invariants.check import Check

DISCHARGES = (
    Check(
        "D1",
        "each discharge says what its history said last, and as often as it says",
        """
        SELECT d.uuid, d.edition, s.said FROM discharges_discharge d
        CROSS JOIN LATERAL (
            SELECT count(*) AS said, (array_agg(expected_on ORDER BY id DESC))[1] AS expected_on,
                (array_agg(needs ORDER BY id DESC))[1] AS needs
            FROM discharges_dischargestep
            WHERE discharge_id = d.id AND kind IN ('announced', 'changed')) s
        WHERE (d.edition, d.expected_on, d.needs)
            IS DISTINCT FROM (s.said::int, s.expected_on, s.needs)
        """,
    ),
    Check(
        "D2",
        "whoever is ready said so after the day and the need were last said",
        """
        SELECT uuid, asked_at, nurse_ready_at, gp_ready_at FROM discharges_discharge
        WHERE nurse_ready_at < asked_at OR gp_ready_at < asked_at
            OR (gp_ready_at IS NOT NULL AND practice_id IS NULL)
        """,
    ),
    Check(
        "D3",
        "the history of a discharge names its parties",
        """
        SELECT d.uuid, s.id FROM discharges_dischargestep s
        JOIN discharges_discharge d ON d.id = s.discharge_id
        WHERE (s.ward_id, s.municipality_id, s.practice_id)
            IS DISTINCT FROM (d.ward_id, d.municipality_id, d.practice_id)
        """,
    ),
)
