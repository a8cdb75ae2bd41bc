"""A look at a followed directory as changes of the library: what `refresh` and `add` store."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reader import clock
from reader.incoming import Changes, FetchState
from reader.ingest import bounds, decide, directory
from reader.store import arrivals, stamps
from reader.store.library import Library
from reader.store.stamps import Stamp, Stamped


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One step of a look, ready for `arrivals.apply`; the fields are as those of directory.Step.

    `complaints` name the files that could not be taken in, the first hundred of a look one by one.
    """

    changes: Changes = field(default_factory=Changes)
    stamped: Stamped = field(default_factory=Stamped)
    complaints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    done: int = 0
    total: int = 0
    last: bool = False
    title: str = ""
    identity: str = ""

    @property
    def news(self) -> bool:
        """Whether there is anything to store."""
        return self.changes != Changes() or self.stamped != Stamped()


def steps(
    lib: Library, state: FetchState, lock: threading.Lock, settle: float = directory.SETTLE_SECONDS
) -> Iterator[Taken]:
    """What has changed in the directory of a feed, step by step; each is to be stored at once.

    Reads the library under `lock`, writes nothing. Raises FileError.
    """
    feed_id, now = state.feed_id, clock.now()
    with lock:
        held = stamps.stamps(lib, feed_id)
        deleted = stamps.deleted(lib, feed_id)

    def titles(keys: Sequence[bytes]) -> dict[bytes, str]:
        with lock:
            return stamps.titles(lib, feed_id, keys)

    before = directory.Before(
        stamps=held,
        deleted=deleted,
        identity=state.etag,
        titles=titles,
        ignored=state.ignored,
        without=str(lib.folder),
    )
    told = 0
    touched: set[str] = set()
    for step in directory.look(Path(state.url), before, now=now, settle=settle):
        stamped, lost = step.stamped, [] if state.keep_removed else list(step.lost)
        if step.last:
            missing = {path: one for path, one in held.items() if one.gone and path not in touched}
            with lock:
                back, lost = _gone(lib, state, missing | dict(stamped.kept))
            stamped = replace(stamped, moved=back)
        touched.update(stamped.kept, stamped.dropped)
        with lock:
            known = arrivals.known(lib, feed_id, [key for key, _ in step.articles] + lost)
        complaints, told = _named(step.failures, told, step.last)
        yield Taken(
            changes=decide.decide_files(
                known, step.articles, lost, now=now, first=state.last_success is None
            ),
            stamped=stamped,
            complaints=complaints,
            notes=step.notes,
            done=step.done,
            total=step.total,
            last=step.last,
            title=step.title,
            identity=step.identity,
        )


def _gone(
    lib: Library, state: FetchState, missing: Mapping[str, Stamp]
) -> tuple[tuple[tuple[bytes, str], ...], list[bytes]]:
    """The articles of missing files that are to be shown, and those that are to be hidden.

    Asked at every look: what was saved may be let go since, and the feed's setting may change.
    """
    paths = {key: path for path, stamp in missing.items() for key in stamp.every_key()}
    known = arrivals.known(lib, state.feed_id, paths) if paths else {}
    hidden = [key for key, held in known.items() if held.id and not held.content_hash]
    if state.keep_removed:
        return tuple(
            (key, os.path.join(state.url, paths[key].partition("\n")[0])) for key in hidden
        ), []
    return (), [key for key, held in known.items() if held.id and held.content_hash]


def _named(
    failures: Sequence[tuple[str, str]], told: int, last: bool
) -> tuple[tuple[str, ...], int]:
    """The sentences of some failures after `told` others, and how many there are now."""
    room = max(0, bounds.COMPLAINTS - told)
    said = tuple(message for _, message in failures[:room])
    told += len(failures)
    if last and told > bounds.COMPLAINTS:
        said += (f"{told - bounds.COMPLAINTS:,} more files could not be taken in.",)
    return said, told
