"""What deadlines say for themselves, in Danish: formula, inputs, clause."""

from dataclasses import dataclass
from datetime import date, timedelta

from coordination.agreements.enums import Anchor
from coordination.base.danish import day_text
from coordination.notices.enums import DeadlineKind, Target

MONEY_DAY = (
    "Dagen er i dag plus det, der er tilbage, delt med tempoet pr. dag i de seneste 13 uger; "
    "tallene står under Økonomi."
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading a notice clause, with its words."""

    months: int
    anchor: Anchor
    quote: str
    needs_money_used: bool = False

    @property
    def length(self) -> str:
        return "1 måned" if self.months == 1 else f"{self.months} måneder"


def explanation(
    kind: DeadlineKind,
    target: Target,
    *,
    target_on: date,
    act_by: date,
    last_day_on: date | None,
    body_by: date | None,
    reading: Reading | None,
) -> str:
    """Why a deadline falls on its day. Notice must be received by all who must have it that day."""
    if reading is not None and last_day_on is not None:
        return _right(kind, target, target_on, act_by, last_day_on, body_by, reading)
    match kind:
        case DeadlineKind.EXPIRY:
            return f"Aftalens sidste dag er {day_text(target_on)}."
        case DeadlineKind.TARIFF:
            return (
                f"Overenskomstens takster reguleres {day_text(target_on)}. Skal aftalens priser "
                f"følge med, skal de nye være indtastet senest {day_text(act_by)}."
            )
        case _:
            papers = (
                f" Sagen skal være hos organerne senest {day_text(body_by)}." if body_by else ""
            )
            return (
                f"Aftalen skal gælde fra {day_text(target_on)}. Alle skal have godkendt senest "
                f"{day_text(act_by)}.{papers}"
            )


def _right(
    kind: DeadlineKind,
    target: Target,
    target_on: date,
    act_by: date,
    last_day_on: date,
    body_by: date | None,
    reading: Reading,
) -> str:
    counted = (
        f"Varslet er {reading.length}, regnet {reading.anchor.label}, så sidste dag bliver "
        f"{day_text(last_day_on)}."
    )
    if target == Target.MONEY and reading.needs_money_used:
        text = (
            f"{kind.label} kan først varsles, når midlerne er brugt. Med det nuværende tempo er "
            f"det {day_text(act_by)}. {counted} {MONEY_DAY} Vilkåret: »{reading.quote}«"
        )
    else:
        forecast = f" {MONEY_DAY}" if target == Target.MONEY else ""
        text = (
            f"{kind.label} skal være modtaget senest {day_text(act_by)}. {counted} "
            f"Modtages det en dag senere, falder virkningen efter {day_text(target_on)}, "
            f"{target.label}.{forecast} Vilkåret: »{reading.quote}«"
        )
    if body_by is not None and body_by < act_by:
        days = (act_by - body_by) // timedelta(days=1)
        text += (
            f" Organet bruger {days} dage på en sag, så den skal være hos sekretariatet senest "
            f"{day_text(body_by)}."
        )
    return text
