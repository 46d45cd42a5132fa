from django.apps import AppConfig


class DischargesConfig(AppConfig):
    name = "discharges"
    label = "discharges"
    default_auto_field = "django.db.models.BigAutoField"
