"""The quick test of a case's form says yes only where the published schema says yes."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from caselaw.importing import shapes, structure
from tests.caselaw.generated_cases import generated_case
from tests.caselaw.import_files import case, full_case
from tests.caselaw.test_import_properties import _places, values

SCHEMA: dict[str, Any] = structure._case_schema()
fits, validator = shapes.fitting(SCHEMA), Draft202012Validator(SCHEMA)


@pytest.mark.parametrize("number", range(20))
def test_what_is_right_needs_no_slow_check(number: int) -> None:
    assert fits(generated_case(number))


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Any]:
    whole = copy.deepcopy(draw(st.sampled_from([full_case(), generated_case(3), generated_case(8)])))
    for _ in range(draw(st.integers(1, 2))):
        places = list(_places(whole))
        holder, key = places[draw(st.integers(0, len(places) - 1))]
        if draw(st.booleans()):
            holder[key] = draw(values)
        else:
            del holder[key]
    return whole


@settings(max_examples=300, deadline=None)
@given(spoilt())
def test_the_quick_test_is_never_more_lenient_than_the_schema(whole: dict[str, Any]) -> None:
    assert not fits(whole) or validator.is_valid(whole)


@pytest.mark.parametrize(
    "fault",
    [
        {"title": ""},
        {"title": "x" * 301},
        {"decision_date": "2020-13"},
        {"significance": 99},
        {"citations": ["a"] * 41},
        {"confidence": "sure"},
        {"unknown": 1},
        {"slug": None},
        {"acts": [{"status": "alleged"}]},
        {"final": True},
    ],
)
def test_each_kind_of_fault_is_left_to_the_slow_check(fault: dict[str, Any]) -> None:
    assert not fits(case(**fault))


def test_a_rule_that_is_not_known_is_no_silent_yes() -> None:
    with pytest.raises(ValueError, match="multipleOf"):
        shapes.fitting({"type": "integer", "multipleOf": 2})
