from importlib import import_module

from django.db import migrations

from coordination.base.rowsecurity import protect

hosted = import_module("consultants.migrations.0008_security_of_points").hosted
MEETING = "consultants_meeting"
OF_MEETING = f"EXISTS (SELECT 1 FROM {MEETING} WHERE {MEETING}.id = meeting_id)"


class Migration(migrations.Migration):
    dependencies = [("consultants", "0009_meetings_and_reports")]
    operations = [
        *(
            protect(table, read=hosted(table), insert=hosted(table), update=hosted(table))
            for table in (MEETING, "consultants_plan", "consultants_yearlyreport")
        ),
        protect("consultants_meetingitem", read=OF_MEETING, insert=OF_MEETING, update=OF_MEETING),
    ]
