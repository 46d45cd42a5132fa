"""Which hours it is: those of general practice, or those of the out-of-hours service."""

from datetime import date, datetime, time

from acute.enums import Hours
from coordination.base.periods import COPENHAGEN, DAY, public_holidays

OPENS, CLOSES = time(8), time(16)
_SATURDAY = 5


def _is_open_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year)


def hours_at(moment: datetime) -> Hours:
    """Day on weekdays from 8 to 16 that are no public holidays; out of hours all other time."""
    local = moment.astimezone(COPENHAGEN)
    is_day = _is_open_day(local.date()) and OPENS <= local.time() < CLOSES
    return Hours.DAY if is_day else Hours.OUT_OF_HOURS


def next_midnight(moment: datetime) -> datetime:
    """The end of the local day."""
    day = moment.astimezone(COPENHAGEN).date() + DAY
    return datetime.combine(day, time.min, tzinfo=COPENHAGEN)
