"""Settings that every environment shares. Values come from the environment; secrets never have a default."""

from pathlib import Path
from typing import Any

import django_stubs_ext
import structlog
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.settings import env

django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(env.text("PORTAL_VAR", str(ROOT / "var")))

INSTALLED_APPS = [
    "portal.core",
    "portal.jobs",
    "portal.pages",
    "caselaw",
    "reports",
    "trustfund",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.core.middleware.RequestLog",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.core.middleware.second_factor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.core.middleware.domain_errors",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.core.context.site",
            ],
            "builtins": ["portal.core.templatetags.ui", "portal.core.templatetags.narrative"],
        },
    }
]
FORM_RENDERER = "portal.core.rendering.FormRenderer"

# Accounts
AUTH_USER_MODEL = "core.User"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "pages:account"
LOGOUT_REDIRECT_URL = "pages:home"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Whether anybody may make an account. It opens nothing: roles come by invitation or from an administrator.
OPEN_SIGN_UP = env.flag("PORTAL_OPEN_SIGN_UP", default=True)
# Whether people whose role needs a second factor are led to set one up before anything else.
SECOND_FACTOR_REQUIRED = env.flag("PORTAL_SECOND_FACTOR_REQUIRED", default=False)
ACCOUNT_ADAPTER = "portal.core.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/300s/key"}
ACCOUNT_FORMS = {
    "login": "portal.core.forms.SignInForm",
    "signup": "portal.core.forms.SignUpForm",
    "add_email": "portal.core.forms.ChangeAddressForm",
    "change_password": "portal.core.forms.ChangePasswordForm",
    "set_password": "portal.core.forms.SetPasswordForm",
    "reset_password": "portal.core.forms.ResetPasswordForm",
    "reset_password_from_key": "portal.core.forms.NewPasswordForm",
    "reauthenticate": "portal.core.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "portal.core.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "portal.core.forms.CodeForm",
    "reauthenticate": "portal.core.forms.ConfirmCodeForm",
    "activate_totp": "portal.core.forms.ActivateAppForm",
    "add_webauthn": "portal.core.forms.AddKeyForm",
    "edit_webauthn": "portal.core.forms.RenameKeyForm",
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"

# Languages: the six of the United Nations. English pages have no prefix.
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ru", "Русский"),
    ("ar", "العربية"),
    ("zh-hans", "中文"),
]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = Path(env.text("PORTAL_FILES", str(VAR / "files")))
STORAGES: dict[str, dict[str, Any]] = {
    # Nothing under "default" has a URL: private files leave only through permission-checked views.
    "default": {"BACKEND": "portal.core.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A file that was not collected must not turn an error page into a second error.
WHITENOISE_MANIFEST_STRICT = False
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
CASE_IMPORT_MAX_BYTES = 100 * 1024 * 1024

# Messages to people
DEFAULT_FROM_EMAIL = env.text("PORTAL_FROM_EMAIL", "portal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_BACKEND = env.text("PORTAL_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("PORTAL_EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("PORTAL_EMAIL_PORT", 25)
SITE_NAME = _("Trafficking in Persons Knowledge Portal")
SITE_URL = env.text("PORTAL_SITE_URL", "http://localhost:8000")
SAMPLE_DATA = False

# Security headers. The policy allows no inline script or style and no other host.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# True when every request comes through a proxy of ours that appends the caller's address to X-Forwarded-For.
BEHIND_PROXY = False
# How often one address may do what costs us work: (requests, seconds). See portal.core.ratelimit.
RATE_LIMITS: dict[str, tuple[int, int]] = {
    "sign-in": (10, 300),
    "search": (120, 60),
    "form": (60, 60),
    "pdf": (20, 60),
    "invitation": (20, 300),
    "correction": (10, 3600),
    "download": (60, 60),
    # Several people of one office may share an address; each keeps entries every few seconds while writing.
    "autosave": (600, 60),
    "lookup": (600, 60),
}

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.core.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "portal.core.api.throttling.AddressThrottle",
        "portal.core.api.throttling.TokenThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anonymous": "300/min", "token": "1200/min"},
    "EXCEPTION_HANDLER": "portal.core.api.errors.problem_details",
    "URL_FORMAT_OVERRIDE": None,  # `format` is a parameter like any other: only json, else 400
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Trafficking in Persons Knowledge Portal API",
    "DESCRIPTION": (
        "Read access to the portal's published case briefs, vocabularies and jurisdictions, and to the instrument of "
        "the country data.\n\n"
        "No key is needed. Requests are limited per address; a refused one answers 429 and says when to come "
        "back. People with an account can make a token there and send it as `Authorization: Bearer tip_…`: it allows "
        "more requests, and opens what its owner may see as far as its scopes go. Unknown or malformed parameters are refused with 400 and the parameter's name. Errors are problem "
        "details (RFC 9457). Every answer has a strong `ETag`; send it back as `If-None-Match` to get 304.\n\n"
        "Text and data: CC BY 4.0 unless a source says otherwise."
    ),
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "CaseStatus": "caselaw.choices.CaseStatus",
        "FindingStatus": "caselaw.choices.FindingStatus",
        "JobState": "portal.jobs.choices.JobState",
        "RoundState": "reports.choices.RoundState",
        "SubmissionState": "reports.choices.SubmissionState",
        "QuestionKind": "reports.choices.QuestionKind",
    },
}

# Background work: settings as measured in docs/decisions.md (2026-11-22, Celery).
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULE = {
    "requeue-lost-jobs": {"task": "portal.jobs.schedule.requeue_lost_jobs", "schedule": 10.0},
    "deem-no-objection": {"task": "reports.schedule.deem_no_objection", "schedule": 3600.0},
    "delete-expired-suppressed-names": {
        "task": "caselaw.schedule.delete_expired_suppressed_names",
        "schedule": 3600.0,
    },
    "escalate-country-data": {"task": "reports.schedule.escalate", "schedule": 6 * 60 * 60.0},
    "finish-redactions": {"task": "caselaw.schedule.finish_redactions", "schedule": 60.0},
    "forget-reporters": {"task": "caselaw.schedule.forget_reporters", "schedule": 6 * 60 * 60.0},
    "remind-respondents": {"task": "reports.schedule.remind", "schedule": 3600.0},
    "send-notices": {"task": "portal.core.schedule.send_notices", "schedule": 10.0},
    "sweep-form-drafts": {"task": "caselaw.schedule.sweep_form_drafts", "schedule": 24 * 60 * 60.0},
    "warn-of-expiring-tokens": {"task": "portal.core.schedule.warn_of_expiring_tokens", "schedule": 3600.0},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# The audit trail (portal.core.audit)
PGHISTORY_APPEND_ONLY = True

# Logging: one JSON line per event, with the request's or the job's id. No personal data, no search terms.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(),
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.stdlib.add_logger_name,
                structlog.stdlib.add_log_level,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django_structlog": {"level": "WARNING"},
        # Says the same once more, with secrets of addresses in the path.
        "django.request": {"level": "CRITICAL"},
        "django.server": {"level": "WARNING"},
    },
}
