"""The outbox: one message per event and person, at most one repeat after a crash."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail

from portal.core.actions import notices
from portal.core.choices import NoticeState
from portal.core.models import Notice
from portal.core.models.notice import SENDING_GIVEN_UP_AFTER
from tests.factories.core import NOW, NoticeFactory, UserFactory
from tests.faults import constraints_of, refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _writer() -> None:
    notices.register("test.event", lambda notice: ("Subject", f"About {notice.context['what']}."))


def _record(to: object, *, key: str = "event 1") -> None:
    notices.record(kind="test.event", subject_key=key, to=to, context={"what": "a brief"})  # type: ignore[arg-type]


def _twice() -> None:
    person = UserFactory()
    for _ in range(2):
        NoticeFactory(recipient=person, subject_key="event 1")


FAULTS = {
    "core_notice_once_per_event_and_person": _twice,
    "core_notice_at_most_one_repeat": lambda: NoticeFactory(attempts=3),
}


@pytest.mark.parametrize("constraint", FAULTS)
def test_the_database_refuses(constraint: str) -> None:
    with refused_by(constraint):
        FAULTS[constraint]()


def test_each_constraint_has_its_fault() -> None:
    assert set(FAULTS) == constraints_of(Notice)


def test_the_same_event_is_recorded_once_per_person() -> None:
    ana, ben = UserFactory(), UserFactory()

    for person in (ana, ben, ana):
        _record(person)

    assert sorted(Notice.objects.values_list("recipient", flat=True)) == sorted([ana.pk, ben.pk])


def test_a_waiting_notice_is_sent_once_with_a_fixed_message_id() -> None:
    person = UserFactory()
    _record(person)

    sent = [notices.send_due(now=NOW), notices.send_due(now=NOW)]

    notice = Notice.objects.get()
    assert sent == [1, 0]
    assert (notice.state, notice.sent_at) == (NoticeState.SENT, NOW)
    assert [message.to for message in mail.outbox] == [[person.email]]
    assert mail.outbox[0].extra_headers["Message-ID"] == notice.message_id
    assert mail.outbox[0].body == "About a brief."


def test_every_waiting_notice_is_sent_in_one_go() -> None:
    for n in range(3):
        _record(UserFactory(), key=f"event {n}")

    assert notices.send_due(now=NOW) == 3


def test_a_message_whose_sender_died_is_repeated_once_and_never_again() -> None:
    _record(UserFactory())
    times = [NOW + n * (SENDING_GIVEN_UP_AFTER + timedelta(seconds=1)) for n in range(3)]

    with patch.object(notices, "_send", side_effect=KeyboardInterrupt):  # the process dies in the middle of sending
        for now in times[:2]:
            with pytest.raises(KeyboardInterrupt):
                notices.send_due(now=now)

    assert notices.send_due(now=times[2]) == 0
    assert Notice.objects.get().attempts == 2


def test_a_message_is_not_repeated_while_its_sender_may_still_live() -> None:
    NoticeFactory(state=NoticeState.SENDING, attempts=1, started_at=NOW)

    assert not Notice.objects.due(NOW + SENDING_GIVEN_UP_AFTER).exists()
    assert Notice.objects.due(NOW + SENDING_GIVEN_UP_AFTER + timedelta(seconds=1)).exists()


def test_a_mail_server_that_refuses_leaves_a_failed_notice() -> None:
    _record(UserFactory())

    with patch("django.core.mail.EmailMessage.send", side_effect=OSError):
        assert notices.send_due(now=NOW) == 0

    assert Notice.objects.get().state == NoticeState.FAILED
