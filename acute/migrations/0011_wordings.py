import django.db.models.deletion
from django.db import migrations, models

from coordination.base.rowsecurity import append_only, protect

OUTCOMES = [
    ("visit", "Lægen kommer på besøg"),
    ("at_home", "Behandles hjemme"),
    ("acute_place", "Akutplads i kommunen"),
    ("admitted", "Indlægges"),
    ("other", "Andet"),
]
OF_REQUEST = "EXISTS (SELECT 1 FROM acute_request r WHERE r.id = request_id)"
OWN = "reader_key = nullif(current_setting('app.actor', true), '')"
FIVE = "UPDATE acute_request SET outcome = 'at_home' WHERE outcome = 'prescription'"


class Migration(migrations.Migration):
    dependencies = [("acute", "0010_units")]

    operations = [
        migrations.RunSQL(FIVE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="request",
            name="outcome",
            field=models.CharField(blank=True, choices=OUTCOMES, max_length=15),
        ),
        migrations.AlterField(
            model_name="step",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sent", "Anmodning sendt"),
                    ("measured", "Målinger tilføjet"),
                    ("attached", "Bilag tilføjet"),
                    ("taken", "Læge har taget anmodningen"),
                    ("handed_back", "Lægen har givet anmodningen tilbage"),
                    ("answered", "Råd givet"),
                    ("carried_out", "Rådet er udført"),
                    ("not_possible", "Rådet kunne ikke udføres"),
                    ("cancelled", "Anmodning annulleret"),
                    ("edited", "Rådet er skrevet om"),
                    ("replaces", "Sendt i stedet for"),
                ],
                max_length=15,
            ),
        ),
        migrations.CreateModel(
            name="EarlierAdvice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outcome", models.CharField(choices=OUTCOMES, max_length=15)),
                ("text", models.TextField(blank=True)),
                ("given_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField()),
                ("replaced_by", models.CharField(max_length=120)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="acute.request",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="earlieradvice",
            index=models.Index(fields=["request", "id"], name="earlier_advice_of_request"),
        ),
        protect("acute_earlieradvice", read=OF_REQUEST, insert=OF_REQUEST),
        append_only("acute_earlieradvice"),
        migrations.CreateModel(
            name="Sight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reader_key", models.CharField(max_length=80)),
                ("version", models.PositiveIntegerField()),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="acute.request",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="sight",
            constraint=models.UniqueConstraint(
                fields=["request", "reader_key"], name="sight_once_for_each_reader"
            ),
        ),
        protect("acute_sight", read=OWN, insert=f"{OWN} AND {OF_REQUEST}", update=OWN),
    ]
