"""A mailbox file to articles: one for each message, known again by its Message-ID."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from mmap import mmap

from reader.incoming import ParsedArticle
from reader.ingest import bounds, mail
from reader.model import ParseError

_POST = re.compile(rb"(?:\A|\n\r?\n)From [^\r\n]{1,200}\r?\n(?=[!-9;-~]{2,60}:)")
_QUOTED = re.compile(rb"^>(>*From )", re.M)


def articles(data: bytes, name: str) -> tuple[ParsedArticle, ...]:
    """The articles of a mailbox, in its order."""
    return tuple(each(data))


def each(data: bytes | mmap) -> Iterator[ParsedArticle]:
    """The articles of a mailbox one by one. Raises ParseError where there is none, or too many."""
    seen: dict[str, int] = {}
    for message in _messages(data):
        try:
            found = mail.article(message)
        except ParseError:
            continue  # a message without any text
        guid = mail.message_id(message) or blake2b(message, digest_size=8).hexdigest()
        seen[guid] = seen.get(guid, 0) + 1
        if seen[guid] > 1:
            guid = f"{guid}/{seen[guid]}"
        title = found.title or "(no subject)"
        yield replace(found, guid=guid, title=title, original=message)
    if not seen:
        raise ParseError("no message in this mailbox has any text; there is nothing to read in it.")


def _messages(data: bytes | mmap) -> Iterator[bytes]:
    """The messages of a mailbox without their "From " lines."""
    start = -1
    for amount, found in enumerate(_POST.finditer(data), 1):
        if start >= 0:
            yield _QUOTED.sub(rb"\1", bytes(data[start : found.start()]))
        start = found.end()
        if amount > bounds.MESSAGES:
            raise ParseError(f"it holds more than {bounds.MESSAGES:,} messages; split it.")
    if start >= 0:
        yield _QUOTED.sub(rb"\1", bytes(data[start:]))
