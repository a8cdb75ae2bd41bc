"""Links that lead to a place in the page itself, and the places they lead to."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urljoin

from reader import text as texts
from reader.page.blocks import (
    Block,
    Blocks,
    Details,
    Figure,
    Indent,
    ListBlock,
    Names,
    Quote,
    Table,
)

PERMALINKS = frozenset(["", "#", "¶", "§", "🔗", "∞"])  # words of a link to where it stands
MARKER = "_name"  # a tag that no source can hold
_NAME = re.compile(r"[^\s\"<>\\`|&]{1,200}")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def mark_targets(root: Any, base: str) -> dict[str, str]:
    """Put a `MARKER` before each element that a link of the page leads to; the links' addresses as
    they are written with the "#name" they mean. A heading's link to itself becomes no link."""
    wanted: dict[str, list[str]] = {}
    own = base.partition("#")[0]
    for link in root.xpath('//a[contains(@href, "#")]'):
        raw = link.get("href")
        before, _, fragment = raw.strip().partition("#")
        if not fragment or not _is_own(before, own):
            continue
        if _leads_to_itself(link, fragment):
            del link.attrib["href"]
        elif link.find("img") is not None or "".join(link.itertext()).strip() not in PERMALINKS:
            wanted.setdefault(fragment, []).append(raw)
    if not wanted:
        return {}
    places = {place.get("name"): place for place in reversed(root.xpath("//a[@name]"))}
    places |= {place.get("id"): place for place in reversed(root.xpath("//*[@id]"))}
    found: dict[str, str] = {}
    marked = set()
    for fragment, written in wanted.items():
        for name in (fragment, unquote(fragment), f"user-content-{fragment}"):
            place = places.get(name)
            if place is not None and place.getparent() is not None and _is_name(name):
                if name not in marked:
                    place.addprevious(place.makeelement(MARKER, {"name": name}))
                    marked.add(name)
                found |= dict.fromkeys(written, f"#{name}")
                break
    return found


def _is_own(before: str, own: str) -> bool:
    """Whether an address is that of the page."""
    return not before or before == own or (bool(own) and urljoin(own, before) == own)


def _leads_to_itself(link: Any, fragment: str) -> bool:
    """Whether it is a heading's own link, which pages offer to be copied."""
    names = [link.get("id"), link.get("name")]
    place = link.getparent()
    while place is not None and len(names) < 6:
        names.append(place.get("id"))
        if place.tag in _HEADINGS:
            return fragment in names
        place = place.getparent()
    return False


def _is_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and texts.is_clean(name)


def with_last_names(blocks: Blocks, names: list[str]) -> Blocks:
    """The blocks with names at the end of their last leaf, for what stands behind all words."""
    if not blocks:
        return blocks
    return (*blocks[:-1], _named(blocks[-1], names))


def _named(block: Block, names: list[str]) -> Block:
    from dataclasses import replace

    if isinstance(block, ListBlock):
        return replace(block, items=(*block.items[:-1], with_last_names(block.items[-1], names)))
    if isinstance(block, Quote) and block.credit:
        return replace(block, credit=with_last_names(block.credit, names))
    if isinstance(block, Figure) and block.caption and not block.above:
        return replace(block, caption=with_last_names(block.caption, names))
    if isinstance(block, Quote | Indent | Figure | Details):
        return replace(block, blocks=with_last_names(block.blocks, names))
    if isinstance(block, Table):
        return block
    added: Names = tuple([(len(block.text), name) for name in names])
    return replace(block, names=(*block.names, *added))
