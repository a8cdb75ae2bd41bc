"""Walking a parsed HTML tree without recursion, and the state that its elements share.

`page.elements` says what each element begins and ends; this module only keeps the order of things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from reader import text as texts
from reader.page.blocks import (
    BOLD,
    CODE,
    ITALIC,
    KEY,
    MARKED,
    MAX_DEPTH,
    SMALL,
    STRIKE,
    UNDERLINE,
    Block,
    Blocks,
    Embed,
    Heading,
    Image,
    Mark,
    Marks,
    Paragraph,
    Rule,
)
from reader.page.inline import Inline
from reader.page.linking import may_have_address, with_links
from reader.page.tables import Grid
from reader.page.targets import with_last_names

Closer = Callable[[], None]
Opener = Callable[["Walk", Any], "Closer | None"]


def _skip() -> None:
    """Stands for an element that shows nothing."""


SKIP: Final[Closer] = _skip

STYLES: Final[dict[str, int]] = {
    "b": BOLD, "strong": BOLD,
    "i": ITALIC, "em": ITALIC, "cite": ITALIC, "dfn": ITALIC, "var": ITALIC,
    "code": CODE, "kbd": CODE | KEY, "samp": CODE, "tt": CODE,
    "s": STRIKE, "strike": STRIKE, "del": STRIKE,
    "u": UNDERLINE, "ins": UNDERLINE,
    "mark": MARKED,
    "small": SMALL,
    "span": 0, "font": 0, "big": 0, "abbr": 0, "acronym": 0, "time": 0, "bdi": 0,
    "bdo": 0, "label": 0, "nobr": 0, "data": 0, "rb": 0,
}  # fmt: skip
_SAFE_ADDRESS = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9%/:@!$&'()*+,=~._-]*"
    r"(?:\?[A-Za-z0-9%/:@!$&'()*+,;=~._?\[\]|-]+)?(?:#[A-Za-z0-9%/:@!$&'()*+,;=~._?-]+)?)?"
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:screen-reader-text|sr-only|visually-hidden)(?:\s|$)")
_LINK_SCHEMES = ("http", "https", "mailto")
_INSIDE_PRE = frozenset((
    "_name",
    "a", "br", "wbr", "img", "sup", "sub", "q", "pre", "script", "style", "svg", "template",
    "head", "title", "meta", "link", "base", "select", "textarea", "button", "option", "datalist",
    "canvas", "map", "area", "param", "source", "track", "col", "rp", "input", "iframe",
))  # fmt: skip


class Frame:
    """An open list (`kind` "ul" or "ol") with its items and the numbers that some of them say
    they have, or an open figure or details."""

    __slots__ = ("depth", "items", "kind", "values")

    def __init__(self, kind: str, depth: int) -> None:
        self.kind = kind
        self.depth = depth
        self.items: list[Blocks] = []
        self.values: dict[int, int] = {}


class Walk:
    """One walk over one tree. `clean`: its text needs no scrubbing. `hiding`: look for it.
    `inpage`: what the addresses of links within the page mean."""

    def __init__(
        self,
        base: str,
        openers: Mapping[str, Opener],
        *,
        clean: bool,
        hiding: bool,
        inpage: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.openers = openers
        self.base = base
        self.clean = clean
        self.hiding = hiding
        self.inpage = inpage
        self.inline = Inline()
        self.style = 0
        self.href = ""
        self.heading = 0
        self.out: list[Block] = []
        self.stack: list[list[Block]] = []
        self.frames: list[Frame] = []
        self.grids: list[Grid] = []
        self._addresses: dict[str, str] = {}

    def blocks(self) -> Blocks:
        """What has been read."""
        self.flush()
        left = [name for _, name in self.inline.names]
        return with_last_names(tuple(self.out), left) if left else tuple(self.out)

    def read(self, root: Any) -> None:
        """Walk the tree under `root`, one step per node, whatever the nesting."""
        stack: list[tuple[Any, Any, Closer | None, int, str]] = []
        kids = iter((root,))
        styles = STYLES
        # A page that needs no scrubbing, nearly all do not, saves a call per text node.
        add = self.inline.add if self.clean else self._add_scrubbed
        while True:
            for el in kids:
                tag = el.tag
                style, href = self.style, self.href
                opener = styles.get(tag)
                if opener is None:
                    closer = self._open(el, tag)
                elif self.hiding and is_hidden(el):
                    closer = SKIP
                else:
                    self.style = style | opener
                    closer = None
                if closer is not SKIP:
                    text = el.text
                    if text:
                        add(text, self.style, self.href)
                    if len(el):
                        stack.append((kids, el, closer, style, href))
                        kids = iter(el)
                        break
                    if closer:
                        closer()
                self.style, self.href = style, href
                text = el.tail
                if text:
                    add(text, style, href)
            else:
                if not stack:
                    return
                kids, el, closer, style, href = stack.pop()
                if closer:
                    closer()
                self.style, self.href = style, href
                text = el.tail
                if text:
                    add(text, style, href)

    def add(self, text: str) -> None:
        """Words that stand in the text for an element."""
        self._add_scrubbed(text, self.style, self.href)

    def _add_scrubbed(self, text: str, style: int, href: str) -> None:
        text = texts.page_lines(text)
        if text:
            self.inline.add(text, style, href)

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
        if self.inline.raw:
            self.inline.newline()
            return
        inline = self.inline
        text, marks = inline.take()
        if text and text.strip():
            if text[0] == "\xa0":
                text, marks, inline.names = _unindented(text, marks, inline.names)
            if may_have_address(text):
                marks = with_links(text, marks)
            names = inline.take_names(text) if inline.names else ()
            if self.heading:
                self.out.append(Heading(self.heading, text, marks, names))
            else:
                self.out.append(Paragraph(text, marks, names))
        elif inline.names:
            inline.take_names("")

    def put(self, leaf: Image | Embed | Rule) -> None:
        """A leaf that is no running text."""
        self.flush()
        names = self.inline.names
        if names:
            leaf = replace(leaf, names=tuple([(0, name) for _, name in names]))
            names.clear()
        self.out.append(leaf)

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
        """What ends this element; SKIP where it shows nothing. Tags nobody knows are inline."""
        opener = self.openers.get(tag)
        if opener is None:
            return None if isinstance(tag, str) else SKIP
        if self.hiding and is_hidden(el):
            return SKIP
        if self.inline.raw and tag not in _INSIDE_PRE:
            self.inline.newline()
            return self.inline.newline
        return opener(self, el)

    def directly_in(self, *kinds: str) -> Frame | None:
        """The innermost frame, if it is of one of these kinds and no container stands between."""
        frame = self.frames[-1] if self.frames else None
        if frame and frame.depth == len(self.stack) and frame.kind in kinds:
            return frame
        return None

    @property
    def too_deep(self) -> bool:
        """Whether no container may begin here."""
        return len(self.stack) >= MAX_DEPTH


def _unindented(
    text: str, marks: Marks, names: list[tuple[int, str]]
) -> tuple[str, Marks, list[tuple[int, str]]]:
    """A leaf without the no-break spaces that some pages begin their paragraphs with."""
    kept = text.lstrip("\xa0 \n")
    gone = len(text) - len(kept)
    moved = [Mark(max(0, m.start - gone), m.end - gone, *m[2:]) for m in marks if m.end > gone]
    return kept, tuple(moved), [(max(0, at - gone), name) for at, name in names]


def is_hidden(el: Any) -> bool:
    """Whether the page says that an element is not to be seen."""
    if el.get("hidden") is not None:
        return True
    style = el.get("style")
    if style and _HIDDEN_STYLE.search(style):
        return True
    named = el.get("class")
    return bool(named and _HIDDEN_CLASS.search(named))


def flow(walk: Walk, el: Any) -> Closer | None:
    """The opener of what begins and ends paragraphs; also where no container may begin any more."""
    walk.flush()
    return walk.flush
