"""`refresh`: the one run that cron and the newsreader itself use."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from reader import text
from reader.cli import events
from reader.cli.context import Call

if TYPE_CHECKING:
    from reader.ingest.events import OnEvent
    from reader.ingest.refresh import Summary


def refresh(call: Call) -> int:
    """`refresh [FEED…] [--all]`: fetch, keep, index; one line per failure and a summary."""
    from reader.ingest import refresh as running
    from reader.store import feeds

    args = call.args
    if args.watch:
        return _watch(call)
    wanted = [feeds.find(call.library, ref).id for ref in args.feeds] or None

    def run(on_event: OnEvent) -> Summary:
        if args.index:
            return running.index_only(call.library, on_event)
        return running.refresh(
            call.library, call.config, wanted, everything=args.all, on_event=on_event
        )

    if args.events:
        stand_back()
        summary = run(lambda event: events.tell(call, events.record(event)))
        events.tell(call, {"event": "finished"} | _record(summary))
        return 1 if summary.failed else 0
    skipped = _gone(call) if args.all and not wanted and not args.index else []
    with call.out.progress("Refreshing") as progress:
        summary = run(lambda event: events.show(progress, event))
    for failure in summary.failed:
        call.out.failed(f"{failure.title}: {failure.message}")
    for line in skipped:
        call.out.note(line)
    if args.json:
        call.out.json(_record(summary))
    elif args.index:
        call.out.say("All articles can be searched.")
    else:
        call.out.say(_said(summary))
        for note in summary.notes:
            call.out.say(note)
    return 1 if summary.failed else 0


def _watch(call: Call) -> int:
    """Keep followed directories up to date as long as whoever started this holds our stdin."""
    import _thread
    import signal
    import sys
    import threading

    from reader.ingest import watching

    stop = threading.Event()

    def wait_for_the_end() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        stop.set()
        _thread.interrupt_main(signal.SIGTERM)  # ends a look that is under way

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    stand_back()
    with suppress(KeyboardInterrupt):
        watching.watch(
            call.library,
            call.config,
            stop,
            lambda said: events.tell(call, {"event": "told", "said": said}),
        )
    return 0


def _gone(call: Call) -> list[str]:
    """A line for each feed that is asked no more unless it is named."""
    from reader.store import feeds

    return [
        f"{feed.title} is gone for good (410) and was not asked; `tearsheet refresh {feed.id}` "
        f"asks again, `tearsheet remove {feed.id}` ends it."
        for feed in feeds.all_feeds(call.library)
        if feed.gone
    ]


def stand_back() -> None:
    """Be nice to the newsreader that started this: its keys come first."""
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(5)


def _record(summary: Summary) -> dict[str, object]:
    return {
        "checked": summary.checked,
        "new": summary.new,
        "changed": summary.changed,
        "unmodified": summary.unmodified,
        "failed": [
            {"feed_id": one.feed_id, "title": one.title, "error": one.message}
            for one in summary.failed
        ],
        "seconds": round(summary.seconds, 3),
        "notes": list(summary.notes),
        "full_texts": summary.full_texts,
    }


def _said(summary: Summary) -> str:
    pages = f"{text.plural(summary.full_texts, 'full text')} fetched"
    if summary.pages_failed:
        pages += f", {summary.pages_failed:,} not"
    if not summary.checked:
        asked = summary.full_texts or summary.pages_failed
        return f"Nothing is due; {pages}." if asked else "Nothing is due."
    parts = [f"{text.plural(summary.checked, 'feed')} checked"]
    parts.append(f"{summary.new:,} new" if summary.new else "nothing new")
    if summary.changed:
        parts.append(f"{summary.changed:,} changed")
    if summary.failed:
        parts.append(f"{len(summary.failed):,} failed")
    if summary.full_texts or summary.pages_failed:
        parts.append(pages)
    return ", ".join(parts) + "."
