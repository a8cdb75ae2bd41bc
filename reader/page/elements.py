"""What each element of HTML begins and ends: the openers that `page.walk` calls.

An opener may end the running paragraph, begin a container or set a style; it returns what is to be
done at the element's end, None for nothing, or SKIP where nothing of the element is shown. Those of
lists, figures and words inside a paragraph have modules of their own.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from reader.page.blocks import Image, Rule
from reader.page.codes import code_table, is_code_table, preformatted
from reader.page.figures import aside, details, figure
from reader.page.junk import counts_readers
from reader.page.lists import begin_list, definition, item, term, word_item
from reader.page.media import embed, film, image, tiny
from reader.page.phrases import (
    add_apart,
    anchor,
    form,
    formula,
    line_break,
    may_break,
    no_script,
    quoted,
    raised,
    reading_aid,
    script,
    spelled_out,
)
from reader.page.quotes import credit, quote
from reader.page.styling import WORD_ITEM
from reader.page.tables import Grid
from reader.page.targets import MARKER
from reader.page.walk import SKIP, Closer, Opener, Walk, flow

_FLOW = (
    "p", "div", "section", "article", "main", "header", "nav", "aside", "address",
    "center", "fieldset", "legend", "body", "html", "hgroup", "search",
    "menuitem", "output", "dialog", "slot", "marquee",
)  # fmt: skip
_FILMS = ("amp-youtube", "lite-youtube")
_SKIPPED = (
    "style", "svg", "template", "head", "title", "meta", "link", "base", "select",
    "textarea", "button", "option", "optgroup", "datalist", "canvas", "map", "area", "noembed",
    "noframes", "param", "col", "colgroup", "rp", "input", "progress", "meter",
    "frame", "frameset",
)  # fmt: skip


def named(walk: Walk, el: Any) -> Closer | None:
    """A place that a link of the page leads to."""
    walk.inline.name(el.get("name"))
    return SKIP


def skip(walk: Walk, el: Any) -> Closer | None:
    """Show nothing of it, but for the box of a task list and a frame that plays elsewhere."""
    if el.tag == "input" and (el.get("type") or "").lower() == "checkbox":
        walk.inline.add("☑ " if el.get("checked") is not None else "☐ ", 0, "")
    return SKIP


def rule(walk: Walk, el: Any) -> Closer | None:
    """A line across."""
    walk.put(Rule())
    return None


def begin_heading(walk: Walk, el: Any) -> Closer | None:
    """h1 to h6."""
    walk.flush()
    outer, walk.heading = walk.heading, int(el.tag[1])

    def close() -> None:
        walk.flush()
        walk.heading = outer

    return close


def table(walk: Walk, el: Any) -> Closer | None:
    """Rows and cells; data or layout is decided when all of it has been read."""
    if walk.codes and is_code_table(el):
        return code_table(walk, el)
    if walk.too_deep:
        return flow(walk, el)
    walk.enter()
    grid = Grid(len(walk.stack), el.get("role") == "presentation")
    for outer in walk.grids[-1:]:
        outer.nested = True
    walk.grids.append(grid)
    return partial(_close_table, walk)


def _close_table(walk: Walk) -> None:
    grid = walk.grids.pop()
    loose = walk.leave()
    walk.out.extend(loose)
    walk.out.extend(grid.finish())


def row(walk: Walk, el: Any) -> Closer | None:
    """A row of the table around it."""
    walk.flush()
    if walk.grids and walk.grids[-1].depth == len(walk.stack):
        parent = el.getparent()
        walk.grids[-1].begin_row(parent is not None and parent.tag == "thead")
    return walk.flush


def caption(walk: Walk, el: Any) -> Closer | None:
    """The title of the table around it."""
    if walk.too_deep or not walk.grids or walk.grids[-1].depth != len(walk.stack):
        return flow(walk, el)
    walk.enter()

    def close() -> None:
        walk.grids[-1].caption.extend(walk.leave())

    return close


def cell(walk: Walk, el: Any) -> Closer | None:
    """A cell of the row around it."""
    if walk.too_deep or not walk.grids or walk.grids[-1].depth != len(walk.stack):
        return flow(walk, el)
    walk.enter()

    def close() -> None:
        walk.grids[-1].add_cell(walk.leave(), el)

    return close


def picture(walk: Walk, el: Any) -> Closer | None:
    """A picture on its own line; a very small or letter-like one as its text."""
    if tiny(el):
        return SKIP
    found, within = image(el, walk.address, walk.href)
    if counts_readers(found.src):
        return SKIP
    if within or walk.inline.raw:
        if found.text:
            add_apart(walk, found.text, el.tail)
        return SKIP
    if not found.src and not found.text:
        return SKIP
    last = next(reversed(walk.out), None)
    if not walk.inline.size and isinstance(last, Image) and last.src == found.src and found.src:
        return SKIP
    walk.put(found)
    return SKIP


def player(walk: Walk, el: Any) -> Closer | None:
    """Video, audio, a frame: one titled line."""
    found = film(el) if el.tag in _FILMS else embed(el, walk.address)
    if found:
        walk.put(found)
    # The parser puts what follows an `<embed>` into it.
    return None if el.tag == "embed" or (el.tag == "object" and not found) else SKIP


OPENERS: Final[dict[str, Opener]] = {
    **dict.fromkeys(_FLOW, flow),
    **dict.fromkeys(_SKIPPED, skip),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), begin_heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), begin_list),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), preformatted),
    **dict.fromkeys(("figcaption", "summary"), aside),
    **dict.fromkeys(("td", "th"), cell),
    **dict.fromkeys(("thead", "tbody", "tfoot", "dl"), flow),
    **dict.fromkeys(("sup", "sub"), raised),
    **dict.fromkeys(("iframe", "video", "audio", "embed", "object"), player),
    **dict.fromkeys(("amp-video", "amp-audio", "amp-iframe", *_FILMS), player),
    **dict.fromkeys(("img", "image", "amp-img"), picture),
    **dict.fromkeys(("abbr", "acronym"), spelled_out),
    "noscript": no_script,
    "form": form,
    MARKER: named,
    WORD_ITEM: word_item,
    "a": anchor,
    "br": line_break,
    "wbr": may_break,
    "hr": rule,
    "li": item,
    "dt": term,
    "dd": definition,
    "blockquote": quote,
    "footer": credit,
    "figure": figure,
    "details": details,
    "table": table,
    "tr": row,
    "caption": caption,
    "q": quoted,
    "rt": reading_aid,
    "math": formula,
    "script": script,
}
