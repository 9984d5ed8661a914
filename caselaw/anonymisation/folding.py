"""Texts as the eye reads them: without invisible signs, accents, other writings of a letter, or Markdown inside a word.

`clean` keeps capitals, for patterns that need them; `folded` drops them, to compare names. Both know where each sign
stood in the text they were made from.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

# Letters that NFKD leaves whole. The value may have two letters.
_PLAIN = {
    **str.maketrans("øØłŁđĐðÐıħĦŧŦŋŊɑɡɩʙɢʜɪʟɴʀʏ", "oOlLdDdDihHtTnNagibghilnry"),
    **str.maketrans("ᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱ", "acdejkmoptuvwzfs"),
    **str.maketrans("ٱىةیکګۀہھےٲٳ", "ايهيككهههياا"),
    **str.maketrans("‐‑‒–—―−﹘﹣－", "----------"),
    **str.maketrans("’‘ʼ`´＇", "''''''"),
}
_TWO_LETTERS = {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "ẞ": "SS", "þ": "th", "Þ": "Th"}

# Letters of other scripts that look like Latin ones.
_ALIKE = str.maketrans(
    "авекмнорстухіјѕԁԛԝһӏгпԍ" + "αβεηικνορτυχγ" + "АВЕКМНОРСТУХІЈЅԚԜҺӀ" + "ΑΒΕΗΙΚΜΝΟΡΤΥΧΖ",
    "abekmhopctyxijsdqwhlrng" + "abehikvoptuxy" + "ABEKMHOPCTYXIJSQWHI" + "ABEHIKMNOPTYXZ",
)
# Marks of Markdown that vanish inside a word ("Ro**s**a"), and the sign that only lengthens an Arabic word.
_DROPPED = frozenset("*\\ـ")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
# Signs as addresses write them: a name may stand in the address of a source (V%C3%A1rgas).
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_CODE = re.compile(f"{_ENTITY.pattern}|{_PERCENT.pattern}")
_SPECIAL = re.compile(r"[&%*\\`\t\r\v\f\x00-\x08\x0e-\x1f]")
_MIXED_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with, for each of its signs, where the sign stood in the original; one more entry for the end."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the signs from `start` to before `end` stood."""
        return self.offsets[start], (self.offsets[end - 1] + 1 if end > start else self.offsets[start])


@lru_cache(maxsize=65536)
def clean_sign(sign: str) -> str:
    """Return what the eye reads for one sign: nothing for an invisible one, a letter without its accents."""
    if sign in _DROPPED:
        return ""
    if "\uac00" <= sign <= "\ud7a3":  # a Korean syllable is one sign
        return sign
    if sign in _TWO_LETTERS:
        return _TWO_LETTERS[sign]
    kept = "".join(_plain(part) for part in unicodedata.normalize("NFKD", sign))
    return kept.translate(_PLAIN)


def _plain(part: str) -> str:
    category = unicodedata.category(part)
    if category in {"Cf", "Mn", "Me"} or part in "\ufe0f\u115f\u1160\u3164\uffa0":
        return ""
    if category in {"Zs", "Zl", "Zp"} or part in "\t\r\v\f":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(part))
    return part


def clean(text: str) -> Folded:
    """Return the text with capitals; words that mix scripts are read as Latin."""
    if text.isascii() and not _SPECIAL.search(text):
        return Folded(text, tuple(range(len(text) + 1)))
    signs, offsets = [], []
    for offset, sign in _signs(text):
        for part in clean_sign(sign):
            signs.append(part)
            offsets.append(offset)
    return Folded(_MIXED_WORD.sub(_as_latin, "".join(signs)), (*offsets, len(text)))


def folded(text: str) -> Folded:
    """Return the text for comparison: small letters, and letters that look alike made equal."""
    return fold_cleaned(clean(text))


def fold_cleaned(cleaned: Folded) -> Folded:
    """Return a cleaned text for comparison."""
    small = [sign.lower() if len(sign.lower()) == 1 else sign for sign in cleaned.text]
    return Folded("".join(small).translate(_ALIKE), cleaned.offsets)


def holds_codes(text: str) -> bool:
    """Tell whether a text writes signs as codes: HTML entities, or the percent signs of addresses."""
    return ("&" in text or "%" in text) and _CODE.search(text) is not None


def decoded(text: str) -> Folded:
    """Return the text with each code as the sign that it stands for, and nothing else changed."""
    signs = _signs(text)
    return Folded("".join(sign for _, sign in signs), (*(offset for offset, _ in signs), len(text)))


def reading(text: str) -> str:
    """Return the text of `decoded` alone, for long texts."""
    return _CODE.sub(lambda code: "".join(sign for _, sign in _signs_of_code(code[0], 0)), text)


def _signs(text: str) -> list[tuple[int, str]]:
    """Return each sign with its place; a code counts as the sign it stands for."""
    if not holds_codes(text):
        return list(enumerate(text))
    found, position = [], 0
    for match in _CODE.finditer(text):
        found += [(index, text[index]) for index in range(position, match.start())]
        found += _signs_of_code(match[0], match.start())
        position = match.end()
    return found + [(index, text[index]) for index in range(position, len(text))]


def _signs_of_code(code: str, start: int) -> list[tuple[int, str]]:
    if code.startswith("&"):
        return [(start, sign) for sign in unescape(code)]
    octets = bytes.fromhex(code.replace("%", ""))
    try:
        signs, widths = (text := octets.decode()), [len(sign.encode()) for sign in text]
    except UnicodeDecodeError:
        signs, widths = octets.decode("latin-1"), [1] * len(octets)
    places = [start + 3 * sum(widths[:index]) for index in range(len(widths))]
    return list(zip(places, signs, strict=True))


def _as_latin(word: re.Match[str]) -> str:
    """Return a word as Latin when it has Latin letters and others that look like them."""
    is_ascii = [sign.isascii() for sign in word[0]]
    if all(is_ascii) or not any(is_ascii):
        return word[0]
    latin = word[0].translate(_ALIKE)
    return latin if latin.isascii() else word[0]
