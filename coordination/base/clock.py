"""The clock that edges read and the domain never does.

In demo mode and in tests it runs at an offset kept in the database, the same for web, worker and
beat. Tokens, signatures and log-in sessions use real time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from django.conf import settings

from coordination.base.models import DemoClock
from coordination.base.periods import local_date

_held: ContextVar[int | None] = ContextVar("held_offset", default=None)


def now() -> datetime:
    """The moment it is, in UTC."""
    real = datetime.now(UTC)
    if not settings.DEMO_CLOCK:
        return real
    held = _held.get()
    return real + timedelta(seconds=_offset() if held is None else held)


def _offset() -> int:
    rows = DemoClock.objects.filter(pk=1).values_list("offset_seconds", flat=True)
    return rows.first() or 0


@contextmanager
def one_reading() -> Iterator[None]:
    """Within this, one request, the demo clock's offset is read once and stays what it was."""
    token = _held.set(_offset() if settings.DEMO_CLOCK else 0)
    try:
        yield
    finally:
        _held.reset(token)


def today() -> date:
    """The local day it is in Denmark."""
    return local_date(now())


def jump(to: datetime) -> None:
    """Move the demo clock so that it is `to` now and runs on from there; refused in production."""
    if not settings.DEMO_CLOCK:
        raise RuntimeError("the clock can be moved in demo mode only")
    offset = round((to - datetime.now(UTC)).total_seconds())
    DemoClock.objects.update_or_create(pk=1, defaults={"offset_seconds": offset})
