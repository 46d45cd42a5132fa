"""Every number on the page of the 2019 agreement can be worked out again from its explanation."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from coordination.agreements.enums import Anchor
from coordination.agreements.rules import NoticeRule, latest_receipt
from coordination.base import clock
from coordination.base.money import kroner, split
from coordination.base.periods import Period, add_months
from coordination.base.rowsecurity import scope
from coordination.ledger import services as ledger
from coordination.ledger.rules import forecast, neutral
from tests import make
from tests.access import stage
from tests.notices.steps import WHIT_SUNDAY, WHIT_SUNDAY_MORNING, leave_open

pytestmark = pytest.mark.django_db
MONTH = Decimal("30.4375")
NUMBER = re.compile(r"-?\d[\d.]*,\d\d\s*kr\.|-?\d+(?:,\d)?\s*%|\b\d{1,2}\.\d{1,2}\.\d{4}\b")


@dataclass
class Figure:
    """A number on the page, and what its explanation says it was worked out from."""

    key: str
    value: str
    inputs: dict[str, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)

    def amount(self, name: str) -> Decimal:
        return Decimal(self.inputs[name])

    def day(self, name: str) -> date:
        return date.fromisoformat(self.inputs[name])


class Reader(HTMLParser):
    """The figures of a page, and the numbers that it shows outside their explanations."""

    def __init__(self) -> None:
        super().__init__()
        self.figures: list[Figure] = []
        self.months: dict[str, list[str]] = {}
        self.shown: list[str] = []
        self._inside = 0
        self._place: list[str] = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "details" and "data-figure" in found:
            self.figures.append(Figure(found["data-figure"], found["data-value"]))
            self._inside = 1
        elif "data-month" in found:
            self.months[found["data-month"]] = found["data-numbers"].split(" ")
        elif tag == "section":
            self._place.append(found.get("id", ""))
        if self._inside and "data-input" in found:
            self.figures[-1].inputs[found["data-input"]] = found["data-value"]

    def handle_endtag(self, tag):
        if tag == "details":
            self._inside = 0
        elif tag == "section" and self._place:
            self._place.pop()

    def handle_data(self, data):
        text = " ".join(data.split())
        if self._inside:
            self.figures[-1].text += NUMBER.findall(text)
        elif not self._place or self._place[-1] in ("money", "deadlines"):
            self.shown += NUMBER.findall(text)


def rule(figure: Figure) -> NoticeRule:
    return NoticeRule(int(figure.inputs["months"]), Anchor(figure.inputs["anchor"]))


def per_day(figure: Figure) -> Decimal:
    return figure.amount("posted") / figure.amount("pace_days")


def summed(figure: Figure) -> Decimal:
    return sum(map(Decimal, figure.inputs.values()), Decimal(0))


def right(figure: Figure) -> date:
    if figure.inputs["trigger"] == "money_used" and figure.key == "deadline_suspend":
        return figure.day("target_on")
    return latest_receipt(rule(figure), figure.day("target_on"))


def drawn(figure: Figure):
    return forecast(
        [Decimal(amount) for amount in figure.inputs["weeks"].split()],
        as_of=figure.day("as_of"),
        last_day=figure.day("last_day"),
        appropriated=figure.amount("appropriated"),
        spent=figure.amount("spent"),
        seed=int(figure.inputs["seed"]),
    )


AGAIN = {
    "appropriated": summed,
    "spent": summed,
    "reserved": lambda f: f.amount("held") - f.amount("released"),
    "left": lambda f: f.amount("appropriated") - f.amount("spent"),
    "used_percent": lambda f: round(f.amount("spent") * 100 / f.amount("appropriated"), 1),
    "days_left": lambda f: (f.day("last_day") - f.day("as_of")).days,
    "percent_of_neutral": lambda f: round(f.amount("spent") * 100 / f.amount("neutral")),
    "pace": lambda f: kroner(per_day(f) * Decimal(f.inputs["month_days"])),
    "used_on": lambda f: f.day("as_of") + timedelta(days=int(f.amount("left") / per_day(f))),
    "neutral": lambda f: neutral(
        f.amount("appropriated"),
        Period(f.day("starts_on"), f.day("last_day") + timedelta(days=1)),
        f.day("as_of"),
    ),
    "break_even": lambda f: kroner(f.amount("left") / f.amount("days_to_end") * MONTH),
    "tail": lambda f: kroner(
        per_day(f) * (add_months(f.day("used_on"), int(f.inputs["months"])) - f.day("used_on")).days
    ),
    "suspend_by_day_to_day": lambda f: latest_receipt(rule(f), f.day("used_on")),
    "suspend_by_end_of_month": lambda f: latest_receipt(rule(f), f.day("used_on")),
    "overrun_percent": lambda f: drawn(f).overrun_percent,
    "backtest": lambda f: drawn(f).p50,
    "p10": lambda f: drawn(f).p10,
    "p50": lambda f: drawn(f).p50,
    "p90": lambda f: drawn(f).p90,
    "deadline_suspend": right,
    "deadline_terminate": right,
    "deadline_expiry": lambda f: f.day("target_on"),
    "deadline_tariff": lambda f: f.day("target_on") - timedelta(days=1),
    "contributions": summed,
    "tariffs": lambda f: len(f.inputs),
    "statement": lambda f: f.amount("total"),
    "months": lambda f: f.amount("appropriated") - f.amount("spent"),
}
"""How each number is worked out again, by its key."""

GOLDEN = {
    "used_percent": "62.0",
    "left": "1140000.00",
    "days_left": "214",
    "percent_of_neutral": "110",
    "neutral": "1687500.00",
    "pace": "230000.00",
    "used_on": "2020-10-28",
    "tail": "234250.51",
    "break_even": "162143.69",
    "suspend_by_day_to_day": "2020-09-28",
    "suspend_by_end_of_month": "2020-08-31",
}


def used(place: make.World) -> None:
    """1,860,000 kroner over nine months, of which 687,638.60 in the last thirteen weeks."""
    weeks = [(Decimal("1172361.40"), 26, 13), (Decimal("687638.60"), 13, 0)]
    days = [
        (WHIT_SUNDAY - timedelta(days=7 * (later + back) + 2), amount)
        for total, count, later in weeks
        for back, amount in enumerate(split(total, [3 + n % 5 for n in range(count)]))
    ]
    with scope(place.system):
        ledger.carry_over(
            actor=place.system,
            agreement=place.agreement,
            purchases=[
                (
                    ledger.Purchase(
                        f"week:{day}", amount, day, place.municipality.pk, place.practice.pk
                    ),
                    datetime(day.year, day.month, day.day, 10, tzinfo=UTC),
                )
                for day, amount in days
            ],
        )


@pytest.fixture
def page() -> Reader:
    place = make.world()
    used(place)
    leave_open(place)
    clock.jump(WHIT_SUNDAY_MORNING)
    answer = stage.browser(place.admin).get(
        reverse("agreement-detail", args=[place.agreement.slug])
    )
    assert answer.status_code == 200
    reader = Reader()
    reader.feed(answer.content.decode().split("<main", 1)[1])
    return reader


def test_every_number_is_what_its_inputs_give(page):
    for figure in page.figures:
        assert str(AGAIN[figure.key](figure)) == figure.value, figure


def test_every_month_of_the_table_can_be_worked_out_again(page):
    figure = next(row for row in page.figures if row.key == "months")
    posted = next(row for row in page.figures if row.key == "spent").inputs
    found, total = drawn(figure), figure.amount("appropriated")
    period = Period(figure.day("starts_on"), figure.day("last_day") + timedelta(days=1))
    now = figure.day("as_of")
    assert len(page.months) == 16

    for text, (left, even, *ahead) in page.months.items():
        day = date.fromisoformat(text)
        assert Decimal(even) == total - neutral(total, period, day)
        if day <= now:
            before = [amount for name, amount in posted.items() if name <= f"month_{day:%Y_%m}"]
            assert Decimal(left) == total - sum(map(Decimal, before))
            assert ahead == ["", "", ""]
        else:
            near = [point for point in found.band if abs(point.day - day) < timedelta(days=7)]
            for number, name in zip(ahead, ("p90", "p50", "p10"), strict=True):
                near_by = [total - getattr(point, name) for point in near]
                assert min(near_by) <= Decimal(number) <= max(near_by)


def test_the_payers_shares_are_the_weights_of_the_key(page):
    figure = next(row for row in page.figures if row.key == "statement")
    weights = [Decimal(value) for name, value in figure.inputs.items() if name != "total"]

    for amount in split(figure.amount("total"), weights):
        assert shown(str(amount)) in {text.replace("\xa0", " ") for text in page.shown}


def test_the_numbers_of_the_2019_agreement(page):
    found = {figure.key: figure.value for figure in page.figures}

    assert {key: found[key] for key in GOLDEN} == GOLDEN
    assert {"p10", "p50", "p90", "overrun_percent"} <= set(found)


def test_every_number_on_the_page_has_an_explanation(page):
    known = {text for figure in page.figures for text in figure.text}
    known |= {shown(figure.value) for figure in page.figures}
    for day, (left, even, *ahead) in page.months.items():
        known |= {shown(text) for text in (day, left, even, *ahead) if text}
    for figure in page.figures:
        known |= divided(figure)

    assert {text.replace("\xa0", " ") for text in page.shown} - known == set()


def divided(figure: Figure) -> set[str]:
    """The shares and amounts that a table's inputs give, as it writes them."""
    if figure.key not in ("contributions", "statement"):
        return set()
    parts = [Decimal(value) for name, value in figure.inputs.items() if name != "total"]
    amounts = split(Decimal(figure.value), parts)
    shares = {shown(str(round(part * 100 / sum(parts), 1))) for part in parts}
    return shares | {shown(str(amount)) for amount in amounts}


def shown(value: str) -> str:
    """A value as the page writes it."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = date.fromisoformat(value)
        return f"{day.day}.{day.month}.{day.year}"
    if re.fullmatch(r"-?\d+\.\d\d", value):
        return f"{Decimal(value):,.2f}".translate(str.maketrans(",.", ".,")) + " kr."
    number = value.rstrip("0").rstrip(".") if "." in value else value
    return f"{number.replace('.', ',')} %"
