"""What a person at the terminal is told."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from runner.checks import COLOUR, _parser, _steps
from runner.environment import ROOT
from runner.state import Home


def samspil(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "samspil", *arguments],
        env={**os.environ, **environment},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command():
    said = samspil("help").stdout

    assert all(f"./samspil {name}" in said for name in ("up", "test", "manage", "invariants"))


def test_an_unknown_command_is_refused():
    answer = samspil("start")

    assert answer.returncode == 2
    assert "no command 'start'" in answer.stderr


def test_up_on_data_in_use_is_refused(home: Home):
    with home.locked():
        answer = samspil("up", SAMSPIL_STATE=str(home.path))

    assert answer.returncode == 1
    assert "already running" in answer.stderr


def test_up_on_a_port_in_use_names_another(home: Home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = samspil("up", SAMSPIL_STATE=str(home.path), PORT=str(port))

    assert answer.returncode == 1
    assert f"Port {port} is in use. Choose another: PORT={port + 1} ./samspil up" in answer.stderr


def test_a_second_test_run_on_the_same_cluster_is_refused(home: Home):
    with home.locked():
        answer = samspil("test", SAMSPIL_TEST_STATE=str(home.path))

    assert answer.returncode == 1
    assert "Another test run" in answer.stderr


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["--fast", "-k", "notice"], ["-m", "not slow", "-k", "notice"]),
        (["tests/base", "-x"], ["tests/base", "-x"]),
    ],
)
def test_what_is_not_ours_goes_to_pytest(given, expected):
    options, rest = _parser().parse_known_args(given)
    argv = list(_steps(options, rest)[-1].argv)

    assert [part for part in argv[3:] if part != "--color=yes"] == expected


def test_secrets_are_written_once(tmp_path: Path):
    first = samspil("secrets", str(tmp_path / "hemmeligheder"))
    before = {path.name: path.read_text() for path in (tmp_path / "hemmeligheder").iterdir()}
    samspil("secrets", str(tmp_path / "hemmeligheder"))

    assert first.returncode == 0
    assert before == {p.name: p.read_text() for p in (tmp_path / "hemmeligheder").iterdir()}
    assert len(before["secret_key"]) >= 50


def test_colours_are_taken_out_of_the_closing_line():
    assert COLOUR.sub("", "\x1b[32m3 passed\x1b[0m in 1s") == "3 passed in 1s"
