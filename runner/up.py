"""`./samspil up`: everything on one machine, with demo data, until Ctrl-C."""

import http.client
import os
import signal
import sys
from pathlib import Path

from runner import frontend, stores
from runner.children import Child
from runner.environment import ROOT
from runner.state import Home, Refused, demo_home, port_is_free
from runner.stores import Stores
from runner.supervisor import Interrupted, Supervisor, say

MANAGE = (sys.executable, "manage.py")
MORTAL = (sys.executable, "-m", "runner.mortal")
CELERY = (*MORTAL, "celery", "-A", "coordination.celery:app")
DEFAULT_PORT = 8000


def up() -> int:
    """Start everything and keep it running; 0 after Ctrl-C, 1 when something failed."""
    frontend.ensure()
    home = demo_home()
    with home.locked() as ours:
        if not ours:
            raise Refused(f"Samspil is already running on {home.path}. Stop it there first.")
        try:
            with Supervisor(home) as supervisor:
                _run(supervisor, _port())
        except Interrupted:
            say("Stopped.")
    return 0


def _port() -> int:
    """The port that was asked for, refused while something else has it."""
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Refused(f"PORT must be a number between 1 and 65535, not {text!r}.")
    port = int(text)
    if not port_is_free(port):
        raise Refused(f"Port {port} is in use. Choose another: PORT={port + 1} ./samspil up")
    return port


def _run(supervisor: Supervisor, port: int) -> None:
    running = stores.start(supervisor, stores.DEMO, f"http://127.0.0.1:{port}")
    running.publish()
    say("Preparing:")
    prepare(supervisor, running)
    for child in (_web(running, port), _worker(running, port), _beat(running)):
        supervisor.spawn(child)
    supervisor.wait_for(lambda: _answers(port), "The web server's /livez", 90)
    worker = running.environment("worker")
    supervisor.step("demo_logins", [*MANAGE, "demo_logins"], worker, loud=True)
    say(f"\nSamspil is ready: {running.base_url}\nLogs: {supervisor.home.path}/log. Ctrl-C stops.")
    supervisor.watch()


def prepare(supervisor: Supervisor, running: Stores) -> None:
    """Bring schema, reference data, demo data and static files up to date."""
    owner = running.environment("owner", "owner")
    worker = running.environment("worker")
    supervisor.step("migrate", [*MANAGE, "migrate", "--no-input"], owner)
    supervisor.step("load_reference", [*MANAGE, "load_reference"], owner)
    supervisor.step("load_demo", [*MANAGE, "load_demo"], worker)
    supervisor.step("collectstatic", [*MANAGE, "collectstatic", "--no-input"], worker)


def _web(running: Stores, port: int) -> Child:
    bind = f"127.0.0.1:{port}"
    argv = [*MORTAL, "gunicorn", "coordination.wsgi:application", "--bind", bind]
    argv += ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    argv += ["--graceful-timeout", "5", "--timeout", "60", "--no-control-socket"]
    return _child(running, "web", argv, "web", mark=bind)


def _worker(running: Stores, port: int) -> Child:
    name = f"worker-{port}@samspil"
    argv = [*CELERY, "worker", "--concurrency", "2", "--hostname", name, "--loglevel", "INFO"]
    argv += ["--without-mingle", "--without-gossip"]
    child = _child(running, "worker", argv, "worker", mark=name)
    child.death_signal = signal.SIGKILL  # without its broker a shutdown would wait for ever
    return child


def _beat(running: Stores) -> Child:
    schedule = str(running.home.path / "beat-schedule")
    argv = [*CELERY, "beat", "--loglevel", "INFO", "--schedule", schedule, "--pidfile", ""]
    return _child(running, "beat", argv, "worker", mark=schedule)


def _child(running: Stores, name: str, argv: list[str], role: str, mark: str) -> Child:
    home: Home = running.home
    return Child(name, argv, home.log(name), running.environment(role), Path(ROOT), mark=mark)


def _answers(port: int) -> bool:
    """Whether the web server says that it lives."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
