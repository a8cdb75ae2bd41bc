"""Links whose words name one host and lead to another get the real one written after them.

`[www.bank.example](https://thief.example/)` is read as `www.bank.example [thief.example]`, in every
format that a page is shown in. Words that are no address ("here", "node.js") are left alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, TypeVar

from reader import hosts
from reader.page.blocks import (
    Block,
    Blocks,
    Cell,
    Details,
    Figure,
    Heading,
    Indent,
    ListBlock,
    Mark,
    Marks,
    Names,
    Paragraph,
    Quote,
    Table,
    visible,
)

Leaf = TypeVar("Leaf", Paragraph, Heading, Cell)

_ADDRESS = re.compile(
    r"\W{0,4}(https?://|www\.)?([\w-]{1,63}(?:\.[\w-]{1,63}){1,10})(?::\d+)?(?:[/?#]\S*)?\W{0,4}",
    re.I,
)
# Ends of names that are rather files than hosts, unless "https://" or "www." stands before them.
_FILES: Final = frozenset(
    ("cc", "cs", "db", "gz", "hs", "js", "mk", "md", "pl", "ps", "py", "rb", "rs", "sh", "so", "ts")
)
_ENDS: Final = frozenset(
    ("app", "arpa", "biz", "blog", "cloud", "club", "com", "dev", "edu", "example", "gov", "info",
     "int", "mil", "mobi", "name", "net", "news", "online", "org", "pro", "shop", "site", "store",
     "tech", "xyz")
)  # fmt: skip


def honest(blocks: Blocks) -> Blocks:
    """The blocks with the real host after each link whose words name another."""
    changed = [_block(block) for block in blocks]
    same = all(one is other for one, other in zip(changed, blocks, strict=True))
    return blocks if same else tuple(changed)


def _block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return _leaf(block) if block.marks else block
    if isinstance(block, Heading):
        return _leaf(block) if block.marks else block
    if isinstance(block, ListBlock):
        items = tuple([honest(item) for item in block.items])
        if any(one is not other for one, other in zip(items, block.items, strict=True)):
            return replace(block, items=items)
    elif isinstance(block, Quote):
        blocks, credit = honest(block.blocks), honest(block.credit)
        if blocks is not block.blocks or credit is not block.credit:
            return replace(block, blocks=blocks, credit=credit)
    elif isinstance(block, Indent):
        blocks = honest(block.blocks)
        if blocks is not block.blocks:
            return replace(block, blocks=blocks)
    elif isinstance(block, Figure):
        blocks, caption = honest(block.blocks), honest(block.caption)
        if blocks is not block.blocks or caption is not block.caption:
            return replace(block, blocks=blocks, caption=caption)
    elif isinstance(block, Details):
        summary, blocks = _leaf(block.summary), honest(block.blocks)
        if summary is not block.summary or blocks is not block.blocks:
            return replace(block, summary=summary, blocks=blocks)
    elif isinstance(block, Table):
        rows = tuple([tuple([_leaf(cell) for cell in row]) for row in block.rows])
        if rows != block.rows:
            return replace(block, rows=rows)
    return block


def _leaf(leaf: Leaf) -> Leaf:
    added = _added(leaf.text, leaf.marks)
    if not added:
        return leaf
    text = leaf.text
    marks, names = leaf.marks, leaf.names
    for at, words in reversed(added):
        text = text[:at] + words + text[at:]
        marks, names = _moved(marks, names, at, len(words))
    return replace(leaf, text=text, marks=marks, names=names)


def _moved(marks: Marks, names: Names, at: int, by: int) -> tuple[Marks, Names]:
    """Marks and names of a text that got `by` characters more at `at`, where a mark ends."""
    return (
        tuple([Mark(m.start + by, m.end + by, m.style, m.href) if m.start >= at else m
               for m in marks]),
        tuple([(place + by if place >= at else place, name) for place, name in names]),
    )  # fmt: skip


def _added(text: str, marks: Marks) -> list[tuple[int, str]]:
    """Where a host has to be written, and the words for it."""
    found = []
    for at, mark in enumerate(marks):
        if not mark.href.startswith("http"):
            continue
        following = marks[at + 1] if at + 1 < len(marks) else None
        if following and following.href == mark.href and following.start == mark.end:
            continue
        start, before = mark.start, at - 1
        while before >= 0 and marks[before].href == mark.href and marks[before].end == start:
            start = marks[before].start
            before -= 1
        said = text[start : mark.end]
        if "." in said and len(said) < 2_000:
            host = _other_host(visible(said), mark.href)
            words = f" [{host}]"
            if host and not text.startswith(words, mark.end):
                found.append((mark.end, words))
    return found


def _other_host(said: str, href: str) -> str:
    """The host of an address, if the words of the link name another; "" otherwise."""
    named = _ADDRESS.fullmatch(said)
    if named is None:
        return ""
    claimed = named[2].lower()
    end = claimed.rsplit(".", 1)[1]
    if not named[1] and (
        not end.isalpha() or (end not in _ENDS and (len(end) != 2 or end in _FILES))
    ):
        return ""
    real = hosts.of(href)
    one, other = claimed.removeprefix("www."), real.removeprefix("www.")
    same = one == other or one.endswith("." + other) or other.endswith("." + one)
    return "" if same else real
