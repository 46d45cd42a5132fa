from django.db import migrations

from coordination.base.rowsecurity import any_of, grant_sweep, protect

OFFICE = any_of("organisation_id", "office")
MINE = "current_setting('app.actor', true) = 'user:' || user_id"


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_initial")]
    operations = [
        protect("reminders_reminder", read=OFFICE, insert="true", sweep="SELECT, INSERT, UPDATE"),
        protect("reminders_delivery", read=MINE, update=MINE, sweep="SELECT, INSERT, UPDATE"),
        migrations.RunSQL(
            "REVOKE UPDATE ON reminders_delivery FROM samspil_app;"
            "GRANT UPDATE (read_at) ON reminders_delivery TO samspil_app;"
            "GRANT USAGE ON reminders_reminder_id_seq, reminders_delivery_id_seq,"
            " reminders_demomail_id_seq TO samspil_sweep",
            migrations.RunSQL.noop,
        ),
        grant_sweep("reminders_demomail", "SELECT, INSERT"),
    ]
