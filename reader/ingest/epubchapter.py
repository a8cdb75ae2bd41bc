"""A file of a book (`.epub`) as chapters: cut where the contents say so, its pictures named.

Links into the file's own text stay; those to notes in other files are told, so that `epub` can
bring the notes along; those to other chapters are only their words.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from reader import text
from reader.ingest import bounds, inside
from reader.ingest.archive import Archive
from reader.ingest.epubpackage import Entry, joined

_WEB = re.compile(r"(?:https?|mailto):", re.I)
_HEADINGS = ("h1", "h2", "h3")
_INLINE = frozenset((
    "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "img", "q", "s", "small", "span",
    "strong", "sub", "sup", "tt", "u",
))  # fmt: skip
_WHOLE = frozenset((
    "blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre",
    "table", "ul",
))  # fmt: skip
_MARK = re.compile(r"[\[({]?\s*(?:\d{1,4}|[*†‡§¶]{1,4}|[a-z]|note \d{1,4})\s*[\])}.]?", re.I)
_XLINK = ("href", "xlink:href", "{http://www.w3.org/1999/xlink}href")


class Note(NamedTuple):
    """A note that a chapter refers to: its file, the place in it, and the mark in the text."""

    path: str
    fragment: str
    mark: str


def starts(contents: Sequence[Entry]) -> list[Entry]:
    """Those lines of a book's contents with which a chapter begins.

    A line whose lower lines all lie in its own file is a chapter, and they are its sections. Where
    the whole book is below one line, or in one file, the next lines count.
    """
    found: list[Entry] = []
    at = 0
    while at < len(contents):
        end = at + 1
        while end < len(contents) and contents[end].depth > contents[at].depth:
            end += 1
        below = contents[at + 1 : end]
        found.append(contents[at])
        whole = len(below) == len(contents) - 1
        if below and (whole or any(one.path != contents[at].path for one in below)):
            found += starts(below)
        at = end
    return found


def cut(body: Any, fragments: Iterable[str]) -> list[tuple[str, Any]]:
    """A body in the parts that begin at these places in it, each under its fragment.

    The first part is what stands before the first place. Places that are not there, or that begin
    where another one does, cut nothing.
    """
    places = {node.get("name"): node for node in reversed(body.xpath(".//a[@name]"))}
    places |= {node.get("id"): node for node in reversed(body.xpath(".//*[@id]"))}
    first: dict[Any, str] = {}
    for fragment in fragments:
        if fragment in places:
            first.setdefault(_lifted(places[fragment], body), fragment)
    first.pop(body, None)
    around = {above for node in first for above in node.iterancestors()}
    parts: list[tuple[str, Any]] = [("", body.makeelement("body"))]
    for node, fragment in list(_flat(body, around, first)):
        if fragment:
            parts.append((fragment, body.makeelement("body")))
        parts[-1][1].append(node)
    return parts


def _lifted(node: Any, body: Any) -> Any:
    """The block that begins where `node` stands."""
    for above in list(node.iterancestors()):
        if above is body:
            break
        if above.tag in _WHOLE:
            node = above
    while node is not body and node.getparent() is not None:
        above = node.getparent()
        begins = above[0] is node and not (above.text or "").strip()
        if above is body or not (begins or node.tag in _INLINE):
            break
        node = above
    return node


def _flat(node: Any, around: set[Any], first: dict[Any, str]) -> Iterator[tuple[Any, str]]:
    """The blocks of a body, without the wrappers in which a chapter begins, each with the fragment
    that begins with it."""
    if (node.text or "").strip():
        made = node.makeelement("p")
        made.text = node.text
        yield made, ""
    for child in list(node):
        begun = first.get(child, "")
        if child not in around:
            yield child, begun
            continue
        for block, fragment in _flat(child, around, first):
            yield block, begun or fragment
            begun = ""


def is_silent(body: Any) -> bool:
    """Whether there are no words in a part: a cover, a plate."""
    return not text.clean(body.text_content())


def prepared(body: Any, path: str, archive: Archive) -> list[tuple[Any, Note]]:
    """Makes the addresses in a body fit to be kept; gives the links to notes in other places.

    Pictures are named by what the archive says of them. What only leads back from a note goes."""
    for node in list(body.iter("script", "style", "link")):
        node.drop_tree()
    for node in list(body.iter("svg")):
        picture = next(node.iter("image", "img"), None)
        if picture is not None:
            made = node.makeelement("img", {"src": _source(picture), "alt": _said(node)})
            made.tail = node.tail
            node.getparent().replace(node, made)
    for node in list(body.iter("img", "image")):
        raw = _source(node)
        known = inside.in_data(raw) if raw.startswith("data:") else ""
        if raw and not re.match(r"[\w+.-]+:", raw):
            known = archive.sign(joined(posixpath.dirname(path), raw))
        node.attrib.pop("src", None)
        if known or _WEB.match(raw):
            node.set("src", known or raw)
        elif not node.get("alt"):
            node.drop_tree()
    here = {node.get("id") for node in body.iter() if node.get("id")}
    here |= {node.get("name") for node in body.iter("a") if node.get("name")}
    notes: list[tuple[Any, Note]] = []
    for node in list(body.iter("a")):
        raw = node.get("href") or ""
        if not raw or _WEB.match(raw):
            continue
        name, _, fragment = raw.partition("#")
        target = joined(posixpath.dirname(path), name) if name else path
        if target == path and fragment in here:
            node.set("href", f"#{fragment}")
            continue
        del node.attrib["href"]
        said = text.clean(node.text_content(), 40)
        if said and not said.strip("↩↑^\ufe0e\ufe0f "):
            node.drop_tree()
        elif fragment and _is_note(node, said):
            notes.append((node, Note(target, fragment, said)))
    return notes


def _source(node: Any) -> str:
    return next((node.get(name) for name in ("src", *_XLINK) if node.get(name)), "").strip()


def _said(node: Any) -> str:
    title = next(node.iter("title", "desc"), None)
    return node.get("aria-label") or ("" if title is None else title.text_content())


def _is_note(node: Any, said: str) -> bool:
    """Whether a link that says this is the mark of a note, not the number that a note begins
    with."""
    kind = f"{node.get('epub:type') or ''} {node.get('role') or ''} {node.get('class') or ''}"
    if "noteref" in kind:
        return True
    if "backlink" in kind or not _MARK.fullmatch(said):
        return False
    block = node
    while block.tag in _INLINE and block.getparent() is not None:
        block = block.getparent()
    return not text.clean(block.text_content(), 200).startswith(said)


def note(root: Any, wanted: Note) -> Any:
    """The block of a page that is a note, beginning with its mark; None where there is none."""
    names = ("id", "name")
    places = [each for each in root.iter() if wanted.fragment in map(each.get, names)]
    if not places:
        return None
    found = places[0]
    while found.tag in _INLINE and found.getparent() is not None:
        found = found.getparent()
    said = text.clean(found.text_content(), bounds.NOTE + 1)
    if found.tag in ("body", "html") or not 2 < len(said) <= bounds.NOTE:
        return None
    if wanted.mark.strip("[](){}. ") not in said[: len(wanted.mark) + 4]:
        first = next(found.iter("p"), found)
        first.text = f"{wanted.mark} {first.text or ''}"
    return found


def heading(body: Any) -> str:
    """The first heading of a chapter."""
    for node in body.iter(*_HEADINGS):
        for line in node.iter("br"):
            line.tail = f" {line.tail or ''}"
        if said := text.clean(node.text_content(), bounds.TITLE):
            return said
    return ""


def begins_with_heading(body: Any) -> bool:
    """Whether a heading is among the first words of a part."""
    said = heading(body)
    start = text.clean(body.text_content(), 2_000)
    return bool(said) and said in start[: len(said) + 80]


def without_title(body: Any, title: str) -> None:
    """Drops what a chapter begins with that says its title once more: a heading or several, a
    number above it. A heading that says it further down goes too."""
    told = _letters(title)
    if not told:
        return
    said = ""
    dropped = []
    for node in list(body.iter(*_HEADINGS, "h4", "p"))[:4]:
        said += _letters(node.text_content())
        dropped.append(node)
        if said in (told, told.lstrip("0123456789")) and said:
            _drop(dropped)
            return
        if not told.startswith(said):
            break
    first = next(body.iter(*_HEADINGS), None)
    if first is not None and _letters(first.text_content()) == told:
        _drop([first])


def _drop(nodes: list[Any]) -> None:
    """Takes elements out, but for the pictures in them."""
    for node in nodes:
        for picture in list(node.iter("img")):
            picture.tail = None
            node.addprevious(picture)
        node.drop_tree()


def _letters(said: str) -> str:
    return "".join(filter(str.isalnum, said.casefold()))
