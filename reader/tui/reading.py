"""The reading pane: the page with what can be done on it by key and mouse.

Links, a search, a selection and jumps each have a value of their own (`links`, `find`, `caret`);
this widget joins them with the page. It knows nothing of the library; what happens on it goes up as
messages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from reader import text
from reader.tui import overlay
from reader.tui.caret import Caret
from reader.tui.find import Found
from reader.tui.look import look
from reader.tui.picturepage import PicturePage
from reader.tui.sections import Anchor

if TYPE_CHECKING:
    from reader.page.flow import Link, Outline

_MOST_JUMPS = 100  # that can be gone back
_UPRIGHT = Style(reverse=False)  # the caret within a selection, which is reversed


class ReadingPane(PicturePage):
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
        """What the keys mean on the page is another: a link is marked, text selected, or none."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ReadingPane.Changed)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._found: Found | None = None
        self._caret: Caret | None = None
        self._trail: list[Anchor] = []
        self._near = 0
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

    def _begin(self) -> None:
        self._found = None
        self._caret = None
        self._trail = []
        self._named = None
        if self.is_attached and self in self.screen.selections:
            self.screen.clear_selection()
        super()._begin()
        self.post_message(self.Changed())

    # Links.

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the article in reading order."""
        return self._sections.links

    @property
    def marked_link(self) -> Link | None:
        """The link that is marked."""
        links = self.links
        marked = self._pointer.marked
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
        found = self._pointer.move(self._sections.numbered(), self.top_line, step)
        if found is None:
            return None
        line, link = found
        self._repaint()
        self.bring(line)
        self.post_message(self.Changed())
        return link

    def unmark_link(self) -> None:
        """No link is marked."""
        self._pointer.marked = -1
        self._repaint()
        self.post_message(self.Changed())

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

    def _links_in_sight(self) -> tuple[Link, ...]:
        top = self.top_line
        end = min(top + self._window.height, self.virtual_size.height)
        return self._sections.links_between(top, end)

    # Headings, jumps and what is folded.

    def headings(self) -> list[tuple[int, Outline]]:
        """The headings of the body, each with its line."""
        return self._sections.headings() if self._sections.parts else []

    def jump(self, line: int) -> None:
        """To a line, at the top; `jump_back` comes back here."""
        self._trail = [*self._trail[-_MOST_JUMPS + 1 :], self._anchor]
        self.go_to_line(line)
        self.post_message(self.Changed())

    def jump_back(self) -> bool:
        """To where the last jump began; False where there was none."""
        if not self._trail:
            return False
        self._go_to(self._sections.line_at(self._trail.pop()))
        self.post_message(self.Changed())
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

    def fold(self) -> bool:
        """Folds or unfolds the first details in sight; False where there are none."""
        for line in range(self.top_line, self.top_line + self._window.height):
            fold = self._sections.fold_at(line)
            if fold is not None:
                self.turn([fold.offset])
                return True
        return False

    def _unfold_at(self, offset: int) -> None:
        """Unfolds what hides the character at `offset` of the page."""
        if not self._sections.folds:
            return
        inner = offset - self._sections.body.start
        hiding = [one.offset for one in self._sections.folds
                  if not one.opened and one.start <= inner < one.end]  # fmt: skip
        if hiding:
            self.turn(hiding)
            self._unfold_at(offset)  # what is nested in it shows only now

    # Finding.

    @property
    def found(self) -> Found | None:
        """The search in the page, if there is one."""
        return self._found

    def begin_find(self) -> None:
        """From the first line in sight on."""
        self._near = self._first_in_sight()

    def find(self, wanted: str) -> None:
        """Marks every place where `wanted` stands and goes to the first one from where the search
        began."""
        said = self._sections.text if self._sections.parts else ""
        self._found = Found(wanted, said, self._near)
        self._show_found()

    def find_on(self, step: int) -> bool:
        """To the next found place, or the one before; true if that went round an end."""
        round_ = self._found is not None and self._found.step(step)
        self._show_found()
        return round_

    def end_find(self) -> None:
        """Takes the marks away and stays here."""
        self._found = None
        self._repaint()
        self.post_message(self.Changed())

    def _show_found(self) -> None:
        self._repaint()
        if self._found is not None and self._found.place is not None:
            self._unfold_at(self._found.place[0])
            self.bring(self._sections.line_of(self._found.place[0]))
        self.post_message(self.Changed())

    # Selecting.

    @property
    def caret(self) -> Caret | None:
        """The caret of a selection by key."""
        return self._caret

    def start_selection(self) -> bool:
        """Sets a caret: at the selection there is, the marked link, the found place, or the first
        line in sight; False on an empty page."""
        if not self._sections.parts:
            return False
        selected = self._selected()
        if selected:
            self._caret = Caret(self._sections.text, selected[0])
            self._caret.put(selected[1] - 1)
        else:
            self._caret = Caret(self._sections.text, self._first_to_select())
        self.caret_moved()
        self.post_message(self.Changed())
        return True

    def _first_to_select(self) -> int:
        if self.marked_link is not None:
            return self._sections.offset_of_link(self._pointer.marked)
        if self._found is not None and self._found.place is not None:
            return self._found.place[0]
        return self._first_in_sight()

    def _first_in_sight(self) -> int:
        """The first character in sight."""
        for line in range(self.top_line, self.virtual_size.height):
            there = self._sections.range_of(line)
            if there:
                return there[0]
        return 0

    def move_caret_lines(self, lines: int) -> None:
        """The caret to a line above or below, in the cell it began in."""
        caret = self._caret
        if caret is None:
            return
        line, cell, _ = self._sections.cell_of(caret.at)
        wanted = caret.cell if caret.cell >= 0 else cell
        step, left = (1 if lines > 0 else -1), abs(lines)
        while left and 0 <= line + step < self.virtual_size.height:
            line += step
            offset = self._sections.offset_at(line, wanted)
            if offset is not None:
                caret.put(offset, wanted)
                left -= 1
        self.caret_moved()

    def move_caret_in_line(self, *, to_end: bool) -> None:
        """The caret to the first or the last character of its line."""
        there = self._caret and self._sections.range_of(self._sections.line_of(self._caret.at))
        if self._caret and there:
            self._caret.put(there[1] - 1 if to_end else there[0])
        self.caret_moved()

    def caret_moved(self) -> None:
        """Shows the caret and what is selected up to it."""
        if self._caret is None:
            return
        start, end = self._caret.selected
        self._unfold_at(self._caret.at)
        line = self._sections.line_of(self._caret.at)
        top = self.top_line
        if line < top:
            self._go_to(line)
        elif line >= top + self._window.height:
            self._go_to(line - self._window.height + 1)
        self.screen.selections = {self: Selection(Offset(start, 0), Offset(end, 0))}

    def end_selection(self) -> None:
        """Takes caret and selection away and stays here."""
        self._caret = None
        self.screen.clear_selection()
        self._repaint()
        self.post_message(self.Changed())

    @property
    def selected_in_body(self) -> tuple[int, int] | None:
        """The selected characters of the body as (start, end) in its plain text."""
        selected = self._selected()
        if selected is None or not self._sections.parts:
            return None
        body = self._sections.body
        start = max(0, selected[0] - body.start)
        end = min(body.layout.length, selected[1] - body.start)
        return (start, end) if start < end else None

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected characters, unwrapped."""
        if not self._sections.parts:
            return None
        from reader.page.blocks import visible

        whole = self._sections.text
        start = 0 if selection.start is None else selection.start.x
        end = len(whole) if selection.end is None else selection.end.x
        return visible(whole[start:end]), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self._repaint()

    def _selected(self) -> tuple[int, int] | None:
        selection = self.text_selection if self.is_attached else None
        if selection is None:
            return None
        start = 0 if selection.start is None else selection.start.x
        end = 1 << 60 if selection.end is None else selection.end.x
        return start, end

    # Painting.

    def _laid_over(self, strip: Strip, number: int) -> Strip:
        looks = look(self.app)
        there = self._sections.range_of(number) if self._found is not None else None
        if there and self._found is not None:
            current = self._found.current
            strip = overlay.lay_over(
                strip,
                [
                    (*place, looks["found-current" if at == current else "found"])
                    for at, place in self._found.between(*there)
                ],
            )
        if self._caret is not None:
            line, cell, cells = self._sections.cell_of(self._caret.at)
            if line == number:
                strip = overlay.at_cell(strip, self._left + cell, cells, looks["caret"] + _UPRIGHT)
        return strip
