"""Reading a zip archive that nobody vouches for: names, sizes and ratios are all bounded."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from hashlib import blake2b
from typing import BinaryIO

from reader.ingest import bounds
from reader.model import ParseError

_DAMAGED = "it is a damaged archive, perhaps not copied whole; get it again."


class Archive:
    """A zip archive opened for reading. Every refusal is a ParseError."""

    def __init__(self, file: BinaryIO, unpacked: int = bounds.UNPACKED_BYTES) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            raise ParseError(_DAMAGED) from None
        if len(self._zip.infolist()) > bounds.ARCHIVE_NAMES:
            raise ParseError(f"it holds more than {bounds.ARCHIVE_NAMES:,} files; it was not read.")
        self._names = {info.filename: info for info in self._zip.infolist()}
        self._left = unpacked

    def names(self) -> Iterable[str]:
        """All names in it."""
        return self._names

    def sign(self, name: str) -> str:
        """The address inside (`inside.address`) of a file by what the list of names says of it; ""
        where there is none of this name."""
        info = self._names.get(name)
        if info is None:
            return ""
        said = f"{name}\0{info.CRC}\0{info.file_size}".encode("utf-8", "replace")
        return f"cid:{blake2b(said, digest_size=16).hexdigest()}"

    def read(self, name: str, limit: int = bounds.CHAPTER_BYTES) -> bytes:
        """The bytes under a name; b"" where there is none of this name."""
        info = self._names.get(name)
        if info is None:
            return b""
        if info.flag_bits & 1:
            raise ParseError("it is locked with a password; unlock it first.")
        if (
            info.file_size > limit
            or info.file_size > bounds.ARCHIVE_RATIO * max(info.compress_size, 5_000)
            or info.file_size > self._left
        ):
            raise ParseError("it unpacks to far more than a text would hold; it was not read.")
        try:
            with self._zip.open(info) as file:
                data = file.read(min(limit, info.file_size) + 1)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            raise ParseError(_DAMAGED) from None
        except Exception as error:  # what the decompressor raises
            raise ParseError(f"{_DAMAGED[:-1]} ({type(error).__name__}).") from None
        self._left -= len(data)
        return data
