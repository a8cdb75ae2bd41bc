"""Taking something in because a person asked for it: `add` follows or reads, `keep` saves.

A feed's address costs one request and a page two: what was fetched to find out is what is stored.
"""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reader import clock
from reader.config import Config
from reader.incoming import ParsedFeed
from reader.ingest import intake, naming
from reader.ingest.added import Added
from reader.ingest.events import FilesRead, Indexing, OnEvent
from reader.model import Feed, FetchError, FileError, ParseError
from reader.store import (
    addresses,
    arrivals,
    articles,
    feeds,
    fulltext,
    outcomes,
    same,
    saved,
    search,
)
from reader.store.library import Library
from reader.text import clean

if TYPE_CHECKING:
    from reader.ingest.fetch import Response

__all__ = ["Added", "add", "keep"]

ARTICLE_WORDS = 120  # of a page that is taken in where a feed was looked for


def add(
    lib: Library,
    config: Config,
    what: str,
    *,
    folder: str = "",
    title: str = "",
    on_event: OnEvent = lambda event: None,
) -> Added:
    """Follow the feed or site at an address, follow a directory, or take in a file or an article.

    `folder` ("A/B") and `title` are for feeds; `on_event` hears how many files of a directory are
    read, then how many articles are not searchable yet. Raises FetchError, ParseError, FileError or
    UsageError in words, with the library as it was.
    """
    named = naming.recognise(what)
    same.settle(lib, config.merge_same)
    if named.path is None:
        from reader.ingest.following import NoFeedError, follow_address

        try:
            added = follow_address(lib, config, named, folder=folder, title=title)
        except NoFeedError as error:
            taken = _take_article(lib, config, error.page)
            if taken is None:
                raise
            added = taken
    elif os.path.isdir(named.path):
        added = _follow_directory(
            lib, config, named.path, folder=folder, title=title, on_event=on_event
        )
    else:
        added = intake.file(lib, named.path, title)
    search.index_pending(lib, on_progress=lambda left: on_event(Indexing(left)))
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
        if os.path.isdir(named.path):
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
    lib: Library, config: Config, path: Path, *, folder: str, title: str, on_event: OnEvent
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
            arrivals.apply(lib, feed.id, taken.changes, outcome, taken.stamped)
            complaints += taken.complaints
            notes += taken.notes
            on_event(FilesRead(title or feed.title, taken.done, taken.total))
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


def _take_article(lib: Library, config: Config, answer: Response) -> Added | None:
    """The page that was to be followed but names no feed, if it is clearly an article itself."""
    from reader.ingest import extract, webpage
    from reader.ingest.fetch import Fetcher
    from reader.ingest.parsing import Parsers

    try:
        with Fetcher(config) as fetcher, Parsers(1) as parsers:
            whole = webpage.read(fetcher, parsers, answer.url, response=answer)
    except (FetchError, ParseError):
        return None
    if whole.article.words < ARTICLE_WORDS or whole.note == extract.WHOLE_PAGE:
        return None
    article = replace(whole.article, url=whole.article.url or whole.address, guid=whole.address)
    notes = (f"{whole.note}.",) if whole.note else ()
    return replace(intake.take(lib, "pages", [article]), notes=notes)


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
    return replace(intake.take(lib, "pages", [replace(article, guid=whole.address)]), notes=notes)
