"""Takes the compression off an answer while it arrives, never past a limit.

One level of gzip or deflate (RFC 9110 section 8.4); anything else is refused, for we did not ask
for it. A stream that ends early, or goes on as garbage, is no answer either.
"""

from __future__ import annotations

import zlib

_ACCEPTED = {"", "identity", "gzip", "x-gzip", "deflate"}


class UnpackError(Exception):
    """The compressed bytes are not what the header said; the text says how, in words."""


class TooLargeError(Exception):
    """More bytes came out than the limit allows."""


class Unpacker:
    """Collects the pieces of one body, decoded, up to `limit` bytes."""

    def __init__(self, encoding: str, limit: int) -> None:
        encoding = encoding.strip().lower()
        if encoding not in _ACCEPTED:
            raise UnpackError("the server packed its answer in a way that was not asked for")
        self._packed = encoding not in ("", "identity")
        self._deflate = encoding == "deflate"
        self._stream: zlib._Decompress | None = None
        self._ended = False  # one whole stream has been read
        self._limit = limit
        self._size = 0
        self._pieces: list[bytes] = []

    def feed(self, piece: bytes) -> None:
        """Take the next bytes as they came. Raises UnpackError or TooLargeError."""
        while piece:
            if not self._packed:
                self._keep(piece)
                return
            if self._ended and self._stream is None and not piece.startswith(b"\x1f\x8b"):
                return  # padding after the end, as browsers take it; else another gzip member
            stream = self._stream or self._begin(piece)
            try:
                self._keep(stream.decompress(piece, self._limit + 1 - self._size))
            except zlib.error:
                raise UnpackError("its compressed answer is damaged") from None
            if not stream.eof:
                return  # the limit was passed above if anything is left unconsumed
            piece, self._stream, self._ended = stream.unused_data, None, True

    def body(self) -> bytes:
        """Everything, when the answer has ended. Raises UnpackError where it ended too early."""
        if self._packed and self._stream is not None:
            raise UnpackError("the server sent only a part of its answer")
        return b"".join(self._pieces)

    def _begin(self, piece: bytes) -> zlib._Decompress:
        # "deflate" means zlib's format, but servers that send it raw are old and many.
        raw = self._deflate and (piece[0] & 0x0F != 8)
        self._stream = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32)
        return self._stream

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            raise TooLargeError
        if piece:
            self._pieces.append(piece)
