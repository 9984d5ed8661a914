"""Differences in production. Whatever is secret or belongs to one installation has no default."""

from portal.settings import env
from portal.settings.base import *  # noqa: F403  settings modules extend one another by design

DEBUG = False
SECRET_KEY = env.required("SECRET_KEY")
FIELD_ENCRYPTION_KEYS = env.encryption_keys("FIELD_ENCRYPTION_KEYS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [env.required("ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
DATABASES = {"default": {**env.database(None), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
CELERY_BROKER_URL = env.broker_url(None)
CACHES = {"default": {"BACKEND": "portal.core.caching.ForgivingCache", "LOCATION": env.cache_url(None)}}
SITE_URL = env.required("PORTAL_SITE_URL")
SECOND_FACTOR_REQUIRED = env.flag("PORTAL_SECOND_FACTOR_REQUIRED", default=True)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
SAMPLE_DATA = env.flag("PORTAL_SAMPLE_DATA", default=False)

BEHIND_PROXY = env.flag("PORTAL_BEHIND_PROXY", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.flag("PORTAL_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
