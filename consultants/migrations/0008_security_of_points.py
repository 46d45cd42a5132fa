from django.db import migrations

from coordination.base.rowsecurity import PRACTITIONER, any_of, append_only, protect


def hosted(table: str) -> str:
    """SQL: a row of the table is of a host that the scope manages, consults or has in its region.

    A coordinator is appointed at a region, and goes on at the one that continues it.
    """
    consults = (
        "EXISTS (SELECT 1 FROM consultants_appointment a"
        f" WHERE (a.practitioner_id = {PRACTITIONER} OR {any_of('a.clinic_id', 'consultant')})"
        f" AND (a.host_id IN ({table}.host_id, {table}.region_id)"
        f" OR {any_of('a.host_id', 'own')} AND {any_of(f'{table}.region_id', 'own')}))"
    )
    return (
        f"({any_of(f'{table}.host_id', 'consultant')}"
        f" OR {any_of(f'{table}.region_id', 'office')} OR {consults})"
    )


POINT, SNAG = "consultants_improvementpoint", "consultants_snag"
OWN_SNAG = any_of("filer_id", "own")
FILED = (
    f"EXISTS (SELECT 1 FROM {SNAG} s WHERE s.point_id = {POINT}.id"
    f" AND {any_of('s.filer_id', 'own')})"
)
OF_POINT = f"EXISTS (SELECT 1 FROM {POINT} WHERE {POINT}.id = point_id"
OF_HOSTED_POINT = f"{OF_POINT} AND {hosted(POINT)})"


class Migration(migrations.Migration):
    dependencies = [("consultants", "0007_points"), ("parties", "0005_succession")]
    operations = [
        protect(
            SNAG,
            read=f"{OWN_SNAG} OR {hosted(SNAG)}",
            insert=OWN_SNAG,
            update=hosted(SNAG),
        ),
        migrations.RunSQL(
            f"REVOKE UPDATE ON {SNAG} FROM samspil_app;"
            "GRANT UPDATE (state, point_id, answer, answered_at, answered_by, version)"
            f" ON {SNAG} TO samspil_app",
            migrations.RunSQL.noop,
        ),
        protect(
            POINT,
            read=f"{hosted(POINT)} OR {FILED}",
            insert=hosted(POINT),
            update=hosted(POINT),
            sweep="SELECT",
        ),
        protect(
            "consultants_measure",
            read=f"{OF_POINT})",
            insert=OF_HOSTED_POINT,
            update=OF_HOSTED_POINT,
        ),
        protect("consultants_pointstep", read=OF_HOSTED_POINT, insert=OF_HOSTED_POINT),
        append_only("consultants_pointstep"),
    ]
