"""Looking at feeds in threads: fetch, compare, parse and decide; nothing is written here.

A thread takes a feed whose host has room, gets its answer, skips the parser when the body is the
one it knows, and otherwise lets a parser process work out what is news. The answers come out of
`Looker.answers` in the order in which they are ready, a few at a time, so that memory stays small.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

from reader import clock
from reader.config import Config
from reader.incoming import Changes, FetchState, Known, ParsedFeed
from reader.ingest.addresses import origin, split_secret
from reader.ingest.fetch import Fetcher, Response
from reader.ingest.hosts import Turns
from reader.ingest.parsing import Parsers
from reader.model import FetchError, ReaderError
from reader.store import arrivals
from reader.store.library import Library
from reader.store.stamps import Stamped
from reader.text import shown_address

_BUSY = (429, 503)  # with Retry-After they speak for all feeds of the host

PIECES = 2  # of directories, read but not stored yet

# What the parser makes of the same bytes may change with the program: then they are parsed anew.
_READING = b"tearsheet 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one look at a feed came to.

    `error` is a sentence, or None. Without an error `changes` is None when nothing is news. The
    other fields are as in store.outcomes.FetchOutcome. A directory has several answers, of which
    all but the `last` are pieces: `stamped` are files that were taken in, `complaints` those that
    could not be, `done` of `total` have been read.
    """

    state: FetchState
    error: str | None = None
    status: int = 0
    retry_after: int | None = None
    offline: bool = False
    changes: Changes | None = None
    parsed: ParsedFeed | None = None
    etag: str | None = None
    last_modified: str | None = None
    validator_url: str | None = None
    body_hash: bytes | None = None
    max_age: int | None = None
    moved_to: str | None = None
    stamped: Stamped | None = None
    complaints: tuple[str, ...] = ()
    last: bool = True
    done: int = 0
    total: int = 0

    def refused(self, cause: str) -> Answer:
        """The answer as a failure that is our own fault."""
        return Answer(
            state=self.state,
            error=f"{shown_address(self.state.url)}: it {cause}; please report this address.",
        )

    def instead_of(self, state: FetchState) -> Answer:
        """The answer for another feed of the host that asked to be left alone."""
        return Answer(
            state=state,
            error=f"{shown_address(state.url)}: it was not asked, for its host wants to be left "
            "alone for a while; it is asked again later.",
            retry_after=self.retry_after,
        )


def body_hash(body: bytes) -> bytes:
    """The 16 bytes by which the same answer is known again."""
    return blake2b(body, digest_size=16, person=_READING).digest()


def from_response(
    state: FetchState, response: Response, parsers: Parsers, known: Library, lock: threading.Lock
) -> Answer:
    """What a server's answer means for a feed. Raises ParseError."""
    moved = response.permanent if response.permanent not in ("", state.url) else None
    kept = Answer(
        state=state,
        etag=response.etag,
        last_modified=response.last_modified,
        validator_url=response.url,
        max_age=response.max_age,
        moved_to=moved,
    )
    if response.not_modified:
        # A 304 need not repeat what has not changed (RFC 9110 section 15.4.5).
        return replace(
            kept, etag=response.etag or None, last_modified=response.last_modified or None
        )
    digest = body_hash(response.body)
    if digest == state.body_hash:
        return replace(kept, body_hash=digest)

    def held(keys: list[bytes]) -> Mapping[bytes, Known]:
        with lock:
            return arrivals.known(known, state.feed_id, keys)

    parsed, changes = parsers.changes(
        response.body,
        response.url,
        response.content_type,
        held,
        now=clock.now(),
        first=state.last_success is None,
    )
    return replace(kept, body_hash=digest, parsed=parsed, changes=changes)


def scan(state: FetchState, lib: Library, lock: threading.Lock) -> Iterator[Answer]:
    """What has changed in the directory of a feed, a few hundred files at a time.

    All answers but the last are pieces, to be stored as they come. Raises FileError.
    """
    from reader.ingest import taking

    for taken in taking.steps(lib, state, lock):
        if taken.news or taken.last or taken.complaints or taken.total:
            yield Answer(
                state=state,
                last=taken.last,
                changes=taken.changes if taken.news else None,
                stamped=taken.stamped,
                parsed=ParsedFeed(title=taken.title, notes=taken.notes),
                etag=taken.identity or None,
                complaints=taken.complaints,
                done=taken.done,
                total=taken.total,
            )


class Looker:
    """Looks at feeds in `config.parallel` threads. A context manager: leaving it ends them all."""

    def __init__(self, lib: Library, config: Config, states: Iterable[FetchState]) -> None:
        self._states = list(states)
        self._config = config
        self._turns = Turns(self._states, _host, config.parallel_per_host)
        self._ready: queue.Queue[Answer] = queue.Queue(maxsize=2 * config.parallel)
        self._left = len(self._states)
        self._fetcher = Fetcher(config)
        self._parsers = Parsers()
        self._reading = lib.another()  # what is known is asked for by the threads, one at a time
        self._lock = threading.Lock()
        self._pieces = threading.Semaphore(PIECES)
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Looker:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._turns.stop()
        self._fetcher.close()
        self._parsers.close()
        for thread in self._threads:
            thread.join(timeout=1.0)  # one that looks up a name cannot be woken; it is a daemon
        with self._lock:
            self._reading.close()

    def answers(self) -> Iterator[Answer]:
        """Every feed's answer as it comes, but for those that were given up."""
        for number in range(min(self._config.parallel, len(self._states))):
            thread = threading.Thread(target=self._work, name=f"look-{number}", daemon=True)
            self._threads.append(thread)
            thread.start()
        while self._left:
            answer = self._ready.get()
            yield answer
            if answer.last:
                self._left -= 1
            else:
                self._pieces.release()

    def give_up(self) -> list[Answer]:
        """Take back all web feeds that have not been asked yet, as answers."""
        hosts = {_host(state) for state in self._states if state.kind == "web"}
        dropped = [state for host in hosts for state in self._turns.drop(host)]
        self._left -= len(dropped)
        return [
            Answer(
                state=state,
                error=f"{shown_address(state.url)}: it was not asked: there is no network.",
                offline=True,
            )
            for state in dropped
        ]

    def _work(self) -> None:
        while (taken := self._turns.take()) is not None:
            name, state = taken
            if state.kind == "directory":
                going = self._scan(state)
                self._turns.done(name)
                if not going:
                    return
                continue
            answers = [self._answer(state)]
            if answers[0].status in _BUSY and answers[0].retry_after:
                dropped = self._turns.drop(name)
                answers += [answers[0].instead_of(other) for other in dropped]
            self._turns.done(name)
            if not all(self._put(answer) for answer in answers):
                return

    def _put(self, answer: Answer) -> bool:
        """Hand over an answer; false when nobody wants it any more."""
        while not self._stopped.is_set():
            try:
                self._ready.put(answer, timeout=0.2)
            except queue.Full:
                continue
            return True
        return False

    def _scan(self, state: FetchState) -> bool:
        """Hand over the answers of a directory, as many pieces as memory may hold at once."""
        try:
            for answer in scan(state, self._reading, self._lock):
                if not answer.last:
                    while not self._pieces.acquire(timeout=0.2):
                        if self._stopped.is_set():
                            return False
                if not self._put(answer):
                    return False
            return True
        except ReaderError as error:
            return self._put(Answer(state=state, error=str(error)))
        except Exception as error:
            failed = f"cannot be read ({type(error).__name__})"
            return self._put(Answer(state=state).refused(failed))

    def _answer(self, state: FetchState) -> Answer:
        try:
            response = self._fetcher.get(
                state.url,
                etag=state.etag,
                last_modified=state.last_modified,
                validator_url=state.validator_url,
            )
            return from_response(state, response, self._parsers, self._reading, self._lock)
        except FetchError as error:
            return Answer(
                state=state,
                error=str(error),
                status=error.status,
                retry_after=error.retry_after,
                offline=error.offline,
            )
        except ReaderError as error:
            return Answer(state=state, error=str(error))
        except Exception as error:
            # A fault of ours in one feed must not take the others down; it is told as such.
            return Answer(state=state).refused(f"cannot be read ({type(error).__name__})")


def _host(state: FetchState) -> str:
    return origin(split_secret(state.url)[0]).host if state.kind == "web" else ""
