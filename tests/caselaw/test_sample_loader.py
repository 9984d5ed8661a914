"""manage.py load_sample: the landmark cases, published by two people."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pghistory.models
import pytest
from django.core.management import CommandError, call_command

from caselaw.actions import cases
from caselaw.actions import sample as loader
from caselaw.choices import AnonymisationState, CaseStatus, TitlePolicy
from caselaw.models import Case, SearchDocument, Source
from portal.core.models import User
from tests.factories.core import NOW

pytestmark = pytest.mark.django_db


def _few(tmp_path: Path, *slugs: str, **changes: Any) -> Path:
    """Write a file with some cases of the sample, changed."""
    content = json.loads(loader.SAMPLE.read_text(encoding="utf-8"))
    content["cases"] = [case | changes for case in content["cases"] if case["slug"] in slugs]
    path = tmp_path / "few.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_all_86_cases_are_published_and_found() -> None:
    out = StringIO()

    call_command("load_sample", stdout=out)

    assert out.getvalue().startswith("Sample data: 86 cases read, 86 created, 0 updated, 0 unchanged, 86 published")
    assert Case.objects.published().count() == SearchDocument.objects.count() == 86


@pytest.mark.usefixtures("sample")
def test_a_second_run_leaves_no_trace() -> None:
    events = pghistory.models.Events.objects.count()
    before = list(Case.objects.order_by("pk").values())

    loaded = loader.load(now=NOW)

    assert (loaded.summary.unchanged, loaded.published) == (86, 0)
    assert list(Case.objects.order_by("pk").values()) == before
    assert pghistory.models.Events.objects.count() == events


@pytest.mark.usefixtures("sample")
def test_one_person_imports_and_publishes_and_another_checks() -> None:
    case = Case.objects.get(source_id="siliadin-v-france")
    assert case.created_by.email == "admin@example.org"
    assert case.cleared_by is not None
    assert case.cleared_by.email == "editor@example.org"


def test_official_titles_are_shown_where_the_court_publishes_them(tmp_path: Path) -> None:
    path = _few(tmp_path, "siliadin-v-france", "darshan-masih-v-the-state", "s-v-mabuza-and-chauke-2014", "le-v-greece")

    loader.load(now=NOW, path=path)

    policies = dict(Case.objects.values_list("source_id", "title_policy"))
    assert policies == {
        "siliadin-v-france": TitlePolicy.OFFICIAL,
        "darshan-masih-v-the-state": TitlePolicy.OFFICIAL,
        "s-v-mabuza-and-chauke-2014": TitlePolicy.INITIALS,
        "le-v-greece": TitlePolicy.NAMES_NO_VICTIM,
    }
    shown = Case.objects.get(title_policy=TitlePolicy.OFFICIAL, source_id="siliadin-v-france")
    assert (shown.title_proposed_by, shown.title_confirmed_by) == (
        User.objects.get(email="editor@example.org"),
        User.objects.get(email="admin@example.org"),
    )


def test_each_step_is_recorded_under_the_person_who_took_it(tmp_path: Path) -> None:
    loader.load(now=NOW, path=_few(tmp_path, "le-v-greece"))

    events = pghistory.models.Events.objects.tracks(Case.objects.get()).order_by("pgh_id")
    people = dict(User.objects.values_list("pk", "email"))
    assert [(event.pgh_context["action"], people[event.pgh_context["user"]]) for event in events] == [
        ("cases.imported", "admin@example.org"),
        ("case.submitted", "admin@example.org"),
        ("case.accepted", "editor@example.org"),
        ("case.anonymisation_cleared", "editor@example.org"),
        ("case.published", "admin@example.org"),
    ]


def test_a_case_that_changed_in_the_file_is_published_anew(tmp_path: Path) -> None:
    loader.load(now=NOW, path=_few(tmp_path, "siliadin-v-france"))
    before = Case.objects.get()

    loaded = loader.load(now=NOW, path=_few(tmp_path, "siliadin-v-france", facts="Other facts."))

    after = Case.objects.get()
    assert (loaded.summary.updated, loaded.published) == (1, 1)
    assert (after.public_id, after.status, after.title_policy) == (
        before.public_id,
        CaseStatus.PUBLISHED,
        TitlePolicy.OFFICIAL,
    )
    assert after.texts.get().fact_summary == "Other facts."


def test_a_brief_that_somebody_has_hidden_stays_hidden(tmp_path: Path) -> None:
    path = _few(tmp_path, "le-v-greece")
    loader.load(now=NOW, path=path)
    case = Case.objects.get()
    cases.hide(case_id=case.pk, by=case.created_by, now=NOW)

    loaded = loader.load(now=NOW, path=path)

    assert loaded.published == 0
    assert Case.objects.get().anonymisation_state == AnonymisationState.RE_OPENED


def test_links_whose_pages_name_victims_are_withheld(tmp_path: Path) -> None:
    loader.load(now=NOW, path=_few(tmp_path, "s-v-mabuza-and-chauke-2014"))

    assert {source.public_url for source in Source.objects.all()} == {""}


def test_a_portal_without_sample_data_refuses(settings: Any) -> None:
    settings.SAMPLE_DATA = False

    with pytest.raises(CommandError, match="development only"):
        call_command("load_sample")

    assert not Case.objects.exists()
    assert not User.objects.exists()
