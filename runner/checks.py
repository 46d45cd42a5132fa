"""`./samspil test`: every check, on a cluster of its own, each run even when another failed."""

import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from runner import frontend, stores
from runner.children import dies_with_parent
from runner.environment import PYTHON, ROOT
from runner.state import Refused, test_home
from runner.supervisor import Interrupted, Supervisor, say
from runner.up import MANAGE

LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
CLOSING = re.compile(r"\d+ (passed|failed|error|skipped|deselected|xfailed)|no tests ran")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ROLES = ("web", "owner", "check", "super")


@dataclass(frozen=True)
class Step:
    """One check: a name and a command."""

    name: str
    argv: Sequence[str]
    role: str = "worker"


@dataclass(frozen=True)
class Outcome:
    """How a step went."""

    step: Step
    code: int
    seconds: float
    closing: str


def test(arguments: list[str]) -> int:
    """Run all checks; 0 only when each of them passed."""
    options, for_pytest = _parser().parse_known_args(arguments)
    frontend.ensure()
    home = test_home()
    with home.locked() as ours:
        if not ours:
            raise Refused(f"Another test run uses {home.path}. Wait for it, or stop it.")
        try:
            with Supervisor(home) as supervisor:
                running = stores.start(supervisor, stores.TEST, "http://testserver")
                extra = _environment(options)
                outcomes = []
                for step in _steps(options, for_pytest):
                    env = running.environment(step.role, *ROLES) | extra
                    outcomes.append(_carry_out(step, env))
        except Interrupted:
            say("Interrupted.")
            return 130
    return _sum_up(outcomes)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("./samspil test", description=__doc__, allow_abbrev=False)
    speed = parser.add_mutually_exclusive_group()
    speed.add_argument("--fast", action="store_true", help="leave out the tests marked slow")
    speed.add_argument("--deep", action="store_true", help="search longer (SAMSPIL_DEEP=1)")
    parser.epilog = "Everything else is handed to pytest, e.g. ./samspil test -k notice -x"
    return parser


def _steps(options: argparse.Namespace, for_pytest: list[str]) -> list[Step]:
    python = str(PYTHON)
    pytest = [python, "-m", "pytest", *(["-m", "not slow"] if options.fast else []), *for_pytest]
    if sys.stdout.isatty():
        pytest.append("--color=yes")
    return [
        Step("ruff format", [python, "-m", "ruff", "format", "--check"]),
        Step("ruff check", [python, "-m", "ruff", "check"]),
        Step("mypy", [python, "-m", "mypy"]),
        Step("lint-imports", [python, "-c", LINT_IMPORTS]),
        Step("makemigrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], "owner"),
        Step("collectstatic", [*MANAGE, "collectstatic", "--no-input", "-v0"]),
        Step("pytest", pytest),
    ]


def _environment(options: argparse.Namespace) -> dict[str, str]:
    """What the choice of test run adds to the contract."""
    extra = {"SAMSPIL_DEEP": "1"} if options.deep else {}
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        extra["REQUIRE_BROWSER"] = "1"
    return extra


def _carry_out(step: Step, env: Mapping[str, str]) -> Outcome:
    """Run one step, its output passing through; remember the last line of figures."""
    say(f"\n=== {step.name} ===")
    began = time.monotonic()
    closing = ""
    with _started(step, env) as process:
        assert process.stdout is not None
        for line in process.stdout:
            say(line.rstrip("\n"))
            if CLOSING.search(line):
                closing = line
        code = process.wait()
    closing = COLOUR.sub("", closing).strip(" =\n")
    return Outcome(step, code, time.monotonic() - began, closing)


@contextlib.contextmanager
def _started(step: Step, env: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process group of its own that ends with us, also when we are interrupted."""
    process = subprocess.Popen(
        step.argv,
        env=dict(env),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        preexec_fn=dies_with_parent(signal.SIGTERM),
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGTERM if process.poll() is None else signal.SIGKILL)
        process.wait()


def _sum_up(outcomes: list[Outcome]) -> int:
    """Print each step's result, and pytest's own closing line last."""
    say("\n=== summary ===")
    for outcome in outcomes:
        verdict = "ok" if outcome.code == 0 else f"FAILED (exit code {outcome.code})"
        say(f"{outcome.step.name:<16}{outcome.seconds:>7.1f} s  {verdict}")
    say(outcomes[-1].closing or "pytest printed no closing line")
    return int(any(outcome.code for outcome in outcomes))
