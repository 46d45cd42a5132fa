from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0006_notice_rules"),
        ("ledger", "0004_tariffs_of_drafts"),
    ]

    operations = [
        migrations.AddField(
            model_name="tariff",
            name="off_hours_percent",
            field=models.PositiveSmallIntegerField(default=100),
        ),
        migrations.AddField(
            model_name="tariff",
            name="unit_minutes",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="tariff",
            name="rule",
            field=models.CharField(
                choices=[
                    ("per_service", "Fast pris pr. ydelse"),
                    ("per_minute", "Timepris, afregnet pr. minut"),
                    ("per_started", "Pris pr. påbegyndt antal minutter"),
                    (
                        "first_hour",
                        "Timepris: første time fuldt, derefter pr. påbegyndt halve time",
                    ),
                    ("day_ladder", "Timepris: 100 % første dag, 75 % anden og tredje, så 50 %"),
                    ("per_km", "Pris pr. kørt kilometer"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rule", "per_started"), ("unit_minutes__gt", 0)),
                    models.Q(models.Q(("rule", "per_started"), _negated=True), ("unit_minutes", 0)),
                    _connector="OR",
                ),
                name="tariff_unit_fits_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("off_hours_percent", 100),
                    ("rule__in", ["per_minute", "per_service"]),
                    _connector="OR",
                ),
                name="tariff_clock_fits_rule",
            ),
        ),
    ]
