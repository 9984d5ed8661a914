"""The Celery app. Each installed app contributes its `tasks` and `schedule` modules."""

import gc
import os

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="schedule")


@worker_process_init.connect
def settle_memory(**_kept: object) -> None:
    """Keep the garbage collector from walking through the loaded program again and again: an import gains a fifth."""
    gc.collect()
    gc.freeze()
