"""Searching the text of a page: every place where the wanted words stand, and which is the current.

Small letters find capitals too, capitals only themselves; letters with accents are found by the
plain ones. White space in what is wanted stands for any, since a text breaks where its page does.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from typing import Final

MOST: Final = 10_000  # places that are marked and counted
_LONGEST: Final = 200  # characters of what is wanted
_HINTS: Final = "[\xad\u200b\u2060]*"


class _Plain(dict[int, int]):
    """A character without its accents, remembered; every one stays a single character, so that
    places in the folded text are places in the text."""

    def __missing__(self, code: int) -> int:
        base = unicodedata.normalize("NFD", chr(code))
        self[code] = ord(base[0]) if code > 127 and unicodedata.combining(base[-1]) else code
        return self[code]


_PLAIN = _Plain()


def folded(said: str) -> str:
    """`said` without accents, as long as it was."""
    return said if said.isascii() else said.translate(_PLAIN)


def pattern(wanted: str) -> re.Pattern[str] | None:
    """What to look for in a folded text; None where nothing is wanted."""
    words = folded(unicodedata.normalize("NFC", wanted[:_LONGEST])).split()
    if not words:
        return None
    flags = 0 if any(char.isupper() for char in wanted) else re.IGNORECASE
    spelled = [_HINTS.join(map(re.escape, word)) for word in words]
    return re.compile(r"\s+".join(spelled), flags)


class Found:
    """The places of what is wanted in a text, as (start, end), and the one that is current."""

    def __init__(self, wanted: str, said: str, near: int) -> None:
        self.wanted = wanted
        looked_for = pattern(wanted)
        self.places: list[tuple[int, int]] = []
        for place in looked_for.finditer(folded(said)) if looked_for else ():
            self.places.append(place.span())
            if len(self.places) == MOST:
                break
        self.current = bisect_left(self.places, (near, 0))
        if self.current == len(self.places):
            self.current = 0

    def step(self, by: int) -> bool:
        """Goes on to the next place or the one before, round at the ends; true if it went round."""
        if not self.places:
            return False
        now = self.current + by
        self.current = now % len(self.places)
        return now != self.current

    @property
    def place(self) -> tuple[int, int] | None:
        """The current place."""
        return self.places[self.current] if self.places else None

    def between(self, start: int, end: int) -> list[tuple[int, tuple[int, int]]]:
        """The places that touch the characters `start` to `end`, each with its number from 0."""
        first = bisect_right(self.places, (start, start))
        while first and self.places[first - 1][1] > start:
            first -= 1
        found = []
        for number in range(first, len(self.places)):
            if self.places[number][0] >= end:
                break
            found.append((number, self.places[number]))
        return found

    def said(self) -> str:
        """Which of how many: "3 of 17"."""
        if not self.places:
            return "none"
        more = "+" if len(self.places) == MOST else ""
        return f"{self.current + 1:,} of {len(self.places):,}{more}"
