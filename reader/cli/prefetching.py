"""`prefetch`: the full text of many articles, for reading offline."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from reader import text
from reader.cli.context import Call
from reader.model import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.ingest.fulltext import Fetched, PageDone
    from reader.store.fulltext import Wanted


def prefetch(call: Call) -> int:
    """`prefetch QUERY`: fetch the pages of teasers, keep them, show them; one line for failures."""
    from reader.store import fulltext

    args = call.args
    ids = _asked(call)
    if args.off:
        act = fulltext.turn(call.library, ids, shown=False)
        call.out.say(f"{act.label}." if act else "Nothing of this is shown in full.")
        return 0
    if not args.all:
        ids = fulltext.teasing(call.library, ids)
    wanted = fulltext.wanted(call.library, ids, again=args.again)
    waiting = len(wanted) - args.limit
    wanted = wanted[: args.limit]
    try:
        fetched = _run(call, wanted)
    finally:
        if not args.beside:
            _show(call, ids)
    return _told(call, fetched, waiting, len(wanted))


def _asked(call: Call) -> list[int]:
    """The articles that the words of the command, or the newsreader's own list, name."""
    from reader import query
    from reader.store import search

    if call.args.ids:
        numbers = call.args.ids.split(",")
        if not all(one.isascii() and one.isdigit() and len(one) < 19 for one in numbers):
            raise UsageError("--ids are numbers with commas between.")
        return [int(one) for one in numbers]
    said = " ".join(call.args.query)
    if not said.strip():
        raise UsageError(
            "Say which articles, for example is:unread; `tearsheet prefetch --help` has more."
        )
    query.parse(said)
    ids = list(search.matching(call.library, said))
    if not ids:
        raise NotFoundError(f"No article matches “{said}”.")
    return ids


def _run(call: Call, wanted: list[Wanted]) -> Fetched:
    from reader.ingest import fulltext
    from reader.ingest.stopping import stop_cleanly
    from reader.store import search

    def run(on_event: Callable[[PageDone], None]) -> Fetched:
        with stop_cleanly():
            fetched = fulltext.fetch(call.library, call.config, wanted, on_event=on_event)
        search.index_pending(call.library)
        return fetched

    if not wanted:
        return fulltext.Fetched()
    if call.args.events:
        if hasattr(os, "nice"):
            with suppress(OSError):
                os.nice(5)  # the keys of the newsreader that started this come first
        return run(lambda event: _tell(call, _event(event)))
    with call.out.progress("Fetching") as progress:
        progress.at(0, len(wanted))
        return run(lambda event: progress.at(event.done, event.total, event.title))


def _show(call: Call, ids: list[int]) -> None:
    """Shows what is there of the pages, but for saved articles: they stay as they were saved."""
    from reader.store import fulltext

    fulltext.turn(call.library, fulltext.unsaved(call.library, ids), shown=True)


def _event(event: PageDone) -> dict[str, object]:
    return {
        "event": "page",
        "done": event.done,
        "total": event.total,
        "id": event.article_id,
        "title": event.title,
        "error": event.error,
    }


def _tell(call: Call, event: dict[str, object]) -> None:
    call.out.put(json.dumps(event, ensure_ascii=True) + "\n")
    call.out.flush()


def _told(call: Call, fetched: Fetched, waiting: int, asked: int) -> int:
    record: dict[str, object] = {
        "fetched": list(fetched.ids),
        "failed": [
            {"id": one, "title": title, "error": said} for one, title, said in fetched.failed
        ],
        "notes": [{"id": one, "title": title, "note": said} for one, title, said in fetched.notes],
    }
    code = 1 if fetched.failed else 0
    if call.args.events:
        _tell(call, {"event": "finished"} | record)
        return code
    for _, _, said in fetched.failed:
        call.out.failed(said)
    if call.args.json:
        call.out.json(record)
        return code
    for _, title, said in fetched.notes:
        call.out.note(f"{title}: {said}.")
    if not asked:
        call.out.say("There is no page to fetch: these articles have their text.")
    else:
        call.out.say(f"{text.plural(len(fetched.ids), 'full text')} fetched.")
    if waiting > 0:
        call.out.note(f"{text.plural(waiting, 'page')} left; run it again or raise --limit.")
    return code
