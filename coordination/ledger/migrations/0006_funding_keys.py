import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

from coordination.base.rowsecurity import orgs, protect

IS_PARTY = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id"
    " AND a.party_ids && " + orgs("office") + ")"
)
OF_KEY = "EXISTS (SELECT 1 FROM ledger_fundingkey k WHERE k.id = key_id)"
NARROWER = """
REVOKE UPDATE ON ledger_fundingkey FROM samspil_app;
GRANT UPDATE (ends_before) ON ledger_fundingkey TO samspil_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0006_notice_rules"),
        ("ledger", "0005_tariff_rules"),
        ("parties", "0005_succession"),
    ]

    operations = [
        migrations.CreateModel(
            name="FundingKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(blank=True, null=True)),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("decision", models.CharField(max_length=200)),
                ("decided_on", models.DateField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FundingShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weight", models.DecimalField(decimal_places=4, max_digits=12)),
                (
                    "funder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.organisation",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="ledger.fundingkey",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="fundingkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_before__isnull", True),
                    ("ends_before__gt", models.F("starts_on")),
                    _connector="OR",
                ),
                name="funding_key_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingkey",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("agreement", "="),
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
                name="funding_key_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundingshare",
            constraint=models.UniqueConstraint(fields=("key", "funder"), name="funding_share_once"),
        ),
        migrations.AddConstraint(
            model_name="fundingshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gt", 0)), name="funding_share_positive"
            ),
        ),
        protect(
            "ledger_fundingkey", read=IS_PARTY, insert=IS_PARTY, update=IS_PARTY, delete=IS_PARTY
        ),
        protect("ledger_fundingshare", read=OF_KEY, insert=OF_KEY, delete=OF_KEY),
        migrations.RunSQL(NARROWER, migrations.RunSQL.noop),
    ]
