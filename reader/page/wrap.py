"""Breaking text into lines: greedy, after UAX 14 in what matters for reading.

`wrap` gives (start, end) pairs into the text. A line never breaks at a no-break space, inside a
grapheme cluster, before 、 or 」 or after 「 (kinsoku); it may break after a space, a hyphen or a
dash between letters, at U+00AD (which `shown` turns into a hyphen there and nowhere else), at
U+200B and between Chinese or Japanese characters. A word that is longer than a line is broken
after / ? & . - where it has one, else anywhere between clusters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from rich.cells import cell_len, get_character_cell_size

Cut = tuple[int, int]

# Every character outside these ranges may be wide, combining, invisible or a break of its own.
_COMPLEX = re.compile(
    "[^\x00-\xac\xae-\u02ff\u0370-\u0482\u048a-\u058a\u05d0-\u05ea\u0620-\u064a\u1e00-\u1fff"
    "\u202f\u2010-\u2011\u2014-\u2015\u2018-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff]"
)
_INVISIBLE = re.compile("[\xad\u200b\u2060]")
_VISIBLE = re.compile("[^\xad\u200b\u2060]+")
_DASH = re.compile("[-\u2010\u2013\u2014]")
_LONG_BREAK = re.compile(r"[/?&.=_#,;:%+-](?=[^/])")
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
_CLUSTER = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[^\xad\u200b\u2060\n](?:\u200d[^\n]|[{_MARKS}\u200d])+"
)
_BREAK_SPACES = frozenset(
    " \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u3000"
)
_SPACES = "\n" + "".join(_BREAK_SPACES)
_GLUE = frozenset("\xa0\u2007\u202f\u2060\u2011")
_NO_START = frozenset(
    "!%),.:;?]}¢°·’”†‡›»、。〃々〉》」』】〕〗〙〛〜〞〟゛゜ゝゞ・ーヽヾ！％），．：；？］｝｠｡｣､･￠…‥〻℃"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
)
_NO_END = frozenset("([{£¥$‘“‹«〈《「『【〔〖〘〚〝（［｛｟｢￡￥＄")


class _Widths(dict[str, int]):
    """Cells of single characters, remembered; the invisible break characters take none."""

    def __missing__(self, char: str) -> int:
        cells = 0 if char in "\xad\u200b\u2060" else get_character_cell_size(char)
        self[char] = cells
        return cells


_CELLS = _Widths()


def wrap(text: str, width: int) -> list[Cut]:
    """The lines of `text` at `width` cells (at least 2) as (start, end); never an empty list."""
    simple = text.isascii() or not _COMPLEX.search(text)
    if simple and len(text) <= width and "\n" not in text:
        return [(0, len(text))]
    cuts: list[Cut] = []
    start = 0
    for line in text.split("\n") if "\n" in text else (text,):
        end = start + len(line)
        (_wrap_simple if simple else _wrap_complex)(text, start, end, width, cuts)
        start = end + 1
    return cuts


def shown(text: str, start: int, end: int) -> str:
    """A line as it is to be seen: no invisible break characters, a hyphen where one broke it."""
    return "".join([part for part, _ in pieces(text, start, end, end)])


def pieces(text: str, start: int, end: int, line_end: int) -> list[tuple[str, int]]:
    """Part of a line that ends at `line_end`, as it is to be seen, each piece with its offset:
    the invisible break characters part them, and the last becomes a hyphen where it broke the
    line."""
    part = text[start:end]
    if part.isascii() or not _INVISIBLE.search(part):
        return [(part, start)]
    found = [(piece[0], start + piece.start()) for piece in _VISIBLE.finditer(part)]
    if part[-1] == "\xad" and end == line_end and text[end : end + 1].strip(_SPACES):
        found.append(("-", end - 1))
    return found


def _wrap_simple(text: str, start: int, end: int, width: int, cuts: list[Cut]) -> None:
    """Lines of text in which each character takes one cell."""
    find, dashed = text.rfind, _DASH.search(text, start, end) is not None
    while end - start > width:
        limit = start + width
        cut = find(" ", start, limit + 1)
        follows = cut + 1
        if dashed:
            broken = _after_dash(text, max(cut, start) + 1, limit)
            if broken:
                cut = follows = broken
        if cut <= start:
            cut = follows = _in_long_word(text, start, limit)
        while cut > start and text[cut - 1] == " ":
            cut -= 1
        cuts.append((start, cut))
        start = follows
        while start < end and text[start] == " ":
            start += 1
    cuts.append((start, end))


def _after_dash(text: str, start: int, limit: int) -> int:
    """The last place after a hyphen or dash in `start`..`limit` at which a line may end, or 0."""
    for char in "-\u2010\u2013\u2014":
        at = text.rfind(char, start, limit)
        while at > 0:
            after = text[at + 1 : at + 2]
            hyphen = char in "-\u2010"
            joined = text[at - 1].isalpha() and after.isalpha() if hyphen else after > " "
            if joined and after not in _NO_START and after not in "-\u2010\u2013\u2014":
                return at + 1
            at = text.rfind(char, start, at)
    return 0


def _in_long_word(text: str, start: int, limit: int) -> int:
    """Where to break a word that fills the line from `start` to `limit` and goes on."""
    best = 0
    for found in _LONG_BREAK.finditer(text, start + (limit - start) // 3, limit):
        best = found.end()
    return best or limit


def _cells(text: str, start: int, end: int) -> list[int]:
    """Cells of each character; a cluster's cells all at its first character."""
    part = text[start:end]
    cells = list(map(_CELLS.__getitem__, part))
    for found in _CLUSTER.finditer(part):
        first, last = found.span()
        cells[first:last] = [cell_len(found[0])] + [0] * (last - first - 1)
    return cells


def _wrap_complex(text: str, start: int, end: int, width: int, cuts: list[Cut]) -> None:
    """Lines of any text."""
    base = start
    sums = list(accumulate(_cells(text, start, end), initial=0))
    while True:
        limit = base + bisect_right(sums, sums[start - base] + width) - 1
        if limit >= end:
            cuts.append((start, end))
            return
        cut = limit
        while cut < end and text[cut] in _BREAK_SPACES:
            cut += 1
        while cut > start and not _may_break(text, cut, start, sums, base, width):
            cut -= 1
        if cut <= start:
            cut = limit if limit > start else start + 1
            while cut < end and sums[cut - base] == sums[cut - base + 1]:
                cut += 1
            narrower = _in_long_word(text, start, cut)
            if narrower < cut and sums[narrower - base] != sums[narrower - base + 1]:
                cut = narrower
            while cut > start + 1 and text[cut - 1] == "\xad":
                cut -= 1
        shown_end = cut
        while shown_end > start and text[shown_end - 1] in _BREAK_SPACES:
            shown_end -= 1
        cuts.append((start, shown_end))
        start = cut
        while start < end and text[start] in _BREAK_SPACES:
            start += 1
        if start >= end:
            return


def _may_break(text: str, at: int, start: int, sums: list[int], base: int, width: int) -> bool:
    """Whether a line from `start` may end before the character `at`."""
    if at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before in _BREAK_SPACES:
        return after not in _BREAK_SPACES
    if before == "\u200b":
        return True
    if after in _BREAK_SPACES or after in "\xad\u200b" or before in _GLUE or after in _GLUE:
        return False
    here = at - base
    if here + 1 < len(sums) and sums[here] == sums[here + 1]:
        return False
    if before == "\xad":
        return sums[here] - sums[start - base] + 1 <= width
    if after in _NO_START or before in _NO_END:
        return False
    if before in "-\u2010":
        return at - start > 1 and text[at - 2].isalpha() and after.isalpha()
    if before in "\u2013\u2014":
        return after not in "-\u2010\u2013\u2014"
    return _breaks_alone(before) or _breaks_alone(after)


def _breaks_alone(char: str) -> bool:
    """Whether a line may break beside `char` without any space: Han, kana, Yi, emoji."""
    return (
        "\u2e80" <= char <= "\ua4cf"
        or "\uf900" <= char <= "\ufaff"
        or "\ufe30" <= char <= "\ufe4f"
        or "\uff01" <= char <= "\uff60"
        or "\U0001f300" <= char <= "\U0001faff"
        or "\U00020000" <= char <= "\U0003fffd"
    )
