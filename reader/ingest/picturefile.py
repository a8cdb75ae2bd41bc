"""What a picture's first bytes say of it: its kind and its size, without unpacking anything.

A bomb says in its head how large it will be; what is refused here is never decoded. The size is the
one that is seen: a JPEG that is to be turned (EXIF) has its sides exchanged.
"""

from __future__ import annotations

import re
import struct
from typing import NamedTuple

from reader.ingest import bounds
from reader.model import ParseError

_SVG = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg\b", re.S | re.I)
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml|!--)", re.I)
_SIZED = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # JPEG frames, which name their size
_ALONE = {0x01, *range(0xD0, 0xD9)}  # JPEG markers without a length
_ORIENTATION = 0x0112
_SEGMENTS = 500


class Head(NamedTuple):
    """`kind` is png, jpeg, gif, webp, avif, bmp or svg; the size is pixels, 0 where unknown."""

    kind: str
    width: int
    height: int


def head(content: bytes) -> Head:
    """What `content` is. Raises ParseError, without a name, where it is no picture to be kept."""
    found = _head(content)
    if found.width * found.height > bounds.PICTURE_PIXELS:
        raise ParseError(
            f"it has {found.width:,} × {found.height:,} pixels, and more than "
            f"{bounds.PICTURE_PIXELS // 1_000_000} million are not unpacked"
        )
    return found


def _head(content: bytes) -> Head:
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return Head("png", *_big(content, 16))
        if content.startswith((b"GIF87a", b"GIF89a")):
            return Head("gif", *struct.unpack_from("<HH", content, 6))
        if content.startswith(b"\xff\xd8\xff"):
            return Head("jpeg", *_jpeg(content))
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return Head("webp", *_webp(content))
        if content[4:8] == b"ftyp" and content[8:12] in (b"avif", b"avis", b"mif1"):
            return Head("avif", *_avif(content))
        if content.startswith(b"BM"):
            wide, high = struct.unpack_from("<ii", content, 18)
            return Head("bmp", abs(wide), abs(high))
    except struct.error:
        raise ParseError("it ends before it says how large it is") from None
    if _SVG.match(content[:4_096]):
        return Head("svg", 0, 0)
    if not content.strip():
        raise ParseError("the server sent nothing")
    if _MARKUP.match(content[:1_000]):
        raise ParseError("it is a page instead of a picture")
    raise ParseError("it is no picture of a known kind")


def _big(content: bytes, at: int) -> tuple[int, int]:
    wide, high = struct.unpack_from(">II", content, at)
    return wide, high


def _jpeg(content: bytes) -> tuple[int, int]:
    """The size in the first frame; `turned` by the EXIF part before it."""
    at, turned = 2, False
    for _ in range(_SEGMENTS):
        while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] == b"\xff":
            at += 1
        start, marker = struct.unpack_from(">BB", content, at)
        if start != 0xFF:
            break
        at += 2
        if marker in _ALONE:
            continue
        (length,) = struct.unpack_from(">H", content, at)
        if marker in _SIZED:
            high, wide = struct.unpack_from(">HH", content, at + 3)
            return (high, wide) if turned else (wide, high)
        if marker == 0xE1 and content[at + 2 : at + 8] == b"Exif\0\0":
            turned = _is_turned(content[at + 8 : at + length])
        at += length
    raise ParseError("it does not say how large it is")


def _is_turned(exif: bytes) -> bool:
    """Whether an EXIF part says that the picture lies on its side."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return False
    try:
        (at,) = struct.unpack_from(f"{order}I", exif, 4)
        (amount,) = struct.unpack_from(f"{order}H", exif, at)
        for place in range(at + 2, at + 2 + 12 * min(amount, 100), 12):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, place)
            if tag == _ORIENTATION:
                return value in range(5, 9)
    except struct.error:
        pass
    return False


def _webp(content: bytes) -> tuple[int, int]:
    kind = content[12:16]
    if kind == b"VP8X":
        wide = int.from_bytes(content[24:27], "little")
        high = int.from_bytes(content[27:30], "little")
        return wide + 1, high + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    wide, high = struct.unpack_from("<HH", content, 26)
    return wide & 0x3FFF, high & 0x3FFF


def _avif(content: bytes) -> tuple[int, int]:
    """The largest size that a property of the file names; thumbnails have smaller ones."""
    sizes = [_big(content, match.end() + 4) for match in re.finditer(rb"ispe", content[:65_536])]
    if not sizes:
        raise ParseError("it does not say how large it is")
    return max(sizes, key=lambda size: size[0] * size[1])
