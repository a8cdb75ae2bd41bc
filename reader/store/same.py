"""The same text from several places: one in lists, and what is done to it is done to all.

Triggers keep which article stands for which (`migrations.twins`); here is what else they need.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence

from reader.model import Place
from reader.store import schema
from reader.store.library import Library
from reader.store.packing import chunks, listed
from reader.store.views import MERGED

_BATCH = 500  # articles that are compared anew in one transaction


def with_twins(lib: Library, ids: Iterable[int]) -> Iterator[int]:
    """`ids`, and with each some of them all shown articles that have the same text as one."""
    for some in chunks(ids):
        twins = lib.read(
            "WITH leader(id) AS (SELECT iif(twin_of, twin_of, id) FROM article "
            f"WHERE id IN ({listed(some)})) "
            "SELECT o.id FROM leader CROSS JOIN article o INDEXED BY article_twin "
            "ON o.twin_of = leader.id AND o.twin_of <> 0 "
            f"UNION ALL SELECT twin_of FROM article WHERE id IN ({listed(some)}) AND twin_of <> 0"
        )
        yield from dict.fromkeys([*some, *(row[0] for row in twins)])


def once(lib: Library, place: Place, ids: array[int]) -> array[int]:
    """`ids` without those whose text comes earlier in them from another feed.

    All of them in places that do not go over all feeds: what is saved or tagged twice is kept so.
    """
    if place not in MERGED:
        return ids
    twin_of: dict[int, int] = {}
    if len(ids) > 2_000:
        twin_of = dict(
            lib.read("SELECT id, twin_of FROM article INDEXED BY article_twin WHERE twin_of <> 0")
        )
    elif ids:
        twin_of = dict(
            lib.read(
                f"SELECT id, twin_of FROM article WHERE id IN ({listed(ids)}) AND twin_of <> 0"
            )
        )
    if not twin_of:
        return ids
    leaders = set(twin_of.values())
    seen: set[int] = set()
    kept = array("q")
    for one in ids:
        leader = twin_of.get(one, one if one in leaders else 0)
        if leader not in seen:
            kept.append(one)
        if leader:
            seen.add(leader)
    return kept


def compare(db: sqlite3.Connection, number: int) -> None:
    """Finds out anew which articles have one text, after that of the article `number` changed.

    It and those that it shared a text with leave each other and come in again one by one, the one
    that stood for them first, so that it goes on to if it can.
    """
    found = db.execute(
        "SELECT id, twin_of FROM article WHERE id = ?1 AND hidden = 0 UNION "
        "SELECT o.id, o.twin_of FROM article a CROSS JOIN article o "
        "ON o.twin_of = iif(a.twin_of, a.twin_of, a.id) OR o.id = a.twin_of WHERE a.id = ?1",
        (number,),
    ).fetchall()
    order = sorted((twin_of != 0, one) for one, twin_of in found)
    _regroup(db, [one for _, one in order])


def _regroup(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    db.execute(f"UPDATE article SET hidden = {schema.COMPARED} WHERE id IN ({listed(ids)})")
    for one in ids:
        db.execute("UPDATE article SET hidden = 0 WHERE id = ?", (one,))


def settle(lib: Library, merge: bool) -> None:
    """Merges the same texts in lists, or shows each by itself; does nothing when it is so.

    What a killed process left half merged, the next call does.
    """
    ((now,),) = lib.read("SELECT value FROM fact WHERE name = 'merge_same'")
    if lib.read_only or now == str(int(merge)):
        return
    with lib.writing() as db:
        if not merge:
            db.execute("UPDATE article SET twin_of = 0 WHERE twin_of <> 0")
        _say(db, "half" if merge else "0")
    if merge:
        _merge(lib)


def _merge(lib: Library) -> None:
    shared = " OR ".join(
        f"{key} IN (SELECT {key} FROM article WHERE {key} IS NOT NULL "
        f"GROUP BY {key} HAVING count(*) > 1)"
        for key in ("same", "address")
    )
    alone = lib.read(f"SELECT id FROM article WHERE hidden = 0 AND twin_of = 0 AND ({shared})")
    # The last first: each joins the one that came before all others.
    for some in chunks(sorted((row[0] for row in alone), reverse=True), _BATCH):
        with lib.writing() as db:
            for one in some:
                compare(db, one)
    with lib.writing() as db:
        _say(db, "1")


def _say(db: sqlite3.Connection, merging: str) -> None:
    db.execute("UPDATE fact SET value = ? WHERE name = 'merge_same'", (merging,))
