"""Taking something in because a person asked for it: `add` follows or reads, `keep` saves.

A feed's address costs one request and a page two: what was fetched to find out is what is stored.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reader import clock
from reader.config import Config
from reader.incoming import ParsedArticle, ParsedFeed
from reader.ingest import naming
from reader.ingest.added import Added
from reader.model import FeedKind, FetchError, FileError, ParseError
from reader.store import addresses, arrivals, articles, feeds, fulltext, outcomes, saved, search
from reader.store.library import Library
from reader.text import clean

if TYPE_CHECKING:
    from reader.ingest.fetch import Response

__all__ = ["Added", "add", "keep"]

ARTICLE_WORDS = 120  # of a page that is taken in where a feed was looked for


def add(lib: Library, config: Config, what: str, *, folder: str = "", title: str = "") -> Added:
    """Follow the feed or site at an address, follow a directory, or take in a file or an article.

    `folder` ("A/B") and `title` are for feeds. Raises FetchError, ParseError, FileError or
    UsageError in words, with the library as it was.
    """
    named = naming.recognise(what)
    if named.path is None:
        from reader.ingest.following import NoFeedError, follow_address

        try:
            added = follow_address(lib, config, named, folder=folder, title=title)
        except NoFeedError as error:
            taken = _take_article(lib, config, error.page)
            if taken is None:
                raise
            added = taken
    elif named.path.is_dir():
        added = _follow_directory(lib, config, named.path, folder=folder, title=title)
    else:
        added = _take_file(lib, named.path, title)
    search.index_pending(lib)
    return added


def keep(lib: Library, config: Config, what: str) -> Added:
    """Save for good: an article by its id, a web page by its address, a file by its path.

    The page of an article that is here already saves that article. Raises NotFoundError,
    FetchError, ParseError, FileError or UsageError in words.
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
        taken = _take_file(lib, named.path)
    else:
        taken = _take_page(lib, config, named)
    saved.save(lib, [taken.id])
    search.index_pending(lib)
    return taken


def _saved(
    lib: Library, article_id: int, kind: Literal["article", "page"], *, existing: bool = True
) -> Added:
    saved.save(lib, [article_id])
    article = articles.article(lib, article_id)
    return Added(kind, article_id, article.title, article.url, 0, existing)


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


def _take_file(lib: Library, path: Path, title: str = "") -> Added:
    """One file into the built-in feed *Files*, known again by its path."""
    from reader.ingest import files

    article = files.read(path)
    article = replace(
        article, guid=article.original_path, title=clean(title) if title else article.title
    )
    return _take(lib, "files", article)


def _take(lib: Library, kind: Literal["files", "pages"], article: ParsedArticle) -> Added:
    """An article into a built-in feed; one that was deleted there is taken in anew."""
    from reader.ingest import decide

    feed_kind: FeedKind = kind
    feed_id = feeds.builtin(lib, feed_kind)
    now = clock.now()
    known = arrivals.known(lib, feed_id, [decide.identity(article)])
    if any(not held.id for held in known.values()):
        article = replace(article, guid=f"{article.guid}\n{now}")
        known = arrivals.known(lib, feed_id, [decide.identity(article)])
    changes = decide.decide(known, ParsedFeed(articles=(article,)), now=now, first=False)
    applied = arrivals.apply(lib, feed_id, changes)
    shown: Literal["file", "page"] = "file" if kind == "files" else "page"
    url = article.original_path if kind == "files" else article.url
    if applied.ids:
        return Added(shown, applied.ids[0], article.title, url, 1)
    held = arrivals.known(lib, feed_id, [decide.identity(article)])[decide.identity(article)]
    title = articles.article(lib, held.id).title
    return Added(shown, held.id, title, url, applied.changed, existing=True)


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
    return replace(_take(lib, "pages", article), notes=notes)


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
    return replace(_take(lib, "pages", replace(article, guid=whole.address)), notes=notes)
