from anymail.signals import inbound, tracking
from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Questions")

    def ready(self):
        """Listen to what a mail service tells us: Anymail has no other way to hand it on."""
        tracking.connect(import_string("comments.anymail_events.tracked"))
        inbound.connect(import_string("comments.anymail_events.came_in"))
