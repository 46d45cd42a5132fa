from django.apps import AppConfig


class AcuteConfig(AppConfig):
    name = "acute"
    label = "acute"
    default_auto_field = "django.db.models.BigAutoField"
