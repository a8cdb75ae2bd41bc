"""Pictures of articles: their files in `files/`, what is known of them, and which may go.

A file is named by its hash, so that one picture at many addresses is kept once. What an article was
given stays with it: when an address gives another picture later, that is another row. Pictures
of saved articles are never dropped (the schema's triggers see to that); of the others those that
were looked at last are kept, up to a number of bytes.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from reader import clock
from reader.model import LibraryError, Picture
from reader.store.library import Library

FOLDER = "files"
FRESH_SECONDS = 86_400  # that an address is taken to give the same picture to another article
RETRY_SECONDS = 86_400  # until what failed is asked for again
STRAY_SECONDS = 3_600  # until a file without a picture is taken to be forgotten
USE_SECONDS = 86_400  # between two notes that a picture was looked at

_SAVED = (
    "EXISTS (SELECT 1 FROM pictured JOIN article ON article.id = article_id "
    "WHERE picture_id = picture.id AND saved_at IS NOT NULL)"
)


def of(lib: Library, article_id: int) -> dict[str, Picture]:
    """What is known of an article's pictures, by address; not what failed so long ago that it
    may be asked for again."""
    rows = lib.read(
        "SELECT url, hash, type, width, height, error FROM pictured "
        "JOIN picture ON picture.id = picture_id "
        "WHERE article_id = ? AND (hash <> '' OR fetched_at > ?) ORDER BY hash <> '', id",
        (article_id, clock.now() - RETRY_SECONDS),
    )
    return {
        url: Picture(
            url,
            str(_path(lib.folder, hashed, kind)) if hashed else "",
            kind,
            width,
            height,
            error,
        )
        for url, hashed, kind, width, height, error in rows
    }


def missing(lib: Library, article_id: int, urls: Sequence[str]) -> list[str]:
    """Those of an article's addresses that are to be asked now.

    What another article got from the same address within a day becomes this one's too.
    """
    now = clock.now()
    with lib.writing() as db:
        have = {
            row[0]
            for row in db.execute(
                "SELECT url FROM pictured JOIN picture ON picture.id = picture_id "
                "WHERE article_id = ? AND (hash <> '' OR fetched_at > ?)",
                (article_id, now - RETRY_SECONDS),
            )
        }
        wanted = []
        for url in urls:
            if url in have:
                continue
            found = db.execute(
                "SELECT id FROM picture WHERE url = ? AND fetched_at > ? "
                "ORDER BY hash <> '' DESC, fetched_at DESC LIMIT 1",
                (url, now - FRESH_SECONDS),
            ).fetchone()
            if found:
                _link(db, article_id, found[0])
            else:
                wanted.append(url)
    return wanted


def keep(
    lib: Library,
    article_id: int,
    url: str,
    content: bytes,
    kind: str,
    size: tuple[int, int],
) -> Picture:
    """Keeps what an address gave; it is on the disk when this returns. Raises LibraryError."""
    import hashlib  # with OpenSSL

    hashed = hashlib.sha256(content).hexdigest()
    path = _path(lib.folder, hashed, kind)
    try:
        draft = _write(path, content)
    except OSError as error:
        raise _refused(lib, error) from None
    now = clock.now()
    try:
        with lib.writing() as db:
            # Within the transaction, so that nobody who drops pictures is between file and row.
            os.replace(draft, path)
            _row(db, article_id, (url, hashed, kind, *size, len(content), "", now))
    except OSError as error:
        raise _refused(lib, error) from None
    finally:
        draft.unlink(missing_ok=True)
    return Picture(url, str(path), kind, *size)


def keep_failure(lib: Library, article_id: int, url: str, error: str) -> Picture:
    """Keeps why an address gave no picture, so that it is not asked again at once."""
    with lib.writing() as db:
        _row(db, article_id, (url, "", "", 0, 0, 0, error, clock.now()))
    return Picture(url, error=error)


def looked_at(lib: Library, article_id: int) -> None:
    """Notes that an article's pictures were on the screen, at most once a day."""
    now = clock.now()
    stale = (
        "id IN (SELECT picture_id FROM pictured WHERE article_id = ?) AND hash <> '' "
        "AND used_at < ?"
    )
    values = (article_id, now - USE_SECONDS)
    if not lib.read_only and lib.read(f"SELECT 1 FROM picture WHERE {stale} LIMIT 1", values):
        with lib.writing() as db:
            db.execute(f"UPDATE picture SET used_at = ? WHERE {stale}", (now, *values))


def trim(lib: Library, megabytes: int) -> int:
    """Drops pictures that no article shows and, beyond `megabytes`, those of articles that are not
    saved, least recently looked at first. Gives how many went."""
    if lib.read_only or not lib.read("SELECT 1 FROM picture LIMIT 1"):
        return 0
    limit = megabytes * 1_000_000
    with lib.writing() as db:
        going = db.execute(
            "SELECT id, hash, type FROM picture WHERE id NOT IN (SELECT picture_id FROM pictured)"
        ).fetchall()
        total = 0
        for number, hashed, kind, size in db.execute(
            f"SELECT id, hash, type, bytes FROM picture WHERE hash <> '' AND NOT {_SAVED} "
            "AND id IN (SELECT picture_id FROM pictured) ORDER BY used_at DESC, id DESC"
        ).fetchall():
            total += size
            if total > limit:
                going.append((number, hashed, kind))
        for number, hashed, kind in going:
            db.execute("DELETE FROM picture WHERE id = ?", (number,))
            kept = db.execute("SELECT 1 FROM picture WHERE hash = ?", (hashed,)).fetchone()
            if hashed and not kept:
                with contextlib.suppress(OSError):
                    _path(lib.folder, hashed, kind).unlink()
    return len(going)


def kept(lib: Library) -> tuple[int, int, int]:
    """How many pictures there are, how many of them belong to saved articles, and their bytes."""
    ((amount, saved, size),) = lib.read(
        f"SELECT count(*), coalesce(sum({_SAVED}), 0), coalesce(sum(bytes), 0) FROM picture "
        "WHERE hash <> ''"
    )
    return int(amount), int(saved), int(size)


def lost(lib: Library) -> list[str]:
    """The addresses of pictures of saved articles whose file is gone or has another length."""
    return [
        url
        for url, hashed, kind, size in lib.read(
            f"SELECT url, hash, type, bytes FROM picture WHERE hash <> '' AND {_SAVED}"
        )
        if not _has(_path(lib.folder, hashed, kind), size)
    ]


def strays(lib: Library) -> list[Path]:
    """Files in the place for pictures that belong to none, left by a program that was killed.

    Those of the last hour may belong to one that is at work.
    """
    before = clock.now() - STRAY_SECONDS
    known = {row[0] for row in lib.read("SELECT hash FROM picture WHERE hash <> ''")}
    return [
        path
        for path in sorted((lib.folder / FOLDER).glob("[0-9a-f][0-9a-f]/*"))
        if path.name.split(".")[0] not in known and path.stat().st_mtime < before
    ]


def drop_strays(lib: Library) -> int:
    """Deletes them; gives how many."""
    with lib.writing():  # nobody is keeping a picture meanwhile
        found = strays(lib)
        for path in found:
            path.unlink(missing_ok=True)
    return len(found)


# -- rows and files ------------------------------------------------------------------------------


def _row(
    db: sqlite3.Connection,
    article_id: int,
    values: tuple[str, str, str, int, int, int, str, int],
) -> None:
    number = db.execute(
        "INSERT INTO picture(url, hash, type, width, height, bytes, error, fetched_at, used_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8) ON CONFLICT(url, hash) DO UPDATE SET "
        "fetched_at = excluded.fetched_at, used_at = excluded.used_at, error = excluded.error "
        "RETURNING id",
        values,
    ).fetchone()[0]
    _link(db, article_id, number)


def _link(db: sqlite3.Connection, article_id: int, number: int) -> None:
    """Gives a picture to an article, in the place of a failure of the same address."""
    db.execute(
        "DELETE FROM pictured WHERE article_id = ?1 AND picture_id IN (SELECT id FROM picture "
        "WHERE hash = '' AND id <> ?2 AND url = (SELECT url FROM picture WHERE id = ?2))",
        (article_id, number),
    )
    db.execute(
        "INSERT INTO pictured SELECT id, ? FROM article WHERE id = ? ON CONFLICT DO NOTHING",
        (number, article_id),
    )


def _path(folder: Path, hashed: str, kind: str) -> Path:
    return folder / FOLDER / hashed[:2] / f"{hashed}.{kind}"


def _write(path: Path, content: bytes) -> Path:
    """`content` in a file beside `path` under another name, safe on the disk."""
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(0o700, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}-{os.urandom(4).hex()}")
    number = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with open(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _has(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def _refused(lib: Library, error: OSError) -> LibraryError:
    return LibraryError(
        f"A picture cannot be kept in {lib.folder / FOLDER}: {error.strerror}; "
        "check the folder and the room on the disk."
    )
