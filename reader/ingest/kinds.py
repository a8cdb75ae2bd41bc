"""What a file is: told by its bytes first, then by the ending of its name."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import Literal

from reader.ingest import bounds

Kind = Literal[
    "text",
    "markdown",
    "html",
    "org",
    "rst",
    "mail",
    "mbox",
    "mhtml",
    "webarchive",
    "epub",
    "pdf",
    "gzip",
    "docx",
    "odt",
    "rtf",
    "zip",
    "binary",
]

_ENDINGS: dict[str, Kind] = {
    "txt": "text",
    "text": "text",
    "md": "markdown",
    "markdown": "markdown",
    "mdown": "markdown",
    "mkd": "markdown",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "org": "org",
    "rst": "rst",
    "rest": "rst",
    "eml": "mail",
    "mbox": "mbox",
    "mht": "mhtml",
    "mhtml": "mhtml",
    "webarchive": "webarchive",
    "epub": "epub",
    "pdf": "pdf",
}
PACKED = "gz"
ENDINGS = frozenset(_ENDINGS)

_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MARKUP = re.compile(
    rb"</?(?:p|div|br|h[1-6]|a|ul|ol|li|table|span|article|section|b|i|em|strong)\b", re.I
)
_HEADER = re.compile(rb"([!-9;-~]{2,60}):[ \t]*(?:[^\r\n]|\r?\n[ \t])*(?:\r?\n|\r|\Z)")
_POST = re.compile(rb"From [^\r\n]{1,200}\r?\n(?=[!-9;-~]{2,60}:)")
_FRONT = re.compile(
    rb"(---|\+\+\+)[ \t]*\r?\n(?:(?!\1)[^\r\n]*\r?\n){0,40}?[ \t]*title[\"']?\s*[:=]"
)
# Headers that only a mail system writes; a text with "From:" and "Subject:" may be anything.
_CARRIED = frozenset(
    b"message-id received mime-version return-path delivered-to newsgroups x-mailer list-id "
    b"dkim-signature references in-reply-to content-type content-transfer-encoding".split()
)
_WORDS = {
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "a database",
    b"BZh": "compressed with bzip2; decompress it first",
    b"\xfd7zXZ": "compressed with xz; decompress it first",
    b"\x28\xb5\x2f\xfd": "compressed with zstd; decompress it first",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it first",
    b"Rar!": "a rar archive; unpack it first",
    b"\xd0\xcf\x11\xe0": "an old office document; save it as text or HTML first",
    b"OggS": "sound",
    b"ID3": "sound",
    b"fLaC": "sound",
}


def taken() -> frozenset[str]:
    """The endings of files that are looked at when a directory is read, without the dot.

    PDFs only where the library for them is installed: a folder of them shall not complain of each.
    """
    return ENDINGS if find_spec("pypdfium2") else ENDINGS - {"pdf"}


def ending(name: str) -> str:
    """The ending of a file's name in lower case, the one within for `notes.txt.gz`."""
    stem, _, last = name.lower().rpartition(".")
    return stem.rpartition(".")[2] if last == PACKED else last


def of(data: bytes, name: str) -> Kind:
    """What a file's bytes are; where they are any text, what its name says."""
    told = _signature(data)
    last = ending(name)
    if told:
        return "epub" if told == "zip" and last == "epub" else told  # it is cut off
    by_name = _ENDINGS.get(last, "text")
    start = data[: bounds.SNIFF_BYTES].removeprefix(b"\xef\xbb\xbf")
    first = start[:1]
    if first == b"F" and _POST.match(start):
        return "mbox"
    if first == b"<" or first.isspace():
        if _PAGE.match(start):
            return "html"
        if first == b"<" and b"<plist" in start and b"WebMainResource" in data[:65_536]:
            return "webarchive"
    if by_name in ("mail", "mbox", "mhtml") or (first.isalpha() and b":" in start[:100]):
        head = _headers(start)
        if b"snapshot-content-location" in head or b"multipart/related" in head.get(
            b"content-type", b""
        ):
            return "mhtml"
        if by_name in ("mail", "mhtml") and head:
            return "mail"
        if head.keys() & _CARRIED and b"from" in head and len(head) >= 3:
            return "mail"
    if by_name == "html":
        return "html" if _MARKUP.search(start) or b"\0" in start else "text"
    if by_name == "text" and first in (b"-", b"+") and _FRONT.match(start):
        return "markdown"
    return by_name if by_name in ("markdown", "org", "rst") else "text"


def _signature(data: bytes) -> Kind | None:
    """What the first bytes alone say."""
    start = data[:8]
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    if start.startswith(b"PK\x03\x04"):
        return _zipped(data[:200], data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if start.startswith(b"bplist0"):
        return "webarchive"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    return None


def _zipped(start: bytes, data: bytes) -> Kind:
    """What a zip archive holds, by its first name and the list of names at its end."""
    if b"mimetypeapplication/epub+zip" in start:
        return "epub"
    if b"mimetypeapplication/vnd.oasis.opendocument" in start:
        return "odt"
    names = data[-65_536:] + data[:4_096]
    if b"META-INF/container.xml" in names:
        return "epub"
    if b"word/document.xml" in names or b"[Content_Types].xml" in names:
        return "docx"
    return "zip"


def _headers(start: bytes) -> dict[bytes, bytes]:
    """The header lines that a text begins with, names in lower case."""
    found: dict[bytes, bytes] = {}
    place = 0
    while line := _HEADER.match(start, place):
        name, _, value = line[0].partition(b":")
        found.setdefault(name.lower(), value.strip().lower())
        place = line.end()
    whole = place >= len(start) or start[place : place + 1] in (b"\r", b"\n")
    return found if whole or len(start) >= bounds.SNIFF_BYTES else {}


def in_words(data: bytes) -> str:
    """What bytes that are no text are, in words."""
    for start, words in _WORDS.items():
        if data.startswith(start):
            return words
    if data[4:8] == b"ftyp":
        return "a film or sound"
    return "a tar archive; unpack it first" if data[257:262] == b"ustar" else "binary data"
