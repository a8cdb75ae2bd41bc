"""One command for several things: each failure is named, the others are done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from reader.cli.context import Call
from reader.model import LibraryError, ReaderError

T = TypeVar("T")


def each(call: Call, things: Iterable[T], do: Callable[[T], object]) -> int:
    """Do `do` with each of `things`; failures go to stderr.

    Returns 0, or the failure's own exit code where all failed alike, else 1. A LibraryError ends
    it at once: nothing after it could work.
    """
    codes: list[int] = []
    for thing in things:
        try:
            do(thing)
            codes.append(0)
        except LibraryError:
            raise
        except ReaderError as error:
            call.out.failed(error)
            codes.append(error.exit_code)
    alike = len(set(codes)) == 1
    return codes[0] if alike else int(any(codes))
