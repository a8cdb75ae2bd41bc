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
from reader.page.blocks import Blocks
from reader.page.elements import OPENERS
from reader.page.formulas import in_text, may_have_tex
from reader.page.frames import Looks
from reader.page.signs import unescape_signs
from reader.page.targets import mark_targets
from reader.page.tree import at_once, bounded, let_go, mended, parsed, words_only
from reader.page.walk import Walk

BEGINNING = 40_000  # characters of source: more than a screen, less than 5 ms
_CHECKED = 500_000  # characters that are looked at in one step
_ESCAPED = re.compile(r"<(p|br|a|div|img|b|i|em|strong|ul|ol|li|h[1-6]|blockquote)\b[^<>]*>", re.I)
_ESCAPED_END = re.compile(r"</(p|a|div|b|i|em|strong|ul|ol|li|h[1-6]|blockquote)>", re.I)
_AROUND = frozenset(("html", "body", "div", "section", "article", "main", "center", "header"))


def blocks(markup: str, base: str = "") -> Blocks:
    """The blocks of `markup`; addresses in it are joined to `base`. Never fails."""
    return at_once(steps(markup, base))


def steps(markup: str, base: str = "") -> Generator[None, None, Blocks]:
    """As `blocks`, in steps of some milliseconds, so that keys can come between."""
    if "\r" in markup:
        markup = markup.replace("\r\n", "\n").replace("\r", "\n")
    if "<" not in markup:
        if "&lt;" in markup:
            markup = _unescaped(markup)
        if "<" not in markup:
            said = html.unescape(markup) if "&" in markup else markup
            return plain.blocks(in_text(said) if may_have_tex(said) else said)
    markup, left_out = bounded(markup)
    yield
    source = mended(markup)
    yield
    root, text = yield from parsed(source)
    yield
    if root is None:
        return words_only(markup) + left_out
    walk = yield from _walk(root, text, markup, base)
    yield from walk.steps(root)
    yield from let_go(root)
    made = walk.blocks()
    if walk.sharing:
        yield
        made = junk.without_sharing(made)
    return junk.without_last_line(made) + left_out


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
    root, text = at_once(parsed(mended(markup)))
    if root is None:
        return ()
    _drop_what_goes_on(root)
    walk = at_once(_walk(root, text, markup, base))
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


def glimpse(markup: str, base: str = "") -> Blocks:
    """What can be shown meanwhile of a page whose first blocks cannot be told yet: those that about
    `4 * BEGINNING` characters of it make."""
    size = 4 * BEGINNING
    cut = max(markup.rfind("<", 1, size), 0) or max(markup.rfind(" ", 1, size), 0) or size
    return blocks(markup[:cut], base)


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


def _walk(root: Any, text: str, markup: str, base: str) -> Generator[None, None, Walk]:
    """The walk over a tree, which has not begun."""
    if "<base" in markup:
        base = _own_base(root, base)
    inpage = mark_targets(root, base) if _may_lead_within(markup) else {}
    yield
    if "&" in text:
        unescape_signs(root)
        yield
    words = text.lower() if "<abbr" in markup or "<acronym" in markup else ""
    clean = True
    for at in range(0, len(text), _CHECKED):
        clean = clean and texts.is_clean(text[max(0, at - 1) : at + _CHECKED])
        yield
    named = "\n".join({*root.xpath("//@class", smart_strings=False)})
    yield
    styled = "\n".join({*root.xpath("//@style", smart_strings=False)})
    yield
    looks = Looks(
        clean=clean,
        hiding="hidden" in markup or hidden.may_be_hidden(named, styled),
        codes=any(sign in named for sign in codes.SIGNS),
        tex=may_have_tex(markup),
        captions="caption" in named,
        spaces="white-space" in styled,
        word="mso-list" in styled,
    )
    return Walk(base, OPENERS, looks, inpage, words)


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
