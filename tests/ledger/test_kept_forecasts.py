"""Forecasts are kept while they hold, and can be made again as they were."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from coordination.agreements import services as agreements
from coordination.base import clock
from coordination.base.actor import Role
from coordination.base.periods import DAY
from coordination.base.rowsecurity import scope, sweep
from coordination.ledger import selectors
from coordination.ledger import services as ledger
from coordination.ledger.models import Budget, KeptForecast
from coordination.ledger.services.forecasts import refresh_some
from tests import make
from tests.access import stage

pytestmark = pytest.mark.django_db
WHIT_SUNDAY = date(2020, 5, 31)
MORNING = datetime(2020, 5, 31, 6, tzinfo=UTC)
FIRST = date(2019, 9, 2)


@pytest.fixture
def place() -> make.World:
    """An agreement that used about 48,000 kroner a week since September, 1,860,000 in all."""
    made = make.world()
    use(made, [(FIRST + timedelta(days=3 + 7 * n), 40000 + 1000 * (n % 17)) for n in range(38)])
    return made


def use(place: make.World, days: list[tuple[date, int]]) -> None:
    with scope(place.system):
        ledger.carry_over(
            actor=place.system,
            agreement=place.agreement,
            purchases=[
                (
                    ledger.Purchase(
                        f"week:{place.agreement.pk}:{day}:{number}",
                        Decimal(amount),
                        day,
                        place.municipality.pk,
                        place.practice.pk,
                    ),
                    datetime(day.year, day.month, day.day, 10, tzinfo=UTC),
                )
                for number, (day, amount) in enumerate(days)
            ],
        )


def top_up(place: make.World, amount: str) -> None:
    with scope(place.admin):
        ledger.contribute(
            actor=place.admin,
            agreement=place.agreement,
            amounts=[(place.region, Decimal(amount))],
            decision="Tillægsbevilling",
            decided_on=WHIT_SUNDAY,
            now=MORNING,
        )


def kept(place: make.World) -> KeptForecast:
    with scope(place.admin):
        return KeptForecast.objects.get(budget__agreement=place.agreement)


def read(place: make.World, as_of: date = WHIT_SUNDAY):
    with scope(place.admin):
        return selectors.forecast_of(place.budget(), place.agreement, as_of=as_of)


def due(place: make.World, as_of: date = WHIT_SUNDAY) -> bool:
    with sweep():
        return selectors.due_forecasts(as_of=as_of).filter(agreement=place.agreement).exists()


def test_the_sweep_keeps_what_a_reader_would_draw_and_a_second_run_does_nothing(place):
    drawn = read(place)

    assert ledger.refresh_forecasts(now=MORNING) > 0
    assert ledger.refresh_forecasts(now=MORNING) == 0
    assert kept(place).said == drawn == read(place)
    assert drawn.p10 <= drawn.p50


def test_every_week_is_counted_once_and_the_days_before_the_first_whole_one_not(place):
    with scope(place.admin):
        budget = place.budget()
        with selectors.opened(place.agreement):
            weeks = selectors.weekly_spend([budget.pk], as_of=WHIT_SUNDAY)[budget.pk]
        burn = selectors.burn_down_of(budget, place.agreement, as_of=WHIT_SUNDAY)

    assert len(weeks) == (WHIT_SUNDAY - FIRST - timedelta(days=3)).days // 7
    assert burn.used[-1][1] == budget.spent
    before = WHIT_SUNDAY - timedelta(days=7 * len(weeks))
    assert burn.used_by(before) + sum(weeks) == budget.spent


def test_a_new_night_makes_it_anew(place):
    ledger.refresh_forecasts(now=MORNING)

    assert not due(place)
    assert due(place, WHIT_SUNDAY + DAY)


@pytest.mark.parametrize(("amount", "anew"), [(30_000, False), (30_001, True)])
def test_postings_matter_from_a_hundredth_of_the_appropriation(place, amount, anew):
    ledger.refresh_forecasts(now=MORNING)
    use(place, [(WHIT_SUNDAY, amount)])

    assert due(place) is anew


def test_a_top_up_makes_it_anew_and_readers_do_not_wait_for_that(place):
    ledger.refresh_forecasts(now=MORNING)
    before = read(place)
    top_up(place, "100.00")
    assert due(place)

    top_up(place, "199900.00")

    assert read(place).p10 > before.p10
    assert kept(place).appropriated == Decimal("3000000.00")


def test_a_new_last_day_makes_it_anew(place):
    ledger.refresh_forecasts(now=MORNING)
    with scope(place.admin):
        agreements.terminate(
            actor=place.admin, agreement=place.agreement, ends_before=date(2020, 12, 1)
        )

    assert due(place)


def test_a_young_agreement_keeps_that_nothing_can_be_said():
    young = make.world()
    use(young, [(date(2020, 5, 1), 1000)])

    ledger.refresh_forecasts(now=MORNING)

    assert kept(young).said is None
    assert read(young) is None
    assert not due(young)


def test_what_was_said_three_months_ago_is_what_was_kept_then(place):
    then, told = date(2020, 2, 29), datetime(2020, 2, 29, 6, tzinfo=UTC)
    late = make.world(citizen=15)
    weeks = [(FIRST + timedelta(days=3 + 7 * n), 40000 + 1000 * (n % 17)) for n in range(38)]
    use(late, [row for row in weeks if row[0] <= then])
    ledger.refresh_forecasts(now=told)
    said = kept(late).said
    use(late, [row for row in weeks if row[0] > then])
    top_up(late, "500000.00")

    with scope(late.admin):
        found = selectors.backtest_of(late.budget(), late.agreement, as_of=WHIT_SUNDAY)

    assert found.said_on == then
    assert found.forecast == said
    assert found.within_days == -(-(said.p90 - said.p10).days // 2)


def test_there_is_nothing_to_look_back_on_before_eight_weeks(place):
    with scope(place.admin):
        assert (
            selectors.backtest_of(place.budget(), place.agreement, as_of=date(2020, 1, 1)) is None
        )


def test_only_those_with_the_money_read_it(place):
    ledger.refresh_forecasts(now=MORNING)
    stranger = make.actor(Role.REGION_ADMIN, make.organisation("Region Sjælland"))

    for other in (stranger, place.nurse):
        with scope(other):
            assert not KeptForecast.objects.filter(budget__agreement=place.agreement).exists()
            assert not KeptForecast.objects.exists()


def test_a_sweep_takes_some_at_a_time_and_goes_on(place, monkeypatch):
    make.world(citizen=15)
    monkeypatch.setattr("coordination.ledger.services.forecasts.BATCH", 1)

    assert [refresh_some(as_of=WHIT_SUNDAY) for _turn in range(3)] == [1, 1, 0]
    with sweep():
        assert Budget.objects.count() == KeptForecast.objects.count()


def asked_by_program(place: make.World):
    clock.jump(MORNING)
    program = stage.program(Role.REGION_FINANCE, place.region, "agreements:read")
    return program.get(reverse("api-forecast", args=[place.agreement.uuid])).json()


def test_a_program_gets_what_the_page_draws(place):
    body = asked_by_program(place)
    said = read(place)

    assert body["forecast"]["p50"] == (said.p50.isoformat() if said.p50 else None)
    assert body["forecast"]["overrun_percent"] == said.overrun_percent
    assert len(body["forecast"]["band"]) == len(said.band)
    assert body["months"][-1] == {"day": "2020-12-31", "neutral": "3000000.00", "spent": None}
    last_91_days = sum(40000 + 1000 * (n % 17) for n in range(26, 38))  # from 4.3. to 20.5.2020
    assert body["pace"]["posted"] == f"{last_91_days}.00"
    assert body["backtest"]["said_on"] == "2020-02-29"


def test_a_program_is_told_that_a_young_agreement_has_only_its_pace():
    young = make.world()
    use(young, [(date(2020, 5, 1), 1000)])

    body = asked_by_program(young)

    assert (body["forecast"], body["backtest"]) == (None, None)
    assert body["pace"]["per_month"] == "981.85"
    assert body["pace"]["used_on"] is None
