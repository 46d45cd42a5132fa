"""What a run keeps on disk: lock, passwords, keys, ports, logs; and the environment it gives."""

import base64
import contextlib
import fcntl
import json
import os
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

from runner.environment import ROOT

ROLES = ("samspil_owner", "samspil_web", "samspil_worker", "samspil_check")
CONTRACT = (
    "SAMSPIL_ENV",
    "DATABASE_URL",
    "WEB_DATABASE_URL",
    "OWNER_DATABASE_URL",
    "CHECK_DATABASE_URL",
    "SUPER_DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "SECRET_KEY_FILE",
    "SAMSPIL_KEYS_FILE",
    "SAMSPIL_BASE_URL",
    "SAMSPIL_STATIC_ROOT",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
)


class Refused(Exception):
    """A sentence for the person at the terminal; the command ends with it."""


class Home:
    """The directory that belongs to one cluster: the demo's, or the tests'."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.secrets_file = self.path / "secrets.json"
        self.keys_file = self.path / "keys.json"
        self.run_file = self.path / "run.json"
        self.children_file = self.path / "children.json"
        self.static = self.path / "static"
        self._lock_file = self.path / "lock"

    def make(self) -> None:
        """Create the directories. The top one may be passed through, never listed, by others."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.path.chmod(0o711)
            for name in ("log", "redis"):
                (self.path / name).mkdir(mode=0o700, exist_ok=True)
        except PermissionError:
            raise Refused(f"{self.path} belongs to another user.") from None

    def log(self, name: str) -> Path:
        """Where a child writes; started afresh when it has grown past 5 MB."""
        path = self.path / "log" / f"{name}.log"
        if path.exists() and path.stat().st_size > 5_000_000:
            path.replace(path.with_suffix(".log.1"))
        return path

    @contextlib.contextmanager
    def locked(self) -> Iterator[bool]:
        """Hold the directory for one run; False when another run holds it."""
        self.make()
        try:
            handle = self._lock_file.open("a")
        except PermissionError:
            raise Refused(f"{self.path} belongs to another user.") from None
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
                return
            self.run_file.unlink(missing_ok=True)
            try:
                yield True
            finally:
                self.run_file.unlink(missing_ok=True)

    def passwords(self) -> dict[str, str]:
        """The random passwords of this cluster and Django's secret key, made on first use."""
        if not self.secrets_file.exists():
            names = ("postgres", *ROLES, "redis", "SECRET_KEY")
            made = {name: secrets.token_urlsafe(48) for name in names}
            write_private(self.secrets_file, json.dumps(made, indent=2))
        return dict(json.loads(self.secrets_file.read_text()))

    def keys(self) -> Path:
        """The file of encryption keys, made on first use; without it patient data is lost."""
        if not self.keys_file.exists():
            write_private(self.keys_file, new_keys())
        return self.keys_file


def demo_home() -> Home:
    """The data of `up`: `.samspil`, or wherever $SAMSPIL_STATE points."""
    return Home(Path(os.environ.get("SAMSPIL_STATE") or ROOT / ".samspil"))


def test_home() -> Home:
    """The data of `test`, kept apart from the demo's."""
    return Home(Path(os.environ.get("SAMSPIL_TEST_STATE") or ROOT / ".samspil-test"))


def new_keys() -> str:
    """A first key ring, as the JSON that SAMSPIL_KEYS_FILE must hold."""

    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return json.dumps({"encryption": {"1": key()}, "index": {"1": key()}}, indent=2)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(text)
    new.replace(path)


def free_port() -> int:
    """A loopback port that nothing uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def port_is_free(port: int) -> bool:
    """Tell whether the loopback port can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def clean_environment() -> dict[str, str]:
    """The caller's environment without what would leak into the children's contract."""
    foreign = {*CONTRACT, "DJANGO_SETTINGS_MODULE", "PYTHONPATH", "PYTHONHOME"}
    kept = {k: v for k, v in os.environ.items() if k not in foreign and not k.startswith("PG")}
    return kept | {"PYTHONUNBUFFERED": "1"}
