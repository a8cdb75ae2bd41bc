"""The article at an address: fetched, led on where the page leads, and whole if it is on several.

A page that sends its reader elsewhere by itself is followed a few times; one that goes on is read
to its end, at most a dozen pages of the same host, one after the other.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, feed
from reader.ingest.addresses import origin
from reader.ingest.article import completed
from reader.ingest.fetch import PAGE_ACCEPT, Fetcher, Response
from reader.ingest.pagelinks import following
from reader.ingest.parsing import Parsers
from reader.model import Body, FetchError, ParseError

if TYPE_CHECKING:
    from reader.ingest.extract import Page

_FEW = 60  # words of a page that only leads elsewhere
_FORMS = {
    "application/pdf": "a PDF file",
    "application/json": "data (JSON)",
    "application/epub+zip": "a book (EPUB)",
    "application/zip": "a packed file (zip)",
}
_SIGNS = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or sound"),
    (b"PK\x03\x04", "a packed file (zip)"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"\x7fELF", "a program"),
)


@dataclass(frozen=True, slots=True)
class Whole:
    """An article with all of its pages; `address` is the one that answered, `note` what is to be
    known of the text, without a capital or full stop."""

    article: ParsedArticle
    address: str
    note: str = ""
    pages: int = 1


def read(
    fetcher: Fetcher,
    parsers: Parsers,
    address: str,
    *,
    trusted: bool = True,
    response: Response | None = None,
    pause: float = bounds.PAUSE_SECONDS,
    stopped: threading.Event | None = None,
) -> Whole:
    """The article at `address`, of which `response` is the answer if there is one already.

    `trusted` as `Fetcher.get` has it; whatever the page itself leads to is trusted on its own host
    alone. `pause` seconds pass between two requests. Raises FetchError or ParseError in words.
    """
    waiting = stopped or threading.Event()

    def ask(other: str, before: Response) -> Response:
        waiting.wait(pause)
        own = origin(other) == origin(before.url)
        return fetcher.get(other, accept=PAGE_ACCEPT, trusted=trusted and own)

    response = response or fetcher.get(address, accept=PAGE_ACCEPT, trusted=trusted)
    _refuse_front_page(address, response.url)
    seen = {response.url}
    found = page(parsers, response)
    while found.elsewhere and found.article.words < _FEW:
        if found.elsewhere in seen:
            if found.article.words:
                break
            raise FetchError(
                f"{text.shown_address(address)}: the page leads back to itself; "
                "open it in a browser."
            )
        if len(seen) > bounds.MOVES:
            raise FetchError(
                f"{text.shown_address(address)}: the page leads on more than {bounds.MOVES} times; "
                "open it in a browser."
            )
        response = ask(found.elsewhere, response)
        seen |= {found.elsewhere, response.url}
        found = page(parsers, response)
    if not found.article.words:
        raise ParseError(f"{text.shown_address(response.url)} has no text that could be kept.")
    more = following(found.next_pages, response.url, 1)
    if more and found.single and found.single not in seen:
        try:
            answer = ask(found.single, response)
            all_of_it = page(parsers, answer)
        except (FetchError, ParseError):
            pass
        else:
            if all_of_it.article.words > found.article.words:
                kept = replace(all_of_it.article, url=found.article.url)
                return Whole(kept, response.url, all_of_it.note)
    return (
        _joined(response, found, parsers, ask)
        if more
        else Whole(found.article, response.url, found.note)
    )


def _joined(response: Response, found: Page, parsers: Parsers, ask: object) -> Whole:
    """The article with the pages that follow its first; those that fail are said in the note."""
    assert callable(ask)
    first, answer, note = response.url, response, found.note
    parts = [found.article.body.content]
    length = len(parts[0])
    current = found
    while len(parts) < bounds.PAGES and length < bounds.BODY:
        address = following(current.next_pages, first, len(parts))
        if not address:
            break
        try:
            answer = ask(address, answer)
            current = page(parsers, answer)
        except (FetchError, ParseError) as error:
            note = f"page {len(parts) + 1} could not be fetched ({str(error).rstrip('.')})"
            break
        content = current.article.body.content
        if not content or content in parts:
            break
        parts.append(content)
        length += len(content)
    else:
        note = note or f"only its first {len(parts)} pages were fetched"
    body = Body("html", "\n".join(parts)[: bounds.BODY], found.article.body.base)
    article = completed(replace(found.article, body=body))
    return Whole(article, response.url, note, len(parts))


def page(parsers: Parsers, response: Response) -> Page:
    """The article of one answer. Raises ParseError where a page cannot be meant."""
    check(response.body, response.url, response.content_type)
    return parsers.page(response.body, response.url, response.content_type)


def check(body: bytes, url: str, content_type: str) -> None:
    """Raises ParseError, with the name of what it is, where an answer is no page of text."""
    kind = content_type.split(";")[0].strip().lower()
    shown = text.shown_address(url)
    if not body.strip():
        raise ParseError(f"{shown}: the server sent an empty page; try again later.")
    form = next((name for sign, name in _SIGNS if body.startswith(sign)), "") or _FORMS.get(
        kind, ""
    )
    if not form and kind.split("/")[0] in ("image", "audio", "video", "font"):
        form = {"image": "a picture", "audio": "a sound", "video": "a film"}.get(
            kind.split("/")[0], "a font"
        )
    if form:
        raise ParseError(f"{shown} is no page of text but {form}; open it in a browser.")
    if feed.looks_like_html(body) or kind in ("text/html", "application/xhtml+xml", "text/plain"):
        return
    if any(word in kind for word in ("rss", "atom", "feed", "xml")):
        raise ParseError(f"{shown} is no page but a feed; `tearsheet add` follows it.")
    named = f" ({text.clean(kind, 60)})" if kind else ""
    raise ParseError(f"{shown} is no page of text{named}; only those can be saved by address.")


def _refuse_front_page(asked: str, answered: str) -> None:
    """Raises FetchError where a site sends to its front page instead of saying "not found"."""
    wanted, came = urlsplit(asked), urlsplit(answered)
    if wanted.path.strip("/") and not came.path.strip("/") and not came.query:
        raise FetchError(
            f"{text.shown_address(asked)}: the page is gone; the site sends to its front page."
        )
