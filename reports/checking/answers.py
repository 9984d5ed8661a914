"""Checks of what is there at all: answers, sources, zeros and blanks."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reports.checking.parameters import one_of, whole
from reports.checking.registry import Hit, NoParameters, register
from reports.checking.sheet import Cell, Sheet
from reports.choices import RuleScope


@register(_("Required questions are answered"), RuleScope.SUBMISSION, values="missing")
def unanswered_required(sheet: Sheet, given: NoParameters) -> Iterator[Hit]:
    """Find required questions without an answer: in a table, the years whose total is empty."""
    for asked in sheet.questions.values():
        if not asked.is_required:
            continue
        if not asked.is_table:
            if not asked.is_answered:
                yield Hit(asked.code, (), {"missing": 1})
            continue
        for year in sheet.years:
            totals = [cell for cell in sheet.tables.get((asked.code, year), []) if cell.codes.is_total]
            if empty := [cell.key for cell in totals if cell.entry.is_empty]:
                yield Hit(asked.code, tuple(empty), {"missing": len(empty)})


@register(_("Tables name their source"), RuleScope.SUBMISSION, values="figures")
def no_source(sheet: Sheet, given: NoParameters) -> Iterator[Hit]:
    """Find tables with figures for which no source is named, neither for the section nor at the cells."""
    figures: dict[str, list[Cell]] = {}
    for cell in sheet.answered:
        figures.setdefault(cell.key.question, []).append(cell)
    for asked in sheet.questions.values():
        there = figures.get(asked.code, [])
        if there and not asked.is_sourced and not all(cell.source for cell in there):
            yield Hit(asked.code, (), {"figures": len(there)})


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many cells of a table may be alike."""

    what: str = one_of("zero", _("Cells that are"), "zero", "blank")
    percent: int = whole(90, _("At least, in percent of the table"), least=1, most=100)
    at_least: int = whole(10, _("Only tables with at least so many cells"), least=1, most=10_000)


@register(_("Zeros and blanks are what they say"), RuleScope.TABLE, parameters=Ratio, values="count cells percent")
def zero_blank_ratio(sheet: Sheet, given: Ratio) -> Iterator[Hit]:
    """Find tables that are nearly all zero, or begun and mostly blank: often one was meant for the other."""
    tables: dict[str, list[Cell]] = {}
    for cell in sheet.cells.values():
        tables.setdefault(cell.key.question, []).append(cell)
    for question, cells in tables.items():
        blank = sum(cell.entry.is_empty for cell in cells)
        if given.what == "zero":
            count, of = sum(cell.entry.value == 0 for cell in cells), len(cells) - blank
        else:
            count, of = (blank, len(cells)) if blank < len(cells) else (0, len(cells))
        if of >= given.at_least and 100 * count >= given.percent * of:
            yield Hit(question, (), {"count": count, "cells": of, "percent": 100 * count // of})
