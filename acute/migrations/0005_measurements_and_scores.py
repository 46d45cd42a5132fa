import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from coordination.base.rowsecurity import any_of, append_only, protect

CARE = f"{any_of('municipality_id', 'care')} OR {any_of('practice_id', 'care')}"
OF_REQUEST = "EXISTS (SELECT 1 FROM acute_request r WHERE r.id = request_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("acute", "0004_claims_of_sessions"),
        ("parties", "0005_succession"),
    ]

    operations = [
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "score",
                    models.CharField(choices=[("tobs", "TOBS"), ("news2", "NEWS2")], max_length=10),
                ),
                ("version", models.CharField(max_length=20)),
                ("spo2_scale", models.PositiveSmallIntegerField(default=1)),
                ("pregnant", models.BooleanField(default=False)),
                ("total", models.PositiveSmallIntegerField(null=True)),
                (
                    "missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), size=None
                    ),
                ),
                (
                    "obstacle",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under_16", "NEWS2 bruges ikke til børn og unge under 16 år."),
                            ("pregnant", "NEWS2 bruges ikke under graviditet."),
                        ],
                        max_length=10,
                    ),
                ),
                ("lines", models.JSONField()),
                ("action", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ScoreAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lowest", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="ScoreSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(blank=True, null=True)),
                (
                    "score",
                    models.CharField(choices=[("tobs", "TOBS"), ("news2", "NEWS2")], max_length=10),
                ),
                ("version", models.CharField(max_length=20)),
                ("single_three_as", models.PositiveSmallIntegerField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="measurement",
            name="word",
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AlterField(
            model_name="measurement",
            name="value",
            field=models.DecimalField(decimal_places=2, max_digits=8, null=True),
        ),
        migrations.AlterField(
            model_name="step",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sent", "Anmodning sendt"),
                    ("measured", "Målinger tilføjet"),
                    ("taken", "Læge har taget anmodningen"),
                    ("handed_back", "Lægen har givet anmodningen tilbage"),
                    ("answered", "Råd givet"),
                    ("carried_out", "Rådet er udført"),
                    ("not_possible", "Rådet kunne ikke udføres"),
                    ("cancelled", "Anmodning annulleret"),
                ],
                max_length=15,
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__isnull", True), ("word", ""), _connector="XOR"),
                name="measurement_number_or_word",
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.organisation",
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.organisation",
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scores",
                to="acute.request",
            ),
        ),
        migrations.AddField(
            model_name="scoresetting",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.organisation",
            ),
        ),
        migrations.AddField(
            model_name="scoreaction",
            name="setting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="actions",
                to="acute.scoresetting",
            ),
        ),
        migrations.AddIndex(
            model_name="score",
            index=models.Index(fields=["request", "-id"], name="score_of_request"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total__isnull", True),
                    models.Q(("missing", []), ("obstacle", "")),
                    _connector="OR",
                ),
                name="score_total_only_when_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("spo2_scale__in", [1, 2])), name="score_spo2_scale_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="scoresetting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_before__isnull", True),
                    ("ends_before__gt", models.F("starts_on")),
                    _connector="OR",
                ),
                name="score_setting_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoresetting",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("region", "="),
                    (
                        models.Func(
                            models.F("starts_on"),
                            models.F("ends_before"),
                            django.contrib.postgres.fields.ranges.RangeBoundary(),
                            function="DATERANGE",
                        ),
                        "&&",
                    ),
                ],
                name="score_setting_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoreaction",
            constraint=models.UniqueConstraint(
                fields=("setting", "lowest"), name="score_action_once_per_total"
            ),
        ),
        protect("acute_score", read=CARE, insert=f"({CARE}) AND {OF_REQUEST}"),
        append_only("acute_score"),
    ]
