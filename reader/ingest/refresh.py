"""One whole refresh: who is due is asked, what is news is stored, then the search index follows.

Threads fetch and hand bodies to the parser processes; only this thread writes. One feed is one
transaction: its articles, its validators and its outcome are in together or not at all. Whatever
happens to a feed stays with that feed. Ctrl+C and SIGTERM end the run between two feeds with
everything that is in kept.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader import clock
from reader.config import Config
from reader.incoming import FetchState
from reader.ingest import bounds, schedule
from reader.ingest.events import FeedDone, FilesRead, FullText, Indexing, OnEvent, Started
from reader.ingest.lock import one_refresher
from reader.ingest.looking import Answer, Looker
from reader.ingest.stopping import stop_cleanly
from reader.model import ReaderError
from reader.store import arrivals, outcomes, pictures, same, search, upkeep
from reader.store.fulltext import due
from reader.store.library import Library
from reader.text import plural

if TYPE_CHECKING:
    from reader.ingest.fulltext import Fetched


@dataclass(frozen=True, slots=True)
class Failure:
    """A feed that gave nothing, and why; feed_id 0 when it is about all of them."""

    feed_id: int
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a refresh came to: feeds looked at, articles, unmodified feeds, failures, seconds.

    `notes` are sentences about feeds that were not read whole, each with the feed's title;
    `full_texts` how many pages were fetched for feeds whose full text is always wanted, of which
    `pages_failed` gave none (each article says why).
    """

    checked: int = 0
    new: int = 0
    changed: int = 0
    unmodified: int = 0
    failed: tuple[Failure, ...] = ()
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    full_texts: int = 0
    pages_failed: int = 0


def refresh(
    lib: Library,
    config: Config,
    feed_ids: Iterable[int] | None = None,
    *,
    everything: bool = False,
    on_event: OnEvent | None = None,
) -> Summary:
    """Look at the feeds that are due, at `feed_ids`, or at `everything`; then index what is new.

    Raises BusyError while another process refreshes this library, LibraryError where it cannot be
    written, KeyboardInterrupt when it was stopped (what is in is in, no process is left).
    """
    began = time.monotonic()
    tell = on_event or (lambda _: None)
    feed_ids = None if feed_ids is None else list(feed_ids)
    with one_refresher(lib.folder), stop_cleanly():
        same.settle(lib, config.merge_same)
        states = _chosen(lib, feed_ids, everything)
        run = Run(lib, config, tell, len(states))
        tell(Started(len(states)))
        run.look_at(states)
        upkeep.retire(lib, config, clock.now())
        pictures.trim(lib, config.pictures_megabytes)
        index(lib, tell)
        pages = _full_texts(lib, config, feed_ids, tell)
        if pages.ids:
            index(lib, tell)
    return replace(
        run.summary(time.monotonic() - began),
        full_texts=len(pages.ids),
        pages_failed=len(pages.failed),
    )


def _full_texts(
    lib: Library, config: Config, feed_ids: Iterable[int] | None, tell: OnEvent
) -> Fetched:
    """The pages of new articles whose feed is to be shown in full, after all feeds are in."""
    from reader.ingest import fulltext

    wanted = due(
        lib, per_feed=bounds.FULL_TEXT_PER_FEED, limit=bounds.FULL_TEXTS, feed_ids=feed_ids
    )
    if not wanted:
        return fulltext.Fetched()
    tell(FullText(0, len(wanted)))
    return fulltext.fetch(
        lib,
        config,
        wanted,
        show=True,
        on_event=lambda event: tell(FullText(event.done, event.total)),
    )


def look_again(lib: Library, config: Config, feed_ids: Iterable[int]) -> Summary:
    """Look at some directories because something changed in them. Raises as `refresh` does."""
    began = time.monotonic()
    with one_refresher(lib.folder), stop_cleanly():
        states = outcomes.states(lib, list(feed_ids))
        run = Run(lib, config, lambda _: None, len(states))
        run.look_at(states)
        index(lib, lambda _: None)
    return run.summary(time.monotonic() - began)


def index_only(lib: Library, on_event: OnEvent | None = None) -> Summary:
    """Make searchable what is not yet, asking no feed. Raises as `refresh` does."""
    began = time.monotonic()
    with one_refresher(lib.folder), stop_cleanly():
        index(lib, on_event or (lambda _: None))
    return Summary(seconds=time.monotonic() - began)


def index(lib: Library, tell: OnEvent) -> None:
    """Make searchable what is not yet, telling how much is left."""
    left = search.pending(lib)
    if left:
        tell(Indexing(left))
        search.index_pending(lib, on_progress=lambda remaining: tell(Indexing(remaining)))


def _chosen(lib: Library, feed_ids: Iterable[int] | None, everything: bool) -> list[FetchState]:
    """The feeds to look at. One that is gone for good is asked only when it is named."""
    if feed_ids is not None:
        return outcomes.states(lib, list(feed_ids))
    found = outcomes.states(lib) if everything else outcomes.due(lib, clock.now())
    return [state for state in found if state.gone_answers < outcomes.GONE_AFTER]


@dataclass(slots=True)
class Run:
    """The writing half of a refresh and its counters."""

    lib: Library
    config: Config
    tell: OnEvent
    total: int
    done: int = 0
    new: int = 0
    changed: int = 0
    unmodified: int = 0
    reached: bool = False  # some server answered, so there is a network
    failed: list[Failure] = field(default_factory=list)
    offline: list[Answer] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pieces: dict[int, int] = field(default_factory=dict)  # new articles of feeds not done yet

    def look_at(self, states: list[FetchState]) -> None:
        """Fetch, parse and store all of them."""
        if not states:
            return
        with Looker(self.lib, self.config, states) as looker:
            for answer in looker.answers():
                self.settle(answer, looker)
        self._settle_offline()

    def summary(self, seconds: float) -> Summary:
        """The counters."""
        return Summary(
            self.done,
            self.new,
            self.changed,
            self.unmodified,
            tuple(self.failed),
            seconds,
            tuple(self.notes),
        )

    def settle(self, answer: Answer, looker: Looker) -> None:
        """Store what a look came to."""
        if answer.error is not None and answer.offline:
            # Whether this feed is to blame is known when all have been asked.
            self.offline.append(answer)
            if not self.reached and len(self.offline) >= 2 * self.config.parallel:
                self.offline.extend(looker.give_up())
            return
        self.reached = self.reached or answer.state.kind == "web"
        if answer.error is None:
            try:
                self._succeed(answer)
                return
            except ReaderError:
                raise  # about the library: no other feed would fare better
            except Exception as error:
                answer = answer.refused(f"cannot be stored ({type(error).__name__})")
        self._fail(answer)

    def _succeed(self, answer: Answer) -> None:
        feed_id = answer.state.feed_id
        outcome = self._outcome(answer) if answer.last else None
        if answer.changes is not None:
            applied = arrivals.apply(self.lib, feed_id, answer.changes, outcome, answer.stamped)
            self.new += applied.new
            self.changed += applied.changed
            self.pieces[feed_id] = self.pieces.get(feed_id, 0) + applied.new
        elif outcome is not None:
            self.unmodified += feed_id not in self.pieces
            outcomes.record(self.lib, outcome)
        for note in answer.parsed.notes if answer.parsed else ():
            self.notes.append(f"{answer.state.title}: {note}")
        for message in answer.complaints:
            self.failed.append(Failure(feed_id, answer.state.title, message))
        if answer.last:
            self._tell(answer, self.pieces.pop(feed_id, 0), "")
        else:
            self.tell(FilesRead(answer.state.title, answer.done, answer.total))

    def _fail(self, answer: Answer) -> None:
        state, error = answer.state, answer.error or ""
        at = clock.now()
        due = schedule.after_failure(
            state.feed_id, at, self._every(state), state.failures + 1, answer.retry_after
        )
        if schedule.is_gone(answer.status, state.gone_answers):
            due = at + schedule.NEVER
        outcomes.record(
            self.lib,
            outcomes.FetchOutcome(
                feed_id=state.feed_id,
                at=at,
                next_due=due,
                error=error,
                gone=answer.status == 410,
            ),
        )
        self.failed.append(Failure(state.feed_id, state.title, error))
        self._tell(answer, 0, error)

    def _settle_offline(self) -> None:
        """Feeds that could not be reached fail if others could; else the network is to blame."""
        if self.reached:
            for answer in self.offline:
                self._fail(answer)
        elif self.offline:
            only = self.offline[0]
            message = (
                only.error or ""
                if len(self.offline) == 1
                else f"{plural(len(self.offline), 'feed')} could not be asked: there seems to be "
                "no network; they stay due, refresh again when there is one."
            )
            self.failed.append(
                Failure(only.state.feed_id, only.state.title, message)
                if len(self.offline) == 1
                else Failure(0, "", message)
            )
            for answer in self.offline:
                self._tell(answer, 0, answer.error or "")

    def _outcome(self, answer: Answer) -> outcomes.FetchOutcome:
        at = clock.now()
        publisher = answer.parsed.every if answer.parsed else answer.state.publisher_every
        every = self._every(answer.state, publisher)
        return outcomes.FetchOutcome(
            feed_id=answer.state.feed_id,
            at=at,
            next_due=schedule.after_success(answer.state.feed_id, at, every, answer.max_age),
            etag=answer.etag,
            last_modified=answer.last_modified,
            validator_url=answer.validator_url,
            body_hash=answer.body_hash,
            moved_to=answer.moved_to,
            parsed=answer.parsed,
        )

    def _every(self, state: FetchState, publisher: int | None = None) -> int:
        return schedule.interval(self.config.refresh_every, state.every, publisher)

    def _tell(self, answer: Answer, new: int, error: str) -> None:
        self.done += 1
        state = answer.state
        self.tell(FeedDone(self.done, self.total, state.feed_id, state.title, new, error))
