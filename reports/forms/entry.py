"""Read what the pages of the form send: figures, answers, one more source or article of law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.cells import AnswerEntry, CellEntry, CellKey
from reports.choices import LegalCoverage


@dataclass(frozen=True, slots=True)
class Posted:
    """What was sent. `typed` is, by key, the text of each cell or answer, to show it again."""

    cells: list[CellEntry] = field(default_factory=list)
    answers: list[AnswerEntry] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)


def read_posted(data: Mapping[str, str], codes: Iterable[str]) -> Posted:
    """Read cells and answers of the questions with these numbers.

    Where a conflict was shown, "keep" says whose entry stays: mine is written over what I saw, theirs is left alone.
    """
    posted, known = Posted(), set(codes)
    whose, _bar, kept = data.get("keep", "").partition(":")
    for name in data:
        kind, _colon, key = name.partition(":")
        if kind not in {"cell", "text", "choice"} or key.partition("|")[0] not in known:
            continue
        value = data[name]
        seen = _version(data.get(f"seen:{key}", ""))
        if key == kept:
            if whose == "theirs":
                continue
            seen = _version(data.get(f"now:{key}", ""))
        if kind != "cell":
            posted.answers.append(AnswerEntry(key, seen=seen, **{kind: value}))
        elif (entry := _cell(data, key, value, seen)) is not None:
            posted.cells.append(entry)
        posted.typed[key] = value
    return posted


def _cell(data: Mapping[str, str], key: str, value: str, seen: int) -> CellEntry | None:
    try:
        address = CellKey.parse(key.replace("\x00", ""))
    except ValueError:
        return None
    text = data.get(f"word:{key}", "") or value
    return CellEntry(address, text, data.get(f"comment:{key}"), data.get(f"source:{key}"), seen)


def _version(text: str) -> int:
    """Return the version that a person saw; what is none counts as never seen, which overwrites nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class SourceForm(forms.Form):
    """One more source of a table's figures; nothing is asked when nothing was typed."""

    use_required_attribute = False
    authority = forms.CharField(label=_("Authority"), max_length=200)
    title = forms.CharField(label=_("Title or register"), max_length=300, required=False)
    url = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")


class ArticleForm(forms.Form):
    """One more article of law."""

    use_required_attribute = False
    act = forms.CharField(label=_("Act"), max_length=300)
    articles = forms.CharField(
        label=_("Articles"), max_length=200, required=False, help_text=_("For example: 145, 145 bis")
    )
    in_force_since = forms.DateField(
        label=_("In force since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    coverage = forms.ChoiceField(
        label=_("Forms of exploitation covered"), choices=[("", "–"), *LegalCoverage.choices], required=False
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
