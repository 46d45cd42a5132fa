"""The virtual environment, built from hash-pinned lock files with the standard library alone.

This module must stay parsable by older Pythons, so that it can ask for a newer one.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"
NODE = "requirements-node.lock"
NEWEST_FIRST = ("python3.14", "python3.13", "python3.12", "python3.11")


def use_a_new_enough_python(script: str) -> None:
    """Hand over to a Python of at least 3.11, when the one that runs this is older."""
    if sys.version_info >= (3, 11):
        return
    for name in NEWEST_FIRST:
        other = shutil.which(name)
        if other and subprocess.call([other, "-c", "import venv"], stderr=subprocess.DEVNULL) == 0:
            os.execv(other, [other, os.path.abspath(script)] + sys.argv[1:])
    sys.exit("Samspil needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])


def ensure(lock: str) -> None:
    """Bring .venv to what a lock file says; costs nothing when it already is."""
    if installed(lock):
        return
    with alone(".venv.lock"):
        if installed(lock):
            return
        if not usable():
            create()
        install(lock)


def installed(lock: str) -> bool:
    """Tell whether exactly this lock file has been installed, for exactly this Python."""
    stamp = stamp_of(lock)
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == fingerprint(lock)


def stamp_of(lock: str) -> Path:
    """Where the fingerprint of an installed lock file is kept."""
    return VENV / ("." + lock + ".installed")


def fingerprint(lock: str) -> str:
    """Name the content of a lock file together with the Python it was installed for."""
    config = VENV / "pyvenv.cfg"
    python = config.read_bytes() if config.exists() else b""
    return hashlib.sha256((ROOT / lock).read_bytes() + python).hexdigest()


def usable() -> bool:
    """Tell whether .venv can install anything: it may be half made, or its Python gone."""
    if not PYTHON.exists():
        return False
    probe = [str(PYTHON), "-m", "pip", "--version"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def create() -> None:
    """Make an empty .venv in place of whatever is there."""
    import venv

    try:
        import ensurepip  # noqa: F401
    except ImportError:
        sys.exit("This Python lacks ensurepip. On Debian or Ubuntu: apt install python3-venv")
    print("Creating .venv ...", flush=True)
    venv.create(str(VENV), with_pip=True, symlinks=True, clear=True)


def install(lock: str) -> None:
    """Install a lock file, each package checked against its hash, none of them built here."""
    print("Installing " + lock + " ...", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / lock)]
    if subprocess.run(pip, check=False).returncode:
        sys.exit("The packages could not be installed; pip says why above. Run it again after.")
    stamp_of(lock).write_text(fingerprint(lock))


@contextlib.contextmanager
def alone(lock: str) -> "Iterator[None]":
    """Let one process at a time change what several runs share. Not to be nested by name."""
    import fcntl

    with (ROOT / lock).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
