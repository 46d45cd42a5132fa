"""A home of its own for each launcher test, and signal handlers put back afterwards."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from runner.state import Home
from runner.supervisor import Supervisor

HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A data directory whose path has spaces and Danish letters in it."""
    made = Home(tmp_path / "sti med æøå")
    made.make()
    return made


@pytest.fixture
def supervisor(home: Home) -> Iterator[Supervisor]:
    """A supervisor that has stopped its children when the test ends."""
    before = {number: signal.getsignal(number) for number in HANDLED}
    try:
        with Supervisor(home) as made:
            yield made
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
