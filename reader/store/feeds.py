"""Feeds: what yields articles, where it stands in the sidebar, and what its last answer was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from reader import clock
from reader.model import Act, Feed, FeedKind, Folder, NotFoundError
from reader.store import journal, schema
from reader.store.folders import all_paths, folder_at, folders, make, sweep
from reader.store.library import Library
from reader.store.packing import listed

__all__ = [
    "Folder",
    "add",
    "all_feeds",
    "builtin",
    "by_url",
    "edit",
    "feed",
    "find",
    "folder_at",
    "folders",
    "remove",
]

_FEED = (
    "SELECT id, kind, url, shown, own_title, site, description, folder_id, articles, unread, "
    "added, every, keep, last_checked, last_success, last_error, failures, next_due, gone, "
    "pictures, full_text FROM feed"
)
_BUILTIN = {"files": "Files", "pages": "Pages"}


def _feed(row: tuple[Any, ...]) -> Feed:
    return Feed(
        id=row[0],
        kind=row[1],
        url=row[2],
        title=row[3],
        own_title=row[4],
        site=row[5],
        description=row[6],
        folder_id=row[7],
        articles=row[8],
        unread=row[9],
        added=row[10],
        every=row[11],
        keep=row[12],
        last_checked=row[13],
        last_success=row[14],
        last_error=row[15],
        failures=row[16],
        next_due=row[17],
        gone=bool(row[18]),
        pictures=bool(row[19]),
        full_text=bool(row[20]),
    )


# -- looking -------------------------------------------------------------------------------------


def all_feeds(lib: Library) -> list[Feed]:
    """The feeds that are followed, as the sidebar has them: by folder, then by title.

    Feeds outside of folders come after them, the built-in ones last.
    """
    feeds = [_feed(row) for row in lib.read(f"{_FEED} WHERE removed_at IS NULL")]
    paths = all_paths(lib)

    def place(one: Feed) -> tuple[bool, bool, str, str, int]:
        path = paths.get(one.folder_id or 0, "")
        return one.kind in _BUILTIN, not path, path.casefold(), one.title.casefold(), one.id

    return sorted(feeds, key=place)


def feed(lib: Library, feed_id: int) -> Feed:
    """One feed, also a removed one (saved articles still name it). Raises NotFoundError."""
    found = lib.read(f"{_FEED} WHERE id = ?", (feed_id,))
    if not found:
        raise NotFoundError(f"There is no feed {feed_id}; `tearsheet feeds` lists them.")
    return _feed(found[0])


def by_url(lib: Library, url: str) -> Feed | None:
    """The followed feed at an address."""
    found = lib.read(f"{_FEED} WHERE url = ? AND removed_at IS NULL", (url,))
    return _feed(found[0]) if found else None


def find(lib: Library, ref: str) -> Feed:
    """The feed a person named: id, address, title, or the unique beginning of an id or title.

    Raises NotFoundError; it says so when several feeds answer.
    """
    ref = ref.strip()
    feeds = all_feeds(lib)
    folded = ref.casefold()
    for matching in (
        [one for one in feeds if str(one.id) == ref],
        [one for one in feeds if ref and one.url.rstrip("/") == ref.rstrip("/")],
        [one for one in feeds if one.title.casefold() == folded],
        [one for one in feeds if ref.isdigit() and str(one.id).startswith(ref)],
        [one for one in feeds if folded and one.title.casefold().startswith(folded)],
    ):
        if len(matching) == 1:
            return matching[0]
        if matching:
            few = ", ".join(f"{one.id} ({one.title})" for one in matching[:3])
            raise NotFoundError(f"{len(matching)} feeds answer to “{ref}”, so {few}: use an id.")
    raise NotFoundError(f"No feed answers to “{ref}”; `tearsheet feeds` lists them.")


# -- following and leaving -----------------------------------------------------------------------


def add(
    lib: Library,
    *,
    kind: FeedKind,
    url: str,
    title: str = "",
    own_title: str = "",
    site: str = "",
    description: str = "",
    folder: str = "",
    every: int | None = None,
) -> Feed:
    """Follows a feed, due at once. One that was removed comes back with its articles and marks.

    A feed that is followed already is given back as it is.
    """
    with lib.writing() as db:
        found = db.execute("SELECT id, removed_at FROM feed WHERE url = ?", (url,)).fetchone()
        if found and found[1] is None:
            feed_id = int(found[0])
        else:
            folder_id = make(db, folder)
            values = (kind, title, own_title, site, description, folder_id, every, url)
            if found:
                feed_id = int(found[0])
                db.execute(
                    "UPDATE feed SET kind = ?1, title = coalesce(nullif(?2, ''), title), "
                    "own_title = ?3, site = coalesce(nullif(?4, ''), site), "
                    "description = coalesce(nullif(?5, ''), description), folder_id = ?6, "
                    "every = ?7, removed_at = NULL, next_due = 0, failures = 0, last_error = '', "
                    "gone = 0, gone_answers = 0 WHERE url = ?8",
                    values,
                )
                _show(db, feed_id)
            else:
                new = db.execute(
                    "INSERT INTO feed(kind, title, own_title, site, description, folder_id, "
                    "every, url, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (*values, clock.now()),
                ).lastrowid
                assert new is not None
                feed_id = new
    return feed(lib, feed_id)


def builtin(lib: Library, kind: FeedKind) -> int:
    """The id of *Files* or *Pages*, made when it is first asked for."""
    found = lib.read("SELECT id FROM feed WHERE url = ? AND removed_at IS NULL", (f"{kind}:",))
    if found:
        return int(found[0][0])
    return add(lib, kind=kind, url=f"{kind}:", title=_BUILTIN[kind]).id


def remove(lib: Library, ids: Iterable[int]) -> Act:
    """Leaves feeds: they and their articles go out of sight, but saved and tagged ones.

    Undo or adding the same address brings all back; `upkeep` clears up after a month.
    """
    wanted = list(ids)
    with lib.writing() as db:
        rows = db.execute(
            "UPDATE feed SET removed_at = ? "
            f"WHERE id IN ({listed(wanted)}) AND removed_at IS NULL RETURNING id, shown",
            (clock.now(),),
        ).fetchall()
        if not rows:
            raise NotFoundError("There is no such feed; `tearsheet feeds` lists them.")
        named = f"“{rows[0][1]}”" if len(rows) == 1 else f"{len(rows):,} feeds"
        done = [int(row[0]) for row in rows]
        act = journal.open_act(db, "remove", f"{named} removed", {"feeds": done})
        for feed_id in done:
            _hide(db, feed_id)
    return act


def put_back(db: sqlite3.Connection, ids: list[int]) -> None:
    """The way back from `remove`."""
    for feed_id in ids:
        db.execute("UPDATE feed SET removed_at = NULL WHERE id = ?", (feed_id,))
        _show(db, feed_id)


def put_away(db: sqlite3.Connection, ids: list[int]) -> None:
    """What `remove` does, once more."""
    for feed_id in ids:
        db.execute(
            "UPDATE feed SET removed_at = ? WHERE id = ? AND removed_at IS NULL",
            (clock.now(), feed_id),
        )
        _hide(db, feed_id)


def _hide(db: sqlite3.Connection, feed_id: int) -> None:
    db.execute(
        f"UPDATE article SET hidden = hidden | {schema.FEED_REMOVED} "
        f"WHERE feed_id = ? AND hidden & {schema.FEED_REMOVED} = 0",
        (feed_id,),
    )


def _show(db: sqlite3.Connection, feed_id: int) -> None:
    db.execute(
        f"UPDATE article SET hidden = hidden & ~{schema.FEED_REMOVED} "
        f"WHERE feed_id = ? AND hidden <> 0 AND hidden & {schema.FEED_REMOVED}",
        (feed_id,),
    )


def edit(
    lib: Library,
    feed_id: int,
    *,
    own_title: str | None = None,
    folder: str | None = None,
    every: int | None = None,
    keep: int | None = None,
    pictures: bool | None = None,
    full_text: bool | None = None,
    ignored: str | None = None,
    keep_removed: bool | None = None,
) -> Act:
    """Changes a feed's own title, folder ("A/B", "" for none), interval, number to keep, and
    whether its pictures are shown and the full text of its articles is always fetched.

    None leaves a setting; 0 for `every` and `keep` goes back to the common one. For directories:
    `ignored` are patterns of files to pass over, one a line; with `keep_removed` articles stay
    when their files go. Both are heeded at the next look, which is then due.
    """
    said = {
        "own_title": own_title, "folder": folder, "every": every, "keep": keep,
        "pictures": pictures, "full_text": full_text,
        "ignored": ignored, "keep_removed": keep_removed,
    }  # fmt: skip
    now = {name: value for name, value in said.items() if value is not None}
    with lib.writing() as db:
        before = settings(db, feed_id)
        name = db.execute("SELECT shown FROM feed WHERE id = ?", (feed_id,)).fetchone()[0]
        facts = {"feed": feed_id, "was": {one: before[one] for one in now}, "is": now}
        act = journal.open_act(db, "edit", f"“{name}” changed", facts)
        set_up(db, feed_id, now)
    return act


def settings(db: sqlite3.Connection, feed_id: int) -> dict[str, Any]:
    """The reader's own settings of a feed as `set_up` takes them. Raises NotFoundError."""
    found = db.execute(
        "SELECT own_title, folder_id, every, keep, pictures, full_text, ignored, keep_removed "
        "FROM feed WHERE id = ?",
        (feed_id,),
    ).fetchone()
    if not found:
        raise NotFoundError(f"There is no feed {feed_id}; `tearsheet feeds` lists them.")
    path = all_paths(db).get(found[1] or 0, "")
    return {
        "own_title": found[0], "folder": path, "every": found[2] or 0, "keep": found[3] or 0,
        "pictures": bool(found[4]), "full_text": bool(found[5]),
        "ignored": found[6], "keep_removed": bool(found[7]),
    }  # fmt: skip


def set_up(db: sqlite3.Connection, feed_id: int, said: dict[str, Any]) -> None:
    """Gives a feed the settings in `said`, and folders without feeds an end."""
    if "own_title" in said:
        db.execute("UPDATE feed SET own_title = ? WHERE id = ?", (said["own_title"], feed_id))
    if "folder" in said:
        folder_id = make(db, said["folder"])
        db.execute("UPDATE feed SET folder_id = ? WHERE id = ?", (folder_id, feed_id))
        sweep(db)
    for name in ("pictures", "full_text"):
        if name in said:
            db.execute(f"UPDATE feed SET {name} = ? WHERE id = ?", (int(said[name]), feed_id))
    for name in ("every", "keep"):
        if name in said:
            db.execute(f"UPDATE feed SET {name} = ? WHERE id = ?", (said[name] or None, feed_id))
    for name in ("ignored", "keep_removed"):
        if name in said:
            db.execute(
                f"UPDATE feed SET {name} = ?, next_due = 0 WHERE id = ?", (said[name], feed_id)
            )
