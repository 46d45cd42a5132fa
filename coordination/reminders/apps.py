from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "coordination.reminders"
    label = "reminders"
    default_auto_field = "django.db.models.BigAutoField"
