"""What each database role may do when it speaks SQL itself, past every line of the app."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import errors, sql

from coordination.base import rowsecurity
from coordination.base.actor import system
from tests import databases, make

GRANTS = Path(__file__).with_name("grants.txt")
REWRITE = "SAMSPIL_REWRITE=1 pytest tests/access/test_database_roles.py -k grants"
ROLES = ("samspil_app", "samspil_sweep", "samspil_web", "samspil_worker")
WEB, OWNER, WORKER = "web", "owner", "worker"

FORBIDDEN_TO_WEB = (
    *(
        statement.format(table=table)
        for table in (
            "ledger_entry",
            "ledger_contribution",
            "acute_step",
            "acute_availability",
            "audit_event",
            "audit_patientaccess",
        )
        for statement in (
            "UPDATE {table} SET id = id",
            "DELETE FROM {table}",
            "TRUNCATE {table} CASCADE",
        )
    ),
    "UPDATE ledger_budget SET appropriated = 1",
    "UPDATE ledger_budget SET reserved = 0",
    "UPDATE ledger_budget SET spent = 0",
    "DELETE FROM ledger_budget",
    "UPDATE acute_session SET amount = 1",
    "DELETE FROM acute_request",
    "DELETE FROM parties_patient",
    "SET ROLE samspil_sweep",
    "SET ROLE samspil_owner",
    "SET ROLE samspil_app",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "SELECT keep_balance()",
    "ALTER TABLE parties_patient DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE parties_patient NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY app_read ON parties_patient",
    "ALTER TABLE ledger_entry DISABLE TRIGGER append_only",
    "DROP TRIGGER append_only ON ledger_entry",
    "CREATE TABLE mine (id int)",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER TABLE parties_patient ADD COLUMN cpr text",
    "DROP TABLE parties_patient",
    "ALTER ROLE samspil_web BYPASSRLS",
    "GRANT samspil_owner TO samspil_web",
    "COPY parties_patient TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
)
FORBIDDEN_TO_SWEEP = (
    "SELECT 1 FROM parties_patient",
    "SELECT 1 FROM parties_residence",
    "SELECT 1 FROM parties_practicechoice",
    "SELECT question FROM acute_request",
    "SELECT patient_id FROM acute_request",
    "SELECT advice FROM acute_request",
    "UPDATE acute_request SET due_at = NULL",
    "SELECT 1 FROM acute_measurement",
    "SELECT 1 FROM acute_session",
    "SELECT 1 FROM acute_step",
    "SELECT 1 FROM acute_score",
    "SELECT 1 FROM acute_duty",
    "SELECT 1 FROM audit_event",
    "SELECT 1 FROM audit_patientaccess",
    "SELECT 1 FROM ledger_entry",
    "SELECT body_sealed FROM web_idempotencyrecord",
    "UPDATE ledger_budget SET money_used = 'refuse'",
    "INSERT INTO ledger_entry DEFAULT VALUES",
)
PRIVILEGE = (errors.InsufficientPrivilege, errors.FeatureNotSupported)


@pytest.fixture
def name(django_db_setup) -> str:
    """The database of the tests that roll back; here it is only knocked at."""
    return connection.settings_dict["NAME"]


def _connect(role: str, name: str) -> psycopg.Connection:
    return psycopg.connect(databases.url(role, name), autocommit=True)


def _passed(session: psycopg.Connection, statements: tuple[str, ...]) -> list[str]:
    """The statements that were carried out, or refused for another reason than privilege."""
    passed = []
    for statement in statements:
        try:
            session.execute(statement)
        except PRIVILEGE:
            continue
        except psycopg.Error as error:
            statement = f"{statement}: {error}"
        passed.append(statement)
    return passed


def test_the_web_role_can_change_no_history_and_no_wall(name):
    with _connect(WEB, name) as session:
        assert _passed(session, FORBIDDEN_TO_WEB) == []


def test_the_web_role_sees_no_row_before_a_scope_is_set(own_database):
    make.answered_request(make.world())
    with _connect("super", own_database.name) as session:
        found = session.execute("SELECT relname FROM pg_class WHERE relforcerowsecurity").fetchall()
    secured = [table for (table,) in found]

    with _connect(WEB, own_database.name) as session:
        rows = {table: session.execute(_count(table)).fetchone()[0] for table in secured}

    assert len(rows) >= 20
    assert set(rows.values()) == {0}


def _count(table: str) -> sql.Composed:
    return sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))


def test_the_worker_can_sweep_but_then_meets_no_patient(name):
    with _connect(WORKER, name) as session:
        session.execute("SET ROLE samspil_sweep")
        swept = session.execute("SELECT count(*) FROM agreements_agreement").fetchone()

        assert swept is not None
        assert _passed(session, FORBIDDEN_TO_SWEEP) == []


def test_the_worker_becomes_nobody_else(name):
    with _connect(WORKER, name) as session:
        assert _passed(session, ("SET ROLE samspil_owner", "SET ROLE samspil_app")) == []


def test_the_checker_cannot_write(name):
    with _connect("check", name) as session:
        session.execute("SET default_transaction_read_only = off")

        assert _passed(session, ("UPDATE access_user SET username = 'x'",)) == []


def test_not_even_the_owner_changes_what_was_posted(own_database):
    place = make.world()
    make.answered_request(place)
    tables = ["ledger_entry", "ledger_contribution", "acute_step", "audit_event"]
    statements = [
        text.format(table)
        for table in tables
        for text in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE")
    ]

    with _connect(OWNER, own_database.name) as session:
        for table in tables:  # the owner meets its own policies too, so it lifts them first
            session.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        for statement in statements:
            with pytest.raises(errors.RestrictViolation):
                session.execute(statement)
        for table in tables:
            session.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def test_a_scope_needs_a_transaction(own_database):
    with pytest.raises(RuntimeError):
        rowsecurity.apply_scope(system())


def _granted(session: psycopg.Connection) -> Iterator[str]:
    """Every privilege on a table, a column, a sequence or a function, and every membership."""
    rows = session.execute(
        """
        WITH acl AS (
            SELECT CASE c.relkind WHEN 'S' THEN 'sequence ' ELSE 'table ' END || c.relname AS what,
                a.grantee, a.privilege_type AS may
            FROM pg_class c, aclexplode(c.relacl) a
            WHERE c.relnamespace = 'public'::regnamespace
            UNION ALL SELECT 'column ' || c.relname || '.' || t.attname, a.grantee, a.privilege_type
            FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a
            WHERE c.relnamespace = 'public'::regnamespace
            UNION ALL SELECT 'function ' || p.proname, a.grantee, a.privilege_type
            FROM pg_proc p, aclexplode(p.proacl) a WHERE p.pronamespace = 'public'::regnamespace
            UNION ALL SELECT 'role ' || r.rolname, m.member,
                concat_ws(' ', CASE WHEN m.inherit_option THEN 'INHERIT' END,
                    CASE WHEN m.set_option THEN 'SET' END)
            FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
        )
        SELECT g.rolname, what, string_agg(may, ', ' ORDER BY may)
        FROM acl JOIN pg_roles g ON g.oid = acl.grantee
        WHERE g.rolname = ANY (%s) GROUP BY g.rolname, what ORDER BY g.rolname, what COLLATE "C"
        """,
        [list(ROLES)],
    )
    return (f"{role}: {what}: {may}" for role, what, may in rows.fetchall())


def test_the_grants_are_those_that_were_agreed(name):
    with _connect("super", name) as session:
        text = "".join(f"{line}\n" for line in _granted(session))
    if os.environ.get("SAMSPIL_REWRITE") == "1":
        GRANTS.write_text(text)

    assert text == GRANTS.read_text(), f"if this is meant: {REWRITE}"
