from django.db import migrations

from coordination.base.rowsecurity import grant_sweep


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [grant_sweep("base_democlock", "SELECT")]
