"""What a command reads from standard input, where `-` stands for a file."""

from __future__ import annotations

import sys

from reader.cli.output import Output
from reader.model import FileError


def read(out: Output, limit: int) -> bytes:
    """The bytes of stdin, at most one more than `limit`. Raises FileError where it is closed."""
    if sys.stdin is None:
        raise FileError("stdin is closed; name a file, or send one through a pipe.")
    if sys.stdin.isatty():
        out.note("Reading from the terminal; ctrl+d on an empty line ends it.")
    return sys.stdin.buffer.read(limit + 1)
