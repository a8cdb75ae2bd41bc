"""The journal of what the reader did, in the library itself: bounded, for all processes, for good.

An act is written in the transaction that does it, so neither can be there without the other. Acts
over many articles go in chunks, each its own transaction with its own part of the journal.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from reader import clock
from reader.model import Act
from reader.store.library import Library
from reader.store.packing import chunks, pack, unpack

KEPT = 1_000  # acts that can be undone


class Part(NamedTuple):
    """Some of an act's articles: `name` says what happened to them, `was` what each had before."""

    name: str
    ids: array[int]
    was: array[int]


def open_act(db: sqlite3.Connection, kind: str, label: str, facts: dict[str, Any]) -> Act:
    """A new act as the last one; what was undone before cannot be redone any more."""
    db.execute("DELETE FROM act WHERE undone = 1")
    at = clock.now()
    number = db.execute(
        "INSERT INTO act(kind, label, at, facts) VALUES (?, ?, ?, ?)",
        (kind, label, at, json.dumps(facts, ensure_ascii=False)),
    ).lastrowid
    assert number is not None
    db.execute(
        "DELETE FROM act WHERE id <= (SELECT id FROM act ORDER BY id DESC LIMIT 1 OFFSET ?)",
        (KEPT,),
    )
    return Act(number, label, at)


def add_part(
    db: sqlite3.Connection,
    act_id: int,
    ids: Iterable[int],
    name: str = "",
    was: Iterable[int] = (),
) -> None:
    """Writes down some articles of an act."""
    db.execute(
        "INSERT INTO act_part SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 "
        "FROM act_part WHERE act_id = ?1",
        (act_id, name, pack(ids), pack(was)),
    )


def parts(lib: Library, act_id: int) -> list[Part]:
    """The parts of an act as they were done."""
    return [
        Part(name, unpack(ids), unpack(was))
        for name, ids, was in lib.read(
            "SELECT name, ids, was FROM act_part WHERE act_id = ? ORDER BY number", (act_id,)
        )
    ]


def in_chunks(
    lib: Library,
    kind: str,
    ids: Iterable[int],
    change: Callable[[sqlite3.Connection, Sequence[int]], list[Part]],
    label: Callable[[int, int], str],
) -> Act | None:
    """Runs `change` over `ids`, a transaction for each chunk, and journals what it changed.

    `change` gives the parts that really changed; `label` makes the words of the number of changes
    and the first id. Without any change there is no act. When the library turns busy midway, what
    was done stays, is in the journal, and the error says why the rest was not.
    """
    act: Act | None = None
    total = first = 0
    for chunk in chunks(ids):
        with lib.writing() as db:
            changed = [part for part in change(db, chunk) if part.ids]
            if not changed:
                continue
            if not first:
                first = changed[0].ids[0]
            total += len({number for part in changed for number in part.ids})
            words = label(total, first)
            if act is None:
                act = open_act(db, kind, words, {})
            else:
                act = Act(act.id, words, act.at)
                db.execute("UPDATE act SET label = ? WHERE id = ?", (words, act.id))
            for part in changed:
                add_part(db, act.id, part.ids, part.name, part.was)
    return act


def titled(lib: Library, amount: int, first: int, done: str, *, one_text: bool = False) -> str:
    """ "12 articles marked read", or for a single one "“Its title” marked read".

    With `one_text` they are all the same text: "“Its title” marked read in 3 places".
    """
    if one_text and amount > 1:
        return f"{titled(lib, 1, first, done)} in {amount} places"
    if amount == 1:
        found = lib.read("SELECT title FROM article WHERE id = ?", (first,))
        title = found[0][0] if found else ""
        if title:
            return f"“{title if len(title) <= 60 else title[:59].rstrip() + '…'}” {done}"
    return f"{amount:,} article{'' if amount == 1 else 's'} {done}"
