"""The entry for the server: `granian --interface wsgi leanback.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leanback.settings")
site = get_wsgi_application()

from leanback.page_cache.door import with_door  # noqa: E402 – it needs the settings, and the apps

application = with_door(site)
