"""What must hold at every committed state: one query each, which finds the rows that break it.

The codes are those of the reliability design. They run as a role that sees every row.
"""

from typing import Any

from django.db import connection

from coordination.overview.invariants.check import Check
from coordination.overview.invariants.claims import CLAIMS
from coordination.overview.invariants.consultants import CONSULTANTS
from coordination.overview.invariants.discharges import DISCHARGES
from coordination.overview.invariants.keys import KEYS
from coordination.overview.invariants.ladder import LADDER
from coordination.overview.invariants.notices import NOTICES
from coordination.overview.invariants.settlements import SETTLEMENTS
from coordination.overview.invariants.succession import SUCCESSION
from coordination.parties import selectors as parties

MOST_SHOWN = 20


CHECKS = (
    Check(
        "M1",
        "each budget's sums equal its entries",
        """
        SELECT b.id, b.appropriated, b.reserved, b.spent, e.* FROM ledger_budget b
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(amount) FILTER (WHERE kind = 'appropriate'), 0) AS appropriated_is,
                coalesce(sum(amount) FILTER (WHERE kind IN ('reserve', 'release')), 0)
                    AS reserved_is,
                coalesce(sum(amount) FILTER (WHERE kind = 'spend'), 0) AS spent_is
            FROM ledger_entry WHERE budget_id = b.id) e
        WHERE (b.appropriated, b.reserved, b.spent)
            <> (e.appropriated_is, e.reserved_is, e.spent_is)
        """,
    ),
    Check(
        "M1b",
        "each appropriation entry has its funder's contribution, and the reverse",
        """
        SELECT c.uuid, c.amount, e.amount FROM ledger_contribution c
        FULL JOIN (SELECT * FROM ledger_entry WHERE kind = 'appropriate') e
            ON e.source = 'contribution:' || c.uuid
        WHERE c.amount IS DISTINCT FROM e.amount
        """,
    ),
    Check(
        "M3",
        "no budget is overdrawn unless its clause allows an overrun",
        """
        SELECT id, appropriated, reserved, spent FROM ledger_budget
        WHERE spent + reserved > appropriated AND money_used <> 'overrun'
        """,
    ),
    Check(
        "M4",
        "a reversal is the exact opposite of one entry and is itself never reversed",
        """
        SELECT r.id, r.amount, o.amount FROM ledger_entry r
        JOIN ledger_entry o ON o.id = r.reverses_id
        WHERE r.amount <> -o.amount OR o.reverses_id IS NOT NULL OR r.budget_id <> o.budget_id
        """,
    ),
    Check(
        "M4b",
        "a reservation is given back at most once and in full",
        """
        SELECT f.id, f.source, f.amount FROM ledger_entry f
        LEFT JOIN ledger_entry r ON r.source || ':release' = f.source AND r.kind = 'reserve'
        WHERE f.kind = 'release' AND (r.id IS NULL OR r.amount <> -f.amount)
        """,
    ),
    Check(
        "M4c",
        "money is set aside only for a request that a doctor has taken",
        """
        SELECT e.source, q.state FROM ledger_entry e
        JOIN acute_request q ON e.source LIKE 'request:' || q.uuid || ':%'
        WHERE e.kind = 'reserve' AND q.state <> 'taken' AND NOT EXISTS (
            SELECT 1 FROM ledger_entry f WHERE f.source = e.source || ':release')
        """,
    ),
    Check(
        "M5b",
        "each consumption entry has its session or its month, or is marked as carried over",
        """
        SELECT e.id, e.source FROM ledger_entry e
        LEFT JOIN acute_session s ON e.source = 'session:' || s.uuid
        LEFT JOIN consultants_monthsheet m
            ON e.source LIKE 'month:%' AND split_part(e.source, ':', 2) = m.uuid::text
        WHERE e.kind = 'spend' AND e.reverses_id IS NULL AND s.id IS NULL AND m.id IS NULL
            AND NOT e.carried_over
        """,
    ),
    Check(
        "M8",
        "no two sessions that stand share practice, patient, agreement, day, service and number",
        """
        SELECT practice_id, patient_id, agreement_id, service_on, service_code, ordinal, count(*)
        FROM acute_session WHERE state <> 'void' AND patient_id IS NOT NULL
        GROUP BY 1, 2, 3, 4, 5, 6 HAVING count(*) > 1
        """,
    ),
    Check(
        "M10",
        "each session's price is the tariff of its day",
        """
        SELECT s.uuid, s.price, t.price FROM acute_session s
        LEFT JOIN ledger_tariff t ON t.agreement_id = s.agreement_id
            AND t.service_code = s.service_code AND t.starts_on <= s.service_on
            AND (t.ends_before IS NULL OR t.ends_before > s.service_on)
        WHERE s.price IS DISTINCT FROM t.price
        """,
    ),
    Check(
        "M11",
        "each session is dated inside its agreement, outside suspensions, or it is void",
        """
        SELECT s.uuid, s.service_on FROM acute_session s
        JOIN agreements_agreement a ON a.id = s.agreement_id
        WHERE s.state <> 'void' AND (s.service_on < a.starts_on
            OR s.service_on >= coalesce(a.ends_before, 'infinity')
            OR s.service_on > (s.logged_at AT TIME ZONE 'Europe/Copenhagen')::date
            OR a.activated_at IS NULL
            OR EXISTS (SELECT 1 FROM agreements_suspendedinterval i
                WHERE i.agreement_id = a.id AND s.service_on >= i.starts_on
                AND s.service_on < coalesce(i.ends_before, 'infinity')))
        """,
    ),
    *NOTICES,
    *KEYS,
    *CLAIMS,
    *LADDER,
    *SETTLEMENTS,
    *SUCCESSION,
    *CONSULTANTS,
    *DISCHARGES,
    Check(
        "Q1",
        "each party that must approve and has joined has a standing approval of that very text",
        """
        SELECT a.slug, v.number, p.organisation_id FROM agreements_party p
        JOIN agreements_version v ON v.id = p.version_id
        JOIN agreements_agreement a ON a.id = p.agreement_id
        WHERE p.role = 'approver' AND p.joins_on IS NOT NULL AND v.activated_at IS NOT NULL
        AND p.leaves_before IS NULL AND NOT EXISTS (
            SELECT 1 FROM agreements_approval d WHERE d.version_id = v.id
            AND d.organisation_id = successor_of(p.organisation_id, d.meeting_on)
            AND NOT d.is_recommendation AND d.decision IN ('approved', 'reservation'))
        """,
    ),
    Check(
        "Q2",
        "no text waits although every approver has approved it",
        """
        SELECT a.slug, v.number FROM agreements_version v
        JOIN agreements_agreement a ON a.id = v.agreement_id
        WHERE a.state IN ('approval', 'in_force') AND v.sent_at IS NOT NULL
        AND v.activated_at IS NULL
        AND v.number = (SELECT max(number) FROM agreements_version WHERE agreement_id = a.id)
        AND EXISTS (SELECT 1 FROM agreements_party p
            WHERE p.version_id = v.id AND p.role = 'approver')
        AND NOT EXISTS (
            SELECT 1 FROM agreements_party p WHERE p.version_id = v.id AND p.role = 'approver'
            AND NOT EXISTS (SELECT 1 FROM agreements_approval d WHERE d.version_id = v.id
                AND d.organisation_id = successor_of(p.organisation_id, d.meeting_on)
                AND NOT d.is_recommendation AND d.decision IN ('approved', 'reservation')
                AND NOT EXISTS (SELECT 1 FROM agreements_approval r WHERE r.version_id = v.id
                    AND r.organisation_id = successor_of(p.organisation_id, r.meeting_on)
                    AND NOT r.is_recommendation AND r.decision = 'rejected'
                    AND (r.meeting_on, r.recorded_at) > (d.meeting_on, d.recorded_at))))
        """,
    ),
    Check(
        "Q3",
        "each version was put into force at most once",
        """
        SELECT subject, changes->>'version', count(*) FROM audit_event
        WHERE action = 'agreement.activated' GROUP BY 1, 2 HAVING count(*) > 1
        """,
    ),
    Check(
        "Q4",
        "an agreement shows the text that is in force, and its rows are of that text",
        """
        SELECT a.slug FROM agreements_agreement a
        LEFT JOIN agreements_version v ON v.id = a.version_id
        WHERE v.id IS NULL OR v.agreement_id <> a.id
        OR (a.state IN ('in_force', 'ended') AND v.activated_at IS NULL)
        OR a.title <> v.content->>'title'
        OR coalesce(a.agreed_before::text, '') <> v.content->>'ends_before'
        UNION ALL SELECT a.slug FROM agreements_agreement a
        JOIN agreements_party p ON p.agreement_id = a.id
        JOIN agreements_version v ON v.id = p.version_id WHERE v.agreement_id <> a.id
        UNION ALL SELECT a.slug FROM agreements_agreement a
        JOIN agreements_clause c ON c.agreement_id = a.id
        JOIN agreements_version v ON v.id = c.version_id WHERE v.agreement_id <> a.id
        """,
    ),
    Check(
        "Q5",
        "nobody approved for two parties, and no author alone; clauses are confirmed by another",
        """
        SELECT v.uuid::text, count(DISTINCT d.organisation_id) FROM agreements_approval d
        JOIN agreements_version v ON v.id = d.version_id
        WHERE d.by_the_party AND NOT d.is_recommendation
        GROUP BY v.uuid, d.recorded_by_key HAVING count(DISTINCT d.organisation_id) > 1
        UNION ALL
        SELECT v.uuid::text, count(*) FROM agreements_version v
        JOIN agreements_approval d ON d.version_id = v.id AND NOT d.is_recommendation
            AND d.decision IN ('approved', 'reservation')
        WHERE v.activated_at IS NOT NULL AND v.author <> 'user:system'
        GROUP BY v.uuid, v.author HAVING bool_and(d.recorded_by_key = v.author)
        """,
    ),
    Check(
        "Q6",
        "an agreement's list of parties equals the party rows of its texts and its region",
        """
        SELECT a.slug FROM agreements_agreement a
        WHERE a.party_ids <> ARRAY(
            SELECT DISTINCT o FROM (SELECT organisation_id AS o FROM agreements_party
                WHERE agreement_id = a.id UNION SELECT a.region_id) x ORDER BY o)
        """,
    ),
    Check(
        "N12",
        "each deadline that is kept follows from the months of its clause by the reading it names",
        """
        SELECT d.id, d.kind, d.target, d.act_by, d.last_day_on FROM notices_deadline d
        JOIN agreements_clause c ON c.id = d.clause_id
        WHERE d.last_day_on IS DISTINCT FROM notice_last_day(d.anchor, c.months, d.act_by)
        OR (d.act_by <> latest_receipt(d.anchor, c.months, d.target_on)
            AND NOT (d.target = 'money' AND d.act_by = d.target_on))
        """,
    ),
    Check(
        "N9",
        "an agreement ends at the earliest of its text, a termination and what it falls with",
        """
        SELECT a.slug, a.ends_before FROM agreements_agreement a
        LEFT JOIN agreements_agreement p ON p.id = a.parent_id
        WHERE a.ends_before IS DISTINCT FROM LEAST(a.agreed_before, a.terminated_before,
            CASE WHEN a.falls_with_parent THEN p.ends_before END)
        """,
    ),
    Check(
        "Q6b",
        "an organisation that is continued ends on that day, and its successor exists then",
        """
        SELECT o.name, s.name, r.starts_on FROM parties_relation r
        JOIN parties_organisation o ON o.id = r.subject_id
        JOIN parties_organisation s ON s.id = r.object_id
        WHERE r.kind = 'succeeded_by' AND (o.ends_before IS DISTINCT FROM r.starts_on
            OR s.starts_on > r.starts_on OR s.ends_before <= r.starts_on)
        """,
    ),
    Check(
        "Q7",
        "no entry is dated on a day its party did not exist",
        """
        SELECT e.id, e.service_on, o.name FROM ledger_entry e
        CROSS JOIN LATERAL (VALUES (e.region_id), (e.municipality_id), (e.practice_id)) p (id)
        JOIN parties_organisation o ON o.id = p.id
        WHERE o.starts_on > e.service_on OR o.ends_before <= e.service_on
        """,
    ),
    Check(
        "R1",
        "each reminder reached each person at most once per channel",
        """
        SELECT reminder_id, user_id, channel, count(*) FROM reminders_delivery
        GROUP BY 1, 2, 3 HAVING count(*) > 1
        """,
    ),
    Check(
        "R2",
        "no reminder was sent before it was due",
        "SELECT key, due_at, sent_at FROM reminders_reminder WHERE sent_at < due_at",
    ),
    Check(
        "R3",
        "each delivered mail was sent exactly once (where mails are kept)",
        """
        SELECT d.uuid FROM reminders_delivery d
        LEFT JOIN reminders_demomail m ON m.message_id LIKE '<' || d.uuid || '@%'
        WHERE d.channel = 'mail' AND (d.state = 'delivered') <> (m.id IS NOT NULL)
        AND EXISTS (SELECT 1 FROM reminders_demomail)
        """,
    ),
    Check(
        "R4",
        "whoever took a critical reminder had received it",
        """
        SELECT r.key, r.acknowledged_by_id FROM reminders_reminder r
        WHERE r.acknowledged_by_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM reminders_delivery d
            WHERE d.reminder_id = r.id AND d.user_id = r.acknowledged_by_id)
        """,
    ),
    Check(
        "R5",
        "each delivery names the organisation of its reminder",
        """
        SELECT d.uuid, d.organisation_id, r.organisation_id FROM reminders_delivery d
        JOIN reminders_reminder r ON r.id = d.reminder_id
        WHERE d.organisation_id <> r.organisation_id
        """,
    ),
    Check(
        "V1",
        "a patient's present municipality and practice are those of an open dated row",
        """
        SELECT p.uuid FROM parties_patient p
        WHERE NOT EXISTS (SELECT 1 FROM parties_residence r
            WHERE r.patient_id = p.id AND r.municipality_id = p.municipality_id)
        OR (p.practice_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM parties_practicechoice c
            WHERE c.patient_id = p.id AND c.practice_id = p.practice_id))
        """,
    ),
    Check(
        "V7",
        "measurements and steps name who sent their request, sessions also who answered it",
        """
        SELECT 'measurement', x.id FROM acute_measurement x
        JOIN acute_request q ON q.id = x.request_id
        WHERE x.municipality_id <> q.municipality_id
        UNION ALL SELECT 'step', x.id FROM acute_step x JOIN acute_request q ON q.id = x.request_id
        WHERE x.municipality_id <> q.municipality_id
        UNION ALL SELECT 'session', x.id FROM acute_session x
        JOIN acute_request q ON q.id = x.request_id
        WHERE (x.municipality_id, x.practice_id, x.patient_id)
            <> (q.municipality_id, q.practice_id, q.patient_id)
        """,
    ),
    Check(
        "A1",
        "each session that was logged here has its audit event",
        """
        SELECT s.uuid FROM acute_session s WHERE NOT s.imported AND NOT EXISTS (
            SELECT 1 FROM audit_event e WHERE e.subject = s.uuid AND e.action = 'session.logged')
        """,
    ),
    Check("I2", "each CPR number opens with its keys and agrees with its index"),
    Check(
        "O2",
        "every table with policies forces row-level security, and the app's roles cannot bypass it",
        """
        SELECT c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity)
        UNION ALL SELECT rolname FROM pg_roles
        WHERE rolname IN ('samspil_web', 'samspil_worker', 'samspil_app', 'samspil_sweep')
            AND (rolsuper OR rolbypassrls)
        """,
    ),
)


def offenders(check: Check) -> list[Any]:
    """The first rows that break an invariant; empty where it holds."""
    if not check.sql:
        return parties.broken_cprs()[:MOST_SHOWN]
    with connection.cursor() as cursor:
        cursor.execute(check.sql)
        return cursor.fetchmany(MOST_SHOWN)
