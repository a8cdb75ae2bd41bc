"""The text of the page: finding words in it, selecting some of it by key or mouse, unfolding what
hides them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.geometry import Offset
from textual.selection import Selection
from textual.strip import Strip

from reader.tui import overlay
from reader.tui.find import Found
from reader.tui.look import look
from reader.tui.picturepage import PicturePage

if TYPE_CHECKING:
    from reader.tui.caret import Caret

_UPRIGHT = Style(reverse=False)  # the caret within a selection, which is reversed


class PageText(PicturePage):
    """Finds, selects and unfolds."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._found: Found | None = None
        self._caret: Caret | None = None
        self._near = 0

    def _begin(self) -> None:
        self._found = None
        self._caret = None
        if self.is_attached and self in self.screen.selections:
            self.screen.clear_selection()
        super()._begin()

    def changed(self) -> None:
        """What the keys mean on the page is another."""

    # What is folded.

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
        self.finish()
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
        self.changed()

    def _show_found(self) -> None:
        self._repaint()
        if self._found is not None and self._found.place is not None:
            self._unfold_at(self._found.place[0])
            self.bring(self._sections.line_of(self._found.place[0]))
        self.changed()

    # Selecting.

    @property
    def caret(self) -> Caret | None:
        """The caret of a selection by key."""
        return self._caret

    def start_selection(self) -> bool:
        """Sets a caret: at the selection there is, the marked link, the found place, or the first
        line in sight; False on an empty page."""
        from reader.tui.caret import Caret  # its patterns take 7 ms, which no start waits for

        self.finish()
        if not self._sections.parts:
            return False
        selected = self._selected()
        if selected:
            self._caret = Caret(self._sections.text, selected[0])
            self._caret.put(selected[1] - 1)
        else:
            self._caret = Caret(self._sections.text, self._first_to_select())
        self.caret_moved()
        self.changed()
        return True

    def _first_to_select(self) -> int:
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
        self.changed()

    @property
    def selected_in_body(self) -> tuple[int, int] | None:
        """The selected characters of the body as (start, end) in its plain text."""
        selected = self._selected()
        if selected is None or not self._sections.parts:
            return None
        body = self._sections.body
        start = max(0, selected[0] - body.start)
        end = min(len(body.layout.text), selected[1] - body.start)
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
                # At the end of a selection it is seen as a hole in it.
                name = "caret" if self._caret.at == self._caret.anchor else "caret-end"
                strip = overlay.at_cell(strip, self._left + cell, cells, looks[name] + _UPRIGHT)
        return strip
