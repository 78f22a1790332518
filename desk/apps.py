from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The coach's side: her queue, answering, moderation. It keeps nothing of its own."""

    name = "desk"
    verbose_name = _("The desk")
