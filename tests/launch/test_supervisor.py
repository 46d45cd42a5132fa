"""Children start, are watched and end in order, and none outlives us."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from runner.children import Child, command_line
from runner.environment import ROOT
from runner.state import Refused

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
KILLED_RUN = """
import sys, time
from pathlib import Path
from runner.children import Child
from runner.environment import ROOT
from runner.state import Home
from runner.supervisor import Supervisor

home = Home(Path(sys.argv[1]))
home.make()
forks = (
    "import os, pathlib, sys, time, runner.mortal as m; m.end_forks_with_us(); child = os.fork();"
    "child and pathlib.Path(sys.argv[1]).write_text(f'{os.getpid()} {child}'); time.sleep(600)"
)
with Supervisor(home) as supervisor:
    argv = [sys.executable, "-c", forks, home.path / "pids"]
    supervisor.spawn(Child("forks", argv, home.log("forks"), {}, ROOT))
    supervisor.watch()
"""


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def child(home, name: str, argv=SLEEP, **more) -> Child:
    return Child(name, argv, home.log(name), dict(os.environ), ROOT, **more)


def test_children_end_in_reverse_order(home, supervisor, monkeypatch):
    ended = []
    stop = Child.stop
    monkeypatch.setattr(Child, "stop", lambda self: (ended.append(self.name), stop(self)))
    for name in ("first", "second", "third"):
        supervisor.spawn(child(home, name))

    supervisor.__exit__(None, None, None)

    assert ended == ["third", "second", "first"]
    assert not any(one.alive for one in supervisor.children)
    supervisor.children.clear()


def test_a_child_that_dies_stops_the_run_and_names_its_log(home, supervisor):
    supervisor.spawn(
        child(home, "web", [sys.executable, "-c", "print('why'); raise SystemExit(3)"])
    )

    with pytest.raises(Refused, match=r"(?s)web stopped by itself \(exit code 3\).*web\.log.*why"):
        supervisor.watch()
    supervisor.children.clear()


def test_a_step_that_fails_shows_the_end_of_its_log(home, supervisor):
    with pytest.raises(Refused, match=r"(?s)migrate failed.*no such table"):
        supervisor.step("migrate", [sys.executable, "-c", "raise SystemExit('no such table')"], {})


def test_a_wait_ends_when_what_is_waited_for_dies(home, supervisor):
    supervisor.spawn(child(home, "redis", [sys.executable, "-c", ""]))

    with pytest.raises(Refused, match="redis stopped by itself"):
        supervisor.wait_for(lambda: False, "Redis", 60)
    supervisor.children.clear()


def test_only_alarming_lines_reach_the_terminal(home, supervisor, capsys):
    lines = "print('INFO fine'); print('ERROR bad'); import time; time.sleep(600)"
    one = supervisor.spawn(child(home, "web", [sys.executable, "-uc", lines]))
    until(lambda: b"bad" in one.log.read_bytes())

    with pytest.raises(Refused):
        supervisor.wait_for(lambda: False, "nothing", 0)

    assert "web | ERROR bad" in capsys.readouterr().out
    assert "fine" not in capsys.readouterr().out


def test_a_child_that_ignores_us_is_killed_after_the_grace(home, supervisor):
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(600)"
    one = supervisor.spawn(child(home, "deaf", [sys.executable, "-uc", deaf], grace=0.2))
    until(lambda: one.log.read_bytes() != b"")

    one.stop()

    assert one.process.returncode == -signal.SIGKILL
    supervisor.children.clear()


def test_a_leftover_of_a_killed_run_is_ended_by_the_next(home, supervisor):
    argv = [*SLEEP, "a mark nobody else has"]
    with subprocess.Popen(argv, start_new_session=True) as leftover:
        home.children_file.write_text(
            f'[{{"pid": {leftover.pid}, "mark": "{argv[-1]}", "signal": 15}}]'
        )
        until(lambda: argv[-1] in command_line(leftover.pid))

        supervisor._end_leftovers()

        assert leftover.wait(10) == -signal.SIGTERM


@pytest.mark.skipif(sys.platform != "linux", reason="the parent-death signal is Linux's")
def test_nothing_survives_a_killed_supervisor(tmp_path: Path):
    with subprocess.Popen([sys.executable, "-c", KILLED_RUN, tmp_path], cwd=ROOT) as run:
        pids = tmp_path / "pids"
        until(lambda: pids.exists() and len(pids.read_text().split()) == 2)
        numbers = [int(pid) for pid in pids.read_text().split()]
        assert all(command_line(pid) for pid in numbers)

        run.kill()

    until(lambda: not any(command_line(pid) for pid in numbers))
