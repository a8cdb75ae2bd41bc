"""From an address that a person gave to a feed that is followed."""

from __future__ import annotations

from urllib.parse import urlsplit

from reader import clock
from reader.config import Config
from reader.incoming import ParsedFeed
from reader.ingest import decide, discover, feed, naming, newfeed, schedule
from reader.ingest.added import Added
from reader.ingest.fetch import FEED_ACCEPT, Fetcher, Response, UnansweredError
from reader.ingest.looking import body_hash
from reader.ingest.naming import Named
from reader.ingest.parsing import Parsers
from reader.model import Feed, FetchError, ParseError
from reader.store import arrivals, feeds, outcomes
from reader.store.library import Library
from reader.text import clean, plural, shown_address

_TRIES = 3  # of the feeds that a page names


class NoFeedError(ParseError):
    """A web page names no feed; `page` is the answer, which may be an article itself."""

    def __init__(self, message: str, page: Response) -> None:
        super().__init__(message)
        self.page = page


def follow_address(
    lib: Library, config: Config, named: Named, *, folder: str = "", title: str = ""
) -> Added:
    """Follow the feed at an address, or the best one of the page there.

    Raises FetchError or ParseError in words, with the library as it was; NoFeedError for a page
    without a feed.
    """
    if known := _followed(lib, named.address):
        return _existing(known)
    with Fetcher(config) as fetcher, Parsers(1) as parsers:
        asked, response = get(fetcher, named, FEED_ACCEPT)
        if feed.looks_like_html(response.body):
            found = _on_page(lib, fetcher, parsers, response)
            if isinstance(found, Feed):
                return _existing(found)
            asked, response, parsed = found
        else:
            parsed = parsers.parse(response.body, response.url, response.content_type)
    url = response.permanent or asked
    if known := _followed(lib, url):
        return _existing(known)
    return _store(lib, config, url, response, parsed, folder=folder, title=title)


def get(fetcher: Fetcher, named: Named, accept: str) -> tuple[str, Response]:
    """The address that was asked and its answer; http where https was only guessed."""
    try:
        return named.address, fetcher.get(named.address, accept=accept)
    except UnansweredError:
        if not named.guessed:
            raise
    plain = "http:" + named.address.removeprefix("https:")
    return plain, fetcher.get(plain, accept=accept)


def _on_page(
    lib: Library, fetcher: Fetcher, parsers: Parsers, page: Response
) -> Feed | tuple[str, Response, ParsedFeed]:
    """The best feed of a page: one that is followed already, or its address, answer, content."""
    shown = shown_address(page.url)
    declared = [
        candidate.address
        for candidate in parsers.candidates(page.body, page.url, page.content_type)
    ]
    if declared and (known := _followed(lib, declared[0])):
        return known
    tried: list[str] = []
    for address in declared[:_TRIES] or discover.guesses(page.url):
        if address == page.url:
            continue
        try:
            response = fetcher.get(address)
            parsed = parsers.parse(response.body, response.url, response.content_type)
        except (FetchError, ParseError) as error:
            tried.append(str(error))
        else:
            return address, response, parsed
    if declared:
        raise ParseError(
            f"{shown} names {plural(len(declared), 'feed')}, but none could be read: {tried[0]}"
            if tried
            else f"{shown} names only itself as its feed, but is a web page; it cannot be followed."
        )
    raise NoFeedError(
        f"{shown} is a web page that names no feed, and none is at the usual places; look for "
        "the feed's address on the site, or keep the page with `tearsheet save`.",
        page,
    )


def _followed(lib: Library, address: str) -> Feed | None:
    for one in naming.variants(address):
        if known := feeds.by_url(lib, one):
            return known
    return None


def _existing(known: Feed) -> Added:
    return Added("feed", known.id, known.title, known.url, known.articles, existing=True)


def _store(
    lib: Library,
    config: Config,
    url: str,
    response: Response,
    parsed: ParsedFeed,
    *,
    folder: str,
    title: str,
) -> Added:
    """Follow the feed with what was fetched: the row first, then articles and validators."""
    made = feeds.add(
        lib,
        kind="web",
        url=url,
        title=parsed.title or urlsplit(url).hostname or url,
        own_title=clean(title),
        site=parsed.site,
        description=parsed.description,
        folder=folder,
    )
    with newfeed.followed(lib, made):
        at = clock.now()
        every = schedule.interval(config.refresh_every, made.every, parsed.every)
        changes = decide.decide(
            arrivals.known(lib, made.id, decide.keys(parsed)),
            parsed,
            now=at,
            first=made.last_success is None,
        )
        outcome = outcomes.FetchOutcome(
            feed_id=made.id,
            at=at,
            next_due=schedule.after_success(made.id, at, every, response.max_age),
            etag=response.etag,
            last_modified=response.last_modified,
            validator_url=response.url,
            body_hash=body_hash(response.body),
            parsed=parsed,
        )
        arrivals.apply(lib, made.id, changes, outcome)
    # One that comes back after it was removed has its old articles, too.
    held = feeds.feed(lib, made.id).articles
    return Added("feed", made.id, made.title, url, held, notes=parsed.notes)
