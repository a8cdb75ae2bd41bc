"""The feeds that a web page offers, best first, and where one may be when it offers none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from reader.ingest import bounds
from reader.text import clean, web_address

_TYPES = {
    "application/atom+xml": 0,
    "application/rss+xml": 0,
    "application/feed+json": 1,
    "application/rdf+xml": 2,
    "application/json": 3,
    "application/xml": 4,
    "text/xml": 4,
}
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario|/replies\b", re.I)
_NO_FEED = re.compile(r"/wp-json/|/oembed\b|/api/|opensearch|manifest", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
_GUESSES = ("feed", "rss.xml", "atom.xml", "index.xml")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that a page names: its address, its title ("" for none) and its media type."""

    address: str
    title: str = ""
    media_type: str = ""


def feeds_in(html: str | bytes, base: str, content_type: str = "") -> list[Candidate]:
    """The feeds named by `<link rel="alternate">` (and `rel="feed"`) in a page, best first.

    `base` is the page's address; a `<base href>` counts. Feeds of comments come last, otherwise
    the page's own order holds. At most `bounds.CANDIDATES`, each address once.
    """
    document = _document(html[: bounds.DISCOVER_BYTES], content_type)
    if document is None:
        return []
    for found in document.iter("base"):
        base = web_address(found.get("href") or "", base=base) or base
        break
    candidates: dict[str, tuple[int, Candidate]] = {}
    for link in document.iter("link"):
        rank, candidate = _candidate(link, base)
        if candidate and candidate.address not in candidates:
            candidates[candidate.address] = rank, candidate
            if len(candidates) == bounds.CANDIDATES:
                break
    return [candidate for _, candidate in sorted(candidates.values(), key=lambda pair: pair[0])]


def guesses(page: str) -> list[str]:
    """At most four addresses where a site usually has its feed, for a page that names none."""
    return [urljoin(page, f"/{guess}") for guess in _GUESSES]


def _document(html: str | bytes, content_type: str) -> Any:
    from lxml import etree

    declared = _CHARSET.search(content_type)
    if isinstance(html, str):
        html, encoding = html.encode("utf-8", "replace"), "utf-8"
    else:
        encoding = declared[1] if declared else ""
    for label in (encoding, ""):
        try:
            parser = etree.HTMLParser(encoding=label or None, no_network=True, huge_tree=False)
        except LookupError:
            continue  # a charset that nobody knows: the page may say it better itself
        try:
            return etree.fromstring(html, parser)
        except (etree.XMLSyntaxError, ValueError):
            return None
    return None


def _candidate(link: Any, base: str) -> tuple[int, Candidate | None]:
    """A `<link>` as (rank, candidate), the candidate None where it names no feed."""
    relations = (link.get("rel") or "").lower().split()
    media_type = (link.get("type") or "").split(";")[0].strip().lower()
    alternate = "alternate" in relations and "stylesheet" not in relations
    if not (alternate and media_type in _TYPES) and not (
        "feed" in relations and (media_type in _TYPES or not media_type)
    ):
        return 0, None
    address = web_address(link.get("href") or "", base=base)
    if (
        not link.get("href")
        or not address
        or (
            media_type in ("application/json", "application/xml", "text/xml")
            and _NO_FEED.search(address)
        )
    ):
        return 0, None
    title = clean(link.get("title") or "", 300)
    comments = bool(_COMMENTS.search(title) or _COMMENTS.search(address))
    rank = _TYPES.get(media_type, 1) + 10 * comments
    return rank, Candidate(address.split("#", 1)[0], title, clean(media_type, 60))
