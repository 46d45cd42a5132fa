from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_sweep"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="is_superuser",
            field=models.BooleanField(default=False),
        ),
    ]
