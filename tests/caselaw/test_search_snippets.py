"""The passage under a result."""

import pytest

from caselaw.search.snippets import Piece, passage


def text_of(text: str, *stems: str) -> str:
    """Return the passage with its hits in brackets."""
    found = passage(text, frozenset(stems))
    assert found is not None
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in found.pieces)


def test_searched_words_are_marked_in_their_forms() -> None:
    assert text_of("He exploited Workers.", "exploit", "worker") == "He [exploited] [Workers]."


def test_a_hit_is_a_piece_of_its_own() -> None:
    found = passage("He exploited.", frozenset({"exploit"}))

    assert found is not None
    assert found.pieces == (Piece("He ", is_hit=False), Piece("exploited", is_hit=True), Piece(".", is_hit=False))
    assert not found.begins_inside and not found.ends_inside


@pytest.mark.parametrize(("text", "stems"), [("", {"x"}), ("Nothing.", {"word"}), ("Nothing.", set())])
def test_a_text_without_the_words_has_no_passage(text: str, stems: set[str]) -> None:
    assert passage(text, frozenset(stems)) is None


def test_a_stem_in_i_marks_words_in_y() -> None:
    assert text_of("Slavery.", "slaveri") == "[Slavery]."


@pytest.mark.parametrize(
    ("text", "stem", "marked"),
    [
        ("Les employés.", "employe", "Les [employés]."),
        ("جريمة الاتجار هنا", "اتجار", "جريمة [الاتجار] هنا"),
        ("Торговля людьми", "торговл", "[Торговля] людьми"),
    ],
)
def test_words_of_other_languages_are_marked_as_they_were_found(text: str, stem: str, marked: str) -> None:
    assert text_of(text, stem) == marked


def test_in_chinese_only_the_searched_signs_are_marked() -> None:
    assert text_of("被告人贩运人口并强迫劳动。", "贩运", "运人", "人口") == "被告人[贩运人口]并强迫劳动。"


def test_a_single_chinese_sign_is_marked() -> None:
    assert text_of("被告人", "人") == "被告[人]"


def test_a_long_text_yields_a_passage_around_the_densest_place() -> None:
    text = "other " * 200 + "debt " + "other " * 200 + "debt bondage debt " + "other " * 200

    found = passage(text, frozenset({"debt", "bondag"}))

    assert found is not None
    shown = "".join(piece.text for piece in found.pieces)
    assert "debt bondage debt" in shown
    assert 200 < len(shown) < 320
    assert found.begins_inside and found.ends_inside
    assert shown.startswith("other") and shown.endswith(("other", "other "))


@pytest.mark.parametrize("text", ["被告人" * 2000 + "贩运" + "被告人" * 2000, "x" * 5000 + " 贩运 " + "x" * 5000])
def test_a_passage_stays_short_where_a_text_has_no_spaces(text: str) -> None:
    found = passage(text, frozenset({"贩运"}))

    assert found is not None
    assert len("".join(piece.text for piece in found.pieces)) < 360
    assert [piece.text for piece in found.pieces if piece.is_hit] == ["贩运"]


def test_pieces_join_to_the_text_as_it_stands() -> None:
    text = "<b>Debt</b> & bondage — “debts”"

    found = passage(text, frozenset({"debt"}))

    assert found is not None
    assert "".join(piece.text for piece in found.pieces) == text
