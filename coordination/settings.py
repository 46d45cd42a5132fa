"""Settings from the environment, through this one file. It fails loudly on what is missing."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from coordination.web.enum_names import ENUM_NAMES

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str | None = None) -> str:
    """A setting, or the content of the file that NAME_FILE names (for secrets)."""
    from_file = os.environ.get(f"{name}_FILE")
    if from_file and name != "SAMSPIL_KEYS":
        return Path(from_file).read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"set the environment variable {name} (see docs/operations.md)")
    return value


ENVIRONMENT = env("SAMSPIL_ENV")
if ENVIRONMENT not in ("demo", "test", "production"):
    raise ImproperlyConfigured("SAMSPIL_ENV must be demo, test or production")
PRODUCTION = ENVIRONMENT == "production"
DEMO = ENVIRONMENT == "demo"
DEMO_CLOCK = not PRODUCTION

SECRET_KEY = env("SECRET_KEY")
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters in production")
SAMSPIL_KEYS_FILE = env("SAMSPIL_KEYS_FILE")
SAMSPIL_BASE_URL = env("SAMSPIL_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
DEBUG = False
ALLOWED_HOSTS = env("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [SAMSPIL_BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "oauth2_provider",
    "rest_framework",
    "coordination.base",
    "coordination.web",
    "coordination.audit",
    "coordination.parties",
    "coordination.access",
    "coordination.reminders",
    "coordination.agreements",
    "coordination.ledger",
    "coordination.notices",
    "acute",
    "consultants",
    "discharges",
    "coordination.portfolio",
    "coordination.overview",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coordination.access.middleware.ActorMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "coordination.web.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "coordination.urls"
WSGI_APPLICATION = "coordination.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
                "coordination.overview.context.shell",
            ]
        },
    }
]


def database(url: str) -> dict[str, object]:
    """A Postgres URL as Django wants it, with a pool and with time-outs on a dead network."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or 5432),
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": int(env("DATABASE_POOL", "8")), "timeout": 10},
            "connect_timeout": 3,
            "tcp_user_timeout": 5000,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
        },
    }


DATABASES = {"default": database(env("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if ENVIRONMENT == "test":
    del DATABASES["default"]["OPTIONS"]["pool"]  # type: ignore[attr-defined]

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk")]  # English has no catalogue yet: half a page in it helps nobody
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("SAMSPIL_STATIC_ROOT", str(BASE_DIR / ".samspil" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Log-in: passwords now; OIDC and MFA are installed and wait for a provider (docs/operations.md).
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if ENVIRONMENT == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow by design elsewhere
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "coordination.access.adapter.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = False  # django-axes locks, in the database
ACCOUNT_SESSION_REMEMBER = False
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "lockout.html"
AXES_USERNAME_CALLABLE = "coordination.access.adapter.attempted_username"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "coordination.access.adapter.client_address"
TRUSTED_PROXIES = int(env("SAMSPIL_TRUSTED_PROXIES", "0"))

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "coordination.web.pages.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "coordination.access.authentication.ActorAuthentication",
        "coordination.access.authentication.PersonAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["coordination.web.permissions.HasActor"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "coordination.web.api.handle_exception",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Samspil",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Aftaler og rådgivning på tværs af region, kommuner og almen praksis.",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PATH_CONVERTER_OVERRIDES": {"year": {"type": "integer", "minimum": 2000, "maximum": 2099}},
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    "SCOPES": {
        "patients:read": "Slå en borger op",
        "acute:read": "Læse anmodninger om rådgivning",
        "acute:write": "Sende, tage og besvare anmodninger",
        "consultants:read": "Læse konsulenter, timer, knaster og forbedringspunkter",
        "consultants:write": "Ansætte konsulenter, registrere timer, melde knaster og forbedre",
        "discharges:read": "Læse meldte udskrivninger",
        "discharges:write": "Melde udskrivninger og sige, at man er klar",
        "agreements:read": "Læse aftaler og frister",
        "agreements:write": "Skrive aftaler, varsler og beslutninger",
        "claims:read": "Læse krav",
        "claims:write": "Godkende, afvise og indsende krav",
    },
    "DEFAULT_SCOPES": [],
    "ACCESS_TOKEN_EXPIRE_SECONDS": 15 * 60,
    "ALLOWED_GRANT_TYPES": ["client_credentials"],
}

# Celery: a message says "look now", nothing more; rows are the truth (DESIGN 4).
REDIS_URL = env("REDIS_URL")
TICK_SECONDS = float(env("SAMSPIL_TICK_SECONDS", "60" if PRODUCTION else "10"))
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_TASK_TIME_LIMIT = 180
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "health_check_interval": 15,
}
HOUR = 3600.0
CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": every, "options": {"expires": max(every * 3, 30)}}
    for task, every in {
        "acute.tasks.fire_due_steps": min(TICK_SECONDS, 10),
        "coordination.notices.tasks.refresh_deadlines": TICK_SECONDS,
        "coordination.notices.tasks.remind_bodies": TICK_SECONDS,
        "coordination.notices.tasks.remind_councils": TICK_SECONDS,
        "coordination.notices.tasks.put_into_effect": TICK_SECONDS,
        "consultants.tasks.remind_mileage": TICK_SECONDS,
        "consultants.tasks.remind_points": TICK_SECONDS,
        "consultants.tasks.remind_terms": TICK_SECONDS,
        "discharges.tasks.remind_to_get_ready": TICK_SECONDS,
        "coordination.ledger.tasks.track_budgets": TICK_SECONDS,
        "coordination.ledger.tasks.refresh_forecasts": TICK_SECONDS,
        "coordination.reminders.tasks.send_due_reminders": TICK_SECONDS,
        "coordination.parties.tasks.apply_moves": HOUR if PRODUCTION else TICK_SECONDS,
        "acute.tasks.scan_attachments": TICK_SECONDS,
        "coordination.web.tasks.forget_old_answers": HOUR,
        "coordination.access.tasks.forget_expired_logins": HOUR,
    }.items()
}
if DEMO:  # its clock can go back, and what has ended cannot: there the dates alone say it
    del CELERY_BEAT_SCHEDULE["coordination.notices.tasks.put_into_effect"]

# Malware scanner for attachments: tcp://HOST:3310 or unix:///PATH; without one they are marked.
CLAMD = env("SAMSPIL_CLAMD", "")
if CLAMD and urlsplit(CLAMD).scheme not in ("tcp", "unix"):
    raise ImproperlyConfigured("SAMSPIL_CLAMD must be tcp://HOST:PORT or unix:///PATH")

# Files: refused by their length before they are read; small ones stay in memory.
UPLOAD_LIMIT = 30 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "coordination.web.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Mail: a mailbox page in demo mode and tests, SMTP in production.
MAIL_DOMAIN = env("SAMSPIL_MAIL_DOMAIN", "samspil.invalid")
DEFAULT_FROM_EMAIL = f"Samspil <svar-ikke@{MAIL_DOMAIN}>"
EMAIL_TIMEOUT = 10
if PRODUCTION:
    smtp = urlsplit(env("EMAIL_URL"))
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = smtp.hostname, smtp.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = (
        unquote(smtp.username or ""),
        unquote(smtp.password or ""),
    )
    EMAIL_USE_TLS = smtp.scheme == "smtp+tls"
else:
    EMAIL_BACKEND = "coordination.reminders.mailbox.MailboxBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_cpr": {"()": "coordination.base.logs.NoCpr"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_cpr"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
