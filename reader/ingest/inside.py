"""Pictures that a file brings along: parts of a mail or a saved page, files of a book, `data:`.

A body names such a picture `cid:` and a hash that is the same wherever the file lies: of its bytes,
or, in a zip, of what the list of names says of it, so that a book is read without its pictures.
The bytes are looked for when the picture is wanted: in the original that the library keeps, else in
the file. Nothing here asks the network, and nothing is written anywhere but into the library.
"""

from __future__ import annotations

import base64
import binascii
import html
import os
import plistlib
import re
from collections.abc import Callable, Iterator, Mapping
from email.message import Message
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, unquote_to_bytes, urljoin

from reader import text
from reader.ingest import bounds, kinds
from reader.model import FileError, ParseError

_IMG = re.compile(r"<img\b(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>", re.I)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_DATA = re.compile(
    r"data:image/[\w.+-]{1,40}(?P<options>(?:;[\w.=+-]{1,60}){0,4}),(?P<said>[^\"'\s<>]+)", re.I
)
_BASE = re.compile(r"<base\b[^<>]{0,500}?\bhref\s*=\s*[\"']?([^\"'\s<>]{1,4000})", re.I)
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src")
_DATA_LEAST = 200  # characters; less is a stand-in for a picture that comes later


def address(content: bytes) -> str:
    """The address of a picture by its bytes."""
    return f"cid:{blake2b(content, digest_size=16).hexdigest()}"


def named(markup: str, find: Callable[[str], str]) -> str:
    """A page with those of its pictures under their address inside that `find` knows.

    `find` is given an address as it is written and gives "" for what is not in the file.
    """

    def tag(found: re.Match[str]) -> str:
        said = {
            one[1].lower(): html.unescape(one[2] or one[3] or one[4] or "")
            for one in _ATTRIBUTE.finditer(found[0])
        }
        written = [said.get(name, "") for name in _SOURCES]
        written += [part.split()[0] for part in said.get("srcset", "").split(", ") if part.split()]
        known = next(filter(None, (find(raw.strip()) for raw in written if raw.strip())), "")
        if not known:
            return found[0]
        kept = {name: said[name] for name in ("alt", "title", "width", "height", "class", "style")
                if name in said}  # fmt: skip
        written = [f'{name}="{html.escape(value)}"' for name, value in kept.items()]
        return " ".join([f'<img src="{known}"', *written]) + ">"

    return _IMG.sub(tag, markup)


def base_of(markup: str, place: str) -> str:
    """The address that the relative ones in a page start from."""
    said = _BASE.search(markup[:200_000])
    try:
        return urljoin(place, html.unescape(said[1])) if said else place
    except ValueError:
        return place


def in_data(raw: str) -> str:
    """The address of the picture in a `data:` address, "" where there is none worth keeping."""
    content = _decoded(_DATA.fullmatch(raw))
    return address(content) if content else ""


def _decoded(found: re.Match[str] | None) -> bytes:
    if found is None or len(found["said"]) < _DATA_LEAST:
        return b""
    if "base64" not in found["options"].lower():
        return unquote_to_bytes(found["said"])
    try:
        return base64.b64decode(unquote(found["said"]), validate=False)
    except (binascii.Error, ValueError):
        return b""


def parts(message: Message) -> Iterator[Message]:
    """The parts of a message and of those within it, in order, as many as are looked at."""
    seen = 0
    waiting = [message]
    while waiting and seen < bounds.MAIL_PARTS:
        part = waiting.pop()
        seen += 1
        yield part
        inside = part.get_payload()
        if part.is_multipart() and isinstance(inside, list):
            waiting += [each for each in reversed(inside) if isinstance(each, Message)]


def is_picture(part: Message) -> bool:
    """Whether a part calls itself a picture, or is one without a kind that says more."""
    kind = part.get_content_type()
    return kind.startswith("image/") or (
        kind == "application/octet-stream" and bool(part.get("content-id"))
    )


def content(part: Message) -> bytes:
    """The bytes of a part, b"" where they are damaged."""
    try:
        found = part.get_payload(decode=True)
    except (ValueError, AssertionError, LookupError):
        return b""
    return found if isinstance(found, bytes) else b""


def joined(raw: str, base: str) -> str:
    """An address as the parts of a saved page are named by, whole and without a fragment."""
    try:
        return unquote(urljoin(base, raw)).partition("#")[0]
    except ValueError:
        return raw


class Parts:
    """The pictures in a message, by the names that its pages use for them."""

    def __init__(self, message: Message, base: str = "") -> None:
        self._base = base
        self._named: dict[str, Message] = {}
        self._addresses: dict[str, str] = {}
        for part in parts(message):
            if is_picture(part):
                said = str(part.get("content-id") or "").strip(" \t\r\n<>")
                if said:
                    self._named.setdefault(f"cid:{unquote(said)}".casefold(), part)
                if at := str(part.get("content-location") or "").strip():
                    self._named.setdefault(joined(at, base), part)

    def find(self, raw: str) -> str:
        """The address inside of the picture that `raw` names, else ""."""
        if raw.startswith("data:"):
            return in_data(raw)
        name = unquote(raw).casefold() if raw[:4].lower() == "cid:" else joined(raw, self._base)
        if name not in self._named:
            return ""
        if name not in self._addresses:
            found = content(self._named[name])
            self._addresses[name] = address(found) if found else ""
        return self._addresses[name]

    def used(self) -> set[int]:
        """The parts (by `id`) that a page has asked for."""
        return {id(self._named[name]) for name, said in self._addresses.items() if said}


# -- getting them --------------------------------------------------------------------------------


class Pictures:
    """The pictures in the file of an article, by their address; close it at the end."""

    def __init__(self, original: bytes, path: str) -> None:
        self._original = original
        self._path = path
        self._known: Mapping[str, bytes] | None = None
        self._book: Any = None
        self._file: BinaryIO | None = None

    def get(self, url: str) -> bytes:
        """The bytes of one. Raises FileError in one sentence."""
        if self._known is None:
            self._known = _held(self._original)
        found = self._known.get(url, b"")
        if not found and self._path:
            found = self._in_file(url)
        if not found:
            raise FileError(f"{self._shown}: the picture is no longer in it.")
        if len(found) > bounds.PICTURE_BYTES:
            raise FileError(
                f"{self._shown}: a picture in it is larger than "
                f"{bounds.PICTURE_BYTES // 1048576} MB, the most that is read."
            )
        return found

    def close(self) -> None:
        """Closes the file."""
        if self._file is not None:
            self._file.close()

    @property
    def _shown(self) -> str:
        return text.clean(self._path, 300) or "What was taken in"

    def _in_file(self, url: str) -> bytes:
        from reader.ingest.archive import Archive

        try:
            if self._file is None:
                self._file = _opened(Path(self._path))
                start = self._file.read(bounds.SNIFF_BYTES)
                self._file.seek(0)
                if start.startswith(b"PK"):
                    self._book = Archive(self._file, bounds.ARCHIVE_BYTES)
                else:
                    self._known = {**(self._known or {}), **_held(self._file.read())}
            if self._book is None:
                return (self._known or {}).get(url, b"")
            name = next((one for one in self._book.names() if self._book.sign(one) == url), "")
            found: bytes = self._book.read(name, bounds.PICTURE_BYTES)
        except ParseError as error:
            raise FileError(f"{self._shown}: {error}") from None
        return found


def _opened(path: Path) -> BinaryIO:
    """A file that may hold pictures, unpacked where it is compressed."""
    from reader.ingest import files, gzipped

    handle, status = files.opened(path, links=True)
    file = os.fdopen(handle, "rb")
    start = file.read(4)
    file.seek(0)
    limit = bounds.ARCHIVE_BYTES if start.startswith(b"PK") else bounds.FILE_BYTES
    if status.st_size > limit:
        file.close()
        raise ParseError("it is too large to look for pictures in it.")
    if not start.startswith(b"\x1f\x8b"):
        return file
    with file:
        return BytesIO(gzipped.inflated(file.read(bounds.FILE_BYTES + 1)))


def _held(source: bytes) -> dict[str, bytes]:
    """The pictures in a message, a saved page or a web archive, by address."""
    if not source:
        return {}
    kind = kinds.of(source, "a.eml")
    if kind in ("mail", "mhtml"):
        import email

        try:
            message = email.message_from_bytes(source)
        except RecursionError:
            return {}
        found = {}
        for part in parts(message):
            if is_picture(part):
                found[address(content(part))] = content(part)
            elif part.get_content_type() == "text/html":
                found |= _in_page(content(part))
        return found
    if kind == "webarchive":
        return {address(data): data for _, data in subresources(source)}
    return _in_page(source)


def _in_page(source: bytes) -> dict[str, bytes]:
    """The pictures in the `data:` addresses of a page, whatever its encoding."""
    if b"data:image" not in source.replace(b"\0", b""):
        return {}
    from reader.ingest import extract

    markup = html.unescape(extract.decoded(source))
    held = (_decoded(found) for found in _DATA.finditer(markup))
    return {address(data): data for data in held if data}


def subresources(source: bytes) -> list[tuple[str, bytes]]:
    """The pictures of a web archive with their addresses; none where it is damaged."""
    try:
        found = plistlib.loads(source).get("WebSubresources", [])
        return [
            (joined(str(one["WebResourceURL"]), ""), one["WebResourceData"])
            for one in found[: bounds.ARCHIVE_NAMES]
            if str(one.get("WebResourceMIMEType", "")).startswith("image/")
            and isinstance(one.get("WebResourceData"), bytes)
        ]
    except Exception:  # plistlib raises what the damage happens to lead to
        return []
