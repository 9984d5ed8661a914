"""The API keeps what its schema promises."""

from io import StringIO

import pytest
import schemathesis
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from portal.wsgi import application
from tests.factories.caselaw import CaseFactory, CaseSectorFactory, ChargeFactory, VictimGroupFactory

pytestmark = pytest.mark.django_db

CHECKS = (
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)


@pytest.fixture
def api() -> object:
    """The API by its schema, with a few briefs behind it; called in this process."""
    for case in CaseFactory.create_batch(3, published=True):
        CaseSectorFactory(case=case)
        VictimGroupFactory(case=case)
        ChargeFactory(defendant__case=case)
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", application)


schema = schemathesis.pytest.from_fixture("api")


@schema.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_the_promises_of_the_schema(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=CHECKS)


def test_the_schema_is_valid_and_made_without_a_warning() -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=StringIO())


def test_the_schema_names_every_endpoint_and_no_other(client: Client) -> None:
    schema = client.get("/api/v1/schema/").json()

    assert schema["openapi"].startswith("3.")
    assert {path: list(methods) for path, methods in schema["paths"].items()} == {
        "/api/v1/cases/": ["get"],
        "/api/v1/cases/{public_id}/": ["get"],
        "/api/v1/terms/": ["get"],
        "/api/v1/jurisdictions/": ["get"],
    }


def test_every_answer_has_an_example_of_its_errors(client: Client) -> None:
    schema = client.get("/api/v1/schema/").json()

    for methods in schema["paths"].values():
        responses = methods["get"]["responses"]
        assert set(responses) == {"200", "400", "404", "429"}
        assert list(responses["400"]["content"]) == ["application/problem+json"]
