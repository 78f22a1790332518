from django.apps import AppConfig
from django.contrib.admin import apps as admin


class LeanbackConfig(AppConfig):
    default = True
    name = "leanback"
    verbose_name = "Leanback"


class DeskConfig(admin.AdminConfig):
    """Django's own admin site, opening on the coach's queue."""

    default = False
    default_site = "desk.site.Desk"
