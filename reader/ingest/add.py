"""Taking something in because a person asked for it: `add` follows or reads, `keep` saves.

A feed's address costs one request and a page two: what was fetched to find out is what is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from reader import clock
from reader.config import Config
from reader.incoming import ParsedArticle, ParsedFeed
from reader.ingest import naming
from reader.ingest.added import Added
from reader.model import FeedKind, FetchError, FileError, ParseError
from reader.store import addresses, arrivals, articles, feeds, fulltext, outcomes, saved, search
from reader.store.library import Library
from reader.text import clean

__all__ = ["Added", "add", "keep", "take_text"]

BATCH = 4 * 1024 * 1024  # bytes of articles of a large file that are stored at once


def add(lib: Library, config: Config, what: str, *, folder: str = "", title: str = "") -> Added:
    """Follow the feed or site at an address, follow a directory, or take in a file.

    `folder` ("A/B") and `title` are for feeds. Raises FetchError, ParseError, FileError or
    UsageError in words, with the library as it was.
    """
    named = naming.recognise(what)
    if named.path is None:
        from reader.ingest.following import follow_address

        added = follow_address(lib, config, named, folder=folder, title=title)
    elif named.path.is_dir():
        added = _follow_directory(lib, config, named.path, folder=folder, title=title)
    else:
        added = _take_file(lib, named.path, title)
    search.index_pending(lib)
    return added


def keep(lib: Library, config: Config, what: str, *, title: str = "") -> Added:
    """Save for good: an article by its id, a web page by its address, a file by its path.

    `title` is for files. The page of an article that is here already saves that article. Raises
    NotFoundError, FetchError, ParseError, FileError or UsageError in words.
    """
    if what.strip().isdigit():
        return _saved(lib, articles.find(lib, what.strip()), "article")
    named = naming.recognise(what)
    if named.path is not None:
        if named.path.is_dir():
            raise FileError(
                f"{clean(str(named.path), 300)} is a directory; `tearsheet add` follows it, "
                "single files can be saved."
            )
        taken = _take_file(lib, named.path, title)
    else:
        taken = _take_page(lib, config, named)
    saved.save(lib, taken.ids)
    search.index_pending(lib)
    return taken


def _saved(
    lib: Library, article_id: int, kind: Literal["article", "page"], *, existing: bool = True
) -> Added:
    saved.save(lib, [article_id])
    article = articles.article(lib, article_id)
    return Added(kind, article_id, article.title, article.url, 0, existing, ids=(article_id,))


# -- directories and files -----------------------------------------------------------------------


def _follow_directory(
    lib: Library, config: Config, path: Path, *, folder: str, title: str
) -> Added:
    """Follow a directory and read what is in it."""
    from reader.ingest import decide, directory, newfeed, schedule

    url = str(path.resolve())
    if not url.isprintable():
        raise FileError(f"{clean(url, 300)} has a name that cannot be kept; rename it first.")
    if known := feeds.by_url(lib, url):
        return Added("directory", known.id, known.title, url, known.articles, existing=True)
    seen = directory.scan(path, {})
    feed = feeds.add(
        lib, kind="directory", url=url, title=seen.parsed.title, own_title=title, folder=folder
    )
    with newfeed.followed(lib, feed):
        at = clock.now()
        every = schedule.interval(config.refresh_every, feed.every)
        outcome = outcomes.FetchOutcome(
            feed_id=feed.id,
            at=at,
            next_due=schedule.after_success(feed.id, at, every),
            parsed=seen.parsed,
        )
        changes = decide.decide(
            arrivals.known_all(lib, feed.id),
            seen.parsed,
            now=at,
            first=feed.last_success is None,
            complete=True,
        )
        arrivals.apply(lib, feed.id, changes, outcome)
        arrivals.keep_stamps(lib, feed.id, seen.stamps)
    return Added(
        "directory",
        feed.id,
        title or feed.title,
        url,
        feeds.feed(lib, feed.id).articles,
        complaints=tuple(message for _, message in seen.failures),
    )


def take_text(lib: Library, data: bytes, *, title: str = "", save: bool = False) -> Added:
    """What came through standard input into the built-in feed *Files*, saved if asked for.

    The same bytes are known again. Raises FileError in words, with the library as it was.
    """
    from reader.ingest import files

    name = f"stdin:{blake2b(data, digest_size=16).hexdigest()}"
    found = [replace(each, guid=files.named(each, name)) for each in files.from_stdin(data)]
    taken = _take(lib, "files", _titled(found, title))
    if save:
        saved.save(lib, taken.ids)
    search.index_pending(lib)
    return taken


def _take_file(lib: Library, path: Path, title: str = "") -> Added:
    """One file into the built-in feed *Files*, known again by its path; in batches if it is large.

    What was stored of a large file before something was wrong with it stays.
    """
    from reader.ingest import files

    taken: Added | None = None
    now = clock.now()  # of all batches, so that the parts are listed in their order
    for batch in _batches(files.read(path)):
        found = [replace(each, guid=files.named(each, each.original_path)) for each in batch]
        more = _take(lib, "files", _titled(found, "" if taken else title), now)
        taken = more if taken is None else _together(taken, more)
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


def _together(first: Added, more: Added) -> Added:
    return replace(
        first,
        articles=first.articles + more.articles,
        existing=first.existing and more.existing,
        ids=first.ids + more.ids,
    )


def _take(
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


# -- pages ---------------------------------------------------------------------------------------


def _take_page(lib: Library, config: Config, named: naming.Named) -> Added:
    """The article at an address: one that is here, or the page itself, fetched once.

    One that is here with only the beginning that its feed sends gets the full text beside it.
    """
    found = addresses.article_at(lib, naming.variants(named.address))
    if found is not None and not fulltext.teasing(lib, [found]):
        return _saved(lib, found, "article")
    from reader.ingest import webpage
    from reader.ingest.fetch import PAGE_ACCEPT, Fetcher
    from reader.ingest.following import get
    from reader.ingest.parsing import Parsers

    try:
        with Fetcher(config) as fetcher, Parsers(1) as parsers:
            _, response = get(fetcher, named, PAGE_ACCEPT)
            if found is None:
                found = addresses.article_at(lib, naming.variants(response.url))
                if found is not None and not fulltext.teasing(lib, [found]):
                    return _saved(lib, found, "article")
            whole = webpage.read(fetcher, parsers, response.url, response=response)
    except (FetchError, ParseError) as error:
        if found is None:
            raise
        return replace(_saved(lib, found, "article"), notes=(f"Only the beginning: {error}",))
    article = replace(whole.article, url=whole.article.url or whole.address)
    if found is None:
        found = addresses.article_at(lib, [article.url])
    notes = (f"{whole.note}.",) if whole.note else ()
    if found is not None:
        if fulltext.teasing(lib, [found]):
            text = fulltext.FullText(article.body, article.words, whole.address, whole.note)
            fulltext.keep(lib, found, text, show=True)
        return replace(_saved(lib, found, "article"), notes=notes)
    return replace(_take(lib, "pages", [replace(article, guid=whole.address)]), notes=notes)
