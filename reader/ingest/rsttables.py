"""The tables of reStructuredText as tables of Markdown: drawn ones, lists of lists, CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import pairwise

_ROWS = 2_000
_EDGE = re.compile(r"\+[-=+]{3,}\+")
_RULE = re.compile(r"={2,}(?: +={2,})*")


def drawn(lines: Sequence[str]) -> list[list[str]] | None:
    """The rows of a table drawn with signs, the first of them the heading; None for one with cells
    that span, which only its own drawing shows."""
    if _EDGE.fullmatch(lines[0].strip()):
        return _grid([line.strip() for line in lines])
    return _simple(lines)


def _grid(lines: list[str]) -> list[list[str]] | None:
    columns = [at for at, sign in enumerate(lines[0]) if sign == "+"]
    rows: list[list[str]] = []
    cells: list[list[str]] = []
    for line in lines[1:]:
        if line.startswith("+"):
            if [at for at, sign in enumerate(line) if sign == "+"] != columns:
                return None
            if cells:
                rows.append([" ".join(filter(None, cell)) for cell in cells])
            cells = []
            continue
        if len(line) <= columns[-1] or any(line[at] != "|" for at in columns):
            return None
        cells = cells or [[] for _ in columns[1:]]
        for number, (start, end) in enumerate(pairwise(columns)):
            cells[number].append(line[start + 1 : end].strip())
    return rows[:_ROWS] or None


def _simple(lines: Sequence[str]) -> list[list[str]] | None:
    starts = [found.start() for found in re.finditer(r"=+", lines[0])]
    ends = [*starts[1:], None]
    rows: list[list[str]] = []
    for line in lines[1:]:
        if _RULE.fullmatch(line.strip()):
            continue
        if re.fullmatch(r"-{2,}(?: +-{2,})*", line.strip()) or any(
            at < len(line) and line[at - 1 : at].strip() for at in starts[1:]
        ):
            return None
        cells = [line[at:end].strip() for at, end in zip(starts, ends, strict=True)]
        if not cells[0] and rows:  # the row above goes on
            rows[-1] = [f"{old} {new}".strip() for old, new in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return rows[:_ROWS] or None


def of_lists(lines: Sequence[str]) -> list[list[str]]:
    """The rows of a `list-table`: a list of rows, each a list of cells."""
    rows: list[list[str]] = []
    for line in lines:
        found = re.match(r"(?P<row>[*-]\s+)?\s*(?P<cell>[*-](?:\s+|$))(?P<said>.*)", line)
        if found and found["row"]:
            rows.append([found["said"].strip()])
        elif found and line.startswith(" ") and rows:
            rows[-1].append(found["said"].strip())
        elif line.strip() and rows:
            rows[-1][-1] = f"{rows[-1][-1]} {line.strip()}".strip()
    return rows[:_ROWS]


def of_csv(lines: Sequence[str], head: str) -> list[list[str]]:
    """The rows of a `csv-table`, below its heading."""
    said = ([head] if head else []) + [line for line in lines if line.strip()]
    try:
        found = list(csv.reader(said[:_ROWS], skipinitialspace=True))
    except csv.Error:
        return [[line] for line in said[:_ROWS]]
    return [[cell.strip() for cell in row] for row in found if row]


def markdown(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells, which are Markdown already, as a table."""
    wide = max(map(len, rows), default=0)
    made = [
        "| " + " | ".join([*(cell.replace("|", "\\|") for cell in row), *[""] * (wide - len(row))])
        + " |"
        for row in rows
    ]  # fmt: skip
    return [made[0], "|" + "---|" * wide, *made[1:]] if made and wide else []
