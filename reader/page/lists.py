"""What the elements of lists begin and end: items, and terms with what they mean."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from reader.page.blocks import BOLD, Block, Blocks, Indent, ListBlock
from reader.page.frames import Frame
from reader.page.settling import with_single_rules
from reader.page.styling import NUMBERED
from reader.page.walk import Closer, Walk, flow

_STYLED = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_IGNORED = re.compile(r"mso-list\s*:\s*ignore", re.I)
_SAID = re.compile(r"(\d{1,6})[.)]")
_COUNTED = re.compile(r"list-style(?:-type)?\s*:[^;]*?(" + "|".join(_STYLED) + ")", re.I)


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
        walk.stack[-1].append(_indented(walk.settled()))
        walk.out = []


def _close_definition(walk: Walk) -> None:
    walk.frames.pop()
    inner = walk.leave()
    if inner:
        walk.out.append(_indented(inner))


def _indented(inner: Blocks) -> Block:
    """A definition; one that is nothing but another is that one, as no HTML tells them apart."""
    alone = inner[0] if len(inner) == 1 else None
    return alone if isinstance(alone, Indent) else Indent(inner)


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
    frame = Frame(kind, len(walk.stack))
    walk.frames.append(frame)
    return partial(_close_list, walk, el, frame)


def _settle(walk: Walk, frame: Frame) -> None:
    walk.flush()
    if walk.out:
        if frame.items:
            frame.items[-1] = with_single_rules(frame.items[-1] + walk.settled())
        else:
            frame.items.append(walk.settled())
        walk.out = []


def _close_list(walk: Walk, el: Any, frame: Frame) -> None:
    walk.frames.pop()
    _settle(walk, frame)
    walk.leave()
    if not frame.items:
        return
    items = tuple(frame.items)
    if frame.kind != "ol":
        walk.out.append(ListBlock(items))
        return
    down = el.get("reversed") is not None
    start = _number(el.get("start"))
    if start is None:
        start = len(items) if down else 1
    numbers: tuple[int, ...] = ()
    if frame.values:
        numbers = _numbered(len(items), start, -1 if down else 1, frame.values)
        start = numbers[0]
        if all(now == start + (-at if down else at) for at, now in enumerate(numbers)):
            numbers = ()
    walk.out.append(ListBlock(items, True, start, _kind(el), down, numbers))


def _number(said: str | None) -> int | None:
    """A number of a list, or None for nonsense."""
    said = (said or "").strip()
    return int(said) if re.fullmatch(r"-?[0-9]{1,6}", said) else None


def _numbered(count: int, start: int, step: int, values: dict[int, int]) -> tuple[int, ...]:
    """The numbers of all items: each counts on from the one before it or has its own."""
    numbers = []
    now = start
    for place in range(count):
        now = values.get(place, now)
        numbers.append(now)
        now += step
    return tuple(numbers)


def _kind(el: Any) -> str:
    """The manner of counting: "1", "a", "A", "i" or "I"."""
    said = el.get("type")
    if said in ("a", "A", "i", "I"):
        return str(said)
    styled = _COUNTED.search(el.get("style") or "")
    return _STYLED[styled[1].lower()] if styled else "1"


def item(walk: Walk, el: Any) -> Closer | None:
    """An item of the list around it, or of one of its own."""
    if walk.too_deep:
        return flow(walk, el)
    frame = walk.directly_in("ul", "ol")
    if frame:
        _settle(walk, frame)
    walk.enter()
    return partial(_close_item, walk, el, frame)


def _close_item(walk: Walk, el: Any, frame: Frame | None) -> None:
    inner = walk.leave()
    if not inner:
        return
    if frame:
        value = _number(el.get("value"))
        if value is not None:
            frame.values[len(frame.items)] = value
        frame.items.append(inner)
    else:
        walk.put_item(inner, 1, None)


def word_item(walk: Walk, el: Any) -> Closer | None:
    """A paragraph that a word processor has put a bullet or a number before."""
    if walk.too_deep:
        return flow(walk, el)
    level = NUMBERED.search(el.get("style"))
    sign = next(
        (span for span in el.iter("span") if _IGNORED.search(span.get("style") or "")), None
    )
    number = _SAID.match("" if sign is None else "".join(sign.itertext()).strip())
    walk.enter()

    def close() -> None:
        inner = walk.leave()
        if inner:
            walk.put_item(
                inner, int(level[1] or 1) if level else 1, int(number[1]) if number else None
            )

    return close
