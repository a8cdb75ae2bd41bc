"""Followed directories are watched by a child process while the screen is open.

The child stores what changed; the screen sees it as it sees any other program's news. Which
directories there are is asked anew whenever the feeds were read.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader import text
from reader.tui.work import Child

if TYPE_CHECKING:
    from reader.tui.library import LibraryScreen


def start(screen: LibraryScreen) -> None:
    """Watches the directories that are followed now; does nothing if they are watched already."""
    wanted = frozenset(feed.id for feed in screen.feeds if feed.kind == "directory")
    if not screen.config.watch or screen.library.read_only or wanted == screen.watched:
        return
    if screen.watching is not None:
        screen.watching.stop()
        screen.watching = None
    screen.watched = wanted
    if wanted:
        child = Child(screen.library.folder, ["refresh", "--watch"], held=True)
        screen.watching = child
        screen.run_worker(_run(screen, child), exit_on_error=False, group="watch")


async def _run(screen: LibraryScreen, child: Child) -> None:
    def on_line(line: str) -> None:
        try:
            said = json.loads(line).get("said", "")
        except (ValueError, AttributeError):
            return
        if said:
            screen.status.say(text.clean(str(said)), error=True)

    await child.run(on_line)
    if screen.watching is child:
        screen.watching = None
