from anymail.signals import inbound, tracking
from django.apps import AppConfig
from django.utils.module_loading import import_string


class WritingConfig(AppConfig):
    """What readers write and have not sent. Its table keeps the label `comments`, under which sites have it."""

    name = "writing"

    def ready(self):
        """Listen to what a mail service tells us: Anymail has no other way to hand it on."""
        tracking.connect(import_string("writing.anymail_events.tracked"))
        inbound.connect(import_string("writing.anymail_events.came_in"))
