"""The outbox: one message per event and person, at most one repeat after a crash."""

import contextlib
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.utils.translation import gettext as _

from portal.core.actions import notices
from portal.core.choices import NoticeState, WorkNotices
from portal.core.models import Notice
from portal.core.models.notice import RETRY_AFTER, SENDING_GIVEN_UP_AFTER
from tests.factories.core import NOW, NoticeFactory, UserFactory
from tests.faults import constraints_of, refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _writer() -> None:
    notices.register("test.event", lambda notice: ("Subject", f"About {notice.context['what']}."))
    notices.register("test.work", lambda notice: (f"{_('Sign in')} {notice.subject_key}", "Work."), is_work=True)
    notices.register("test.secret", lambda notice: ("Link", notice.context["link"]), is_secret=True)


def _record(to: object, *, key: str = "event 1") -> None:
    notices.record(kind="test.event", subject_key=key, to=to, context={"what": "a brief"})  # type: ignore[arg-type]


def _twice() -> None:
    person = UserFactory()
    for _turn in range(2):
        NoticeFactory(recipient=person, subject_key="event 1")


def _twice_to_an_address() -> None:
    for _turn in range(2):
        NoticeFactory(recipient=None, address="ana@portal.example", subject_key="event 1")


FAULTS = {
    "core_notice_once_per_event_and_address": _twice_to_an_address,
    "core_notice_goes_to_a_person_or_an_address": lambda: NoticeFactory(recipient=None),
    "core_notice_five_tries_at_most": lambda: NoticeFactory(failures=6),
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


def test_a_refusal_is_tried_five_times_over_a_day_and_then_given_up() -> None:
    _record(UserFactory())
    times = [NOW + sum(RETRY_AFTER[:n], timedelta(0)) for n in range(len(RETRY_AFTER) + 1)]

    with patch("django.core.mail.EmailMessage.send", side_effect=OSError) as send:
        for now in times:
            notices.send_due(now=now - timedelta(seconds=1) if now != NOW else now)
            notices.send_due(now=now)
        notices.send_due(now=NOW + timedelta(days=30))

    notice = Notice.objects.get()
    assert send.call_count == 5
    assert (notice.state, notice.failures, notice.retry_at) == (NoticeState.FAILED, 5, None)
    assert times[-1] - NOW < timedelta(days=1)


def test_a_message_that_was_refused_once_arrives_at_the_next_try() -> None:
    _record(UserFactory())
    with patch("django.core.mail.EmailMessage.send", side_effect=OSError):
        notices.send_due(now=NOW)

    assert notices.send_due(now=NOW + RETRY_AFTER[0]) == 1

    notice = Notice.objects.get()
    assert (notice.state, notice.attempts, notice.failures) == (NoticeState.SENT, 1, 1)


def test_after_a_refusal_a_crash_is_still_repeated_only_once() -> None:
    _record(UserFactory())
    with patch("django.core.mail.EmailMessage.send", side_effect=OSError):
        notices.send_due(now=NOW)
    now = NOW + RETRY_AFTER[0]

    with patch.object(notices, "_send", side_effect=KeyboardInterrupt) as send:
        for turn in range(4):
            later = now + turn * (SENDING_GIVEN_UP_AFTER + timedelta(seconds=1))
            with contextlib.suppress(KeyboardInterrupt):
                notices.send_due(now=later)

    assert send.call_count == 2


def test_a_message_is_written_in_the_language_of_its_reader() -> None:
    for language in ("fr", ""):
        notices.record(kind="test.work", subject_key=language, to=UserFactory(language=language), context={})

    notices.send_due(now=NOW)

    assert [message.subject.strip() for message in mail.outbox] == ["Se connecter fr", "Sign in"]


def test_a_message_to_an_address_without_account_is_recorded_once() -> None:
    for _turn in range(2):
        notices.record_to_address(
            kind="test.event", subject_key="1", address="ana@portal.example", language="en", context={"what": "x"}
        )

    assert notices.send_due(now=NOW) == 1
    assert mail.outbox[0].to == ["ana@portal.example"]


def test_the_outbox_forgets_a_secret_once_it_is_sent() -> None:
    notices.record_to_address(
        kind="test.secret", subject_key="1", address="ana@portal.example", language="en", context={"link": "/secret"}
    )

    notices.send_due(now=NOW)

    assert mail.outbox[0].body == "/secret"
    assert Notice.objects.get().context == {}


# What people chose to hear of work

SIX = datetime(2026, 3, 3, 6, tzinfo=UTC)


def _work(to: object, *keys: str, at: datetime = NOW) -> None:
    for key in keys:
        notices.record(kind="test.work", subject_key=key, to=to, context={})  # type: ignore[arg-type]
        Notice.objects.filter(subject_key=key).update(created_at=at)


def test_work_waits_for_the_daily_e_mail_and_goes_out_as_one() -> None:
    person = UserFactory(work_notices=WorkNotices.DAILY)
    _work(person, "a", "b")

    assert notices.send_due(now=NOW) == 0
    assert notices.send_due(now=SIX - timedelta(seconds=1)) == 0
    assert notices.send_due(now=SIX) == 1
    assert notices.send_due(now=SIX + timedelta(hours=1)) == 0

    digest = Notice.objects.get(kind=notices.DIGEST)
    assert mail.outbox[0].extra_headers["Message-ID"] == digest.message_id
    assert "Sign in a" in mail.outbox[0].body
    assert "Sign in b" in mail.outbox[0].body
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.SENT}


def test_a_daily_e_mail_goes_out_late_when_nobody_worked_at_six() -> None:
    _work(UserFactory(work_notices=WorkNotices.DAILY), "a")

    assert notices.send_due(now=SIX + timedelta(hours=7)) == 1


def test_what_comes_after_six_waits_for_tomorrow() -> None:
    person = UserFactory(work_notices=WorkNotices.DAILY)
    _work(person, "a")
    notices.send_due(now=SIX)
    _work(person, "late", at=SIX - timedelta(seconds=1))  # committed late
    _work(person, "b", at=SIX + timedelta(seconds=1))

    assert notices.send_due(now=SIX + timedelta(hours=2)) == 0
    assert notices.send_due(now=SIX + timedelta(days=1)) == 1
    assert "Sign in late" in mail.outbox[1].body
    assert "Sign in b" in mail.outbox[1].body


def test_two_people_get_each_their_own() -> None:
    for name in ("a", "b"):
        _work(UserFactory(work_notices=WorkNotices.DAILY, email=f"{name}@portal.example"), name)

    assert notices.send_due(now=SIX) == 2
    assert {(message.to[0][0], message.body.split()[2]) for message in mail.outbox} == {("a", "a"), ("b", "b")}


def test_a_sender_killed_in_the_middle_of_a_daily_e_mail_repeats_it_once() -> None:
    _work(UserFactory(work_notices=WorkNotices.DAILY), "a")
    with patch.object(notices, "_send", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        notices.send_due(now=SIX)

    assert notices.send_due(now=SIX + timedelta(minutes=1)) == 0
    assert notices.send_due(now=SIX + SENDING_GIVEN_UP_AFTER + timedelta(seconds=1)) == 1
    assert len(mail.outbox) == 1


def test_who_wants_no_mail_about_work_gets_none_and_the_rest_still_comes() -> None:
    person = UserFactory(work_notices=WorkNotices.NONE)
    _work(person, "a")
    _record(person)

    assert notices.send_due(now=SIX) == 1
    assert mail.outbox[0].subject == "Subject"
    assert Notice.objects.get(subject_key="a").state == NoticeState.UNWANTED
