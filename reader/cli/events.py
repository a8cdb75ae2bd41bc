"""What long work tells while it goes on: as lines for the newsreader, as a bar for a person."""

from __future__ import annotations

import json
from typing import Any

from reader.cli.context import Call
from reader.cli.output import Progress


def record(event: Any) -> dict[str, object]:
    """One event as the newsreader's status line reads it."""
    from reader.ingest.events import FeedDone, FilesRead, FullText, Started

    if isinstance(event, Started):
        return {"event": "started", "total": event.total}
    if isinstance(event, FeedDone):
        return {
            "event": "feed",
            "done": event.done,
            "total": event.total,
            "feed_id": event.feed_id,
            "title": event.title,
            "new": event.new,
            "error": event.error,
        }
    if isinstance(event, FullText):
        return {"event": "full_text", "done": event.done, "total": event.total}
    if isinstance(event, FilesRead):
        return {"event": "files", "title": event.title, "done": event.done, "total": event.total}
    return {"event": "indexing", "left": event.left}


def tell(call: Call, said: dict[str, object]) -> None:
    """One line of JSON on stdout."""
    call.out.put(json.dumps(said, ensure_ascii=True) + "\n")
    call.out.flush()


def show(progress: Progress, event: Any) -> None:
    """One event as the state of the bar."""
    said = record(event)
    if said["event"] == "started":
        progress.at(0, event.total)
    elif said["event"] in ("feed", "files"):
        progress.at(event.done, event.total, event.title)
    elif said["event"] == "full_text":
        progress.at(event.done, event.total, "Full text")
    else:
        progress.left(event.left, "Indexing")
