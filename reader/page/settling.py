"""What becomes of a paragraph's text when it ends, and of blocks when a container does."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.page.blocks import CODE, Block, Blocks, Figure, Mark, Marks, Rule

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


def with_single_rules(blocks: Iterable[Block]) -> Blocks:
    """The blocks with one rule for several in a row: what stood between them showed nothing."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Rule) and not block.names and kept and isinstance(kept[-1], Rule):
            continue
        kept.append(block)
    return tuple(kept)


def without_asides(blocks: Blocks) -> Blocks:
    """The blocks, what was set aside back in its place."""
    found: list[Block] = []
    for block in blocks:
        found += block.caption if isinstance(block, Figure) and not block.blocks else (block,)
    return with_single_rules(found)
