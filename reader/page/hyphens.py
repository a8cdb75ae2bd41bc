"""Where words of a language may be hyphenated: Pyphen's patterns, loaded when first asked for."""

from __future__ import annotations

import codecs
import functools
import re
from typing import NamedTuple

_SHORTEST = 6  # letters of a word that may be hyphenated
_LEFT, _RIGHT = 2, 3  # letters that stay on each side of the hyphen
_LONGEST = 60
_LONGEST_PATTERN = 24  # bytes
_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST},{_LONGEST}}}(?!\w|['’@\xad-]\w|[./:][\w/])")
_OPENING = re.compile(r"[(\[{\"'“‘„‚«»‹›¡¿]{0,3}")


class Hyphens:
    """The hyphens of one language on a page. `worth` is the number of cells that a line must lack
    before a word is broken for it; a capitalised word, mostly a name, only for three times that."""

    __slots__ = ("_ends", "_language", "_nouns", "worth")

    def __init__(self, language: str, worth: int) -> None:
        self.worth = worth
        self._nouns = language[:2].lower() in ("de", "lb")
        self._language = language
        self._ends: list[int] = []

    def broken(self, text: str, start: int, limit: int, end: int, needed: bool) -> int:
        """Where to break the word at `start`, so that it and a hyphen end before `limit`; or 0.

        `needed` says that no line could hold the word.
        """
        least = start + 1
        opening = _OPENING.match(text, start, end)
        begin = opening.end() if opening else start
        # The rest of a word that was broken before is broken as the whole word asks.
        while begin == start and begin and text[begin - 1].isalpha() and limit - begin < _LONGEST:
            start = begin = begin - 1
        found = _WORD.match(text, begin, end)
        if not found or (start and not text[start - 1].isspace()):
            return 0
        word = found[0]
        name = word.isupper() or (word[0].isupper() and not self._nouns)
        if not needed and (found.end() >= end or (name and limit - begin <= 3 * self.worth)):
            return 0
        for position in reversed(points(word.lower(), self._language)):
            if least < begin + position < limit:
                self._ends.append(begin + position)
                return begin + position
        return 0

    def taken(self) -> frozenset[int]:
        """The places where words were broken since this was last asked."""
        if not self._ends:
            return frozenset()
        ends = frozenset(self._ends)
        self._ends.clear()
        return ends


@functools.lru_cache(maxsize=4_000)
def points(word: str, language: str) -> tuple[int, ...]:
    """Where a lower-case word may be broken, after Liang: each pattern that it contains gives its
    letters' gaps numbers, and where the greatest is odd there is a place."""
    patterns = _patterns(language)
    if patterns is None:
        return ()
    try:
        dotted = f".{word}.".encode(patterns.encoding)
    except UnicodeEncodeError:
        return ()
    levels = [0] * (len(dotted) + 1)
    find = patterns.lines.get
    for start in range(len(dotted)):
        for end in range(start + 1, min(len(dotted), start + _LONGEST_PATTERN) + 1):
            pattern = find(dotted[start:end])
            if pattern is not None:
                at = start
                for byte in pattern:
                    if 48 <= byte <= 57:
                        levels[at] = max(levels[at], byte - 48)
                    else:
                        at += 1
    found = [
        len(dotted[1:at].decode(patterns.encoding, "ignore"))
        for at in range(2, len(dotted) - 1)
        if levels[at] % 2
    ]
    return tuple([at for at in found if _LEFT <= at <= len(word) - _RIGHT])


class _Patterns(NamedTuple):
    """The patterns of a language by their letters, in the encoding of their file."""

    lines: dict[bytes, bytes]
    encoding: str


@functools.lru_cache(maxsize=4)
def _patterns(language: str) -> _Patterns | None:
    """The patterns that Pyphen brings for a language, None where there are none.

    Pyphen's own reader takes 800 ms for German; deleting all digits at once takes 20.
    """
    import pyphen

    known = pyphen.language_fallback(language.replace("-", "_")) if language else None
    if known is None:
        return None
    first, _, rest = pyphen.LANGUAGES[known].read_bytes().partition(b"\n")
    encoding = first.decode("ascii", "replace").strip().replace("microsoft-", "")
    try:
        codecs.lookup(encoding)
    except LookupError:
        return None
    letters = rest.translate(None, b"0123456789\r").split(b"\n")
    return _Patterns(dict(zip(letters, rest.split(b"\n"), strict=True)), encoding)
