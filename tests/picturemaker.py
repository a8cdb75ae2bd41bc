"""Pictures made by Pillow, so that tests know what is in them; and libraries with an article."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import Body
from reader.store import Library, arrivals, feeds

RED, GREEN, BLUE = (220, 30, 30), (30, 200, 30), (30, 30, 220)


def halves(size: tuple[int, int] = (400, 200), mode: str = "RGB") -> Image.Image:
    """Red above, blue below."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (0, size[1] // 2, *size))
    return picture.convert(mode)


def packed(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """As a file of some kind."""
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A small PNG that says it is enormous."""

    def chunk(name: bytes, content: bytes) -> bytes:
        body = name + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def taken_in(
    library: Library,
    markup: str,
    *,
    url: str = "https://example.org/rss",
    path: str = "",
    n: int = 1,
) -> int:
    """An article with this body in the feed at `url`; its id."""
    feed = feeds.by_url(library, url) or feeds.add(library, kind="web", url=url, title="Gazette")
    article = ParsedArticle(
        guid=f"g{n}",
        title=f"Story {n}",
        url="" if path else "https://example.org/story",
        body=Body("html", markup, "" if path else url),
        original_path=path,
    )
    key = n.to_bytes(16, "big")
    new = Arrival(key, b"h%d" % n, 1_750_000_000 - n, article)
    (number,) = arrivals.apply(library, feed.id, Changes(new=(new,))).ids
    return number
