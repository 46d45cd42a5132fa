"""`./samspil manage ...`: a management command against the running demo, or a short-lived one."""

import contextlib
import time
from collections.abc import Iterator

from runner import stores
from runner.state import Refused, demo_home
from runner.stores import Stores
from runner.supervisor import Interrupted, Supervisor, attached
from runner.up import MANAGE

AS_OWNER = {"load_reference", "makemigrations", "migrate", "showmigrations", "sqlmigrate"}
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
