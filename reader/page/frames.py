"""What a walk over a tree keeps: what to look for in it, the lists and figures that are open, and
the items that are in no list."""

from __future__ import annotations

from typing import NamedTuple

from reader.page.blocks import Blocks, ListBlock


class Loose:
    """Items of no list, each with its level, while they are read."""

    __slots__ = ("items", "number")

    def __init__(self, items: list[tuple[int, Blocks]], number: int | None) -> None:
        self.items = items
        self.number = number

    def goes_on(self, number: int | None) -> bool:
        """Whether an item of that number, None for a bullet, belongs to them."""
        return (self.number is None) == (number is None)

    def settled(self) -> ListBlock:
        """The list they make."""
        return self._list(self.items, 1)

    def _list(self, items: list[tuple[int, Blocks]], level: int) -> ListBlock:
        made: list[Blocks] = []
        at = 0
        while at < len(items):
            last = at + 1
            if items[at][0] <= level:
                made.append(items[at][1])
            else:
                while last < len(items) and items[last][0] > level:
                    last += 1
                inner = self._list(items[at:last], level + 1)
                if made:
                    made[-1] += (inner,)
                else:
                    made.append((inner,))
            at = last
        ordered = self.number is not None and level == 1
        return ListBlock(tuple(made), ordered, self.number or 1 if ordered else 1)


class Looks(NamedTuple):
    """What a page's source makes worth looking for, told once for all its elements."""

    clean: bool = False  # no text needs scrubbing
    hiding: bool = True  # elements that are not to be seen
    codes: bool = True  # the numbers of lines beside code
    tex: bool = True  # formulas in the text
    captions: bool = True  # captions told by a class
    spaces: bool = True  # white space that a style keeps
    word: bool = True  # paragraphs that a word processor numbered


class Frame:
    """An open list (`kind` "ul" or "ol") with its items and the numbers that some of them say
    they have, or an open figure or details."""

    __slots__ = ("depth", "items", "kind", "values")

    def __init__(self, kind: str, depth: int) -> None:
        self.kind = kind
        self.depth = depth
        self.items: list[Blocks] = []
        self.values: dict[int, int] = {}
