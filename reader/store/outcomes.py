"""Looking at feeds: who is due, what the next request needs, and what a look came to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reader.incoming import FetchState, ParsedFeed
from reader.store.library import Library
from reader.store.packing import listed

GONE_AFTER = 2  # answers 410 in a row that end the asking
_STATE = (
    "SELECT id, kind, url, shown, etag, last_modified, validator_url, body_hash, every, failures, "
    "gone_answers, next_due, last_checked, last_success, publisher_every, ignored, "
    "keep_removed FROM feed "
    "WHERE removed_at IS NULL AND kind IN ('web', 'directory')"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOutcome:
    """What one look at a feed came to. None leaves a value as it is.

    `error` None means success; `gone` that this answer was a 410; `moved_to` is the address to
    adopt for good; `parsed` brings the feed's own title, site and description up to date.
    """

    feed_id: int
    at: int
    next_due: int
    etag: str | None = None
    last_modified: str | None = None
    validator_url: str | None = None
    body_hash: bytes | None = None
    error: str | None = None
    gone: bool = False
    moved_to: str | None = None
    parsed: ParsedFeed | None = None


def _state(row: tuple[Any, ...]) -> FetchState:
    return FetchState(
        feed_id=row[0],
        kind=row[1],
        url=row[2],
        title=row[3],
        etag=row[4],
        last_modified=row[5],
        validator_url=row[6],
        body_hash=row[7],
        every=row[8],
        failures=row[9],
        gone_answers=row[10],
        next_due=row[11],
        last_checked=row[12],
        last_success=row[13],
        publisher_every=row[14],
        ignored=row[15],
        keep_removed=bool(row[16]),
    )


def states(lib: Library, ids: Iterable[int] | None = None) -> list[FetchState]:
    """What the next look at all followed feeds, or at `ids`, needs; the built-in ones have none."""
    chosen = "" if ids is None else f" AND id IN ({listed(ids)})"
    return [_state(row) for row in lib.read(f"{_STATE}{chosen} ORDER BY next_due, id")]


def due(lib: Library, now: int) -> list[FetchState]:
    """The feeds that are to be looked at now, the longest waiting first."""
    rows = lib.read(f"{_STATE} AND next_due <= ? ORDER BY next_due, id", (now,))
    return [_state(row) for row in rows]


def record(lib: Library, outcome: FetchOutcome) -> None:
    """Writes down what a look at a feed came to, where it brought no articles."""
    with lib.writing() as db:
        note(db, outcome)


def note(db: sqlite3.Connection, outcome: FetchOutcome) -> None:
    """`record` inside a transaction: validators and articles are kept together or not at all."""
    sets: dict[str, Any] = {
        "last_checked": outcome.at,
        "next_due": outcome.next_due,
        "last_error": outcome.error or "",
    }
    for name in ("etag", "last_modified", "validator_url", "body_hash"):
        value = getattr(outcome, name)
        if value is not None:
            sets[name] = value
    if outcome.error is None:
        sets |= {"failures": 0, "last_success": outcome.at}
    if outcome.parsed is not None:
        for name in ("title", "site", "description"):
            if value := getattr(outcome.parsed, name):
                sets[name] = value
        sets["publisher_every"] = outcome.parsed.every
    db.execute(
        f"UPDATE feed SET {', '.join(f'{name} = :{name}' for name in sets)}, "
        "failures = failures + 1, gone = :gone AND gone_answers + 1 >= :end, "
        "gone_answers = CASE WHEN :gone THEN gone_answers + 1 ELSE 0 END WHERE id = :id"
        if outcome.error is not None
        else f"UPDATE feed SET {', '.join(f'{name} = :{name}' for name in sets)}, "
        "gone = 0, gone_answers = 0 WHERE id = :id",
        sets | {"id": outcome.feed_id, "gone": outcome.gone, "end": GONE_AFTER},
    )
    if outcome.moved_to:
        # Another feed may be there already; then both stay what they are.
        db.execute(
            "UPDATE OR IGNORE feed SET url = ? WHERE id = ?", (outcome.moved_to, outcome.feed_id)
        )
