import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from coordination.base.rowsecurity import any_of, protect

CARE = f"{any_of('municipality_id', 'care')} OR {any_of('practice_id', 'care')}"
OWN = any_of("practice_id", "care")


class Migration(migrations.Migration):
    dependencies = [
        ("acute", "0005_measurements_and_scores"),
        ("parties", "0006_ages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("patient_group", models.CharField(blank=True, max_length=120)),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), size=None
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(null=True)),
                ("signed_by", models.CharField(max_length=120)),
                ("signed_by_key", models.CharField(max_length=80)),
                ("signed_at", models.DateTimeField()),
                ("ended_by", models.CharField(blank=True, max_length=120)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["practice", "municipality"], name="delegation_between"),
                    models.Index(fields=["municipality"], name="delegation_to"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_before__isnull", True),
                            ("ends_before__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="delegation_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("codes__len__gt", 0)),
                        name="delegation_names_a_measurement",
                    ),
                ],
            },
        ),
        protect("acute_delegation", read=CARE, insert=OWN, update=OWN),
        migrations.RunSQL(
            "REVOKE UPDATE ON acute_delegation FROM samspil_app;"
            "GRANT UPDATE (ends_before, ended_by) ON acute_delegation TO samspil_app",
            migrations.RunSQL.noop,
        ),
    ]
