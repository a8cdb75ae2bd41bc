"""The reading pane: the page with what can be done on it by key and mouse.

What a page shows and does is in layers: `pagelayout` (lines), `pageview` (moving), `pagetext`
(finding and selecting), and this one (links, jumps, messages). It knows nothing of the library;
what happens on it goes up as messages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

from reader import text
from reader.tui.pagetext import PageText
from reader.tui.sections import Anchor

if TYPE_CHECKING:
    from reader.page.flow import Link, Outline

_MOST_JUMPS = 100  # that can be gone back


class ReadingPane(PageText):
    """Shows an article, follows links, finds and selects text."""

    class LinkChosen(Message):
        """A link was clicked or named by its number; `href` is safe to open."""

        def __init__(self, href: str, text: str) -> None:
            super().__init__()
            self.href = href
            self.text = text

    class Scrolled(Message):
        """The reader moved: `place` is a character offset in the body, `percent` 0 to 100."""

        def __init__(self, place: int, percent: int) -> None:
            super().__init__()
            self.place = place
            self.percent = percent

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ReadingPane.Scrolled)

    class Changed(Message):
        """What the keys mean on the page is another: a link is marked, text selected, or none; or
        its height is another, and so how much of it is seen."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ReadingPane.Changed)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._trail: list[Anchor] = []
        self._named: dict[str, int] | None = None

    @property
    def about(self) -> tuple[str, ...]:
        """What the page is about just now, in the words of the command table."""
        if self._caret is not None:
            return ("select",)
        states = (
            ("find", self._found is not None),
            ("link", self.marked_link is not None),
            ("jump", bool(self._trail)),
        )
        return tuple([name for name, there in states if there])

    def moved(self) -> None:
        super().moved()
        self.hints_off()
        if self.has_article:
            self.post_message(self.Scrolled(self.place, self.percent))

    def changed(self) -> None:
        self.post_message(self.Changed())

    def on_resize(self) -> None:  # beside that of the layout, which Textual calls as well
        self.changed()

    def _begin(self) -> None:
        self._trail = []
        self._named = None
        super()._begin()
        self.changed()

    # Links.

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the article in reading order."""
        self.finish()
        return self._sections.links

    @property
    def marked_link(self) -> Link | None:
        """The link that is marked."""
        links, marked = self._sections.links, self._pointer.marked
        return links[marked] if 0 <= marked < len(links) else None

    def hints_on(self) -> bool:
        """Number the links in sight; False where there is none."""
        there = self._pointer.number(self._links_in_sight())
        self._repaint()
        return there

    def hints_off(self) -> None:
        """Take the numbers away."""
        if self._pointer.hints is not None:
            self._pointer.hints = None
            self._repaint()

    def take_key(self, key: str) -> bool:
        """A key that is the page's own: digits name a link, then enter, backspace and escape."""
        if self._caret is not None:
            return False
        before = self._pointer.hints
        taken, chosen = self._pointer.take(key, self._links_in_sight)
        if self._pointer.hints is not before:
            self._repaint()
        if chosen:
            self._choose(chosen)
        return taken

    def next_link(self, step: int = 1) -> Link | None:
        """Move the mark to the next link (or the one before) and bring it into sight; None beyond
        the last one."""
        self.finish()
        found = self._pointer.move(self._sections.numbered(), self.top_line, step)
        if found is None:
            return None
        line, link = found
        self._repaint()
        self.bring(line)
        self.changed()
        return link

    def unmark_link(self) -> None:
        """No link is marked."""
        self._pointer.marked = -1
        self._repaint()
        self.changed()

    def open_link(self) -> bool:
        """Choose the marked link; False where none is marked."""
        return self._choose_numbered(self._pointer.marked)

    def on_click(self, event: events.Click) -> None:
        if self.text_selection:
            return
        picture = self.picture_at(self.top_line + event.y)
        if picture is not None:
            event.stop()
            self.post_message(self.PictureChosen(picture))
            return
        number = event.style.meta.get("reading_link")
        fold = self._sections.fold_at(self.top_line + event.y) if self.has_article else None
        if isinstance(number, int) and self._choose_numbered(number):
            event.stop()
        elif fold is not None:
            self.turn([fold.offset])

    def _choose(self, link: Link) -> None:
        from reader.page.blocks import visible

        self.post_message(self.LinkChosen(link.href, visible(link.text)))

    def _choose_numbered(self, number: int) -> bool:
        """Choose the link with this number on the page, if there is one."""
        links = self.links
        if not 0 <= number < len(links):
            return False
        self._choose(links[number])
        return True

    def _first_to_select(self) -> int:
        if self.marked_link is not None:
            return self._sections.offset_of_link(self._pointer.marked)
        return super()._first_to_select()

    def _links_in_sight(self) -> tuple[Link, ...]:
        top = self.top_line
        end = min(top + self._window.height, self.virtual_size.height)
        return self._sections.links_between(top, end)

    # Headings, jumps and what is folded.

    def headings(self) -> list[tuple[int, Outline]]:
        """The headings of the body, each with its line."""
        self.finish()
        return self._sections.headings() if self._sections.parts else []

    def jump(self, line: int) -> None:
        """To a line, at the top; `jump_back` comes back here."""
        self._trail = [*self._trail[-_MOST_JUMPS + 1 :], self._anchor]
        self.go_to_line(line)
        self.changed()

    def jump_back(self) -> bool:
        """To where the last jump began; False where there was none."""
        if not self._trail:
            return False
        self._go_to(self._sections.line_at(self._trail.pop()))
        self.changed()
        return True

    def jump_to_name(self, name: str) -> bool:
        """To the place that a link within the page leads to; False where there is none."""
        offset = self._names.get(name)
        if offset is None:
            return False
        offset += self._sections.body.start
        self._unfold_at(offset)
        self.jump(self._sections.line_of(offset))
        return True

    def preview_of(self, name: str) -> str:
        """The words at the place that a link within the page leads to, on one line."""
        from reader.page.blocks import LEAF_GAP, visible

        offset = self._names.get(name)
        if offset is None:
            return ""
        said = self._sections.body.layout.text
        start = said.rfind(LEAF_GAP, 0, offset) + len(LEAF_GAP) if offset else 0
        end = said.find(LEAF_GAP, offset)
        start = max(start, offset - 20)
        end = len(said) if end < 0 else end
        return text.clean(visible(said[start : min(end, start + 400)]))

    @property
    def _names(self) -> dict[str, int]:
        """Where in the body each name of it stands."""
        if self._named is None:
            from reader.page.blocks import anchors

            self._named = anchors(self._blocks)
        return self._named
