"""Breaking text into lines: greedy, after UAX 14 (`breaking` has the rules).

`wrap` gives (start, end) pairs into the text. A line never breaks at a no-break space, inside a
grapheme cluster, before 、 or 」 or after 「 (kinsoku), between a number and its unit; it may break
after a space, a hyphen or a dash between letters, at U+00AD (which `shown` turns into a hyphen
there and nowhere else), at U+200B and between Chinese or Japanese characters. A word that is longer
than a line (an address, mostly) begins in the line before it where it has a sign to break after.
Where that leaves a line short, a word may be hyphenated.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from reader.page.breaking import CLASS, may_break
from reader.page.clusters import cells_of, is_simple
from reader.page.hyphens import Hyphens
from reader.page.places import FAR, after_dash, better_space, in_word, is_ill

Cut = tuple[int, int]

_INVISIBLE = re.compile("[\xad\u200b\u2060]")
_VISIBLE = re.compile("[^\xad\u200b\u2060]+")
_DASH = re.compile("[-\u2010\u2013\u2014]")
_BREAK_SPACES = frozenset(
    " \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u3000"
)
_SPACES = "\n" + "".join(_BREAK_SPACES)
_LOOKED_AT = frozenset("!%),.:;?]}»›([{«‹¡¿0123456789")
_THAI_LAST = frozenset("ะาำๅๆฯະາຳໆຯ")
_WINDOW: Final = 4_096  # characters that are measured at once
_LONGEST_LINE: Final = 20_000  # characters of a line, most of which cannot be seen
_STEP: Final = 150  # lines that `steps` breaks at once
_MANY: Final = 1 << 60


def wrap(
    text: str, width: int, hyphens: Hyphens | None = None, simple: bool | None = None
) -> list[Cut]:
    """The lines of `text` at `width` cells (at least 2) as (start, end); never an empty list.

    `simple` is what `is_simple` says of the text, if that is known.
    """
    if simple is None:
        simple = is_simple(text)
    if simple and len(text) <= width and "\n" not in text:
        return [(0, len(text))]
    fill = _fill_simple if simple else _fill
    cuts: list[Cut] = []
    start = 0
    for line in text.split("\n") if "\n" in text else (text,):
        end = start + len(line)
        fill(text, start, end, width, cuts, hyphens, _MANY)
        start = end + 1
    return cuts


def steps(text: str, width: int, hyphens: Hyphens | None = None) -> Iterator[list[Cut]]:
    """As `wrap`, some lines at a time."""
    fill = _fill_simple if is_simple(text) else _fill
    cuts: list[Cut] = []
    start = 0
    while start >= 0:
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        at = start
        while at >= 0:
            at = fill(text, at, end, width, cuts, hyphens, _STEP)
            if len(cuts) >= _STEP:
                yield cuts
                cuts = []
        start = end + 1 if end < len(text) else -1
    if cuts:
        yield cuts


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


def _fill_simple(
    text: str,
    start: int,
    end: int,
    width: int,
    cuts: list[Cut],
    hyphens: Hyphens | None,
    lines: int,
) -> int:
    """Lines of text in which each character takes one cell; where to go on when there are `lines`
    of them, -1 at the end."""
    find = text.rfind
    dashed = _DASH.search(text, start, min(end, start + lines * width)) is not None
    append = cuts.append
    worth = min(width >> 1, hyphens.worth) if hyphens else width >> 1
    while end - start > width:
        limit = start + width
        cut = find(" ", start, limit + 1)
        if cut > start and (text[cut - 1] in _LOOKED_AT or text[cut + 1 : cut + 2] in _LOOKED_AT):
            cut = better_space(text, start, cut)
        follows = cut + 1
        if dashed:
            broken = after_dash(text, max(cut, start) + 1, limit)
            if broken:
                cut = follows = broken
        if limit - cut > worth or cut <= start:
            broken = in_word(text, start, cut, follows, limit, end, width, hyphens)
            if broken:
                cut = follows = broken
        while text[cut - 1] == " " and cut > start:
            cut -= 1
        append((start, cut))
        start = follows
        while start < end and text[start] == " ":
            start += 1
        if start >= end:
            return -1
        if len(cuts) >= lines:
            return start
    append((start, end))
    return -1


def _fill(
    text: str,
    start: int,
    end: int,
    width: int,
    cuts: list[Cut],
    hyphens: Hyphens | None,
    lines: int,
) -> int:
    """Lines of any text; as `_fill_simple`."""
    base, stop = start, min(end, start + _WINDOW)
    sums = list(accumulate(cells_of(text, base, stop), initial=0))
    while True:
        while (
            stop < end
            and sums[-1] - sums[start - base] <= width + 8
            and stop - start < _LONGEST_LINE
        ):
            stop = min(end, start + (_WINDOW if start > base else 4 * (stop - start)))
            base = start
            sums = list(accumulate(cells_of(text, base, stop), initial=0))
        limit = base + bisect_right(sums, sums[start - base] + width) - 1
        if limit >= end:
            cuts.append((start, end))
            return -1
        limit = min(limit, stop - 1)
        cut = _best_break(text, start, limit, end, sums, base, width)
        follows = cut
        while follows > start and text[follows - 1] in _BREAK_SPACES:
            follows -= 1
        room = width - (sums[min(follows, stop) - base] - sums[start - base])
        if cut <= start or room > (min(width >> 1, hyphens.worth) if hyphens else width >> 1):
            broken = in_word(text, start, follows, cut, limit, end, width, hyphens)
            if broken and sums[broken - base] != sums[broken - base + 1]:
                cut = broken
            elif cut <= start:
                cut = limit if limit > start else start + 1
                while cut < min(end, stop) and sums[cut - base] == sums[cut - base + 1]:
                    cut += 1
            forced = cut in (broken, limit)
            while forced and cut > start + 1 and text[cut - 1] == "\xad":
                cut -= 1
        shown_end = cut
        while shown_end > start and text[shown_end - 1] in _BREAK_SPACES:
            shown_end -= 1
        cuts.append((start, shown_end))
        start = cut
        while start < end and text[start] in _BREAK_SPACES:
            start += 1
        if start >= end:
            return -1
        if len(cuts) >= lines:
            return start
        if start >= stop:
            base, stop = start, min(end, start + _WINDOW)
            sums = list(accumulate(cells_of(text, base, stop), initial=0))


def _best_break(
    text: str, start: int, limit: int, end: int, sums: list[int], base: int, width: int
) -> int:
    """The last place before `limit` where the line from `start` may end; `start` for none."""
    cut = limit
    while cut < end and text[cut] in _BREAK_SPACES:
        cut += 1
    ill = 0
    while cut > start:
        if _allowed(text, cut, start, sums, base, width):
            if text[cut - 1] != " " or not is_ill(text, cut - 1):
                break
            ill = ill or cut
        cut -= 1
    if ill and limit - cut > FAR:
        return ill
    if limit - cut > width // 3 and CLASS[text[limit]] in ("SA", "SF", "CM"):
        return _between_syllables(text, cut, limit, sums, base)
    return cut


def _between_syllables(text: str, cut: int, limit: int, sums: list[int], base: int) -> int:
    """The last place between Thai, Lao or Khmer clusters that does not part a vowel from the letter
    it belongs to."""
    at = limit
    while at > cut + 1:
        inside = sums[at - base] == sums[at - base + 1] or text[at] in _THAI_LAST
        if not inside and CLASS[text[at - 1]] in ("SA", "CM") and CLASS[text[at]] in ("SA", "SF"):
            return at
        at -= 1
    return cut


def _allowed(text: str, at: int, start: int, sums: list[int], base: int, width: int) -> bool:
    """Whether a line from `start` may end before the character `at`."""
    if at >= len(text):
        return True
    before = text[at - 1]
    if before in _BREAK_SPACES:
        return text[at] not in _BREAK_SPACES and (before != " " or may_break(text, at))
    here = at - base
    if here + 1 < len(sums) and sums[here] == sums[here + 1]:
        return False
    if before == "\xad" and sums[here] - sums[start - base] + 1 > width:
        return False
    return may_break(text, at)
