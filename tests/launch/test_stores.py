"""A real embedded Postgres and Redis, and what each role may and may not do."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import errors

from runner import stores

pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

SETTINGS = {
    "samspil_web": ("3s", "10s", "15s"),
    "samspil_worker": ("3s", "1min", "15s"),
    "samspil_owner": ("3s", "0", "0"),
}


@pytest.fixture
def running(supervisor) -> stores.Stores:
    return stores.start(supervisor, stores.TEST, "http://testserver")


@pytest.fixture
def table(running) -> Iterator[None]:
    with psycopg.connect(running.urls["samspil_owner"]) as owner:
        owner.execute("CREATE TABLE ledger (id bigint GENERATED ALWAYS AS IDENTITY, øre int)")
        owner.execute("CREATE EXTENSION btree_gist")


def ask(running: stores.Stores, role: str, *statements: str) -> list[tuple]:
    with psycopg.connect(running.urls[f"samspil_{role}"]) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_the_stores_give_each_role_its_own_walls(running, table):
    serving = "INSERT INTO ledger (øre) VALUES (1) RETURNING øre"
    assert ask(running, "web", serving) == [(1,)]
    assert ask(running, "worker", serving) == [(1,)]
    assert ask(running, "check", "SELECT count(*) FROM ledger") == [(2,)]

    assert ask(running, "worker", "SET ROLE samspil_sweep", "SELECT current_user") == [
        ("samspil_sweep",)
    ]
    for role, statement in [
        ("worker", "SET ROLE samspil_sweep; SELECT 1 FROM ledger"),
        ("web", "SET ROLE samspil_sweep"),
        ("web", "SET ROLE samspil_app"),
        ("worker", "SET ROLE samspil_app"),
        ("web", "CREATE TABLE stray (id int)"),
        ("worker", "TRUNCATE ledger"),
        ("web", "DROP TABLE ledger"),
        ("check", "SET default_transaction_read_only = off; INSERT INTO ledger (øre) VALUES (1)"),
    ]:
        with pytest.raises((errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)):
            ask(running, role, *statement.split("; "))

    _check_attributes(running)
    _check_settings(running)


def _check_attributes(running: stores.Stores) -> None:
    """Nobody who serves is superuser, owner or above row-level security."""
    rows = ask(
        running,
        "web",
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'samspil%' "
        "AND (rolsuper OR rolcreaterole OR rolbypassrls) ORDER BY 1",
    )
    assert rows == [("samspil_check",)]


def _check_settings(running: stores.Stores) -> None:
    for role, expected in SETTINGS.items():
        found = ask(
            running,
            role.removeprefix("samspil_"),
            "SELECT current_setting('lock_timeout'), current_setting('statement_timeout'), "
            "current_setting('idle_in_transaction_session_timeout')",
        )
        assert found == [expected]


def test_a_web_process_is_given_no_other_role(running):
    given = running.environment("web")

    assert {name for name in given if name.endswith("DATABASE_URL")} == {"DATABASE_URL"}
    assert running.urls["postgres"] not in given.values()


def test_redis_asks_for_a_password(running):
    address = urlsplit(running.redis_url)
    with socket.create_connection((address.hostname, address.port), 5) as stranger:
        stranger.sendall(b"PING\r\n")
        assert stranger.recv(100).startswith(b"-NOAUTH")


def test_what_the_demo_has_committed_survives_a_killed_server(supervisor):
    before = stores.start(supervisor, stores.DEMO, "http://127.0.0.1:8000")
    with psycopg.connect(before.urls["samspil_owner"]) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 1")
    for child in reversed(supervisor.children):
        child.kill()
    supervisor.children.clear()

    after = stores.start(supervisor, stores.DEMO, "http://127.0.0.1:8000")

    assert ask(after, "web", "SELECT count(*) FROM kept") == [(1,)]
