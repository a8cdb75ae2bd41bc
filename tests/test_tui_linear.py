"""Linear mode on a real terminal: its own cursor is seen and stands on the line being read."""

from __future__ import annotations

from collections.abc import Callable

from terminal import Terminal

from reader.store import Library


def test_the_terminals_cursor_stands_on_the_line_being_read(
    library: Library, stock: Callable[..., list[int]]
) -> None:
    stock(library, 6)
    env = {
        "TEARSHEET_LIBRARY": str(library.folder),
        "TEARSHEET_CONFIG": str(library.folder / "none"),
        "TEARSHEET_NOW": "1750003600",
        "TZ": "UTC",
    }
    with Terminal.tearsheet(env=env, columns=80, lines=24) as terminal:
        terminal.wait_for("The harbour opens again 0")
        terminal.pump(0.5)
        terminal.send("enter")
        terminal.wait_for("Number 0.")
        before = len(terminal.raw)
        terminal.send("g", "L")
        terminal.wait_for("Linear mode")
        assert b"\x1b[?25h" in terminal.raw[before:]
        seen = []
        for _ in range(12):
            cursor = terminal.screen.cursor
            seen.append(terminal.screen.display[cursor.y][cursor.x :].strip(" ▐"))
            terminal.send("j")
            terminal.pump(0.2)
        assert "Ships came back to the old harbour on Monday morning." in seen
        assert "Number 0." in seen
        assert "" not in seen
        before = len(terminal.raw)
        terminal.send("g", "L")
        terminal.wait_for("No linear mode")
        assert b"\x1b[?25l" in terminal.raw[before:]
