"""The question at the foot of the screen: one line to type, answered live or at `enter`."""

from __future__ import annotations

from textual import events, on
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label


class _Asked(Label):
    """What is asked."""

    DEFAULT_CSS = "_Asked { width: auto; color: $accent; text-style: bold; background: $surface; }"


class _Answer(Input):
    """The line to type in."""

    DEFAULT_CSS = "_Answer { width: 1fr; background: $surface; border: none; padding: 0; }"


class Prompt(Horizontal):
    """A label and a line to type in; hidden until `ask`."""

    class Changed(Message):
        """The line is another; sent for each key."""

        def __init__(self, what: str, value: str) -> None:
            super().__init__()
            self.what, self.value = what, value

    class Answered(Message):
        """`enter` was pressed."""

        def __init__(self, what: str, value: str) -> None:
            super().__init__()
            self.what, self.value = what, value

    class Left(Message):
        """The question was left without an answer."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    class Tabbed(Message):
        """`tab` was pressed: what it does depends on the question."""

        def __init__(self, what: str, value: str) -> None:
            super().__init__()
            self.what, self.value = what, value

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.what = ""

    def on_mount(self) -> None:
        self.display = False

    def _line(self) -> Input:
        """The line to type in; made at the first question, since no start needs it."""
        if not self.children:
            self.mount(_Asked("", markup=False), _Answer(compact=True))
        return self.query_one(Input)

    def ask(self, what: str, label: str, value: str = "", placeholder: str = "") -> None:
        """Shows the question `what` with `label`; `value` can be edited."""
        self.what = what
        line = self._line()
        line.cursor_blink = False  # nothing moves on a screen at rest
        self.label(label)
        with line.prevent(Input.Changed):
            line.value = value
        line.placeholder = placeholder
        line.cursor_position = len(value)
        self.display = True
        line.focus()

    def label(self, said: str) -> None:
        """Changes what stands before the line."""
        self.query_one(Label).update(f" {said} ")

    def close(self) -> None:
        """Hides the question without an answer being sent."""
        self.what = ""
        self.display = False

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self.what, event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Answered(self.what, event.value))

    def on_key(self, event: events.Key) -> None:
        if event.key in ("escape", "ctrl+c"):
            self.post_message(self.Left(self.what))
        elif event.key == "tab":
            self.post_message(self.Tabbed(self.what, self.query_one(Input).value))
        elif event.key == "down" and self.what == "searching.answer":
            self.post_message(self.Answered(self.what, self.query_one(Input).value))
        else:
            return
        event.stop()
        event.prevent_default()
