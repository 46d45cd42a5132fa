from django.db import migrations


class Migration(migrations.Migration):
    """What migrations keep about themselves is theirs alone."""

    dependencies = [("base", "0002_sweep")]
    operations = [
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM samspil_app",
            "GRANT INSERT, UPDATE, DELETE ON django_migrations TO samspil_app",
        )
    ]
