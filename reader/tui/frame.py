"""The last screen, kept at the end and painted at the next start before Textual is imported.

Importing Textual takes some 200 ms; the kept frame is on the screen after about 40. It is only
painted where the terminal is the same in size and colours, and only ever holds what our own
painting made. This module must not import Textual.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

NAME = "last-frame"
_ALTERNATE_SCREEN = "\x1b[?1049h\x1b[?25l\x1b[H"


def _terminal(columns: int, lines: int) -> str:
    env = os.environ
    facts = (columns, lines, env.get("TERM", ""), env.get("COLORTERM", ""), env.get("NO_COLOR", ""))
    return " ".join(str(fact) or "-" for fact in facts)


def paint(folder: Path) -> bool:
    """Writes the kept frame to the terminal, if there is one for it; true if it did."""
    if not sys.stdout.isatty():
        return False
    try:
        head, _, body = (folder / NAME).read_text("utf-8").partition("\n")
        if head != _terminal(*os.get_terminal_size(sys.stdout.fileno())):
            return False
        os.write(sys.stdout.fileno(), (_ALTERNATE_SCREEN + body).encode())
    except (OSError, ValueError):
        return False
    return True


def wipe() -> None:
    """Takes the frame off the terminal again: the program could not be opened."""
    sys.stdout.write("\x1b[?25h\x1b[?1049l")
    sys.stdout.flush()


def keep(folder: Path, lines: list[str], size: tuple[int, int]) -> None:
    """Keeps painted lines for the next start; failing to is no loss."""
    body = "".join(f"\x1b[{y};1H{line}" for y, line in enumerate(lines, 1)) + "\x1b[0m"
    with suppress(OSError):
        handle = os.open(folder / NAME, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(f"{_terminal(*size)}\n{body}")
