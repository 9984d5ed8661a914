"""Fonts of PDFs: those of the site's pages, unpacked for the typesetter, which reads no WOFF2.

The style sheets cut each face into pieces by script and say which letters a piece holds. Each piece becomes a family of
its own ("Source Sans 3 piece 2"), since the typesetter looks for a missing letter in other families only.
"""

import os
import re
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

_SHEETS = ("fonts.css", "fonts-zh.css")
_FACES = ("Source Sans 3", "Noto Sans Arabic", "Noto Sans SC")
_FACE = re.compile(
    r'@font-face\{font-family:"(?P<family>[^"]+)";font-style:normal;[^}]*?url\("\.\./(?P<path>[^"]+)"\)'
    r"[^}]*?unicode-range:(?P<letters>[^};]+)"
)
_FAMILY_NAMES = (1, 16)  # of the font's table of names: the family, and the family as typesetters group it


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a face: the family that it becomes, the letters that it holds, its files (one for each weight)."""

    family: str
    letters: tuple[range, ...]
    files: tuple[Path, ...]

    def holds(self, letter: str) -> bool:
        """Whether the letter is in it."""
        return any(ord(letter) in some for some in self.letters)


def folder() -> Path:
    """Return where the unpacked fonts lie."""
    return Path(settings.VAR) / "fonts"


def families_for(text: str) -> list[str]:
    """Return the families that a text needs, in the order in which they are asked for a letter; unpack what is new."""
    letters, needed = set(text) | {"0"}, []
    for piece in pieces():
        if any(piece.holds(letter) for letter in letters):
            letters = {letter for letter in letters if not piece.holds(letter)}
            needed.append(piece)
    for piece in needed:
        unpack(piece)
    return [piece.family for piece in needed]


@cache
def pieces() -> tuple[Piece, ...]:
    """Return the pieces of all faces, as the site's style sheets name them."""
    static = Path(settings.STATICFILES_DIRS[0])
    found: dict[tuple[str, str], list[Path]] = {}
    for sheet in _SHEETS:
        for face in _FACE.finditer((static / "css" / sheet).read_text(encoding="utf-8")):
            found.setdefault((face["family"], face["letters"]), []).append(static / face["path"])
    return tuple(
        Piece(f"{family} piece {number}", _ranges(letters), tuple(files))
        for number, ((family, letters), files) in enumerate(found.items())
        if family in _FACES
    )


def unpack(piece: Piece) -> None:
    """Write the fonts of a piece to where the typesetter finds them, if they are not there yet."""
    for file in piece.files:
        target = folder() / f"{file.stem}.ttf"
        if not target.exists():
            _unpack(file, piece.family, target)


def _unpack(file: Path, family: str, target: Path) -> None:
    font = TTFont(file)
    font.flavor = None
    for name in font["name"].names:
        if name.nameID in _FAMILY_NAMES:
            name.string = family
    target.parent.mkdir(parents=True, exist_ok=True)
    # Two processes may unpack the same font at once; each puts a whole file in its place.
    handle, unfinished = tempfile.mkstemp(dir=target.parent, suffix=".unfinished")
    with os.fdopen(handle, "wb") as out:
        font.save(out)
    Path(unfinished).chmod(0o644)
    Path(unfinished).replace(target)


def _ranges(letters: str) -> tuple[range, ...]:
    """Read a unicode-range: U+0-FF,U+131."""
    found = []
    for part in letters.split(","):
        first, _dash, last = part.strip().removeprefix("U+").partition("-")
        found.append(range(int(first, 16), int(last or first, 16) + 1))
    return tuple(found)
