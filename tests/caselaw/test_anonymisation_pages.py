"""The page of the check for names, its list, and the page of redaction."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from caselaw.actions import anonymisation
from caselaw.models import Case, RedactionRecord, ScreeningAcceptance, SuppressedName
from portal.core.models import User
from tests.factories.caselaw import CaseFactory, CaseTextFactory
from tests.factories.core import NOW, UserFactory

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
VIEW, ACCEPT, KEEP, REDACT = (
    f"caselaw.{name}" for name in ("view_case", "accept_hit", "keep_suppressed_names", "redact_case")
)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer() -> User:
    return UserFactory(permissions=(VIEW, ACCEPT, KEEP, REDACT))


@pytest.fixture
def case() -> Case:
    case = CaseFactory()
    CaseTextFactory(case=case, fact_summary="Mrs <b>Vargas</b> wrote from rosa@mail.example. Mrs Vargas fled.")
    return case


def address(name: str, case: Case) -> str:
    return reverse(f"caselaw:desk-{name}", kwargs={"uuid": case.uuid})


def test_the_addresses(case: Case) -> None:
    assert address("screening", case) == f"/desk/cases/{case.uuid}/screening/"
    assert address("redaction", case) == f"/desk/cases/{case.uuid}/redaction/"


@pytest.mark.parametrize("name", ["screening", "redaction"])
def test_visitors_sign_in_and_strangers_find_nothing(case: Case, client_for: SignIn, name: str) -> None:
    assert Client().get(address(name, case)).status_code == 302
    assert client_for(UserFactory()).get(address(name, case)).status_code in {403, 404}


def test_the_author_sees_the_hits_and_may_accept_none(case: Case, client_for: SignIn) -> None:
    Permission.objects.get_or_create(
        codename="contribute_case", content_type=ContentType.objects.get_for_model(Case), defaults={"name": "Write"}
    )
    author = UserFactory(permissions=("caselaw.contribute_case",))
    Case.objects.filter(pk=case.pk).update(created_by=author)

    answer = client_for(author).get(address("screening", case))

    assert answer.status_code == 200
    assert "<mark>rosa@mail.example</mark>" in answer.text
    assert "<b>Vargas" not in answer.text
    assert 'name="fingerprint"' not in answer.text
    assert "Names to suppress" not in answer.text


def test_a_hit_is_accepted_with_a_reason(case: Case, client_for: SignIn, officer: User) -> None:
    browser = client_for(officer)
    hit = next(hit for hit in anonymisation.open_hits(case) if hit.kind == "mail")

    refused = browser.post(address("screening", case), {"fingerprint": hit.fingerprint, "reason": ""})
    done = browser.post(address("screening", case), {"fingerprint": hit.fingerprint, "reason": "Made up."})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert ScreeningAcceptance.objects.get().reason == "Made up."
    assert "Made up." in browser.get(address("screening", case)).text
    browser.post(address("screening", case), {"take_back": hit.fingerprint})
    assert not ScreeningAcceptance.objects.exists()


def test_a_conflict_answers_409_and_a_lacking_permission_403(case: Case, client_for: SignIn, officer: User) -> None:
    gone = {"fingerprint": "0" * 64, "reason": "x"}

    assert client_for(officer).post(address("screening", case), gone).status_code == 409
    assert client_for(UserFactory(permissions=(VIEW,))).post(address("screening", case), gone).status_code == 403


def test_the_list_is_kept_on_the_page(case: Case, client_for: SignIn, officer: User) -> None:
    browser = client_for(officer)

    added = browser.post(address("suppress", case), {"name": "Vargas", "kind": "victim"})
    again = browser.post(address("suppress", case), {"name": "VARGAS", "kind": "victim"})

    assert (added.status_code, again.status_code) == (302, 422)
    assert 'value="VARGAS"' in again.text
    page = browser.get(address("screening", case)).text
    assert "take it out of the text" in page
    browser.post(address("suppress", case), {"remove": str(SuppressedName.objects.get().pk)})
    assert not SuppressedName.objects.exists()


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30])
def test_a_strange_key_is_not_found(case: Case, client_for: SignIn, officer: User, value: str) -> None:
    assert client_for(officer).post(address("suppress", case), {"remove": value}).status_code == 404


def test_nobody_else_reads_the_list(case: Case, client_for: SignIn, officer: User) -> None:
    SuppressedName.objects.create(case=case, name="Esmeralda", added_by=officer, added_at=NOW)
    auditor = UserFactory(permissions=(VIEW, ACCEPT, REDACT))

    assert "Esmeralda" in client_for(officer).get(address("screening", case)).text
    assert "Esmeralda" not in client_for(auditor).get(address("screening", case)).text
    assert client_for(auditor).post(address("suppress", case), {"name": "x", "kind": "victim"}).status_code == 403


def test_redaction_is_previewed_confirmed_and_recorded(case: Case, client_for: SignIn, officer: User) -> None:
    browser = client_for(officer)
    entry = {"texts": "Vargas\nrosa@mail.example", "replacement": "[name removed]", "reason": "names_victim"}

    preview = browser.post(address("redaction", case), entry)
    unsure = browser.post(address("redaction", case), {**entry, "confirm": "1"})

    assert (preview.status_code, unsure.status_code) == (200, 422)
    assert "<mark>Vargas</mark>" in preview.text
    assert "cannot be brought back" in preview.text
    assert not RedactionRecord.objects.exists()

    done = browser.post(address("redaction", case), {**entry, "confirm": "1", "is_understood": "on"})

    assert done.status_code == 302
    assert case.texts.get().fact_summary == (
        "Mrs <b>[name removed]</b> wrote from [name removed]. Mrs [name removed] fled."
    )
    assert "It names a victim" in browser.get(address("redaction", case)).text


def test_a_common_word_is_refused_with_its_reason(case: Case, client_for: SignIn, officer: User) -> None:
    entry = {"texts": "victim\nAl", "replacement": "[name removed]", "reason": "names_victim"}

    answer = client_for(officer).post(address("redaction", case), entry)

    assert answer.status_code == 422
    assert "fewer than three letters" in answer.text
    assert "victim\nAl" in answer.text


def test_answers_are_kept_in_no_cache(case: Case, client_for: SignIn, officer: User) -> None:
    for name in ("screening", "redaction"):
        assert "no-store" in client_for(officer).get(address(name, case)).headers["Cache-Control"]


@pytest.mark.parametrize("prefix", ["/ar", "/fr"])
def test_the_pages_exist_in_other_languages(case: Case, client_for: SignIn, officer: User, prefix: str) -> None:
    addresses = [prefix + address(name, case) for name in ("screening", "redaction")]

    assert [client_for(officer).get(each).status_code for each in addresses] == [200, 200]
