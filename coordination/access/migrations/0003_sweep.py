from django.db import migrations

from coordination.base.rowsecurity import grant_sweep


class Migration(migrations.Migration):
    dependencies = [("access", "0002_apiclient")]
    operations = [
        grant_sweep("access_membership", "SELECT"),
        grant_sweep("access_user", "SELECT"),
    ]
