"""The site's own settings, on a database and folder of the bench: never the site's, whatever .env says."""

import os

os.environ |= {
    "SECRET_KEY": "only-for-the-bench-only-for-the-bench-only-for-the-bench-1234",
    "SITE_URL": "http://localhost:8000",
    "DEBUG": "0",
    "REDIS_URL": "",
    "EMAIL_URL": "",
    "LOG_LEVEL": "ERROR",
    "DATABASE_URL": os.environ.get("DATABASE_URL", ""),  # set, even if empty: .env has no say here
}
if not os.environ.get("VAR_DIR"):
    raise SystemExit("The bench has a folder of its own: run `make bench-desk`, or set VAR_DIR.")

from leanback.settings import *  # noqa: F403
from leanback.settings import STORAGES

ALLOWED_HOSTS = ["testserver", "localhost"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
