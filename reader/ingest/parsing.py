"""Foreign markup is parsed in a few processes that can be killed; one bad feed costs one of them.

Plain child processes with a pipe rather than multiprocessing: they start in a third of
forkserver's time, import nothing of the parent's `__main__` (so any program may be the parent),
are started only when there is something to parse, and see the end of the pipe when the parent
dies, however it dies.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import reader
from reader.incoming import Changes, Known, ParsedArticle, ParsedFeed
from reader.ingest import bounds
from reader.ingest.parserprocess import receive, send
from reader.ingest.watchdog import Watchdog
from reader.model import ParseError
from reader.text import shown_address

if TYPE_CHECKING:
    from reader.ingest.extract import Page

_START = (
    "import sys; sys.path[:] = sys.argv[4:]; "
    "from reader.ingest.parserprocess import serve; "
    "serve(float(sys.argv[1]), int(sys.argv[2]), [n for n in sys.argv[3].split(',') if n])"
)


def processors() -> int:
    """How many processors this process may use, 1 to 4: parsers beyond that gain nothing."""
    with contextlib.suppress(AttributeError, OSError):
        return max(1, min(4, len(os.sched_getaffinity(0))))
    return max(1, min(4, os.cpu_count() or 1))


class _GoneError(Exception):
    """The process ended before it answered."""


class _Process:
    """One parser process."""

    def __init__(self, seconds: float, memory: int, ahead: Sequence[str]) -> None:
        root = str(Path(reader.__file__).parent.parent)
        paths = [path for path in sys.path if path and path != root]
        options: dict[str, Any] = (
            {"creationflags": 0x200}  # CREATE_NEW_PROCESS_GROUP
            if sys.platform == "win32"
            else {"process_group": 0}  # ctrl+c in the terminal is the parent's business
        )
        self._child = subprocess.Popen(
            [
                *(sys.executable, "-I", "-S", "-c", _START),
                *(str(seconds), str(memory), ",".join(ahead), root, *paths),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **options,
        )
        self.pid = self._child.pid

    def ask(self, question: str, arguments: tuple[Any, ...]) -> tuple[str, Any]:
        """Its answer. Raises _GoneError when the process dies over it."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            send(self._child.stdin, (question, arguments))  # type: ignore[arg-type]
            kind, value = receive(self._child.stdout)  # type: ignore[arg-type]
        except (OSError, EOFError, ValueError):
            raise _GoneError from None
        return kind, value

    def kill(self) -> None:
        """End it at once; safe from any thread and more than once."""
        with contextlib.suppress(OSError):
            self._child.kill()

    def close(self) -> None:
        """Kill it, wait until it is gone, close the pipes."""
        self.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class Parsers:
    """A pool of parser processes for any number of threads; a context manager.

    `count` processes at most (default: one for each processor), each question at most `seconds`,
    each process at most `memory` bytes. `ahead` are modules that a process loads while the first
    question is still on its way.
    """

    def __init__(
        self,
        count: int | None = None,
        *,
        seconds: float = bounds.PARSE_SECONDS,
        memory: int = bounds.PARSE_MEMORY_BYTES,
        ahead: Sequence[str] = ("feed", "decide", "mending"),
    ) -> None:
        self._seconds = seconds
        self._ahead = ahead
        self._memory = memory
        self._idle: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        for _ in range(count or processors()):
            self._idle.put(None)  # a place for a process that is started when it is needed
        self._running: set[_Process] = set()
        self._lock = threading.Lock()
        self._watchdog = Watchdog()
        self._closed = False

    def __enter__(self) -> Parsers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def parse(self, body: bytes, url: str, content_type: str = "") -> ParsedFeed:
        """The feed in `body`. Raises ParseError, also where the parser had to be killed."""
        parsed: ParsedFeed = self._one("feed", body, url, content_type)
        return parsed

    def changes(
        self,
        body: bytes,
        url: str,
        content_type: str,
        known: Callable[[list[bytes]], Mapping[bytes, Known]],
        *,
        now: int,
        first: bool,
    ) -> tuple[ParsedFeed, Changes]:
        """Parse and decide: the feed's own facts, without articles, and what is to be changed.

        `known` is asked for what the library holds under the keys of the feed. Raises ParseError.
        """
        with self._process(url) as ask:
            keys = ask("keys", (body, url, content_type))
            parsed, changes = ask("decide", (known(keys), now, first))
            return parsed, changes

    def candidates(self, body: bytes, url: str, content_type: str = "") -> list[Any]:
        """The feeds that a web page declares, as `discover.feeds_in` gives them."""
        found: list[Any] = self._one("candidates", body, url, content_type)
        return found

    def page(self, body: bytes, url: str, content_type: str = "") -> Page:
        """The article of a web page with where it goes on, as `extract.page` gives it."""
        found: Page = self._one("page", body, url, content_type)
        return found

    def file(self, module: str, source: bytes | str, name: str) -> Sequence[ParsedArticle]:
        """The articles of a file, from its bytes or its path, by the reader in `module`."""
        with self._process("") as ask:
            found: Sequence[ParsedArticle] = ask("file", (module, source, name))
            return found

    def close(self) -> None:
        """Kill all processes; who still waits for one gets a ParseError."""
        with self._lock:
            self._closed = True
            running = list(self._running)
            self._running.clear()
        self._watchdog.close()
        for process in running:
            process.close()

    def pids(self) -> list[int]:
        """The process ids of those that run."""
        with self._lock:
            return [process.pid for process in self._running]

    def _one(self, question: str, body: bytes, url: str, content_type: str) -> Any:
        with self._process(url) as ask:
            return ask(question, (body, url, content_type))

    @contextlib.contextmanager
    def _process(self, url: str) -> Any:
        """A process of one's own; yields the function that asks it. A dead one is replaced."""
        process = self._idle.get()
        try:
            if process is None:
                process = self._started(url)
            due = time.monotonic() + self._seconds
            with self._watchdog.limit(due, process.kill) as alarm:
                try:
                    yield lambda question, arguments: self._ask(process, url, question, arguments)
                except _GoneError:
                    raise self._words(url, late=alarm.rang) from None
        except BaseException as error:
            # A ParseError that the process itself sent leaves it fit for the next question.
            if process is not None and not isinstance(error, SoundParseError):
                self._forget(process)
                process = None
            raise
        finally:
            self._idle.put(process)

    def _ask(self, process: _Process, url: str, question: str, arguments: tuple[Any, ...]) -> Any:
        kind, value = process.ask(question, arguments)
        if kind == "sorry":
            raise SoundParseError(value)
        if kind == "broken":
            raise ParseError(
                f"{shown_address(url)}: it cannot be parsed: {value}; what is here already is kept."
            )
        return value

    def _words(self, url: str, *, late: bool) -> ParseError:
        shown = shown_address(url)
        if self._closed:
            return ParseError(f"{shown}: stopped before it was parsed.")
        if late:
            return LateParseError(
                f"{shown}: parsing took longer than {self._seconds:g} s and was given up; "
                "what is here already is kept."
            )
        return ParseError(f"{shown}: the parser broke down over it; what is here already is kept.")

    def _started(self, url: str) -> _Process:
        try:
            process = _Process(self._seconds, self._memory, self._ahead)
        except OSError as error:
            raise ParseError(
                f"{shown_address(url)}: no parser process could be started "
                f"({error.strerror or type(error).__name__}); close some programs and try again."
            ) from None
        with self._lock:
            if not self._closed:
                self._running.add(process)
                return process
        process.close()
        raise self._words(url, late=False)

    def _forget(self, process: _Process) -> None:
        with self._lock:
            self._running.discard(process)
        process.close()


class SoundParseError(ParseError):
    """What the process itself had to say; it goes on."""


class LateParseError(ParseError):
    """What took too long."""
