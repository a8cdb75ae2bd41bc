"""A page saved as MHTML (`.mht`, `.mhtml`) to an article: the HTML within, under its address."""

from __future__ import annotations

import re

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import extract, inside, mail
from reader.model import ParseError


def articles(data: bytes, name: str) -> tuple[ParsedArticle, ...]:
    """The one article of a saved page. Raises ParseError where no page is in it."""
    message = mail.parsed(data)
    at = _location(mail.header(message, "snapshot-content-location"))
    for part in inside.parts(message):
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        raw = inside.content(part)
        if raw.strip():
            # Browsers leave the charset out, so it is looked for as in any page.
            markup = extract.decoded(raw, str(part.get("content-type") or ""))
            place = mail.header(part, "content-location")
            pictures = inside.Parts(message, inside.base_of(markup, place or at))
            found = inside.named(markup, pictures.find)
            return (extract.article(found, at or _location(place)),)
    raise ParseError("it is a saved page without a page in it; save it again.")


def _location(raw: str) -> str:
    found = re.search(r"https?://\S+", raw)
    return text.web_address(found[0]) if found else ""
