"""The page: an article's body as blocks, and blocks as lines of any width. Pure; no terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import Body
from reader.page.blocks import Blocks

if TYPE_CHECKING:
    from reader.page.begun import Opening


def of(body: Body) -> Blocks:
    """The blocks of a body in whichever format it came; never fails, empty for an empty body."""
    if body.format == "html":
        from reader.page import html

        return html.blocks(body.content, body.base)
    if body.format == "markdown":
        from reader.page import markdown

        return markdown.blocks(body.content, body.base)
    from reader.page import plain

    return plain.blocks(body.content)


def opening(body: Body) -> Opening:
    """The same blocks, the first of them soon: `.first` for the first screens, then `.step()` until
    it is true, then `.whole()`; `.ready` says that there is no more to come."""
    from reader.page.begun import Opening

    return Opening(body)
