"""What the elements inside a paragraph do: links, line breaks, quotation marks, formulas."""

from __future__ import annotations

import re
from typing import Any

from reader import text as texts
from reader.page.blocks import Image
from reader.page.formulas import from_mathml, from_tex
from reader.page.junk import may_share
from reader.page.media import linked_embed
from reader.page.targets import PERMALINKS
from reader.page.walk import SKIP, Closer, Walk, flow

_ACRONYM = re.compile(r"[A-Z][A-Z0-9.&-]{1,11}s?")
_ACRONYMS = 100  # of one page
_ESCAPED_PICTURE = re.compile(r"\s*<(?:img|picture|iframe)\b", re.I)
_FIELDS = frozenset(("text", "email", "search", "password", "tel", "url"))
_FORM_LIMIT = 120  # characters beside the fields


def anchor(walk: Walk, el: Any) -> Closer | None:
    """A link, unless its address is none that may be opened."""
    said = (el.text or "").strip()
    if walk.heading and said and said in PERMALINKS and not len(el):
        return SKIP
    raw = el.get("href")
    kind = el.get("data-embed")  # as `page.as_html` writes what plays elsewhere
    if kind in ("video", "audio", "page", "file") and walk.address(raw):
        walk.put(linked_embed(kind, walk.address(raw), texts.clean("".join(el.itertext()))))
        return SKIP
    href = walk.inpage.get(raw) or walk.address(raw)
    if href:
        walk.href = href
        if not walk.sharing:
            walk.sharing = may_share(href)
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
    """MathML."""
    add_apart(walk, from_mathml(el), el.tail)
    return SKIP


def script(walk: Walk, el: Any) -> Closer | None:
    """Nothing, but where it is the TeX of a formula that a program of the page would set."""
    if "math/tex" in (el.get("type") or ""):
        add_apart(walk, from_tex(texts.page_lines(el.text or "")), el.tail)
    return SKIP


def add_apart(walk: Walk, said: str, after: str | None) -> None:
    """Words that stand for an element, with spaces where letters touch them."""
    if not said:
        return
    before = " " if walk.inline.last.isalnum() and said[0].isalnum() else ""
    behind = " " if after and after[0].isalnum() and said[-1].isalnum() else ""
    walk.add(before + said + behind)


def spelled_out(walk: Walk, el: Any) -> Closer | None:
    """An abbreviation: what it stands for is said behind the first, if the page does not say it."""
    title = texts.clean(el.get("title") or "", 200)
    short = (el.text or "").strip()
    if (
        " " not in title
        or not _ACRONYM.fullmatch(short)
        or short in walk.spelled
        or len(walk.spelled) > _ACRONYMS
        or len(el)
    ):
        return None
    walk.spelled.add(short)
    if title.lower() in walk.words:
        return None

    def close() -> None:
        walk.inline.close(f" ({title})", walk.style, walk.href)

    return close


def no_script(walk: Walk, el: Any) -> Closer | None:
    """What is shown without scripts: not a picture that stands there already."""
    if _ESCAPED_PICTURE.match(el.text or ""):
        return SKIP
    last = next(reversed(walk.out), None)
    if not isinstance(last, Image) or walk.inline.size or "".join(el.itertext()).strip():
        return flow(walk, el)
    said = {texts.clean(shown.get("alt") or "", 1_000) for shown in el.iter("img")}
    return SKIP if said <= {last.text, ""} else flow(walk, el)


def form(walk: Walk, el: Any) -> Closer | None:
    """A form: nothing, where it has hardly a word besides the fields to fill in."""
    fields = any(
        (field.get("type") or "text").lower() in _FIELDS for field in el.iter("input", "textarea")
    )
    size = 0
    for piece in el.itertext() if fields else ():
        size += len(piece.strip())
        if size > _FORM_LIMIT:
            break
    return SKIP if fields and size <= _FORM_LIMIT else flow(walk, el)
