"""Words for FTS5: text as it is indexed, words as they are asked for, marks in what was found.

FTS5 finds words between spaces; Chinese, Japanese and often Korean have none. A run of their
characters is therefore indexed as overlapping pairs (and its last character alone), parted by
U+200B, which `reader.text` never lets in: 新しい館 -> 新し|しい|い館|館. A question of two or more
characters becomes the phrase of its pairs, of one character the beginning of a pair.
"""

from __future__ import annotations

import re
from itertools import groupby

from reader.text import clean

GAP = "\u200b"
_CJK = (
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_CJK}]+")
_PIECE = re.compile(f"[{_CJK}]{{1,2}}")
_OPEN, _CLOSE = "\x02", "\x03"


def indexed(text: str) -> str:
    """Text as it goes to the index; as it is where it has no characters of that kind."""
    if text.isascii() or not _RUN.search(text):
        return text
    return _RUN.sub(lambda run: f"{GAP}{_pairs(run[0], last=True)}{GAP}", text)


def _pairs(run: str, *, last: bool) -> str:
    pairs = [run[place : place + 2] for place in range(len(run) - 1)]
    if last or not pairs:
        pairs.append(run[-1])
    return GAP.join(pairs)


def asked(words: str, *, prefix: bool = False) -> str:
    """The FTS5 expression for words that stand together, or "" where there is nothing to ask.

    Everything is quoted, so that no text of a user is ever taken for syntax.
    """
    words = clean(words, 500)
    pieces: list[str] = []
    place = 0
    for run in _RUN.finditer(words):
        pieces += _quoted(words[place : run.start()])
        pairs = _pairs(run[0], last=False)
        pieces.append(f'"{pairs}"{" *" if len(run[0]) == 1 else ""}')
        place = run.end()
    rest = _quoted(words[place:])
    if rest and prefix:
        rest = [f"{rest[0]} *"]
    pieces += rest
    return pieces[0] if len(pieces) == 1 else f"({' AND '.join(pieces)})" if pieces else ""


def _quoted(words: str) -> list[str]:
    if not any(character.isalnum() for character in words):
        return []
    return ['"' + words.strip().replace('"', '""') + '"']


def shown(found: str) -> str:
    """A piece of indexed text, marked by \\x02 and \\x03, as it is read: hits between « and »."""
    if GAP not in found:
        return found.replace(_OPEN, "«").replace(_CLOSE, "»")
    letters: list[tuple[str, bool]] = []
    inside = False
    run_goes_on = False
    for piece in found.split(GAP):
        bare = piece.replace(_OPEN, "").replace(_CLOSE, "")
        paired = _PIECE.fullmatch(bare) is not None
        if paired and run_goes_on:
            marked = inside or _OPEN in piece
            last, flag = letters[-1]
            letters[-1] = (last, flag or marked)  # the first of this pair is the last of the other
            letters += [(letter, marked) for letter in bare[1:]]
            inside = _after(piece, inside)
        else:
            for letter in piece:
                if letter in (_OPEN, _CLOSE):
                    inside = letter == _OPEN
                else:
                    letters.append((letter, inside))
        run_goes_on = paired
    pieces = []
    for marked, group in groupby(letters, key=lambda one: one[1]):
        text = "".join(letter for letter, _ in group)
        pieces.append(f"«{text}»" if marked else text)
    return "".join(pieces)


def _after(piece: str, inside: bool) -> bool:
    opened, closed = piece.rfind(_OPEN), piece.rfind(_CLOSE)
    return inside if opened == closed else opened > closed
