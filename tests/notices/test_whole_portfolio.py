"""What the database says of four hundred agreements at once is what the rules say of each."""

from datetime import date, timedelta

import psycopg
import pytest

from coordination.agreements.enums import Anchor
from coordination.agreements.rules import NoticeRule, last_day_in_force, latest_receipt
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role, system
from coordination.notices import selectors
from coordination.notices.models import Deadline
from coordination.overview.bench.many import make_agreements
from coordination.parties import selectors as parties
from tests import make

pytestmark = pytest.mark.slow


def test_the_database_and_the_rules_agree_on_a_whole_portfolio(own_database):
    clock.jump(make.NOW)
    region = make.organisation("Region Midtjylland")
    towns = parties.municipalities_of(region, on=make.TODAY)
    actor = system(region.pk, *(row.pk for row in towns))
    make_agreements(actor, region, towns, 400, today=make.TODAY)
    with psycopg.connect(own_database.url("super"), autocommit=True) as session:
        session.execute("ANALYZE")  # as autovacuum does within the minute
    admin = make.actor(Role.REGION_ADMIN, region)

    with rowsecurity.scope(admin):
        wanted = selectors.Wanted(after=date.min)
        rows = selectors.calendar_of(admin, wanted, today=make.TODAY)

    assert {row.kind for row in rows} >= {"terminate", "leave", "suspend", "expiry"}
    wrong = [row for row in rows if row.clause and not _as_the_rules_say(row)]
    assert wrong == []
    assert {_key(row) for row in rows} == {
        key for agreement in {row.agreement for row in rows} for key in _expected(agreement, rows)
    }


def _as_the_rules_say(row: Deadline) -> bool:
    rule = NoticeRule(row.clause.months, Anchor(row.anchor))
    act_by = latest_receipt(rule, row.target_on)
    lead = timedelta(days=row.clause.body_lead_days)
    return (row.act_by, row.last_day_on, row.body_by) == (
        act_by,
        last_day_in_force(rule, act_by),
        act_by - lead,
    )


def _key(row: Deadline) -> tuple[int, str, str, str, date]:
    return row.agreement_id, row.kind, row.target, row.anchor, row.target_on


def _expected(agreement, rows) -> set[tuple[int, str, str, str, date]]:
    """Worked out plainly: three rights at any time, with neither money nor a merger in sight."""
    anchors = {row.anchor for row in rows if row.agreement_id == agreement.pk and row.clause}
    last, year = agreement.ends_before - timedelta(days=1), date(2020, 12, 31)
    targets = {(kind, "end", last) for kind in ("terminate", "leave")}
    if last > year:
        targets |= {(kind, "year", year) for kind in ("terminate", "leave", "suspend")}
    return {
        *(
            (agreement.pk, kind, target, anchor, on)
            for kind, target, on in targets
            for anchor in anchors
        ),
        (agreement.pk, "expiry", "end", "", last),
    }
