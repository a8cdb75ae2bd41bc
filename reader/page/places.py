"""Places for a line's end: better and worse spaces, dashes, and those inside a word."""

from __future__ import annotations

import re
from typing import Final

from reader.page.hyphens import Hyphens

FAR: Final = 14  # cells that a line may lose so that it does not end at an ill-placed space
_LONG_BREAK = re.compile(r"[/?&.=_#,;:%+-](?=[^/])")
_UNIT = re.compile(
    r"(?:[kcmµnMGTdh]?(?:m|g|s|l|L|W|Wh|V|A|Hz|B|bit|Pa|J|N)[²³23]?|km/h|mph|min|ha|°[CF]?|"
    r"percent|per cent|Prozent|[$€£¥₹%‰]|(?:Mio|Mrd|Mill)\.|USD|EUR|GBP|a\.m\.|p\.m\.|[ap]m|Uhr|"
    r"million|billion|trillion)(?![\w/])"
)
_AFTER_DASH = frozenset("!%),.:;?]}¢°·’”†‡›»…-\u2010\u2013\u2014")


def in_word(
    text: str,
    start: int,
    cut: int,
    follows: int,
    limit: int,
    end: int,
    width: int,
    hyphens: Hyphens | None,
) -> int:
    """Where to break the word that does not fit before `limit`, 0 for nowhere; always somewhere if
    no line of `width` cells could hold it."""
    if cut <= start:
        follows = start
    if hyphens:
        broken = hyphens.broken(text, follows, limit, end, cut <= start)
        if broken:
            return broken
    last = min(end, follows + width + 1)
    if last - follows <= width or text.find(" ", limit, last) >= 0:
        return 0 if cut > start else limit
    # A little of it is not worth a line's end.
    broken = _after_sign(text, follows + (limit - start) // 4, limit)
    return broken or (0 if cut > start else limit)


def _after_sign(text: str, start: int, limit: int) -> int:
    """The last place after a sign of an address in `start`..`limit`, rather one between its parts;
    or 0."""
    best = parted = 0
    for found in _LONG_BREAK.finditer(text, start, limit + 1):
        if found.end() <= limit:
            best = found.end()
            if found[0] in "/?&":
                parted = best
    return parted if parted and best - parted <= FAR else best


def better_space(text: str, start: int, cut: int) -> int:
    """The space at `cut`, or one shortly before it if that is an ill place for a line's end."""
    found = cut
    while is_ill(text, found):
        found = text.rfind(" ", start, found)
        if found <= start or cut - found > FAR:
            return cut
    return found


def is_ill(text: str, at: int) -> bool:
    """Whether the space at `at` should not end a line: French signs, a number before its unit."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if after in "!:;?.,)]}" and after:
        return not text[at + 2 : at + 3].isalnum()
    if after in "»›%" and after:
        return text[at + 2 : at + 3] in " ,.:;!?)"
    if before in "«‹([{¡¿" and before:
        return at < 2 or text[at - 2] in " ([\u2014"
    return before.isdigit() and _UNIT.match(text, at + 1) is not None


def after_dash(text: str, start: int, limit: int) -> int:
    """The last place after a hyphen or dash in `start`..`limit` at which a line may end, or 0."""
    best = 0
    for char in "-\u2010\u2013\u2014":
        at = text.rfind(char, start, limit)
        while at >= best and at > 0:
            before, after = text[at - 1], text[at + 1 : at + 2]
            if char in "-\u2010":
                joined = before.isalpha() and after.isalpha()
            else:
                joined = after > " " and not (before.isdigit() and after.isdigit())
            if joined and after not in _AFTER_DASH:
                best = at + 1
                break
            at = text.rfind(char, start, at)
    return best
