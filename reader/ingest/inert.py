"""Kept blocks of a page as HTML that can be stored: known elements, few attributes, no scripts.

What stands around the kept blocks and means something (lists, quotations, figures) comes along;
all other wrappers are left out. No recursion: a page may be nested as deeply as lxml lets it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

from reader import text
from reader.ingest import bounds
from reader.ingest.pagetree import BLOCKS

_SAME = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "dl", "dt", "dd", "figure",
    "figcaption", "em", "strong", "b", "i", "u", "s", "del", "ins", "sub", "sup", "mark", "kbd",
    "samp", "var", "q", "cite", "small", "ruby", "rb", "rt", "rp", "details", "summary", "abbr",
    "dfn", "math", "footer",
))  # fmt: skip
_OTHER = {"strike": "s", "tt": "code", "center": "", "dir": "ul", "menu": "ul", "font": ""}
_WRAPPERS = frozenset(
    ["ul", "ol", "li", "blockquote", "dl", "dt", "dd", "figure", "details", "menu", "dir"]
)
_COUNTS = ("a", "A", "i", "I")  # how a list may count, beside by numbers
_VOID = frozenset(("br", "hr", "img"))
_NO_PARAGRAPH = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "figure", "td", "th", "li")
)
_CODE_CLASS = re.compile(r"(?:language-|lang-|brush:\s*|highlight-source-)[\w+#.-]{1,30}")
_GUTTER = re.compile(
    r"(?:^|[\s_-])(?:gutter|linenos?|line-numbers?|lineno|hljs-ln-numbers)(?:$|[\s_-])"
)
_PLACED = re.compile(r"[\w+.-]+:|//|/")


def markup(body: Any, kept: Iterable[Any], base: str) -> str:
    """The kept elements below `body` as HTML; addresses are absolute, joined to `base`.

    Of a page without address, pictures keep their relative one: they may lie beside the file.
    """
    whole = set(kept)
    around: set[Any] = set()
    for node in whole:
        above = node.getparent()
        while above is not None and above not in around:
            around.add(above)
            above = above.getparent()
    writer = _Writer(base, _targets(whole))
    stack: list[tuple[Any, bool, bool]] = [(body, False, False)]  # element, in a kept one, its end
    while stack:
        node, inside, ending = stack.pop()
        if ending:
            writer.end(node, inside)
            continue
        here = inside or node in whole
        if not here and node not in around:
            continue
        if not writer.begin(node, here):
            writer.tail(node, inside)
            continue
        stack.append((node, inside, True))
        stack.extend((child, here, False) for child in reversed(node))
        if here:
            writer.words(node.text)
    return text.clean_lines("".join(writer.parts), bounds.BODY).strip()


def _targets(whole: set[Any]) -> set[str]:
    """The names inside the page that its kept links lead to, and where those lead back."""
    return {
        link.get("href")[1:]
        for node in whole
        for link in node.iter("a")
        if (link.get("href") or "").startswith("#") and 1 < len(link.get("href")) < 200
    }


def is_gutter(node: Any) -> bool:
    """Whether an element holds the line numbers beside a piece of code."""
    found = _GUTTER.search(node.get("class") or "")
    return bool(found) and re.fullmatch(r"[\d\s]*", "".join(node.itertext())) is not None


class _Writer:
    """Writes start tags, words and end tags; knows which end belongs to which element."""

    def __init__(self, base: str, targets: set[str]) -> None:
        self.parts: list[str] = []
        self._base = base
        self._targets = targets
        self._ends: list[str] = []
        self._pre = 0

    def words(self, said: str | None) -> None:
        if said:
            self.parts.append(html.escape(said, quote=False))

    def tail(self, node: Any, inside: bool) -> None:
        if inside:
            self.words(node.tail)

    def end(self, node: Any, inside: bool) -> None:
        """The end of an element that `begin` took in, and the words after it."""
        closing = self._ends.pop()
        if closing == "pre":
            self._pre -= 1
        if closing:
            self.parts.append(f"</{closing}>")
            if closing in BLOCKS and not inside:
                self.parts.append("\n")
        self.tail(node, inside)

    def begin(self, node: Any, whole: bool) -> bool:
        """Writes the start tag, if it is to have one; false where nothing of it is shown."""
        tag = node.tag
        if not isinstance(tag, str) or (whole and is_gutter(node)):
            return False
        if tag in ("video", "audio", "iframe"):
            self._player(node)
            return False
        if tag in _VOID:
            self._void(node)
            return False
        if not whole:
            name = _OTHER.get(tag, tag) if tag in _WRAPPERS else ""
        elif tag == "a":
            name = "a" if self._link(node) else ""
        elif tag in _SAME:
            name = tag
        elif tag in _OTHER:
            name = _OTHER[tag]
        else:
            name = "p" if tag in BLOCKS and not self._in_block() else ""
        if name and name != "a":
            self.parts.append(f"<{name}{self._attributes(node, name)}>")
        if name == "pre":
            self._pre += 1
        self._ends.append(name)
        return True

    def _in_block(self) -> bool:
        return any(name in _NO_PARAGRAPH for name in self._ends[-8:])

    def _attributes(self, node: Any, name: str) -> str:
        said: dict[str, str] = {}
        if name in ("td", "th"):
            for span in ("colspan", "rowspan"):
                value = node.get(span) or ""
                if value.isdigit() and len(value) < 4 and value not in ("0", "1"):
                    said[span] = value
        elif name == "ol":
            if (value := node.get("start") or "").lstrip("-").isdigit() and len(value) < 9:
                said["start"] = value
            if "reversed" in node.attrib:
                said["reversed"] = ""
            if (kind := node.get("type") or "") in _COUNTS:
                said["type"] = kind
        elif name == "li":
            if (value := node.get("value") or "").lstrip("-").isdigit() and len(value) < 9:
                said["value"] = value
        elif name == "details" and "open" in node.attrib:
            said["open"] = ""
        elif name in ("pre", "code"):
            found = _CODE_CLASS.search(node.get("class") or "")
            above = node.getparent()
            if found is None and name == "pre" and above is not None:
                found = _CODE_CLASS.search(above.get("class") or "")
            if found:
                said["class"] = found[0]
        elif name == "math" and node.get("alttext"):
            said["alttext"] = node.get("alttext")
        if (node.get("id") or "") in self._targets:
            said["id"] = node.get("id")
        return self._written(said)

    def _written(self, said: dict[str, str]) -> str:
        return "".join(
            f' {name}="{html.escape(text.clean(value, bounds.ADDRESS))}"'
            for name, value in said.items()
        )

    def _link(self, node: Any) -> bool:
        """Writes the start of a link; one that leads nowhere is only its words."""
        raw = node.get("href") or ""
        said: dict[str, str] = {}
        if raw.startswith("#"):
            if raw[1:] in self._targets:
                said["href"] = raw
        elif raw and (address := text.web_address(raw, self._base, ("http", "https", "mailto"))):
            said["href"] = address
        if (node.get("id") or "") in self._targets:
            said["id"] = node.get("id")
        if said:
            self.parts.append(f"<a{self._written(said)}>")
        return bool(said)

    def _void(self, node: Any) -> None:
        if node.tag != "img":
            self.parts.append("\n" if node.tag == "br" and self._pre else f"<{node.tag}>")
            return
        raw = (node.get("src") or "").strip()
        address = text.web_address(raw, self._base) if raw else ""
        if not address and raw and not self._base and not _PLACED.match(raw):
            address = raw
        address = address or text.inside_address(raw)
        said = {name: node.get(name) for name in ("alt", "title") if node.get(name)}
        if address or said:
            for name in ("width", "height"):
                if (node.get(name) or "").isdigit():
                    said[name] = node.get(name)[:5]
            self.parts.append(f"<img{self._written(({'src': address} if address else {}) | said)}>")

    def _player(self, node: Any) -> None:
        raw = node.get("src") or node.get("data-src") or ""
        if not raw:
            raw = next((one.get("src") or "" for one in node.iter("source")), "")
        address = text.web_address(raw, self._base) if raw else ""
        if address:
            said = {"src": address} | ({"title": node.get("title")} if node.get("title") else {})
            self.parts.append(f"<{node.tag}{self._written(said)}></{node.tag}>")
