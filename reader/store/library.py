"""Opening, creating and migrating a library; its connection, and how it is written to."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reader.model import LibraryError
from reader.store import copies, schema
from reader.store.trouble import in_words, is_full

FILE = "library.db"
BUSY_SECONDS = 5.0
_MAGIC = b"SQLite format 3\x00"


class Library:
    """One open library: a folder and a connection to its `library.db`.

    A connection belongs to one thread at a time; `another` gives a thread its own.
    """

    def __init__(
        self, folder: Path, db: sqlite3.Connection, *, read_only: bool = False, full: bool = False
    ) -> None:
        self.folder = folder
        self.db = db
        self.read_only = read_only
        self.full = full  # read-only, because the disk has no room for a log
        self.search_ready = False  # index.py has attached search.db,
        self.search_file = (0, 0)  # and this is the file (device, inode)

    def another(self) -> Library:
        """A second connection to the same library, for another thread."""
        try:
            if not self.read_only:
                return _for_writing(self.folder)
            db = _connect(self.folder, read_only=True, full=self.full)
        except sqlite3.Error as error:
            raise in_words(self.folder, error) from None
        return Library(self.folder, db, read_only=True, full=self.full)

    def close(self) -> None:
        """Ends the connection; a second call does nothing."""
        with contextlib.suppress(sqlite3.Error):
            self.db.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def interrupt(self) -> None:
        """Stops what the connection is doing in another thread."""
        self.db.interrupt()

    def data_version(self) -> int:
        """A number that changes when another connection has written to the library."""
        return int(self.read("PRAGMA main.data_version")[0][0])

    def read(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
        """All rows of a query. Raises LibraryError in words, `StoppedError` when it was stopped."""
        try:
            return self.db.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise in_words(self.folder, error) from None

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed when the block ends, rolled back when it raises.

        What the block did is on the disk when it has been left. Raises LibraryError where the
        library is busy, full or can only be read.
        """
        if self.full:
            raise LibraryError(
                f"The library in {self.folder} is open for reading only: the disk is full; "
                "make room and open it again."
            )
        db = self.db
        try:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise in_words(self.folder, error) from None


def open_library(
    folder: Path,
    *,
    create: bool = True,
    migrations: Sequence[schema.Migration] = schema.MIGRATIONS,
) -> Library:
    """The library in `folder`, created there unless `create` is false.

    A library of an older version is copied to `backups/`, then migrated. Raises LibraryError, in
    words and with every file left as it was, where there is none, it is of a newer version, no
    library at all, or cannot be reached. Where it cannot be written, or the disk is full, it opens
    for reading.
    """
    folder = Path(os.path.abspath(folder))
    path = folder / FILE
    try:
        if not path.exists() or path.stat().st_size == 0:
            _create(folder, create, migrations)
        version = _checked_version(path, len(migrations))
    except OSError as error:
        raise LibraryError(
            f"The library in {folder} cannot be opened: {error.strerror}; "
            "check the folder, or choose another with --library."
        ) from None
    try:
        return _opened(folder, version, migrations)
    except sqlite3.Error as error:
        raise in_words(folder, error) from None


def _opened(folder: Path, version: int, migrations: Sequence[schema.Migration]) -> Library:
    read_only = not (os.access(folder, os.W_OK) and os.access(folder / FILE, os.W_OK))
    if version == len(migrations):
        if not read_only:
            return _for_writing(folder)
        return Library(folder, _connect(folder, read_only=True), read_only=True)
    if read_only:
        raise LibraryError(
            f"The library in {folder} is of an older version and can only be read; "
            "make it writable, so that it can be brought up to date."
        )
    db = _connect(folder)
    try:
        copies.backup(db, folder, f"version-{version}")
        schema.migrate(db, migrations)
        # The version is looked up in the file's head before SQLite sees it.
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except BaseException:
        db.close()
        raise
    return Library(folder, db)


def _for_writing(folder: Path) -> Library:
    """The library open for writing; on a full disk, and without a log, for reading alone."""
    try:
        return Library(folder, _connect(folder))
    except sqlite3.OperationalError as error:
        if not is_full(folder, error):
            raise
        return Library(
            folder, _connect(folder, read_only=True, full=True), read_only=True, full=True
        )


def _connect(folder: Path, *, read_only: bool = False, full: bool = False) -> sqlite3.Connection:
    address = (folder / FILE).as_uri()
    if read_only:
        # A WAL database on a read-only medium opens only as one that nobody can be writing to.
        quiet = not has_log(folder / FILE, full=full)
        mode = "immutable=1" if quiet else "mode=ro"
    else:
        mode = "mode=rw"
    db = sqlite3.connect(
        f"{address}?{mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        for pragma in (
            "foreign_keys = ON",
            "recursive_triggers = ON",
            "synchronous = FULL",
            "cache_size = -16000",
        ):
            db.execute(f"PRAGMA {pragma}")
        db.execute("SELECT 1 FROM main.fact").fetchone()
    except BaseException:
        db.close()
        raise
    return db


def has_log(path: Path, *, full: bool) -> bool:
    """Whether a database has a write-ahead log; on a full disk an empty one does not count."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and not (full and log.stat().st_size == 0)


# -- creating ------------------------------------------------------------------------------------


def _create(folder: Path, create: bool, migrations: Sequence[schema.Migration]) -> None:
    """Makes the folder and in one step, whoever else tries, a library in it."""
    if folder.exists() and not folder.is_dir():
        raise LibraryError(f"{folder} is a file, not a folder; choose another with --library.")
    if not create:
        raise LibraryError(
            f"There is no library in {folder}; `tearsheet` makes one, --library names another."
        )
    _make_folder(folder)
    draft = folder / f".{FILE}-{os.getpid()}-{os.urandom(4).hex()}"
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        os.chmod(draft, 0o600)
        db = sqlite3.connect(draft, isolation_level=None)
        try:
            db.execute("PRAGMA synchronous = FULL")
            schema.migrate(db, migrations)
            db.execute("PRAGMA journal_mode = WAL")
        finally:
            db.close()
        _publish(draft, folder / FILE)
    except sqlite3.Error as error:
        raise in_words(folder, error) from None
    finally:
        draft.unlink(missing_ok=True)


def _publish(draft: Path, path: Path) -> None:
    """Gives the finished library its name, unless another process was quicker."""
    if path.exists() and path.stat().st_size == 0:
        path.unlink()  # left by a program that was killed; SQLite takes it for a database too
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            os.replace(draft, path)
    with contextlib.suppress(OSError):
        directory = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def _make_folder(folder: Path) -> None:
    """The folder with mode 0700; parents are made only below the reader's own home."""
    if not folder.exists():
        homes = [Path.home()]
        if os.environ.get("XDG_DATA_HOME"):
            homes.append(Path(os.environ["XDG_DATA_HOME"]))
        if not folder.parent.is_dir() and not any(folder.is_relative_to(home) for home in homes):
            raise LibraryError(
                f"The library cannot be made in {folder}: {folder.parent} is not there; "
                "make that folder first, or choose another with --library."
            )
        folder.mkdir(0o700, parents=True, exist_ok=True)  # another program may be quicker
        os.chmod(folder, 0o700)
    elif not any(folder.iterdir()):
        with contextlib.suppress(OSError):  # a folder of somebody else's
            os.chmod(folder, 0o700)


# -- checking ------------------------------------------------------------------------------------


def _checked_version(path: Path, newest: int) -> int:
    """The version of the library at `path`, looked at without changing a byte."""
    with path.open("rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise LibraryError(f"{path} is no file; choose another library with --library.")
        header = file.read(100)
    if not header.startswith(_MAGIC) or len(header) < 100:
        raise LibraryError(
            f"{path} is no SQLite database; it was left as it is: "
            "move it away or choose another library with --library."
        )
    if int.from_bytes(header[68:72], "big") != schema.APPLICATION_ID:
        raise LibraryError(
            f"{path} belongs to another program; it was left as it is: "
            "choose another library with --library."
        )
    version = int.from_bytes(header[60:64], "big")
    wal = Path(f"{path.resolve()}-wal")  # beside the real file, if it is a link
    if version <= newest and wal.exists() and wal.stat().st_size:
        version = _version_in_log(path) or version
    if version > newest:
        raise LibraryError(
            f"The library in {path.parent} is of version {version}, this program knows {newest}; "
            "it was left as it is: install a newer Tearsheet."
        )
    return version


def _version_in_log(path: Path) -> int:
    """The version when a write-ahead log is there; a read-only connection folds nothing in."""
    try:
        db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
        try:
            return int(db.execute("PRAGMA user_version").fetchone()[0])
        finally:
            db.close()
    except sqlite3.Error:
        return 0  # said in words when it is opened for good
