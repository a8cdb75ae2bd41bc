"""What figures and details begin and end: blocks with a caption or under a summary."""

from __future__ import annotations

from functools import partial
from typing import Any

from reader.page.blocks import Block, Blocks, Details, Figure, Heading, Paragraph, Quote, Rule
from reader.page.frames import Frame
from reader.page.quotes import undashed
from reader.page.settling import is_separator, with_single_rules, without_asides
from reader.page.walk import Closer, Walk, flow


def figure(walk: Walk, el: Any) -> Closer | None:
    """Blocks with a caption."""
    if walk.too_deep:
        return flow(walk, el)
    walk.enter()
    walk.frames.append(Frame("figure", len(walk.stack)))
    return partial(_close_figure, walk)


def _close_figure(walk: Walk) -> None:
    walk.frames.pop()
    inner = walk.leave()
    at = next((at for at, block in enumerate(inner) if _is_aside(block)), -1)
    if at < 0 or len(inner) == 1:
        walk.out.extend(without_asides(inner))
        return
    caption = _set_aside(inner[at])
    rest = without_asides(inner[at + 1 :])
    if not at:
        walk.out.append(Figure(rest, caption, True))
    elif at == 1 and isinstance(inner[0], Quote) and not inner[0].credit and not rest:
        walk.out.append(Quote(inner[0].blocks, undashed(caption)))
    else:
        walk.out.append(Figure(inner[:at], caption))
        walk.out.extend(rest)


def aside(walk: Walk, el: Any) -> Closer | None:
    """A figure's caption or the summary of details: set aside as a figure of nothing."""
    if walk.too_deep or not walk.directly_in("figure", "details"):
        return flow(walk, el)
    walk.enter()
    return partial(_close_aside, walk)


def _close_aside(walk: Walk) -> None:
    inner = walk.leave()
    if inner:
        walk.out.append(Figure((), inner))


def _set_aside(block: Block) -> Blocks:
    """What was set aside."""
    return block.caption if isinstance(block, Figure) else ()


def _is_aside(block: Block) -> bool:
    return isinstance(block, Figure) and not block.blocks


def details(walk: Walk, el: Any) -> Closer | None:
    """Blocks under a summary."""
    if walk.too_deep:
        return flow(walk, el)
    walk.enter()
    walk.frames.append(Frame("details", len(walk.stack)))
    return partial(_close_details, walk, el.get("open") is not None)


def _close_details(walk: Walk, opened: bool) -> None:
    walk.frames.pop()
    inner = walk.leave()
    first = inner[0] if inner else None
    said = without_asides(inner)
    summary = Paragraph("Details")
    words = said[0] if isinstance(first, Figure) and not first.blocks else None
    if isinstance(words, Paragraph | Heading):
        if is_separator(words.text, words.marks):
            said = with_single_rules((Rule(names=words.names), *said[1:]))
        else:
            summary = Paragraph(words.text, words.marks, words.names)
            said = said[1:]
    if said:
        walk.out.append(Details(summary, said, opened))
    elif inner:
        walk.out.append(summary)
