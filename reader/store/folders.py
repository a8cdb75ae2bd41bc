"""Folders: named, nestable groups of feeds, written as paths ("News/Local")."""

from __future__ import annotations

import sqlite3

from reader.model import Folder
from reader.store.library import Library


def all_paths(source: Library | sqlite3.Connection) -> dict[int, str]:
    """The path of every folder by id."""
    db = source.db if isinstance(source, Library) else source
    rows = {
        int(number): (parent, name)
        for number, parent, name in db.execute("SELECT id, parent_id, name FROM folder")
    }

    def path(number: int) -> str:
        names: list[str] = []
        step: int | None = number
        while step is not None and len(names) <= len(rows):
            parent, name = rows[step]
            names.append(name)
            step = parent
        return "/".join(reversed(names))

    return {number: path(number) for number in rows}


def folders(lib: Library) -> list[Folder]:
    """The folders in order of their paths; those whose feeds were all removed are not there."""
    paths = all_paths(lib)
    rows = lib.read("SELECT id, parent_id, name FROM folder")
    parents = {int(number): parent for number, parent, _ in rows}
    left: set[int] = set()
    shown: set[int] = set()
    for number, living in lib.read(
        "SELECT folder_id, max(removed_at IS NULL) FROM feed "
        "WHERE folder_id IS NOT NULL GROUP BY folder_id"
    ):
        step: int | None = number
        while step is not None:
            (shown if living else left).add(step)
            step = parents[step]
    return sorted(
        (
            Folder(number, parent, name, paths[number])
            for number, parent, name in rows
            if number in shown or number not in left
        ),
        key=lambda one: [name.casefold() for name in one.path.split("/")],
    )


def folder_at(lib: Library, path: str) -> int:
    """The id of the folder at a path, made with those above it where it is new; 0 for ""."""
    with lib.writing() as db:
        return make(db, path) or 0


def make(db: sqlite3.Connection, path: str) -> int | None:
    """`folder_at` inside a transaction; None for ""."""
    above: int | None = None
    for name in (part.strip() for part in path.split("/")):
        if not name:
            continue
        found = db.execute(
            "SELECT id FROM folder WHERE coalesce(parent_id, 0) = ? AND name = ?",
            (above or 0, name),
        ).fetchone()
        if found:
            above = int(found[0])
        else:
            above = db.execute(
                "INSERT INTO folder(parent_id, name) VALUES (?, ?)", (above, name)
            ).lastrowid
    return above


def sweep(db: sqlite3.Connection) -> None:
    """Ends folders that hold nothing, from the innermost on."""
    while db.execute(
        "DELETE FROM folder WHERE id NOT IN (SELECT folder_id FROM feed WHERE folder_id NOT NULL) "
        "AND id NOT IN (SELECT parent_id FROM folder WHERE parent_id NOT NULL)"
    ).rowcount:
        pass


def below(lib: Library, folder_id: int) -> list[int]:
    """A folder and all folders in it."""
    return [
        int(row[0])
        for row in lib.read(
            "WITH RECURSIVE inside(id) AS (VALUES (?) UNION "
            "SELECT folder.id FROM folder JOIN inside ON folder.parent_id = inside.id) "
            "SELECT id FROM inside",
            (folder_id,),
        )
    ]
