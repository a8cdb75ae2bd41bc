"""A page saved as MHTML (`.mht`, `.mhtml`) to an article: the HTML within, under its address."""

from __future__ import annotations

import re

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, extract, mail
from reader.model import ParseError


def articles(data: bytes, name: str) -> tuple[ParsedArticle, ...]:
    """The one article of a saved page. Raises ParseError where no page is in it."""
    message = mail.parsed(data)
    at = _location(mail.header(message, "snapshot-content-location"))
    parts = [message]
    for part in parts:
        inside = part.get_payload()
        if part.is_multipart() and isinstance(inside, list) and len(parts) < bounds.MAIL_PARTS:
            parts += [each for each in inside if not isinstance(each, str)]
        elif part.get_content_type() in ("text/html", "application/xhtml+xml"):
            try:
                raw = part.get_payload(decode=True)
            except (ValueError, AssertionError, LookupError):
                continue
            if isinstance(raw, bytes) and raw.strip():
                # Browsers leave the charset out, so it is looked for as in any page.
                markup = extract.decoded(raw, str(part.get("content-type") or ""))
                address = at or _location(mail.header(part, "content-location"))
                return (extract.article(markup, address),)
    raise ParseError("it is a saved page without a page in it; save it again.")


def _location(raw: str) -> str:
    found = re.search(r"https?://\S+", raw)
    return text.web_address(found[0]) if found else ""
