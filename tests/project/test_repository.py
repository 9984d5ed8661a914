"""What holds for the whole repository: sizes, migrations, administration, audit trail, templates, addresses."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import connection, models
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("portal", "caselaw", "reports", "trustfund")
OWN_APPS = ("core", "jobs", "pages", "caselaw", "reports", "trustfund")
MOST_LINES_OF_FILE, MOST_LINES_OF_FUNCTION = 400, 50

# Models without an entry in the administration, and why.
WITHOUT_ADMIN = {
    "core.CountryAlias": "on the page of its country",
    "core.RegionMembership": "loaded with its scheme",
    "core.TermAlias": "on the page of its term",
    "core.TermLabel": "on the page of its term",
    "core.RolePermission": "a many-to-many table",
    "core.SensitiveReading": "an entry of the audit log",
    "core.UserPermission": "a many-to-many table",
    "core.UserRole": "a many-to-many table",
    "core.CountryRole": "on the page of its person",
    "core.Address": "on the account's own page",
    "core.SecondFactor": "on the account's own page; an administrator may only remove all",
    "jobs.JobFile": "on the page of its job",
    "jobs.WorkerSign": "one row, shown by readyz",
    "caselaw.Attachment": "on the page of its brief",
    "caselaw.CaseCountry": "a many-to-many table",
    "caselaw.CaseIdentifier": "on the page of its brief",
    "caselaw.CaseRelation": "on the page of its brief",
    "caselaw.CaseSector": "on the page of its brief",
    "caselaw.CaseText": "on the page of its brief",
    "caselaw.Charge": "on the page of its defendant",
    "caselaw.CaseAuthor": "written by the actions that edit a brief",
    "caselaw.CaseComment": "written at the desk",
    "caselaw.CaseVersion": "kept by publishing, shown at the desk",
    "caselaw.CorrectionRequest": "answered at the desk",
    "caselaw.FormDraft": "seen by its owner alone",
    "caselaw.ImportFinding": "on the page of its import",
    "caselaw.ImportItem": "on the page of its import",
    "caselaw.DefendantNationality": "a many-to-many table",
    "caselaw.DefendantRole": "a many-to-many table",
    "caselaw.ElementFinding": "on the page of its brief",
    "caselaw.FacetValue": "made by the search index",
    "caselaw.Proceeding": "on the page of its brief",
    "caselaw.ProvisionInterpretation": "on the page of its brief",
    "caselaw.PublicChange": "made by a trigger",
    "caselaw.RouteLeg": "on the page of its brief",
    "caselaw.Sanction": "on the page of its defendant",
    "caselaw.RedactionRecord": "made by redactions, shown on the page of the brief",
    "caselaw.ScreeningAcceptance": "given on the page of the check for names",
    "caselaw.SearchDocument": "made by the search index",
    "caselaw.Source": "on the page of its brief",
    "caselaw.SuppressedName": "visible to two roles only, on the page of the check for names",
    "caselaw.VictimGroup": "on the page of its brief",
    "caselaw.VictimNationality": "a many-to-many table",
    "caselaw.VictimRecruitment": "a many-to-many table",
    "caselaw.WatchedCase": "the table of briefs again, for a trigger",
    "reports.ClarificationMessage": "on the page of its clarification",
    "reports.SectionProgress": "on the page of its submission",
    "reports.WorkbookUpload": "on the page of its country's answers",
}
# Models whose rows no person edits; every other one is tracked by the audit trail.
UNTRACKED = {
    "core.Notice": "written by the outbox",
    "core.PrivateFile": "written once, never changed",
    "core.Region": "loaded from a file of the repository",
    "core.RegionMembership": "loaded from a file of the repository",
    "core.RegionScheme": "loaded from a file of the repository",
    "jobs.Job": "its row is its own record",
    "jobs.JobFile": "written once, never changed",
    "jobs.WorkerSign": "written by the worker",
    "caselaw.CaseAuthor": "follows from the edits, which are tracked",
    "caselaw.CaseVersion": "kept for good and never changed",
    "caselaw.FacetValue": "made by the search index",
    "caselaw.FormDraft": "entries that are no part of a brief yet",
    "caselaw.ImportBatch": "its row is its own record",
    "caselaw.PublicChange": "made by a trigger",
    "caselaw.ImportItem": "part of an import",
    "caselaw.ImportFinding": "part of an import",
    "caselaw.SearchDocument": "made by the search index",
    "reports.ClarificationMessage": "written once, never changed",
    "reports.PublishedDefect": "written once, never changed",
    "reports.PublishedObservation": "written once, never changed",
    "reports.SourceDataset": "its row is its own record",
    "reports.WorkbookUpload": "its row is its own record",
}


def _modules() -> list[Path]:
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def _own_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in OWN_APPS and not hasattr(model, "pgh_tracked_model")
    ]


def _templates() -> list[str]:
    folders = [ROOT / "templates", *(ROOT / package / "templates" for package in PACKAGES)]
    return sorted(str(path.relative_to(folder)) for folder in folders for path in folder.rglob("*.html"))


def test_there_is_something_to_check() -> None:
    assert len(_modules()) > 100
    assert len(_own_models()) > 30
    assert len(_templates()) > 30


@pytest.mark.parametrize("module", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short(module: Path) -> None:
    text = module.read_text(encoding="utf-8")

    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in functions
        if node.end_lineno and node.end_lineno - node.lineno + 1 > MOST_LINES_OF_FUNCTION
    ]

    assert len(text.splitlines()) <= MOST_LINES_OF_FILE
    assert long == []


@pytest.mark.parametrize("module", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_imported_inside_functions(module: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    inside = [
        node.lineno
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


@pytest.mark.parametrize("word", ["utils", "helpers", "misc", "common"])
def test_no_module_has_a_name_that_says_nothing(word: str) -> None:
    assert [path for path in _modules() if path.stem == word] == []


@pytest.mark.django_db
def test_every_model_change_has_its_migration() -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        pytest.fail("Run manage.py makemigrations.")


def test_every_migration_has_a_name() -> None:
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("migrations/0*.py")]

    assert found
    assert [path.name for path in found if "_auto_" in path.name] == []


def test_every_model_can_be_seen_in_the_administration_or_says_why_not() -> None:
    without = {model._meta.label for model in _own_models() if not admin.site.is_registered(model)}

    assert without == set(WITHOUT_ADMIN)


def test_every_model_that_people_edit_is_tracked() -> None:
    untracked = {model._meta.label for model in _own_models() if not hasattr(model, "pgh_event_model")}

    assert untracked == set(UNTRACKED)


def test_many_to_many_tables_that_people_edit_are_tracked() -> None:
    tracked = {model._meta.db_table for model in _own_models() if hasattr(model, "pgh_event_model")}
    tables = {
        field.m2m_db_table()  # type: ignore[attr-defined]  # of many-to-many fields
        for model in _own_models()
        if hasattr(model, "pgh_event_model")
        for field in model._meta.many_to_many
    }

    assert tables
    assert tables <= tracked


def test_names_of_fields_tell_moments_days_people_and_questions_apart() -> None:
    kinds = {
        "_at": (models.DateTimeField,),
        "_on": (models.DateField,),
        "_by": (models.ForeignKey,),
        "is_": (models.BooleanField,),
    }
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in _own_models()
        for field in model._meta.fields
        for affix, types in kinds.items()
        if (field.name.startswith(affix) if affix.endswith("_") else field.name.endswith(affix))
        and not isinstance(field, types)
    ]
    moments = [
        f"{model._meta.label}.{field.name}"
        for model in _own_models()
        for field in model._meta.fields
        if type(field) is models.DateTimeField and not field.name.endswith(("_at", "since"))
    ]

    assert wrong == []
    # Django's own names on the account.
    assert set(moments) == {"core.User.last_login", "core.User.date_joined"}


def test_no_model_saves_in_its_own_way() -> None:
    own = [model._meta.label for model in _own_models() if "save" in vars(model) or "delete" in vars(model)]

    assert own == []


@pytest.mark.django_db
def test_every_trigger_of_the_models_is_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        installed = {name for (name,) in cursor.fetchall()}

    expected = {
        trigger.get_pgid(model) for model in apps.get_models() for trigger in getattr(model._meta, "triggers", [])
    }
    assert expected
    assert expected <= installed


@pytest.mark.parametrize("name", _templates())
def test_every_template_compiles(name: str) -> None:
    get_template(name)


def _addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Yield the addresses that need no argument, each part as a plain route."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, route)
        elif not any(sign in route for sign in "<(?^$\\"):
            yield f"/{route}"


@pytest.mark.django_db
@pytest.mark.parametrize("address", sorted(set(_addresses(get_resolver().url_patterns))))
def test_no_address_breaks_for_an_anonymous_visitor(address: str) -> None:
    response = Client(raise_request_exception=False).get(address)

    # 503: readyz, when a server that the test run does without is away.
    assert response.status_code < 500 or (address, response.status_code) == ("/readyz", 503)
