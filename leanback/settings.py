"""All settings, in the order of a request. Everything that differs from one machine to another comes from the environment
(`.env` is read if it is there; `.env.example` lists what can be set)."""

from email.utils import parseaddr
from pathlib import Path

from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from leanback import environment

BASE_DIR = Path(__file__).resolve().parent.parent
environment.read(BASE_DIR / ".env")

# Where we are

DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.secret("SECRET_KEY")
HOST = environment.text("HOST", default="127.0.0.1")
PORT = environment.count("PORT", default=8000, at_least=1, at_most=65_535)
WEB_WORKERS = environment.count("WEB_WORKERS", default=2, at_least=1, at_most=256)
WEB_THREADS = environment.count("WEB_THREADS", default=4, at_least=1, at_most=256)
SITE_URL = environment.address("SITE_URL", default=f"http://127.0.0.1:{PORT}")
VAR = environment.folder(
    "VAR_DIR", default=BASE_DIR / "var"
)  # all that is not code: database, uploads, mail, static files

IS_HTTPS = SITE_URL.scheme == "https"
IS_LOCAL = SITE_URL.hostname in {"127.0.0.1", "localhost", "::1"}
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"] if IS_LOCAL else [SITE_URL.hostname, "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [SITE_URL.geturl()]

SECURITY_CONTACT = environment.contact(
    "SECURITY_CONTACT", default=f"mailto:security@{'leanback.example' if IS_LOCAL else SITE_URL.hostname}"
)  # whom to tell of a hole, said in /.well-known/security.txt

# What is installed

INSTALLED_APPS = [
    "leanback",
    "exchange",
    "desk",
    "search",
    "letters",
    "practice",
    "wishes",
    "writing",
    "comments",
    "stages",
    "accounts",
    "leanback.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "django_cleanup.apps.CleanupConfig",  # a replaced picture's file goes with it; has to stand last
]

# A request comes in

MIDDLEWARE = [
    "leanback.watching.requests.requests_have_an_id",
    "leanback.watching.requests.requests_are_counted",
    "leanback.page_cache.keeping.pages_are_kept",  # around all that add to a page, since it keeps what they added
    "leanback.middleware.the_clock_is_the_coach_s",  # first, since a page that refuses shows whose site it is too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "leanback.middleware.private_pages_are_not_stored",
    "exchange.old_addresses.old_addresses_lead_on",
    "django.middleware.locale.LocaleMiddleware",  # first of those that may refuse: a refusal speaks her language too
    "leanback.middleware.broken_input_is_refused",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "leanback.middleware.quotes_are_typographic",  # behind what tells how long a page is
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "leanback.middleware.no_office_without_a_second_factor",
    "leanback.middleware.what_was_left_stays_away",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
ROOT_URLCONF = "leanback.urls"
WSGI_APPLICATION = "leanback.wsgi.application"
APPEND_SLASH = True
FILE_UPLOAD_TEMP_DIR = environment.private_folder(
    VAR / "uploading"
)  # a whole export of private words, until it is taken in
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # the longest text is 20,000 characters; pictures are streamed to disk
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$", r"^metrics$"]
SECURE_HSTS_SECONDS = 63_072_000 if IS_HTTPS else 0  # two years, as hstspreload.org asks
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"  # where she read is nobody else's business
if TRUSTED_PROXY_COUNT := environment.count("TRUSTED_PROXY_COUNT", default=0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"

# Who is it

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "pen_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("me")
LOGOUT_REDIRECT_URL = reverse_lazy("home")

SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, BROWSER_COOKIE_NAME = (
    f"__Host-{name}" if IS_HTTPS else name for name in ("session", "csrf", "drafts")
)
CSRF_FAILURE_VIEW = "leanback.views.csrf_failure"

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignUpForm",
    "login": "accounts.forms.SignInForm",
    "request_login_code": "accounts.forms.CodeForm",
    "reset_password": "accounts.forms.NewPasswordForm",
    "add_email": "accounts.forms.AddressForm",
    "confirm_login_code": "accounts.forms.SignInCode",
    "confirm_email_verification_code": "accounts.forms.SignUpCode",
    "confirm_password_reset_code": "accounts.forms.NewPasswordCode",
    "change_email": "accounts.forms.MendedAddress",
    "change_password": "accounts.forms.ChangePassword",
    "set_password": "accounts.forms.FirstPassword",
    "reset_password_from_key": "accounts.forms.ForgottenPassword",
    "reauthenticate": "accounts.forms.ShowItIsYou",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]  # no password: a code by e-mail is enough, a password or passkey can be added
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # or sign-up would tell who has an account
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 900  # seconds: some mails take their time
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds for which it is taken to be still her who signed in or confirmed
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.scheme
ACCOUNT_USER_DISPLAY = "accounts.adapters.display"
ACCOUNT_RATE_LIMITS = {
    # No limit by account on failed sign-ins: a stranger could lock the coach out by failing in her name. By address instead;
    # a password check costs 0.4 s, and ten a minute from one address is no way to guess one.
    "login_failed": "10/m/ip",
    # A code costs its receiver a mail, so these count by receiver too: nobody's inbox is filled from here.
    "request_login_code": "20/m/ip,20/h/key,60/d/key",
    "request_login_code_here": "4/10m/key,12/d/key",  # one address asking for one inbox: a stranger uses up his share
    "reset_password": "20/m/ip,20/h/key,60/d/key",
    "confirm_email": "1/10s/key,6/h/key,20/d/key",
    "signup": "20/m/ip",
    "report": "10/h/ip",  # by strangers: enough for one who is spoken of in several messages, too few for a flood
    "draft": "60/h/ip,200/d/ip",  # begun by people who are not signed in; going on with one does not count
    "confirm_code": "6/h/user",  # the code by which she who is signed in shows that it is she
    "export": "10/d/user",
    "invite": "20/d/user",  # a coach's, to the desk: a stolen session fills nobody's inbox
    "rename": "5/30d/user",
    "second_factor": "10/5m/key",  # by account: who comes so far knows the first factor, so no stranger locks her out
}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # whoever finds her phone or key cannot use it
MFA_FORMS = {
    "add_webauthn": "accounts.forms.PasskeyForm",
    "signup_webauthn": "accounts.forms.FirstPasskeyForm",
    "authenticate": "accounts.forms.SecondFactorForm",
    "activate_totp": "accounts.totp_form.AppForm",
}
# The name that passkeys are bound to. A number is none: on this machine it is localhost.
PASSKEYS_FOR = "localhost" if IS_LOCAL else SITE_URL.hostname
USERSESSIONS_TRACK_ACTIVITY = False

# What it reads and writes

DATABASES = {"default": environment.database("DATABASE_URL", default=f"sqlite:///{VAR / 'leanback.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Connections are kept for good: opening one costs 4 ms, and ours notices when the file is another. Immediate
    # transactions queue writers instead of failing them; WAL lets readers go on; FULL survives a power cut; secure_delete
    # overwrites what was deleted, so that words taken back are not left in the file.
    DATABASES["default"] |= {
        "ENGINE": "leanback.sqlite3",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            " PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;",
        },
    }
else:
    # A server that has vanished is noticed within half a minute, not in two hours.
    patience = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
    options = patience | {"tcp_user_timeout": 25_000} | DATABASES["default"].get("OPTIONS", {})
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits are counted in the cache, so it is shared by all processes: a table, or Redis.
if REDIS_URL := environment.redis("REDIS_URL"):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 5, "socket_timeout": 5, "health_check_interval": 30},  # seconds
        }
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
else:
    CACHES = {
        "default": {
            "BACKEND": "leanback.cache.CacheTable",
            "LOCATION": "leanback_cache",
            "OPTIONS": {"MAX_ENTRIES": 1_000_000},  # 200 MB, at worst; more addresses in a day are a machine's
        }
    }
# Pages for strangers are kept by each process in its memory, up to so much; "shared": in the cache above as well; "none": not.
PAGE_CACHE = environment.one_of(
    "PAGE_CACHE", ["memory", "shared", "none"], default="none" if DEBUG else "memory"
)  # while somebody changes templates, a page is drawn each time
PAGE_CACHE_MEGABYTES = environment.count("PAGE_CACHE_MEGABYTES", default=16, at_least=1, at_most=100_000)
# For how long a cache in front (nginx, a CDN) may answer without asking. 0: never, so that nothing is ever stale.
EDGE_SECONDS = environment.count("EDGE_SECONDS", default=0, at_most=600)
CACHES["default"]["KEY_FUNCTION"] = "leanback.cache_keys.scrambled"

# What it says back

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stages.context_processors.identity",
                "leanback.context_processors.own_page",
            ]
        },
    }
]
FORM_RENDERER = "leanback.forms.FieldRenderer"
LANGUAGES = [("en", "English"), ("es", "Español")]
# What mails speak, and pages to whoever asks for no language that we have. Not LANGUAGE: desktops set that themselves.
LANGUAGE_CODE = environment.one_of("SITE_LANGUAGE", dict(LANGUAGES), default="en")
LANGUAGE_COOKIE_NAME = "language"  # there once somebody has chosen another language at the foot of a page
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = IS_HTTPS, True, "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "leanback.formats"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"  # what is stored; a middleware sets the time zone of the Identity row for what is typed and shown

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
MEDIA_CACHE_CONTROL = "public, max-age=31536000, immutable"  # each file has a random name, which is never used again
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "leanback.styles.JoinedStyles"},
}
if S3 := environment.bucket():
    BUCKET, BUCKET_ADDRESS = S3
    BUCKET["object_parameters"] = {"CacheControl": MEDIA_CACHE_CONTROL}
    STORAGES["default"] = {"BACKEND": "leanback.bucket.Bucket", "OPTIONS": BUCKET}
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(f"{BUCKET_ADDRESS.scheme}://{BUCKET_ADDRESS.netloc}")
# Backups are not for the public: never in the bucket of the pictures.
STORAGES["backups"] = environment.backups("BACKUP_TO", default=VAR / "backups")
LINK_CHECKS = environment.flag(
    "LINK_CHECKS", default=True
)  # whether the worker asks if links of the library still lead anywhere
BACKUP_KEY = environment.age_key("BACKUP_KEY")
BACKUPS = environment.flag("BACKUPS", default=True)  # whether the worker makes one every night
BACKUP_DAYS = environment.count("BACKUP_DAYS", default=7, at_least=1)
BACKUP_WEEKS = environment.count("BACKUP_WEEKS", default=4)
BACKUP_MONTHS = environment.count("BACKUP_MONTHS", default=3)
WHITENOISE_ROOT = BASE_DIR / "static" / "root"

# What happens after: the queue is a table, so that a task is enqueued in the transaction of its act

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WORK_IS_LOST_AFTER = 60  # seconds without a sign of life from its worker
WORK_MAY_END_IN = 8  # seconds when its worker is to stop; then it is handed back. Docker gives ten in all
MAIL = environment.mail("EMAIL_URL", default=f"filemail:///{VAR / 'mail'}")
MAIL_DELIVERY_BACKEND = MAIL.pop("EMAIL_BACKEND")  # what the worker sends with
EMAIL_BACKEND = "accounts.mail.QueueBackend"  # what everything else sends with
vars().update({name: value for name, value in MAIL.items() if name.isupper() and value is not None})
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.sender(
    "DEFAULT_FROM_EMAIL", default=f"Leanback <post@{'leanback.example' if IS_LOCAL else SITE_URL.hostname}>"
)
# Where replies and mails that come back are given to the site: to it a mark is added, like reply+mark@leanback.example.
INBOUND_ADDRESS = environment.mailbox("INBOUND_ADDRESS")
# A service that sends by an API, and tells by webhooks what came back and came in, in the place of EMAIL_URL.
MAIL_SERVICE, ANYMAIL = environment.mail_service()
if MAIL_SERVICE:
    INSTALLED_APPS.insert(-1, "anymail")
    MAIL_DELIVERY_BACKEND = f"anymail.backends.{MAIL_SERVICE}.EmailBackend"
DKIM_SELECTOR = environment.text("DKIM_SELECTOR")  # under which the key of the sender's domain is found in the DNS
MAIL_DOMAIN = parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]

# What is written down: no text, name, address or token of anyone

# Who may ask /readyz/ and /metrics: machines of these networks, and whoever sends the token.
METRICS_NETWORKS = environment.networks("METRICS_NETWORKS", default="127.0.0.0/8 ::1/128")
METRICS_TOKEN = environment.text("METRICS_TOKEN")
SENTRY_DSN = environment.text("SENTRY_DSN")  # where errors are reported to; empty: nowhere
LOG_REQUESTS = environment.flag("LOG_REQUESTS")  # a line for each request that comes to a view
LOG_FORMAT = environment.one_of("LOG_FORMAT", ["line", "json"], default="line")
LOG_LEVEL = environment.one_of("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "leanback.watching.logs.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "fido2": {"level": "WARNING"},  # it would name each passkey that is used
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
    },
}

environment.refuse_misspelt()
