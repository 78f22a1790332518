"""A browser whose requests come as they come on a site: by the door that answers with pages that are kept."""

from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from leanback.page_cache.door import with_door


class Handler(ClientHandler):
    """Django's own for tests, behind the door. A response tells by `is_kept` whether the door gave it."""

    def __call__(self, environ):
        given = []

        def application(environ, start_response):
            given.append(super(Handler, self).__call__(environ))
            return []

        def start_response(status, headers):
            given.append(HttpResponse(status=int(status.split()[0]), headers=dict(headers)))

        body = with_door(application)(environ, start_response)
        response = given[0]
        response.is_kept = bool(body)
        if body:
            response.content, response.wsgi_request = body[0], None
            response.close = lambda: None
        return response


class Reader(Client):
    """A browser of somebody at the address of the site."""

    def __init__(self, language="en", **defaults):
        defaults = {"HTTP_HOST": "localhost:8000", "HTTP_ACCEPT_LANGUAGE": language} | defaults
        super().__init__(**defaults)
        self.handler = Handler(enforce_csrf_checks=False)

    def sign_in(self, person):
        """Return this browser, signed in as a person."""
        self.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return self
