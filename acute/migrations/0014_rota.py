import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from coordination.base.rowsecurity import any_of, append_only, orgs, protect

OWN = any_of("practice_id", "care")
OF_AGREEMENT = "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id)"
PLANNED = f"{OF_AGREEMENT[:-1]} AND a.region_id = ANY ({orgs('office')}))"
ASKED_UNDER_MINE = (
    "EXISTS (SELECT 1 FROM acute_participation p"
    " WHERE p.practice_id = acute_availability.practice_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("acute", "0013_figures"),
        ("agreements", "0010_succession"),
        ("parties", "0007_out_of_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(blank=True, null=True)),
                ("accepted_by", models.CharField(max_length=120)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreement",
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
        ),
        migrations.CreateModel(
            name="Availability",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_available", models.BooleanField()),
                ("since_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
                ("set_by", models.CharField(max_length=120)),
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
                    models.Index(fields=["practice", "-id"], name="availability_of_practice")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_at__isnull", True),
                            ("until_at__gt", models.F("since_at")),
                            _connector="OR",
                        ),
                        name="availability_lasts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Foreslået"),
                            ("accepted", "Accepteret"),
                            ("declined", "Afslået"),
                            ("cancelled", "Aflyst"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("planned_by", models.CharField(max_length=120)),
                ("planned_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "doctor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        null=True,
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
                    models.Index(fields=["agreement", "starts_at"], name="duty_of_agreement")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="duty_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at__isnull", True), ("state", "accepted"), _connector="OR"
                        ),
                        name="duty_left_was_accepted",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(
                            ("left_at__isnull", True), ("state__in", ["planned", "accepted"])
                        ),
                        expressions=[
                            ("doctor", "="),
                            (
                                models.Func(
                                    models.F("starts_at"), models.F("ends_at"), function="TSTZRANGE"
                                ),
                                "&&",
                            ),
                        ],
                        name="duty_one_at_a_time",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duty",
            trigger=pgtrigger.compiler.Trigger(
                name="duty_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{planned:accepted,planned:cancelled,planned:declined,accepted:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="8863deb74d8eac9f29978c075293f0524c19facc",
                    operation="UPDATE",
                    pgid="pgtrigger_duty_moves_80c6b",
                    table="acute_duty",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(fields=["practice"], name="participation_of_practice"),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_before__isnull", True),
                    ("ends_before__gt", models.F("starts_on")),
                    _connector="OR",
                ),
                name="participation_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("agreement", "="),
                    ("practice", "="),
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
                name="participation_one_at_a_time",
            ),
        ),
        protect(
            "acute_participation",
            read=OF_AGREEMENT,
            insert=f"({OWN}) AND {OF_AGREEMENT}",
            update=OWN,
        ),
        migrations.RunSQL(
            "REVOKE UPDATE ON acute_participation FROM samspil_app;"
            "GRANT UPDATE (ends_before) ON acute_participation TO samspil_app",
            migrations.RunSQL.noop,
        ),
        protect("acute_availability", read=f"{OWN} OR {ASKED_UNDER_MINE}", insert=OWN),
        append_only("acute_availability"),
        protect(
            "acute_duty",
            read=OF_AGREEMENT,
            insert=f"{PLANNED} OR (({OWN}) AND {OF_AGREEMENT})",
            update=f"{PLANNED} OR {OWN}",
        ),
    ]
