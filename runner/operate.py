"""`./samspil manage ...`: a management command against the running demo, or a short-lived one."""

import contextlib
import shutil
import time
from collections.abc import Iterator

from runner import frontend, stores
from runner.state import Home, Refused, demo_home
from runner.stores import Stores
from runner.supervisor import Interrupted, Supervisor, attached, say
from runner.up import MANAGE, prepare

AS_OWNER = {
    "load_reference",
    "makemigrations",
    "migrate",
    "reseal_cprs",
    "showmigrations",
    "sqlmigrate",
}
AS_CHECKER = {"invariants"}
PATIENCE = 60.0


def manage(arguments: list[str]) -> int:
    """Run a management command as the role that it needs; its exit code."""
    command = arguments[0] if arguments else "help"
    role = "owner" if command in AS_OWNER else "check" if command in AS_CHECKER else "worker"
    try:
        with _stores() as running:
            env = running.environment(role, "owner", "web", "check")
            code = attached([*MANAGE, *(arguments or ["help"])], env)
    except Interrupted:
        return 130
    return code if code >= 0 else 128 - code


def bench(arguments: list[str]) -> int:
    """Measure on a fresh cluster, as durable as the demo's, and remove it; never on its data."""
    frontend.ensure()
    home = Home(demo_home().path / "bench")
    with home.locked() as ours:
        if not ours:
            raise Refused(f"Another measurement uses {home.path}. Wait for it, or stop it.")
        _remove(home)
        try:
            with Supervisor(home) as supervisor:
                running = stores.start(supervisor, stores.DEMO, "http://127.0.0.1:8000")
                say("Preparing:")
                prepare(supervisor, running)
                env = running.environment("worker", "owner", "web", "check") | {
                    "SAMSPIL_BENCH": "1"
                }
                return attached([*MANAGE, "bench", *arguments], env)
        except Interrupted:
            return 130
        finally:
            _remove(home)


def _remove(home: Home) -> None:
    """Forget the data of an earlier measurement; the lock and the logs stay."""
    shutil.rmtree(home.path / "postgres", ignore_errors=True)
    shutil.rmtree(home.path / "redis", ignore_errors=True)
    home.make()


@contextlib.contextmanager
def _stores() -> Iterator[Stores]:
    """The running demo's stores; where nothing runs, stores of our own for this command.

    Those are not shared: they end with the command, so the next command waits for its turn.
    """
    home = demo_home()
    deadline = time.monotonic() + PATIENCE
    while True:
        with home.locked() as ours:
            if ours:
                with Supervisor(home) as supervisor:
                    yield stores.start(supervisor, stores.DEMO, "http://127.0.0.1:8000")
                return
        running = Stores.running(home, stores.DEMO)
        if running:
            yield running
            return
        if time.monotonic() > deadline:
            raise Refused(f"Another command still uses {home.path}. Try again when it is done.")
        time.sleep(0.1)
