from django.db import migrations

from coordination.base.rowsecurity import any_of, append_only, protect

CARE = f"{any_of('municipality_id', 'care')} OR {any_of('practice_id', 'care')}"


class Migration(migrations.Migration):
    dependencies = [("acute", "0001_initial")]
    operations = [
        protect("acute_request", read=CARE, insert=CARE, update=CARE),
        protect("acute_measurement", read=CARE, insert=CARE),
        protect("acute_step", read=CARE, insert=CARE),
        append_only("acute_step"),
        protect("acute_session", read=CARE, insert=CARE, update=CARE),
        migrations.RunSQL(
            "REVOKE UPDATE ON acute_session FROM samspil_app;"
            "GRANT UPDATE (state, void_reason) ON acute_session TO samspil_app",
            migrations.RunSQL.noop,
        ),
    ]
