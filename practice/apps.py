from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """What a reader has taken up, and ticks off for herself."""

    name = "practice"
    default_auto_field = "django.db.models.BigAutoField"
