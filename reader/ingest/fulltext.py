"""The full text of many articles: fetched politely, one page at a time from each host, and kept.

Threads fetch, parser processes extract (`parsing`), only the calling thread writes. What is in when
the run is stopped stays in.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from reader.config import Config
from reader.ingest import bounds, webpage
from reader.ingest.fetch import Fetcher
from reader.ingest.hosts import Turns
from reader.ingest.parsing import Parsers
from reader.model import FetchError, ReaderError
from reader.store import fulltext
from reader.store.fulltext import FullText, Wanted
from reader.store.library import Library
from reader.text import shown_address

_BUSY = (429, 503)  # with Retry-After they speak for all pages of the host


@dataclass(frozen=True, slots=True)
class PageDone:
    """One page is done; `error` in words ("" for none)."""

    done: int
    total: int
    article_id: int
    title: str
    error: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a run came to: articles with a full text, failures as (id, title, sentence), notes."""

    ids: tuple[int, ...] = ()
    failed: tuple[tuple[int, str, str], ...] = ()
    notes: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    wanted: Wanted
    text: FullText
    offline: bool = False


def fetch(
    lib: Library,
    config: Config,
    wanted: Sequence[Wanted],
    *,
    show: bool = False,
    seconds: float = bounds.FULL_TEXT_SECONDS,
    pause: float = bounds.PAUSE_SECONDS,
    on_event: Callable[[PageDone], None] | None = None,
) -> Fetched:
    """Fetches and keeps the full texts of `wanted`; after `seconds` no further page is begun.

    `show` shows them at once. Raises LibraryError where nothing can be written.
    """
    got: list[int] = []
    failed: list[tuple[int, str, str]] = []
    notes: list[tuple[int, str, str]] = []
    with _Run(config, wanted, seconds, pause) as run:
        for done, answer in enumerate(run.answers(), 1):
            one, text = answer.wanted, answer.text
            if not answer.offline:
                fulltext.keep(lib, one.article_id, text, show=show)
            if text.error:
                failed.append((one.article_id, one.title, text.error))
            else:
                got.append(one.article_id)
                if text.note:
                    notes.append((one.article_id, one.title, text.note))
            if on_event:
                on_event(PageDone(done, len(wanted), one.article_id, one.title, text.error))
    return Fetched(tuple(got), tuple(failed), tuple(notes))


class _Run:
    """The threads of one run; leaving it ends them."""

    def __init__(
        self, config: Config, wanted: Sequence[Wanted], seconds: float, pause: float
    ) -> None:
        self._turns = Turns(wanted, _host, 1)
        self._left = len(wanted)
        self._until = time.monotonic() + seconds
        self._pause = pause
        self._fetcher = Fetcher(config)
        self._parsers = Parsers()
        self._ready: queue.Queue[list[_Answer] | None] = queue.Queue()
        self._stopped = threading.Event()
        amount = min(bounds.FULL_TEXT_THREADS, config.parallel, len(wanted))
        self._threads = [
            threading.Thread(target=self._work, name=f"page-{number}", daemon=True)
            for number in range(amount)
        ]

    def __enter__(self) -> _Run:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._turns.stop()
        self._fetcher.close()
        self._parsers.close()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(timeout=1.0)

    def answers(self) -> Iterator[_Answer]:
        """Every page's answer as it comes, as far as the time reaches."""
        for thread in self._threads:
            thread.start()
        working = len(self._threads)
        while working and self._left:
            answers = self._ready.get()
            if answers is None:
                working -= 1
            else:
                self._left -= len(answers)
                yield from answers

    def _work(self) -> None:
        while not self._stopped.is_set() and time.monotonic() < self._until:
            taken = self._turns.take()
            if taken is None:
                break
            name, wanted = taken
            answer, alone = self._answer(wanted)
            answers = [answer]
            if alone:
                answers += [_left_alone(other) for other in self._turns.drop(name)]
            self._ready.put(answers)
            self._stopped.wait(self._pause)
            self._turns.done(name)
        if time.monotonic() >= self._until:
            self._turns.stop()
        self._ready.put(None)

    def _answer(self, wanted: Wanted) -> tuple[_Answer, bool]:
        """What a page came to, and whether its host wants to be left alone."""
        try:
            whole = webpage.read(
                self._fetcher,
                self._parsers,
                wanted.url,
                # A feed may lead into a private network only where it lies there itself.
                trusted=_host_of(wanted.url) == _host_of(wanted.feed_url),
                pause=self._pause,
                stopped=self._stopped,
            )
        except FetchError as error:
            alone = error.status in _BUSY and error.retry_after is not None
            return _Answer(wanted, FullText(error=str(error)), error.offline), alone
        except ReaderError as error:
            return _Answer(wanted, FullText(error=str(error)), self._stopped.is_set()), False
        except Exception as error:
            said = f"{shown_address(wanted.url)}: it cannot be read ({type(error).__name__})."
            return _Answer(wanted, FullText(error=said)), False
        article = whole.article
        text = FullText(article.body, article.words, whole.address, whole.note)
        return _Answer(wanted, text), False


def _left_alone(wanted: Wanted) -> _Answer:
    said = (
        f"{shown_address(wanted.url)}: it was not asked, for its host wants to be left alone for a "
        "while; try again later."
    )
    return _Answer(wanted, FullText(error=said), offline=True)


def _host(wanted: Wanted) -> str:
    return _host_of(wanted.url)


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
