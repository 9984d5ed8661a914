"""docs/operations.md names only variables, services, commands and addresses that exist, and every variable there is."""

import re
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands
from django.db import connection
from django.test import Client

from caselaw.search import documents, verification
from portal.core.choices import NoticeState
from portal.core.models import Notice
from tests.factories.caselaw import CaseFactory, index
from tests.factories.core import NOW, NoticeFactory

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
ROWS = dict(re.findall(r"^\| `([A-Z_]+)` \| [^|]+ \| ([^|]+) \|", TEXT, re.MULTILINE))
COMMAND = re.compile(r"docker compose (?:exec|run)((?: -T| --rm)*) ([a-z]+) ")


def read_by_the_settings(reader: str = r"\w+") -> set[str]:
    """Return the names of variables that the settings read; those of the test run only are no matter of operations."""
    modules = [path for path in (ROOT / "portal" / "settings").glob("*.py") if path.name != "test.py"]
    return {
        name
        for path in modules
        for name in re.findall(rf'(?:env\.{reader}|(?<!def )\brequired|environ\.get)\(\s*"([A-Z_]+)"', path.read_text())
    }


def statement(start: str) -> str:
    """Return the one SQL statement of the page that starts so."""
    (found,) = re.findall(rf'-c "({start}[^"]*)"', TEXT)
    return str(found)


def test_the_table_holds_every_variable_and_no_other() -> None:
    of_compose = set(re.findall(r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE))

    assert len(read_by_the_settings()) > 10
    assert set(ROWS) == read_by_the_settings() | of_compose


def test_the_table_says_which_variables_are_required() -> None:
    required = read_by_the_settings("required") & set(ROWS)

    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} <= required
    assert required <= {name for name, said in ROWS.items() if said == "yes"}


def test_the_example_names_only_what_the_table_explains_and_all_that_is_required() -> None:
    named = set(re.findall(r"^(?:#   )?([A-Z][A-Z_]+)(?:=|  )", EXAMPLE, re.MULTILINE))

    assert named <= set(ROWS)
    assert {name for name, said in ROWS.items() if said == "yes"} <= named


def test_every_service_is_described() -> None:
    assert set(re.findall(r"^\| `([a-z]+)` \| [^|]+ \| [^|]+ \| [^|]+ \|$", TEXT, re.MULTILINE)) == set(SERVICES)


def test_commands_are_given_to_services_that_exist() -> None:
    asked = {service for _, service in COMMAND.findall(TEXT)}
    stopped = {word for line in re.findall(r"docker compose stop ([a-z ]+)", TEXT) for word in line.split()}

    assert {"postgres", "web"} <= asked
    assert asked | (stopped - {"so", "that"}) <= set(SERVICES)


def test_commands_of_manage_py_exist() -> None:
    named = set(re.findall(r"manage\.py (\w+)", TEXT))

    assert {"search_index", "createsuperuser"} <= named
    assert named <= set(get_commands())


def test_volumes_exist() -> None:
    volumes = set(yaml.safe_load((ROOT / "docker-compose.yml").read_text())["volumes"])

    assert set(re.findall(r"volume `(\w+)`", TEXT)) <= volumes
    assert "database" in volumes


@pytest.mark.django_db
def test_checks_of_readyz_are_the_ones_explained(client: Client) -> None:
    checks = client.get("/readyz").json()["checks"]

    assert all(f"`{name}`" in TEXT for name in checks)


@pytest.mark.django_db
def test_an_emptied_search_index_is_rebuilt() -> None:
    index(CaseFactory(published=True))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement("TRUNCATE caselaw"))
    assert verification.faults()

    documents.rebuild()

    assert verification.faults() == []


@pytest.mark.django_db
def test_failed_mail_is_sent_after_all() -> None:
    notice = NoticeFactory(state=NoticeState.FAILED, attempts=1)
    Notice.objects.filter(pk=notice.pk).update(started_at=NOW)

    with connection.cursor() as cursor:
        cursor.execute(statement("UPDATE core_notice").replace("now()", f"timestamptz '{NOW.isoformat()}'"))

    assert Notice.objects.due(NOW).get() == notice
