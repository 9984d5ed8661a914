"""The Django project: what the three apps share, and the process entry points."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
