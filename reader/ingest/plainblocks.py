"""Plain text to blocks: lines taken apart, hard-wrapped ones joined, nothing judged yet.

Rule W (extraction.md 2.2): a text is hard-wrapped when its long lines are about equally long and
most of them could not have taken the next line's first word.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from reader import text

_BULLET = re.compile(r"\s*(?:[-*•–·▪◦]|\d{1,3}[.)]|[a-z][.)])\s+\S")
_RULE = re.compile(r"\s*([-=_*~#.])(?:\s?\1){3,}\s*")
_TABLE_GAP = re.compile(r"(?<![.!?:])\S {3,}\S|\t")
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？", "؟", "।", "”", '"', "’", "»", ":", ".)", ")")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or line of a text: its words, and the lines they stood on (from 0).

    `close` says that no blank line stands before it; `indent` counts leading blanks.
    """

    text: str
    first: int
    last: int
    close: bool
    indent: int = 0
    words: int = 0


def lines_of(source: str) -> list[str]:
    """The lines of a text, cleaned, without trailing blanks and without a quoting prefix."""
    source = text.clean_lines(source)
    lines = [line.rstrip() for line in source.expandtabs(8).split("\n")]
    full = [line for line in lines if line]
    for mark in (">", "|"):
        marked = sum([line.startswith(mark) for line in full]) if mark in source else 0
        if marked > 0.9 * len(full):
            lines = [re.sub(rf"^{re.escape(mark)} ?", "", line) for line in lines]
    return lines


def wrapped(lines: list[str]) -> int:
    """The column at which the lines of a text were broken, 0 where they were not."""
    pairs = [
        (len(line), after.split(None, 1)[0])
        for line, after in itertools.pairwise(lines)
        if len(line) >= 40 and after.strip()
    ]
    if len(pairs) < 3:
        return 0
    lengths = sorted(length for length, _ in pairs)
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.95))]
    long = [len(line) for line in lines if len(line) >= 40]
    if width > 110 or sum(length > 132 for length in long) > 0.03 * len(long):
        return 0
    if len(pairs) <= 0.5 * len(long) and sum(length > 1.15 * width for length in long) > 1:
        return 0  # lines above one another at the ends, and paragraphs of one line between
    full = sum(length + 1 + len(word) > 0.93 * width for length, word in pairs)
    return width if full > len(pairs) / 2 else 0


def blocks_of(lines: list[str]) -> list[Block]:
    """The blocks of a text; one line is one block unless the text is hard-wrapped."""
    width = wrapped(lines)
    blocks: list[Block] = []
    gathered: list[int] = []
    for number, line in enumerate(lines):
        if not line.strip():
            _close(blocks, gathered, lines)
        elif gathered and not (
            width and _continues(lines[gathered[-1]], line, width, len(gathered))
        ):
            _close(blocks, gathered, lines)
            gathered.append(number)
        else:
            gathered.append(number)
    _close(blocks, gathered, lines)
    return blocks


def _close(blocks: list[Block], gathered: list[int], lines: list[str]) -> None:
    """Makes one block of the gathered line numbers."""
    if not gathered:
        return
    joined = lines[gathered[0]].strip()
    for number in gathered[1:]:
        added = lines[number].strip()
        joined += added if joined.endswith("-") and joined[-2:-1].isalpha() else f" {added}"
    first = gathered[0]
    close = first > 0 and bool(lines[first - 1].strip())
    indent = len(lines[first]) - len(lines[first].lstrip())
    blocks.append(Block(joined, first, gathered[-1], close, indent, text.count_words(joined)))
    gathered.clear()


def _continues(before: str, line: str, width: int, gathered: int) -> bool:
    """Whether `line` goes on with the paragraph of the line `before` it, in a wrapped text."""
    words = line.strip()
    if is_rule(line) or is_rule(before) or _BULLET.match(line):
        return False
    if words[0].islower():
        return True
    if _TABLE_GAP.search(line.strip()) or _TABLE_GAP.search(before.strip()):
        return False
    deeper = _indent(line) - _indent(before)
    short = len(before) + 1 + len(words.split(None, 1)[0]) <= 0.85 * width
    if short or (deeper >= 2 and gathered > 0 and ends_sentence(before)):
        return False
    return not (before.isupper() and gathered == 1 and not words.isupper())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def is_rule(line: str) -> bool:
    """A line of dashes or the like."""
    return bool(_RULE.fullmatch(line))


def is_item(line: str) -> bool:
    """A line that begins as an item of a list."""
    return bool(_BULLET.match(line))


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence, a quotation or an announcement does."""
    return line.rstrip().endswith(_SENTENCE_END)
