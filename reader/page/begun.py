"""Opening a page: what the first screens need at once, the rest in steps."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from reader.model import Body
from reader.page.blocks import Block, Blocks, ListBlock

_LONG = 150_000  # characters; what is shorter is read at once
_CHECKED = 500  # blocks whose links are looked at in one step
_ENOUGH = 3_000  # characters of text: more than the first screen


class Opening:
    """A body being opened.

    `first` is enough for the first screens. Where `ready` it is all there is; else its blocks are
    the first of `whole()`, but that links to places farther down lead nowhere yet. Of a page that
    is one endless list, table or quote they are the beginning of that one, and of a page that the
    parser gives up on in the middle the whole may differ: `whole()[: len(first)]` tells.

    To read the rest without holding up keys call `step()` until it says that all is read; `whole()`
    takes all steps that are left.
    """

    def __init__(self, body: Body) -> None:
        from reader import page

        self._made: Blocks | None = None
        self._steps: Generator[None, None, Blocks] | None = None
        self.first: Blocks = ()
        if body.format == "html" and len(body.content) > _LONG:
            from reader.page import html
            from reader.page.blocks import leaves
            from reader.page.honest import honest

            for size in (html.BEGINNING, 4 * html.BEGINNING):
                self.first = html.beginning(body.content, body.base, size)
                if sum(len(leaf.text) for leaf in leaves(self.first)) >= _ENOUGH:
                    break
            else:
                self.first = html.glimpse(body.content, body.base)
            self.first = honest(self.first)
            self._steps = _reading(body)
        else:
            self.first = self._made = page.of(body)

    @property
    def ready(self) -> bool:
        """Whether all has been read, so that `whole()` takes no time."""
        return self._made is not None

    def step(self) -> bool:
        """Read on for some milliseconds; True where all has been read."""
        if self._steps and self._made is None:
            try:
                next(self._steps)
            except StopIteration as done:
                self._made = done.value
        return self._made is not None

    def whole(self) -> Blocks:
        """All blocks, the same that `page.of` gives."""
        while not self.step():
            pass
        return self._made or ()


def _reading(body: Body) -> Generator[None, None, Blocks]:
    """The steps of reading all of a body."""
    from reader.page import html
    from reader.page.honest import honest

    blocks = yield from html.steps(body.content, body.base)
    made: list[Block] = []
    for at in range(0, len(blocks), _CHECKED):
        for block in blocks[at : at + _CHECKED]:
            if isinstance(block, ListBlock) and len(block.items) > _CHECKED:
                block = replace(block, items=(yield from _items(block.items)))
                made.append(block)
            else:
                made += honest((block,))
        yield
    return tuple(made)


def _items(items: tuple[Blocks, ...]) -> Generator[None, None, tuple[Blocks, ...]]:
    """The items of a long list, looked at as its blocks are."""
    from reader.page.honest import honest

    made: list[Blocks] = []
    for at in range(0, len(items), _CHECKED):
        made += [honest(item) for item in items[at : at + _CHECKED]]
        yield
    return tuple(made)
