"""Consultants' appointments and their hours."""

from coordination.overview.invariants.check import Check

CONSULTANTS = (
    Check(
        "C1",
        "each appointment is under an agreement on consultants, and began while it was agreed",
        """
        SELECT c.uuid, a.slug FROM consultants_appointment c
        JOIN agreements_agreement a ON a.id = c.agreement_id
        WHERE a.kind <> 'practice_consultant' OR a.activated_at IS NULL
            OR c.starts_on < a.starts_on
        """,
    ),
    Check(
        "C2",
        "each activity lies in the month and the appointment of its sheet",
        """
        SELECT x.uuid FROM consultants_activity x JOIN consultants_monthsheet s ON s.id = x.sheet_id
        WHERE s.month <> date_trunc('month', x.done_on)::date
            OR s.appointment_id <> x.appointment_id
        """,
    ),
    Check(
        "C3",
        "no mileage is paid in a month that was signed more than three months after the journey",
        """
        SELECT x.uuid FROM consultants_activity x JOIN consultants_monthsheet s ON s.id = x.sheet_id
        WHERE s.state IN ('signed', 'approved') AND x.km_amount > 0
            AND (s.signed_at AT TIME ZONE 'Europe/Copenhagen')::date
                > (x.done_on + interval '3 months')::date
        """,
    ),
    Check(
        "C4",
        "an approved month has its cost posted, and claimed where it is invoiced; no other has any",
        """
        SELECT uuid, state, cost, posted, claimed FROM (
            SELECT s.uuid, s.state, a.employment, s.fixed_amount
                + coalesce((SELECT sum(work_amount + km_amount) FROM consultants_activity
                    WHERE sheet_id = s.id), 0)
                + coalesce((SELECT sum(t.amount) FROM consultants_travel t
                    JOIN consultants_activity x ON x.id = t.activity_id
                    WHERE x.sheet_id = s.id), 0) AS cost,
                coalesce((SELECT sum(amount) FROM ledger_entry
                    WHERE starts_with(source, 'month:' || s.uuid || ':')), 0) AS posted,
                array(SELECT amount FROM ledger_claim
                    WHERE starts_with(source, 'month:' || s.uuid || ':')
                    AND state <> 'withdrawn') AS claimed,
                EXISTS (SELECT 1 FROM ledger_claim
                    WHERE source = 'month:' || s.uuid || ':' || s.version
                    AND state = 'unfunded') AS waits
            FROM consultants_monthsheet s
            JOIN consultants_appointment a ON a.id = s.appointment_id) m
        WHERE posted <> CASE WHEN state = 'approved' AND NOT waits THEN cost ELSE 0 END
            OR claimed <> CASE
                WHEN state = 'approved' AND employment = 'invoice' AND cost > 0 THEN array[cost]
                ELSE '{}' END
        """,
    ),
    Check(
        "C5",
        "work on a point was done under an appointment at its place, or as a coordinator",
        """
        SELECT x.uuid, p.uuid FROM consultants_activity x
        JOIN consultants_improvementpoint p ON p.id = x.point_id
        JOIN consultants_appointment a ON a.id = x.appointment_id
        JOIN parties_organisation o ON o.id = a.host_id
        WHERE a.host_id <> p.host_id AND o.kind <> 'region'
        """,
    ),
)
