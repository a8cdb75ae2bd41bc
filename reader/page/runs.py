"""A leaf's text in runs of one style and address, for those that write it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reader.page.blocks import Marks, Names


class Run(NamedTuple):
    """Words of one style that lead to one address; `names` are those of its first character."""

    words: str
    style: int = 0
    href: str = ""
    names: tuple[str, ...] = ()


def runs(text: str, marks: Marks, names: Names = ()) -> Iterator[Run]:
    """The text in order; a name begins a run of its own."""
    if not marks and not names:
        if text:
            yield Run(text)
        return
    named: dict[int, tuple[str, ...]] = {}
    for at, name in names:
        named[at] = (*named.get(at, ()), name)
    cuts = iter(sorted(named))
    cut = next(cuts, len(text) + 1)
    for start, end, style, href in _whole(text, marks):
        while start < end:
            here: tuple[str, ...] = ()
            if cut == start:
                here, cut = named[cut], next(cuts, len(text) + 1)
            stop = min(end, cut)
            yield Run(text[start:stop], style, href, here)
            start = stop
    if cut <= len(text):
        yield Run("", 0, "", named[cut])


def _whole(text: str, marks: Marks) -> Iterator[tuple[int, int, int, str]]:
    """The marks with what is between them."""
    at = 0
    for mark in marks:
        if mark.start > at:
            yield at, mark.start, 0, ""
        yield mark
        at = mark.end
    if at < len(text):
        yield at, len(text), 0, ""
