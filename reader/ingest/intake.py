"""Files and pages into the built-in feeds: one by one, or in batches where a file is large."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from reader import clock
from reader.incoming import ParsedArticle, ParsedFeed
from reader.ingest.added import Added
from reader.model import FeedKind
from reader.store import arrivals, articles, feeds, saved, search
from reader.store.library import Library
from reader.text import clean

BATCH = 4 * 1024 * 1024  # bytes of articles of a large file that are stored at once


def from_stdin(lib: Library, data: bytes, *, title: str = "", save: bool = False) -> Added:
    """What came through standard input into the built-in feed *Files*, saved if asked for.

    The same bytes are known again. Raises FileError in words, with the library as it was.
    """
    from reader.ingest import files

    name = f"stdin:{blake2b(data, digest_size=16).hexdigest()}"
    found = [replace(each, guid=files.named(each, name)) for each in files.from_stdin(data)]
    taken = take(lib, "files", _titled(found, title))
    if save:
        saved.save(lib, taken.ids)
    search.index_pending(lib)
    return taken


def file(lib: Library, path: Path, title: str = "") -> Added:
    """One file into the built-in feed *Files*, known again by its path; in batches if it is large.

    What was stored of a large file before something was wrong with it stays.
    """
    from reader.ingest import files

    taken: Added | None = None
    now = clock.now()  # of all batches, so that the parts are listed in their order
    for batch in _batches(files.read(path)):
        found = [replace(each, guid=files.named(each, each.original_path)) for each in batch]
        more = take(lib, "files", _titled(found, "" if taken else title), now)
        taken = more if taken is None else _joined(taken, more)
    assert taken is not None
    return taken


def _titled(found: list[ParsedArticle], title: str) -> list[ParsedArticle]:
    """Articles with the title that a person gave to them; several are told apart by number."""
    title = clean(title)
    if not title:
        return found
    if len(found) == 1:
        return [replace(found[0], title=title, title_from="headline")]
    return [replace(each, source=each.source or title) for each in found]


def _batches(found: Iterable[ParsedArticle]) -> Iterator[list[ParsedArticle]]:
    """Articles in groups of a few megabytes: the first alone, for somebody waits to read it."""
    batch: list[ParsedArticle] = []
    size = 0
    for number, each in enumerate(found):
        batch.append(each)
        size += len(each.body.content) + len(each.original)
        if size > BATCH or (number == 0 and size > BATCH // 4):
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _joined(first: Added, more: Added) -> Added:
    return replace(
        first,
        articles=first.articles + more.articles,
        existing=first.existing and more.existing,
        ids=first.ids + more.ids,
    )


def take(
    lib: Library,
    kind: Literal["files", "pages"],
    found: Sequence[ParsedArticle],
    now: int | None = None,
) -> Added:
    """Articles into a built-in feed; those that were deleted there are taken in anew."""
    from reader.ingest import decide

    feed_kind: FeedKind = kind
    feed_id = feeds.builtin(lib, feed_kind)
    now = clock.now() if now is None else now
    known = arrivals.known(lib, feed_id, map(decide.identity, found))
    deleted = {key for key, held in known.items() if not held.id}
    if deleted:
        found = [
            replace(one, guid=f"{one.guid}\n{now}") if decide.identity(one) in deleted else one
            for one in found
        ]
        known = arrivals.known(lib, feed_id, map(decide.identity, found))
    changes = decide.decide(known, ParsedFeed(articles=tuple(found)), now=now, first=False)
    applied = arrivals.apply(lib, feed_id, changes)
    held = arrivals.known(lib, feed_id, map(decide.identity, found))
    ids = tuple(held[decide.identity(one)].id for one in found)
    return Added(
        "file" if kind == "files" else "page",
        ids[0],
        articles.article(lib, ids[0]).title,
        found[0].original_path if kind == "files" else found[0].url,
        applied.new or applied.changed,
        existing=not applied.new,
        ids=ids,
    )
