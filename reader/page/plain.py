"""Plain text -> blocks: paragraphs by blank lines; lines kept where they mean something.

Hard-wrapped prose is joined again; verse, addresses and signatures keep their lines; lists, quoted
mail, underlined headings, indented code and columns are told by their look. When in doubt the
lines stay as they are.
"""

from __future__ import annotations

import re
from itertools import pairwise

from reader import text as texts
from reader.page.blocks import (
    Block,
    Blocks,
    Code,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
)
from reader.page.linking import may_have_address, with_links

_RULE = re.compile(r"\s*(?:([-=_*~#])\s*(?:\1\s*){2,}|[⁂❦])\s*")
_UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|~{3,})\s*")
_BULLET = re.compile(r"\s{0,8}(?:[-*•‣◦–]|\((\d{1,4})\)|(\d{1,4})[.)])[ \t]+(?=\S)")
_QUOTED = re.compile(r"\s?>\s?")
_COLUMNS = re.compile(r"\S(?: {3,}|\t+| *\| *)\S")
_LONG_LINE = 100
_QUOTE_DEPTH = 8


def blocks(raw: str) -> Blocks:
    """The blocks of plain text. Never fails."""
    lines = texts.page_lines(raw.expandtabs(8) if "\t" in raw else raw).split("\n")
    return tuple(_read(lines, 0))


def _read(lines: list[str], depth: int) -> list[Block]:
    lengths = sorted(len(line) for line in lines if line)
    measure = lengths[-1 - len(lengths) // 50] if lengths else 0
    apart = any(not line.strip() for line in lines[1:-1])
    found: list[Block] = []
    for chunk in _chunks(lines):
        found += _chunk(chunk, measure, apart, depth)
    return _joined_code(found)


def _chunks(lines: list[str]) -> list[list[str]]:
    """Lines in groups as blank ones part them."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line.rstrip())
        elif found[-1]:
            found.append([])
    return found if found[-1] else found[:-1]


def _chunk(lines: list[str], measure: int, apart: bool, depth: int) -> list[Block]:
    """The blocks of lines without a blank one between."""
    if len(lines) == 1 and _RULE.fullmatch(lines[0]):
        return [Rule()]
    if len(lines) >= 2 and _UNDERLINE.fullmatch(lines[1]) and len(lines[0].strip()) <= 100:
        sign = lines[1].strip()[0]
        title = _paragraph(lines[0].strip())
        rest = _chunk(lines[2:], measure, apart, depth) if lines[2:] else []
        return [Heading(1 if sign == "=" else 2, title.text, title.marks), *rest]
    if all(_QUOTED.match(line) for line in lines) and depth < _QUOTE_DEPTH:
        return [Quote(tuple(_read([_QUOTED.sub("", line, count=1) for line in lines], depth + 1)))]
    if _BULLET.match(lines[0]) and (len(lines) > 1 or not _is_lone_number(lines[0])):
        return _list(lines, measure)
    if _is_set(lines):
        return [Code("\n".join(lines))]
    return _prose(lines, measure, apart)


def _is_lone_number(line: str) -> bool:
    """ "1984. That was a year" alone is a sentence, no list."""
    found = _BULLET.match(line)
    return bool(found and (found[1] or found[2]) and len(found[1] or found[2]) > 2)


def _is_set(lines: list[str]) -> bool:
    """Whether the lines are preformatted: all indented, or set in columns."""
    if len(lines) > 1 and all(line.startswith("    ") for line in lines):
        return len({len(line) - len(line.lstrip()) for line in lines}) > 1 or all(
            len(line) < 90 for line in lines
        )
    in_columns = sum(bool(_COLUMNS.search(line.strip())) for line in lines)
    return len(lines) > 2 and in_columns > 0.6 * len(lines)


def _list(lines: list[str], measure: int) -> list[Block]:
    """A list; a line without a bullet goes on with the item above it."""
    items: list[list[str]] = []
    numbers: list[int | None] = []
    for line in lines:
        found = _BULLET.match(line)
        if found:
            said = found[1] or found[2]
            numbers.append(int(said) if said else None)
            items.append([line[found.end() :]])
        else:
            items[-1].append(line.strip())
    made: list[Block] = []
    at = 0
    while at < len(items):
        ordered = numbers[at] is not None
        last = at + 1
        while last < len(items) and _goes_on(numbers[last - 1], numbers[last]):
            last += 1
        texts_of = tuple([(_paragraph(_joined(item, measure)),) for item in items[at:last]])
        made.append(ListBlock(texts_of, ordered, numbers[at] or 0 if ordered else 1))
        at = last
    return made


def _goes_on(before: int | None, number: int | None) -> bool:
    return number == (None if before is None else before + 1)


def _prose(lines: list[str], measure: int, apart: bool) -> list[Block]:
    """Paragraphs: hard-wrapped lines joined, others kept."""
    if len(lines) == 1:
        return [_paragraph(lines[0].strip())]
    if not apart and sum(len(line) for line in lines) > _LONG_LINE * len(lines):
        return [_paragraph(line.strip()) for line in lines]
    if any(len(line) > _LONG_LINE for line in lines):
        return [_paragraph(line.strip()) for line in lines]
    indented = [len(line) - len(line.lstrip()) for line in lines]
    if min(indented) < max(indented) <= 8 and _is_wrapped(lines, measure):
        return [_paragraph(_joined(part, measure)) for part in _indented_parts(lines, indented)]
    return [_paragraph(_joined(lines, measure))]


def _indented_parts(lines: list[str], indented: list[int]) -> list[list[str]]:
    """Paragraphs told by their indented first lines."""
    least = min(indented)
    parts: list[list[str]] = []
    for line, indent in zip(lines, indented, strict=True):
        if indent > least or not parts:
            parts.append([])
        parts[-1].append(line)
    return parts


def _is_wrapped(lines: list[str], measure: int) -> bool:
    """Whether lines break because they were full: the next word would not have fitted."""
    full = 0
    for line, following in pairwise(lines):
        word = following.split(None, 1)[0]
        full += len(line) + 1 + len(word) > measure - 4
    return measure >= 40 and full >= 0.6 * (len(lines) - 1)


def _joined(lines: list[str], measure: int) -> str:
    """Wrapped lines as one, others with their breaks and their indents (as no-break spaces)."""
    if len(lines) == 1:
        return lines[0].strip()
    if _is_wrapped(lines, measure):
        return " ".join([line.strip() for line in lines])
    least = min(len(line) - len(line.lstrip()) for line in lines)
    kept = []
    for line in lines:
        words = line.lstrip()
        kept.append("\xa0" * min(24, len(line) - len(words) - least) + words)
    return "\n".join(kept)


def _paragraph(text: str) -> Paragraph:
    if "  " in text:
        text = re.sub(" {2,}", " ", text)
    return Paragraph(text, with_links(text, ()) if may_have_address(text) else ())


def _joined_code(found: list[Block]) -> list[Block]:
    """Indented code with blank lines in it is one block again."""
    made: list[Block] = []
    for block in found:
        last = made[-1] if made else None
        if isinstance(block, Code) and isinstance(last, Code) and block.text.startswith("    "):
            made[-1] = Code(f"{last.text}\n\n{block.text}")
        else:
            made.append(block)
    return made
