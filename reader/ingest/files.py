"""One local file to articles. Every refusal is a FileError in one sentence with its name."""

from __future__ import annotations

import errno
import io
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from reader import clock, text
from reader.incoming import ParsedArticle
from reader.ingest import apart, bounds, charset, kinds
from reader.model import FileError, ParseError

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_FLAGS |= getattr(os, "O_BINARY", 0)
_KINDS = (
    (stat.S_ISDIR, "a directory; `tearsheet add` follows a directory as a feed"),
    (stat.S_ISFIFO, "a pipe, not a file; only files can be taken in"),
    (stat.S_ISSOCK, "a socket, not a file; only files can be taken in"),
    (stat.S_ISCHR, "a device, not a file; only files can be taken in"),
    (stat.S_ISBLK, "a device, not a file; only files can be taken in"),
)
_MODULES = {  # each with `articles(data, name)`, imported only for a file of its kind
    "markdown": "markdownfile",
    "html": "htmlfile",
    "org": "orgfile",
    "rst": "rstfile",
    "mail": "mail",
    "mbox": "mbox",
    "mhtml": "mhtml",
    "webarchive": "webarchive",
    "epub": "epub",
    "pdf": "pdffile",
}
_REFUSED = {
    "docx": "it is an office document (docx or the like); save it as text, HTML or PDF first",
    "odt": "it is an office document (OpenDocument); save it as text, HTML or PDF first",
    "rtf": "it is a document in RTF; save it as text, HTML or PDF first",
    "zip": "it is a zip archive; unpack it and take in the files",
}
_BOOKS = ("epub", "pdf")  # read from the file itself, where it is large
STDIN = "standard input"
_NOTES = (".md", ".markdown", ".org")  # of programs that know a note by the name of its file
_NAMELESS = frozenset(("readme", "index", "_index", "untitled", "note", "notes", "draft", "main"))
_PART = re.compile(r" \(part \d+ of \d+\)$")


def read(path: Path) -> Iterator[ParsedArticle]:
    """The articles in one file, one by one where it is large. Raises FileError.

    A FileError comes before the first article, but for a mailbox that turns out to be too long.
    """
    path = Path(os.path.abspath(path))
    handle, status = opened(path, links=True)
    with open(handle, "rb") as file:
        if status.st_size > bounds.FILE_BYTES:
            yield from _large(path, file, status)
            return
        data = _whole(path, file)
    yield from articles(path, data, status)


def bytes_of(path: Path, *, links: bool = True) -> tuple[bytes, os.stat_result]:
    """A regular file's bytes, never waiting for a pipe and never more than the limit."""
    handle, status = opened(path, links=links)
    with open(handle, "rb") as file:
        if status.st_size > bounds.FILE_BYTES:
            raise FileError(_too_large(text.clean(str(path)), status.st_size))
        return _whole(path, file), status


def opened(path: Path, *, links: bool) -> tuple[int, os.stat_result]:
    """A regular file, opened without waiting for anything."""
    shown = text.clean(str(path))
    try:
        _regular(shown, os.stat(path, follow_symlinks=links))
        handle = os.open(path, _FLAGS | (0 if links else getattr(os, "O_NOFOLLOW", 0)))
        try:
            status = os.fstat(handle)
            _regular(shown, status)
        except BaseException:
            os.close(handle)
            raise
    except OSError as error:
        raise FileError(refusal(path, shown, error)) from None
    except ValueError:  # a NUL in the name
        raise FileError(f"{shown} is no name that a file can have.") from None
    return handle, status


def _whole(path: Path, file: BinaryIO) -> bytes:
    """All of an opened file. Raises FileError where that is too much."""
    shown = text.clean(str(path))
    try:
        data = file.read(bounds.FILE_BYTES + 1)
    except OSError as error:
        raise FileError(refusal(path, shown, error)) from None
    if len(data) > bounds.FILE_BYTES:
        raise FileError(_too_large(shown, len(data)))
    return data


def _not_empty(shown: str, data: bytes) -> None:
    if not data.strip(b"\0\t\r\n\f\v \x1a\xef\xbb\xbf"):
        raise FileError(f"{shown} is empty; there is nothing to read in it.")


def _regular(shown: str, status: os.stat_result) -> None:
    """Raises FileError unless `status` is that of a regular file."""
    for is_kind, words in _KINDS:
        if is_kind(status.st_mode):
            raise FileError(f"{shown} is {words}.")


def _too_large(shown: str, size: int, limit: int = bounds.FILE_BYTES) -> str:
    return (
        f"{shown} is too large ({size / 1048576:.0f} MB; at most {limit // 1048576} MB of its "
        f"kind are read{' in a directory' if limit == bounds.FILE_BYTES else ''}); split it."
    )


def refusal(path: Path, shown: str, error: OSError) -> str:
    """An operating system's refusal as a sentence."""
    if isinstance(error, FileNotFoundError):
        if os.path.islink(path):
            target = text.clean(os.readlink(path))
            return f"{shown} is a link to {target}, which does not exist; mend or remove the link."
        return f"{shown} does not exist; check the name."
    if isinstance(error, PermissionError):
        return f"{shown} may not be read by you; change its permissions (chmod u+r)."
    if error.errno == errno.ELOOP:
        return f"{shown} is a link that leads to itself or away; name the file itself."
    return f"{shown} cannot be read: {text.clean(error.strerror or 'unknown error')}; try again."


def named(article: ParsedArticle, name: str) -> str:
    """The guid of an article of the file `name`: the name alone, or with the part's own."""
    return f"{name}#{article.guid}" if article.guid else name


def articles(path: Path, data: bytes, status: os.stat_result) -> tuple[ParsedArticle, ...]:
    """A file's articles by what its bytes are, at least one. Raises FileError.

    A file that is one article gives it without a guid; the parts of one that holds several each
    have one that stays when others come or go (a Message-ID, a chapter's name), see `named`.
    `original` holds the source of the article alone, `original_path` the file's absolute name.
    """
    shown = text.clean(str(path))
    _not_empty(shown, data)
    found = _parsed(data, path.name, shown)
    return tuple(_finished(each, path, status) for each in found)


def from_stdin(data: bytes) -> tuple[ParsedArticle, ...]:
    """The articles in bytes that came without a name, as `articles` gives them."""
    if len(data) > bounds.FILE_BYTES:
        raise FileError(
            f"{STDIN} holds more than {bounds.FILE_BYTES // 1048576} MB; write it into a file."
        )
    _not_empty(STDIN, data)
    return tuple(
        replace(each, title=each.title or "Untitled", updated=each.updated or clock.now())
        for each in _parsed(data, "", STDIN)
    )


def _parsed(data: bytes, name: str, shown: str) -> tuple[ParsedArticle, ...]:
    """The articles in bytes; `name` is the file's, for its ending."""
    try:
        kind = kinds.of(data, name)
        if kind == "gzip":
            from reader.ingest import gzipped

            data = gzipped.inflated(data)
            _not_empty(shown, data)
            kind = kinds.of(data, name)
        _check(kind, data, shown)
        if kind in apart.KINDS:
            found = tuple(apart.articles(_MODULES[kind], data, name))
        elif kind in _MODULES:
            module = import_module(f"reader.ingest.{_MODULES[kind]}")
            found = tuple(module.articles(data, name))
        elif len(data) > bounds.HEAD_BYTES:
            from reader.ingest import longtext

            return tuple(longtext.articles(io.BytesIO(data), len(data)))
        else:
            from reader.ingest import plaintext

            found = (plaintext.article(charset.decode(data)),)
    except ParseError as error:
        raise FileError(f"{shown}: {error}") from None
    except RecursionError:
        raise FileError(f"{shown} is nested too deeply to be read; it was not taken in.") from None
    return tuple(each if each.original else replace(each, original=data) for each in found)


def _check(kind: str, data: bytes, shown: str) -> None:
    """Raises FileError for what is no text of any kind."""
    if kind == "gzip":
        raise FileError(f"{shown} is compressed twice; decompress it once and take in the file.")
    if kind in _REFUSED:
        raise FileError(f"{shown} cannot be read: {_REFUSED[kind]}.")
    if kind not in ("pdf", "epub", "webarchive", "mail", "mbox", "mhtml") and (
        charset.is_binary(data)
    ):
        raise FileError(
            f"{shown} is not text ({kinds.in_words(data)}); `tearsheet add --help` says what can "
            "be taken in."
        )


def _large(path: Path, file: BinaryIO, status: os.stat_result) -> Iterator[ParsedArticle]:
    """The articles of a file that is not to be held in memory."""
    shown = text.clean(str(path))
    head = file.read(bounds.HEAD_BYTES)
    file.seek(-min(status.st_size, bounds.TAIL_BYTES + 22), os.SEEK_END)
    kind = kinds.of(head + file.read(), path.name)
    file.seek(0)
    _check(kind, head, shown) if kind != "gzip" else None
    limit = bounds.ARCHIVE_BYTES if kind in _BOOKS else bounds.LARGE_BYTES
    if kind in ("gzip", "html", "mail", "mhtml", "webarchive"):
        limit = bounds.FILE_BYTES
    if status.st_size > limit:
        raise FileError(_too_large(shown, status.st_size, limit))
    try:
        for each in _streamed(kind, path, file, status.st_size):
            yield _finished(each, path, status)
    except ParseError as error:
        raise FileError(f"{shown}: {error}") from None


def _streamed(kind: str, path: Path, file: BinaryIO, size: int) -> Iterator[ParsedArticle]:
    if kind in _BOOKS:
        yield from apart.articles(_MODULES[kind], str(path), path.name)
    elif kind == "mbox":
        import mmap

        from reader.ingest import mbox

        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            yield from mbox.each(mapped)
    else:
        from reader.ingest import longtext

        yield from longtext.articles(file, size)


def _finished(found: ParsedArticle, path: Path, status: os.stat_result) -> ParsedArticle:
    """An article with what only the file knows: where it is, when it changed, a title if none."""
    title, title_from = found.title, found.title_from
    part = _PART.search(title)
    if title_from == "text" and (part or not found.guid):
        stem = text.clean(_stem(path), bounds.TITLE)
        if _telling(stem) or (path.suffix.lower() in _NOTES and _names_a_note(stem)):
            title, title_from = stem + (part[0] if part else ""), "file"
        title = title or stem
    return replace(
        found,
        title=title,
        title_from=title_from,
        updated=found.updated or int(status.st_mtime),
        original_path=storable(str(path)),
    )


def _stem(path: Path) -> str:
    """A file's name without its endings."""
    stem = Path(path.stem).stem if path.suffix.lower() == f".{kinds.PACKED}" else path.stem
    return stem.replace("_", " ")


def _telling(stem: str) -> bool:
    """Whether a file's name says more than the text's own beginning: it has words in it."""
    return sum(part.isalpha() and len(part) > 2 for part in stem.replace("-", " ").split()) > 1


def _names_a_note(stem: str) -> bool:
    """Whether a file's name is that of a note: its writer chose it as the title."""
    words = stem.casefold()
    return words not in _NAMELESS and any(len(part) > 2 for part in re.findall(r"[^\W\d_]+", words))


def storable(path: str) -> str:
    """A path that a database and a screen can hold: what is not printable is escaped."""
    if path.isprintable():
        return path
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in path)
