"""What becomes of a paragraph's text when it ends."""

from __future__ import annotations

import re

from reader.page.blocks import CODE, Mark, Marks

SEPARATORS = frozenset("*•·⁂⁎~—–-_=+#◆◇❦❧※✻✽✦★☆●○■□♦§.\xa0")
_SEPARATOR = re.compile(
    r"[\s\xa0]*(?:[⁂❦❧※✻✽✦]|([*•·~—–\-_=+#◆◇★☆●○■□♦§])(?:[\s\xa0]*\1){2,})[\s\xa0]*"
)


def is_separator(text: str, marks: Marks) -> bool:
    """Whether a paragraph is only signs that part the text: "* * *"."""
    return (
        len(text) <= 200
        and bool(_SEPARATOR.fullmatch(text))
        and not any(mark.href for mark in marks)
    )


def is_code(text: str, marks: Marks) -> bool:
    """Whether a paragraph is nothing but lines of code."""
    return len(marks) == 1 and marks[0] == (0, len(text), CODE, "")


def unindented(
    text: str, marks: Marks, names: list[tuple[int, str]]
) -> tuple[str, Marks, list[tuple[int, str]]]:
    """A leaf without the no-break spaces that some pages begin their paragraphs with."""
    kept = text.lstrip("\xa0 \n")
    gone = len(text) - len(kept)
    moved = [Mark(max(0, m.start - gone), m.end - gone, *m[2:]) for m in marks if m.end > gone]
    return kept, tuple(moved), [(max(0, at - gone), name) for at, name in names]
