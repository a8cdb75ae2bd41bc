"""A sheet of lines to read and search: the help, and the details of an article or feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input

from reader import text
from reader.tui.commands import COMMANDS, shown
from reader.tui.rows import RowList, strip_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a heading, or a key (or name) with what it says."""

    key: str = ""
    said: str = ""
    heading: bool = False
    command: str = ""


class SheetRows(RowList):
    """The lines of a sheet; scrolled, nothing in them is chosen."""

    def __init__(self, lines: Sequence[Line], key_width: int) -> None:
        super().__init__()
        self.can_focus = False
        self._all = list(lines)
        self._most = key_width
        self._key_width = key_width
        self._wanted = ""
        self._lines: list[Line] = []

    @property
    def length(self) -> int:
        return len(self._lines)

    def empty_lines(self) -> list[str]:
        return ["Nothing answers to that."]

    def narrow(self, wanted: str) -> None:
        """Shows only the lines that hold all words of `wanted`."""
        self._wanted = wanted
        words = wanted.casefold().split()
        kept = [
            line
            for line in self._all
            if line.heading
            or all(word in f"{line.key} {line.said} {line.command}".casefold() for word in words)
        ]
        lines: list[Line] = []
        for at, line in enumerate(kept):
            following = kept[at + 1] if at + 1 < len(kept) else None
            if line.heading and (following is None or following.heading):
                continue
            lines += self._wrapped(line)
        self._lines = lines
        self.cursor = self.top = 0
        self.forget_strips()

    def _wrapped(self, line: Line) -> list[Line]:
        room = max(6, self._width - self._key_width - 5)
        if line.heading or text.width(line.said) <= room:
            return [line]
        rows, row = [], ""
        for word in line.said.split():
            while text.width(word) > room:
                cut = text.clip(word, room + 1)[:-1] or word[:1]
                rows += [row, cut] if row else [cut]
                word, row = word[len(cut) :], ""
            if row and text.width(row) + text.width(word) + 1 > room:
                rows.append(row)
                row = word
            else:
                row = f"{row} {word}".strip()
        rows.append(row)
        return [Line(line.key, rows[0]), *(Line("", said) for said in rows[1:])]

    def resized(self) -> None:
        self._key_width = min(self._most, max(6, self._width // 3))
        self.narrow(self._wanted)

    def scroll_by(self, rows: int) -> None:
        """Moves what is in sight."""
        self._scroll_rows(self.top + rows)

    def paint(self, index: int, line: int, width: int, current: bool, focused: bool) -> Strip:
        row = self._lines[index]
        ground = self.part("plain")
        parts: list[tuple[str, Style]]
        if row.heading:
            parts = [(row.said, self.part("heading"))]
        else:
            key = text.fit(row.key, self._key_width)
            parts = [
                ("  ", ground), (key, self.part("strong")),
                ("  ", ground), (row.said, ground),
            ]  # fmt: skip
        return strip_of(parts, width, ground)


class Sheet(ModalScreen[None]):
    """Shows lines; typing narrows them, arrows and page keys scroll, `escape` closes."""

    DEFAULT_CSS = """
    Sheet { align: center middle; background: $background 60%; }
    #sheet { width: 100; max-width: 96%; height: 90%; background: $surface;
             border: round $line; padding: 0 1; }
    #sheet Input { background: $surface; border: none; margin: 0 0 1 0; padding: 0 1; height: 1; }
    #sheet SheetRows { height: 1fr; background: $surface; }
    """

    def __init__(self, title: str, lines: Sequence[Line], key_width: int = 19) -> None:
        super().__init__()
        self._title, self._lines, self._key_width = title, lines, key_width

    def compose(self) -> ComposeResult:
        with Vertical(id="sheet"):
            line = Input(placeholder=self._title, compact=True)
            line.cursor_blink = False
            yield line
            yield SheetRows(self._lines, self._key_width)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self.query_one(SheetRows).narrow(event.value)

    @on(Input.Submitted)
    def _close(self) -> None:
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        rows = self.query_one(SheetRows)
        page = rows.visible_rows - 1
        steps = {"down": 1, "up": -1, "pagedown": page, "pageup": -page}
        if event.key in ("escape", "ctrl+c"):
            self.dismiss(None)
        elif event.key in steps:
            rows.scroll_by(steps[event.key])
        elif event.character in ("?", "q") and not self.query_one(Input).value:
            self.dismiss(None)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)


def help_lines(bindings: dict[str, tuple[str, ...]]) -> list[Line]:
    """The command table as lines, by group."""
    lines: list[Line] = []
    group = ""
    for command in COMMANDS:
        if command.group != group:
            group = command.group
            if lines:
                lines.append(Line())
            lines.append(Line(said=group, heading=True))
        keys = " ".join(shown(key) for key in bindings[command.id])
        said = f"{command.title}. {command.help}" if command.help else f"{command.title}."
        lines.append(Line(keys, said, command=command.id))
    return lines
