"""Real web servers, workers, beats and Redis on one clone; they end with their test.

    with processes.on(database, tmp_path) as running:
        addresses = running.web(2)
        running.worker()

Everything listens on loopback. When the test fails, the end of every log is shown with it.
"""

import contextlib
import http.client
import itertools
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import redis

from runner.children import Child
from runner.environment import ROOT
from runner.redis import find_server
from runner.state import free_port
from tests.databases import Database

PATIENCE = 60.0
"""Seconds until a wait is given up; a machine shared with others is slow."""

MORTAL = (sys.executable, "-m", "runner.mortal")
CELERY = (*MORTAL, "celery", "-A", "coordination.celery:app")


def wait_for(
    is_true: Callable[[], object], what: str, *, seconds: float = PATIENCE, pause: float = 0.05
) -> None:
    """Look again and again until something is true; an assertion that names it where it is not."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(pause)


class Processes:
    """The processes of one test, all on the same clone and the same Redis."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self.children: list[Child] = []
        self._numbers = itertools.count(1)
        self._redis_url = ""

    @property
    def redis_url(self) -> str:
        """A Redis of this test's own, started when it is first asked for."""
        if not self._redis_url:
            port = free_port()
            argv = [find_server(), "--bind", "127.0.0.1", "--port", str(port)]
            argv += ["--save", "", "--appendonly", "no"]
            self._start("redis", argv, dict(os.environ))
            self._redis_url = f"redis://127.0.0.1:{port}/0"
            self._wait_for(self._redis_answers, "Redis answers")
        return self._redis_url

    def web(
        self, count: int = 1, *, threads: int = 4, app: str = "coordination.wsgi:application"
    ) -> list[str]:
        """The addresses of `count` web servers, each a gunicorn of its own with one worker."""
        addresses = []
        for _number in range(count):
            port = free_port()
            argv = [*MORTAL, "gunicorn", app, "--bind", f"127.0.0.1:{port}", "--workers", "1"]
            argv += ["--worker-class", "gthread", "--threads", str(threads), "--timeout", "60"]
            argv += ["--no-control-socket"]
            self._start("web", argv, self._environment("web", DATABASE_POOL=str(threads)))
            addresses.append(f"http://127.0.0.1:{port}")
        for address in addresses:
            self._wait_for(lambda address=address: _lives(address), f"{address} answers")
        return addresses

    def worker(self, *, concurrency: int = 2, tick: float = 1) -> Child:
        """A Celery worker that is ready for work."""
        number = next(self._numbers)
        argv = [*CELERY, "worker", "--concurrency", str(concurrency), "--loglevel", "INFO"]
        argv += ["--without-mingle", "--without-gossip", "--hostname", f"w{number}@{os.getpid()}"]
        child = self._start("worker", argv, self._environment("worker", tick=tick))
        self._wait_for(lambda: " ready." in child.log.read_text(), "the worker is ready")
        return child

    def beat(self, *, tick: float = 1) -> Child:
        """A Celery beat that sends a tick of each sweep every `tick` seconds."""
        schedule = self.folder / f"beat-{next(self._numbers)}"
        argv = [*CELERY, "beat", "--loglevel", "INFO", "--schedule", str(schedule), "--pidfile", ""]
        return self._start("beat", argv, self._environment("worker", tick=tick))

    def sweeps(self, task: str) -> int:
        """How many times the workers so far have finished a task, whoever sent it."""
        done = f"Task {task}["
        logs = [child.log.read_text() for child in self.children if child.name == "worker"]
        lines = [line for log in logs for line in log.splitlines()]
        return sum(done in line and "succeeded" in line for line in lines)

    def flush_redis(self) -> None:
        """Empty Redis, as if it had been lost."""
        with redis.Redis.from_url(self.redis_url) as client:
            client.flushall()

    def stop(self) -> None:
        """End all of them, the last started first."""
        for child in reversed(self.children):
            child.kill()

    def logs(self) -> str:
        """The end of every log."""
        return "\n".join(
            f"--- {child.name} {child.process.pid} ({child.log})\n{child.last_lines(30)}"
            for child in self.children
        )

    def _environment(self, role: str, *, tick: float = 1, **more: str) -> dict[str, str]:
        """As in the demo, with its pool of connections and its clock, on this test's stores."""
        return {
            **self.database.environment(role),
            "SAMSPIL_ENV": "demo",
            "REDIS_URL": self.redis_url,
            "SAMSPIL_TICK_SECONDS": str(tick),
            "PYTHONUNBUFFERED": "1",
            **more,
        }

    def _start(self, name: str, argv: list[str | Path], env: dict[str, str]) -> Child:
        log = self.folder / f"{name}-{len(self.children)}.log"
        child = Child(name, argv, log, env, ROOT, death_signal=signal.SIGKILL)
        child.start()
        self.children.append(child)
        return child

    def _wait_for(self, is_true: Callable[[], object], what: str) -> None:
        """As `wait_for`, but a process that has just been started must not have died."""
        wait_for(lambda: not self.children[-1].alive or is_true(), what)
        assert self.children[-1].alive, f"{self.children[-1].name} stopped by itself"

    def _redis_answers(self) -> bool:
        try:
            with redis.Redis.from_url(self._redis_url) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


@contextlib.contextmanager
def on(database: Database, folder: Path) -> Iterator[Processes]:
    """Processes on a clone for the length of a block; their logs are printed where it fails."""
    running = Processes(database, folder)
    try:
        yield running
    except BaseException:
        print(running.logs())
        raise
    finally:
        running.stop()


def _lives(address: str) -> bool:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
