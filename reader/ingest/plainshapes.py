"""What a text is wrapped in: a mail's head, Gutenberg's notices, a text browser's references.

Each gives the lines that stay, and labels for those that do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reader import text
from reader.ingest import bounds, plaindates
from reader.ingest.plainreading import Label

_HEAD = re.compile(r"(?P<name>[A-Z][A-Za-z]+(?:-[A-Za-z]+)*):(?:[ \t]+(?P<value>.*))?$")
_TELLING = frozenset(("from", "subject", "date", "to", "newsgroups", "message-id", "sender", "cc"))
_START = re.compile(r"\*\*\*\s*START OF (?:THE|THIS) PROJECT GUTENBERG", re.I)
_END = re.compile(
    r"\*\*\*\s*END OF (?:THE|THIS) PROJECT GUTENBERG|^End of (?:the )?Project Gutenberg", re.I
)
_FIELD = re.compile(r"\s*(Title|Author|Release Date|Posting Date):\s*(.+)", re.I)
_REFERENCE = re.compile(r"\s*\d{1,4}\.\s+(?:[a-z][a-z+.-]*:\S+|file:\S+|\S+@\S+)")
_MARK = re.compile(r"\[(\d{1,4})\](?=[\w(<>\[\"'“‘«])")
HEAD_LINES = 60
GUTENBERG_LINES = 400  # of the head, among which the start is looked for


@dataclass(slots=True)
class Shape:
    """Labels of single lines (from 0) that leave the text, and what they said."""

    labels: dict[int, Label] = field(default_factory=dict)
    title: str = ""
    byline: str = ""
    published: int | None = None
    kind: str = ""


def shape_of(lines: list[str]) -> Shape:
    """What a text is wrapped in; `lines` of a text browser lose their marks in place."""
    shape = Shape()
    _gutenberg(lines, shape) or _mail(lines, shape)
    _references(lines, shape)
    return shape


def _mail(lines: list[str], shape: Shape) -> bool:
    """The head of a mail or of a posting: lines "Name: value" up to the first blank one."""
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    heads: list[tuple[str, str, int]] = []
    end = start
    for n in range(start, min(len(lines), start + HEAD_LINES)):
        line = lines[n]
        found = _HEAD.match(line)
        if found:
            heads.append((found["name"].lower(), found["value"] or "", n))
        elif line[:1] in (" ", "\t") and heads and line.strip():
            name, value, at = heads[-1]
            heads[-1] = (name, f"{value} {line.strip()}", at)
        else:
            break
        end = n + 1
    names = {name for name, _, _ in heads}
    blank = end >= len(lines) or not lines[end].strip()
    if len(heads) < 2 or not blank or len(names & _TELLING) < 2 or not names & {"from", "subject"}:
        return False
    shape.kind = "mail"
    for n in range(start, end):
        shape.labels[n] = "residue"
    for name, value, n in heads:
        value = text.clean(value)
        if name == "subject" and value and not shape.title:
            shape.title = re.sub(r"^(?:(?:re|fwd?|aw|wg|sv|tr|rv)\s?:\s*)+", "", value, flags=re.I)
            shape.labels[n] = "title"
        elif name == "from" and value and not shape.byline:
            shape.byline = sender(value)
            shape.labels[n] = "byline"
        elif name == "date" and shape.published is None:
            shape.published = plaindates.in_line(value)[0]
            shape.labels[n] = "date" if shape.published is not None else "residue"
    return True


def sender(value: str) -> str:
    """The name in a From line, or its address where no name is given."""
    found = re.match(r"\"?(?P<name>[^\"<(]+?)\"?\s*<[^>]*>$|\S+@\S+\s+\((?P<after>[^)]+)\)$", value)
    return text.clean((found["name"] or found["after"]) if found else value, bounds.NAME)


def _gutenberg(lines: list[str], shape: Shape) -> bool:
    """Project Gutenberg's head and licence; its fields tell title and author."""
    start = next(
        (
            n
            for n, line in enumerate(lines[:GUTENBERG_LINES])
            if "***" in line and _START.search(line)
        ),
        None,
    )
    if start is None:
        return False
    shape.kind = "gutenberg"
    end = next((n for n in range(len(lines) - 1, start, -1) if _END.search(lines[n])), len(lines))
    for n, line in enumerate(lines):
        if start < n < end or not line.strip():
            continue
        shape.labels[n] = "residue"
        found = _FIELD.match(line) if n < start else None
        if found is None:
            continue
        name, value = found[1].lower(), text.clean(found[2])
        if name == "title" and not shape.title:
            shape.title, shape.labels[n] = value, "title"
        elif name == "author" and not shape.byline:
            shape.byline, shape.labels[n] = value, "byline"
        elif shape.published is None:
            shape.published = plaindates.in_line(re.sub(r"\[.*", "", value))[0]
            shape.labels[n] = "date" if shape.published is not None else "residue"
    return True


def _references(lines: list[str], shape: Shape) -> None:
    """The list of links at the end of a text browser's dump, and the [12] marks to them."""
    n = len(lines) - 1
    count = 0
    while n >= 0 and (not lines[n].strip() or _REFERENCE.match(lines[n])):
        count += bool(lines[n].strip())
        n -= 1
    while n >= 0 and lines[n].strip().lower() in (
        "visible links",
        "hidden links:",
        "visible links:",
        "",
    ):
        n -= 1
    if n < 0 or count < 2 or lines[n].strip().rstrip(":").lower() not in ("references", "links"):
        return
    for at in range(n, len(lines)):
        if lines[at].strip():
            shape.labels[at] = "residue"
    for at in range(n):
        if "[" in lines[at] and _MARK.search(lines[at]):
            lines[at] = _MARK.sub("", lines[at])
