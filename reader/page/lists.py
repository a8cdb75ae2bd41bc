"""What the elements of lists begin and end: items, and terms with what they mean."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from reader.page.blocks import BOLD, Indent, ListBlock
from reader.page.walk import Closer, Frame, Walk, flow


def definition(walk: Walk, el: Any) -> Closer | None:
    """What a term means. The parser leaves a `<dd>` open at the next one: that ends it here."""
    if walk.too_deep:
        return flow(walk, el)
    if walk.directly_in("dd"):
        _end_definition(walk)
        return walk.flush
    walk.enter()
    walk.frames.append(Frame("dd", len(walk.stack)))
    return partial(_close_definition, walk)


def _end_definition(walk: Walk) -> None:
    """What has been read of a definition becomes a block of its own beside it."""
    walk.flush()
    if walk.out:
        walk.stack[-1].append(Indent(tuple(walk.out)))
        walk.out = []


def _close_definition(walk: Walk) -> None:
    walk.frames.pop()
    inner = walk.leave()
    if inner:
        walk.out.append(Indent(inner))


def term(walk: Walk, el: Any) -> Closer | None:
    """A term to be defined."""
    walk.style |= BOLD
    if not walk.directly_in("dd"):
        walk.flush()
        return walk.flush
    _end_definition(walk)

    def close() -> None:
        walk.flush()
        walk.stack[-1].extend(walk.out)
        walk.out = []

    return close


def begin_list(walk: Walk, el: Any) -> Closer | None:
    """Items; what stands in the list outside of an item belongs to the last one."""
    if walk.too_deep:
        return flow(walk, el)
    walk.enter()
    kind = "ol" if el.tag == "ol" else "ul"
    start = (el.get("start") or "").strip()
    number = int(start) if re.fullmatch(r"-?[0-9]{1,6}", start) else 1
    walk.frames.append(Frame(kind, len(walk.stack), number if kind == "ol" else 1))
    return partial(_close_list, walk)


def _settle(walk: Walk, frame: Frame) -> None:
    walk.flush()
    if walk.out:
        if frame.items:
            frame.items[-1] += tuple(walk.out)
        else:
            frame.items.append(tuple(walk.out))
        walk.out = []


def _close_list(walk: Walk) -> None:
    frame = walk.frames.pop()
    _settle(walk, frame)
    walk.leave()
    if frame.items:
        walk.out.append(ListBlock(tuple(frame.items), frame.kind == "ol", frame.start))


def item(walk: Walk, el: Any) -> Closer | None:
    """An item of the list around it, or of one of its own."""
    if walk.too_deep:
        return flow(walk, el)
    frame = walk.directly_in("ul", "ol")
    if frame:
        _settle(walk, frame)
    walk.enter()
    return partial(_close_item, walk, frame)


def _close_item(walk: Walk, frame: Frame | None) -> None:
    inner = walk.leave()
    last = walk.out[-1] if walk.out else None
    if not inner:
        return
    if frame:
        frame.items.append(inner)
    elif isinstance(last, ListBlock) and not last.ordered:
        walk.out[-1] = ListBlock((*last.items, inner))
    else:
        walk.out.append(ListBlock((inner,)))
