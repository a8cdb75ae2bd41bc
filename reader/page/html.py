"""HTML of feeds and pages -> blocks. Nothing visible is lost, nothing invisible comes along.

`blocks` parses with lxml (huge_tree, or nesting beyond 255 silently loses all that follows) and
walks the tree once without recursion, so that time grows with the length of the source alone. What
the parser gives up on (nesting beyond 2,048) is read as text without its tags.
"""

from __future__ import annotations

import html
import re
from typing import Any

from reader import text as texts
from reader.page import codes, hidden, junk, plain
from reader.page.blocks import Block, Blocks, Paragraph
from reader.page.elements import OPENERS
from reader.page.formulas import may_have_tex
from reader.page.signs import unescape_signs
from reader.page.targets import mark_targets
from reader.page.walk import Looks, Walk

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[!?][^<>]*>")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_ESCAPED = re.compile(r"<(p|br|a|div|img|b|i|em|strong|ul|ol|li|h[1-6]|blockquote)\b[^<>]*>", re.I)
_ESCAPED_END = re.compile(r"</(p|a|div|b|i|em|strong|ul|ol|li|h[1-6]|blockquote)>", re.I)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|hr|li|ul|ol|dl|dt|dd|h[1-6]|tr|td|th|table|blockquote|pre|section|article|"
    r"figure|figcaption|header|footer|aside|details|summary)\b[^<>]*>",
    re.I,
)
_DROPPED = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|svg|template|head)\b.*?(?:</\1\s*>|\Z)", re.S | re.I
)
_ENDS = re.compile(r"</(?:html|body)\s*>", re.I)


def blocks(markup: str, base: str = "") -> Blocks:
    """The blocks of `markup`; addresses in it are joined to `base`. Never fails."""
    if "\r" in markup:
        markup = markup.replace("\r\n", "\n").replace("\r", "\n")
    if "<" not in markup:
        if "&lt;" in markup:
            markup = _unescaped(markup)
        if "<" not in markup:
            return plain.blocks(html.unescape(markup) if "&" in markup else markup)
    if markup[:200].lstrip()[:5] == "<?xml":
        markup = _DECLARATION.sub("", markup, count=1)
    if "</body" in markup or "</html" in markup or "</BODY" in markup or "</HTML" in markup:
        markup = _ENDS.sub("", markup)  # the parser drops what stands behind the first of them
    root, text = _tree(markup)
    if root is None:
        return _without_tags(markup)
    if "<base" in markup:
        base = _own_base(root, base)
    inpage = mark_targets(root, base) if _may_lead_within(markup) else {}
    if "&" in text:
        unescape_signs(root)
    words = text.lower() if "<abbr" in markup or "<acronym" in markup else ""
    walk = Walk(base, OPENERS, _looks(markup, text), inpage, words)
    walk.read(root)
    made = walk.blocks()
    if any(sign in markup for sign in junk.SHARING_SIGNS):
        made = junk.without_sharing(made)
    return junk.without_last_line(made)


def _looks(markup: str, text: str) -> Looks:
    return Looks(
        clean=texts.is_clean(text),
        hiding=_has(markup, hidden.SIGNS),
        codes=_has(markup, codes.SIGNS),
        tex=may_have_tex(markup),
        captions="caption" in markup,
        spaces="white-space" in markup,
        word="mso-list" in markup,
    )


def _has(markup: str, signs: tuple[str, ...]) -> bool:
    return any(sign in markup for sign in signs)


def _own_base(root: Any, base: str) -> str:
    """Where a whole document says that its links begin."""
    for el in root.iter("base"):
        said = texts.web_address(el.get("href") or "", base)
        if said:
            return said
    return base


def _may_lead_within(markup: str) -> bool:
    """Whether a link may lead to a place in the page; quick."""
    return "#" in markup and ("id=" in markup or "name=" in markup or "ID" in markup)


def _unescaped(markup: str) -> str:
    """HTML that was escaped twice, unescaped once; text that merely names tags stays as it is."""
    said = html.unescape(markup)
    opened = _ESCAPED.search(said)
    if opened and (not said[: opened.start()].strip() or _ESCAPED_END.search(said)):
        return said
    return markup


def _tree(markup: str) -> tuple[Any, str]:
    """The parsed tree and all its text, or (None, "") where the parser lost text."""
    from lxml import etree

    parser = etree.HTMLParser(huge_tree=True)
    try:
        root = etree.fromstring(markup, parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        try:
            root = etree.fromstring(markup.encode("utf-8", "replace").decode(), parser)
        except (etree.LxmlError, ValueError):
            return None, ""
    if root is None or len(parser.error_log.filter_from_fatals()):
        return None, ""
    text = etree.tostring(root, method="text", encoding="unicode")
    if len(markup) > 1_000 and len(text) * 20 < len(markup):
        there = "".join(_stripped(markup).split())
        if len(there) > 2 * len("".join(text.split())):
            return None, ""
    return root, text


def _stripped(markup: str) -> str:
    """The text of `markup` by cutting out what looks like tags."""
    source = _DROPPED.sub(" ", markup)
    return html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", source)))


def _without_tags(markup: str) -> Blocks:
    """One paragraph per line of what is left when the tags are cut out."""
    lines = texts.page_lines(_stripped(markup)).split("\n")
    found: list[Block] = [Paragraph(" ".join(line.split())) for line in lines if line.strip()]
    return tuple(found)
