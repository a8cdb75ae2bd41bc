"""Undo and redo of the reader's acts, across restarts and processes.

Every step asks for a state and not for a change, so that doing it twice, or after another process
did the same, harms nothing. An act is marked undone in the transaction of its last step: when the
program is killed midway, undoing once more does the rest.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from reader.model import Act
from reader.store import articles, feeds, fulltext, journal, marks, saved, tags
from reader.store.library import Library
from reader.store.packing import chunks, listed

_COLUMNS = "SELECT id, label, at, kind, facts FROM act"


def last(lib: Library) -> Act | None:
    """The act that `undo` would undo."""
    found = lib.read(f"{_COLUMNS} WHERE undone = 0 ORDER BY id DESC LIMIT 1")
    return Act(*found[0][:3]) if found else None


def history(lib: Library, limit: int = 100) -> list[Act]:
    """What can be undone, the latest first."""
    rows = lib.read(f"{_COLUMNS} WHERE undone = 0 ORDER BY id DESC LIMIT ?", (limit,))
    return [Act(*row[:3]) for row in rows]


def undo(lib: Library) -> Act | None:
    """Undoes the last act and says which it was; None when there is nothing to undo.

    Where the articles are gone for good or nothing had to change, the label says that instead.
    """
    found = lib.read(f"{_COLUMNS} WHERE undone = 0 ORDER BY id DESC LIMIT 1")
    return _turn(lib, found[0], back=True) if found else None


def redo(lib: Library) -> Act | None:
    """Does again what was undone last; None when there is nothing."""
    found = lib.read(f"{_COLUMNS} WHERE undone = 1 ORDER BY id LIMIT 1")
    return _turn(lib, found[0], back=False) if found else None


def _turn(lib: Library, row: tuple[Any, ...], *, back: bool) -> Act:
    number, label, at, kind, facts = row
    said = json.loads(facts)
    steps = _steps(lib, number, kind, said, back)
    changed = 0
    for position, step in enumerate(steps, 1):
        with lib.writing() as db:
            changed += step(db)
            if position == len(steps):
                db.execute("UPDATE act SET undone = ? WHERE id = ?", (int(back), number))
    return Act(number, _outcome(lib, number, said, label, changed), at)


def _outcome(lib: Library, number: int, facts: dict[str, Any], label: str, changed: int) -> str:
    """The label of an act that was turned, with what could not be done."""
    named = {one for part in journal.parts(lib, number) for one in part.ids}
    what = "article"
    if its := facts.get("feeds") or ([facts["feed"]] if "feed" in facts else []):
        named, what = set(its), "feed"
    there = sum(
        lib.read(f"SELECT count(*) FROM {what} WHERE id IN ({listed(some)})")[0][0]
        for some in chunks(named)
    )
    gone = len(named) - there
    if gone and not there:
        them = f"the {what} is" if gone == 1 else f"the {what}s are"
        return f"nothing ({label}: {them} gone and could not be brought back)"
    if not changed:
        return f"nothing ({label}: it was so already)"
    if gone:
        are = "is" if gone == 1 else "are"
        return f"{label} ({gone:,} of them {are} gone and could not be brought back)"
    return label


_Step = Callable[[sqlite3.Connection], int]  # gives how much it changed


def _steps(lib: Library, number: int, kind: str, facts: dict[str, Any], back: bool) -> list[_Step]:
    if kind == "remove":
        turn = feeds.put_back if back else feeds.put_away
        return [lambda db: _counted(db, lambda: turn(db, facts["feeds"]))]
    if kind == "edit":
        said = facts["was" if back else "is"]
        return [lambda db: _counted(db, lambda: feeds.set_up(db, facts["feed"], said))]
    steps: list[_Step] = []
    parts = journal.parts(lib, number)
    for part in reversed(parts) if back else parts:
        pairs = list(zip(part.ids, part.was, strict=False)) if part.was else []
        for some in chunks(part.ids):
            since = dict(pairs)
            steps.append(_one_step(kind, part.name, some, since, back))
    return steps or [lambda db: 0]


def _counted(db: sqlite3.Connection, change: Callable[[], object]) -> int:
    before = db.total_changes
    change()
    return db.total_changes - before


def _one_step(kind: str, name: str, ids: Any, since: dict[int, int], back: bool) -> _Step:
    match kind:
        case "read" | "unread":
            return lambda db: len(marks.set_read(db, ids, (kind == "read") != back))
        case "save" | "unsave":
            if (kind == "save") != back:
                return lambda db: len(saved.set_saved(db, ids, [since[one] for one in ids]))
            return lambda db: len(saved.set_unsaved(db, ids)[0])
        case "tag":
            if name.startswith("+") != back:
                return lambda db: len(tags.set_tag(db, ids, name[1:]))
            return lambda db: len(tags.drop_tag(db, ids, name[1:]))
        case "full_text":
            return lambda db: len(fulltext.set_shown(db, ids, (name == "+") != back))
        case _:
            return lambda db: len(articles.set_deleted(db, ids, not back))
