"""What the elements inside a paragraph do: links, line breaks, quotation marks, formulas."""

from __future__ import annotations

from typing import Any

from reader import text as texts
from reader.page.blocks import Embed
from reader.page.targets import PERMALINKS
from reader.page.walk import SKIP, Closer, Walk


def anchor(walk: Walk, el: Any) -> Closer | None:
    """A link, unless its address is none that may be opened."""
    if walk.heading and el.text in PERMALINKS and not len(el):
        return SKIP
    raw = el.get("href")
    kind = el.get("data-embed")  # as `page.as_html` writes what plays elsewhere
    if kind in ("video", "audio", "page", "file") and walk.address(raw):
        walk.put(Embed(kind, walk.address(raw), texts.clean("".join(el.itertext()))))
        return SKIP
    href = walk.inpage.get(raw) or walk.address(raw)
    if href:
        walk.href = href
    return None


def line_break(walk: Walk, el: Any) -> Closer | None:
    """The second in a row ends the paragraph."""
    if walk.inline.raw:
        walk.inline.add_raw("\n", 0, "")
    elif walk.inline.line_break():
        walk.flush()
    return None


def may_break(walk: Walk, el: Any) -> Closer | None:
    """`<wbr>`"""
    walk.inline.add_raw("\u200b", 0, "")
    return None


def raised(walk: Walk, el: Any) -> Closer | None:
    """sup and sub."""
    if walk.inline.raw:
        return None
    since, up = walk.inline.position(), el.tag == "sup"

    def close() -> None:
        if walk.inline.size > since[0]:
            walk.inline.script(since, up)

    return close


def quoted(walk: Walk, el: Any) -> Closer | None:
    """Quotation marks round words."""
    walk.inline.add("“", walk.style, walk.href)

    def close() -> None:
        walk.inline.close("”", walk.style, walk.href)

    return close


def reading_aid(walk: Walk, el: Any) -> Closer | None:
    """rt: how the character before it is read."""
    walk.inline.close("（", walk.style, walk.href)

    def close() -> None:
        walk.inline.close("）", walk.style, walk.href)

    return close


def formula(walk: Walk, el: Any) -> Closer | None:
    """MathML as its alternative text, else its TeX source, else its own text."""
    said = el.get("alttext") or ""
    for note in el.iter("annotation") if not said else ():
        if "tex" in (note.get("encoding") or "").lower():
            said = note.text or ""
    if not said:
        for note in el.findall(".//annotation"):
            note.text = None
        said = " ".join("".join(el.itertext()).split())
    walk.add(f" {said} " if said else " ")
    return SKIP
