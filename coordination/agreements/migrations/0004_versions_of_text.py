import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import coordination.agreements.models.agreement

FILL = """
-- What was written before versions had rows of their own belongs to the newest version.
ALTER TABLE agreements_agreement NO FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_version NO FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_party NO FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_clause NO FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_approval NO FORCE ROW LEVEL SECURITY;
UPDATE agreements_version SET uuid = gen_random_uuid(), author_name = author;
UPDATE agreements_approval SET uuid = gen_random_uuid(), recorded_by_key = recorded_by;
UPDATE agreements_agreement a SET agreed_before = ends_before, version_id = (
    SELECT v.id FROM agreements_version v WHERE v.agreement_id = a.id ORDER BY number DESC LIMIT 1);
UPDATE agreements_version v SET sent_at = created_at FROM agreements_agreement a
    WHERE a.version_id = v.id AND a.state <> 'draft';
UPDATE agreements_version v SET activated_at = a.activated_at FROM agreements_agreement a
    WHERE a.version_id = v.id AND a.activated_at IS NOT NULL;
UPDATE agreements_party p SET version_id = a.version_id,
    joins_on = CASE WHEN a.activated_at IS NOT NULL THEN a.starts_on END
    FROM agreements_agreement a WHERE a.id = p.agreement_id;
UPDATE agreements_clause c SET version_id = a.version_id, read_by = c.confirmed_by,
    read_by_key = 'import', confirmed_at = CASE WHEN c.confirmed_by <> '' THEN v.created_at END
    FROM agreements_agreement a JOIN agreements_version v ON v.id = a.version_id
    WHERE a.id = c.agreement_id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE agreements_agreement FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_version FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_party FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_clause FORCE ROW LEVEL SECURITY;
ALTER TABLE agreements_approval FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0002_row_security"),
        ("parties", "0003_moves"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=160)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("added_by", models.CharField(max_length=120)),
                ("added_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("held_on", models.DateField()),
                ("papers_by", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Sketch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("answers", models.JSONField(default=dict)),
                ("started_by", models.CharField(max_length=120)),
                ("saved_at", models.DateTimeField()),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreement",
            name="agreement_moves",
        ),
        migrations.RemoveConstraint(
            model_name="clause",
            name="clause_once_per_kind",
        ),
        migrations.RemoveConstraint(
            model_name="clause",
            name="clause_complete",
        ),
        migrations.RemoveConstraint(
            model_name="party",
            name="party_once_per_role",
        ),
        migrations.AddField(
            model_name="agreement",
            name="agreed_before",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreement",
            name="falls_with_parent",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="agreement",
            name="ladder",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                default=coordination.agreements.models.agreement.usual_ladder,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="parent",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.agreement",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="partial_start_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="agreement",
            name="terminated_before",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreement",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.version",
            ),
        ),
        migrations.AlterField(
            model_name="approval",
            name="decision",
            field=models.CharField(
                choices=[
                    ("not_sent", "Ikke sendt"),
                    ("on_agenda", "På dagsordenen"),
                    ("approved", "Godkendt"),
                    ("reservation", "Godkendt med forbehold"),
                    ("rejected", "Afvist"),
                    ("postponed", "Udsat"),
                ],
                default="not_sent",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="by_the_party",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="approval",
            name="link",
            field=models.URLField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="approval",
            name="recorded_by_key",
            field=models.CharField(default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="approval",
            name="uuid",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="clause",
            name="confirmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="clause",
            name="read_by",
            field=models.CharField(default="", max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="clause",
            name="read_by_key",
            field=models.CharField(default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="clause",
            name="settled_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="clause",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="clauses",
                to="agreements.version",
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="joins_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="party",
            name="leaves_before",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="party",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parties",
                to="agreements.version",
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="activated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="version",
            name="author_name",
            field=models.CharField(default="", max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="version",
            name="recommending_body",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.body",
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="sent_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="version",
            name="uuid",
            field=models.UUIDField(null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="approval",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name="clause",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="clauses",
                to="agreements.version",
            ),
        ),
        migrations.AlterField(
            model_name="party",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parties",
                to="agreements.version",
            ),
        ),
        migrations.AlterField(
            model_name="version",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name="clause",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="agreements.agreement",
            ),
        ),
        migrations.AlterField(
            model_name="clause",
            name="kind",
            field=models.CharField(
                choices=[
                    ("terminate", "Opsigelse"),
                    ("leave", "Udtræden af én part"),
                    ("suspend", "Suspension"),
                    ("money_used", "Når midlerne er brugt"),
                    ("task", "Opgaven"),
                    ("funding", "Finansiering"),
                    ("fee", "Honorar"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="clause",
            name="trigger",
            field=models.CharField(
                blank=True,
                choices=[
                    ("any_time", "Når som helst"),
                    ("money_used", "Først når midlerne er brugt"),
                    ("money_will", "Når midlerne bliver brugt før udløbet"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="party",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="agreements.agreement",
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["region", "state"], name="agreement_region_state"),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["party_ids"], name="agreement_parties"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="agreement_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:approval,approval:draft,approval:in_force,approval:rejected,in_force:ended,rejected:draft}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="a7a2aa40d0ccf4461174c35a7ca1247a1e5118dc",
                    operation="UPDATE",
                    pgid="pgtrigger_agreement_moves_cdb86",
                    table="agreements_agreement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approval",
            trigger=pgtrigger.compiler.Trigger(
                name="approval_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."decision", \':\', NEW."decision") = ANY(\'{not_sent:approved,not_sent:on_agenda,not_sent:postponed,not_sent:rejected,not_sent:reservation,on_agenda:approved,on_agenda:postponed,on_agenda:rejected,on_agenda:reservation,postponed:approved,postponed:on_agenda,postponed:rejected,postponed:reservation,reservation:approved,reservation:rejected,approved:rejected}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."decision" IS DISTINCT FROM NEW."decision") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "decision" from "%" to "%" on table %\', OLD."decision", NEW."decision", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="092ab290ab2150d612d0fe94d8801efe65bd48dd",
                    operation="UPDATE",
                    pgid="pgtrigger_approval_moves_d8173",
                    table="agreements_approval",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("falls_with_parent", False), ("parent__isnull", False), _connector="OR"
                ),
                name="agreement_falls_with_a_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_recommendation", False)),
                fields=("version", "organisation"),
                name="approval_once_per_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("by_the_party", True), ("is_recommendation", False)),
                fields=("version", "recorded_by_key"),
                name="approval_nobody_for_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="clause",
            constraint=models.UniqueConstraint(
                fields=("version", "kind"), name="clause_once_per_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="clause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "money_used"), _negated=True),
                    models.Q(("money_used", ""), _negated=True),
                    _connector="OR",
                ),
                name="clause_money_used_says",
            ),
        ),
        migrations.AddConstraint(
            model_name="clause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["leave", "suspend", "terminate"]), _negated=True),
                    ("months__gte", 1),
                    _connector="OR",
                ),
                name="clause_notice_has_months",
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.UniqueConstraint(
                fields=("version", "organisation", "role"), name="party_once_per_role"
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("leaves_before__isnull", True), ("joins_on__isnull", False), _connector="OR"
                ),
                name="party_joined_before_it_left",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("activated_at__isnull", True), ("sent_at__isnull", False), _connector="OR"
                ),
                name="version_sent_before_active",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="documents",
                to="agreements.agreement",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="agreements.body",
            ),
        ),
        migrations.AddField(
            model_name="sketch",
            name="agreement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="agreements.agreement",
            ),
        ),
        migrations.AddField(
            model_name="sketch",
            name="region",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("agreement", "sha256"), name="document_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                fields=("body", "held_on"), name="meeting_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("papers_by__lte", models.F("held_on"))),
                name="meeting_after_papers",
            ),
        ),
    ]
