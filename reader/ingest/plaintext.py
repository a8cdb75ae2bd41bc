"""A plain text to an article: headline, deck, credit, byline, date, source, body, residue.

Deterministic, without a model: what the text is wrapped in (plainshapes), blocks (plainblocks), a
kind for each (plainrules), then the steps of `read` in order. When unsure, a line is kept in the
body: a lost paragraph is worse than a line too many.
"""

from __future__ import annotations

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import (
    bounds,
    lexicon,
    plainclose,
    plaindateline,
    plaindeck,
    plainend,
    plainfoot,
    plainhead,
    plainnames,
    plainplea,
    plainrules,
    plainshapes,
    plaintop,
    plainwriter,
)
from reader.ingest.article import completed
from reader.ingest.plainblocks import Block, blocks_of, lines_of
from reader.ingest.plainreading import Label, Reading
from reader.model import Body

_POINTS = lexicon.Whole("points")
CLOSE_LINES = 76  # longest average of lines that stay together without a blank line between


def article(source: str) -> ParsedArticle:
    """The article that a plain text is; without a headline, its beginning is the title."""
    found = read(source)
    body = _body(found)
    return completed(
        ParsedArticle(
            title=found.title,
            title_from="headline" if found.title else "text",
            deck=text.clean(found.deck, bounds.DECK),
            byline=text.clean(found.byline, bounds.NAME),
            credit=text.clean(found.credit, bounds.NAME),
            source=text.clean(found.source, bounds.NAME),
            dateline=text.clean(found.dateline, bounds.NAME),
            published=found.published if found.published is not None else found.changed,
            body=Body("text", body),
            residue=tuple(
                text.clean(block.text, 2_000)
                for block, label in zip(found.blocks, found.labels, strict=True)
                if label == "residue"
            )[: bounds.RESIDUE_LINES],
        )
    )


def labels_of(source: str) -> dict[int, Label]:
    """Where each line of a text that is not blank goes (lines from 0)."""
    found = read(source)
    return {
        line: label
        for block, label in zip(found.blocks, found.labels, strict=True)
        for line in range(block.first, block.last + 1)
    }


def read(source: str) -> Reading:
    """All that the rules find in a text, block by block."""
    lines = lines_of(source)
    shape = plainshapes.shape_of(lines)
    rest = ["" if n in shape.labels else line for n, line in enumerate(lines)]
    blocks = blocks_of(rest)
    if not blocks:
        shape, blocks = plainshapes.Shape(), blocks_of(lines)
    ends = {*range(4), *range(len(blocks) - 5, len(blocks))}
    found = Reading(blocks, [plainrules.kind_of(b, n in ends) for n, b in enumerate(blocks)])
    for n in range(len(found) - 1):
        if plainnames.is_by(blocks[n].text) and plainnames.is_name(blocks[n + 1].text):
            found.kinds[n] = "residue"
    if found.kinds[:1] == ["item"] and found.kinds[1:2] != ["item"]:
        found.kinds[0] = "short"  # "– The bus was mine" as a headline
    _points(found)
    if shape.title:
        found.title, found.byline, found.published = shape.title, shape.byline, shape.published
        _title_page(found)
    else:
        plainhead.headline(found)
    plaintop.top_matter(found)
    plainwriter.bare_name(found)
    plaindeck.deck(found)
    plainend.tail(found)
    plainend.inside(found)
    plainend.repeated(found)
    plainfoot.foot(found)
    plainplea.pleas(found)
    plainplea.links(found)
    plainclose.closing(found)
    _dateline(found)
    if not any(label == "body" for label in found.labels):
        _give_back(found)
    return _with_shape(found, shape, lines)


def _points(found: Reading) -> None:
    """The short lines below a heading like "Highlights" sum a text up: none is its headline."""
    for n in range(min(4, len(found))):
        if lexicon.key(found.blocks[n].text) in _POINTS:
            end = n + 1
            while end < len(found) and found.kinds[end] == "short" and found.blocks[end].words > 3:
                end += 1
            if end - n > 2:
                found.kinds[n + 1 : end] = ["item"] * (end - n - 1)


def _title_page(found: Reading) -> None:
    """Title and writer that stand once more at the top of a text whose frame has named them."""
    for n in range(min(6, len(found))):
        words = found.blocks[n].text.casefold()
        if words == found.title.casefold():
            found.mark(n, "title", "headline again")
        elif found.kinds[n] == "byline" and found.byline.casefold() in words:
            found.mark(n, "byline", "byline again")
        else:
            break
        found.top = n + 1


def _give_back(found: Reading) -> None:
    """A text of nothing but a page's lines: then they are the text, and nothing is its headline."""
    for n, label in enumerate(found.labels):
        if label in ("residue", "title", "deck"):
            found.mark(n, "body", "nothing else is left")
    found.title = found.deck = ""


def _with_shape(found: Reading, shape: plainshapes.Shape, lines: list[str]) -> Reading:
    """The reading with the frame's lines among its blocks again, where they stood."""
    if not shape.labels:
        return found
    rows = [*zip(found.blocks, found.labels, found.why, strict=True)]
    rows += [
        (Block(lines[n].strip(), n, n, close=False), label, f"{shape.kind or 'dump'} line")
        for n, label in shape.labels.items()
    ]
    rows.sort(key=lambda row: row[0].first)
    found.blocks = [block for block, _, _ in rows]
    found.labels = [label for _, label, _ in rows]
    found.why = [why for _, _, why in rows]
    return found


def _dateline(found: Reading) -> None:
    """The place, agency and day that the first paragraph opens with; the words stay in the text."""
    first = next(
        (n for n in range(len(found)) if found.free(n) and found.kinds[n] == "prose"),
        None,
    )
    if first is None:
        return
    words = found.blocks[first].text
    found.byline = found.byline or plainnames.reporter(words)
    said = plaindateline.opening(words)
    if said is None:
        return
    found.dateline = said.words
    found.source = found.source or said.agency
    if found.published is None:
        found.published = said.published


def _body(found: Reading) -> str:
    """What is left, as paragraphs with a blank line between; short lines that stood together do."""
    groups: list[list[Block]] = []
    before = -1
    for n, block in enumerate(found.blocks):
        if found.labels[n] != "body":
            continue
        if block.close and before == n - 1 and groups:
            groups[-1].append(block)
        else:
            groups.append([block])
        before = n
    parts = []
    for group in groups:
        if len(group) > 1 and _stay_together(group):
            parts.append("\n".join(" " * block.indent + block.text for block in group))
        else:
            parts += [_indented(block) for block in group]
    return text.clean_lines("\n\n".join(parts).strip("\n"), bounds.BODY)


def _stay_together(group: list[Block]) -> bool:
    """Whether lines without a blank one between are verse, a list, a table, code, an address."""
    return all(block.first == block.last for block in group) and (
        sum(len(block.text) for block in group) <= CLOSE_LINES * len(group)
        and max(len(block.text) for block in group) <= 2 * CLOSE_LINES
    )


def _indented(block: Block) -> str:
    """A line of code keeps its indent; a paragraph's is typography."""
    if block.first == block.last and 4 <= block.indent <= 24 and block.words < 12:
        return " " * block.indent + block.text
    return block.text
