"""Two web servers on loopback, as `./samspil up` starts them, for the length of a block."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

SERVERS = 2
PATIENCE = 30.0


@contextlib.contextmanager
def running(log: Path) -> Iterator[list[int]]:
    """The ports of the servers; they run as the web's own database role."""
    ports = [_free_port() for _number in range(SERVERS)]
    environment = {**os.environ, "DATABASE_URL": os.environ["WEB_DATABASE_URL"]}
    with log.open("w") as output:
        servers = [
            subprocess.Popen(
                [
                    *(sys.executable, "-m", "runner.mortal", "gunicorn"),
                    *("coordination.wsgi:application", "--bind", f"127.0.0.1:{port}"),
                    *("--worker-class", "gthread", "--workers", "1", "--threads", "4"),
                    "--no-control-socket",
                ],
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            for port in ports
        ]
        try:
            for port in ports:
                _wait_for(port, log)
            yield ports
        finally:
            for server in servers:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(server.pid, signal.SIGKILL)
                server.wait()


def _wait_for(port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _lives(port):
        if time.monotonic() > deadline:
            raise RuntimeError(f"a web server did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.1)


def _lives(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
