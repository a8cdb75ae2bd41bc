"""The program itself: the library, its guide when it is new, then the screen."""

from __future__ import annotations

from reader.cli.atonce import on_terminal
from reader.cli.context import Call
from reader.cli.output import seems_dumb
from reader.model import UsageError


def open_reader(call: Call) -> int:
    """No verb: open the newsreader."""
    need_terminal()
    from reader.store import tally

    if tally.is_new(str(call.folder)):
        from reader.cli.first_run import first_run

        first_run(call.library)
    call.close()
    from reader.tui.app import run

    return run(call.folder, call.config)


def need_terminal() -> None:
    """Raise UsageError where there is no terminal to draw on."""
    if not on_terminal() or seems_dumb():
        raise UsageError(
            "The newsreader needs a terminal; `tearsheet --help` lists what works without one."
        )
