"""Which meeting of a body still lets an agreement start on its day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LatestMeeting:
    """The last chance of a body that has not decided.

    `held_on` is the latest meeting, with the last day for its papers. Without it there is none
    left, unless the calendar is not known: then the start itself is the last possible day.
    """

    is_known: bool
    held_on: date | None = None
    papers_by: date | None = None


def latest_meeting(
    meetings: Iterable[tuple[date, date]], *, starts_on: date, today: date
) -> LatestMeeting:
    """The greatest meeting day on or before the start whose papers can still be handed in today.

    `meetings` are the body's meetings from today on, each with the last day for its papers.
    """
    coming = list(meetings)
    if not coming and starts_on >= today:
        return LatestMeeting(is_known=False)
    left = [row for row in coming if row[0] <= starts_on and row[1] >= today]
    return LatestMeeting(True, *max(left)) if left else LatestMeeting(is_known=True)
