"""Differences on a developer's machine and under `make run`: embedded servers, demo accounts, sample data."""

from portal.settings import env
from portal.settings.base import *  # noqa: F403  settings modules extend one another by design
from portal.settings.base import VAR

DEBUG = env.flag("DEBUG", default=False)
# Not a secret: it protects the demo accounts of a portal that listens on loopback only.
SECRET_KEY = env.text("SECRET_KEY", "development-key-for-the-loopback-interface-only-0123456789")
# Likewise no secret.
FIELD_ENCRYPTION_KEYS = env.encryption_keys("FIELD_ENCRYPTION_KEYS", "h1uTgIZunVbnEQsO4xCWLBbZ1K4QP4KdYr3_0svnxh0=")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
DATABASES = {"default": env.database(VAR)}
CELERY_BROKER_URL = env.broker_url(VAR)
CACHES = {"default": {"BACKEND": "portal.core.caching.ForgivingCache", "LOCATION": env.cache_url(VAR)}}
EMAIL_BACKEND = env.text("PORTAL_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR / "mail"
SAMPLE_DATA = True
# Browsers treat http://localhost as safe, and passkeys are made for it.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Names of static files are hashed as in production, but nothing is compressed: that took a third of a first start.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    "css",
    "eot",
    "html",
    "js",
    "json",
    "map",
    "md",
    "png",
    "svg",
    "ttf",
    "txt",
    "woff",
    "woff2",
]
