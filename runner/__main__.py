"""The commands of `./samspil`."""

import sys
from collections.abc import Callable
from pathlib import Path

from runner.environment import ROOT
from runner.state import Refused

HELP = """\
./samspil up                  start everything with demo data; PORT=8001 chooses another port
./samspil test [--fast|--deep] [pytest arguments]
                              run every check on a cluster of its own
./samspil manage COMMAND ...  run a management command against the demo's data
./samspil invariants [--list] check what must always hold in the demo's data
./samspil bench [--seconds N] measure on a fresh cluster of its own, removed afterwards
./samspil bench forecast      how often the forecast's band holds what then happens
./samspil bench uploads       what cleaning the largest pictures and films takes
./samspil bench settlement    how long a year of 100,000 sessions takes to settle
./samspil bench load          500 people's work lists at once while requests arrive
./samspil install             only build the environment, with the development tools
./samspil secrets [DIRECTORY] write the secrets that docker-compose.yml mounts

Data, passwords, keys and logs are in .samspil/ (or $SAMSPIL_STATE). Delete it to start afresh.
"""


def main() -> int:
    """Dispatch to a command; a refusal is one sentence and exit code 1."""
    name, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("help", [])
    command = COMMANDS.get(name)
    if command is None:
        print(f"./samspil has no command {name!r}.\n\n{HELP}", file=sys.stderr, end="")
        return 2
    try:
        return command(arguments)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _help(arguments: list[str]) -> int:
    print(HELP, end="")
    return 0


def _up(arguments: list[str]) -> int:
    from runner.up import up

    return up()


def _test(arguments: list[str]) -> int:
    from runner.checks import test

    return test(arguments)


def _manage(arguments: list[str]) -> int:
    from runner.operate import manage

    return manage(arguments)


def _invariants(arguments: list[str]) -> int:
    return _manage(["invariants", *arguments])


def _bench(arguments: list[str]) -> int:
    from runner.operate import bench

    return bench(arguments)


def _install(arguments: list[str]) -> int:
    from runner import frontend

    frontend.ensure()
    return 0


def _secrets(arguments: list[str]) -> int:
    from runner.secrets import write

    write(Path(arguments[0]) if arguments else ROOT / "secrets")
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "help": _help,
    "-h": _help,
    "--help": _help,
    "up": _up,
    "test": _test,
    "manage": _manage,
    "invariants": _invariants,
    "bench": _bench,
    "install": _install,
    "secrets": _secrets,
}

if __name__ == "__main__":
    sys.exit(main())
