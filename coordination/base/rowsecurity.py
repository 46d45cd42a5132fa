"""Row-level security, written once: the transaction's scope, and the SQL that migrations run.

The scope is set inside a transaction and reverts with it, so it is safe with connection pools.
No scope means no rows. Policies compare plain columns with arrays in the settings.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, migrations, transaction

from coordination.base.actor import Actor

_SET = (
    "SELECT set_config('app.actor', %s, true), set_config('app.practitioner', %s, true), "
    "set_config('app.care_orgs', %s, true), set_config('app.office_orgs', %s, true), "
    "set_config('app.kin_orgs', %s, true), set_config('app.consultant_orgs', %s, true), "
    "set_config('app.own_orgs', %s, true), set_config('app.unit_orgs', %s, true), "
    "set_config('app.ward_orgs', %s, true), "
    "set_config('app.budget', '', true), set_config('app.leaving', '', true), "
    "set_config('app.numbers', '', true)"
)
_GET = (
    "SELECT current_setting('app.actor', true), current_setting('app.practitioner', true), "
    "current_setting('app.care_orgs', true), current_setting('app.office_orgs', true), "
    "current_setting('app.kin_orgs', true), current_setting('app.consultant_orgs', true), "
    "current_setting('app.own_orgs', true), current_setting('app.unit_orgs', true), "
    "current_setting('app.ward_orgs', true)"
)
SWEEP_ROLE = "samspil_sweep"


def _array(ids: Iterable[int]) -> str:
    return "{" + ",".join(str(int(i)) for i in ids) + "}"


def apply_scope(actor: Actor | None) -> None:
    """Give the current transaction the rows of `actor` (none for nobody)."""
    if not connection.in_atomic_block:
        raise RuntimeError("a row scope needs a transaction")
    values = ["", "", *["{}"] * 7]
    if actor is not None:
        orgs = (
            *(actor.care_orgs, actor.office_orgs, actor.kin_orgs),
            *(actor.consultant_orgs, actor.own_orgs, actor.unit_orgs, actor.ward_orgs),
        )
        values = [actor.key, str(actor.practitioner_id or ""), *map(_array, orgs)]
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)


@contextmanager
def scope(actor: Actor | None) -> Iterator[None]:
    """A transaction in which `actor`'s rows are visible; nested, it restores what was before."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_GET)
            before = [value or "" for value in cursor.fetchone()]
        apply_scope(actor)
        yield
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(_SET, before)


def keep_in_sight(uuid: UUID) -> None:
    """Let this transaction go on seeing what it has moved out of its own sight."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.leaving', %s, true)", [str(uuid)])


def know_numbers(indexes: Iterable[bytes]) -> None:
    """Show this transaction the citizen whose CPR number the actor knows, by its keyed indexes."""
    shown = "{" + ",".join(f'"\\\\x{index.hex()}"' for index in indexes) + "}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.numbers', %s, true)", [shown])


@contextmanager
def sweep() -> Iterator[None]:
    """A transaction as the narrow role of cross-organisation sweeps; only the worker may enter."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {SWEEP_ROLE}")
        yield
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")


def orgs(setting: str) -> str:
    """SQL for the array of organisations that an actor's `<setting>_orgs` name."""
    return f"nullif(current_setting('app.{setting}_orgs', true), '')::bigint[]"


def any_of(column: str, setting: str) -> str:
    """SQL: the column is one of the scope's organisations. Kept visible to the planner."""
    return f"{column} = ANY ({orgs(setting)})"


PRACTITIONER = "nullif(current_setting('app.practitioner', true), '')::bigint"
"""SQL for the health professional that the person in the scope is, if any."""


def protect(
    table: str,
    *,
    read: str,
    insert: str | None = None,
    update: str | None = None,
    delete: str | None = None,
    sweep: str = "",
) -> migrations.RunSQL:
    """Force row-level security on a table. A missing condition means that nobody may.

    `sweep` lists what the sweep role may do on every row, e.g. "SELECT, UPDATE (state)".
    """
    sql = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY app_read ON {table} FOR SELECT TO samspil_app USING ({read})",
    ]
    refused = []
    for verb, condition in (("INSERT", insert), ("UPDATE", update), ("DELETE", delete)):
        if condition is None:
            refused.append(verb)
            continue
        using = {
            "INSERT": f"WITH CHECK ({condition})",
            "UPDATE": f"USING ({condition}) WITH CHECK ({condition})",
            "DELETE": f"USING ({condition})",
        }[verb]
        sql.append(f"CREATE POLICY app_{verb.lower()} ON {table} FOR {verb} TO samspil_app {using}")
    if refused:
        sql.append(f"REVOKE {', '.join(refused)} ON {table} FROM samspil_app")
    if sweep:
        sql.append(f"GRANT {sweep} ON {table} TO {SWEEP_ROLE}")
        sql.append(f"CREATE POLICY sweep_all ON {table} TO {SWEEP_ROLE} USING (true)")
    undo = [
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        *(
            f"DROP POLICY IF EXISTS app_{verb} ON {table}"
            for verb in ("read", "insert", "update", "delete")
        ),
        f"DROP POLICY IF EXISTS sweep_all ON {table}",
    ]
    return migrations.RunSQL(";\n".join(sql), ";\n".join(undo))


def grant_sweep(table: str, privileges: str) -> migrations.RunSQL:
    """Let the sweep role use a table without row-level security."""
    return migrations.RunSQL(
        f"GRANT {privileges} ON {table} TO {SWEEP_ROLE}", migrations.RunSQL.noop
    )


def append_only(table: str) -> migrations.RunSQL:
    """No row of the table is ever changed, deleted or truncated, by anybody."""
    return migrations.RunSQL(
        f"""
        CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END $$;
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM samspil_app;
        """,
        f"DROP TRIGGER append_only ON {table}; DROP TRIGGER append_only_truncate ON {table}",
    )
