"""What the eye judges: whole screens as text, at three sizes and in the states that matter.

`TEARSHEET_FRAMES=write pytest tests/test_tui_frames.py` writes them anew; look at each difference.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from terminal import Terminal

from reader.store import Library, marks, saved, search, tags

FRAMES = Path(__file__).parent / "data" / "frames"
NOW = "1750003600"  # one hour after the newest article of a stock library

CASES: dict[str, tuple[int, int, tuple[str, ...], str]] = {
    "list-80": (80, 24, (), "Gazette 1"),
    "feeds-80": (80, 24, ("q",), "Archive"),
    "page-80": (80, 24, ("enter",), "Number 0."),
    "list-100": (100, 30, (), "Number 0."),
    "three-panes-140": (140, 45, ("j",), "Number 1."),
    "saved-140": (140, 45, ("g", "s"), "Number 2."),
    "search-140": (140, 45, ("/", "bridge"), "“bridge”"),
    "help-140": (140, 45, ("?",), "Next line"),
    "zen-140": (140, 45, ("enter", "z"), "Number 0."),
    "three-panes-220": (220, 60, (), "Number 0."),
    "empty-80": (80, 24, ("g", "l"), "Nothing saved"),
}


@pytest.mark.parametrize("name", CASES)
def test_screens(name: str, library: Library, stock: Callable[..., list[int]]) -> None:
    columns, lines, keys, wanted = CASES[name]
    ids = stock(library, 60, feeds_=5)
    if not name.startswith("empty"):
        saved.save(library, ids[2:5])
        marks.mark(library, ids[3:4], read=True)
        tags.tag(library, ids[:2], add=["later-today"])
    search.index_pending(library)
    env = {
        "TEARSHEET_LIBRARY": str(library.folder),
        "TEARSHEET_CONFIG": str(library.folder / "none"),
        "TEARSHEET_NOW": NOW,
        "TZ": "UTC",
    }
    with Terminal.tearsheet(env=env, columns=columns, lines=lines) as terminal:
        terminal.wait_for("Gazette" if not name.startswith("empty") else "")
        terminal.pump(0.5)
        terminal.send(*keys)
        terminal.wait_for(wanted)
        while terminal.pump(0.4):
            pass
        shown = terminal.text().rstrip() + "\n"
    path = FRAMES / f"{name}.txt"
    if os.environ.get("TEARSHEET_FRAMES") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")
