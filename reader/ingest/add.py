"""Taking something in because a person asked for it: `add` follows or reads, `keep` saves.

A feed's address costs one request and a page two: what was fetched to find out is what is stored.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from reader import clock
from reader.config import Config
from reader.incoming import ParsedFeed
from reader.ingest import intake, naming
from reader.ingest.added import Added
from reader.model import Feed, FileError, ParseError
from reader.store import addresses, arrivals, articles, feeds, outcomes, saved, search
from reader.store.library import Library
from reader.text import clean, shown_address

__all__ = ["Added", "add", "keep"]

OnFiles = Callable[[int, int], None]


def add(
    lib: Library,
    config: Config,
    what: str,
    *,
    folder: str = "",
    title: str = "",
    on_files: OnFiles = lambda done, total: None,
) -> Added:
    """Follow the feed or site at an address, follow a directory, or take in a file.

    `folder` ("A/B") and `title` are for feeds; `on_files` hears how many files of a directory are
    read, of how many. Raises FetchError, ParseError, FileError or
    UsageError in words, with the library as it was.
    """
    named = naming.recognise(what)
    if named.path is None:
        from reader.ingest.following import follow_address

        added = follow_address(lib, config, named, folder=folder, title=title)
    elif named.path.is_dir():
        added = _follow_directory(
            lib, config, named.path, folder=folder, title=title, on_files=on_files
        )
    else:
        added = intake.file(lib, named.path, title)
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
        taken = intake.file(lib, named.path, title)
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
    lib: Library, config: Config, path: Path, *, folder: str, title: str, on_files: OnFiles
) -> Added:
    """Follow a directory and read what is in it."""
    from reader.ingest import newfeed, schedule, survey, taking

    url = str(path.resolve())
    if not url.isprintable():
        raise FileError(f"{clean(url, 300)} has a name that cannot be kept; rename it first.")
    if known := feeds.by_url(lib, url) or _same_directory(lib, path):
        return Added("directory", known.id, known.title, known.url, known.articles, existing=True)
    survey.root_of(path)
    feed = feeds.add(
        lib,
        kind="directory",
        url=url,
        title=clean(path.resolve().name),
        own_title=title,
        folder=folder,
    )
    complaints: list[str] = []
    notes: list[str] = []
    with newfeed.followed(lib, feed):
        (state,) = outcomes.states(lib, [feed.id])
        for taken in taking.steps(lib, state, threading.Lock()):
            outcome = None
            if taken.last:
                at = clock.now()
                every = schedule.interval(config.refresh_every, feed.every)
                outcome = outcomes.FetchOutcome(
                    feed_id=feed.id,
                    at=at,
                    next_due=schedule.after_success(feed.id, at, every),
                    etag=taken.identity,
                    parsed=ParsedFeed(title=taken.title),
                )
            arrivals.apply(
                lib, feed.id, taken.changes, outcome, taken.stamped, same=config.merge_same
            )
            complaints += taken.complaints
            notes += taken.notes
            on_files(taken.done, taken.total)
    return Added(
        "directory",
        feed.id,
        title or feed.title,
        url,
        feeds.feed(lib, feed.id).articles,
        notes=tuple(notes),
        complaints=tuple(complaints),
    )


def _same_directory(lib: Library, path: Path) -> Feed | None:
    """The followed directory that is this one by another name, where case does not count."""
    for feed in feeds.all_feeds(lib):
        if feed.kind == "directory":
            try:
                if os.path.samefile(feed.url, path):
                    return feed
            except OSError:
                continue
    return None


# -- pages ---------------------------------------------------------------------------------------


def _take_page(lib: Library, config: Config, named: naming.Named) -> Added:
    """The article at an address: one that is here, or the page itself, fetched once."""
    found = addresses.article_at(lib, naming.variants(named.address))
    if found is not None:
        return _saved(lib, found, "article")
    from reader.ingest.fetch import PAGE_ACCEPT, Fetcher
    from reader.ingest.following import get
    from reader.ingest.parsing import Parsers

    with Fetcher(config) as fetcher, Parsers(1) as parsers:
        _, response = get(fetcher, named, PAGE_ACCEPT)
        found = addresses.article_at(lib, naming.variants(response.url))
        if found is not None:
            return _saved(lib, found, "article")
        _check_page(response.body, response.url, response.content_type)
        article = parsers.page(response.body, response.url, response.content_type)
    article = replace(article, guid=response.url, url=article.url or response.url)
    return intake.take(lib, "pages", [article])


def _check_page(body: bytes, url: str, content_type: str) -> None:
    """Raises ParseError where a page cannot be meant."""
    from reader.ingest import feed

    kind = content_type.split(";")[0].strip().lower()
    if not body.strip():
        raise ParseError(f"{shown_address(url)}: the server sent an empty page; try again later.")
    if feed.looks_like_html(body) or kind in ("text/html", "application/xhtml+xml", "text/plain"):
        return
    if any(word in kind for word in ("rss", "atom", "feed", "xml")):
        raise ParseError(f"{shown_address(url)} is no page but a feed; `tearsheet add` follows it.")
    named = f" ({clean(kind, 60)})" if kind else ""
    raise ParseError(
        f"{shown_address(url)} is no page of text{named}; only those can be saved by address."
    )
