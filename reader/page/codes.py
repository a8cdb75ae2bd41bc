"""Code of HTML: preformatted text, and the tables that pages set code in to number its lines."""

from __future__ import annotations

import re
from typing import Any

from reader import text as texts
from reader.page.blocks import Code, Mark
from reader.page.targets import MARKER
from reader.page.walk import SKIP, Closer, Walk, flow

# Whether one of these is in a class says whether numbers of lines have to be looked for.
SIGNS = ("gutter", "line", "ln", "blob-", "crayon-", "highlight", "rouge")
_LANGUAGE = re.compile(
    r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*|sourceCode )([\w+#.-]+)"
)
_GUTTER = re.compile(
    r"(?:^|\s|-)(?:gutter|linenos?|line-numbers?(?:-rows)?|lineno|linenodiv|ln|lnt|hljs-ln-numbers"
    r"|blob-num|crayon-nums|rouge-gutter|line_numbers?)(?:\s|$|-)"
)
_CODE_TABLE = re.compile(
    r"(?:^|\s)(?:hljs-ln|rouge-table|crayon-table|(?:code)?highlight(?:ed)?(?:table)?|lntable"
    r"|js-file-line-container|diff-table|syntaxhighlighter)(?:\s|$)"
)
_CODE_CELL = re.compile(r"(?:^|\s|-)(?:code|blob-code|hljs-ln-code|crayon-code|lntd)(?:\s|$|-)")
_NUMBERS = re.compile(r"[\d\s.:]*")
_GUTTER_LIMIT = 20_000  # characters; more are no numbers of lines
_LINES = frozenset(("div", "p", "li", "tr", "pre", "ol", "ul"))
_LOOKED_AT = 6  # cells of a table that tell what it holds


def preformatted(walk: Walk, el: Any) -> Closer | None:
    """Text as it stands."""
    if walk.codes and not walk.inline.raw:
        if _is_gutter(el):
            return SKIP
        if el.find(".//table") is not None:
            return code_table(walk, el)
        for numbers in [inner for inner in el.iter() if inner is not el and _is_gutter(inner)]:
            _empty(numbers)
    walk.flush()
    walk.inline.raw += 1
    outer, walk.style = walk.style, 0
    language = language_of(el)

    def close() -> None:
        walk.inline.raw -= 1
        text, marks = walk.inline.take()
        kept = text.rstrip()
        if kept:
            end = len(kept)
            marks = tuple([Mark(m.start, min(m.end, end), *m[2:]) for m in marks if m.start < end])
            walk.out.append(Code(kept, language, marks, walk.inline.take_names(kept)))
        else:
            walk.inline.take_names("")
        walk.style = outer

    return close


def _is_gutter(el: Any) -> bool:
    """Whether an element holds the numbers of lines and nothing else."""
    named = el.get("class") if isinstance(el.tag, str) else None
    if not named or not _GUTTER.search(named):
        return False
    size = 0
    for piece in el.itertext():
        size += len(piece)
        if size > _GUTTER_LIMIT or not _NUMBERS.fullmatch(piece):
            return False
    return True


def _empty(el: Any) -> None:
    """Take out what is in an element; what follows it stays."""
    tail = el.tail
    el.clear()
    el.tail = tail


def is_code_table(el: Any) -> bool:
    """Whether a table is there to number the lines of code."""
    cells = []
    for cell in el.iter("td"):
        cells.append(cell)
        if len(cells) == _LOOKED_AT:
            break
    if _CODE_TABLE.search(el.get("class") or ""):
        return any(
            _CODE_CELL.search(cell.get("class") or "") or cell.find("pre") is not None
            for cell in cells
        )
    return any(map(_is_gutter, cells)) and any(
        _CODE_CELL.search(cell.get("class") or "") and not _is_gutter(cell) for cell in cells
    )


def code_table(walk: Walk, el: Any) -> Closer | None:
    """The code of a table without the numbers of its lines."""
    walk.flush()
    lines: list[str] = []
    for row in el.iter("tr"):
        if _is_nested(row, el):
            continue
        cells = [cell for cell in row if cell.tag in ("td", "th") and not _is_gutter(cell)]
        said = "".join(map(_lines_of, cells))
        lines.append(said.removesuffix("\n"))
    text = texts.page_lines("\n".join(lines)).strip("\n").rstrip()
    if not text:
        return flow(walk, el)
    walk.out.append(Code(text, language_of(el), (), walk.inline.take_names(text)))
    return SKIP


def _is_nested(row: Any, table: Any) -> bool:
    """Whether a row is in a row of the table."""
    place = row.getparent()
    for _ in range(10):
        if place is None or place is table:
            return False
        if place.tag == "tr":
            return True
        place = place.getparent()
    return True


def _lines_of(cell: Any) -> str:
    """The text of a cell with a line for each element that is one, though it be empty."""
    parts: list[str] = [cell.text or ""]
    stack = [(cell, iter(cell), 0)]
    while stack:
        el, kids, began = stack[-1]
        child = next(kids, None)
        if child is None:
            stack.pop()
            if stack:
                if el.tag in _LINES and (len(parts) == began or not parts[-1].endswith("\n")):
                    parts.append("\n")
                parts += [el.tail] if el.tail else []
        elif child.tag == "br" or not isinstance(child.tag, str) or _is_gutter(child):
            parts.append(("\n" if child.tag == "br" else "") + (child.tail or ""))
        else:
            if child.tag in _LINES and parts[-1] and not parts[-1].endswith("\n"):
                parts.append("\n")
            began = len(parts)
            parts += [child.text] if child.text else []
            stack.append((child, iter(child), began))
    return "".join(parts)


def language_of(el: Any) -> str:
    """The language of code from a class of the element, its only child or what is around it."""
    inner = [child for child in el[:2] if child.tag != MARKER][:1]
    around: list[Any] = []
    place = el.getparent()
    while place is not None and len(around) < 3:
        around.append(place)
        place = place.getparent()
    for place in (el, *inner, *around):
        found = _LANGUAGE.search(place.get("class") or "")
        said = found[1] if found else place.get("data-lang") or place.get("data-language")
        if said:
            return texts.clean(said, 40).lower()
    return ""
