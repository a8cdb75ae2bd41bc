"""Arabic letters in the forms that join, for a terminal that is given them in the order of sight
and so cannot join them itself. One character for one; the tables come from Unicode's own data."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_FORMS: Final = ("<isolated>", "<final>", "<initial>", "<medial>")
_TATWEEL, _JOINER, _PARTER = "\u0640", "\u200d", "\u200c"


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[str, str]]:
    """Each letter's presentation forms by their names in the character database."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFBFF), *range(0xFE70, 0xFEFD)):
        form, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        if form in _FORMS and letters and " " not in letters:
            found.setdefault(chr(int(letters, 16)), {})[form] = chr(code)
    return found


def shaped(text: str, at: int) -> str:
    """The character at `at` of a text in the form that its neighbours give it."""
    char = text[at]
    if not "\u0621" <= char <= "\u06d5":
        return char
    forms = _forms().get(char)
    if forms is None:
        return char
    before = _neighbour(text, at, -1)
    after = _neighbour(text, at, 1)
    to_before = "<final>" in forms and _joins_on(before)
    to_after = "<initial>" in forms and _joins_back(after)
    return forms.get(_FORMS[to_before + 2 * to_after], char)


def _neighbour(text: str, at: int, step: int) -> str:
    """The next character that is not a mark above or below; "" at the text's end."""
    at += step
    while 0 <= at < len(text):
        if unicodedata.category(text[at]) != "Mn":
            return text[at]
        at += step
    return ""


def _joins_on(char: str) -> bool:
    """Whether a letter reaches out to the one after it."""
    return char in (_TATWEEL, _JOINER) or "<initial>" in _forms().get(char, ())


def _joins_back(char: str) -> bool:
    """Whether a letter reaches back to the one before it."""
    return char in (_TATWEEL, _JOINER) or "<final>" in _forms().get(char, ())
