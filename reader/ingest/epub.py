"""A book (`.epub`) to articles: one for each chapter, in the order of the book.

The container names the package, the package the files and their order (EPUB 3.3, section 3).
"""

from __future__ import annotations

import io
import posixpath
import re
from dataclasses import dataclass, replace
from typing import Any, BinaryIO
from urllib.parse import unquote

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, charset, dates
from reader.ingest.archive import Archive
from reader.ingest.article import completed
from reader.model import Body, ParseError

_CONTAINER = "META-INF/container.xml"
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.I)


@dataclass(frozen=True, slots=True)
class _Book:
    """What the package says of a book: `spine` are its files in order, `labels` their titles."""

    title: str
    byline: str
    language: str
    published: int | None
    spine: tuple[str, ...]
    labels: dict[str, str]


def articles(data: bytes | BinaryIO, name: str) -> tuple[ParsedArticle, ...]:
    """The chapters of a book. Raises ParseError where it is locked, damaged or without text."""
    archive = Archive(io.BytesIO(data) if isinstance(data, bytes) else data)
    locked = _locked(archive)
    book = _book(archive)
    if locked & set(book.spine):
        raise ParseError("it is locked by its shop (DRM); only the shop's own programs open it.")
    found: list[ParsedArticle] = []
    for place, path in enumerate(book.spine):
        source = archive.read(path)
        chapter = _chapter(source, path, book, place) if source else None
        if chapter is not None:
            found.append(replace(chapter, place=len(found)))
    if not found:
        raise ParseError("it is a book without any text; there is nothing to read in it.")
    return tuple(found)


def _locked(archive: Archive) -> set[str]:
    """The files of a book that are encrypted; fonts may be, that locks nothing."""
    found: set[str] = set()
    source = archive.read("META-INF/encryption.xml")
    for one in _xml(source).iter("{*}EncryptedData") if source else ():
        method = next((m.get("Algorithm", "") for m in one.iter("{*}EncryptionMethod")), "")
        if method not in _FONTS:
            found |= {unquote(each.get("URI", "")) for each in one.iter("{*}CipherReference")}
    return found


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


def _book(archive: Archive) -> _Book:
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
        each.get("id", ""): (_joined(folder, each.get("href", "")), each)
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
    return _Book(
        title=next(filter(None, said["title"]), ""),
        byline=text.clean(", ".join(filter(None, said["creator"])), bounds.NAME),
        language=language
        if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", language)
        else "",
        published=next((each for each in dated if each is not None), None),
        spine=tuple(dict.fromkeys(spine))[: bounds.CHAPTERS],
        labels=_labels(archive, files, package),
    )


def _joined(folder: str, href: str) -> str:
    """A name in the archive from one in a file of `folder`."""
    path = unquote(href.partition("#")[0])
    return posixpath.normpath(posixpath.join(folder, path)).lstrip("/") if path else ""


def _labels(archive: Archive, files: dict[str, tuple[str, Any]], package: Any) -> dict[str, str]:
    """The titles that the book's contents give its files: from the page `nav`, else the NCX."""
    nav = [p for p, each in files.values() if "nav" in (each.get("properties") or "").split()]
    ncx = [p for p, each in files.values() if each.get("media-type") == "application/x-dtbncx+xml"]
    found: dict[str, str] = {}
    for path in nav[:1]:
        if source := archive.read(path):
            page = _page(source)
            for one in page.xpath("(//nav)[1]//a[@href]"):
                name = _joined(posixpath.dirname(path), one.get("href"))
                found.setdefault(name, text.clean(one.text_content(), bounds.TITLE))
    for path in ncx[:1] if not found else ():
        if source := archive.read(path):
            for point in _xml(source).iter("{*}navPoint"):
                label = next(iter(point.iter("{*}text")), None)
                content = next(iter(point.iter("{*}content")), None)
                if label is not None and content is not None:
                    name = _joined(posixpath.dirname(path), content.get("src", ""))
                    found.setdefault(name, text.clean("".join(label.itertext()), bounds.TITLE))
    return {path: label for path, label in found.items() if label}


def _page(source: bytes) -> Any:
    """A chapter as lxml's HTML parser reads it, which expands nothing and forgives much."""
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


def _chapter(source: bytes, path: str, book: _Book, place: int) -> ParsedArticle | None:
    """One file of the book as an article; None where it holds no words (a cover, a picture)."""
    import lxml.html

    try:
        page = _page(source)
    except (lxml.etree.ParserError, ValueError):
        return None
    body = page.find("body")
    if body is None or not text.clean(body.text_content()):
        return None
    for node in list(body.iter("script", "style", "link")):
        node.drop_tree()
    for node in list(body.iter("a")):
        if node.get("href") and not re.match(r"(?:https?|mailto):|#", node.get("href"), re.I):
            node.attrib.pop("href")  # to another file of the book
    for node in list(body.iter("img", "image")):
        raw = node.get("src") or node.get("href") or node.get("{http://www.w3.org/1999/xlink}href")
        if raw and not re.match(r"[\w+.-]+:", raw):
            node.set("src", _joined(posixpath.dirname(path), raw))
    title = book.labels.get(path, "") or _heading(body)
    _without_title(body, title)
    content = "".join(
        lxml.html.tostring(child, encoding="unicode", method="html") for child in body
    )
    told = bool(title)
    return completed(
        ParsedArticle(
            guid=path,
            title=title or f"{book.title or 'Chapter'}, {place + 1}",
            title_from="headline" if told else "file",
            byline=book.byline,
            source=text.clean(book.title, bounds.NAME),
            language=book.language,
            published=book.published,
            body=Body("html", text.clean_lines(content, bounds.BODY).strip()),
            original=source,
        )
    )


def _heading(body: Any) -> str:
    """The first heading near the beginning of a chapter."""
    for node in body.iter("h1", "h2", "h3"):
        if said := text.clean(node.text_content(), bounds.TITLE):
            return said
    return ""


def _without_title(body: Any, title: str) -> None:
    """Drops the heading that says the chapter's title once more."""
    for node in list(body.iter("h1", "h2", "h3"))[:1]:
        if title and text.clean(node.text_content()).casefold() == title.casefold():
            node.drop_tree()
