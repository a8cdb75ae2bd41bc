"""`search.db`: plain text and full-text index beside the library. Losing it loses nothing.

Connections to the library attach it for reading alone: a `BEGIN IMMEDIATE` would otherwise lock
it too, and marking an article read would wait for the indexer. It is written through connections
of its own, in short transactions, after the articles are in the library. Where the indexer is:
`indexed` is the highest article id it has seen, `witness` that article's key, `heard` the last
number of table `restated`.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reader.model import LibraryError
from reader.store.library import BUSY_SECONDS, Library, has_log
from reader.store.packing import listed, unsqueeze
from reader.store.terms import indexed
from reader.store.trouble import StoppedError, in_words
from reader.text import plain

FILE = "search.db"
VERSION = 1
TEXT_LIMIT = 1_000_000  # characters of a body that are indexed
BATCH_BYTES = 2 * 1024 * 1024  # of stored texts, compressed, that are indexed at once

_SCHEMA = f"""
CREATE TABLE state(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE doc(
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, byline TEXT NOT NULL, deck TEXT NOT NULL,
  text TEXT NOT NULL);
CREATE VIRTUAL TABLE fts USING fts5(title, byline, deck, text, content='doc', content_rowid='id',
  tokenize="porter unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE title_fts USING fts5(title, content='', detail=none, columnsize=0,
  prefix='1 2 3', tokenize="unicode61 remove_diacritics 2");
INSERT INTO state VALUES ('indexed', 0), ('heard', 0);
PRAGMA user_version = {VERSION};
"""

_TEXTS = (
    "SELECT a.id, a.title, a.byline, b.deck, coalesce(t.format, b.format), "
    "coalesce(t.content, b.content) FROM article a JOIN body b ON b.article_id = a.id "
    "LEFT JOIN full_text t ON t.article_id = a.id AND t.content <> x''"
)
_Doc = tuple[int, str, str, str, str]


# -- the file ------------------------------------------------------------------------------------


def attach(lib: Library) -> bool:
    """Makes search.db readable as `search`; false where there is none and none can be made."""
    path = lib.folder / FILE
    if lib.search_ready and lib.search_file == _which(path):
        return True
    if lib.search_ready:
        lib.db.execute("DETACH search")
        lib.search_ready = False
    if not lib.read_only:
        try:
            _sound(lib)
        except sqlite3.Error as error:
            raise _refused(lib, error) from None
    mode = "mode=ro"
    if lib.read_only and not has_log(path, full=lib.full):
        mode = "immutable=1"
    try:
        lib.db.execute("ATTACH ? AS search", (f"{path.as_uri()}?{mode}",))
    except sqlite3.Error:
        return False
    try:
        lib.db.execute("SELECT 1 FROM search.state").fetchone()
    except sqlite3.Error:
        lib.db.execute("DETACH search")
        return False
    lib.search_ready, lib.search_file = True, _which(path)
    return True


def _refused(lib: Library, error: sqlite3.Error) -> LibraryError:
    """The words for a search.db that cannot be opened or made."""
    path = lib.folder / FILE
    if path.is_dir():
        return _in_the_way(lib)
    if "unable to open" in str(error):
        return LibraryError(
            f"The search index {path} cannot be opened; check its mode, or move it away, and the "
            "next refresh makes the index anew."
        )
    return in_words(lib.folder, error)


def _in_the_way(lib: Library) -> LibraryError:
    return LibraryError(
        f"The search index {lib.folder / FILE} is a folder, not a file; "
        "move it away, and the next refresh makes the index anew."
    )


def _which(path: Path) -> tuple[int, int]:
    try:
        seen = path.stat()
    except OSError:
        return (0, 0)
    return seen.st_dev, seen.st_ino


def _sound(lib: Library) -> None:
    """Sees to it that there is a search.db of this library that can be read."""
    try:
        with contextlib.closing(_connect(lib)) as db:
            if _fits(lib, db):
                return
    except sqlite3.OperationalError as error:
        if "no such" not in str(error):  # busy, full, out of reach: another file would not help
            raise
    except sqlite3.DatabaseError:
        pass
    discard(lib)
    with contextlib.closing(_connect(lib)) as db:
        _fits(lib, db)


def _connect(lib: Library) -> sqlite3.Connection:
    """A connection to search.db alone, made where it is missing."""
    path = lib.folder / FILE
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        os.chmod(path, 0o600)
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        # Not whether there is a page: another process may have made the file and be at its tables.
        if not db.execute("PRAGMA user_version").fetchone()[0]:
            _make(db, lib)
        # What is lost here is made again, so the cheaper way of writing is enough.
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA cache_size = -16000")
    except BaseException:
        db.close()
        raise
    return db


def _make(db: sqlite3.Connection, lib: Library) -> None:
    db.execute("PRAGMA page_size = 16384")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("BEGIN IMMEDIATE")
    try:
        made = db.execute("PRAGMA user_version").fetchone()[0]
        foreign = db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        if not made and not foreign:
            for statement in _SCHEMA.split(";\n"):
                if statement.strip():
                    db.execute(statement)
            db.execute("INSERT INTO state VALUES ('identity', ?)", (_identity(lib),))
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _identity(lib: Library) -> str:
    return str(lib.read("SELECT value FROM fact WHERE name = 'identity'")[0][0])


def _fits(lib: Library, db: sqlite3.Connection) -> bool:
    """Whether an index is of this version, of this library, and not ahead of it."""
    if db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        return False
    state = dict(db.execute("SELECT name, value FROM state"))
    newest = lib.read("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'article'")
    if state["identity"] != _identity(lib) or state["indexed"] > newest[0][0]:
        return False
    # A library that was brought back from a copy gives the same numbers to other articles.
    witness = lib.read("SELECT hex(key) FROM article WHERE id = ?", (state["indexed"],))
    return not witness or state.get("witness", witness[0][0]) == witness[0][0]


def discard(lib: Library) -> None:
    """Throws search.db away; the next `index_pending` begins from the first article."""
    if lib.search_ready:
        lib.db.execute("DETACH search")
        lib.search_ready = False
    if (lib.folder / FILE).is_dir():
        raise _in_the_way(lib)
    try:
        for ending in ("", "-wal", "-shm"):
            (lib.folder / f"{FILE}{ending}").unlink(missing_ok=True)
    except OSError as error:
        raise LibraryError(
            f"The search index {lib.folder / FILE} cannot be replaced: {error.strerror}; "
            "end other programs that have it open and try again."
        ) from None


def damaged(lib: Library, words: str) -> bool:
    """Whether asking search.db alone for `words` shows that it is damaged; then it is thrown away.

    The next `index_pending` makes it anew.
    """
    try:
        with contextlib.closing(_connect(lib)) as db:
            db.execute(
                "SELECT rowid, bm25(fts) FROM fts WHERE fts MATCH ? ORDER BY rowid DESC LIMIT 2000",
                (words,),
            ).fetchall()
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        discard(lib)
        return True
    return False


# -- filling it ----------------------------------------------------------------------------------


def pending(lib: Library) -> int:
    """How many articles are not in the index as they are now; all, where it cannot be opened."""
    try:
        ready = attach(lib)
    except StoppedError:
        raise
    except LibraryError:
        ready = False
    if not ready:
        return int(lib.read("SELECT count(*) FROM main.article")[0][0])
    return int(
        lib.read(
            "SELECT (SELECT count(*) FROM main.article WHERE id > "
            "(SELECT value FROM search.state WHERE name = 'indexed')) + "
            "(SELECT count(*) FROM main.restated WHERE number > "
            "(SELECT value FROM search.state WHERE name = 'heard'))"
        )[0][0]
    )


def whole(lib: Library) -> bool:
    """Whether every article is in the index, so that a search that finds nothing means it.

    Asks only how far the index has come. Raises StoppedError alone.
    """
    return not pending(lib)


def index_pending(
    lib: Library,
    batch: int = 200,
    on_progress: Callable[[int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> int:
    """Indexes what is waiting, `batch` articles a transaction; gives how many it were.

    `on_progress` hears how many are left; `stop` is asked between batches. Several processes may
    do this at once. A damaged index is thrown away and begun again; one that cannot be opened is
    left, for the sake of what else a refresh does: `whole` is false then and `search` says why.
    """
    if lib.read_only:
        return 0
    try:
        try:
            _sound(lib)
            return _index(lib, batch, on_progress, stop)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            discard(lib)
            return _index(lib, batch, on_progress, stop)
    except sqlite3.Error as error:
        if "unable to open" in str(error):
            return 0
        raise in_words(lib.folder, error) from None


def _index(
    lib: Library,
    batch: int,
    on_progress: Callable[[int], None] | None,
    stop: Callable[[], bool] | None,
) -> int:
    done = 0
    left = pending(lib) if on_progress else 0
    with contextlib.closing(_connect(lib)) as db:
        while not (stop and stop()):
            state = dict(db.execute("SELECT name, value FROM state"))
            new_rows = _fitting(
                lib.read(
                    "SELECT a.id, hex(a.key), length(b.content) FROM article a "
                    "LEFT JOIN body b ON b.article_id = a.id WHERE a.id > ? ORDER BY a.id LIMIT ?",
                    (state["indexed"], batch),
                )
            )
            news = [row[0] for row in new_rows]
            restated = lib.read(
                "SELECT number, article_id FROM restated WHERE number > ? ORDER BY number LIMIT ?",
                (state["heard"], batch),
            )
            if not news and not restated:
                break
            again = list(dict.fromkeys(row[1] for row in restated if row[1] <= state["indexed"]))
            docs = _docs(lib, [*news, *again])
            reached: dict[str, object] = {}
            if new_rows:
                reached |= {"indexed": new_rows[-1][0], "witness": new_rows[-1][1]}
            if restated:
                reached["heard"] = restated[-1][0]
            if _write(db, state, reached, again, docs):
                done += len(news) + len(again)
            if on_progress:
                left = max(0, left - len(news) - len(restated))
                on_progress(left)
        heard = db.execute("SELECT value FROM state WHERE name = 'heard'").fetchone()[0]
    _forget(lib, heard)
    return done


def _fitting(rows: list[tuple[int, str, int | None]]) -> list[tuple[int, str, int | None]]:
    """As many of the next articles as are held in memory at once, at least one."""
    size = 0
    for number, row in enumerate(rows):
        size += row[2] or 0
        if size > BATCH_BYTES and number:
            return rows[:number]
    return rows


def _docs(lib: Library, ids: list[int]) -> list[_Doc]:
    docs: list[_Doc] = []
    for number, title, byline, deck, form, content in lib.read(
        f"{_TEXTS} WHERE a.id IN ({listed(ids)})"
    ):
        try:
            text = unsqueeze(content)
        except zlib.error:
            text = ""  # said when the article is opened; it shall not stop the others
        text = plain(text) if form == "html" else text
        docs.append(
            (number, indexed(title), indexed(byline), indexed(deck), indexed(text[:TEXT_LIMIT]))
        )
    return docs


def _write(
    db: sqlite3.Connection,
    state: dict[str, Any],
    reached: dict[str, object],
    again: list[int],
    docs: list[_Doc],
) -> bool:
    """One batch in one transaction; false when another process did it first."""
    db.execute("BEGIN IMMEDIATE")
    try:
        if dict(db.execute("SELECT name, value FROM state")) != state:
            db.execute("ROLLBACK")
            return False
        for old in db.execute(
            f"SELECT id, title, byline, deck, text FROM doc WHERE id IN ({listed(again)})"
        ).fetchall():
            db.execute(
                "INSERT INTO fts(fts, rowid, title, byline, deck, text) "
                "VALUES ('delete', ?, ?, ?, ?, ?)",
                old,
            )
            db.execute(
                "INSERT INTO title_fts(title_fts, rowid, title) VALUES ('delete', ?, ?)", old[:2]
            )
        db.execute(f"DELETE FROM doc WHERE id IN ({listed(again)})")
        db.executemany("INSERT INTO doc VALUES (?, ?, ?, ?, ?)", docs)
        db.executemany(
            "INSERT INTO fts(rowid, title, byline, deck, text) VALUES (?, ?, ?, ?, ?)", docs
        )
        db.executemany(
            "INSERT INTO title_fts(rowid, title) VALUES (?, ?)", [doc[:2] for doc in docs]
        )
        for name, value in reached.items():
            db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return True


def _forget(lib: Library, heard: int) -> None:
    """Takes what the index has heard out of the library's queue."""
    if lib.read("SELECT 1 FROM restated WHERE number <= ? LIMIT 1", (heard,)):
        with lib.writing() as db:
            db.execute("DELETE FROM restated WHERE number <= ?", (heard,))


def reindex(lib: Library, on_progress: Callable[[int], None] | None = None) -> int:
    """Throws the index away and makes it anew; gives the number of articles in it."""
    discard(lib)
    return index_pending(lib, on_progress=on_progress)
