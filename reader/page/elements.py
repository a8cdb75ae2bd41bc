"""What each element of HTML begins and ends: the openers that `page.walk` calls.

An opener may end the running paragraph, begin a container or set a style; it returns what is to be
done at the element's end, None for nothing, or SKIP where nothing of the element is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from reader import text as texts
from reader.page.blocks import (
    BOLD,
    Block,
    Blocks,
    Code,
    Details,
    Figure,
    Heading,
    Image,
    Indent,
    ListBlock,
    Mark,
    Paragraph,
    Quote,
    Rule,
)
from reader.page.media import embed, image, tiny
from reader.page.tables import Grid
from reader.page.walk import SKIP, Closer, Frame, Opener, Walk

_FLOW = (
    "p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "address",
    "center", "form", "fieldset", "legend", "body", "html", "hgroup", "search", "noscript",
    "menuitem", "output", "dialog", "slot",
)  # fmt: skip
_SKIPPED = (
    "script", "style", "svg", "template", "head", "title", "meta", "link", "base", "select",
    "textarea", "button", "option", "optgroup", "datalist", "canvas", "map", "area", "noembed",
    "noframes", "param", "source", "track", "col", "colgroup", "rp", "input", "progress", "meter",
    "frame", "frameset",
)  # fmt: skip
_LANGUAGE = re.compile(
    r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*|sourceCode )([\w+#.-]+)"
)
_GUTTER = re.compile(r"(?:^|\s|-)(?:gutter|linenos|line-numbers|lineno)(?:\s|$|-)")
_PERMALINK = frozenset("#¶§🔗")


def skip(walk: Walk, el: Any) -> Closer | None:
    """Show nothing of it, but for the box of a task list and a frame that plays elsewhere."""
    if el.tag == "input" and (el.get("type") or "").lower() == "checkbox":
        walk.inline.add("☑ " if el.get("checked") is not None else "☐ ", 0, "")
    return SKIP


def flow(walk: Walk, el: Any) -> Closer | None:
    """Begins and ends paragraphs."""
    walk.flush()
    return walk.flush


def anchor(walk: Walk, el: Any) -> Closer | None:
    """A link, unless its address is none that may be opened."""
    if walk.heading and el.text in _PERMALINK and not len(el):
        return SKIP
    href = walk.address(el.get("href"))
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


def rule(walk: Walk, el: Any) -> Closer | None:
    """A line across."""
    walk.flush()
    walk.out.append(Rule())
    return None


def begin_heading(walk: Walk, el: Any) -> Closer | None:
    """h1 to h6."""
    walk.flush()
    outer, walk.heading = walk.heading, int(el.tag[1])

    def close() -> None:
        walk.flush()
        walk.heading = outer

    return close


def quote(walk: Walk, el: Any) -> Closer | None:
    """A block quotation."""
    if walk.too_deep:
        return flow(walk, el)
    walk.enter()
    return partial(_close_quote, walk)


def _close_quote(walk: Walk) -> None:
    inner = walk.leave()
    if inner:
        walk.out.append(Quote(inner))


def definition(walk: Walk, el: Any) -> Closer | None:
    """What a term means. The parser leaves a `<dd>` open at the next one: that ends it here."""
    if walk.too_deep:
        return flow(walk, el)
    if walk.directly_in("dd"):
        _end_definition(walk)
        return walk.flush
    walk.enter()
    walk.frames.append(Frame("dd", len(walk.stack)))
    return partial(_close_definition, walk)


def _end_definition(walk: Walk) -> None:
    """What has been read of a definition becomes a block of its own beside it."""
    walk.flush()
    if walk.out:
        walk.stack[-1].append(Indent(tuple(walk.out)))
        walk.out = []


def _close_definition(walk: Walk) -> None:
    walk.frames.pop()
    inner = walk.leave()
    if inner:
        walk.out.append(Indent(inner))


def term(walk: Walk, el: Any) -> Closer | None:
    """A term to be defined."""
    walk.style |= BOLD
    if not walk.directly_in("dd"):
        walk.flush()
        return walk.flush
    _end_definition(walk)

    def close() -> None:
        walk.flush()
        walk.stack[-1].extend(walk.out)
        walk.out = []

    return close


def begin_list(walk: Walk, el: Any) -> Closer | None:
    """Items; what stands in the list outside of an item belongs to the last one."""
    if walk.too_deep:
        return flow(walk, el)
    walk.enter()
    kind = "ol" if el.tag == "ol" else "ul"
    start = (el.get("start") or "").strip()
    number = int(start) if re.fullmatch(r"-?[0-9]{1,6}", start) else 1
    walk.frames.append(Frame(kind, len(walk.stack), number if kind == "ol" else 1))
    return partial(_close_list, walk)


def _settle(walk: Walk, frame: Frame) -> None:
    walk.flush()
    if walk.out:
        if frame.items:
            frame.items[-1] += tuple(walk.out)
        else:
            frame.items.append(tuple(walk.out))
        walk.out = []


def _close_list(walk: Walk) -> None:
    frame = walk.frames.pop()
    _settle(walk, frame)
    walk.leave()
    if frame.items:
        walk.out.append(ListBlock(tuple(frame.items), frame.kind == "ol", frame.start))


def item(walk: Walk, el: Any) -> Closer | None:
    """An item of the list around it, or of one of its own."""
    if walk.too_deep:
        return flow(walk, el)
    frame = walk.directly_in("ul", "ol")
    if frame:
        _settle(walk, frame)
    walk.enter()
    return partial(_close_item, walk, frame)


def _close_item(walk: Walk, frame: Frame | None) -> None:
    inner = walk.leave()
    last = walk.out[-1] if walk.out else None
    if not inner:
        return
    if frame:
        frame.items.append(inner)
    elif isinstance(last, ListBlock) and not last.ordered:
        walk.out[-1] = ListBlock((*last.items, inner))
    else:
        walk.out.append(ListBlock((inner,)))


def preformatted(walk: Walk, el: Any) -> Closer | None:
    """Text as it stands."""
    if _GUTTER.search(el.get("class") or ""):
        return SKIP
    walk.flush()
    walk.inline.raw += 1
    outer, walk.style = walk.style, 0
    language = _language(el)

    def close() -> None:
        walk.inline.raw -= 1
        text, marks = walk.inline.take()
        kept = text.rstrip()
        if kept:
            end = len(kept)
            marks = tuple([Mark(m.start, min(m.end, end), *m[2:]) for m in marks if m.start < end])
            walk.out.append(Code(kept, language, marks))
        walk.style = outer

    return close


def figure(walk: Walk, el: Any) -> Closer | None:
    """Blocks with a caption."""
    if walk.too_deep:
        return flow(walk, el)
    walk.enter()
    walk.frames.append(Frame("figure", len(walk.stack)))
    return partial(_close_figure, walk)


def _close_figure(walk: Walk) -> None:
    walk.frames.pop()
    inner = walk.leave()
    at = next((at for at, block in enumerate(inner) if _is_aside(block)), 0)
    if at:
        caption = inner[at]
        walk.out.append(Figure(inner[:at], caption.caption if isinstance(caption, Figure) else ()))
        inner = inner[at + 1 :]
    walk.out.extend(_without_asides(inner))


def aside(walk: Walk, el: Any) -> Closer | None:
    """A figure's caption or the summary of details: set aside as a figure of nothing."""
    if walk.too_deep or not walk.directly_in("figure", "details"):
        return flow(walk, el)
    walk.enter()
    return partial(_close_aside, walk)


def _close_aside(walk: Walk) -> None:
    inner = walk.leave()
    if inner:
        walk.out.append(Figure((), inner))


def _is_aside(block: Block) -> bool:
    return isinstance(block, Figure) and not block.blocks


def _without_asides(blocks: Blocks) -> Iterator[Block]:
    """The blocks, what was set aside back in its place."""
    for block in blocks:
        if isinstance(block, Figure) and not block.blocks:
            yield from block.caption
        else:
            yield block


def details(walk: Walk, el: Any) -> Closer | None:
    """Blocks under a summary."""
    if walk.too_deep:
        return flow(walk, el)
    walk.enter()
    walk.frames.append(Frame("details", len(walk.stack)))
    return partial(_close_details, walk)


def _close_details(walk: Walk) -> None:
    walk.frames.pop()
    inner = walk.leave()
    first = inner[0] if inner else None
    said = tuple(_without_asides(inner))
    summary = Paragraph("Details")
    if isinstance(first, Figure) and not first.blocks and isinstance(said[0], Paragraph | Heading):
        summary = Paragraph(said[0].text, said[0].marks)
        said = said[1:]
    if said:
        walk.out.append(Details(summary, said))
    elif inner:
        walk.out.append(summary)


def table(walk: Walk, el: Any) -> Closer | None:
    """Rows and cells; data or layout is decided when all of it has been read."""
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


def cell(walk: Walk, el: Any) -> Closer | None:
    """A cell of the row around it."""
    if walk.too_deep or not walk.grids or walk.grids[-1].depth != len(walk.stack):
        return flow(walk, el)
    if _GUTTER.search(el.get("class") or ""):
        return SKIP
    walk.enter()

    def close() -> None:
        walk.grids[-1].add_cell(walk.leave(), el)

    return close


def picture(walk: Walk, el: Any) -> Closer | None:
    """A picture on its own line; a very small or letter-like one as its text."""
    if tiny(el):
        return SKIP
    found, within = image(el, walk.address, walk.href)
    if within or walk.inline.raw:
        if found.text:
            walk.add(found.text)
        return SKIP
    if not found.src and not found.text:
        return SKIP
    last = next(reversed(walk.out), None)
    if not walk.inline.size and isinstance(last, Image) and last.src == found.src:
        return SKIP
    walk.flush()
    walk.out.append(found)
    return SKIP


def player(walk: Walk, el: Any) -> Closer | None:
    """Video, audio, a frame: one titled line."""
    found = embed(el, walk.address)
    if found is None:
        return None if el.tag == "object" else SKIP
    walk.flush()
    walk.out.append(found)
    return SKIP


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


def _language(el: Any) -> str:
    """The language of code from a class of the element, its only child or its parent."""
    parent = el.getparent()
    for place in (el, *el[:1], *(() if parent is None else (parent,))):
        found = _LANGUAGE.search(place.get("class") or "")
        said = found[1] if found else place.get("data-lang") or place.get("data-language")
        if said:
            return texts.clean(said, 40).lower()
    return ""


OPENERS: Final[dict[str, Opener]] = {
    **dict.fromkeys(_FLOW, flow),
    **dict.fromkeys(_SKIPPED, skip),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), begin_heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), begin_list),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), preformatted),
    **dict.fromkeys(("figcaption", "summary"), aside),
    **dict.fromkeys(("td", "th"), cell),
    **dict.fromkeys(("thead", "tbody", "tfoot", "caption", "dl"), flow),
    **dict.fromkeys(("sup", "sub"), raised),
    **dict.fromkeys(("iframe", "video", "audio", "embed", "object"), player),
    **dict.fromkeys(("img", "image"), picture),
    "a": anchor,
    "br": line_break,
    "wbr": may_break,
    "hr": rule,
    "li": item,
    "dt": term,
    "dd": definition,
    "blockquote": quote,
    "figure": figure,
    "details": details,
    "table": table,
    "tr": row,
    "q": quoted,
    "rt": reading_aid,
    "math": formula,
}
