"""Whatever is done to a valid file, it is imported whole or not at all, and nothing ever fails in another way."""

import copy
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caselaw.importing.lookups import Lookups
from caselaw.models import Case, ImportBatch
from tests.caselaw.import_files import full_case, run_bytes

pytestmark = pytest.mark.django_db

few = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(["AR", "2020", "guilty_trial", "recruitment", "Group 1", "life imprisonment", "\u0000", " "]),
)
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Give every list or object with each of its keys, at any depth."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


def _file() -> dict[str, Any]:
    second = full_case(slug="b", citations=["No. 9/2020"], title="Smith v. X", title_public="S. v. X")
    return {"format": "tip-cases/1", "source_system": "example", "cases": [full_case(), copy.deepcopy(second)]}


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a valid file after one to three changes of a value, a type, a key."""
    file = _file()
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(file))
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        match draw(st.sampled_from(["delete", "replace", "insert"])):
            case "delete":
                del holder[key]
            case "replace":
                holder[key] = draw(values)
            case _ if isinstance(holder, dict):
                holder[draw(st.text(max_size=8))] = draw(values)
            case _:
                holder.insert(key, draw(values))
    return json.dumps(file).encode()


def _imports_whole_or_not_at_all(content: bytes) -> None:
    before = Case.objects.count()

    summary = run_bytes(content)

    written = Case.objects.count() - before
    assert written == summary.created
    if summary.is_refused:
        assert written == 0
        assert all(finding.why and finding.remedy for finding in summary.findings)
    else:
        assert summary.created + summary.updated + summary.unchanged == summary.read
        assert ImportBatch.objects.latest("pk").read == summary.read
    json.dumps(summary.as_dict())


@contextmanager
def _undone() -> Iterator[None]:
    """Undo what the block writes, so that each example begins without briefs."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def vocabularies_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the examples what is the same for all of them."""
    loaded = Lookups.load()
    monkeypatch.setattr(Lookups, "load", staticmethod(lambda: loaded))


def test_the_file_without_a_change_is_imported() -> None:
    assert run_bytes(json.dumps(_file()).encode()).created == 2


def test_a_heading_with_a_zero_byte_is_named_as_unknown() -> None:
    file = _file()
    file["cases"][0]["char\x00ges"] = file["cases"][0].pop("charges", [])

    refused = run_bytes(json.dumps(file).encode())

    assert refused.is_refused
    assert [finding.path for finding in refused.findings if "char\x00ges" in finding.path + finding.value]


@few
@given(content=mutated())
def test_a_changed_file_is_imported_whole_or_not_at_all(content: bytes) -> None:
    with _undone():
        _imports_whole_or_not_at_all(content)


@few
@given(data=st.data())
def test_a_file_that_is_cut_or_damaged_is_imported_whole_or_not_at_all(data: st.DataObject) -> None:
    content = bytearray(json.dumps(_file()).encode())
    position = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        del content[position:]
    else:
        content[position] = data.draw(st.integers(0, 255))

    with _undone():
        _imports_whole_or_not_at_all(bytes(content))


@few
@given(first=mutated(), second=mutated())
def test_a_second_changed_file_over_the_first_is_imported_whole_or_not_at_all(first: bytes, second: bytes) -> None:
    with _undone():
        _imports_whole_or_not_at_all(first)
        _imports_whole_or_not_at_all(second)


def test_a_file_without_cases_is_no_fault() -> None:
    assert run_bytes(json.dumps(_file() | {"cases": []}).encode()).read == 0
