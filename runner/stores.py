"""Postgres and Redis together, with roles and database in place, and the addresses they give."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from runner import redis
from runner.environment import ROOT
from runner.postgres import Postgres
from runner.state import ROLES, Home, clean_environment, write_private
from runner.supervisor import Supervisor

DATABASE = "samspil"
ROLES_SQL = ROOT / "deploy" / "roles.sql"
GRANTS_SQL = ROOT / "deploy" / "grants.sql"


@dataclass(frozen=True)
class Kind:
    """What tells the demo's stores from the tests'."""

    env: str
    durable: bool
    max_connections: int
    owner_makes_databases: bool


DEMO = Kind("demo", durable=True, max_connections=100, owner_makes_databases=False)
TEST = Kind("test", durable=False, max_connections=300, owner_makes_databases=True)


@dataclass(frozen=True)
class Stores:
    """The contract's values for one run."""

    home: Home
    env: str
    urls: dict[str, str]
    redis_url: str
    base_url: str

    def environment(self, role: str, *also: str) -> dict[str, str]:
        """A child's environment: its own database role, and only those others it may use."""
        allowed_hosts = "localhost,127.0.0.1" + (",testserver" if self.env == "test" else "")
        return clean_environment() | {
            "SAMSPIL_ENV": self.env,
            "DATABASE_URL": self.urls[f"samspil_{role}"],
            "REDIS_URL": self.redis_url,
            "SECRET_KEY": self.home.passwords()["SECRET_KEY"],
            "SAMSPIL_KEYS_FILE": str(self.home.keys()),
            "SAMSPIL_BASE_URL": self.base_url,
            "SAMSPIL_STATIC_ROOT": str(self.home.static),
            "ALLOWED_HOSTS": allowed_hosts,
            **{f"{name.upper()}_DATABASE_URL": self.urls[_role(name)] for name in also},
        }

    def publish(self) -> None:
        """Let `./samspil manage` use these stores for as long as this run lasts."""
        values = {"urls": self.urls, "redis_url": self.redis_url, "base_url": self.base_url}
        write_private(self.home.run_file, json.dumps(values | {"pid": os.getpid()}))

    @classmethod
    def running(cls, home: Home, kind: Kind) -> Self | None:
        """The stores of a run that has said where they are."""
        try:
            saved = json.loads(home.run_file.read_text())
        except FileNotFoundError:
            return None
        return cls(home, kind.env, saved["urls"], saved["redis_url"], saved["base_url"])


def _role(name: str) -> str:
    return "postgres" if name == "super" else f"samspil_{name}"


def start(supervisor: Supervisor, kind: Kind, base_url: str) -> Stores:
    """Start both stores and make them ready for migrations."""
    home = supervisor.home
    postgres = Postgres(home, durable=kind.durable, max_connections=kind.max_connections)
    postgres.start(supervisor)
    redis_url = redis.start(home, supervisor, durable=kind.durable)
    urls = {name: postgres.url(name) for name in ("postgres", *ROLES)}
    _prepare(home, postgres.url("postgres", "postgres"), urls["postgres"], kind)
    return Stores(home, kind.env, urls, redis_url, base_url)


def _prepare(home: Home, cluster_url: str, database_url: str, kind: Kind) -> None:
    """Bring roles, passwords and the database to what the code expects."""
    import psycopg
    from psycopg import sql

    passwords = home.passwords()
    with psycopg.connect(cluster_url, autocommit=True) as connection:
        connection.execute(_text(ROLES_SQL))
        for role in ROLES:
            name, password = sql.Identifier(role), sql.Literal(passwords[role])
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, password))
        if kind.owner_makes_databases:
            connection.execute("ALTER ROLE samspil_owner CREATEDB")
        find = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(find, [DATABASE]).fetchone():
            connection.execute("CREATE DATABASE samspil OWNER samspil_owner")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(_text(GRANTS_SQL))


def _text(path: Path) -> bytes:
    return path.read_bytes()
