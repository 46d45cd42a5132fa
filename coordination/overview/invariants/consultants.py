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
)
