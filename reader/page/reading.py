"""Walking a parsed HTML tree: which element opens which block. Used by `page.html` alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from reader import text as texts
from reader.page.blocks import (
    BOLD,
    CODE,
    ITALIC,
    MARKED,
    MAX_DEPTH,
    STRIKE,
    UNDERLINE,
    Block,
    Blocks,
    Code,
    Details,
    Embed,
    Figure,
    Heading,
    Image,
    Indent,
    ListBlock,
    Mark,
    Paragraph,
    Quote,
    Rule,
    leaves,
)
from reader.page.inline import Inline
from reader.page.linking import with_links
from reader.page.media import embed, image, tiny
from reader.page.tables import Grid

Closer = Callable[[], None]
Opener = Callable[["Reading", Any], "Closer | None"]

STYLES: Final[dict[str, int]] = {
    "b": BOLD, "strong": BOLD,
    "i": ITALIC, "em": ITALIC, "cite": ITALIC, "dfn": ITALIC, "var": ITALIC,
    "code": CODE, "kbd": CODE, "samp": CODE, "tt": CODE,
    "s": STRIKE, "strike": STRIKE, "del": STRIKE,
    "u": UNDERLINE, "ins": UNDERLINE,
    "mark": MARKED,
    "span": 0, "font": 0, "small": 0, "big": 0, "abbr": 0, "acronym": 0, "time": 0, "bdi": 0,
    "bdo": 0, "label": 0, "nobr": 0, "data": 0, "rb": 0,
}  # fmt: skip
_FLOW = (
    "p div section article main header footer nav aside address center form fieldset legend body "
    "html hgroup search dir noscript menuitem output dialog slot"
).split()
_SKIPPED = (
    "script style svg template head title meta link base select textarea button option optgroup "
    "datalist canvas map area noembed noframes param source track col colgroup rp input iframe "
    "progress meter frame frameset"
).split()
_SAFE_ADDRESS = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9%/:@!$&'()*+,;=~._-]*"
    r"(?:\?[A-Za-z0-9%/:@!$&'()*+,;=~._?\[\]|-]+)?(?:#[A-Za-z0-9%/:@!$&'()*+,;=~._?-]+)?)?"
)
_LANGUAGE = re.compile(r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*|sourceCode )([\w+#.-]+)")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:screen-reader-text|sr-only|visually-hidden)(?:\s|$)")
_GUTTER = re.compile(r"(?:^|\s|-)(?:gutter|linenos|line-numbers|lineno)(?:\s|$|-)")
_PERMALINK = frozenset("#¶§🔗")
_LINK_SCHEMES = ("http", "https", "mailto")


class _Frame:
    """An open list or table: at which depth, and what it has gathered."""

    __slots__ = ("depth", "items", "ordered", "start")

    def __init__(self, depth: int, ordered: bool, start: int) -> None:
        self.depth = depth
        self.ordered = ordered
        self.start = start
        self.items: list[Blocks] = []


class Reading:
    """One walk over one tree. `clean`: its text needs no scrubbing. `hiding`: look for it."""

    def __init__(self, base: str, *, clean: bool, hiding: bool) -> None:
        self.base = base
        self.clean = clean
        self.hiding = hiding
        self.inline = Inline()
        self.style = 0
        self.href = ""
        self.heading = 0
        self.pre = 0
        self.out: list[Block] = []
        self.stack: list[list[Block]] = []
        self.lists: list[_Frame] = []
        self.grids: list[Grid] = []
        self._addresses: dict[str, str] = {}

    def blocks(self) -> Blocks:
        """What has been read."""
        self.flush()
        return tuple(self.out)

    def read(self, root: Any) -> None:
        """Walk the tree under `root`, one step per node, whatever the nesting."""
        stack: list[tuple[Any, Any, Closer | None, int, str]] = []
        kids = iter((root,))
        add, styles = self.add, STYLES
        while True:
            for el in kids:
                tag = el.tag
                style, href = self.style, self.href
                opener = styles.get(tag)
                if opener is None:
                    closer = self._open(el, tag)
                elif self.hiding and _is_hidden(el):
                    closer = SKIP
                else:
                    self.style = style | opener
                    closer = None
                if closer is not SKIP:
                    text = el.text
                    if text:
                        add(text)
                    if len(el):
                        stack.append((kids, el, closer, style, href))
                        kids = iter(el)
                        break
                    if closer:
                        closer()
                self.style, self.href = style, href
                text = el.tail
                if text:
                    add(text)
            else:
                if not stack:
                    return
                kids, el, closer, style, href = stack.pop()
                if closer:
                    closer()
                self.style, self.href = style, href
                text = el.tail
                if text:
                    add(text)

    def add(self, text: str) -> None:
        """A text node."""
        if not self.clean:
            text = texts.page_lines(text)
            if not text:
                return
        if self.pre:
            self.inline.add_raw(text, self.style & ~CODE, self.href)
        else:
            self.inline.add(text, self.style, self.href)

    def address(self, raw: str | None) -> str:
        """An absolute address that may be opened, or ""."""
        if not raw:
            return ""
        if len(raw) < 2_000 and _SAFE_ADDRESS.fullmatch(raw):
            return raw
        known = self._addresses.get(raw)
        if known is None:
            known = texts.web_address(raw, self.base, _LINK_SCHEMES)
            self._addresses[raw] = known
        return known

    def flush(self) -> None:
        """End the leaf that is being collected."""
        if self.pre:
            self.inline.newline()
            return
        text, marks = self.inline.take()
        if text and text.strip():
            if ("://" in text or "@" in text or "www." in text) and not self.href:
                marks = with_links(text, marks)
            if self.heading:
                self.out.append(Heading(self.heading, text, marks))
            else:
                self.out.append(Paragraph(text, marks))

    def enter(self) -> None:
        """Begin a container."""
        self.flush()
        self.stack.append(self.out)
        self.out = []

    def leave(self) -> Blocks:
        """End a container; its blocks."""
        self.flush()
        inner = tuple(self.out)
        self.out = self.stack.pop()
        return inner

    def _open(self, el: Any, tag: Any) -> Closer | None:
        """What ends this element; SKIP where it shows nothing."""
        opener = OPENERS.get(tag)
        if opener is None:
            return None if isinstance(tag, str) else SKIP
        if self.hiding and _is_hidden(el):
            return SKIP
        if self.pre and tag not in _INSIDE_PRE:
            self.inline.newline()
            return self.inline.newline
        return opener(self, el)

    def _too_deep(self) -> bool:
        return len(self.stack) >= MAX_DEPTH

    def skip(self, el: Any) -> Closer | None:
        """Show nothing of it, but for the box of a task list and a frame that plays elsewhere."""
        if el.tag == "input" and (el.get("type") or "").lower() == "checkbox":
            self.inline.add("☑ " if el.get("checked") is not None else "☐ ", 0, "")
        return SKIP

    def flow(self, el: Any) -> Closer | None:
        """Begins and ends paragraphs."""
        self.flush()
        return self.flush

    def anchor(self, el: Any) -> Closer | None:
        """A link, unless its address is none that may be opened."""
        if self.heading and el.text in _PERMALINK and not len(el):
            return SKIP
        href = self.address(el.get("href"))
        if href:
            self.href = href
        return None

    def line_break(self, el: Any) -> Closer | None:
        """The second in a row ends the paragraph."""
        if self.pre:
            self.inline.add_raw("\n", 0, "")
        elif self.inline.line_break():
            self.flush()
        return None

    def may_break(self, el: Any) -> Closer | None:
        """`<wbr>`"""
        self.inline.add_raw("\u200b", 0, "")
        return None

    def rule(self, el: Any) -> Closer | None:
        """A line across."""
        self.flush()
        self.out.append(Rule())
        return None

    def begin_heading(self, el: Any) -> Closer | None:
        """h1 to h6."""
        self.flush()
        outer, self.heading = self.heading, int(el.tag[1])

        def close() -> None:
            self.flush()
            self.heading = outer

        return close

    def quote(self, el: Any) -> Closer | None:
        """A block quotation."""
        if self._too_deep():
            return self.flow(el)
        self.enter()
        return self._close_quote

    def _close_quote(self) -> None:
        inner = self.leave()
        if inner:
            self.out.append(Quote(inner))

    def definition(self, el: Any) -> Closer | None:
        """What a term means."""
        if self._too_deep():
            return self.flow(el)
        self.enter()
        return self._close_definition

    def _close_definition(self) -> None:
        inner = self.leave()
        if inner:
            self.out.append(Indent(inner))

    def term(self, el: Any) -> Closer | None:
        """A term to be defined."""
        self.flush()
        self.style |= BOLD
        return self.flush

    def begin_list(self, el: Any) -> Closer | None:
        """Items; what stands in the list outside of an item belongs to the last one."""
        if self._too_deep():
            return self.flow(el)
        self.enter()
        ordered = el.tag == "ol"
        start = el.get("start") if ordered else None
        number = int(start) if start and re.fullmatch(r"-?\d{1,6}", start.strip()) else 1
        self.lists.append(_Frame(len(self.stack), ordered, number))
        return self._close_list

    def _settle(self, frame: _Frame) -> None:
        self.flush()
        if self.out:
            if frame.items:
                frame.items[-1] += tuple(self.out)
            else:
                frame.items.append(tuple(self.out))
            self.out = []

    def _close_list(self) -> None:
        frame = self.lists.pop()
        self._settle(frame)
        self.leave()
        if frame.items:
            self.out.append(ListBlock(tuple(frame.items), frame.ordered, frame.start))

    def item(self, el: Any) -> Closer | None:
        """An item of the list around it, or of one of its own."""
        if self._too_deep():
            return self.flow(el)
        if self.lists and self.lists[-1].depth == len(self.stack):
            self._settle(self.lists[-1])
            self.enter()
            return self._close_item
        self.enter()
        return self._close_lone_item

    def _close_item(self) -> None:
        inner = self.leave()
        if inner:
            self.lists[-1].items.append(inner)

    def _close_lone_item(self) -> None:
        inner = self.leave()
        last = self.out[-1] if self.out else None
        if inner and isinstance(last, ListBlock) and not last.ordered:
            self.out[-1] = ListBlock((*last.items, inner))
        elif inner:
            self.out.append(ListBlock((inner,)))

    def preformatted(self, el: Any) -> Closer | None:
        """Text as it stands."""
        if _GUTTER.search(el.get("class") or ""):
            return SKIP
        self.flush()
        self.pre += 1
        outer, self.style = self.style, 0
        language = _language(el)

        def close() -> None:
            self.pre -= 1
            text, marks = self.inline.take()
            kept = text.rstrip()
            if kept:
                if len(kept) < len(text):
                    marks = tuple(
                        [Mark(m.start, min(m.end, len(kept)), *m[2:]) for m in marks if m.start < len(kept)]
                    )
                self.out.append(Code(kept, language, marks))
            self.style = outer

        return close

    def figure(self, el: Any) -> Closer | None:
        """Blocks with a caption."""
        if self._too_deep():
            return self.flow(el)
        self.enter()
        self.lists.append(_Frame(len(self.stack), False, 0))
        return self._close_figure

    def _close_figure(self) -> None:
        frame = self.lists.pop()
        inner = self.leave()
        caption = tuple([block for item in frame.items for block in item])
        if inner and caption:
            self.out.append(Figure(inner, caption))
        else:
            self.out.extend(inner or caption)

    def caption(self, el: Any) -> Closer | None:
        """A figure's caption or the summary of details: set aside in the frame around it."""
        if self._too_deep() or not self.lists or self.lists[-1].depth != len(self.stack):
            return self.flow(el)
        self.enter()
        return self._close_item

    def details(self, el: Any) -> Closer | None:
        """Blocks under a summary."""
        if self._too_deep():
            return self.flow(el)
        self.enter()
        self.lists.append(_Frame(len(self.stack), False, 0))
        return self._close_details

    def _close_details(self) -> None:
        frame = self.lists.pop()
        inner = self.leave()
        said = [block for item in frame.items for block in item]
        summary = Paragraph("Details")
        if said and isinstance(said[0], Paragraph | Heading):
            summary = Paragraph(said[0].text, said[0].marks)
            said = said[1:]
        if said or inner:
            self.out.append(Details(summary, (*said, *inner)))
        else:
            self.out.append(summary)

    def table(self, el: Any) -> Closer | None:
        """Rows and cells; data or layout is decided when all of it has been read."""
        if self._too_deep():
            return self.flow(el)
        self.enter()
        grid = Grid(len(self.stack), el.get("role") == "presentation")
        for outer in self.grids[-1:]:
            outer.nested = True
        self.grids.append(grid)
        return self._close_table

    def _close_table(self) -> None:
        grid = self.grids.pop()
        loose = self.leave()
        self.out.extend(loose)
        self.out.extend(grid.finish())

    def row(self, el: Any) -> Closer | None:
        """A row of the table around it."""
        self.flush()
        if self.grids and self.grids[-1].depth == len(self.stack):
            parent = el.getparent()
            self.grids[-1].begin_row(parent is not None and parent.tag == "thead")
        return self.flush

    def cell(self, el: Any) -> Closer | None:
        """A cell of the row around it."""
        if self._too_deep() or not self.grids or self.grids[-1].depth != len(self.stack):
            return self.flow(el)
        if _GUTTER.search(el.get("class") or ""):
            return SKIP
        self.enter()

        def close() -> None:
            self.grids[-1].add_cell(self.leave(), el)

        return close

    def picture(self, el: Any) -> Closer | None:
        """A picture on its own line; a very small or letter-like one as its text."""
        if tiny(el):
            return SKIP
        found, within = image(el, self.address, self.href)
        if within or self.pre:
            if found.text:
                self.add(found.text)
            return SKIP
        if not found.src and not found.text:
            return SKIP
        last = next(reversed(self.out), None)
        if not self.inline.size and isinstance(last, Image) and last.src == found.src:
            return SKIP
        self.flush()
        self.out.append(found)
        return SKIP

    def player(self, el: Any) -> Closer | None:
        """Video, audio, a frame: one titled line."""
        found = embed(el, self.address)
        if found is None:
            return None if el.tag == "object" else SKIP
        self.flush()
        self.out.append(found)
        return SKIP

    def raised(self, el: Any) -> Closer | None:
        """sup and sub."""
        if self.pre:
            return None
        since, up = self.inline.position(), el.tag == "sup"

        def close() -> None:
            if self.inline.size > since[0]:
                self.inline.script(since, up)

        return close

    def quoted(self, el: Any) -> Closer | None:
        """Quotation marks round words."""
        self.inline.add("“", self.style, self.href)

        def close() -> None:
            self.inline.close("”", self.style, self.href)

        return close

    def reading_aid(self, el: Any) -> Closer | None:
        """rt: how the character before it is read."""
        self.inline.close("（", self.style, self.href)

        def close() -> None:
            self.inline.close("）", self.style, self.href)

        return close

    def formula(self, el: Any) -> Closer | None:
        """MathML as its alternative text, else its TeX source, else its own text."""
        said = el.get("alttext") or ""
        for note in el.iter("annotation") if not said else ():
            if "tex" in (note.get("encoding") or "").lower():
                said = note.text or ""
        if not said:
            for note in el.findall(".//annotation"):
                note.text = None
            said = " ".join("".join(el.itertext()).split())
        self.add(f" {said} " if said else " ")
        return SKIP


def _skip() -> None:
    """Stands for an element that shows nothing."""


SKIP: Final[Closer] = _skip


def _is_hidden(el: Any) -> bool:
    if el.get("hidden") is not None:
        return True
    style = el.get("style")
    if style and _HIDDEN_STYLE.search(style):
        return True
    named = el.get("class")
    return bool(named and _HIDDEN_CLASS.search(named))


def _language(el: Any) -> str:
    """The language of code from a class of the element, its only child or its parent."""
    parent = el.getparent()
    for place in (el, *el[:1], *(() if parent is None else (parent,))):
        found = _LANGUAGE.search(f"{place.get('class') or ''}")
        if found:
            return texts.clean(found[1], 40).lower()
        if place.get("data-lang") or place.get("data-language"):
            return texts.clean(place.get("data-lang") or place.get("data-language"), 40).lower()
    return ""


_INSIDE_PRE = frozenset([*_SKIPPED, "a", "br", "wbr", "img", "sup", "sub", "q", "pre"])

OPENERS: Final[dict[str, Opener]] = {
    **dict.fromkeys(_FLOW, Reading.flow),
    **dict.fromkeys(_SKIPPED, Reading.skip),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Reading.begin_heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), Reading.begin_list),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), Reading.preformatted),
    **dict.fromkeys(("figcaption", "summary"), Reading.caption),
    **dict.fromkeys(("td", "th"), Reading.cell),
    **dict.fromkeys(("thead", "tbody", "tfoot", "caption", "dl"), Reading.flow),
    **dict.fromkeys(("sup", "sub"), Reading.raised),
    **dict.fromkeys(("iframe", "video", "audio", "embed", "object"), Reading.player),
    **dict.fromkeys(("img", "image"), Reading.picture),
    "a": Reading.anchor,
    "br": Reading.line_break,
    "wbr": Reading.may_break,
    "hr": Reading.rule,
    "li": Reading.item,
    "dt": Reading.term,
    "dd": Reading.definition,
    "blockquote": Reading.quote,
    "figure": Reading.figure,
    "details": Reading.details,
    "table": Reading.table,
    "tr": Reading.row,
    "q": Reading.quoted,
    "rt": Reading.reading_aid,
    "math": Reading.formula,
}
