"""What differs between two states of a brief, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselaw.exports.differences import Difference, differences, words
from caselaw.exports.snapshot import snapshot_of
from caselaw.presenters.comparison import blocks
from tests.factories.caselaw import CaseFactory, DefendantFactory, ElementFindingFactory
from tests.factories.core import term


def test_a_field_of_the_head_that_differs_is_named() -> None:
    assert differences({"head": {"scope": None}}, {"head": {"scope": "scope:internal"}}) == [
        Difference("head", (), "scope", None, "scope:internal")
    ]


def test_a_gap_in_another_guise_is_no_difference() -> None:
    assert differences({"head": {"note": None}}, {"head": {"note": ""}}) == []


def test_zero_is_not_a_gap() -> None:
    assert len(differences({"head": {"count": None}}, {"head": {"count": 0}})) == 1


def test_a_row_that_only_one_state_has_differs_in_every_field() -> None:
    found = differences({"texts": []}, {"texts": [{"language": "fr", "headline": "Un titre."}]})

    assert [(item.row, item.field, item.old, item.new) for item in found] == [
        (("fr",), "language", None, "fr"),
        (("fr",), "headline", None, "Un titre."),
    ]


def test_words_are_compared_word_by_word() -> None:
    assert [(item.kind, item.text) for item in words("held on a farm", "held on a ship")] == [
        ("same", "held on a "),
        ("removed", "farm"),
        ("added", "ship"),
    ]


def test_chinese_is_compared_sign_by_sign() -> None:
    assert [(item.kind, item.text) for item in words("他在农场", "他在船上")] == [
        ("same", "他在"),
        ("removed", "农场"),
        ("added", "船上"),
    ]


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_off_the_segments(old: str, new: str) -> None:
    segments = words(old, new)

    assert "".join(item.text for item in segments if item.kind != "added") == old
    assert "".join(item.text for item in segments if item.kind != "removed") == new


@pytest.mark.django_db
class TestInWords:
    def test_terms_and_choices_have_their_labels(self) -> None:
        case = CaseFactory(complete=True)
        before = snapshot_of(case)
        ElementFindingFactory(case=case, term=term("means", "deception"))

        (block,) = blocks(before, snapshot_of(case), for_public=False)

        assert block.title == "finding Deception"
        assert ("element or issue", "–", "Deception") in [(line.label, line.old, line.new) for line in block.lines]
        assert ("status", "–", "Found proved") in [(line.label, line.old, line.new) for line in block.lines]

    def test_the_public_compares_the_texts_alone(self) -> None:
        case = CaseFactory(complete=True)
        before = snapshot_of(case)
        DefendantFactory(case=case)
        case.texts.update(headline="Another headline.")

        found = blocks(before, snapshot_of(case), for_public=True)

        assert [block.title for block in found] == ["text in English"]
