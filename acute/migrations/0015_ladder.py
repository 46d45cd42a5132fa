import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from coordination.base.rowsecurity import any_of, orgs, protect

OF_AGREEMENT = "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = agreement_id)"
MANAGED = f"{OF_AGREEMENT[:-1]} AND a.region_id = ANY ({orgs('office')}))"
OF_REQUEST = "EXISTS (SELECT 1 FROM acute_request r WHERE r.id = request_id)"
OF_PATIENT = "EXISTS (SELECT 1 FROM parties_patient p WHERE p.id = patient_id)"

UNIT = f"{any_of('municipality_id', 'unit')} OR {any_of('practice_id', 'unit')}"
LASTS = "state IN ('waiting', 'taken', 'instructed', 'answered')"
LEAVING = "uuid::text = nullif(current_setting('app.leaving', true), '')"

FILL = """
-- Before there was a ladder the own practice was asked, and went on seeing what it was asked.
ALTER TABLE acute_request NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_entry NO FORCE ROW LEVEL SECURITY;
UPDATE acute_request SET own_practice_id = CASE WHEN is_paid THEN practice_id END,
    seen_by = CASE WHEN is_paid THEN ARRAY[practice_id] ELSE '{}' END,
    rung = CASE WHEN is_paid THEN 'own_gp' ELSE 'unit' END, rung_number = 0,
    due_at = CASE WHEN state IN ('waiting', 'taken') THEN promised_at END,
    contact_at = CASE WHEN answered_at IS NOT NULL THEN answered_at END,
    reservation = CASE WHEN state = 'taken' THEN coalesce((
        SELECT e.source FROM ledger_entry e WHERE e.kind = 'reserve'
        AND e.source LIKE 'request:' || acute_request.uuid || ':%' ORDER BY e.id DESC LIMIT 1
    ), '') ELSE '' END;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE acute_request FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_entry FORCE ROW LEVEL SECURITY;
"""


def seen(row: str) -> str:
    """SQL: the own municipality asked, the own place is asked now, or it took part."""
    dot = f"{row}." if row else ""
    return (
        f"{any_of(f'{dot}municipality_id', 'care')}"
        f" OR ({any_of(f'{dot}practice_id', 'care')}"
        f" AND {dot}state IN ('waiting', 'taken', 'instructed'))"
        f" OR {dot}seen_by && {orgs('care')}"
    )


SEES = f"""
ALTER POLICY app_read ON acute_request USING ({seen("")});
ALTER POLICY app_insert ON acute_request WITH CHECK (({seen("")}) AND {OF_PATIENT});
ALTER POLICY app_update ON acute_request USING ({seen("")}) WITH CHECK ({seen("")});
ALTER POLICY app_read ON acute_measurement USING ({OF_REQUEST});
ALTER POLICY app_read ON acute_step USING ({OF_REQUEST});
ALTER POLICY app_read ON acute_score USING ({OF_REQUEST});
ALTER POLICY app_read ON acute_attachment USING ({OF_REQUEST});
ALTER POLICY of_request ON parties_patient USING (EXISTS (
    SELECT 1 FROM acute_request q WHERE q.patient_id = parties_patient.id AND ({seen("q")})));
-- Whoever was told to ring has not closed it.
ALTER POLICY unit_read ON acute_request USING (({UNIT}) AND ({LASTS} OR {LEAVING}));
ALTER POLICY unit_update ON acute_request USING (({UNIT}) AND {LASTS});
-- The sweep finds whose time is up, and nothing about whom.
GRANT SELECT (id, municipality_id, practice_id, agreement_id, due_at) ON acute_request
    TO samspil_sweep;
CREATE POLICY sweep_due ON acute_request FOR SELECT TO samspil_sweep USING (due_at IS NOT NULL);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("acute", "0014_rota"),
        ("agreements", "0010_succession"),
        ("parties", "0007_out_of_hours"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallNumber",
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
                    "hours",
                    models.CharField(
                        choices=[
                            ("day", "Dagtid: hverdage kl. 8-16"),
                            ("out_of_hours", "Vagttid: hverdage kl. 16-8, weekender og helligdage"),
                        ],
                        max_length=15,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="LadderTimes",
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
                    "urgency",
                    models.CharField(
                        choices=[
                            ("now", "Straks: læge inden 15 minutter"),
                            ("today", "I dag: læge inden 4 timer"),
                            ("can_wait", "Kan vente: læge inden 24 timer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("own_gp", models.PositiveSmallIntegerField()),
                ("rota", models.PositiveSmallIntegerField()),
                ("out_of_hours", models.PositiveSmallIntegerField()),
                ("unit", models.PositiveSmallIntegerField()),
                ("call", models.PositiveSmallIntegerField()),
                ("finish", models.PositiveSmallIntegerField()),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="request",
            name="request_moves",
        ),
        migrations.RemoveConstraint(
            model_name="request",
            name="request_one_open_per_patient",
        ),
        migrations.RemoveConstraint(
            model_name="request",
            name="request_one_open_per_unit",
        ),
        migrations.AddField(
            model_name="request",
            name="call_name",
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name="request",
            name="call_phone",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="request",
            name="contact_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="request",
            name="due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="request",
            name="own_practice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.organisation",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="reservation",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="request",
            name="rung",
            field=models.CharField(
                choices=[
                    ("own_gp", "Borgerens egen læge"),
                    ("rota", "Vagthavende læge i rotationen"),
                    ("out_of_hours", "Lægevagten"),
                    ("unit", "Hospitalsafsnittet"),
                    ("instruction", "Ring selv"),
                ],
                default="own_gp",
                max_length=15,
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="rung_number",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="request",
            name="seen_by",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="number",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="request",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Venter på læge"),
                    ("taken", "Læge i gang"),
                    ("answered", "Besvaret"),
                    ("carried_out", "Udført"),
                    ("not_possible", "Ikke muligt"),
                    ("cancelled", "Annulleret"),
                    ("instructed", "Ring selv"),
                    ("called", "Ringet"),
                ],
                default="waiting",
                max_length=15,
            ),
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
                    ("taken_back", "Lægen har fortrudt svaret"),
                    ("edited", "Rådet er skrevet om"),
                    ("reported", "Indlæggelse oplyst"),
                    ("replaces", "Sendt i stedet for"),
                    ("asked", "Spurgt"),
                    ("no_contact", "Ingen kontakt inden fristen"),
                    ("no_advice", "Intet råd efter samtalen"),
                    ("passed_over", "Ingen at spørge"),
                    ("instructed", "Ring selv"),
                    ("called", "Sygeplejersken har ringet"),
                    ("contact", "Kontakt i gang"),
                    ("unanswered", "Opkald uden svar"),
                    ("redirected", "Sendt videre"),
                ],
                max_length=15,
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="request_due"
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["seen_by"], name="request_seen_by"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="request",
            trigger=pgtrigger.compiler.Trigger(
                name="request_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:cancelled,waiting:instructed,waiting:taken,taken:answered,taken:cancelled,taken:instructed,taken:waiting,answered:carried_out,answered:not_possible,answered:waiting,instructed:called,instructed:cancelled,instructed:taken}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="0bb815345497d52b5734f1ab87e15596591a631f",
                    operation="UPDATE",
                    pgid="pgtrigger_request_moves_389a7",
                    table="acute_request",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_at__isnull", False), ("state__in", ["waiting", "taken"])),
                    models.Q(
                        models.Q(("state__in", ["waiting", "taken"]), _negated=True),
                        ("due_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="request_promised_has_next",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "instructed"), _negated=True),
                    models.Q(("call_phone", ""), _negated=True),
                    _connector="OR",
                ),
                name="request_instructed_has_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("is_paid", True), ("state__in", ["waiting", "taken", "instructed"])
                ),
                fields=("patient",),
                name="request_one_open_per_patient",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("is_paid", False), ("state__in", ["waiting", "taken", "instructed"])
                ),
                fields=("patient", "practice"),
                name="request_one_open_per_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                fields=("request", "number"), name="step_of_ladder_once"
            ),
        ),
        migrations.AddField(
            model_name="callnumber",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.organisation",
            ),
        ),
        migrations.AddField(
            model_name="laddertimes",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.agreement",
            ),
        ),
        migrations.AddConstraint(
            model_name="callnumber",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_before__isnull", True),
                    ("ends_before__gt", models.F("starts_on")),
                    _connector="OR",
                ),
                name="call_number_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="callnumber",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("municipality", "="),
                    ("hours", "="),
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
                name="call_number_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="laddertimes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_before__isnull", True),
                    ("ends_before__gt", models.F("starts_on")),
                    _connector="OR",
                ),
                name="ladder_times_end_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="laddertimes",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("agreement", "="),
                    ("urgency", "="),
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
                name="ladder_times_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="laddertimes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("call__range", (1, 2880)),
                    ("finish__range", (1, 2880)),
                    ("out_of_hours__range", (1, 2880)),
                    ("own_gp__range", (1, 2880)),
                    ("rota__range", (1, 2880)),
                    ("unit__range", (1, 2880)),
                ),
                name="ladder_times_possible",
            ),
        ),
        migrations.RunSQL(SEES, migrations.RunSQL.noop),
        protect("acute_laddertimes", read=OF_AGREEMENT, insert=MANAGED, update=MANAGED),
    ]
