import uuid

import django.db.models.deletion
from django.db import migrations, models

from coordination.base.rowsecurity import orgs, protect

IS_PARTY = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id"
    " AND a.party_ids && " + orgs("office") + ")"
)


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0009_finder"),
    ]

    operations = [
        migrations.CreateModel(
            name="SuccessionChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("on", models.DateField()),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("continues", "Fortsætter"),
                            ("new_key", "Fortsætter med ny nøgle"),
                            ("ends", "Ophører"),
                            ("new_decision", "Kræver ny beslutning"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("chosen_by", models.CharField(max_length=120)),
                ("chosen_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "on"), name="succession_chosen_once"
                    )
                ],
            },
        ),
        protect("agreements_successionchoice", read=IS_PARTY, insert=IS_PARTY, update=IS_PARTY),
    ]
