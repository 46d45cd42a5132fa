"""One child process: how it starts, what of its log is shown, and how it ends."""

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
ALARMING = re.compile(r"\b(WARNING|ERROR|CRITICAL|FATAL|PANIC|Traceback|[A-Za-z]+Error:)")


@dataclass
class Child:
    """A process in a session of its own, writing to its own log file."""

    name: str
    argv: Sequence[str | Path]
    log: Path
    env: Mapping[str, str]
    cwd: Path
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    alarming: re.Pattern[str] = ALARMING
    popen: dict[str, Any] = field(default_factory=dict)
    mark: str = ""

    def start(self) -> None:
        """Start the process. Call from the main thread: the death signal is tied to it."""
        with self.log.open("ab") as out:
            self._read_to = out.tell()
            self.process = subprocess.Popen(
                [os.fspath(part) for part in self.argv],
                env=dict(self.env),
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=dies_with_parent(self.death_signal),
                **self.popen,
            )

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def news(self) -> list[str]:
        """The alarming lines written since the last look."""
        with self.log.open("rb") as handle:
            handle.seek(self._read_to)
            new = handle.read(200_000)
        whole = new.rfind(b"\n") + 1
        self._read_to += whole
        lines = new[:whole].decode(errors="replace").splitlines()
        return [line for line in lines if self.alarming.search(line)]

    def last_lines(self, count: int = 15) -> str:
        """The end of the log, for a person who must know why."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(f"  {line}" for line in lines[-count:])

    def stop(self) -> None:
        """Ask it to end, insist after the grace, and leave none of its group behind."""
        if self.alive:
            self.process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.grace)
        self.kill()

    def kill(self) -> None:
        """End it and its whole process group at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def dies_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """What the new process does first: heed Ctrl-C again, and ask to be told of our death."""
    parent = os.getpid()

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(death_signal))
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def command_line(pid: int) -> str:
    """The command line of a process, empty when there is none."""
    proc = Path(f"/proc/{pid}/cmdline")
    if proc.parent.parent.joinpath("self").exists():
        with contextlib.suppress(OSError):
            return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    asked = subprocess.run(
        ["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return asked.stdout


def end_leftover(pid: int, mark: str, stop_signal: signal.Signals, patience: float = 20) -> None:
    """End a process of a killed run, if the number still belongs to it."""

    def still_there() -> bool:
        return bool(mark) and mark in command_line(pid)

    if not still_there():
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, stop_signal)
    deadline = time.monotonic() + patience
    while still_there() and time.monotonic() < deadline:
        time.sleep(0.05)
    if still_there():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
