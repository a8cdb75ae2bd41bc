"""A book (`.epub`) to articles: one for each chapter, in the order of the book.

Chapters are the files of the book, unless its contents say otherwise: a file with several of them
is cut, and one that the contents pass over and that has no heading goes on with the chapter before.
Pages of pictures alone belong to the chapter beside them, notes to the chapter that refers to them.
"""

from __future__ import annotations

import html
import io
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, epubchapter, epubpackage
from reader.ingest.archive import Archive
from reader.ingest.article import completed
from reader.model import Body, ParseError

_TOP = 300  # characters above the first chapter of a file that do not end the chapter before


@dataclass(slots=True)
class _Chapter:
    """A chapter while the book is read: `notes` are those that it needs from elsewhere."""

    guid: str
    title: str
    told: bool  # by the contents
    content: str
    original: bytes
    notes: list[epubchapter.Note] = field(default_factory=list)


def articles(data: bytes | BinaryIO, name: str) -> tuple[ParsedArticle, ...]:
    """The chapters of a book. Raises ParseError where it is locked, damaged or without text."""
    archive = Archive(io.BytesIO(data) if isinstance(data, bytes) else data)
    locked = epubpackage.locked(archive)
    book = epubpackage.book(archive)
    if locked & set(book.spine):
        raise ParseError("it is locked by its shop (DRM); only the shop's own programs open it.")
    reading = _Reading(archive, book)
    for path in book.spine:
        if path != book.nav and (source := archive.read(path)):
            reading.take(path, source)
    if not reading.chapters:
        raise ParseError("it is a book without any text; there is nothing to read in it.")
    reading.add_cover()
    reading.add_notes()
    return tuple(
        replace(_article(book, each, place), place=place)
        for place, each in enumerate(reading.chapters)
    )


class _Reading:
    """A book while its files are read in their order."""

    def __init__(self, archive: Archive, book: epubpackage.Book) -> None:
        self.chapters: list[_Chapter] = []
        self._archive = archive
        self._book = book
        self._waiting = ""  # pictures before the first chapter
        self._starts: dict[str, list[epubpackage.Entry]] = {}
        for entry in epubchapter.starts(book.contents):
            self._starts.setdefault(entry.path, []).append(entry)

    def take(self, path: str, source: bytes) -> None:
        """One file: a chapter, several, a part of the one before, or only pictures."""
        from lxml import etree

        try:
            body = epubpackage.page(source).find("body")
        except (etree.ParserError, ValueError):
            return
        if body is None:
            return
        entries = self._starts.get(path, [])
        labels = {one.fragment: one.label for one in reversed(entries)}
        parts = epubchapter.cut(body, [one.fragment for one in entries if one.fragment])
        if len(parts) == 1:
            label = labels.get("", "") or (entries[0].label if entries else "")
            self._take_part(path, "", parts[0][1], label, source)
            return
        found = [(fragment, part, labels.get(fragment, "")) for fragment, part in parts]
        (_, top, label), (_, first, first_label), *rest = found
        if not label and not self._goes_on(top, label, source) and _is_short(top):
            for node in reversed(top):
                first.insert(0, node)
            found = [("", first, first_label), *rest]
        for fragment, part, label in found:
            self._take_part(path, fragment, part, label, source)

    def _take_part(self, path: str, fragment: str, body: Any, label: str, source: bytes) -> None:
        notes = epubchapter.prepared(body, path, self._archive)
        if epubchapter.is_silent(body):
            shown = [one for one in body.iter("img") if one.get("src")]
            pictures = "".join(f"<p>{_written(one)}</p>" for one in shown)
            if not self.chapters:
                self._waiting += pictures
            elif self._has_room(pictures):
                self.chapters[-1].content += pictures
            return
        if self._goes_on(body, label, source):
            last = self.chapters[-1]
            last.content += self._with_notes(last, body, notes)
            last.original += source
            return
        title = label or epubchapter.heading(body)
        guid = f"{path}#{fragment}" if fragment else path
        chapter = _Chapter(guid, title, bool(label), "", b"" if fragment else source)
        epubchapter.without_title(body, title)
        chapter.content = self._waiting + self._with_notes(chapter, body, notes)
        chapter.original = chapter.original or chapter.content.encode()
        self._waiting = ""
        self.chapters.append(chapter)

    def _goes_on(self, body: Any, label: str, source: bytes) -> bool:
        """Whether a part belongs to the chapter before it."""
        return (
            bool(self.chapters)
            and self.chapters[-1].told
            and not label
            and not epubchapter.begins_with_heading(body)
            and self._has_room(source)
        )

    def _has_room(self, more: str | bytes) -> bool:
        """Whether the last chapter can hold this too."""
        return len(self.chapters[-1].content) + len(more) < bounds.BODY

    def _with_notes(
        self, chapter: _Chapter, body: Any, notes: list[tuple[Any, epubchapter.Note]]
    ) -> str:
        """The markup of a body; links to notes lead to where `add_notes` puts them."""
        for node, note in notes[: bounds.NOTES]:
            if note not in chapter.notes:
                chapter.notes.append(note)
            node.set("href", f"#note-{chapter.notes.index(note) + 1}")
        return "".join(map(_written, body))

    def add_cover(self) -> None:
        """The picture of the cover above the first chapter, unless a page showed it there."""
        cover = self._archive.sign(self._book.cover)
        if cover and f'src="{cover}"' not in self.chapters[0].content:
            title = html.escape(self._book.title)
            first = self.chapters[0]
            first.content = f'<p><img src="{cover}" alt="{title}"></p>{first.content}'

    def add_notes(self) -> None:
        """The notes that stand elsewhere in the book at the end of the chapters that need them."""
        wanted: dict[str, dict[epubchapter.Note, None]] = {}
        for chapter in self.chapters:
            for note in chapter.notes:
                wanted.setdefault(note.path, {})[note] = None
        said: dict[epubchapter.Note, str] = {}
        for path, notes in wanted.items():
            if path in self._book.spine:
                said |= self._notes(path, list(notes))
        for chapter in self.chapters:
            found = [
                f'<div id="note-{number}">{said[each]}</div>'
                for number, each in enumerate(chapter.notes, 1)
                if each in said
            ]
            chapter.content += "<hr>" + "".join(found) if found else ""

    def _notes(self, path: str, notes: list[epubchapter.Note]) -> dict[epubchapter.Note, str]:
        """The markup of notes in one file."""
        from lxml import etree

        try:
            root = epubpackage.page(self._archive.read(path))
        except (etree.ParserError, ParseError, ValueError):
            return {}
        found: dict[epubchapter.Note, str] = {}
        for note in notes:
            node = epubchapter.note(root, note)
            if node is not None:
                epubchapter.prepared(node, path, self._archive)
                found[note] = _inner(node)
        return found


def _article(book: epubpackage.Book, chapter: _Chapter, place: int) -> ParsedArticle:
    return completed(
        ParsedArticle(
            guid=chapter.guid,
            title=chapter.title or f"{book.title or 'Chapter'}, {place + 1}",
            title_from="headline" if chapter.title else "file",
            byline=book.byline,
            source=text.clean(book.title, bounds.NAME),
            language=book.language,
            published=book.published,
            body=Body("html", text.clean_lines(chapter.content, bounds.BODY).strip()),
            original=chapter.original,
        )
    )


def _is_short(body: Any) -> bool:
    """Whether a part is no more than the lines above a chapter."""
    return len(text.clean(body.text_content(), 2 * _TOP)) < _TOP


def _written(node: Any) -> str:
    import lxml.html

    return str(lxml.html.tostring(node, encoding="unicode", method="html"))


def _inner(node: Any) -> str:
    """What is in a note, as paragraphs where it is no block of several."""
    made = html.escape(node.text or "") + "".join(map(_written, node))
    return made if node.tag in ("aside", "div", "section", "dd", "li") else f"<p>{made}</p>"
