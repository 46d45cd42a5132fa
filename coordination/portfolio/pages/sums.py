"""Sums of money and what is drawn ahead, each with what it was worked out from."""

from datetime import date
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from coordination.base.danish import day_text, month_text
from coordination.base.periods import Period
from coordination.ledger.models import Budget, Contribution
from coordination.ledger.rules.forecast import seed_of
from coordination.ledger.selectors import BurnDown
from coordination.portfolio.pages.burndown import in_ten
from coordination.portfolio.pages.explained import Explained, Input, day, kroner
from coordination.portfolio.selectors import percent_used

Sums = dict[str, Explained]


def sums(budget: Budget, contributions: list[Contribution], burn: BurnDown | None) -> Sums:
    """What is appropriated, spent, reserved and left, and how much of it is spent."""
    appropriated = kroner("appropriated", _("Bevilget"), budget.appropriated)
    spent = kroner("spent", _("Brugt"), budget.spent)
    rows = (
        Explained(
            key="appropriated",
            label=_("Bevilget"),
            value=budget.appropriated,
            formula=_("Summen af betalernes bidrag, beslutning for beslutning."),
            inputs=_by_decision(contributions),
        ),
        Explained(
            key="spent",
            label=_("Brugt"),
            value=budget.spent,
            formula=_("Summen af det, der er bogført, med tilbageførsler trukket fra."),
            inputs=_by_month(burn) if burn else [],
        ),
        Explained(
            key="reserved",
            label=_("Reserveret"),
            value=budget.reserved,
            formula=_("Det, der er sat af til igangværende anmodninger, minus det frigivne."),
            inputs=[
                kroner("held", _("Sat af i alt"), burn.held),
                kroner("released", _("Frigivet i alt"), burn.released),
            ]
            if burn
            else [],
        ),
        Explained(
            key="left",
            label=_("Tilbage"),
            value=budget.left,
            formula=_("Bevilget minus brugt; det reserverede er stadig med."),
            inputs=[appropriated, spent],
        ),
        Explained(
            key="used_percent",
            label=_("Brugt i procent"),
            value=percent_used(budget),
            unit="%",
            formula=_("Brugt, delt med bevilget."),
            inputs=[appropriated, spent],
        ),
    )
    return {row.key: row for row in rows}


def days_left(period: Period, today: date) -> Explained | None:
    """Days from today to the agreement's last day."""
    last_day = period.last_day
    if last_day is None:
        return None
    return Explained(
        key="days_left",
        label=_("Dage tilbage"),
        value=max((last_day - today).days, 0),
        formula=_("Fra i dag til aftalens sidste dag."),
        inputs=[day("as_of", _("I dag"), today), day("last_day", _("Sidste dag"), last_day)],
    )


def drawn(budget: Budget, burn: BurnDown) -> list[Explained]:
    """The forecast's days and the danger of overrun, with the weeks that they were drawn from."""
    found = burn.forecast
    if found is None:
        return []
    formula = _(
        "Ugerne frem til udløb er trukket tusind gange ud fra forbruget i de seneste uger, med "
        "lukkedage og årets gang, hvor den kan ses. Prognosen regner med, at forbruget hverken "
        "vokser, falder eller standser."
    )
    inputs = _drawn_from(budget, burn.weeks(), as_of=burn.as_of, last_day=burn.last_day)
    labels = (
        ("p10", _("Tidligt: 1 af 10 er brugt inden"), found.p10),
        ("p50", _("Midt: halvdelen er brugt inden"), found.p50),
        ("p90", _("Sent: 9 af 10 er brugt inden"), found.p90),
    )
    rows = [
        Explained(key=key, label=label, value=value, formula=formula, inputs=inputs)
        for key, label, value in labels
        if value is not None
    ]
    danger = Explained(
        key="overrun_percent",
        label=_("Risiko for, at midlerne bruges før udløb"),
        value=found.overrun_percent,
        unit="%",
        formula=f"{formula} {in_ten(burn)}",
        inputs=inputs,
    )
    return [danger, *rows]


def said_before(burn: BurnDown) -> Explained | None:
    """The day that was to be said three months ago, with what was known then."""
    found = burn.backtest
    if found is None or found.forecast.p50 is None:
        return None
    return Explained(
        key="backtest",
        label=_("prognosen for tre måneder siden"),
        value=found.forecast.p50,
        formula=_(
            "Prognosen trukket igen af det, der var bogført dengang; posteringer ændres aldrig. "
            "± er halvdelen af dagene mellem tidligt og sent."
        ),
        inputs=_drawn_from(found.budget, found.weeks, as_of=found.said_on, last_day=burn.last_day),
    )


def _drawn_from(
    budget: Budget, weeks: list[Decimal], *, as_of: date, last_day: date
) -> list[Input]:
    """What a forecast is drawn from."""
    return [
        Input("weeks", _("Bogført pr. uge, ældste først"), " ".join(str(week) for week in weeks)),
        kroner("appropriated", _("Bevilget"), budget.appropriated),
        kroner("spent", _("Brugt"), budget.spent),
        day("as_of", _("Den dag"), as_of),
        day("last_day", _("Sidste dag"), last_day),
        Input("seed", _("Frø, så alle trækker det samme"), seed_of(budget.uuid, as_of)),
    ]


def _by_decision(contributions: list[Contribution]) -> list[Input]:
    """What each decision put in, the first one first."""
    amounts: dict[tuple[date, str], Decimal] = {}
    for row in contributions:
        about = (row.decided_on, row.decision)
        amounts[about] = amounts.get(about, Decimal("0.00")) + row.amount
    return [
        kroner(f"decision_{number}", f"{decision}, {day_text(decided_on)}", amount)
        for number, ((decided_on, decision), amount) in enumerate(sorted(amounts.items()), start=1)
    ]


def _by_month(burn: BurnDown) -> list[Input]:
    """What was posted in each month, the first one first."""
    before, found = Decimal("0.00"), []
    for (year, month), rows in groupby(burn.used, key=lambda row: (row[0].year, row[0].month)):
        until = list(rows)[-1][1]
        label = month_text(date(year, month, 1))
        found.append(kroner(f"month_{year}_{month:02}", label, until - before))
        before = until
    return found
