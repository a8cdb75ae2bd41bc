"""A list to choose from, narrowed by typing: the palette, themes, sorting, links, feeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, Label

from reader import text
from reader.tui.rows import RowList, strip_of


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; `aside` stands at its right (keys, an address, a count)."""

    id: str
    label: str
    aside: str = ""
    more: str = ""  # words that find it too, not shown


class Options(RowList):
    """The rows of a chooser."""

    SCROLL_MARGIN = 1

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__()
        self.can_focus = False
        self.options = list(options)

    @property
    def length(self) -> int:
        return len(self.options)

    @property
    def clicks_choose(self) -> bool:
        return True

    def empty_lines(self) -> list[str]:
        return ["Nothing answers to that."]

    def show(self, options: list[Option]) -> None:
        """Shows other rows, from the first on."""
        self.options = options
        self.cursor = self.top = 0
        self.forget_strips()

    def paint(self, index: int, line: int, width: int, current: bool, focused: bool) -> Strip:
        option = self.options[index]
        ground = "cursor-focus" if current else ""
        label, aside = self.part("plain", ground), self.part("quiet", ground)
        room = max(8, width - min(text.width(option.aside), width // 2) - 4)
        right = text.clip(option.aside, max(0, width - room - 3))
        return strip_of(
            [("▌ " if current else "  ", label), (text.fit(option.label, room), label),
             (" ", label), (right, aside)],
            width, aside,
        )  # fmt: skip


class Chooser(ModalScreen[str | None]):
    """Asks for one of `options`; the result is its id, or None when it was left.

    `on_highlight` is called with the id under the cursor (a theme is tried on in this way). The
    keys in `acts` choose as `enter` does, for something else: `act` is the key, "" for enter;
    `foot` says what they do.
    """

    DEFAULT_CSS = """
    Chooser { align: center middle; background: $background 60%; }
    #chooser { width: 76; max-width: 96%; max-height: 80%; background: $surface;
               border: round $line; padding: 0 1; }
    #chooser Input { background: $surface; border: none; margin: 0 0 1 0; padding: 0 1; height: 1; }
    #chooser Options { height: 1fr; background: $surface; }
    #chooser Label { color: $quiet; padding: 0 1; }
    """

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        *,
        current: str = "",
        on_highlight: Callable[[str], None] | None = None,
        acts: Sequence[str] = (),
        foot: str = "",
    ) -> None:
        super().__init__()
        self.act = ""
        self._acts = acts
        self._foot = foot
        self._title = title
        self._all = list(options)
        self._current = current
        self._on_highlight = on_highlight

    def compose(self) -> ComposeResult:
        with Vertical(id="chooser"):
            line = Input(placeholder=self._title, compact=True)
            line.cursor_blink = False
            yield line
            yield Options(self._all)
            if self._foot:
                yield Label(self._foot, markup=False)

    def on_mount(self) -> None:
        rows = self.query_one(Options)
        height = len(self._all) + 4 + bool(self._foot)
        self.query_one("#chooser").styles.height = min(height, 24)
        for index, option in enumerate(self._all):
            if option.id == self._current:
                rows.move_to(index, tell=False)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        words = event.value.casefold().split()
        found = [
            option
            for option in self._all
            if all(word in f"{option.label} {option.aside} {option.more}".casefold()
                   for word in words)
        ]  # fmt: skip
        if words:
            found.sort(key=lambda option: _distance(option, words[0]))
        self.query_one(Options).show(found)
        self._highlight()

    @on(Input.Submitted)
    @on(RowList.Chosen)
    def _choose(self) -> None:
        rows = self.query_one(Options)
        if rows.options:
            self.dismiss(rows.options[rows.cursor].id)

    @on(RowList.Moved)
    def _highlight(self) -> None:
        rows = self.query_one(Options)
        if self._on_highlight and rows.options:
            self._on_highlight(rows.options[rows.cursor].id)

    def on_key(self, event: events.Key) -> None:
        rows = self.query_one(Options)
        steps = {"down": 1, "up": -1, "ctrl+n": 1, "ctrl+p": -1, "tab": 1, "shift+tab": -1}
        if event.key in ("escape", "ctrl+c"):
            self.dismiss(None)
        elif event.key in self._acts:
            self.act = event.key
            self._choose()
        elif event.key in steps:
            rows.move_by(steps[event.key])
        elif event.key in ("pagedown", "pageup"):
            rows.move_by_screen(1 if event.key == "pagedown" else -1)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)


def _distance(option: Option, word: str) -> int:
    """How far a word is from an option's name: it begins it, a word of it, is in it, or is not."""
    label = option.label.casefold()
    if label.startswith(word):
        return 0
    if any(part.startswith(word) for part in label.split()):
        return 1
    return 2 if word in label else 3
