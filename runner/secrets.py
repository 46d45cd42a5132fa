"""`./samspil secrets`: the files that docker-compose.yml mounts, made once."""

import secrets
from pathlib import Path

from runner.state import new_keys

ROLES = ("owner", "web", "worker", "check")
READABLE_IN_CONTAINER = 0o444


def write(folder: Path) -> None:
    """Write what is missing and keep what is there.

    The files are readable to the container's unprivileged user; the directory is only yours.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    _once(folder / "postgres_password")
    redis = _once(folder / "redis_password")
    for role in ROLES:
        password = _once(folder / f"{role}_password")
        url = f"postgresql://samspil_{role}:{password}@postgres:5432/samspil"
        _once(folder / f"{role}_database_url", url)
    _once(folder / "redis_url", f"redis://:{redis}@redis:6379/0")
    _once(folder / "secret_key", secrets.token_urlsafe(64))
    _once(folder / "keys.json", new_keys())
    print(f"The secrets are in {folder}. Keep keys.json safe: without it patient data is lost.")


def _once(path: Path, content: str | None = None) -> str:
    """The content of a file, written now if it was not there."""
    if not path.exists():
        path.write_text(content or secrets.token_urlsafe(32))
        path.chmod(READABLE_IN_CONTAINER)
    return path.read_text()
