from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin

from leanback.watching.errors import report_to


class LeanbackConfig(AppConfig):
    default = True
    name = "leanback"
    verbose_name = "Leanback"

    def ready(self):
        if settings.SENTRY_DSN:
            report_to(settings.SENTRY_DSN)


class DeskConfig(admin.AdminConfig):
    """Django's own admin site, opening on the coach's queue."""

    default = False
    default_site = "desk.site.Desk"
