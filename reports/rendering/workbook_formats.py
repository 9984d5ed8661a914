"""How the cells of a country's workbook look."""

from typing import Any

_INK, _MUTED, _LINE = "#1A1A1A", "#6B6B6B", "#BFBFBF"
_ENTRY, _GREY, _HEAD, _TITLE = "#FFFBE6", "#EFEFEF", "#DCE6F0", "#1F3A5F"


class Formats:
    """The formats of one book. Entry cells alone are not locked."""

    def __init__(self, book: Any, *, is_right_to_left: bool) -> None:
        """Add the formats to the book."""
        self._book = book
        self._order = {"reading_order": 2 if is_right_to_left else 1}
        self.title = self._add(bold=True, font_size=18, font_color=_TITLE)
        self.question = self._add(bold=True, font_size=13, font_color=_TITLE)
        self.help = self._add(font_color=_MUTED, text_wrap=True, valign="top")
        self.head = self._add(bold=True, bg_color=_HEAD, border=1, border_color=_LINE, text_wrap=True, valign="top")
        self.label = self._add(border=1, border_color=_LINE, text_wrap=True, valign="top")
        self.last = self._add(border=1, border_color=_LINE, bg_color=_GREY, font_color=_MUTED, align="right")
        self.sum = self._add(
            border=1, border_color=_LINE, bg_color=_GREY, italic=True, font_color=_MUTED, num_format="0"
        )
        entry: dict[str, Any] = {"border": 1, "border_color": _LINE, "bg_color": _ENTRY}
        self.count = self._add(**entry, locked=False, num_format="0", align="right")
        self.words = self._add(**entry, locked=False, num_format="@", text_wrap=True, valign="top")
        closed: dict[str, Any] = {"border": 1, "border_color": _LINE}
        self.closed_count = self._add(**closed, num_format="0", align="right")
        self.closed_words = self._add(**closed, num_format="@", text_wrap=True, valign="top")
        self.tag = self._add(font_color=_MUTED, font_size=8)
        self.bad = self._add(bg_color="#F4C7C3", font_color="#7A0C0C")
        self.doubtful = self._add(bg_color="#FCE8B2", font_color="#5C4400")
        self.large = self._add(font_size=16, text_wrap=True, valign="top")
        self.large_sign = self._add(font_size=20, bold=True, align="center", valign="top", border=1, bg_color=_ENTRY)
        self.text = self._add(font_size=12, text_wrap=True, valign="top")
        self.warning = self._add(font_size=14, bold=True, text_wrap=True, font_color="#7A0C0C", valign="top")

    def _add(self, **look: Any) -> Any:
        return self._book.add_format({"font_name": "Arial", "font_color": _INK, **self._order, **look})
