"""HTML of feeds and pages -> blocks. Nothing visible is lost, nothing invisible comes along.

`blocks` parses with lxml (huge_tree, or nesting beyond 255 silently loses all that follows) and
walks the tree once without recursion, so that time grows with the length of the source alone. What
the parser gives up on (nesting beyond 2,048) is read as text without its tags.
"""

from __future__ import annotations

import html
import re
from collections.abc import Generator
from typing import Any

from reader import text as texts
from reader.page import codes, hidden, junk, plain
from reader.page.blocks import ITALIC, Block, Blocks, Mark, Paragraph
from reader.page.elements import OPENERS
from reader.page.formulas import in_text, may_have_tex
from reader.page.frames import Looks
from reader.page.signs import unescape_signs
from reader.page.targets import mark_targets
from reader.page.walk import Walk

BEGINNING = 40_000  # characters of source: more than a screen, less than 5 ms
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
_AROUND = frozenset(("html", "body", "div", "section", "article", "main", "center", "header"))
_WORDS_ONLY = "The form of this page could not be read, only its words."
_LONG_TAG = re.compile(r"(<[a-zA-Z][\w:-]{0,40})[^<>]{8000,}")
_ATTRIBUTES = 500  # of one tag
_ENDS = re.compile(r"</(?:html|body)\s*>", re.I)


def blocks(markup: str, base: str = "") -> Blocks:
    """The blocks of `markup`; addresses in it are joined to `base`. Never fails."""
    reading = steps(markup, base)
    while True:
        try:
            next(reading)
        except StopIteration as done:
            made: Blocks = done.value
            return made


def steps(markup: str, base: str = "") -> Generator[None, None, Blocks]:
    """As `blocks`, in steps of some milliseconds, so that keys can come between; the first one,
    which is the parser's, takes 10 ms for a megabyte."""
    if "\r" in markup:
        markup = markup.replace("\r\n", "\n").replace("\r", "\n")
    if "<" not in markup:
        if "&lt;" in markup:
            markup = _unescaped(markup)
        if "<" not in markup:
            said = html.unescape(markup) if "&" in markup else markup
            return plain.blocks(in_text(said) if may_have_tex(said) else said)
    root, text = _tree(_mended(markup))
    yield
    if root is None:
        return _without_tags(markup)
    walk = _walk(root, text, markup, base)
    yield
    yield from walk.steps(root)
    made = walk.blocks()
    if walk.sharing:
        made = junk.without_sharing(made)
    return junk.without_last_line(made)


def beginning(markup: str, base: str = "", size: int = BEGINNING) -> Blocks:
    """The first blocks of `markup` from about `size` characters of it, or () where they cannot be
    told from the beginning alone.

    `blocks` gives the same ones first. But links to places farther down lead nowhere yet, and where
    the parser gives up on what follows it is the words alone that stay the same.
    """
    cut = markup.rfind("<", 0, size)
    if cut < 1 or "<abbr" in markup[:cut] or "<acronym" in markup[:cut]:
        return ()
    markup = markup[:cut].replace("\r\n", "\n").replace("\r", "\n")
    root, text = _tree(_mended(markup))
    if root is None:
        return ()
    _drop_what_goes_on(root)
    walk = _walk(root, text, markup, base)
    walk.read(root)
    made = walk.blocks()[:-1]
    # A row of links may still follow that takes its title with it.
    while made and walk.sharing:
        kept = junk.without_sharing(made)
        if kept == made:
            break
        made = kept
    while made and junk.is_label(made[-1]):
        made = made[:-1]
    return made


def _drop_what_goes_on(root: Any) -> None:
    """Take out of a tree that was cut off the element that may be longer than it seems."""
    place = root
    while len(place) and place.tag in _AROUND:
        last = place[-1]
        if (last.tail or "").strip():
            return  # loose text goes on, not the element before it
        if last.tag not in _AROUND:
            place.remove(last)
            return
        place = last


def _mended(markup: str) -> str:
    """The source without what the parser stumbles over."""
    if markup[:200].lstrip()[:5] == "<?xml":
        markup = _DECLARATION.sub("", markup, count=1)
    markup = _LONG_TAG.sub(_without_attributes, markup)
    if "</body" in markup or "</html" in markup or "</BODY" in markup:
        markup = _ENDS.sub("", markup)  # it drops what stands behind the first of them
    return markup


def _walk(root: Any, text: str, markup: str, base: str) -> Walk:
    """The walk over a tree, which has not begun."""
    if "<base" in markup:
        base = _own_base(root, base)
    inpage = mark_targets(root, base) if _may_lead_within(markup) else {}
    if "&" in text:
        unescape_signs(root)
    words = text.lower() if "<abbr" in markup or "<acronym" in markup else ""
    return Walk(base, OPENERS, _looks(root, markup, text), inpage, words)


def _looks(root: Any, markup: str, text: str) -> Looks:
    """What has to be looked for, told by the classes and styles there are."""
    named = "\n".join({*root.xpath("//@class", smart_strings=False)})
    styled = "\n".join({*root.xpath("//@style", smart_strings=False)})
    return Looks(
        clean=texts.is_clean(text),
        hiding="hidden" in markup or hidden.may_be_hidden(named, styled),
        codes=any(sign in named for sign in codes.SIGNS),
        tex=may_have_tex(markup),
        captions="caption" in named,
        spaces="white-space" in styled,
        word="mso-list" in styled,
    )


def _without_attributes(tag: re.Match[str]) -> str:
    """A tag without its attributes where there are so many that the parser would take minutes."""
    said = tag[0]
    return said if len(said.split(None, _ATTRIBUTES)) <= _ATTRIBUTES else tag[1]


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

    root = _parsed(markup)
    if root is None:
        whole = markup.encode("utf-8", "replace").decode()  # lone surrogates stop the parser
        root = _parsed(whole) if whole != markup else None
    if root is None:
        return None, ""
    text = etree.tostring(root, method="text", encoding="unicode")
    if len(markup) > 1_000 and len(text) * 20 < len(markup):
        there = "".join(_stripped(markup).split())
        if len(there) > 2 * len("".join(text.split())):
            return None, ""
    return root, text


def _parsed(markup: str) -> Any:
    """The root of the tree, None where the parser gave up."""
    from lxml import etree

    parser = etree.HTMLParser(huge_tree=True)
    try:
        root = etree.fromstring(markup, parser)
    except (etree.LxmlError, ValueError):
        return None
    return None if len(parser.error_log.filter_from_fatals()) else root


def _stripped(markup: str) -> str:
    """The text of `markup` by cutting out what looks like tags."""
    source = _DROPPED.sub(" ", markup)
    return html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", source)))


def _without_tags(markup: str) -> Blocks:
    """One paragraph per line of what is left when the tags are cut out."""
    lines = texts.page_lines(_stripped(markup)).split("\n")
    note = Paragraph(_WORDS_ONLY, (Mark(0, len(_WORDS_ONLY), ITALIC),))
    found: list[Block] = [Paragraph(" ".join(line.split())) for line in lines if line.strip()]
    return (note, *found) if found else ()
