"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) to a ParsedFeed; hubs are ignored.

Read leniently: null, numbers as ids, authors as object, text or list, fields of the wrong type
count as missing.
"""

from __future__ import annotations

import json
import re
from typing import Any

from reader import text
from reader.incoming import ParsedArticle, ParsedFeed
from reader.ingest import bounds, charset, dates
from reader.ingest.article import completed
from reader.model import Body, Enclosure, ParseError

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def parse(body: bytes, url: str) -> ParsedFeed:
    """The feed in `body`; ParseError in one sentence where it is no JSON or no JSON Feed."""
    from reader.ingest.feed import newest

    name = text.shown_address(url) or "This document"
    try:
        said = json.loads(charset.decode(body), strict=False)
    except RecursionError:
        raise ParseError(
            f"{name} is nested too deeply to be a JSON Feed; nothing was read."
        ) from None
    except ValueError as error:
        raise ParseError(
            f"{name} is no whole JSON document ({_where(error)}); it may be cut off or damaged."
        ) from None
    if not isinstance(said, dict) or not _is_feed(said):
        raise ParseError(
            f"{name} is JSON but no JSON Feed (no jsonfeed.org version, no items); "
            "check the address in a browser."
        )
    site = text.web_address(_text(said, "home_page_url"), url)
    author, language = _byline(said), _language(said)
    articles = [
        _article(item, site or url, author, language)
        for item in _list(said, "items")
        if isinstance(item, dict)
    ]
    articles, notes = newest(articles)
    return ParsedFeed(
        title=text.clean(_text(said, "title"), bounds.TITLE),
        site=site,
        description=text.clean(_text(said, "description"), bounds.DECK),
        language=language,
        articles=tuple(articles),
        notes=tuple(notes),
    )


def _where(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}"
    return "a number that is none"


def _is_feed(said: dict[str, Any]) -> bool:
    return "jsonfeed.org/version" in _text(said, "version") or (
        isinstance(said.get("items"), list) and "title" in said
    )


def _text(said: dict[str, Any], name: str) -> str:
    """A text field; numbers as their digits, all else as missing."""
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return (
        value if isinstance(value, str) else f"{value:.0f}" if value == value // 1 else str(value)
    )


def _list(said: dict[str, Any], name: str) -> list[Any]:
    value = said.get(name)
    return value if isinstance(value, list) else []


def _language(said: dict[str, Any]) -> str:
    tag = _text(said, "language").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def _byline(said: dict[str, Any]) -> str:
    """Names of `authors` (1.1) or `author` (1.0), whatever their shape."""
    given = [*_list(said, "authors"), said.get("authors"), said.get("author")]
    names: list[str] = []
    for author in given[: bounds.AUTHORS]:
        if isinstance(author, dict):
            author = _text(author, "name")
        if isinstance(author, str) and (name := text.clean(author, bounds.NAME)) not in (
            "",
            *names,
        ):
            names.append(name)
    return text.clean(", ".join(names), bounds.NAME)


def _article(item: dict[str, Any], base: str, author: str, language: str) -> ParsedArticle:
    """One item; without `url` its `external_url` is the article's address."""
    guid = _text(item, "id").strip()
    address = (
        text.web_address(_text(item, "url"), base) if _text(item, "url").strip() else ""
    ) or text.web_address(_text(item, "external_url"), base if _text(item, "external_url") else "")
    published, updated = (
        dates.parse(_text(item, name)) for name in ("date_published", "date_modified")
    )
    return completed(
        ParsedArticle(
            guid=text.clean(guid, bounds.GUID),
            title=text.clean(_text(item, "title"), bounds.TITLE),
            byline=_byline(item) or author,
            url=address or text.web_address(guid),
            language=_language(item) or language,
            published=published if published is not None else updated,
            updated=updated,
            summary=text.preview(text.plain(_text(item, "summary")), bounds.SUMMARY),
            body=_body(item, address or base),
            enclosures=_attachments(item, base),
        )
    )


def _body(item: dict[str, Any], base: str) -> Body:
    """content_html, else content_text, else the summary: each in its own format."""
    markup = _text(item, "content_html")
    if markup.strip():
        return Body("html", text.clean_lines(markup, bounds.BODY).strip(), base)
    plain = _text(item, "content_text") or _text(item, "summary")
    return Body("text", text.clean_lines(plain, bounds.BODY).strip(), base)


def _attachments(item: dict[str, Any], base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for given in _list(item, "attachments"):
        if not isinstance(given, dict) or not _text(given, "url").strip():
            continue
        address = text.web_address(_text(given, "url"), base)
        size = given.get("size_in_bytes")
        length = int(size) if isinstance(size, int) and 0 <= size < 1 << 50 else 0
        if address:
            kind = text.clean(_text(given, "mime_type"), 100).lower()
            found.setdefault(address, Enclosure(address, kind, length))
        if len(found) == bounds.ENCLOSURES:
            break
    return tuple(found.values())
