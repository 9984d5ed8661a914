"""The form of a file: JSON to its end, in UTF-8, not too deep; the place of each fault is told."""

import pytest

from caselaw.importing import parsing
from caselaw.importing.parsing import UnreadableError
from tests.caselaw.import_files import case, content_of, file_of

DEEP = b"[" * 100_000
FAULTS = {
    "nothing": (b"", "", "empty"),
    "only spaces": (b" \n ", "", "empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "", "empty"),
    "no JSON": (b'{"cases": [\n{"slug": }]}', "line 2, column 10", "not JSON"),
    "cut off": (b'{"cases": [{"slug": "a', "line 1, column 22", "too early"),
    "something after the end": (b"[]\n]", "line 2, column 1", "after the end"),
    "a number in no notation": (b'[{"significance": NaN}]', "line 1, column 19", "not JSON"),
    "a huge whole number": (b'[{"significance": ' + b"9" * 5000 + b"}]", "line 1, column 5019", "too large"),
    "a huge decimal number": (b'[{"significance": 1e999}]', "line 1, column 24", "too large"),
    "Latin-1": (b'[{"title": "Caf\xe9"}]', "line 1, column 17", "not UTF-8"),
    "UTF-16": ("[]".encode("utf-16"), "", "UTF-16"),
    "half of a pair": (b'[{"title": "\\udc00x"}]', "line 1, column 20", "surrogate"),
    "a single value": (b'"cases"', "", "single value"),
    "the same entry twice": (b'{"cases": [], "cases": []}', "cases", "twice"),
    "nested too deep": (DEEP, "cases[0]", "nested"),
}


@pytest.mark.parametrize(("content", "path", "why"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_form_is_told_with_its_place(content: bytes, path: str, why: str) -> None:
    with pytest.raises(UnreadableError) as fault:
        parsing.read_head(file_of(content))

    assert fault.value.path == path
    assert why in fault.value.why
    assert fault.value.remedy


def test_the_place_is_right_far_into_a_file() -> None:
    content = b"[\n" + b" " * 200_000 + b"\n  x]"

    with pytest.raises(UnreadableError) as fault:
        parsing.read_head(file_of(content))

    assert fault.value.path == "line 3, column 3"


def test_a_case_that_never_ends_is_refused() -> None:
    with pytest.raises(UnreadableError, match="More than 50000 values"):
        parsing.read_head(file_of(b'[{"keywords": [' + b"1," * 60_000 + b"1]}]"))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_cases_are_given_one_by_one(mark: bytes) -> None:
    file = file_of(mark + content_of(case(), case(slug="b")))

    head = parsing.read_head(file)

    assert (head.is_list, head.count, head.values["source_system"]) == (False, 2, "example")
    assert [found["slug"] for found in parsing.cases(file, head)] == ["prosecutor-v-a", "b"]


def test_a_bare_list_is_read() -> None:
    file = file_of(b'[{"slug": "a"}, 5, []]')

    head = parsing.read_head(file)

    assert (head.is_list, head.count, head.values) == (True, 3, {})
    assert list(parsing.cases(file, head)) == [{"slug": "a"}, 5, []]


def test_a_file_that_changed_in_between_is_refused() -> None:
    head = parsing.read_head(file_of(b'[{"slug": "a"}]'))

    with pytest.raises(UnreadableError, match="changed"):
        list(parsing.cases(file_of(b'[{"slug": "b"}]'), head))
    with pytest.raises(UnreadableError, match="changed"):
        parsing.refuse_changed(file_of(b'[{"slug": "b"}]'), head)
