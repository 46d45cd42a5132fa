"""Thousands of agreements in a few statements, for measuring the portfolio and its deadlines."""

import time
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from coordination.base import rowsecurity
from coordination.base.actor import Actor, system
from coordination.ledger import services as ledger
from coordination.notices import services as notices
from coordination.notices.services import ladder
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation

MAKE = (
    """
    CREATE TEMP TABLE made ON COMMIT DROP AS
    SELECT n, gen_random_uuid() AS uuid, 'Aftale ' || lpad(n::text, 5, '0') AS title,
        %(today)s::date - (n %% 400) AS starts_on, %(today)s::date + 30 + (n * 7) %% 900 AS until,
        (%(towns)s::bigint[])[1 + n %% cardinality(%(towns)s::bigint[])] AS town
    FROM generate_series(1, %(count)s) AS n
    """,
    """
    INSERT INTO agreements_agreement (uuid, slug, kind, title, legal_basis, region_id, state,
        starts_on, agreed_before, falls_with_parent, party_ids, ladder, activated_at,
        partial_start_reason, note)
    SELECT uuid, 'mange-' || n,
        (ARRAY['acute_advice', 'practice_consultant', 'task_package', 'relief',
            'specialist_advice', 'horizontal', 'local_supplement'])[1 + n % 7],
        title, 'Måling', %(region)s, 'in_force', starts_on, until, false,
        ARRAY[least(%(region)s, town), greatest(%(region)s, town)],
        '{90,60,30,14,7,1}', now(), '', '' FROM made
    """,
    """
    INSERT INTO agreements_version (uuid, agreement_id, number, content, content_hash, author,
        author_name, created_at, sent_at, activated_at)
    SELECT gen_random_uuid(), a.id, 1, jsonb_build_object('title', m.title, 'ends_before',
            m.until::text, 'starts_on', m.starts_on::text), md5(m.uuid::text), 'user:system',
        'Måling', now(), now(), now()
    FROM made m JOIN agreements_agreement a ON a.uuid = m.uuid
    """,
    """
    UPDATE agreements_agreement a SET version_id = v.id FROM agreements_version v, made m
    WHERE a.uuid = m.uuid AND v.agreement_id = a.id
    """,
    """
    INSERT INTO agreements_party (agreement_id, version_id, organisation_id, role, joins_on)
    SELECT a.id, a.version_id, p, 'funder', a.starts_on
    FROM made m JOIN agreements_agreement a ON a.uuid = m.uuid
    CROSS JOIN LATERAL unnest(a.party_ids) AS p
    """,
    """
    INSERT INTO agreements_clause (agreement_id, version_id, kind, quote, months, anchor, trigger,
        body_lead_days, money_used, read_by, read_by_key, settled_reason, confirmed_by)
    SELECT a.id, a.version_id, c.kind, c.quote, c.months,
        (ARRAY['day_to_day', 'end_of_month', 'to_the_first', ''])[1 + m.n % 4], 'any_time', 45, '',
        'Måling', 'user:system', '', CASE WHEN m.n % 5 = 0 THEN '' ELSE 'En anden' END
    FROM made m JOIN agreements_agreement a ON a.uuid = m.uuid
    CROSS JOIN (VALUES ('terminate', '3 måneders varsel.', 3), ('leave', '6 måneders varsel.', 6),
        ('suspend', '1 måneds varsel.', 1)) AS c (kind, quote, months)
    """,
    """
    INSERT INTO ledger_budget (uuid, agreement_id, money_used, appropriated, reserved, spent)
    SELECT gen_random_uuid(), a.id, 'refuse', 0, 0, 0
    FROM made m JOIN agreements_agreement a ON a.uuid = m.uuid
    """,
)


def make_agreements(
    actor: Actor, region: Organisation, towns: list[Organisation], count: int, *, today: date
) -> None:
    """Agreements in force between a region and one municipality of it each, with three rights."""
    values: dict[str, Any] = {
        "region": region.pk,
        "towns": [row.pk for row in towns],
        "count": count,
        "today": today,
    }
    with rowsecurity.scope(actor), connection.cursor() as cursor:
        for statement in MAKE:
            text = statement if statement is MAKE[0] else statement.replace(" % ", " %% ")
            cursor.execute(text, values)


def fill(count: int, *, today: date) -> None:
    """Agreements between Region Midtjylland and its municipalities."""
    region = next(row for row in parties.register_of() if row.name == "Region Midtjylland")
    towns = parties.municipalities_of(region, on=today)
    actor = system(region.pk, *(row.pk for row in towns), name="Måling")
    make_agreements(actor, region, towns, count, today=today)


MONEY = """
WITH put AS (
    INSERT INTO ledger_contribution (uuid, budget_id, funder_id, amount, decision, decided_on)
    SELECT gen_random_uuid(), b.id, a.region_id, 100000 + a.id % 5000, 'Bevilling', a.starts_on
    FROM agreements_agreement a JOIN ledger_budget b ON b.agreement_id = a.id
    WHERE a.slug LIKE 'mange-%'
    RETURNING uuid, budget_id, funder_id, amount
)
INSERT INTO ledger_entry (uuid, budget_id, agreement_id, kind, amount, source, service_on,
    posted_on, posted_at, region_id, text, carried_over)
SELECT gen_random_uuid(), b.id, b.agreement_id, 'appropriate', amount, 'contribution:' || put.uuid,
    day, day, day, funder_id, '', false
FROM put JOIN ledger_budget b ON b.id = budget_id CROSS JOIN (VALUES ({today} - 200)) d (day);

INSERT INTO ledger_entry (uuid, budget_id, agreement_id, kind, amount, source, service_on,
    posted_on, posted_at, region_id, municipality_id, text, carried_over)
SELECT gen_random_uuid(), b.id, a.id, 'spend', 3000 + a.id % 4000, a.slug || ':' || day, day, day,
    day, a.region_id, (SELECT p FROM unnest(a.party_ids) p WHERE p <> a.region_id), '', true
FROM agreements_agreement a JOIN ledger_budget b ON b.agreement_id = a.id
CROSS JOIN unnest(ARRAY[120, 60, 30, 5]) ago CROSS JOIN LATERAL (SELECT {today} - ago) d (day)
WHERE a.slug LIKE 'mange-%';
"""


def spend(owner: psycopg.Connection, *, today: date) -> None:
    """Money in each of those agreements, and some of it used, so that a day can be forecast.

    Nobody may post to many budgets in one statement, so the owner of the tables does, past row
    security for as long as the transaction lasts.
    """
    tables = ("agreements_agreement", "ledger_budget", "ledger_contribution", "ledger_entry")
    with owner.transaction():
        for force in ("NO FORCE", "FORCE"):
            for table in tables:
                change = sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY")
                owner.execute(change.format(sql.Identifier(table), sql.SQL(force)))
            if force == "NO FORCE":
                day = sql.SQL("{}::date").format(sql.Literal(str(today)))
                owner.execute(sql.SQL(MONEY).format(today=day))
                owner.execute("SET CONSTRAINTS ALL IMMEDIATE")


def plan_time(now: datetime) -> tuple[float, int]:
    """Seconds to plan the reminders of all that is new or changed, and how many those were."""
    began, changed = time.perf_counter(), 0
    while True:
        planned = notices.plan_some(now=now)
        if planned is None:
            return time.perf_counter() - began, changed
        changed += planned


def refresh_times(today: date) -> tuple[float, float, int]:
    """Seconds to compute all deadlines anew, and once more when nothing changed; and how many."""
    taken = []
    for day in (today, today):
        began = time.perf_counter()
        with rowsecurity.sweep():
            ladder.refresh_table(today=day)
        taken.append(time.perf_counter() - began)
    with rowsecurity.sweep(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notices_deadline")
        rows = int(cursor.fetchone()[0])
    return taken[0], taken[1], rows


def forecast_times(now: datetime) -> tuple[float, int, float]:
    """Seconds to forecast every budget, how many those were, and to find that none is due."""
    taken, made = [], 0
    for _turn in range(2):
        began = time.perf_counter()
        made += ledger.refresh_forecasts(now=now)
        taken.append(time.perf_counter() - began)
    return taken[0], made, taken[1]


def next_night(today: date) -> float:
    """Seconds to compute them the next night, when every forecast is made anew."""
    began = time.perf_counter()
    with rowsecurity.sweep():
        ladder.refresh_table(today=today + timedelta(days=1))
    return time.perf_counter() - began
