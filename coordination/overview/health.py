"""Whether the process lives, and whether it may be given work."""

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

ROLE = """
SELECT rolsuper OR rolbypassrls OR EXISTS (
    SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relowner = r.oid
) FROM pg_roles r WHERE rolname = current_user
"""
OPEN_TABLES = """
SELECT count(*) FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE NOT (c.relrowsecurity AND c.relforcerowsecurity)
"""


@login_not_required
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, is migrated, and its walls stand."""
    try:
        faults = _faults()
    except (Error, OSError) as error:
        faults = [f"database: {type(error).__name__}"]
    return JsonResponse({"ready": not faults, "faults": faults}, status=503 if faults else 200)


def _faults() -> list[str]:
    executor = MigrationExecutor(connection)
    faults = []
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        faults.append("migrations are missing")
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        if cursor.fetchone()[0]:
            faults.append("the application role owns tables or bypasses row-level security")
        cursor.execute(OPEN_TABLES)
        if cursor.fetchone()[0]:
            faults.append("row-level security is off on a table that has policies")
        cursor.execute("SHOW synchronous_commit")
        if cursor.fetchone()[0] != "on":
            faults.append("synchronous_commit is not on")
    return faults
