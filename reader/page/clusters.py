"""Cells of text by grapheme cluster (UAX 29 as far as it shows): what a terminal puts in one place.

Letters with their marks, emoji with joiners, flags, Hangul of single letters, and the consonants of
Indian scripts that a virama joins are each one cluster; a line never parts them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from rich.cells import cell_len, get_character_cell_size

# Every character outside these ranges may be wide, combining, invisible or a break of its own.
_EASY = (
    "\x00-\xac\xae-\u02ff\u0370-\u0482\u048a-\u058a\u1e00-\u1fff\u202f\u2010-\u2011\u2013-\u2015"
    "\u2018-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff"
)
_COMPLEX = re.compile(f"[^{_EASY}\u05d0-\u05ea\u0620-\u064a]")
_UNEASY = re.compile(f"[^{_EASY}]")
# Where a character may join the one before it.
_JOINING = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0711\u0730-\u1dff\u200c\u200d\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f"
    "\u3099\u309a\ua66f-\ua6f1\ua802-\uabef\ud7b0-\ud7fb\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
    "\uff9e\uff9f\U00010000-\U0001efff\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
_LONGEST = 64  # characters of a cluster; what goes on beyond is meant to harm
_INVISIBLE = "\xad\u200b\u2060"
_PLAIN, _EXTENDS, _VIRAMA, _JOINER, _FLAG, _LEAD, _VOWEL, _TAIL = range(8)


class _Widths(dict[str, int]):
    """Cells of single characters, remembered; the invisible break characters take none."""

    def __missing__(self, char: str) -> int:
        cells = 0 if char in _INVISIBLE else get_character_cell_size(char)
        self[char] = cells
        return cells


class _Kinds(dict[str, int]):
    """What a character does in a cluster, remembered."""

    def __missing__(self, char: str) -> int:
        found = self[char] = _kind(char)
        return found


def _kind(char: str) -> int:
    code = ord(char)
    if char == "\u200d":
        return _JOINER
    if 0x1F1E6 <= code <= 0x1F1FF:
        return _FLAG
    if 0x1F3FB <= code <= 0x1F3FF or char in "\u200c\u0e33\u0eb3\uff9e\uff9f":
        return _EXTENDS
    if 0x1100 <= code <= 0x115F or 0xA960 <= code <= 0xA97C:
        return _LEAD
    if 0x1160 <= code <= 0x11A7 or 0xD7B0 <= code <= 0xD7C6:
        return _VOWEL
    if 0x11A8 <= code <= 0x11FF or 0xD7CB <= code <= 0xD7FB:
        return _TAIL
    if unicodedata.category(char) in ("Mn", "Mc", "Me"):
        joins = unicodedata.combining(char) == 9 and (code < 0x0E00 or code == 0x17D2)
        return _VIRAMA if joins else _EXTENDS
    return _PLAIN


_CELLS: Final = _Widths()
_KINDS: Final = _Kinds()


def is_easy(text: str) -> bool:
    """As `is_simple`, and all of it runs from left to right."""
    return text.isascii() or not _UNEASY.search(text)


def is_simple(text: str) -> bool:
    """Whether each character of `text` takes one cell and breaks as in English."""
    return text.isascii() or not _COMPLEX.search(text)


def cells_of(text: str, start: int, end: int) -> list[int]:
    """Cells of each character; a cluster's cells all at its first character."""
    part = text[start:end]
    cells = list(map(_CELLS.__getitem__, part))
    if part.isascii() or not _JOINING.search(part):
        return cells
    for first, last in clusters(part):
        if last - first > 1:
            cells[first:last] = [cell_len(part[first:last])] + [0] * (last - first - 1)
    return cells


def clusters(text: str) -> list[tuple[int, int]]:
    """The clusters of a text as (start, end)."""
    found: list[tuple[int, int]] = []
    start = 0
    before = _VIRAMA
    flags = 0
    for at, kind in enumerate(map(_KINDS.__getitem__, text)):
        if kind == _FLAG:
            flags = flags + 1 if before == _FLAG else 1
            joined = before == _FLAG and flags % 2 == 0
        elif kind == _PLAIN:
            joined = _joins(text, at, before)
        elif kind in (_LEAD, _VOWEL, _TAIL):
            joined = (kind == _LEAD and before == _LEAD) or (
                before in (_LEAD, _VOWEL) if kind == _VOWEL else before in (_VOWEL, _TAIL)
            )
        else:
            joined = text[at - 1 : at] not in _INVISIBLE and text[at - 1 : at] != "\n"
        if at and (not joined or at - start >= _LONGEST):
            found.append((start, at))
            start = at
        before = kind
    if text:
        found.append((start, len(text)))
    return found


def _joins(text: str, at: int, before: int) -> bool:
    """Whether an ordinary character belongs to what stands before it."""
    char = text[at]
    if not at or char in _INVISIBLE or char == "\n":
        return False
    if before == _VIRAMA:
        return unicodedata.category(char) == "Lo" and _is_near(char, text[at - 1])
    if before == _JOINER:
        # After a virama the joiner asks for a certain form; between emoji it makes one of two.
        return at > 1 and (ord(char) > 0x2190 or _KINDS[text[at - 2]] == _VIRAMA)
    return False


def _is_near(char: str, other: str) -> bool:
    """Whether both are of one script's block."""
    return ord(char) >> 7 == ord(other) >> 7
