"""The source of a page -> its tree, in pieces, so that no step takes long whatever its length.

What the parser stumbles over is mended before; a source with more elements than a page may hold is
cut. Where the parser gives up (nesting beyond 2,048) there is no tree, only the words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Generator
from typing import Any, TypeVar

from reader import text as texts
from reader.page.blocks import ITALIC, Block, Blocks, Mark, Paragraph

Made = TypeVar("Made")

MAX_ELEMENTS = 200_000  # what comes after so many is left out; a tree of them takes 100 MB
_SLICE = 100_000  # characters that the parser is given at once: 2 ms
_FREED = 1_000  # elements with all that is in them
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[!?][^<>]*>")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|hr|li|ul|ol|dl|dt|dd|h[1-6]|tr|td|th|table|blockquote|pre|section|article|"
    r"figure|figcaption|header|footer|aside|details|summary)\b[^<>]*>",
    re.I,
)
_DROPPED = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|svg|template|head)\b.*?(?:</\1\s*>|\Z)", re.S | re.I
)
_WORDS_ONLY = "The form of this page could not be read, only its words."
_LEFT_OUT = "The rest of this page ({:,} kB) is left out: it has too many elements."
_LONG_TAG = re.compile(r"(<[a-zA-Z][\w:-]{0,40})[^<>]{8000,}")
_ATTRIBUTES = 500  # of one tag
_ENDS = re.compile(r"</(?:html|body)\s*>", re.I)


def at_once(reading: Generator[None, None, Made]) -> Made:
    """What comes of taking all steps of `reading` one after the other."""
    while True:
        try:
            next(reading)
        except StopIteration as done:
            made: Made = done.value
            return made


def bounded(markup: str) -> tuple[str, Blocks]:
    """The source up to as many elements as a page may hold, and what is to be said after it."""
    if len(markup) <= 3 * MAX_ELEMENTS or markup.count("<") <= MAX_ELEMENTS:
        return markup, ()
    left = MAX_ELEMENTS
    for at in range(0, len(markup), _SLICE):
        begun = markup.count("<", at, at + _SLICE) - markup.count("</", at, at + _SLICE)
        if begun > left:
            cut = markup.rfind("<", 0, at + _SLICE * left // begun + 1)
            break
        left -= begun
    else:
        return markup, ()
    return markup[:cut], (_said(_LEFT_OUT.format(max(1, (len(markup) - cut) // 1_000))),)


def mended(markup: str) -> str:
    """The source without what the parser stumbles over."""
    if markup[:200].lstrip()[:5] == "<?xml":
        markup = _DECLARATION.sub("", markup, count=1)
    markup = _LONG_TAG.sub(_without_attributes, markup)
    if "</body" in markup or "</html" in markup or "</BODY" in markup:
        markup = _ENDS.sub("", markup)  # it drops what stands behind the first of them
    return markup


def _without_attributes(tag: re.Match[str]) -> str:
    """A tag without its attributes where there are so many that the parser would take minutes."""
    said = tag[0]
    return said if len(said.split(None, _ATTRIBUTES)) <= _ATTRIBUTES else tag[1]


def parsed(markup: str) -> Generator[None, None, tuple[Any, str]]:
    """The tree of a mended source and all its text, or (None, "") where the parser lost text."""
    from lxml import etree

    root = yield from _fed(markup)
    if root is None:
        whole = markup.encode("utf-8", "replace").decode()  # lone surrogates stop the parser
        root = (yield from _fed(whole)) if whole != markup else None
    if root is None:
        return None, ""
    text = etree.tostring(root, method="text", encoding="unicode")
    if len(markup) > 1_000 and len(text) * 20 < len(markup):
        yield
        there = "".join(_stripped(markup).split())
        if len(there) > 2 * len("".join(text.split())):
            return None, ""
    return root, text


def _fed(markup: str) -> Generator[None, None, Any]:
    """The root of the tree, None where the parser gave up."""
    from lxml import etree

    parser = etree.HTMLParser(huge_tree=True)
    try:
        parser.feed(markup[:_SLICE])
        for at in range(_SLICE, len(markup), _SLICE):
            yield
            parser.feed(markup[at : at + _SLICE])
        root = parser.close()
    except (etree.LxmlError, ValueError):
        return None
    return None if len(parser.feed_error_log.filter_from_fatals()) else root


def _stripped(markup: str) -> str:
    """The text of `markup` by cutting out what looks like tags."""
    source = _DROPPED.sub(" ", markup)
    return html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", source)))


def let_go(root: Any) -> Generator[None, None, None]:
    """Take a tree to pieces that nobody needs any more: to free a large one at once takes long."""
    while len(root) == 1:
        root = root[0]
    while len(root) > _FREED:
        del root[:_FREED]
        yield


def words_only(markup: str) -> Blocks:
    """One paragraph per line of what is left when the tags are cut out."""
    lines = texts.page_lines(_stripped(markup)).split("\n")
    found: list[Block] = [Paragraph(" ".join(line.split())) for line in lines if line.strip()]
    return (_said(_WORDS_ONLY), *found) if found else ()


def _said(sentence: str) -> Paragraph:
    """What the page says of itself in place."""
    return Paragraph(sentence, (Mark(0, len(sentence), ITALIC),))
