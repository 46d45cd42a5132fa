import django.contrib.postgres.fields
from django.db import migrations, models

from coordination.base.rowsecurity import any_of, orgs

OWN = "actor = current_setting('app.actor', true)"
MINE = f"{OWN} OR {any_of('organisation_id', 'office')}"
READ = "ALTER POLICY app_read ON audit_event USING ({})"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_row_security")]
    operations = [
        migrations.AddField(
            model_name="event",
            name="reader_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.RunSQL(
            READ.format(f"{MINE} OR reader_ids && {orgs('office')}"), READ.format(MINE)
        ),
    ]
