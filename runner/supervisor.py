"""Start children in order, watch them, and stop them in reverse order, whatever happens."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from runner.children import Child, end_leftover
from runner.environment import ROOT
from runner.state import Home, Refused, write_private

NEVER = re.compile(r"(?!)")
TICK = 0.1


class Interrupted(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal: stop in order."""


class Supervisor:
    """The children of one run. Leaving the `with` block stops them all."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.children: list[Child] = []
        self.stopping = False

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        self._end_leftovers()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping = True
        for child in reversed(self.children):
            child.stop()
        self.home.children_file.unlink(missing_ok=True)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopping:
            for child in self.children:
                child.kill()
            os._exit(130)
        self.stopping = True
        raise Interrupted

    def spawn(self, child: Child) -> Child:
        """Start a child that must live as long as the run."""
        self._start(child)
        self._remember()
        return child

    def step(
        self,
        name: str,
        argv: Sequence[str | Path],
        env: Mapping[str, str],
        *,
        loud: bool = False,
    ) -> None:
        """Run a command to its end, or refuse with the last lines of its log."""
        log = self.home.log(name)
        began = time.monotonic()
        child = Child(name, argv, log, env, ROOT, grace=3, alarming=NEVER)
        start_of_log = log.stat().st_size if log.exists() else 0
        self._start(child)
        try:
            while child.alive:
                self._tick(ignore=child)
                time.sleep(0.03)
        finally:
            child.stop()
            self.children.remove(child)
        if child.process.returncode:
            raise Refused(f"{name} failed; the end of {log}:\n{child.last_lines()}")
        if loud:
            with log.open(errors="replace") as handle:
                handle.seek(start_of_log)
                say(handle.read().rstrip())
        else:
            say(f"  {name} ({time.monotonic() - began:.1f} s)")

    def wait_for(self, ready: Callable[[], bool], what: str, seconds: float) -> None:
        """Wait for a condition; a child that dies, or the deadline, is refused."""
        deadline = time.monotonic() + seconds
        while not ready():
            self._tick()
            if time.monotonic() > deadline:
                raise Refused(f"{what} did not answer within {seconds:.0f} seconds.")
            time.sleep(0.03)

    def watch(self) -> None:
        """Show what children warn about until one of them dies or we are asked to stop."""
        while True:
            self._tick()
            time.sleep(TICK)

    def _start(self, child: Child) -> None:
        child.start()
        self.children.append(child)

    def _tick(self, ignore: Child | None = None) -> None:
        for child in self.children:
            for line in child.news():
                say(f"{child.name:>9} | {line}")
            if child is not ignore and not child.alive:
                raise Refused(
                    f"{child.name} stopped by itself (exit code {child.process.returncode}), "
                    f"so everything stops. The end of {child.log}:\n{child.last_lines()}"
                )

    def _remember(self) -> None:
        rows = [
            {"pid": child.process.pid, "mark": child.mark, "signal": int(child.stop_signal)}
            for child in self.children
            if child.mark
        ]
        write_private(self.home.children_file, json.dumps(rows))

    def _end_leftovers(self) -> None:
        """End what a killed run left behind; on Linux they die with it, elsewhere not."""
        if not self.home.children_file.exists():
            return
        for row in reversed(json.loads(self.home.children_file.read_text())):
            end_leftover(row["pid"], row["mark"], signal.Signals(row["signal"]))


def attached(argv: Sequence[str | Path], env: Mapping[str, str]) -> int:
    """Run a command in the foreground, on our terminal; Ctrl-C is the command's to heed."""
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        return subprocess.call([os.fspath(part) for part in argv], env=dict(env), cwd=ROOT)
    finally:
        signal.signal(signal.SIGINT, before)


def say(text: str) -> None:
    """Tell the terminal; a terminal that has gone away must not stop the run."""
    try:
        print(text, flush=True)
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
