"""A year of settlements: ten municipalities, a hundred thousand sessions, beside the bare SQL."""

import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import psycopg
from django.db import connection

from coordination.agreements.enums import Anchor, MoneyUsed
from coordination.agreements.models import Agreement
from coordination.base import rowsecurity
from coordination.base.actor import Actor, system
from coordination.base.periods import add_months
from coordination.ledger import selectors
from coordination.ledger import services as ledger
from coordination.ledger.services.settlements import LEAVE_OVER, PAY
from coordination.overview.bench import scene
from coordination.overview.demo.agreements import Story, make_agreement
from coordination.parties import selectors as parties

SESSIONS, TOWNS, MONTHS = 100_000, 10, 12
FIRST = date(2019, 1, 1)
CLOSING = datetime(2020, 2, 1, 8, tzinfo=UTC)

ENTRIES = """
INSERT INTO ledger_entry (uuid, budget_id, agreement_id, kind, amount, source, service_on,
    posted_on, posted_at, region_id, municipality_id, practice_id, text, carried_over)
SELECT gen_random_uuid(), b.id, b.agreement_id, 'spend', 15.69 * (5 + n %% 26),
    'maalt:' || b.agreement_id || ':' || n, d.day, d.day, d.day::timestamp AT TIME ZONE 'UTC',
    %(region)s, (%(towns)s::bigint[])[1 + n %% %(count)s],
    (%(practices)s::bigint[])[1 + n %% %(count)s], '', true
FROM ledger_budget b CROSS JOIN generate_series(1, %(sessions)s) n
CROSS JOIN LATERAL (SELECT %(first)s::date + (n %% 365) AS day) d
WHERE b.agreement_id = %(agreement)s
"""
CLAIMS = """
INSERT INTO ledger_claim (uuid, agreement_id, budget_id, source, region_id, municipality_id,
    practice_id, service_on, service_code, quantity, price, amount, fee_reason, ordinal,
    ordinal_reason, case_mark, path, state, version, submitted_at, submitted_by, submitted_by_key,
    approved_at, approved_by, approved_by_key, cleared_at, cleared_by, cleared_by_key, rejected_by,
    reject_reason, answer, answered_by_key)
SELECT gen_random_uuid(), agreement_id, budget_id, source, region_id, municipality_id,
    practice_id, service_on, '9601', '15 min.', 941.47, amount, '', 1, '', '', '',
    CASE WHEN id %% 50 = 0 THEN 'submitted' ELSE 'cleared' END, 1, posted_at, 'Måling',
    'user:system', posted_at, 'Måling', '', posted_at, 'Måling', '', '', '', '', ''
FROM ledger_entry WHERE agreement_id = %(agreement)s AND kind = 'spend'
"""
BEGIN = """
INSERT INTO ledger_settlement (uuid, agreement_id, region_id, number, starts_on, ends_before,
    grace_days, cutoff_at, closed_at, closed_by, closed_by_key, last_claim, claim_count, amount,
    content_hash, cancelled_by, cancelled_by_key, cancel_reason)
SELECT gen_random_uuid(), id, region_id, %(number)s, %(starts_on)s, %(ends_before)s, 2, %(cutoff)s,
    %(closing)s, 'Måling', 'user:system', 0, 0, 0, '', '', '', ''
FROM agreements_agreement WHERE id = %(agreement)s RETURNING id
"""


@dataclass(frozen=True)
class Year:
    """One agreement with its year of cleared claims, and who settles it."""

    agreement: Agreement
    actor: Actor


def make_year(number: int) -> Year:
    """Ten municipalities, a practice in each, and their sessions."""
    names = {row.name: row for row in parties.register_of()}
    region = names["Region Midtjylland"]
    towns = parties.municipalities_of(region, on=FIRST)[:TOWNS]
    pairs = [scene.make_practice(region, town, f"år {number}.{n}") for n, town in enumerate(towns)]
    plo, practices = pairs[0][0], [practice for _plo, practice in pairs]
    keys = [region.pk, plo.pk, *(row.pk for row in [*towns, *practices])]
    actor = system(*keys, name="Måling")
    story = Story(
        slug=f"maalt-aar-{number}",
        title=f"Målt år {number}",
        region=region.name,
        municipalities=tuple(row.name for row in towns),
        representative=plo.name,
        starts_on=FIRST,
        ends_before=date(2021, 1, 1),
        region_amount=Decimal("90000000.00"),
        municipal_amount=Decimal("90000000.00"),
        hourly=Decimal("941.47"),
        money_used=MoneyUsed.REFUSE,
        committee_on=date(2018, 5, 27),
        councils_on=date(2018, 8, 28),
        anchor=Anchor.DAY_TO_DAY,
    )
    with rowsecurity.scope(actor):
        agreement = make_agreement(actor, {**names, plo.name: plo}, story)
        values: dict[str, Any] = {
            "agreement": agreement.pk,
            "region": region.pk,
            "towns": [row.pk for row in towns],
            "practices": [row.pk for row in practices],
            "count": TOWNS,
            "sessions": SESSIONS,
            "first": FIRST,
        }
        with selectors.opened(agreement), connection.cursor() as cursor:
            cursor.execute(ENTRIES, values)
            cursor.execute(CLAIMS, values)
    return Year(agreement, actor)


def months() -> Iterator[tuple[int, date]]:
    return ((number, add_months(FIRST, number)) for number in range(MONTHS))


def close_year(year: Year) -> tuple[list[float], int, int]:
    """Seconds for each month, lines in all, and by how many MB the process grew at its peak."""
    before, taken, lines = _peak(), [], 0
    for _number, month in months():
        began = time.perf_counter()
        with rowsecurity.scope(year.actor):
            made = ledger.close_month(
                actor=year.actor,
                agreement=year.agreement,
                month=month,
                grace_days=2,
                now=CLOSING,
            )
        taken.append(time.perf_counter() - began)
        lines += made.claim_count
    return taken, lines, (_peak() - before) // 1024


def bare_year(year: Year) -> list[float]:
    """Seconds for each month of the two statements that do the work, through psycopg alone."""
    taken = []
    orgs = "{" + ",".join(map(str, year.actor.office_orgs)) + "}"
    scope = {
        "app.office_orgs": orgs,
        "app.kin_orgs": orgs,
        "app.budget": str(year.agreement.pk),
    }
    with psycopg.connect(os.environ["DATABASE_URL"]) as database:
        for number, month in months():
            ends_before = add_months(month, 1)
            values: dict[str, Any] = {
                "agreement": year.agreement.pk,
                "number": number + 1,
                "starts_on": month,
                "ends_before": ends_before,
                "cutoff": ledger.cutoff_of(ends_before, 2),
                "closing": CLOSING,
                **{name: name for name in ("cleared", "settled", "unfunded", "rejected", "late")},
                **{name: name for name in ("approval", "finance")},
            }
            began = time.perf_counter()
            with database.transaction(), database.cursor() as cursor:
                for name, value in scope.items():
                    cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
                cursor.execute(BEGIN, values)
                row = cursor.fetchone()
                values["settlement"] = row[0] if row else None
                cursor.execute(PAY, values)
                cursor.execute(LEAVE_OVER, values)
            taken.append(time.perf_counter() - began)
    return taken


def _peak() -> int:
    """The most memory that this process has held, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
