"""The inside of a parser process: reads questions from a pipe, answers them, dies with its parent.

Started by `parsing.Parsers` as `python -c` with the parent's module path. What may be asked is in
`Parser`; the answer is pickled plain values. Foreign markup is met here and nowhere else, under a
limit of memory and of time; a process that hangs in C code is ended by the kernel even when its
parent is gone.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import signal
import struct
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from reader.incoming import Changes, Known, ParsedArticle, ParsedFeed
from reader.model import ReaderError

_LENGTH = struct.Struct(">Q")


def send(pipe: BinaryIO, message: Any) -> None:
    """One pickled message with its length in front."""
    packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(packed)))
    pipe.write(packed)
    pipe.flush()


def receive(pipe: BinaryIO) -> Any:
    """The next message. Raises EOFError when the other side is gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    packed = pipe.read(length)
    if len(packed) < length:
        raise EOFError
    return pickle.loads(packed)


class Parser:
    """The questions. `parse` keeps its feed, so that `decide` sends back only what is news."""

    def __init__(self) -> None:
        self._held = ParsedFeed()

    def feed(self, body: bytes, url: str, content_type: str) -> ParsedFeed:
        """The whole parsed feed."""
        from reader.ingest import feed

        return feed.parse(body, url, content_type)

    def keys(self, body: bytes, url: str, content_type: str) -> list[bytes]:
        """Parses, keeps the feed, and gives the keys that the library has to be asked about."""
        from reader.ingest import decide

        self._held = self.feed(body, url, content_type)
        return decide.keys(self._held)

    def decide(
        self, known: Mapping[bytes, Known], now: int, first: bool
    ) -> tuple[ParsedFeed, Changes]:
        """The feed's own facts without its articles, and the changes."""
        from reader.ingest import decide

        parsed, self._held = self._held, ParsedFeed()
        changes = decide.decide(known, parsed, now=now, first=first)
        return replace(parsed, articles=()), changes

    def candidates(self, body: bytes, url: str, content_type: str) -> list[Any]:
        """The feeds that a web page declares."""
        from reader.ingest import discover

        return discover.feeds_in(body, url, content_type)

    def page(self, body: bytes, url: str, content_type: str) -> Any:
        """The article of a web page with where it goes on."""
        from reader.ingest import extract

        return extract.page(body, url, content_type)

    def file(self, module: str, source: bytes | str, name: str) -> list[ParsedArticle]:
        """The articles of a file; what is all of the bytes is not sent back."""
        reader = importlib.import_module(f"reader.ingest.{module}")
        if isinstance(source, str):
            with open(source, "rb") as file:
                return list(reader.articles(file, name))
        found = reader.articles(source, name)
        return [replace(one, original=b"") if one.original == source else one for one in found]


def serve(seconds: float, memory: int, ahead: Sequence[str]) -> None:
    """Answer until the pipe ends; each question may take `seconds`, all together `memory` bytes."""
    asked = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 0)  # a library that prints must not speak into the pipe
    os.dup2(silence, 1)
    _limit_memory(memory)
    parser = Parser()
    for name in ahead:  # while the first answer is still on its way
        importlib.import_module(f"reader.ingest.{name}")

    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            question, arguments = receive(asked)
            _limit_time(seconds)
            reply = _answer(parser, question, arguments)
            _limit_time(0)
            send(answers, reply)


def _answer(parser: Parser, question: str, arguments: tuple[Any, ...]) -> tuple[str, Any]:
    """("done", value), ("sorry", a sentence for the reader) or ("broken", the error's kind)."""
    try:
        return "done", getattr(parser, question)(*arguments)
    except ReaderError as error:
        return "sorry", str(error)
    except MemoryError:
        return "broken", "it needs too much memory"
    except RecursionError:
        return "broken", "it is nested too deeply"
    except Exception as error:
        return "broken", f"the parser failed with {type(error).__name__}"


def _limit_memory(wanted: int) -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard == resource.RLIM_INFINITY or wanted < hard:
            resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _limit_time(seconds: float) -> None:
    """Let the kernel end this process after `seconds`, by the clock and by CPU; 0: no limit."""
    if sys.platform == "win32":
        return
    signal.setitimer(signal.ITIMER_REAL, seconds and seconds + 1)
    if seconds:
        with contextlib.suppress(ImportError, OSError, ValueError):
            import resource

            hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
            soft = int(time.process_time() + seconds) + 2
            if hard == resource.RLIM_INFINITY or soft < hard:
                resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
