"""A saved web page to an article, through `extract`; its pictures stay those beside the file."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import extract, inside
from reader.model import Body

_SOURCE = re.compile(r"(<img\b[^>]*?\bsrc\s*=\s*)([\"'])(.*?)\2", re.I | re.S)
_ELSEWHERE = re.compile(r"[\w+.-]+:|//|/|#")


def articles(data: bytes, name: str) -> tuple[ParsedArticle, ...]:
    """The one article of a page; ParseError where it has no text."""
    markup = inside.named(extract.decoded(data), _in_data)
    found = extract.article(markup, "")
    return (replace(found, body=_beside(found.body, markup)),)


def _in_data(written: str) -> str:
    """Programs that save a page as one file write its pictures into their addresses."""
    return inside.in_data(written) if written.startswith("data:") else ""


def _beside(body: Body, markup: str) -> Body:
    """The body with the pictures of a saved page as names beside the file, not on the web.

    Browsers write the pictures into a folder beside the page and name them by relative
    addresses; those must not be joined to the address that the page came from. Without pictures
    of that kind the body stays as it is. Its links are absolute already, so it needs no base.
    """
    local: dict[str, str] = {}
    for found in _SOURCE.finditer(markup):
        raw = html.unescape(found[3].strip())
        if raw and not _ELSEWHERE.match(raw) and len(PurePosixPath(unquote(raw)).parts) > 1:
            local[text.web_address(raw, body.base) or raw] = raw
    if not local or not body.base:
        return body

    def named(found: re.Match[str]) -> str:
        raw = local.get(html.unescape(found[3]))
        return f"{found[1]}{found[2]}{html.escape(raw)}{found[2]}" if raw else found[0]

    return body._replace(content=_SOURCE.sub(named, body.content), base="")
