"""The addresses at which a mail service tells us what came back and what came in."""

from django.urls import include, path
from django.utils.module_loading import import_string


def of(service):
    """Return the URL patterns of a service as settings name it, and of no other; of none, none."""
    if not service:
        return []
    own = [each for each in import_string("anymail.urls.urlpatterns") if each.name.startswith(f"{service}_")]
    return [path("anymail/", include((own, "anymail")))] if own else []
