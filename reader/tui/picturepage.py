"""The page with its pictures: whose lines are reserved when, and how they are painted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message
from textual.strip import Strip

from reader.model import Article, Picture
from reader.tui import picturing
from reader.tui.pageview import PageView

if TYPE_CHECKING:
    from reader.page.blocks import Blocks, Image
    from reader.page.line import Line
    from reader.page.setting import Setting


class PicturePage(PageView):
    """Shows an article with its pictures. Those that come later never move a line in sight."""

    class PictureChosen(Message):
        """A picture was clicked."""

        def __init__(self, image: Image) -> None:
            super().__init__()
            self.image = image

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.pictures = picturing.Pictures(self.call_later)
        self._beyond = 0  # lines from the remembered place to the first in sight

    def show(
        self,
        article: Article,
        blocks: Blocks | None = None,
        place: int = 0,
        known: Mapping[str, Picture] | None = None,
    ) -> None:
        """Put an article on the page, with `place` of its body in the top line; `known` is what the
        library knows of its pictures."""
        self.pictures.begin((), known or {})
        self._beyond = 0
        super().show(article, blocks, place)

    def _blocks_came(self, blocks: Blocks) -> None:
        from reader.page.pictures import images

        self.pictures.add(images(blocks))

    def empty(self, lines: list[str]) -> None:
        """Show a few quiet lines in the middle instead of an article."""
        self.pictures.begin((), {})
        self._beyond = 0
        super().empty(lines)

    @property
    def blocks(self) -> Blocks:
        """The body of the article on the page."""
        return self._blocks

    @property
    def wants_pictures(self) -> bool:
        """Whether there are, or may be where it is still being read, pictures of which nothing is
        known."""
        return self.pictures.wanting or self._opening is not None

    def picture_places(self) -> list[tuple[int, Image]]:
        """The pictures of the article with their lines on the page."""
        if not self._sections.parts:
            return []
        body = self._sections.body
        return [(body.line + place.line, place.image) for place in body.layout.pictures]

    def picture_at(self, line: int) -> Image | None:
        """The picture that has a row on this line of the page."""
        found = self._line(line)
        return found.picture.image if found is not None and found.picture else None

    # Coming in.

    def take_picture(self, picture: Picture) -> None:
        """A picture has come; it gets its lines when that moves nothing in sight."""
        self.pictures.take(picture)
        self._settle()
        self._repaint()

    def take_pictures(self) -> None:
        """The article is opened: what came while it lay beside the list gets its lines."""
        if self.pictures.pending:
            self.pictures.settle(self.pictures.pending)
            self._lay_out()

    def paint_pictures(self, mode: picturing.Mode) -> None:
        """Paint pictures another way or not at all; the first line in sight stays the first."""
        if mode != self.pictures.mode:
            self.pictures.forget(mode)
            self._lay_out()

    def repaint_pictures(self) -> None:
        """A picture has been drawn."""
        self._repaint()

    def _settle(self) -> None:
        """Give lines to what waits for them and is out of sight."""
        pending = self.pictures.pending
        if not pending or not self._sections.parts:
            return
        body = self._sections.body
        top = self.top_line - body.line
        end = top + self._window.height
        in_sight = {
            place.image.src
            for place in body.layout.pictures
            if place.line < end and place.line + place.lines > top
        }
        if pending - in_sight:
            self.pictures.settle(pending - in_sight)
            new = self._new_from - self.top_line
            marked = self._new_from >= 0
            self._lay_out()
            if marked:
                self._new_from = self.top_line + new

    # Layout.

    def moved(self) -> None:
        super().moved()
        if self.pictures.pending:
            self.call_later(self._settle)

    def _setting(self, article: Article) -> Setting:
        self.pictures.fit(self._column, self._window.height)
        return replace(
            super()._setting(article),
            pictures=dict(self.pictures.rows),
            faults=self.pictures.faults,
        )

    def _keep_anchor(self) -> None:
        super()._keep_anchor()
        # The rows of a picture have one place in the text; which of them it is makes it exact.
        self._beyond = max(0, self.top_line - self._sections.line_at(self._anchor))

    def _return(self) -> None:
        self._silent = True
        self._go_to(self._sections.line_at(self._anchor) + self._beyond)
        self._silent = False

    # Painting.

    def _line(self, number: int) -> Line | None:
        return self._sections.line(number)[1] if self._sections.parts else None

    def _dims(self, number: int) -> bool:
        return super()._dims(number) and self.picture_at(number) is None

    def _paint(self, number: int, y: int) -> Strip:
        line = self._line(number) if self.has_article else None
        if line is None or line.picture is None:
            return super()._paint(number, y)
        at, _ = self._sections.find(number)
        section = self._sections.section(at)
        strip = picturing.strip(
            self,
            self._looks(),
            line,
            left=self._left,
            measure=section.layout.width,
            first_link=self._sections.first_link(at),
            pointer=self._pointer,
        )
        return self._laid_over(strip, number)
