"""Reports of readers: taken in without an account, followed at a secret address, answered at the desk, forgotten."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from caselaw.actions import corrections
from caselaw.actions.corrections import STEPS, Report, ReportedAlreadyError
from caselaw.choices import CaseStatus, CorrectionKind, CorrectionState
from caselaw.forms.corrections import new_stamp
from caselaw.models import Case, CorrectionRequest
from portal.core.errors import IncompleteError, NotAllowedError, WrongStatusError
from portal.core.models import Notice, User
from tests.factories.caselaw import CaseFactory, CorrectionRequestFactory
from tests.factories.core import NOW, UserFactory
from tests.faults import constraints_of, refused_by

pytestmark = pytest.mark.django_db

ClientFor = Callable[[User], Client]
TEXT = "The sentence was five years, not six."


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Forget earlier requests."""
    cache.clear()


def handler() -> User:
    """A person who answers reports."""
    return UserFactory(permissions=("caselaw.answer_correctionrequest",))


def stamp(public_id: str, *, age: timedelta = timedelta(minutes=1)) -> str:
    """Return the stamp of a form that was opened some time ago."""
    moment = timezone.now() - age
    with patch.object(signing.time, "time", return_value=moment.timestamp()):
        return new_stamp(public_id)


def send(client: Client, case: Case, **changes: str) -> object:
    """Hand a report in."""
    values = {"kind": "fact", "text": TEXT, "stamp": stamp(case.public_id), "website": "", **changes}
    return client.post(f"/cases/{case.public_id}/correction/", values)


# Taking in


def test_a_reader_reports_and_follows_the_report(client: Client) -> None:
    case = CaseFactory(published=True)

    response = send(client, case, reporter_name="Ana", reporter_email="ana@reader.example")

    report = CorrectionRequest.objects.get()
    assert (report.case, report.kind, report.text, report.reporter_email) == (
        case,
        "fact",
        TEXT,
        "ana@reader.example",
    )
    status = client.get(response.url)  # type: ignore[attr-defined]
    html = status.content.decode()
    assert "There is no answer yet." in html
    assert "ana@reader.example" not in html and TEXT not in html
    assert status["Referrer-Policy"] == "no-referrer"
    assert "no-store" in status["Cache-Control"]


def test_the_page_of_a_brief_leads_to_the_form(client: Client) -> None:
    case = CaseFactory(published=True)

    assert f"/cases/{case.public_id}/correction/" in client.get(case.get_absolute_url()).content.decode()
    html = client.get(f"/cases/{case.public_id}/correction/").content.decode()
    assert re.search(r'name="stamp" value="[^"]+"', html)
    assert case.title in html


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"website": "https://casino.example"}, "trap for robots"),
        ({"text": "short"}, "at least 10"),
        ({"text": "x" * 4001}, "at most 4000"),
        ({"text": "http://a http://b www.c https://d"}, "At most three addresses"),
        ({"kind": "praise"}, "praise"),
        ({"reporter_email": "nobody"}, "valid email"),
    ],
)
def test_a_faulty_report_is_refused_and_what_was_typed_stays(
    client: Client, changes: dict[str, str], words: str
) -> None:
    response = send(client, CaseFactory(published=True), reporter_name="Ana", **changes)

    html = response.content.decode()  # type: ignore[attr-defined]
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert words in html
    assert 'value="Ana"' in html
    assert not CorrectionRequest.objects.exists()


@pytest.mark.parametrize("age", [timedelta(seconds=0), timedelta(hours=25)])
def test_a_form_sent_too_quickly_or_too_late_is_refused_and_can_be_sent_again(client: Client, age: timedelta) -> None:
    case = CaseFactory(published=True)

    response = send(client, case, stamp=stamp(case.public_id, age=age))

    html = response.content.decode()  # type: ignore[attr-defined]
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert TEXT in html
    again = re.search(r'name="stamp" value="([^"]+)"', html)
    assert again
    with patch.object(signing.time, "time", return_value=timezone.now().timestamp() + 60):
        assert send(client, case, stamp=again[1]).status_code == 302  # type: ignore[attr-defined]


@pytest.mark.parametrize("forged", ["", "made-up", "W10:1:x"])
def test_a_stamp_that_is_not_ours_or_of_another_brief_is_refused(client: Client, forged: str) -> None:
    case, other = CaseFactory(published=True), CaseFactory(published=True)

    assert send(client, case, stamp=forged).status_code == 422  # type: ignore[attr-defined]
    assert send(client, case, stamp=stamp(other.public_id)).status_code == 422  # type: ignore[attr-defined]


def test_a_form_sent_twice_is_one_report(client: Client) -> None:
    case = CaseFactory(published=True)
    same = stamp(case.public_id)

    first, second = send(client, case, stamp=same), send(client, case, stamp=same)

    assert first.url == second.url  # type: ignore[attr-defined]
    assert CorrectionRequest.objects.count() == 1


def test_the_same_words_from_another_form_are_refused_while_the_first_report_waits(client: Client) -> None:
    case = CaseFactory(published=True)
    send(client, case)

    assert send(client, case).status_code == 422  # type: ignore[attr-defined]
    with pytest.raises(ReportedAlreadyError):
        corrections.report(public_id=case.public_id, report=Report("fact", TEXT, "another"), now=NOW)


def test_one_address_sends_ten_reports_an_hour(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "correction": (10, 3600)}
    case = CaseFactory(published=True)

    answers = [send(client, case, text=f"{TEXT} {n}").status_code for n in range(11)]  # type: ignore[attr-defined]

    assert answers == [302] * 10 + [429]


def test_there_is_a_form_for_withdrawn_briefs_without_their_title_and_none_for_others(client: Client) -> None:
    gone = CaseFactory(withdrawn=True, published_at=NOW, official_title="Secret v. State")
    hidden, draft = CaseFactory(hidden=True), CaseFactory()

    response = client.get(f"/cases/{gone.public_id}/correction/")

    assert response.status_code == 200
    assert "Secret" not in response.content.decode()
    for case in (hidden, draft):
        assert client.get(f"/cases/{case.public_id}/correction/").status_code == 404
        assert send(client, case, stamp="").status_code == 404  # type: ignore[attr-defined]


def test_who_opened_the_form_before_the_brief_was_hidden_may_send_it(client: Client) -> None:
    case = CaseFactory(published=True)
    opened = stamp(case.public_id)
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.ON_HOLD, hold_reason="Hidden.")

    assert send(client, case, stamp=opened).status_code == 302  # type: ignore[attr-defined]


def test_only_the_right_secret_opens_the_page_of_a_report(client: Client) -> None:
    report = CorrectionRequestFactory(case=CaseFactory(published=True))
    token = corrections.token_of(report)

    assert client.get(f"/cases/corrections/{token}/").status_code == 200
    for wrong in (token[:-1], f"{report.uuid.hex}", f"{report.uuid.hex}:x", f"{'0' * 32}{token[32:]}"):
        assert client.get(f"/cases/corrections/{wrong}/").status_code == 404


def test_a_person_who_can_be_recognised_alarms_officers_and_editors_once(client: Client) -> None:
    editor, officer = handler(), UserFactory(permissions=("caselaw.clear_case",))
    UserFactory(permissions=("caselaw.view_case",))
    UserFactory(permissions=("caselaw.clear_case",), is_active=False)
    case = CaseFactory(published=True)

    send(client, case, kind="privacy", text="The village names the applicant Secretname.")
    send(client, case)

    notices = Notice.objects.order_by("recipient")
    assert [notice.recipient for notice in notices] == [editor, officer]
    subject, body = corrections.write_reported(notices[0])
    assert case.public_id in subject
    assert "Secretname" not in subject + body + str(notices[0].context)


# Answering


def test_every_step_is_possible_exactly_as_the_table_says() -> None:
    steps: dict[CorrectionState, Callable[[int, User], object]] = {
        CorrectionState.IN_PROGRESS: lambda pk, by: corrections.take(correction_id=pk, by=by, now=NOW),
        CorrectionState.ANSWERED: lambda pk, by: corrections.answer(correction_id=pk, text="Done.", by=by, now=NOW),
        CorrectionState.REJECTED: lambda pk, by: corrections.reject(correction_id=pk, reason="No.", by=by, now=NOW),
    }
    by = handler()
    for state in CorrectionState:
        closed = {} if state in ("new", "in_progress") else {"answer": "x", "closed_at": NOW, "handled_by": by}
        for step, act in steps.items():
            report = CorrectionRequestFactory(state=state, **closed)
            if step in STEPS[state]:
                act(report.pk, by)
                report.refresh_from_db()
                assert report.state == step
            else:
                with pytest.raises(WrongStatusError):
                    act(report.pk, by)


def test_who_may_not_answer_cannot(client_for: ClientFor) -> None:
    report, reader = CorrectionRequestFactory(), UserFactory(permissions=("caselaw.view_correctionrequest",))

    with pytest.raises(NotAllowedError):
        corrections.answer(correction_id=report.pk, text="Done.", by=reader, now=NOW)
    address = f"/desk/corrections/{report.uuid}/"
    assert client_for(UserFactory()).get(address).status_code == 403
    assert client_for(reader).get(address).status_code == 200
    assert client_for(reader).post(address, {"step": "answer", "answer": "Done."}).status_code == 409
    report.refresh_from_db()
    assert report.state == "new"


def test_an_answer_needs_words() -> None:
    with pytest.raises(IncompleteError):
        corrections.answer(correction_id=CorrectionRequestFactory().pk, text=" ", by=handler(), now=NOW)


def test_the_desk_answers_and_the_reporter_reads_it(client: Client, client_for: ClientFor) -> None:
    report, person = CorrectionRequestFactory(case=CaseFactory(published=True)), handler()
    address = f"/desk/corrections/{report.uuid}/"

    assert client_for(person).post(address, {"step": "answer", "answer": ""}).status_code == 422
    assert client_for(person).post(address, {"step": "take"}).status_code == 302
    assert client_for(person).post(address, {"step": "answer", "answer": "It is mended."}).status_code == 302

    html = client.get(f"/cases/corrections/{corrections.token_of(report)}/").content.decode()
    assert "It is mended." in html
    assert person.full_name not in html


def test_the_list_puts_persons_at_risk_first_filters_and_hands_out_no_personal_data(client_for: ClientFor) -> None:
    old = CorrectionRequestFactory(reporter_name="Ana", reporter_email="ana@reader.example")
    urgent = CorrectionRequestFactory(kind=CorrectionKind.PRIVACY, text="Secretname is named.", reported_at=NOW)
    client = client_for(handler())

    page = client.get("/desk/corrections/")
    table = client.get("/desk/corrections/?format=csv").getvalue().decode()

    assert [report.pk for report in page.context["page"].object_list] == [urgent.pk, old.pk]
    assert "hide the brief" in page.content.decode()
    assert str(old.uuid) in table
    assert not any(word in table for word in ("Ana", "ana@reader.example", "Secretname"))
    assert len(client.get("/desk/corrections/?kind=fact&state=new&older_than=7").context["page"].object_list) == 1
    assert len(client.get("/desk/corrections/?state=nothing").context["page"].object_list) == 0


def test_the_list_costs_the_same_for_one_and_for_ten(client_for: ClientFor) -> None:
    client = client_for(handler())
    CorrectionRequestFactory()
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/corrections/")
    CorrectionRequestFactory.create_batch(9)
    with CaptureQueriesContext(connection) as ten:
        client.get("/desk/corrections/")

    assert len(one) == len(ten)


# Forgetting


def test_who_reported_is_forgotten_after_ninety_days_in_every_table() -> None:
    person = handler()
    report = CorrectionRequestFactory(text="Secretname said so.", reporter_name="Ana", reporter_email="a@b.example")
    waiting = CorrectionRequestFactory(reporter_name="Ben")
    corrections.answer(correction_id=report.pk, text="Done.", by=person, now=NOW)

    assert corrections.forget_reporters(now=NOW + timedelta(days=89)) == 0
    assert corrections.forget_reporters(now=NOW + timedelta(days=91)) == 1
    assert corrections.forget_reporters(now=NOW + timedelta(days=92)) == 0

    report.refresh_from_db()
    waiting.refresh_from_db()
    assert (report.reporter_name, report.reporter_email, report.text) == ("", "", "")
    assert waiting.reporter_name == "Ben"
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, ' ') FROM caselaw_correctionrequestevent e")
        kept = str(cursor.fetchone()[0])
    assert "answered" in kept
    assert not any(word in kept for word in ("Secretname", "Ana", "a@b.example"))


FAULTS = {
    "caselaw_correction_text_is_short": {"text": "x" * 4001},
    "caselaw_correction_closed_with_an_answer": {"state": CorrectionState.ANSWERED, "closed_at": NOW},
    "caselaw_correction_forgotten_means_empty": {"forgotten_at": NOW},
}


@pytest.mark.parametrize("constraint", sorted(FAULTS))
def test_the_database_refuses_what_can_never_be_true(constraint: str) -> None:
    with refused_by(constraint):
        CorrectionRequestFactory(**FAULTS[constraint])


def test_the_database_keeps_a_form_once() -> None:
    report = CorrectionRequestFactory()

    with refused_by("caselaw_correction_once_per_text"):
        CorrectionRequestFactory(case=report.case, fingerprint=report.fingerprint)
    assert constraints_of(CorrectionRequest) == {*FAULTS, "caselaw_correction_once_per_text"}
