"""manage.py import_cases."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from caselaw.models import Case, ImportBatch
from portal.core.models import User
from tests.caselaw.import_files import case, content_of
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db


def _run(path: Path, *options: str) -> tuple[int, str, str]:
    """Return exit status, standard output and standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_cases", str(path), *options, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cases.json"
    path.write_bytes(content_of(case(), case(slug="b")))
    return path


def test_a_file_is_imported_and_the_counts_are_told(file: Path) -> None:
    status, out, _err = _run(file)

    assert status == 0
    assert out == "2 cases read: 2 created, 0 updated, 0 unchanged. Warnings: 0.\n"
    assert Case.objects.count() == 2


def test_without_an_account_the_brief_belongs_to_one_that_nobody_can_use(file: Path) -> None:
    _run(file)

    importer = User.objects.get(email="import@localhost")
    assert ImportBatch.objects.get().imported_by == importer
    assert not importer.is_active
    assert not importer.has_usable_password()


def test_an_account_can_be_named(file: Path) -> None:
    person = UserFactory(email="person@portal.example")

    _run(file, "--by", "Person@portal.example")

    assert ImportBatch.objects.get().imported_by == person


def test_an_unknown_account_is_refused(file: Path) -> None:
    status, _out, err = _run(file, "--by", "nobody@portal.example")

    assert (status, Case.objects.count()) == (1, 0)
    assert "nobody@portal.example" in err


def test_a_dry_run_writes_nothing_not_even_an_account(file: Path) -> None:
    status, out, _err = _run(file, "--dry-run")

    assert status == 0
    assert "2 created" in out
    assert (Case.objects.count(), User.objects.count()) == (0, 0)


def test_the_result_as_json_has_counts_and_findings(file: Path) -> None:
    status, out, _err = _run(file, "--json")

    assert status == 0
    assert json.loads(out) == {
        "read": 2,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "findings": [],
        "findings_left_out": 0,
    }


def test_an_error_ends_with_status_1_and_names_place_and_remedy(file: Path) -> None:
    file.write_bytes(content_of(case(jurisdiction="Frence")))

    status, out, _err = _run(file)

    assert status == 1
    assert "cases[0].jurisdiction" in out
    assert "Did you mean" in out
    assert "Nothing was written" in out
    assert not Case.objects.exists()


def test_an_error_as_json_has_every_part_of_the_finding(file: Path) -> None:
    file.write_bytes(content_of(case(decision_date="2031-01-01")))

    status, out, _err = _run(file, "--json")

    (finding,) = json.loads(out)["findings"]
    assert status == 1
    assert set(finding) == {"level", "path", "value", "why", "remedy"}
    assert (finding["level"], finding["path"], finding["value"]) == ("error", "cases[0].decision_date", "2031-01-01")


def test_a_warning_alone_ends_with_status_0(file: Path) -> None:
    file.write_bytes(content_of(case(facts="Write to a@b.example.")))

    status, out, _err = _run(file)

    assert status == 0
    assert out.startswith("Warning: cases[0].facts")


def test_a_bare_list_needs_the_option(file: Path) -> None:
    file.write_bytes(json.dumps([case()]).encode())

    assert _run(file)[0] == 1
    assert _run(file, "--source-system", "example")[0] == 0


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_is_not_there_is_a_clear_message(tmp_path: Path, name: str) -> None:
    status, _out, err = _run(tmp_path / name)

    assert status == 1
    assert str(tmp_path) in err
    assert "Traceback" not in err


@pytest.mark.parametrize("content", [b"", b"no JSON", b'{"cases": [', b"5", b"\xff\xfe[\x00]\x00"])
def test_a_file_that_is_no_json_is_a_finding(file: Path, content: bytes) -> None:
    file.write_bytes(content)

    status, out, _err = _run(file, "--json")

    (finding,) = json.loads(out)["findings"]
    assert status == 1
    assert finding["why"]
    assert finding["remedy"]


def test_a_file_that_is_too_large_is_a_finding(file: Path, settings: Any) -> None:
    settings.CASE_IMPORT_MAX_BYTES = 10

    status, out, _err = _run(file)

    assert status == 1
    assert "at most 10" in out
