from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("acute", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="fee_reason",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
