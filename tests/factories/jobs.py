"""Background work."""

import uuid

import factory
from factory.django import DjangoModelFactory

from portal.jobs.choices import JobState
from portal.jobs.models import Job, JobFile
from tests.factories.core import NOW, PrivateFileFactory, UserFactory


class JobFactory(DjangoModelFactory[Job]):
    """A job that waits; traits: running, succeeded, failed, cancelled."""

    class Meta:
        model = Job

    class Params:
        running = factory.Trait(
            state=JobState.RUNNING,
            lease=factory.Sequence(lambda n: uuid.UUID(int=n + 1)),
            attempts=1,
            started_at=NOW,
            heartbeat_at=NOW,
        )
        succeeded = factory.Trait(state=JobState.SUCCEEDED, finished_at=NOW)
        failed = factory.Trait(state=JobState.FAILED, finished_at=NOW, error="It failed.")
        cancelled = factory.Trait(state=JobState.CANCELLED, finished_at=NOW)

    kind = "test.nothing"
    title = factory.Sequence(lambda n: f"Job {n}")
    owner = factory.SubFactory(UserFactory)
    queued_at = NOW


class JobFileFactory(DjangoModelFactory[JobFile]):
    """A file that a job made."""

    class Meta:
        model = JobFile

    job = factory.SubFactory(JobFactory)
    file = factory.SubFactory(PrivateFileFactory)
