"""The API keeps what its schema promises."""

from collections.abc import Iterator
from io import StringIO

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from portal.wsgi import application
from reports.models import Questionnaire, Round
from tests.factories.caselaw import CaseFactory, CaseSectorFactory, ChargeFactory, VictimGroupFactory, index
from tests.factories.reports import RoundFactory

pytestmark = pytest.mark.django_db

CHECKS = (
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)


OPERATIONS = [
    "/api/v1/cases/",
    "/api/v1/cases/{public_id}/",
    "/api/v1/terms/",
    "/api/v1/jurisdictions/",
    "/api/v1/indicators/",
    "/api/v1/code-lists/",
    "/api/v1/rounds/",
    "/api/v1/questionnaires/",
    "/api/v1/questionnaires/{code}/{version}/",
]
BOUNDED = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """Keep the test's connection, and so its transaction, at the end of each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def public_ids() -> list[str]:
    """The identifiers of a few briefs that the API answers from."""
    cases = CaseFactory.create_batch(3, published=True)
    for case in cases:
        CaseSectorFactory(case=case)
        VictimGroupFactory(case=case)
        ChargeFactory(defendant__case=case)
    index(*cases)
    return [case.public_id for case in cases]


@pytest.fixture
def public_round() -> Round:
    """A round that everybody sees, with a questionnaire of every kind of question."""
    round_: Round = RoundFactory(opened=True, complete=True)
    return round_


@pytest.mark.usefixtures("kept_connection", "public_round")
@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("path", OPERATIONS)
def test_no_request_breaks_the_promises_of_the_schema(public_ids: list[str], path: str, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    statuses = set()
    asked = Questionnaire.objects.get(rounds__state="open")
    questionnaire = {"code": asked.code, "version": asked.version}

    @BOUNDED
    @given(case=schema[path]["GET"].as_strategy(generation_mode=mode), public_id=st.sampled_from([None, *public_ids]))
    def ask(case: schemathesis.Case, public_id: str | None) -> None:
        if public_id and case.path_parameters:
            case.path_parameters |= {"public_id": public_id, **questionnaire}
        statuses.add(case.call_and_validate(checks=CHECKS).status_code)

    ask()

    assert statuses & {200, 400}


# What only a person or a token may ask; tests/portal/test_account_tokens.py asks it.
PRIVATE = (
    "/api/v1/account",
    "/api/v1/jobs/{public_id}",
    "/api/v1/drafts/",
    "/api/v1/drafts/{uuid}/",
    "/api/v1/submissions/",
    "/api/v1/submissions/{public_id}/",
    "/api/v1/submissions/{public_id}/observations/",
)


def test_the_schema_is_valid_and_made_without_a_warning() -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=StringIO())


def test_the_schema_names_every_endpoint_and_no_other(client: Client) -> None:
    schema = client.get("/api/v1/schema/").json()

    assert schema["openapi"].startswith("3.")
    assert {path: list(methods) for path, methods in schema["paths"].items()} == {
        "/api/v1/cases/": ["get"],
        "/api/v1/cases/{public_id}/": ["get"],
        "/api/v1/changes/": ["get"],
        "/api/v1/drafts/": ["get"],
        "/api/v1/drafts/{uuid}/": ["get"],
        "/api/v1/terms/": ["get"],
        "/api/v1/jurisdictions/": ["get"],
        "/api/v1/account": ["get"],
        "/api/v1/jobs/{public_id}": ["get"],
        "/api/v1/indicators/": ["get"],
        "/api/v1/code-lists/": ["get"],
        "/api/v1/rounds/": ["get"],
        "/api/v1/questionnaires/": ["get"],
        "/api/v1/questionnaires/{code}/{version}/": ["get"],
        "/api/v1/submissions/": ["get"],
        "/api/v1/submissions/{public_id}/": ["get"],
        "/api/v1/submissions/{public_id}/observations/": ["get"],
    }


def test_every_answer_has_an_example_of_its_errors(client: Client) -> None:
    schema = client.get("/api/v1/schema/").json()

    public = {path: methods for path, methods in schema["paths"].items() if path not in PRIVATE}
    for path, methods in public.items():
        responses = methods["get"]["responses"]
        gone = {"410"} if path == "/api/v1/cases/{public_id}/" else set()
        assert set(responses) == {"200", "400", "404", "429"} | gone
        assert list(responses["400"]["content"]) == ["application/problem+json"]
