"""The site's own settings, on a database, folder and secret of the tests. DATABASE_URL from outside is kept, so that the
same tests run on PostgreSQL."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix="leanback-tests-"))  # of this process alone: runs side by side do not meet
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
os.environ |= {
    "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
    "SITE_URL": "http://localhost:8000",
    "VAR_DIR": str(SCRATCH),
    "EMAIL_URL": "",
    "INBOUND_ADDRESS": "",
    "MAIL_SERVICE": "",
    "DKIM_SELECTOR": "",
    "REDIS_URL": "",
    "DEBUG": "0",
    "BACKUPS": "0",  # of the worker's own accord
    "LINK_CHECKS": "0",
    "BACKUP_TO": "",
    "BACKUP_KEY": "",
    "S3_BUCKET": "",
    "S3_ENDPOINT_URL": "",
    "S3_ACCESS_KEY_ID": "",
    "S3_SECRET_ACCESS_KEY": "",
    "S3_PUBLIC_URL": "",
    "S3_REGION": "",
    "SITE_LANGUAGE": "",
    "TRUSTED_PROXY_COUNT": "0",
    "HOST": "",
    "PORT": "",
    "WEB_WORKERS": "",
    "WEB_THREADS": "",
    "PAGE_CACHE": "",
    "METRICS_NETWORKS": "",
    "METRICS_TOKEN": "",
    "SENTRY_DSN": "",
    "LOG_REQUESTS": "0",
    "LOG_FORMAT": "",
    "PAGE_CACHE_MEGABYTES": "",
    "EDGE_SECONDS": "",
    "DATABASE_URL": os.environ.get("DATABASE_URL", ""),  # set, even if empty: .env has no say here
}

from leanback.settings import *  # noqa: E402, F403
from leanback.settings import DATABASES, MIDDLEWARE, STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# Pages are compared with the words as they stand in the code; tests/test_quotes.py has it on, and so has the browser.
MIDDLEWARE = [each for each in MIDDLEWARE if not each.endswith("quotes_are_typographic")]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # sign-in is tested, not the hasher's speed
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WORK_IS_LOST_AFTER = 600  # or, on a busy machine, the thread that renews a lease waits for the database of the test
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"  # no power cut matters to a test
