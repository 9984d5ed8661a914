"""What is typed is kept on the server, for its owner alone, until it is saved or given up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from caselaw.actions import form_drafts
from caselaw.models import Case, FormDraft
from caselaw.schedule import sweep_form_drafts
from portal.core.models import User
from tests.caselaw.test_admin import whole_brief
from tests.caselaw.writing import address, changed, contributor, from_page, opened, with_row
from tests.factories.core import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db: None) -> User:
    """A contributor."""
    return contributor()


@pytest.fixture
def browser(author: User, client_for: Callable[[User], Client]) -> Client:
    """A browser in which the contributor is signed in."""
    return client_for(author)


@pytest.fixture
def case(author: User) -> Case:
    """A draft of the contributor."""
    return whole_brief(created_by=author)


def test_entries_are_kept_even_when_they_are_wrong(browser: Client, case: Case) -> None:
    data = opened(browser, case, official_title="", decision_date="someday")

    response = browser.post(address(case, "desk-autosave"), data)

    assert response.status_code == 200
    assert "kept_at" in response.json()
    assert FormDraft.objects.get().data["decision_date"] == ["someday"]
    assert Case.objects.get().official_title == case.official_title


def test_on_opening_again_the_page_asks(browser: Client, case: Case) -> None:
    browser.post(address(case, "desk-autosave"), opened(browser, case, official_title="Typed"))

    page = browser.get(address(case)).content.decode()

    assert "You have entries that were not saved into the brief" in page
    assert "Typed" not in page


def test_whoever_continues_has_everything_back_and_can_save(browser: Client, case: Case) -> None:
    data = with_row(opened(browser, case, official_title="Typed"), "sources", citation="Second", kind="judgment")
    browser.post(address(case, "desk-autosave"), data)

    again = from_page(browser.get(address(case), {"draft": "1"}))

    assert again["official_title"] == ["Typed"]
    assert again["sources-1-citation"] == ["Second"]
    assert browser.post(address(case), again).status_code == 302
    assert Case.objects.get().official_title == "Typed"
    assert not FormDraft.objects.exists()


def test_whoever_discards_sees_the_brief_as_stored(browser: Client, case: Case) -> None:
    browser.post(address(case, "desk-autosave"), opened(browser, case, official_title="Typed"))

    browser.post(address(case), {"discard": "1"})

    assert not FormDraft.objects.exists()
    assert from_page(browser.get(address(case)))["official_title"] == [case.official_title]


def test_a_button_keeps_for_later_without_scripts(browser: Client, case: Case) -> None:
    response = browser.post(address(case), opened(browser, case, official_title="", keep="1"), follow=True)

    assert "kept for later" in response.content.decode()
    assert from_page(response).get("official_title") is None
    assert response.context["problems"] == []


def test_nobody_else_sees_them(browser: Client, case: Case, editor: User, client_for: Callable[[User], Client]) -> None:
    browser.post(address(case, "desk-autosave"), opened(browser, case, official_title="Typed"))

    assert from_page(client_for(editor).get(address(case)))["official_title"] == [case.official_title]
    assert not FormDraft.objects.visible_to(editor).exists()


def test_without_a_session_the_page_is_told_so(client: Client, case: Case) -> None:
    assert client.post(address(case, "desk-autosave"), {"official_title": "Typed"}).status_code == 401
    assert not FormDraft.objects.exists()


def test_files_and_tokens_are_not_kept(browser: Client, case: Case) -> None:
    data = changed(opened(browser, case), csrfmiddlewaretoken="secret", **{"source-text": "Judgment"})

    browser.post(address(case, "desk-autosave"), data)

    assert not {"csrfmiddlewaretoken", "base", "source-text"} & set(FormDraft.objects.get().data)


def test_a_null_character_does_no_harm(browser: Client, case: Case) -> None:
    response = browser.post(address(case, "desk-autosave"), opened(browser, case, official_title="a\x00b"))

    assert response.status_code == 200
    assert FormDraft.objects.get().data["official_title"] == ["ab"]


def test_too_much_is_refused(browser: Client, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_drafts, "MOST_CHARACTERS", 100)

    assert browser.post(address(case, "desk-autosave"), opened(browser, case)).status_code == 409


def test_after_ninety_days_they_are_swept(browser: Client, case: Case, author: User) -> None:
    browser.post(address(case, "desk-autosave"), opened(browser, case))
    sweep_form_drafts()
    assert FormDraft.objects.count() == 1

    FormDraft.objects.update(saved_at=timezone.now() - timedelta(days=91))
    sweep_form_drafts()

    assert not FormDraft.objects.exists()


def test_a_person_has_one_set_of_entries_per_brief(case: Case, author: User) -> None:
    FormDraft.objects.create(case=case, user=author, data={}, saved_at=NOW)

    with pytest.raises(IntegrityError, match="caselaw_formdraft_once_per_person"), transaction.atomic():
        FormDraft.objects.create(case=case, user=author, data={}, saved_at=NOW)


def test_a_row_that_holds_nothing_is_refused(case: Case, author: User) -> None:
    with pytest.raises(IntegrityError, match="caselaw_formdraft_holds_something"), transaction.atomic():
        FormDraft.objects.create(case=case, user=author, saved_at=NOW)


def test_they_are_no_part_of_the_history_of_the_brief(browser: Client, case: Case) -> None:
    browser.post(address(case, "desk-autosave"), opened(browser, case, official_title="Typed"))

    assert not case.events.filter(official_title="Typed").exists()
