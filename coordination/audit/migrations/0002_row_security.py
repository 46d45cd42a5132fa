from django.db import migrations

from coordination.base.rowsecurity import any_of, append_only, protect

OWN = "actor = current_setting('app.actor', true)"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        protect("audit_event", read=f"{OWN} OR {any_of('organisation_id', 'office')}", insert=OWN),
        append_only("audit_event"),
        protect("audit_patientaccess", read=OWN, insert=OWN),
        append_only("audit_patientaccess"),
    ]
