"""The demo is the 2019 agreement to the øre, and two others."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from acute.models import Session
from coordination.agreements import selectors as agreements
from coordination.agreements.enums import Anchor, MoneyUsed, State
from coordination.base import clock
from coordination.base.actor import Role, system
from coordination.base.rowsecurity import scope
from coordination.ledger import selectors as ledger
from coordination.ledger.models import Entry
from coordination.notices import selectors as notices
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.portfolio import selectors as portfolio
from tests import make

WHIT_SUNDAY = date(2020, 5, 31)
pytestmark = pytest.mark.slow


@pytest.fixture
def region(demo_database):
    """The system acting for every organisation of the demo."""
    actor = system(*(row.pk for row in parties.register_of()))
    with scope(actor):
        yield actor


def test_the_demo_holds_the_2019_agreement_and_where_its_money_was_heading(region):
    agreement = agreements.agreement_by_slug(region, "styrket-akuthjaelp")
    budget = ledger.budget_of(region, agreement)
    heading = portfolio.heading_of(agreement, budget, today=WHIT_SUNDAY)

    assert agreement.state == State.IN_FORCE
    assert agreement.version.approvals.standing().deciding().count() == 20
    assert (budget.appropriated, budget.spent) == (Decimal("3000000.00"), Decimal("1860000.00"))
    assert heading is not None
    assert heading.outlook.posted == Decimal("687638.60")
    assert heading.outlook.per_month == Decimal("230000.00")
    assert heading.outlook.used_on == date(2020, 10, 28)
    assert heading.neutral == Decimal("1687500.00")
    assert heading.tail == Decimal("234250.51")
    assert heading.suspend_by == [
        (Anchor.DAY_TO_DAY, date(2020, 9, 28)),
        (Anchor.END_OF_MONTH, date(2020, 8, 31)),
    ]


def test_the_demo_shows_both_readings_of_its_suspension_on_whit_sunday(region):
    agreement = agreements.agreement_by_slug(region, "styrket-akuthjaelp")

    found = notices.deadlines_of(region, agreement, today=WHIT_SUNDAY)

    suspend = {row.anchor: row for row in found if (row.kind, row.target) == ("suspend", "money")}
    assert {anchor: (row.act_by, row.body_by) for anchor, row in suspend.items()} == {
        "day_to_day": (date(2020, 9, 28), date(2020, 8, 14)),
        "end_of_month": (date(2020, 8, 31), date(2020, 7, 17)),
    }
    assert {row.anchor for row in found if row.kind == "terminate"} == set(suspend)


def test_the_history_is_thousands_of_sessions_over_all_nineteen_municipalities(region):
    agreement = agreements.agreement_by_slug(region, "styrket-akuthjaelp")
    sessions = Session.objects.filter(agreement=agreement)
    carried = Entry.objects.filter(agreement=agreement, carried_over=True)

    assert sessions.count() > 5000
    assert sessions.values("municipality").distinct().count() == 19
    assert all(row.amount < 500 for row in carried)


def test_the_funders_shares_add_up_and_differ_by_one_oere_at_most(region):
    agreement = agreements.agreement_by_slug(region, "styrket-akuthjaelp")
    contributions = ledger.contributions_of(ledger.budget_of(region, agreement))
    municipal = [
        row.amount for row in contributions if row.funder.kind == OrganisationKind.MUNICIPALITY
    ]

    assert sum(row.amount for row in contributions) == Decimal("3000000.00")
    assert sorted(municipal) == [Decimal("78947.36")] * 3 + [Decimal("78947.37")] * 16


def test_a_present_day_agreement_and_one_that_refuses_are_there_too(region):
    present = agreements.agreement_by_slug(region, "akut-sparring-2026")
    refuses = agreements.agreement_by_slug(region, "akut-raadgivning-sjaelland")

    assert present.period.contains(date(2026, 11, 23))
    assert ledger.budget_of(region, refuses).money_used == MoneyUsed.REFUSE


def test_the_clock_starts_on_tuesday_at_a_quarter_to_eight(region):
    shown = clock.now().astimezone(ZoneInfo("Europe/Copenhagen"))

    started = datetime(2020, 6, 2, 7, 45, tzinfo=ZoneInfo("Europe/Copenhagen"))
    assert shown >= started
    assert shown.year == 2020


def test_a_municipality_is_told_the_pace_of_all_the_money_and_not_of_its_own_part(region):
    agreement = agreements.agreement_by_slug(region, "styrket-akuthjaelp")
    municipality = next(row for row in parties.register_of() if row.name == "Ikast-Brande Kommune")
    clerk = make.actor(Role.MUNICIPAL_ADMIN, municipality)

    with scope(clerk):
        budget = ledger.budget_of(clerk, agreement)
        heading = portfolio.heading_of(agreement, budget, today=WHIT_SUNDAY)

    assert heading is not None
    assert heading.outlook.per_month == Decimal("230000.00")


def test_a_notice_in_the_east_is_received_before_the_succession_and_has_effect_after_it(region):
    agreement = agreements.agreement_by_slug(region, "akut-sparring-hovedstaden-2026")
    (notice,) = notices.notices_of(region, agreement)

    assert notice.received_on < date(2026, 11, 21)
    assert (notice.last_day_on, agreement.period.last_day) == (date(2027, 2, 28),) * 2
    assert notices.notices_crossing(region, [agreement], on=date(2027, 1, 1)) == {
        agreement.pk: [notice]
    }


def test_the_demo_has_claims_in_every_state_that_waits_and_one_double(demo_database):
    admin = make.actor(Role.REGION_ADMIN, make.organisation("Region Midtjylland"))
    with scope(admin):
        rows = list(ledger.claims_for(admin))
        waiting = [row for row in rows if row.state == "submitted"]
        doubles = ledger.alike(admin, waiting)

    states = {row.state for row in rows}
    assert states >= {"unfunded", "submitted", "rejected", "approved", "cleared", "withdrawn"}
    assert len(waiting) == 12
    assert len(doubles) == 1
