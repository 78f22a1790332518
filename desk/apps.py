from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The coach's side: her queue, answering, moderation. Its tables keep the label `comments`, under which sites have
    them."""

    name = "desk"
    verbose_name = _("The desk")
