"""What quotations begin and end, and who is said to have said them."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from reader.page.blocks import Block, Blocks, Figure, Mark, Paragraph, Quote
from reader.page.frames import Frame
from reader.page.settling import without_asides
from reader.page.walk import Closer, Walk, flow

_DASH = re.compile(r"(?:[—–―⸺]|--+)[ \xa0]*")
_CREDIT_LIMIT = 160  # characters; longer paragraphs are no name


def quote(walk: Walk, el: Any) -> Closer | None:
    """A block quotation."""
    if walk.too_deep:
        return flow(walk, el)
    walk.enter()
    walk.frames.append(Frame("quote", len(walk.stack)))
    return partial(_close_quote, walk, el)


def credit(walk: Walk, el: Any) -> Closer | None:
    """A `<footer>`: in a quotation who said it, set aside as a figure of nothing."""
    if walk.too_deep or not walk.directly_in("quote"):
        return flow(walk, el)
    walk.enter()
    return partial(_close_credit, walk)


def _close_credit(walk: Walk) -> None:
    inner = walk.leave()
    if inner:
        walk.out.append(Figure((), inner))


def _close_quote(walk: Walk, el: Any) -> None:
    walk.frames.pop()
    inner = walk.leave()
    if not inner:
        return
    said = without_asides(inner)
    last = inner[-1]
    if isinstance(last, Figure) and not last.blocks and len(inner) > 1:
        walk.out.append(Quote(without_asides(inner[:-1]), undashed(last.caption)))
    elif len(said) == 1:
        walk.out.append(_parted(said[0]))
    elif _is_credit(said[-1], _is_cited(el)) and not _begins_with_dash(said[-2]):
        walk.out.append(Quote(said[:-1], undashed((said[-1],))))
    else:
        walk.out.append(Quote(said))


def is_plain_credit(block: Quote) -> bool:
    """Whether a last paragraph with a dash before it would be read as the quotation's credit."""
    first = block.credit[0] if block.credit else None
    return (
        len(block.credit) == 1
        and isinstance(first, Paragraph)
        and _is_credit(Paragraph("— " + first.text))
        and not _DASH.match(first.text)
        and not _begins_with_dash(block.blocks[-1])
    )


def _is_cited(el: Any) -> bool:
    """Whether the last thing in a quotation is a `<cite>` of its own."""
    while len(el):
        last = el[-1]
        if (last.tail or "").strip() or not isinstance(last.tag, str):
            return False
        if last.tag == "cite":
            return el.tag == "blockquote" or (len(el) == 1 and not (el.text or "").strip())
        el = last
    return False


def _begins_with_dash(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(_DASH.match(block.text))


def _is_credit(block: Block, cited: bool = False) -> bool:
    """Whether the last paragraph of a quotation only names its author: "— Name"."""
    if not isinstance(block, Paragraph) or len(block.text) > _CREDIT_LIMIT:
        return False
    dash = _DASH.match(block.text)
    leads = any(mark.href and mark.start == 0 for mark in block.marks)
    named = bool(dash and len(block.text) > dash.end() and not leads)
    return "\n" not in block.text and (named or cited)


def _parted(block: Block) -> Quote:
    """A quotation of one paragraph, whose last line may name the author."""
    if not isinstance(block, Paragraph) or "\n" not in block.text:
        return Quote((block,))
    start = block.text.rindex("\n") + 1
    words, name = block.text[: start - 1], block.text[start:]
    before = words[words.rfind("\n") + 1 :]
    if not words.strip() or not _is_credit(Paragraph(name)) or _DASH.match(before):
        return Quote((block,))
    credit = _cut(block, start, len(block.text), start)
    return Quote((_cut(block, 0, start - 1),), undashed((credit,)))


def undashed(blocks: Blocks) -> Blocks:
    """A credit without the dash before it."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph):
        dash = _DASH.match(first.text)
        if dash and dash.end() < len(first.text):
            return (_cut(first, dash.end(), len(first.text)), *blocks[1:])
    return blocks


def _cut(block: Paragraph, start: int, end: int, since: int = 0) -> Paragraph:
    """The characters `start` to `end` of a paragraph, with its names from `since` on."""
    marks = [
        Mark(max(m.start, start) - start, min(m.end, end) - start, *m[2:])
        for m in block.marks
        if m.start < end and m.end > start
    ]
    names = [(max(0, at - start), name) for at, name in block.names if since <= at < end]
    return Paragraph(block.text[start:end], tuple(marks), tuple(names))
