"""The addresses at which a mail service tells us what came back and what came in."""

from anymail.urls import urlpatterns as of_all
from django.urls import include, path


def of(service):
    """Return the URL patterns of a service as settings name it, and of no other; of none, none."""
    own = [each for each in of_all if service and each.name.startswith(f"{service}_")]
    return [path("anymail/", include((own, "anymail")))] if own else []
