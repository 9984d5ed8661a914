"""PDFs: every language is set in fonts of the site, texts are no commands, the same data give the same bytes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override
from pypdfium2 import PdfDocument

from portal.rendering import fonts
from portal.rendering.pdf import pdf

NOW = datetime(2026, 4, 20, 10, tzinfo=UTC)
TEMPLATE = "reports/pdf/answers.typ"
# Signs of the interface that paper does not need.
NOT_SET = set("\n\t←→↑↓✓✗✔⚠…\u2066\u2069")


def document(text: str) -> dict[str, Any]:
    """Return data for the template, with a text in every place that people write in."""
    question = {"title": f"1.1 {text}", "unit": text, "rows": [{"label": text, "cells": [{"text": text, "is_number": False}]}], "lines": [text]}  # fmt: skip
    section = {"title": text, "questions": [question]}
    words = dict.fromkeys(("title", "footer", "state", "warning", "reading"), text)
    return words | {"years": ["2025"], "sections": [section]}


def text_of(made: bytes) -> str:
    """Return the text of all pages."""
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in PdfDocument(made)).split())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Łódź, São Tomé"),
        ("ru", "Жертвы торговли"),
        ("zh-hans", "人口贩运受害者"),
    ],
)
def test_what_is_written_can_be_read_back(language: str, text: str) -> None:
    with override(language):
        made = text_of(pdf(TEMPLATE, document(text), made_at=NOW))

    assert made.count(text) >= 8


def test_arabic_begins_at_the_right() -> None:
    def starts_at(language: str, text: str) -> float:
        with override(language):
            page = PdfDocument(pdf(TEMPLATE, document(text), made_at=NOW))[0].get_textpage()
        left, _bottom, right, _top = page.get_charbox(0)
        return float(left + right) / 2

    assert starts_at("ar", "ضحايا") > 400
    assert starts_at("en", "Victims") < 100


def test_the_document_is_tagged_and_has_its_title() -> None:
    made = PdfDocument(pdf(TEMPLATE, document("Answers"), made_at=NOW))

    assert made.is_tagged()
    assert made.get_metadata_dict()["Title"] == "Answers"


def test_the_same_data_give_the_same_bytes() -> None:
    assert pdf(TEMPLATE, document("Same"), made_at=NOW) == pdf(TEMPLATE, document("Same"), made_at=NOW)


def test_what_people_write_is_no_command() -> None:
    written = '#read("/base.html") *bold* $x$ = Heading <a> \\ `code`'

    assert '#read("/base.html") *bold*' in text_of(pdf(TEMPLATE, document(written), made_at=NOW))


def test_every_letter_of_the_interface_is_in_a_piece() -> None:
    texts = [path.read_text(encoding="utf-8") for path in Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po")]
    letters = set("".join(texts)) - NOT_SET

    assert len(texts) == 5
    assert {letter for letter in letters if not any(piece.holds(letter) for piece in fonts.pieces())} == set()


def test_a_text_asks_only_for_the_pieces_that_it_needs() -> None:
    assert fonts.families_for("Victims, 2025") == [fonts.pieces()[0].family]
    assert len(fonts.families_for("Victims: 人")) == 2
