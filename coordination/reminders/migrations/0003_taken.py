import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from coordination.base.rowsecurity import any_of

ME = "current_setting('app.actor', true) = 'user:' || "
OFFICE = any_of("organisation_id", "office")
RECEIVED = (
    "EXISTS (SELECT 1 FROM reminders_delivery d"
    f" WHERE d.reminder_id = reminders_reminder.id AND {ME} d.user_id)"
)


class Migration(migrations.Migration):
    """A reminder moves while it waits; a critical one is taken by one of those who received it."""

    dependencies = [
        ("reminders", "0002_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="reminder",
            name="acknowledged_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reminder",
            name="acknowledged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="escalate_after",
            field=models.DurationField(default=datetime.timedelta(days=2)),
        ),
        migrations.AddField(
            model_name="reminder",
            name="escalate_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reminder",
            name="escalates_to",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="reminder",
            name="is_critical",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="reminder",
            name="planned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reminder",
            name="step",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="title",
            field=models.CharField(max_length=250),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(
                condition=models.Q(
                    ("acknowledged_at__isnull", True),
                    ("closed_reason", ""),
                    ("escalate_at__isnull", False),
                ),
                fields=["escalate_at"],
                name="reminder_escalates",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_critical", True),
                    models.Q(
                        ("acknowledged_at__isnull", True),
                        ("escalate_at__isnull", True),
                        ("escalates_to", []),
                    ),
                    _connector="OR",
                ),
                name="reminder_only_critical_escalates",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True)),
                    models.Q(
                        ("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="reminder_taken_by_somebody",
            ),
        ),
        migrations.RunSQL(
            f"""
            ALTER POLICY app_read ON reminders_reminder USING ({OFFICE} OR {RECEIVED});
            CREATE POLICY app_update ON reminders_reminder FOR UPDATE TO samspil_app
                USING ({RECEIVED}) WITH CHECK ({RECEIVED} AND {ME} acknowledged_by_id);
            GRANT UPDATE (acknowledged_at, acknowledged_by_id) ON reminders_reminder
                TO samspil_app;
            """,
            f"""
            ALTER POLICY app_read ON reminders_reminder USING ({OFFICE});
            DROP POLICY app_update ON reminders_reminder;
            """,
        ),
    ]
