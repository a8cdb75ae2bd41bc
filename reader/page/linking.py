"""Addresses written out in running text, made into links."""

from __future__ import annotations

import re

from reader import text as texts
from reader.page.blocks import Mark, Marks

_ADDRESS = re.compile(
    r"\bhttps?://[^\s<>\"“”«»`|\\^{}]{3,2000}|\bwww\.[\w-]+\.[^\s<>\"“”«»`|\\^{}]{2,2000}"
    r"|(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-zA-Z]{2,24}\b"
)
_TRAILING = ".,;:!?'’*_…"
_PAIRS = {")": "(", "]": "["}


def may_have_address(text: str) -> bool:
    """Whether looking is worth the while; quick."""
    return "://" in text or "www." in text or "@" in text


def with_links(text: str, marks: Marks) -> Marks:
    """The marks with one more for each address in `text` that is in no link or code yet."""
    found: list[Mark] = []
    for match in _ADDRESS.finditer(text):
        start, end = match.start(), _end(text, match.start(), match.end())
        said = text[start:end]
        if "://" in said:
            address = texts.web_address(said)
        elif "@" in said:
            address = texts.web_address("mailto:" + said, schemes=("mailto",))
        else:
            address = texts.web_address("https://" + said)
        if address and not any(mark.start < end and mark.end > start for mark in marks):
            found.append(Mark(start, end, 0, address))
    return tuple(sorted([*marks, *found])) if found else marks


def _end(text: str, start: int, end: int) -> int:
    """Where an address ends that a sentence's signs may follow."""
    while end > start:
        last = text[end - 1]
        if last in _TRAILING:
            end -= 1
        elif last in _PAIRS:
            said = text[start:end]
            if said.count(last) <= said.count(_PAIRS[last]):
                break
            end -= 1
        else:
            break
    return end
