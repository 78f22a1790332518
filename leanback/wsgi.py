"""The entry for the server: `granian --interface wsgi leanback.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leanback.settings")
application = get_wsgi_application()
