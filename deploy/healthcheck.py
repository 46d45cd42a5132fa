"""Health of the container this runs in: `healthcheck.py web|worker|beat`; exit code 0 is well."""

import http.client
import os
import socket
import sys
import time
from pathlib import Path

SCHEDULE = Path("/tmp/beat")
STALE_AFTER = 600.0


def web() -> bool:
    """The process may be given work."""
    host = os.environ["ALLOWED_HOSTS"].split(",")[0]
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=5)
    connection.request("GET", "/readyz", headers={"Host": host, "X-Forwarded-Proto": "https"})
    return connection.getresponse().status == 200


def worker() -> bool:
    """This worker, not just any, answers through the broker."""
    from celery import Celery

    broker = Path(os.environ["REDIS_URL_FILE"]).read_text().strip()
    name = f"celery@{socket.gethostname()}"
    with Celery(broker=broker) as app:
        return bool(app.control.inspect(destination=[name], timeout=5).ping())


def beat() -> bool:
    """The schedule has been written lately."""
    newest = max((path.stat().st_mtime for path in SCHEDULE.glob("schedule*")), default=0.0)
    return time.time() - newest < STALE_AFTER


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]() else 1)
