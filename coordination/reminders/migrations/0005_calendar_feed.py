import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from coordination.base.rowsecurity import protect

MINE = "current_setting('app.actor', true) = 'user:' || user_id"
KNOWN = "token_hash = current_setting('app.feed', true)"  # a calendar program has only the secret
OWN_MEMBERSHIP = (
    "EXISTS (SELECT 1 FROM access_membership m"
    " WHERE m.id = membership_id AND m.user_id = reminders_calendarfeed.user_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_sweep"),
        ("reminders", "0004_undelivered"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("last_read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("membership",),
                        name="feed_once_per_membership",
                    )
                ],
            },
        ),
        protect(
            "reminders_calendarfeed",
            read=f"{MINE} OR {KNOWN}",
            insert=f"{MINE} AND {OWN_MEMBERSHIP}",
            update=f"{MINE} OR {KNOWN}",
        ),
        migrations.RunSQL(
            "REVOKE UPDATE ON reminders_calendarfeed FROM samspil_app;"
            "GRANT UPDATE (revoked_at, last_read_at) ON reminders_calendarfeed TO samspil_app",
            migrations.RunSQL.noop,
        ),
    ]
