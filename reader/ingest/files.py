"""One local file to an article. Every refusal is a FileError in one sentence with its name."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import replace
from pathlib import Path

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, charset
from reader.model import FileError, ParseError

TEXT_ENDINGS = frozenset(("txt", "text"))
MARKDOWN_ENDINGS = frozenset(("md", "markdown", "mdown", "mkd"))
HTML_ENDINGS = frozenset(("html", "htm", "xhtml"))
ENDINGS = TEXT_ENDINGS | MARKDOWN_ENDINGS | HTML_ENDINGS
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_FLAGS |= getattr(os, "O_BINARY", 0)
_KINDS = (
    (stat.S_ISDIR, "a directory; `tearsheet add` follows a directory as a feed"),
    (stat.S_ISFIFO, "a pipe, not a file; only files can be taken in"),
    (stat.S_ISSOCK, "a socket, not a file; only files can be taken in"),
    (stat.S_ISCHR, "a device, not a file; only files can be taken in"),
    (stat.S_ISBLK, "a device, not a file; only files can be taken in"),
)


def read(path: Path) -> tuple[ParsedArticle, ...]:
    """The articles in one file, as `articles` gives them. Raises FileError."""
    path = Path(os.path.abspath(path))
    data, status = bytes_of(path)
    return articles(path, data, status)


def bytes_of(path: Path, *, links: bool = True) -> tuple[bytes, os.stat_result]:
    """A regular file's bytes, never waiting for a pipe and never more than the limit."""
    shown = text.clean(str(path))
    try:
        status = os.stat(path, follow_symlinks=links)
        _regular(shown, status)
        handle = os.open(path, _FLAGS | (0 if links else getattr(os, "O_NOFOLLOW", 0)))
        with open(handle, "rb") as file:
            status = os.fstat(handle)
            _regular(shown, status)
            data = file.read(bounds.FILE_BYTES + 1)
    except OSError as error:
        raise FileError(refusal(path, shown, error)) from None
    except ValueError:  # a NUL in the name
        raise FileError(f"{shown} is no name that a file can have.") from None
    if not data.strip(b"\0\t\r\n\f\v \x1a\xef\xbb\xbf"):
        raise FileError(f"{shown} is empty; there is nothing to read in it.")
    if len(data) > bounds.FILE_BYTES:
        raise FileError(_too_large(shown, status.st_size))
    return data, status


def _regular(shown: str, status: os.stat_result) -> None:
    """Raises FileError unless `status` is that of a regular file within the limit."""
    for is_kind, words in _KINDS:
        if is_kind(status.st_mode):
            raise FileError(f"{shown} is {words}.")
    if status.st_size > bounds.FILE_BYTES:
        raise FileError(_too_large(shown, status.st_size))


def _too_large(shown: str, size: int) -> str:
    return (
        f"{shown} is too large ({max(size, bounds.FILE_BYTES) / 1048576:.0f} MB; at most "
        f"{bounds.FILE_BYTES // 1048576} MB are read); split it."
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
    if charset.is_binary(data):
        raise FileError(
            f"{shown} is not text ({_likely(data)}); text, Markdown and HTML can be taken in."
        )
    ending = path.suffix[1:].lower()
    try:
        found = _by_format(_source(data, ending), ending, path)
    except ParseError as error:
        raise FileError(f"{shown}: {error}") from None
    return (_finished(found, path, data, status),)


def _finished(
    found: ParsedArticle, path: Path, data: bytes, status: os.stat_result
) -> ParsedArticle:
    """An article with what only the file knows: where it is, when it changed, a title if none."""
    title, title_from = found.title, found.title_from
    if title_from != "headline":
        stem = text.clean(path.stem.replace("_", " "), bounds.TITLE)
        title, title_from = (stem, "file") if _telling(stem) else (title or stem, "text")
    return replace(
        found,
        title=title,
        title_from=title_from,
        updated=found.updated or int(status.st_mtime),
        original=data,
        original_path=storable(str(path)),
    )


def _source(data: bytes, ending: str) -> str:
    from reader.ingest import extract

    if ending in HTML_ENDINGS:
        return extract.decoded(data)
    return charset.decode(data)


def _by_format(source: str, ending: str, path: Path) -> ParsedArticle:
    """The article of a text: by content first, then by the file name's ending."""
    from reader.ingest import htmlfile, markdownfile, plaintext

    start = source[: bounds.SNIFF_BYTES]
    if htmlfile.is_page(start) or (ending in HTML_ENDINGS and htmlfile.has_markup(start)):
        return htmlfile.article(source)
    if ending in MARKDOWN_ENDINGS:
        return markdownfile.article(source)
    return plaintext.article(source)


def _likely(data: bytes) -> str:
    """What binary bytes are, in words."""
    for start, words in (
        (b"%PDF", "a PDF"),
        (b"PK", "a zip archive or office document"),
        (b"\x1f\x8b", "compressed"),
        (b"\x89PNG", "a picture"),
        (b"GIF8", "a picture"),
        (b"\xff\xd8", "a picture"),
        (b"\x7fELF", "a program"),
        (b"SQLite", "a database"),
    ):
        if data.startswith(start):
            return words
    return "binary data"


def _telling(stem: str) -> bool:
    """Whether a file's name says more than the text's own beginning: it has words in it."""
    return sum(part.isalpha() and len(part) > 2 for part in stem.replace("-", " ").split()) > 1


def storable(path: str) -> str:
    """A path that a database and a screen can hold: what is not printable is escaped."""
    if path.isprintable():
        return path
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in path)
