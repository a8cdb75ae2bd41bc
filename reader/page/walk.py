"""Walking a parsed HTML tree without recursion, and the state that its elements share.

`page.elements` says what each element begins and ends; this module only keeps the order of things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, cast

from reader import text as texts
from reader.page.blocks import (
    CODE,
    MAX_DEPTH,
    Block,
    Blocks,
    Code,
    Embed,
    Heading,
    Image,
    Paragraph,
    Rule,
)
from reader.page.formulas import in_text
from reader.page.frames import Frame, Looks, Loose
from reader.page.hidden import is_hidden
from reader.page.inline import Inline
from reader.page.linking import may_have_address, with_links
from reader.page.settling import (
    SEPARATORS,
    is_code,
    is_separator,
    unindented,
    with_single_rules,
)
from reader.page.styling import KEEPS_SPACES, STYLES, tag_by_style
from reader.page.tables import Grid
from reader.page.targets import with_last_names

Closer = Callable[[], None]
Opener = Callable[["Walk", Any], "Closer | None"]


def _skip() -> None:
    """Stands for an element that shows nothing."""


SKIP: Final[Closer] = _skip

_ELEMENTS = 500  # read at one go: some milliseconds
_SAFE_ADDRESS = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9%/:@!$&'()*+,=~._-]*"
    r"(?:\?[A-Za-z0-9%/:@!$&'()*+,;=~._?\[\]|-]+)?(?:#[A-Za-z0-9%/:@!$&'()*+,;=~._?-]+)?)?"
)
_LINK_SCHEMES = ("http", "https", "mailto")
_INSIDE_PRE = frozenset((
    "_name",
    "a", "br", "wbr", "img", "sup", "sub", "q", "pre", "script", "style", "svg", "template",
    "head", "title", "meta", "link", "base", "select", "textarea", "button", "option", "datalist",
    "canvas", "map", "area", "param", "source", "track", "col", "rp", "input", "iframe",
))  # fmt: skip


class Walk:
    """One walk over one tree; `looks` says what has to be looked for in it, `inpage` what the
    addresses of links within the page mean; `words` are all that the page says, in small letters.
    """

    def __init__(
        self,
        base: str,
        openers: Mapping[str, Opener],
        looks: Looks,
        inpage: Mapping[str, str] = MappingProxyType({}),
        words: str = "",
    ) -> None:
        self.openers = openers
        self.base = base
        self.looks = looks
        self.hiding = looks.hiding
        self.codes = looks.codes
        self.inpage = inpage
        self.words = words
        self.spelled: set[str] = set()
        self.sharing = False  # whether a link has been met that may be there to share the page
        self.ruled = False  # whether a rule has been met
        self.lines = 0  # how many elements are open whose style keeps white space
        self.inline = Inline()
        self.style = 0
        self.href = ""
        self.heading = 0
        self.out: list[Block | Loose] = []
        self.stack: list[list[Block | Loose]] = []
        self._loose = False
        self.frames: list[Frame] = []
        self.grids: list[Grid] = []
        self._addresses: dict[str, str] = {}

    def blocks(self) -> Blocks:
        """What has been read."""
        self.flush()
        left = [name for _, name in self.inline.names]
        return with_last_names(self.settled(), left) if left else self.settled()

    def read(self, root: Any) -> None:
        """Walk the tree under `root`, whatever the nesting."""
        for _ in self.steps(root):
            pass

    def steps(self, root: Any) -> Iterator[None]:
        """As `read`, with a rest after every so many elements."""
        left = _ELEMENTS
        stack: list[tuple[Any, Any, Closer | None, int, str]] = []
        kids = iter((root,))
        styles = STYLES
        # A page that needs no scrubbing, nearly all do not, saves a call per text node.
        quick = self.looks.clean and not self.looks.tex and not self.looks.spaces
        add = self.inline.add if quick else self._add_looked_at
        while True:
            for el in kids:
                left -= 1
                if not left:
                    left = _ELEMENTS
                    yield
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
        text = texts.page_lines(text)
        if text:
            self.inline.add(text, self.style, self.href)

    def _add_looked_at(self, text: str, style: int, href: str) -> None:
        text = texts.page_lines(text)
        if self.looks.tex and not self.inline.raw and not style & CODE:
            text = in_text(text)
        if self.lines and not self.inline.raw:
            self._add_lines(text, style, href)
        elif text:
            self.inline.add(text, style, href)

    def _add_lines(self, text: str, style: int, href: str) -> None:
        """Text whose line ends and indents a style keeps."""
        for at, line in enumerate(text.expandtabs(4).split("\n")):
            if at and self.inline.line_break():
                self.flush()
            if line.strip(" "):
                indent = len(line) - len(line.lstrip(" ")) if at or not self.inline.size else 0
                self.inline.add("\xa0" * min(indent, 24) + line[indent:], style, href)

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
                text, marks, inline.names = unindented(text, marks, inline.names)
            if may_have_address(text):
                marks = with_links(text, marks)
            if self.heading:
                names = inline.take_names(text) if inline.names else ()
                self.out.append(Heading(self.heading, text, marks, names))
            elif text[0] in SEPARATORS and is_separator(text, marks):
                self.put(Rule())
            elif "\n" in text and is_code(text, marks):
                code = text.replace("\xa0", " ")
                self.out.append(Code(code, "", (), inline.take_names(code)))
            else:
                names = inline.take_names(text) if inline.names else ()
                self.out.append(Paragraph(text, marks, names))
        elif inline.names:
            inline.take_names("")

    def put(self, leaf: Image | Embed | Rule) -> None:
        """A leaf that is no running text."""
        self.flush()
        names = self.inline.names
        self.ruled = self.ruled or isinstance(leaf, Rule)
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
        inner = self.settled()
        self.out = self.stack.pop()
        return inner

    def settled(self) -> Blocks:
        """The blocks of the innermost container so far."""
        if not self._loose and not self.ruled:
            return tuple(cast("list[Block]", self.out))
        made = [one.settled() if isinstance(one, Loose) else one for one in self.out]
        return with_single_rules(made)

    def put_item(self, inner: Blocks, level: int, number: int | None) -> None:
        """An item of no list: it goes on with the items right before it or begins a list."""
        last = self.out[-1] if self.out else None
        if isinstance(last, Loose) and last.goes_on(number):
            last.items.append((level, inner))
        else:
            self._loose = True
            self.out.append(Loose([(level, inner)], number))

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
        if self.looks.captions or self.looks.spaces or self.looks.word:
            return self._open_by_style(el, opener)
        return opener(self, el)

    def _open_by_style(self, el: Any, opener: Opener) -> Closer | None:
        """As `_open` where a class or a style may say more than the tag."""
        style = el.get("style")
        opener = self.openers.get(tag_by_style(self, el, style), opener)
        closer = opener(self, el)
        if closer is SKIP or not style or not self.looks.spaces or not KEEPS_SPACES.search(style):
            return closer
        self.lines += 1

        def close() -> None:
            if closer:
                closer()
            self.lines -= 1

        return close

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


def flow(walk: Walk, el: Any) -> Closer | None:
    """The opener of what begins and ends paragraphs; also where no container may begin any more."""
    walk.flush()
    return walk.flush
