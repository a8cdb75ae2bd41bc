"""The line at the foot: what is going on, what was done, and the keys that help now."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from reader import text
from reader.tui.look import look
from reader.tui.rows import strip_of

SHOWN_SECONDS = 5.0


class StatusLine(Widget):
    """One line: at the left a message or key hints, at the right progress and typed keys."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.message = ""
        self._error = False
        self._hints: Sequence[tuple[str, str]] = ()
        self._told: Sequence[tuple[str, str]] = ()
        self._progress = ""
        self._place = ""
        self._waiting = ""
        self._timer: Timer | None = None
        self._quiet = False

    @property
    def quiet(self) -> bool:
        """Whether the line is seen only while it has something to say (zen)."""
        return self._quiet

    @quiet.setter
    def quiet(self, quiet: bool) -> None:
        self._quiet = quiet
        self.display = bool(self.message or self._told) or not quiet

    def say(self, message: str, *, error: bool = False) -> None:
        """Shows one sentence for some seconds, in place of the hints."""
        self.message, self._error = text.safe(message), error
        self.display = True
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SHOWN_SECONDS * (2 if error else 1), self._silence)
        self._repaint()

    def _silence(self) -> None:
        self.message = ""
        self.display = bool(self._told) or not self._quiet
        self._repaint()

    def hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Shows keys and their short words."""
        if hints != self._hints:
            self._hints = hints
            self._repaint()

    def tell(self, parts: Sequence[tuple[str, str]]) -> None:
        """Shows what the keys are about just now (words and their looks) in place of the hints,
        until something else is told; () for nothing."""
        if parts != self._told:
            self._told = [(text.safe(said), name) for said, name in parts]
            self.display = bool(self._told) or bool(self.message) or not self._quiet
            self._repaint()

    @property
    def busy(self) -> bool:
        """Whether something runs in the background."""
        return bool(self._progress)

    def progress(self, said: str) -> None:
        """Shows what runs in the background; "" when nothing does."""
        if said != self._progress:
            self._progress = said
            self._repaint()

    def place(self, said: str) -> None:
        """Shows where in the page the reader is."""
        if said != self._place:
            self._place = said
            self._repaint()

    def waiting(self, keys: str) -> None:
        """Shows typed keys of an unfinished command."""
        if keys != self._waiting:
            self._waiting = keys
            self._repaint()

    def _repaint(self) -> None:
        self.refresh(Region(0, 0, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        fill = self.visual_style.rich_style
        looks = look(self.app)
        right = [said for said in (self._waiting, self._progress, self._place) if said]
        tail = text.clip("   ".join(right), max(0, width // 2))
        room = width - text.width(tail) - 2
        parts: list[tuple[str, Style]] = [(" ", fill)]
        if self.message:
            name = "error" if self._error else "strong"
            parts.append((text.clip(self.message, room - 1), fill + looks[name]))
        elif self._told:
            left = room - 1
            for said, name in self._told:
                said = text.clip(said, max(0, left))
                left -= text.width(said)
                parts.append((said, fill + looks[name]))
        else:
            parts += self._hint_parts(room - 1, fill)
        used = sum(text.width(said) for said, _ in parts)
        parts.append((" " * max(0, width - used - text.width(tail) - 1), fill))
        parts.append((tail, fill + looks["quiet"]))
        return strip_of(parts, width, fill)

    def _hint_parts(self, room: int, fill: Style) -> list[tuple[str, Style]]:
        looks = look(self.app)
        key_style, word_style = fill + looks["dot"], fill + looks["quiet"]
        parts: list[tuple[str, Style]] = []
        *others, last = self._hints or [("", "")]
        room -= len(last[0]) + len(last[1]) + 3
        fitting = []
        for key, word in others:
            needed = len(key) + len(word) + 3
            if needed > room:
                break
            room -= needed
            fitting.append((key, word))
        # The last hint is the help, which knows all the others.
        for key, word in (*fitting, last):
            parts += [(key, key_style), (f" {word}  ", word_style)]
        return parts
