"""A feed's bytes to a ParsedFeed: RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0, JSON Feed.

`parse` looks at the first 4 kB, decodes, lets feedparser do the parsing (mending.py) and turns
its dictionaries into our values (entry.py). Runs in a process that can be killed: hostile markup
can keep feedparser busy for minutes (trap P14).
"""

from __future__ import annotations

import re
from typing import Any

from reader import text
from reader.incoming import ParsedArticle, ParsedFeed
from reader.ingest import bounds, charset
from reader.model import ParseError

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.I)
_SKIPPED = re.compile(r"<\?.*?(?:\?>|\Z)|<!--.*?(?:-->|\Z)", re.S)
_ROOT = re.compile(
    r"(?P<html><!doctype\s+html|<html\b|\A\s*<(?:head|body|meta|title|script|div|p)\b)|"
    r"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel)\b",
    re.I,
)
_FEED_TAG = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel)[\s>/]", re.I)
# Characters that XML 1.0 does not allow, raw and as references: one of them would send the whole
# feed to feedparser's slower and less exact loose parser.
_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ILLEGAL_NUMBER = re.compile(
    r"&#(?:0{0,9}(?:[0-8]|1[124-9]|2\d|3[01])|x0{0,9}(?:[0-8bcef]|1[\da-f]));", re.I
)


def looks_like_html(body: bytes) -> bool:
    """Whether `body` begins as a web page does rather than as a feed."""
    found = _ROOT.search(_SKIPPED.sub("", _start(body)))
    return bool(found and found["html"])


def _start(body: bytes) -> str:
    """The first 4 kB as text, without mark and blanks."""
    return charset.decode(body[: bounds.SNIFF_BYTES]).lstrip()


def parse(body: bytes, url: str, content_type: str = "") -> ParsedFeed:
    """The feed that `body` holds; `url` is where it came from, the base of relative links.

    Raises ParseError in one sentence where it is none or cannot be read.
    """
    name = text.shown_address(url) or "This document"
    start = _start(body)
    if not start.strip("\0"):
        raise ParseError(f"{name} is empty: there is no feed in it; try again later.")
    if start.startswith(("{", "[")):
        from reader.ingest import jsonfeed

        return jsonfeed.parse(body, url)
    if looks_like_html(body):
        raise ParseError(
            f"{name} is a web page, not a feed; add the page's address to find its feeds."
        )
    source = _source(body, content_type)
    if not _FEED_TAG.search(source):
        raise ParseError(
            f"{name} is no feed: it begins with {_quoted(start)}; check the address in a browser."
        )
    try:
        return _values(_document(source), url, name)
    except ParseError:
        raise
    except Exception as error:
        # feedparser raises nearly anything on one hostile feed in a hundred (security.md 1.3).
        raise ParseError(
            f"{name} cannot be read as a feed ({type(error).__name__}); "
            "its articles here are kept, and it will be tried again."
        ) from None


def _quoted(start: str) -> str:
    """The beginning of a document for a message: one short line in quotes."""
    return f"‘{text.preview(start[:400], 40)}’"


def _source(body: bytes, content_type: str) -> str:
    """The document's text, from its first markup on, with nothing that XML does not allow."""
    declared = charset.HEADER.search(content_type)
    inside = _DECLARED.search(body[: bounds.SNIFF_BYTES])
    label = declared[1] if declared and charset.codec(declared[1]) else ""
    source = charset.decode(body, label or (inside[1].decode("ascii") if inside else ""))
    source = _ILLEGAL.sub(text.ESCAPE_MARK, source).lstrip("\ufeff \t\r\n")
    if "&#" in source:
        source = _ILLEGAL_NUMBER.sub(text.ESCAPE_MARK, source)
    if not source.startswith("<"):  # blank lines and notices that a server put in front
        cut = source.find("<?xml", 0, bounds.SNIFF_BYTES)
        source = source[cut:] if cut > 0 else source
    return source


def _document(source: str) -> Any:
    from reader.ingest import mending

    return mending.document(source)


def _values(document: Any, url: str, name: str) -> ParsedFeed:
    """feedparser's result as our values."""
    from reader.ingest import entry, mending

    about, entries = document.feed, document.entries
    if not document.version and not entries and not about.get("title"):
        raise ParseError(f"{name} has the tags of a feed but no feed in them; it may be damaged.")
    notes = []
    if about.get(mending.UNCLOSED) and entries:
        entries = entries[:-1]
        notes.append("The document breaks off; its last article, which is not whole, was left out.")
    site = entry.site(about, url)
    whole = entry.Whole(
        url=url,
        site=site,
        title=entry.title(about),
        language=entry.language(about.get("language")),
        atom=str(document.version).startswith("atom"),
        author=entry.byline(about) if str(document.version).startswith("atom") else "",
    )
    articles = [entry.article(each, whole) for each in entries]
    articles, more = newest(articles)
    return ParsedFeed(
        title=whole.title,
        site=site,
        description=entry.line(about, "subtitle", bounds.DECK),
        language=whole.language,
        every=_every(about),
        articles=tuple(articles),
        notes=(*notes, *more),
    )


def newest(articles: list[ParsedArticle]) -> tuple[list[ParsedArticle], list[str]]:
    """At most `bounds.ENTRIES` articles, the newest ones in their order, and a note if cut."""
    if len(articles) <= bounds.ENTRIES:
        return articles, []
    places = sorted(range(len(articles)), key=lambda place: -(articles[place].published or 0))
    kept = sorted(places[: bounds.ENTRIES])
    note = f"{len(articles):,} articles; the newest {bounds.ENTRIES:,} were read."
    return [articles[place] for place in kept], [note]


_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


def _every(about: Any) -> int | None:
    """The publisher's wish for the interval in minutes: ttl or sy:updatePeriod, the longer."""
    wishes = []
    ttl = re.match(r"\d{1,9}", str(about.get("ttl") or "").strip())
    if ttl:
        wishes.append(int(ttl[0]))
    period = _PERIODS.get(str(about.get("sy_updateperiod") or "").strip().lower())
    if period:
        often = re.match(r"\d{1,6}", str(about.get("sy_updatefrequency") or "1").strip())
        wishes.append(period // max(1, int(often[0]) if often else 1))
    longest = min(max(wishes, default=0), bounds.EVERY_MINUTES)
    return longest or None
