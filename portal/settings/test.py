"""Differences in the test run. The servers are started by portal.embedded.pytest_plugin."""

import os

from portal.settings import env
from portal.settings.base import *  # noqa: F403  settings modules extend one another by design
from portal.settings.base import RATE_LIMITS, REST_FRAMEWORK, STORAGES, VAR

DEBUG = False
SECRET_KEY = "tests-only"  # noqa: S105  no secret: it signs nothing outside the test run
FIELD_ENCRYPTION_KEYS = ["h1uTgIZunVbnEQsO4xCWLBbZ1K4QP4KdYr3_0svnxh0="]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": env.database(VAR)}
DATABASES["default"]["TEST"] = {"NAME": "test_portal" + os.environ.get("PORTAL_TEST_DB_SUFFIX", "")}
# Lets the test run empty tables between tests; see portal.core.audit.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c portal.allow_truncate=on"
CELERY_BROKER_URL = env.broker_url(VAR)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Nothing is collected here; without this WhiteNoise warns that STATIC_ROOT is missing.
WHITENOISE_AUTOREFRESH = True
# A folder for each worker of a parallel run.
MEDIA_ROOT = VAR / "test-files" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
SAMPLE_DATA = True
# Limits have tests of their own; elsewhere they would only make tests depend on one another.
RATE_LIMITS.update(dict.fromkeys(RATE_LIMITS, (1_000_000, 60)))
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = {"anonymous": "1000000/min", "token": "1000000/min"}
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]  # allauth's way to have none
MFA_RATE_LIMITS = False
# The journeys speak plain HTTP to localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
