from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0006_ages"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="organisation",
            name="organisation_kind_known",
        ),
        migrations.AlterField(
            model_name="organisation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("region", "Region"),
                    ("municipality", "Kommune"),
                    ("health_council", "Sundhedsråd"),
                    ("hospital", "Hospital"),
                    ("psychiatry", "Psykiatri"),
                    ("department", "Afdeling"),
                    ("ward", "Afsnit"),
                    ("gp_practice", "Almen praksis"),
                    ("other_practice", "Anden praksis"),
                    ("care_home", "Plejehjem"),
                    ("out_of_hours", "Lægevagt"),
                    ("ambulance", "Ambulancetjeneste"),
                    ("gp_organisation", "Lægernes organisation"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "region",
                            "municipality",
                            "health_council",
                            "hospital",
                            "psychiatry",
                            "department",
                            "ward",
                            "gp_practice",
                            "other_practice",
                            "care_home",
                            "out_of_hours",
                            "ambulance",
                            "gp_organisation",
                        ],
                    )
                ),
                name="organisation_kind_known",
            ),
        ),
    ]
