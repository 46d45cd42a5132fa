"""Who is asked after whom, and how long each has. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from acute.enums import Rung, Urgency

ORDER = (Rung.OWN_GP, Rung.ROTA, Rung.OUT_OF_HOURS, Rung.INSTRUCTION)


def rungs_from(rung: Rung) -> tuple[Rung, ...]:
    """A rung and all that come after it; a hospital unit is followed by the instruction alone."""
    if rung == Rung.UNIT:
        return (Rung.UNIT, Rung.INSTRUCTION)
    return ORDER[ORDER.index(rung) :]


def rungs_after(rung: Rung) -> tuple[Rung, ...]:
    """What comes when a rung's time is up; after the instruction, the instruction again."""
    return rungs_from(rung)[1:] or (Rung.INSTRUCTION,)


@dataclass(frozen=True, slots=True)
class Times:
    """Minutes that each rung has, from being taken to a call, and from the call to the advice."""

    own_gp: int
    rota: int
    out_of_hours: int
    unit: int
    call: int
    finish: int

    def of(self, rung: Rung) -> timedelta:
        """How long a rung has until the next is asked."""
        minutes = {
            Rung.OWN_GP: self.own_gp,
            Rung.ROTA: self.rota,
            Rung.OUT_OF_HOURS: self.out_of_hours,
            Rung.UNIT: self.unit,
        }
        return timedelta(minutes=minutes[rung])


USUAL: dict[Urgency, Times] = {
    Urgency.NOW: Times(15, 10, 15, 15, call=5, finish=60),
    Urgency.TODAY: Times(240, 60, 60, 240, call=30, finish=120),
    Urgency.CAN_WAIT: Times(1440, 240, 120, 1440, call=60, finish=240),
}
"""What applies where an agreement says nothing else."""


def planned_times(
    rungs: tuple[Rung, ...], times: Times, *, asked_at: datetime
) -> Iterator[tuple[Rung, datetime, datetime | None]]:
    """Each rung with the moment it is asked at the latest, and until when; the last has no end."""
    at = asked_at
    for rung in rungs:
        if rung == Rung.INSTRUCTION:
            yield rung, at, None
            return
        yield rung, at, at + times.of(rung)
        at += times.of(rung)
