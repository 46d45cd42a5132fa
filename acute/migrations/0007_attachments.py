import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from coordination.base.rowsecurity import any_of, protect

CARE = f"{any_of('municipality_id', 'care')} OR {any_of('practice_id', 'care')}"
OF_REQUEST = "EXISTS (SELECT 1 FROM acute_request r WHERE r.id = request_id)"
OF_ATTACHMENT = "EXISTS (SELECT 1 FROM acute_attachment a WHERE a.id = attachment_id)"
SHOWN = OF_ATTACHMENT[:-1] + " AND a.state IN ('clean', 'not_scanned'))"


class Migration(migrations.Migration):
    dependencies = [
        ("acute", "0006_delegations"),
        ("parties", "0006_ages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("picture", "Billede"), ("sound", "Lyd"), ("video", "Video")],
                        max_length=10,
                    ),
                ),
                ("media_type", models.CharField(max_length=20)),
                ("size", models.PositiveIntegerField()),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("seconds", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Afventer virusscanning"),
                            ("clean", "Virusscannet"),
                            ("blocked", "Blokeret af virusscanningen"),
                            ("not_scanned", "Ikke scannet for virus"),
                        ],
                        max_length=12,
                    ),
                ),
                ("scanned_at", models.DateTimeField(null=True)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=120)),
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
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="acute.request",
                    ),
                ),
            ],
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
                ],
                max_length=15,
            ),
        ),
        migrations.CreateModel(
            name="AttachmentContent",
            fields=[
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="acute.attachment",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("state", "pending")), fields=["id"], name="attachment_pending"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                fields=("request", "number"), name="attachment_numbered_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="attachment_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{pending:blocked,pending:clean}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="bea8eefaa50ebb35653d20555aa1f149ca970a44",
                    operation="UPDATE",
                    pgid="pgtrigger_attachment_moves_ea9f5",
                    table="acute_attachment",
                    when="BEFORE",
                ),
            ),
        ),
        protect(
            "acute_attachment",
            read=CARE,
            insert=f"({CARE}) AND {OF_REQUEST}",
            sweep="SELECT, UPDATE (state, scanned_at)",
        ),
        protect(
            "acute_attachmentcontent",
            read=SHOWN,
            insert=OF_ATTACHMENT,
            sweep="SELECT, DELETE",
        ),
    ]
