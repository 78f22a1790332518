"""A site with one page and its comments, as django-comments-xtd's guide makes one. `python talk.py 23` writes 23 comments."""

import sys
from pathlib import Path

import django
from django.conf import settings

HERE = Path(__file__).parent
MIDDLEWARE = ["security.Security", "common.Common", "csrf.CsrfView", "clickjacking.XFrameOptions"]
CONTRIB_MIDDLEWARE = ["sessions.middleware.Session", "auth.middleware.Authentication", "messages.middleware.Message"]
APPS = ["auth", "contenttypes", "sessions", "sites", "messages", "staticfiles"]
PROCESSORS = ["template.context_processors.request", "contrib.auth.context_processors.auth"]
settings.configure(
    SECRET_KEY="only-for-measuring",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    LOGGING_CONFIG=None,
    SITE_ID=1,
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": HERE / "talk.sqlite3", "CONN_MAX_AGE": None}
    },
    MIDDLEWARE=[
        *(f"django.middleware.{name}Middleware" for name in MIDDLEWARE[:1]),
        *(f"django.contrib.{name}Middleware" for name in CONTRIB_MIDDLEWARE),
        *(f"django.middleware.{name}Middleware" for name in MIDDLEWARE[1:]),
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "DIRS": [HERE],
            "OPTIONS": {"context_processors": [f"django.{name}" for name in PROCESSORS]},
        }
    ],
    INSTALLED_APPS=[
        *(f"django.contrib.{name}" for name in APPS),
        *("django_comments_xtd", "django_comments", "rest_framework"),
    ],
    COMMENTS_APP="django_comments_xtd",
    COMMENTS_XTD_MAX_THREAD_LEVEL=2,
    COMMENTS_XTD_CONFIRM_EMAIL=False,
    STATIC_URL="/static/",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.contrib.sites.models import Site  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import include, path  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_comments_xtd.models import XtdComment  # noqa: E402

WORDS = "He has not written for nine days, and I do not know whether to wait. " * 4
A_THREAD = 5


def page(request):
    return render(request, "talk.html", {"site": Site.objects.get(pk=1)})


urlpatterns = [path("stages/distance/", page), path("comments/", include("django_comments_xtd.urls"))]
application = get_wsgi_application()


def fill(count):
    """Bring the number of comments to `count`: threads of five, each a question and four replies."""
    call_command("migrate", verbosity=0)
    about = {"content_type": ContentType.objects.get_for_model(Site), "object_pk": "1", "site_id": 1}
    first = 0
    for number in range(XtdComment.objects.count(), count):
        under = first if number % A_THREAD else 0
        name = f"Reader {number}"
        row = XtdComment.objects.create(
            **about, comment=WORDS, user_name=name, submit_date=timezone.now(), parent_id=under
        )
        first = first if under else row.pk


if __name__ == "__main__":
    fill(int(sys.argv[1]))
