import django.db.models.deletion
from django.db import migrations, models

from coordination.base.rowsecurity import any_of

MINE = "current_setting('app.actor', true) = 'user:' || user_id"
OFFICE = any_of("organisation_id", "office")

# The owner meets its own policies too, so they are lifted while the organisation is filled in.
FILL = """
    ALTER TABLE reminders_delivery NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE reminders_reminder NO FORCE ROW LEVEL SECURITY;
    UPDATE reminders_delivery d SET organisation_id = r.organisation_id
    FROM reminders_reminder r WHERE r.id = d.reminder_id;
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    ALTER TABLE reminders_delivery FORCE ROW LEVEL SECURITY;
    ALTER TABLE reminders_reminder FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """An administrator sees what did not arrive at the own organisation, and lets it be retried.

    Of other people's deliveries that is those that were not delivered, so never what somebody has
    read; and nothing can be done to them but let one that was given up wait again.
    """

    dependencies = [("parties", "0003_moves"), ("reminders", "0003_taken")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.organisation",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="delivery",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "dead")),
                fields=["organisation"],
                name="delivery_given_up",
            ),
        ),
        migrations.RunSQL(
            f"""
            ALTER POLICY app_read ON reminders_delivery
                USING ({MINE} OR {OFFICE} AND state <> 'delivered');
            ALTER POLICY app_update ON reminders_delivery
                USING ({MINE} OR {OFFICE} AND state = 'dead')
                WITH CHECK ({MINE} OR {OFFICE} AND state = 'waiting');
            GRANT UPDATE (state, attempts, next_try_at) ON reminders_delivery TO samspil_app;
            """,
            f"""
            ALTER POLICY app_read ON reminders_delivery USING ({MINE});
            ALTER POLICY app_update ON reminders_delivery USING ({MINE}) WITH CHECK ({MINE});
            """,
        ),
    ]
