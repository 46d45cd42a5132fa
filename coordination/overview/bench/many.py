"""Thousands of agreements in a few statements, for measuring the portfolio and its deadlines."""

import time
from datetime import date, timedelta
from typing import Any

from django.db import connection

from coordination.base import rowsecurity
from coordination.base.actor import Actor, system
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
    CROSS JOIN (VALUES ('terminate', '3 måneders varsel.', 3), ('leave', '6 måneders varsel.', 6))
        AS c (kind, quote, months)
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
    """Agreements in force between a region and one of its municipalities each, with two rights."""
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


def next_night(today: date) -> float:
    """Seconds to compute them the next night, when every forecast is made anew."""
    began = time.perf_counter()
    with rowsecurity.sweep():
        ladder.refresh_table(today=today + timedelta(days=1))
    return time.perf_counter() - began
