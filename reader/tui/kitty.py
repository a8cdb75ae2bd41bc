"""Pictures by kitty's graphics protocol, placed by characters that scroll with the text.

A picture is sent once, under a number; then U+10EEEE stands for each of its cells, the number in
the colour of the text, row and column in two combining marks (kitty's "Unicode placeholders").
Ghostty knows them too. They are ordinary cells for everything between the program and the terminal.
"""

from __future__ import annotations

import asyncio
import base64
import os
import re
from asyncio.subprocess import DEVNULL, PIPE
from itertools import count
from typing import TYPE_CHECKING, Final

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

if TYPE_CHECKING:
    from reader.page.pictures import Colour

_PLACE: Final = "\U0010eeee"
_SINCE: Final = (0, 28)  # the version of kitty that brought them
_CHUNK: Final = 4_096  # characters of base64 in one sequence
# The marks that mean 0, 1, 2… in a row or column: the protocol's own list, as ranges.
_RANGES: Final = (
    "305 30D-30E 310 312 33D-33F 346 34A-34C 350-352 357 35B 363-36F 483-487 592-595 597-599 "
    "59C-5A1 5A8-5A9 5AB-5AC 5AF 5C4 610-617 657-65B 65D-65E 6D6-6DC 6DF-6E2 6E4 6E7-6E8 6EB-6EC "
    "730 732-733 735-736 73A 73D 73F-741 743 745 747 749-74A 7EB-7F1 7F3 816-819 81B-823 825-827 "
    "829-82D 951 953-954 F82-F83 F86-F87 135D-135F 17DD 193A 1A17 1A75-1A7C 1B6B 1B6D-1B73 "
    "1CD0-1CD2 1CDA-1CDB 1CE0 1DC0-1DC1 1DC3-1DC9 1DCB-1DCC 1DD1-1DE6 1DFE"
)


def _marks() -> str:
    marks = []
    for part in _RANGES.split():
        first, _, last = part.partition("-")
        marks += [chr(code) for code in range(int(first, 16), int(last or first, 16) + 1)]
    return "".join(marks)


MARKS: Final = _marks()
# Numbers are shared by all programs in one window: each process begins somewhere else.
_numbers = count(int.from_bytes(os.urandom(3), "big") % 0xF00000 + 1)


def spoken() -> bool | None:
    """Whether the environment says that this terminal knows the placeholders; None for kitty, which
    does from 0.28 on (`is_new` finds out).

    Nothing is asked of the terminal: its answer would come among the keys.
    """
    if os.environ.get("TMUX") or os.environ.get("STY"):
        return False
    term = os.environ.get("TERM", "")
    program = os.environ.get("TERM_PROGRAM", "").lower()
    if term == "xterm-ghostty" or program == "ghostty":
        return True
    if os.environ.get("KITTY_WINDOW_ID") or term == "xterm-kitty" or program == "kitty":
        return None
    return False


async def is_new() -> bool:
    """Whether the kitty of this machine knows the placeholders; takes a second in a child."""
    try:
        child = await asyncio.create_subprocess_exec(
            "kitty", "--version", stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL
        )
        said, _ = await asyncio.wait_for(child.communicate(), 10)
    except (OSError, TimeoutError):
        return False
    found = re.search(rb"(\d+)\.(\d+)", said)
    return found is not None and (int(found[1]), int(found[2])) >= _SINCE


def placed(
    content: bytes, columns: int, rows: int, ground: Colour
) -> tuple[list[list[Segment]], str, str, str]:
    """The cells of a picture, "", what the terminal has to hear before they are painted, and what
    makes it forget them. Raises ParseError."""
    from reader.page import pictures

    columns, rows = min(columns, len(MARKS)), min(rows, len(MARKS))
    wide, high = pictures.CELL
    packed = pictures.png(content, columns * wide, rows * high, ground)
    number = next(_numbers) & 0xFFFFFF or 1
    style = Style(color=Color.from_rgb(number >> 16, number >> 8 & 255, number & 255))
    cells = [
        [Segment("".join([f"{_PLACE}{MARKS[row]}{MARKS[column]}" for column in range(columns)]),
                 style)]
        for row in range(rows)
    ]  # fmt: skip
    said = _sent(number, packed)
    placed = f"\x1b_Gq=2,a=p,U=1,i={number},c={columns},r={rows}\x1b\\"
    return cells, "", said + placed, f"\x1b_Gq=2,a=d,d=I,i={number}\x1b\\"


def _sent(number: int, packed: bytes) -> str:
    text = base64.b64encode(packed).decode("ascii")
    parts = [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]
    said = []
    for at, part in enumerate(parts):
        more = int(at < len(parts) - 1)
        head = f"q=2,a=t,f=100,t=d,i={number},m={more}" if at == 0 else f"q=2,m={more}"
        said.append(f"\x1b_G{head};{part}\x1b\\")
    return "".join(said)
