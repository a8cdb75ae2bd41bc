"""What the package of a book (`.epub`) says: facts, files in their order, contents, cover.

The container names the package, the package the files and their order (EPUB 3.3, section 3).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import unquote

from reader import text
from reader.ingest import bounds, charset, dates
from reader.ingest.archive import Archive
from reader.model import ParseError

_CONTAINER = "META-INF/container.xml"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.I)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


class Entry(NamedTuple):
    """A line of a book's contents: the file and the place in it where `label` begins."""

    path: str
    fragment: str
    label: str
    depth: int


@dataclass(frozen=True, slots=True)
class Book:
    """What the package says of a book: `spine` are its files in order, `cover` a picture in it,
    `nav` the page of its contents."""

    title: str
    byline: str
    language: str
    published: int | None
    spine: tuple[str, ...]
    contents: tuple[Entry, ...]
    cover: str
    nav: str


def locked(archive: Archive) -> set[str]:
    """The files of a book that are encrypted; fonts may be, that locks nothing."""
    found: set[str] = set()
    source = archive.read("META-INF/encryption.xml")
    for one in _xml(source).iter("{*}EncryptedData") if source else ():
        method = next((m.get("Algorithm", "") for m in one.iter("{*}EncryptionMethod")), "")
        if method not in _FONTS:
            found |= {unquote(each.get("URI", "")) for each in one.iter("{*}CipherReference")}
    return found


def book(archive: Archive) -> Book:
    """What the package says. Raises ParseError where there is none."""
    source = archive.read(_CONTAINER)
    roots = (
        [each.get("full-path", "") for each in _xml(source).iter("{*}rootfile")] if source else []
    )
    path = next((each for each in roots if each), "")
    source = archive.read(path) if path else b""
    if not source:
        raise ParseError("it is no book that can be read: its package is missing; get it again.")
    package = _xml(source)
    folder = posixpath.dirname(path)
    files = {
        each.get("id", ""): (joined(folder, each.get("href", "")), each)
        for each in package.iter("{*}item")
    }
    spine = [
        files[each.get("idref", "")][0]
        for each in package.iter("{*}itemref")
        if each.get("idref", "") in files
    ]
    said = {
        name: [text.clean("".join(each.itertext())) for each in package.iter(f"{{*}}{name}")]
        for name in ("title", "creator", "language", "date")
    }
    language = said["language"][0] if said["language"] else ""
    dated = [dates.parse(each) for each in said["date"]]
    return Book(
        title=next(filter(None, said["title"]), ""),
        byline=text.clean(", ".join(filter(None, said["creator"])), bounds.NAME),
        language=language if _LANGUAGE.fullmatch(language) else "",
        published=next((each for each in dated if each is not None), None),
        spine=tuple(dict.fromkeys(spine))[: bounds.CHAPTERS],
        contents=_contents(archive, files),
        cover=_cover(package, files),
        nav=next(iter(_with_property(files, "nav")), ""),
    )


def joined(folder: str, href: str) -> str:
    """A name in the archive from one in a file of `folder`."""
    path = unquote(href.partition("#")[0])
    return posixpath.normpath(posixpath.join(folder, path)).lstrip("/") if path else ""


def page(source: bytes) -> Any:
    """A chapter as lxml's HTML parser reads it, which expands nothing and forgives much.

    Raises lxml.etree.ParserError or ValueError where there is nothing to read.
    """
    import lxml.html

    told = _XML_ENCODING.search(source[:300])
    markup = charset.decode(source, told[1].decode("ascii") if told else "utf-8")
    # `<title/>` and `<script/>` are whole in XHTML; in HTML they would swallow what follows.
    markup = re.sub(
        r"<(title|script|style|a|div|p|span|i|b|em)\b([^<>]*?)/>", r"<\1\2></\1>", markup
    )
    return lxml.html.document_fromstring(
        text.clean_lines(markup, bounds.PAGE).encode() or b"<p></p>",
        parser=lxml.html.HTMLParser(
            huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8"
        ),
    )


def _xml(source: bytes) -> Any:
    """A book's own XML. Entities are not read: none of a book's files has a use for them."""
    from lxml import etree

    if b"<!ENTITY" in source:
        raise ParseError("its XML defines entities, as only a trap does; it was not read.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise ParseError("it is a damaged book; get it again.")
    return root


def _with_property(files: dict[str, tuple[str, Any]], name: str) -> list[str]:
    return [p for p, each in files.values() if name in (each.get("properties") or "").split()]


def _cover(package: Any, files: dict[str, tuple[str, Any]]) -> str:
    """The picture of the cover, as EPUB 3 names it, or as EPUB 2 does."""
    for path in _with_property(files, "cover-image"):
        return path
    for meta in package.iter("{*}meta"):
        if meta.get("name") == "cover" and meta.get("content", "") in files:
            path, item = files[meta.get("content", "")]
            if (item.get("media-type") or "").startswith("image/"):
                return path
    return ""


def _contents(archive: Archive, files: dict[str, tuple[str, Any]]) -> tuple[Entry, ...]:
    """The contents that a book has of itself: from the page `nav`, else the NCX."""
    nav = _with_property(files, "nav")
    ncx = [p for p, each in files.values() if each.get("media-type") == "application/x-dtbncx+xml"]
    for path in nav[:1]:
        if source := archive.read(path):
            found = tuple(_of_nav(page(source), posixpath.dirname(path)))
            if found:
                return found[: bounds.CHAPTERS]
    for path in ncx[:1]:
        if source := archive.read(path):
            return tuple(_of_ncx(_xml(source), posixpath.dirname(path)))[: bounds.CHAPTERS]
    return ()


def _of_nav(root: Any, folder: str) -> Iterator[Entry]:
    navs = root.xpath("//nav")
    toc = [each for each in navs if "toc" in (each.get("epub:type") or "").split()]
    for nav in (toc or navs)[:1]:
        for one in nav.xpath(".//a[@href]"):
            depth = sum(above.tag in ("ol", "ul") for above in one.iterancestors())
            yield from _entry(folder, one.get("href"), one.text_content(), depth)


def _of_ncx(root: Any, folder: str) -> Iterator[Entry]:
    for point in root.iter("{*}navPoint"):
        label = next(iter(point.iter("{*}text")), None)
        content = next(iter(point.iter("{*}content")), None)
        if label is not None and content is not None:
            depth = sum(1 for _ in point.iterancestors("{*}navPoint"))
            yield from _entry(folder, content.get("src", ""), "".join(label.itertext()), depth)


def _entry(folder: str, href: str, label: str, depth: int) -> Iterator[Entry]:
    name, said = joined(folder, href), text.clean(label, bounds.TITLE)
    if name and said:
        yield Entry(name, unquote(href.partition("#")[2]), said, depth)
