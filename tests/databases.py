"""Templates and clones of the test cluster's databases."""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
LOCK = 4711


def url(role: str, name: str) -> str:
    """The address of a database for a role of the contract: worker, web, owner, check or super."""
    variable = "DATABASE_URL" if role == "worker" else f"{role.upper()}_DATABASE_URL"
    return urlunsplit(urlsplit(os.environ[variable])._replace(path=f"/{name}"))


@dataclass(frozen=True)
class Database:
    """One clone, by name."""

    name: str

    def url(self, role: str) -> str:
        return url(role, self.name)

    def environment(self, role: str) -> dict[str, str]:
        """What a process of the app needs to work on this database."""
        return {
            **os.environ,
            "DATABASE_URL": self.url(role),
            "CHECK_DATABASE_URL": self.url("check"),
        }


def manage(
    name: str, role: str, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a management command on a database as a role; `environment` is added to ours."""
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=Database(name).environment(role) | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _fingerprint(*patterns: str) -> str:
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


SCHEMA = (
    "requirements.lock",
    "deploy/*.sql",
    "**/migrations/0*.py",
    "coordination/reference/*.csv",
    "**/importers.py",
    "coordination/base/*.py",
)
DEMO = (*SCHEMA, "coordination/*/*.py", "coordination/*/services/*.py", "acute/**/*.py")
DEMO = (*DEMO, "consultants/**/*.py", "discharges/**/*.py")
DEMO = (*DEMO, "coordination/*/models/*.py", "coordination/*/selectors/*.py")
DEMO = (*DEMO, "coordination/overview/demo/*.py", "coordination/settings.py")


@cache
def reference_template() -> str:
    """A migrated database with reference data; made once per state of the files behind it."""
    return _template("ref", _fingerprint(*SCHEMA), None, [("owner", "load_reference")])


@cache
def demo_template() -> str:
    """The reference data and the demo, with passwords that the demo's web servers can check."""
    steps = [("worker", "load_demo")]
    return _template("demo", _fingerprint(*DEMO), reference_template(), steps, SAMSPIL_ENV="demo")


def _template(
    kind: str, mark: str, source: str | None, steps: list[tuple[str, str]], **environment: str
) -> str:
    name = f"tpl_{kind}_{mark}"
    with _cluster() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if _exists(connection, name):
            return name
        for (old,) in connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"tpl\\_{kind}\\_%"]
        ).fetchall():
            _drop(connection, old)
        building = f"building_{kind}"
        _drop(connection, building)
        if source is None:
            _create(connection, building, "template0", "samspil_owner")
            with psycopg.connect(url("super", building), autocommit=True) as inside:
                inside.execute((ROOT / "deploy/grants.sql").read_bytes())
            steps = [("owner", "migrate"), *steps]
        else:
            _create(connection, building, source, "samspil_owner")
        for role, command in steps:
            done = manage(building, role, command, **environment)
            if done.returncode:
                raise RuntimeError(f"{command} failed:\n{done.stdout}\n{done.stderr}")
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(building), sql.Identifier(name)
            )
        )
    return name


def clone(template: str, name: str) -> None:
    """A fresh copy of a template."""
    with _cluster() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _drop(connection, name)
        _create(connection, name, template, "samspil_owner")


def drop(name: str) -> None:
    """Remove a clone, whoever is still connected."""
    with _cluster() as connection:
        _drop(connection, name)


def check_invariants(name: str) -> None:
    """Fail with the offending rows where an invariant does not hold."""
    done = manage(name, "check", "invariants")
    if done.returncode:
        raise AssertionError(f"invariants are broken:\n{done.stdout}\n{done.stderr}")


def _cluster() -> psycopg.Connection:
    return psycopg.connect(url("super", "postgres"), autocommit=True)


def _exists(connection: psycopg.Connection, name: str) -> bool:
    find = "SELECT 1 FROM pg_database WHERE datname = %s"
    return connection.execute(find, [name]).fetchone() is not None


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )


def _create(connection: psycopg.Connection, name: str, template: str, owner: str) -> None:
    connection.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
            sql.Identifier(name), sql.Identifier(template), sql.Identifier(owner)
        )
    )
