"""`tearsheet` without a word: the last screen at once, then the program.

The command tree and its output would take 40 ms before the first import of Textual. Whatever is not
plain sailing here (no terminal, settings or a library that cannot be read) goes to the full command
line, which has words for it.
"""

from __future__ import annotations

import gc
import os
import sys


def open_at_once() -> int | None:
    """Open the newsreader and return its exit code; None: not as simple as that."""
    if not on_terminal():
        return None
    if os.environ.get("TERM", "") in ("", "dumb") and os.name != "nt":
        return None
    # The collector finds nothing in all that is imported now, and looks 15 ms for it.
    gc.disable()
    from reader.config import library_path, load_config
    from reader.model import ReaderError
    from reader.tui import frame

    painted = False
    try:
        config = load_config()
        folder = library_path(config)
        painted = config.first_frame and frame.paint(folder)
        from reader.store import tally

        if tally.is_new(str(folder)):
            return None
        from reader.tui.app import run

        return run(folder, config)
    except (ReaderError, OSError):
        if painted:
            frame.wipe()
        return None


def on_terminal() -> bool:
    """Whether all three streams are a terminal: keys come from it, and Textual draws on stderr."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in streams)
