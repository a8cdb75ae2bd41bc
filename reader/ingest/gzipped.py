"""A gzip-compressed file to what is in it, never past the limit of a file."""

from __future__ import annotations

from reader.ingest import bounds
from reader.ingest.unpack import TooLargeError, Unpacker, UnpackError
from reader.model import ParseError


def inflated(data: bytes) -> bytes:
    """The bytes in `data`. Raises ParseError where it is damaged, cut off or a bomb."""
    unpacker = Unpacker("gzip", bounds.FILE_BYTES)
    try:
        unpacker.feed(data)
    except UnpackError:
        raise ParseError("it is compressed, but damaged; get it again.") from None
    except TooLargeError:
        raise ParseError(
            f"it is compressed and holds more than {bounds.FILE_BYTES // 1048576} MB; "
            "decompress it and take in the file."
        ) from None
    try:
        return unpacker.body()
    except UnpackError:
        raise ParseError("it is compressed, but its end is missing; get it again.") from None
