from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin

from leanback.page_cache import version
from leanback.watching.errors import report_to
from search.number import number


class LeanbackConfig(AppConfig):
    default = True
    name = "leanback"
    verbose_name = "Leanback"

    def ready(self):
        number.now = version.now
        if settings.SENTRY_DSN:
            report_to(settings.SENTRY_DSN)


class DeskConfig(admin.AdminConfig):
    """Django's own admin site, opening on the coach's queue."""

    default = False
    default_site = "desk.site.Desk"
