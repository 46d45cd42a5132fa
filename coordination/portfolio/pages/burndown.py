"""What is left of the money, drawn and in numbers. The drawing is plain SVG of the server's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from coordination.base.danish import MONTHS, day_text, kroner_text
from coordination.base.periods import DAY, end_of_month
from coordination.ledger.selectors import Backtest, BurnDown

MILLION = 1_000_000
STEPS = (1, 2, 5, 10)
"""What the money axis counts in, times a power of ten."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawing's name and size, and how many months its axis can name."""

    name: str
    width: int
    height: int
    most_months: int
    left: int = 62
    top: int = 28
    right: int = 14
    bottom: int = 46


WIDE, NARROW = Frame("wide", 860, 400, 9), Frame("narrow", 320, 300, 4)


class Scale:
    """Days and kroner as places in a frame."""

    def __init__(self, frame: Frame, burn: BurnDown) -> None:
        self.frame, self.burn = frame, burn
        self.days = max((burn.last_day - burn.period.starts_on).days, 1)
        self.most = max(burn.appropriated, Decimal(1))

    def x(self, day: date) -> str:
        within = self.frame.width - self.frame.left - self.frame.right
        return (
            f"{self.frame.left + within * (day - self.burn.period.starts_on).days / self.days:.1f}"
        )

    def y(self, left: Decimal | int) -> str:
        """Kroner left; what is more than used up is drawn as nothing."""
        within = self.frame.height - self.frame.top - self.frame.bottom
        part = min(max(Decimal(left) / self.most, Decimal(0)), Decimal(1))
        return f"{self.frame.top + float(1 - part) * within:.1f}"

    def line(self, points: Iterable[tuple[date, Decimal | int]]) -> str:
        """The points of a line, each a day and the kroner left at its end."""
        return " ".join(f"{self.x(day)},{self.y(left)}" for day, left in points)


def burn_down_rows(burn: BurnDown) -> dict[str, Any]:
    """The drawing in both sizes, the days, and the table beside it."""
    return {
        "drawings": [_drawing(Scale(frame, burn)) for frame in (WIDE, NARROW)],
        "title": _("Midler tilbage fra %(first)s til %(last)s")
        % {"first": day_text(burn.period.starts_on), "last": day_text(burn.last_day)},
        "description": _description(burn),
        "has_band": burn.forecast is not None,
        "reserved": burn.reserved,
        "rows": [
            {
                "day": row.day,
                "is_now": row.day == burn.as_of,
                "neutral": burn.appropriated - row.neutral,
                "left": None if row.spent is None else burn.appropriated - row.spent,
                "p10": _left(burn, row.point.p90) if row.point else None,
                "p50": _left(burn, row.point.p50) if row.point else None,
                "p90": _left(burn, row.point.p10) if row.point else None,
            }
            for row in burn.months()
        ],
        "backtest": _backtest(burn.backtest) if burn.backtest else "",
        "season": burn.forecast.seasonal if burn.forecast else False,
    }


def _left(burn: BurnDown, spent: int) -> Decimal:
    return burn.appropriated - spent


def _description(burn: BurnDown) -> str:
    """What somebody sees who looks at the drawing, in a sentence or two."""
    said = _("%(left)s er tilbage den %(day)s; ved jævnt forbrug ville det være %(even)s") % {
        "left": kroner_text(burn.left),
        "day": day_text(burn.as_of),
        "even": kroner_text(burn.appropriated - burn.neutral_by(burn.as_of)),
    }
    if burn.forecast is None:
        return said
    return f"{said} {in_ten(burn)}"


def in_ten(burn: BurnDown) -> str:
    """The three days in one sentence."""
    found = burn.forecast
    if found is None or found.p10 is None:
        return _("I mindst 9 af 10 tilfælde rækker midlerne aftalen ud.")
    texts = {
        "p10": day_text(found.p10),
        "p50": day_text(found.p50) if found.p50 else "",
        "p90": day_text(found.p90) if found.p90 else "",
    }
    if found.p50 is None:
        text = _("I 1 af 10 tilfælde er midlerne brugt inden %(p10)s; i de fleste rækker de.")
    elif found.p90 is None:
        text = _(
            "Midlerne er brugt inden %(p50)s i halvdelen af tilfældene, i 1 af 10 inden %(p10)s; "
            "i mindst 1 af 10 rækker de aftalen ud."
        )
    else:
        text = _(
            "I 8 af 10 tilfælde er midlerne brugt mellem %(p10)s og %(p90)s, i halvdelen inden "
            "%(p50)s."
        )
    return text % texts


def _backtest(found: Backtest) -> str:
    """For tre måneder siden, den 29.2.2020, sagde prognosen 12.11.2020 ± 18 dage."""
    said = found.forecast
    if said.p50 is None:
        answer = _("at midlerne rækker aftalen ud")
    elif found.within_days is None:
        answer = _("%(day)s, men måske at midlerne rækker") % {"day": day_text(said.p50)}
    else:
        answer = f"{day_text(said.p50)} ± {found.within_days} dage"
    return _("For tre måneder siden, den %(then)s, sagde prognosen %(answer)s.") % {
        "then": day_text(found.said_on),
        "answer": answer,
    }


def _drawing(scale: Scale) -> dict[str, Any]:
    frame, burn = scale.frame, scale.burn
    return {
        "name": frame.name,
        "width": frame.width,
        "height": frame.height,
        "left": frame.left,
        "right": frame.width - frame.right,
        "label_x": frame.left - 8,
        "base": scale.y(0),
        "month_y": frame.height - frame.bottom + 18,
        "top": frame.top,
        "now_x": scale.x(burn.as_of),
        "now_y": scale.y(burn.left),
        "free_y": scale.y(burn.left - burn.reserved),
        "now_anchor": "start"
        if (burn.as_of - burn.period.starts_on).days * 2 < scale.days
        else "end",
        "kroner": [{"y": scale.y(value), "text": _short(value)} for value in _steps(burn)],
        "months": [{"x": scale.x(day), "text": text} for day, text in _months(burn, frame)],
        "past": scale.line(_past(burn)),
        "even": scale.line(
            [
                (burn.period.starts_on, burn.appropriated),
                *((row.day, burn.appropriated - row.neutral) for row in burn.months()),
            ]
        ),
        **_ahead(scale),
    }


def _past(burn: BurnDown) -> Iterable[tuple[date, Decimal]]:
    yield burn.period.starts_on, burn.appropriated
    for day, used in burn.used:
        if day > burn.period.starts_on:
            yield day, burn.appropriated - used
    yield burn.as_of, burn.left


def _ahead(scale: Scale) -> dict[str, Any]:
    """The band, its middle, and the days on the ground on which the money is used."""
    burn, found = scale.burn, scale.burn.forecast
    if found is None:
        return {"band": "", "middle": "", "marks": []}
    now = [(burn.as_of, burn.left)]
    late = [(row.day, _left(burn, row.p10)) for row in found.band]
    early = [(row.day, _left(burn, row.p90)) for row in found.band]
    middle = [(row.day, _left(burn, row.p50)) for row in found.band]
    days = (("p10", found.p10), ("p50", found.p50), ("p90", found.p90))
    return {
        "band": scale.line([*now, *late, *reversed(early)]),
        "middle": scale.line([*now, *middle]),
        "marks": [
            {"name": name, "x": scale.x(day), "text": day_text(day)} for name, day in days if day
        ],
    }


def _steps(burn: BurnDown) -> list[int]:
    """Round amounts from nothing up to what is appropriated, four or so of them."""
    rough = max(int(burn.appropriated) // 4, 1)
    power = 10 ** (len(str(rough)) - 1)
    step = next(times * power for times in STEPS if times * power >= rough)
    return list(range(0, int(burn.appropriated) + 1, step))


def _short(amount: int) -> str:
    """1,5 mio., 250.000, 0"""
    if amount >= MILLION:
        return f"{amount / MILLION:g}".replace(".", ",") + " mio."
    return f"{amount:,}".replace(",", ".")


def _months(burn: BurnDown, frame: Frame) -> list[tuple[date, str]]:
    """The first of some months, evenly spread, with short names."""
    firsts, day = [], burn.period.starts_on
    if day.day > 1:
        day = end_of_month(day) + DAY
    while day <= burn.last_day:
        firsts.append(day)
        day = end_of_month(day) + DAY
    every = -(-len(firsts) // frame.most_months) or 1
    return [(day, f"{MONTHS[day.month - 1][:3]} {day:%y}") for day in firsts[::every]]
