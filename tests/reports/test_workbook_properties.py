"""From the form into a workbook and back, in each of six languages: nothing is lost, whatever was entered."""

import io
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.actions.answers import CellEntry, write_cells
from reports.actions.words import add_article, add_source, write_answer
from reports.cells import CellKey
from reports.exports.workbook import NEW_ROW, Address, Values, draft_values
from reports.importing.workbook import read_workbook
from reports.models import Submission
from reports.permissions import rights
from tests.factories.core import NOW
from tests.reports.workbook_files import Desk, Filled, desk, kinds

pytestmark = pytest.mark.django_db

few = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh"]
words = st.text(max_size=60) | st.sampled_from(
    [
        "=1+1",
        "+49",
        "-",
        "@x",
        "http://a.example",
        "mailto:a@b.example",
        "_x0041_",
        "line\none",
        "مرحبا 12",
        "不详",
        "𝔘",
        "'x",
    ]
)
figures = (
    st.integers(0, 10**9).map(str)
    | st.sampled_from(["0", "<5", "<10", "n/a", "c", "n/app", "1,757", "١٢", "12.5", "-3", "about 20", "=2+3", ""])
    | words
)
cells = st.dictionaries(
    st.builds(
        "{}|{}|{}".format,
        st.sampled_from(["1.1"]),
        st.sampled_from(["total", "f_adult", "m_child"]),
        st.integers(2023, 2025),
    )
    | st.builds(
        "2.1|{}|{}".format, st.sampled_from(["total", "FRA", "CIV", "COD", "unknown"]), st.integers(2023, 2025)
    ),
    st.tuples(figures, words, words),
    max_size=12,
)
names = words.filter(lambda text: bool(text.replace("\x00", "�").strip()) and len(text.strip()) > 0)
filled_forms = st.fixed_dictionaries(
    {
        "cells": cells,
        "text": words,
        "choice": st.sampled_from(["", "yes", "no"]),
        "sources": st.lists(st.tuples(names, words), max_size=3),
        "laws": st.lists(
            st.tuples(names, words, st.none() | st.dates(), st.sampled_from(["", "all", "partial", "none"]), words),
            max_size=3,
        ),
    }
)


def _fill(one: Desk, form: dict[str, Any]) -> None:
    """Enter a form online."""
    common: dict[str, Any] = {"submission_id": one.submission.pk, "by": one.officer, "now": NOW}
    entries = [
        CellEntry(CellKey.parse(key), text=text, comment=comment, source=source)
        for key, (text, comment, source) in form["cells"].items()
    ]
    write_cells(entries=entries, **common)
    write_answer(question="1.4", text=form["text"], seen=0, **common)
    write_answer(question="2.2", choice=form["choice"], seen=0, **common)
    for authority, title in form["sources"]:
        add_source(question="1.3", authority=_stored(authority), title=_stored(title), **common)
    for act, articles, since, coverage, note in form["laws"]:
        values = {"act": _stored(act), "articles": _stored(articles), "note": _stored(note)}
        add_article(question="1.2", in_force_since=since, coverage=coverage, **values, **common)


def _stored(text: str) -> str:
    """Return a text as a form hands it on: PostgreSQL takes no NUL."""
    return text.replace("\x00", "�")


def _submission(one: Desk) -> Submission:
    return Submission.objects.with_context().get(pk=one.submission.pk)


def _without_keys(values: Values) -> list[tuple[str, ...]]:
    """Return the content without the numbers of the rows of lists."""
    lists: dict[tuple[str, str], dict[str, str]] = {}
    found: list[tuple[str, ...]] = []
    for address, text in values.items():
        if address.row.startswith("@"):
            lists.setdefault((address.question, address.row), {})[address.column] = text
        else:
            found.append((*address, text))
    rows = [(question, str(sorted(texts.items()))) for (question, _row), texts in lists.items()]
    return sorted(found + rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_entered_comes_back_from_the_workbook_as_it_was(language: str) -> None:
    one = desk()

    @few
    @given(form=filled_forms)
    def check(form: dict[str, Any]) -> None:
        with transaction.atomic():
            _fill(one, form)
            submission = _submission(one)
            there = draft_values(submission)
            content = Filled.of(one.made(language)).saved()

            read = read_workbook(_stream(content), submission, rights(one.officer, submission))

            assert not read.is_refused
            assert read.entries.values == there
            assert read.touched == []
            transaction.set_rollback(True)

    check()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_into_an_empty_workbook_becomes_the_draft(language: str) -> None:
    one = desk()

    @few
    @given(form=filled_forms)
    def check(form: dict[str, Any]) -> None:
        empty = one.made(language)
        with transaction.atomic():
            _fill(one, form)
            wanted = draft_values(_submission(one))
            shown = _shown(one.made(language), wanted)
            transaction.set_rollback(True)
        with transaction.atomic():
            upload = one.hand_in(_copied(empty, shown, language))
            assert all(kind == "added" for kind in kinds(upload).values())
            one.take_over(upload)

            assert _without_keys(draft_values(_submission(one))) == _without_keys(wanted)
            transaction.set_rollback(True)

    check()


def _shown(content: bytes, values: Values) -> dict[Address, Any]:
    """Return what a workbook shows for these values."""
    filled = Filled.of(content)
    return {address: filled.at(*address).value for address in values}


def _copied(content: bytes, shown: dict[Address, Any], language: str) -> Filled:
    """Copy what one workbook shows into another one, as a person would: countries and list rows into empty rows."""
    filled = Filled.of(content)
    rows: dict[tuple[str, str], str] = {}
    for address, value in shown.items():
        row = address.row
        if row.startswith("@") or (len(row) == 3 and row.isupper()):
            number = sum(question == address.question for question, _row in rows) + 1
            row = rows.setdefault((address.question, address.row), f"{NEW_ROW}{number}")
            if address.question == "2.1":
                filled.at("2.1", row, "country").value = f"? ({address.row})"
        cell = filled.at(address.question, row, address.column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    return filled


def _stream(content: bytes) -> io.BytesIO:
    return io.BytesIO(content)
