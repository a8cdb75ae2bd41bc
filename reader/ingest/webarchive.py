"""A page saved by Safari (`.webarchive`) to an article."""

from __future__ import annotations

import plistlib
from dataclasses import replace

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import charset, extract, inside
from reader.model import ParseError


def articles(data: bytes, name: str) -> tuple[ParsedArticle, ...]:
    """The one article of a saved page. Raises ParseError where no page is in it."""
    try:
        main = plistlib.loads(data)["WebMainResource"]
        raw, address = main["WebResourceData"], str(main.get("WebResourceURL", ""))
        label = str(main.get("WebResourceTextEncodingName", ""))
    except Exception as error:  # plistlib raises what the damage happens to lead to
        raise ParseError(
            f"it is no web archive that can be read ({type(error).__name__}); save the page again."
        ) from None
    if not isinstance(raw, bytes) or not raw.strip():
        raise ParseError("it is a web archive without a page in it; save the page again.")
    markup = charset.decode(raw, label) if charset.codec(label) else extract.decoded(raw)
    held = dict(inside.subresources(data))
    base = inside.base_of(markup, address)

    def find(written: str) -> str:
        if written.startswith("data:"):
            return inside.in_data(written)
        content = held.get(inside.joined(written, base))
        return inside.address(content) if content else ""

    found = extract.article(inside.named(markup, find), text.web_address(address))
    return (replace(found, original=raw),)
