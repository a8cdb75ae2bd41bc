"""Selecting by keys: a caret in the text of a page, the place it was set at, and its motions."""

from __future__ import annotations

import re
from typing import Final

from reader import text

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}](?:[^\W{_CJK}]|[\xad\u200b'’-])*|[^\w\s]+")
_SENTENCE = re.compile(r"[.!?…]+[\"'”’»)\]]*[ \xa0\n]+|[。！？]+[」』”’）]*\s*|\n\n+")
_PARAGRAPH = re.compile(r"\n\n+")
_INVISIBLE: Final = "\xad\u200b\u2060"
_BACK: Final = 20_000  # characters looked at for a beginning before the caret


class Caret:
    """Characters from `anchor` to `at` of a text are selected, both included."""

    def __init__(self, said: str, at: int) -> None:
        self._said = said
        self.at = self.anchor = max(0, min(at, len(said) - 1))
        self.cell = -1  # where in its line the caret wants to be when it goes up and down

    @property
    def selected(self) -> tuple[int, int]:
        """The selected characters as (start, end)."""
        return min(self.at, self.anchor), max(self.at, self.anchor) + 1

    def swap(self) -> None:
        """Moves the other end from now on."""
        self.at, self.anchor = self.anchor, self.at

    def put(self, at: int, cell: int = -1) -> None:
        """Puts the caret on a character."""
        self.at = max(0, min(at, len(self._said) - 1))
        self.cell = cell

    def by_character(self, step: int) -> None:
        """To the next character that is seen, or the one before."""
        at = self.at + step
        while 0 <= at < len(self._said) and (
            self._said[at] in _INVISIBLE or not text.width(self._said[at])
        ):
            at += step
        self.put(at)

    def to_word(self) -> None:
        """To the beginning of the next word."""
        here = _WORD.match(self._said, self.at)
        found = _WORD.search(self._said, here.end() if here else self.at)
        self.put(found.start() if found else len(self._said))

    def to_word_end(self) -> None:
        """To the last character of this word, or of the next."""
        found = _WORD.search(self._said, self.at)
        if found and found.end() - 1 <= self.at:
            found = _WORD.search(self._said, found.end())
        self.put(found.end() - 1 if found else len(self._said))

    def to_word_before(self) -> None:
        """To the beginning of this word, or of the one before."""
        self.put(self._last(_WORD, "start"))

    def to_sentence(self) -> None:
        """To the beginning of the next sentence."""
        found = _SENTENCE.search(self._said, self.at)
        self.put(found.end() if found else len(self._said))

    def to_sentence_before(self) -> None:
        """To the beginning of this sentence, or of the one before."""
        self.put(self._last(_SENTENCE, "end"))

    def to_paragraph(self) -> None:
        """To the beginning of the next paragraph."""
        found = _PARAGRAPH.search(self._said, self.at)
        self.put(found.end() if found else len(self._said))

    def to_paragraph_before(self) -> None:
        """To the beginning of this paragraph, or of the one before."""
        self.put(self._last(_PARAGRAPH, "end"))

    def _last(self, pattern: re.Pattern[str], side: str) -> int:
        """The last place before the caret where `pattern` starts or ends."""
        first = max(0, self.at - _BACK)
        best = first
        for found in pattern.finditer(self._said, first, self.at):
            at = found.start() if side == "start" else found.end()
            if at < self.at:
                best = at
        return best
