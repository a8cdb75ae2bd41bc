"""A directory as a feed: its files that are new, edited, moved or gone since the last look.

A look comes in steps of a few hundred files, so that memory stays small and what is stored is
stored for good. A file that cannot be taken in is named once and stops nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, decide, files, moves, survey
from reader.ingest.moves import Seen
from reader.ingest.piece import Piece, Step, refused
from reader.model import FileError, ReaderError
from reader.store.stamps import REFUSED, Stamp, Stamped

SETTLE_SECONDS = 0.2  # for so long a young file must not change before it is read
_YOUNG_NS = 1_000_000_000
_TRIES = 5
LINKS = 3  # that are named where links are not followed

Titles = Callable[[Sequence[bytes]], Mapping[bytes, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was known: all stamps, the keys that must not be used anew, the directory's identity,
    how to get titles by key, the patterns of what to pass over, and a folder to leave out."""

    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    deleted: Container[bytes] = ()
    identity: str = ""
    titles: Titles = lambda keys: {}
    ignored: str = ""
    without: str = ""


def look(
    directory: Path, before: Before, *, now: int, settle: float = SETTLE_SECONDS
) -> Iterator[Step]:
    """What changed in a directory and its folders, in steps; the last one tells what is gone.

    Files that are as they were are not opened. A file that is being written is left for the next
    look. Raises FileError where the directory itself cannot be read, or is not what it was.
    """
    root, identity = survey.root_of(directory)
    passed = survey.patterns(root, before.ignored)
    found = survey.walk(root, before.stamps, passed, before.without)
    live = sum(not stamp.gone for stamp in before.stamps.values())
    if live and not found.there and not found.closed and before.identity not in ("", identity):
        raise FileError(
            f"{text.clean(root)} is empty, and it is not the directory whose "
            f"{text.plural(live, 'file')} were taken in: if a disk belongs there, mount it."
        )
    yield from _Look(root, identity, before, now, settle, found).steps()


class _UnsettledError(Exception):
    """A file changes while it is read."""


class _Look:
    """One look under way."""

    def __init__(
        self,
        root: str,
        identity: str,
        before: Before,
        now: int,
        settle: float,
        found: survey.Survey,
    ) -> None:
        self._root = root
        self._identity = identity
        self._before = before
        self._now = now
        self._settle = settle
        self._found = found
        self._notes: list[str] = []
        self._taken: set[bytes] | None = None
        self._missing = moves.Missing({}, {})

    def steps(self) -> Iterator[Step]:
        """Moves first, then what has to be read, then what is gone."""
        changed = self._settled(self._found.changed)
        moved, todo = self._known_again(changed)
        total = len(todo)
        if self._found.links and not self._before.stamps:
            self._notes.append(_not_followed(self._found.links))
        yield replace(moved, total=total, failures=tuple(self._found.failures))
        done = 0
        for step in self._read(todo):
            done += len(step.stamped.kept) + len(step.failures)
            yield replace(step, done=min(done, total), total=total)
        gone = {
            path: stamp._replace(gone=self._now)
            for path, stamp in self._missing.stamps.items()
            if stamp.key
        }
        yield Step(
            stamped=Stamped(gone, tuple(path for path in self._missing.stamps if path not in gone)),
            lost=tuple(key for stamp in gone.values() for key in stamp.every_key()),
            notes=tuple(self._notes),
            done=total,
            total=total,
            last=True,
            title=text.clean(os.path.basename(self._root)),
            identity=self._identity,
        )

    # Files that are being written.

    def _settled(self, changed: list[Seen]) -> list[Seen]:
        """Those that nobody is writing; for young ones that takes a moment's waiting."""
        if not self._settle:
            return changed
        limit = time.time_ns()
        young = [file for file in changed if 0 <= limit - file.mtime_ns < _YOUNG_NS]
        settled = {file.path: file for file in changed}
        for _ in range(_TRIES):
            if not young:
                break
            time.sleep(self._settle)
            moving = []
            for file in young:
                try:
                    now = os.stat(file.name, follow_symlinks=False)
                except OSError:
                    del settled[file.path]
                    self._found.there.discard(file.path)
                    continue
                if (now.st_size, now.st_mtime_ns) != (file.size, file.mtime_ns):
                    file = file._replace(size=now.st_size, mtime_ns=now.st_mtime_ns)
                    settled[file.path] = file
                    moving.append(file)
            young = moving
        for file in young:
            del settled[file.path]
            self._leave(file)
        return list(settled.values())

    def _leave(self, file: Seen) -> None:
        self._notes.append(
            f"{text.clean(file.path)} is still being written; it is taken in at the next look."
        )

    # Which file is which.

    def _known_again(self, changed: list[Seen]) -> tuple[Step, list[tuple[Seen, Stamp | None]]]:
        """The step for what only moved, and what has to be read, with its old stamp."""
        stamps, there = self._before.stamps, self._found.there
        edited = {file.path for file in changed}
        closed = tuple(self._found.closed)
        missing = {
            path: stamp
            for path, stamp in stamps.items()
            if not stamp.gone and path not in there and not (closed and path.startswith(closed))
        }
        if not self._found.whole:
            missing = {}
        free = missing | {path: s for path, s in stamps.items() if s.gone or path in edited}
        claims = moves.by_stat(changed, free)
        for old in claims.values():
            del free[old]
        sizes = {s.size for s in free.values() if s.content and s.content != REFUSED}
        hashed = []
        for file in changed:
            if file.path not in claims and file.size in sizes:
                try:
                    data, _ = files.bytes_of(Path(file.name), links=False)
                except (ReaderError, OSError):
                    continue  # said when it is read
                hashed.append((file, _content(data)))
        more = moves.by_content(hashed, free)
        for old in more.values():
            del free[old]
        claims |= more

        kept: dict[str, Stamp] = {}
        came: list[tuple[bytes, str]] = []
        lost: list[bytes] = []
        todo: list[tuple[Seen, Stamp | None]] = []
        for file in changed:
            claimed = claims.get(file.path)
            if claimed is None:
                own = free.pop(file.path, None)
                if own is not None and own.gone and own.key in self._before.deleted:
                    own = None  # other words under the name of a file whose article was deleted
                todo.append((file, own))
                continue
            stamp = stamps[claimed]._replace(
                size=file.size, mtime_ns=file.mtime_ns, inode=file.inode, gone=0
            )
            kept[file.path] = stamp
            over = free.pop(file.path, None)
            if over is not None and over.key:
                # Another file took its place; what it was stays known under a name no file has.
                kept[f"{file.path}\n{over.key.hex()}"] = over._replace(gone=over.gone or self._now)
                lost += over.every_key()
            if claimed != file.path or stamps[claimed].gone:
                name = files.storable(file.name)
                came += [(key, name) for key in stamp.every_key()]
                if _stem(claimed) != _stem(file.path):
                    todo.append((file, stamp))  # its title may be its name
        dropped = tuple(old for old in claims.values() if old not in kept)
        left = {path: stamp for path, stamp in missing.items() if path in free}
        if left and any(own is None for _, own in todo):
            titles = self._before.titles([stamp.key for stamp in left.values()])
            self._missing = moves.Missing(left, titles)
        else:
            self._missing = moves.Missing(left, {})
        return Step(stamped=Stamped(kept, dropped, tuple(came)), lost=tuple(lost)), todo

    def _new_key(self, path: str) -> bytes:
        if self._taken is None:
            self._taken = {stamp.key for stamp in self._before.stamps.values()}
        key = decide.file_key(path, _Either(self._taken, self._before.deleted))
        self._taken.add(key)
        return key

    # Reading.

    def _read(self, todo: list[tuple[Seen, Stamp | None]]) -> Iterator[Step]:
        piece = Piece()
        for file, own in todo:
            try:
                data, status = self._bytes(file)
            except _UnsettledError:
                self._leave(file)
                continue
            except Exception as error:
                piece.failures.append((file.path, _failure(file.path, error)))
                if not 0 < file.size <= bounds.FILE_BYTES:
                    piece.kept[file.path] = refused(file, own)
                continue
            piece.size += len(data)
            try:
                found = files.articles(Path(file.name), data, status)
            except Exception as error:
                piece.failures.append((file.path, _failure(file.path, error)))
                piece.kept[file.path] = refused(file, own)
            else:
                if own is None or not own.key:
                    own = self._claimed(file, found[0], piece)
                key = own.key if own is not None and own.key else self._new_key(file.path)
                seen = Stamp(status.st_size, status.st_mtime_ns, key, file.inode, _content(data))
                piece.take(file.path, own, seen, found)
            if len(piece.kept) >= bounds.STEP_FILES or piece.size >= bounds.STEP_BYTES:
                yield piece.step()
                piece = Piece()
        if piece.kept or piece.failures:
            yield piece.step()

    def _claimed(self, file: Seen, article: ParsedArticle, piece: Piece) -> Stamp | None:
        """The stamp of a missing file that this one is by its signs."""
        headline = article.title if article.title_from != "file" else ""
        old = self._missing.claim(file, headline)
        if old is None:
            return None
        stamp = self._before.stamps[old]
        piece.dropped.append(old)
        piece.came += [(key, files.storable(file.name)) for key in stamp.every_key()]
        return stamp

    def _bytes(self, file: Seen) -> tuple[bytes, os.stat_result]:
        """A file's bytes, all of one moment. Raises FileError, _UnsettledError."""
        path = Path(file.name)
        for _ in range(_TRIES):
            data, status = files.bytes_of(path, links=False)
            after = os.stat(file.name, follow_symlinks=False)
            if (
                len(data) == status.st_size == after.st_size
                and status.st_mtime_ns == after.st_mtime_ns
                and status.st_ino == after.st_ino
            ):
                return data, status
            time.sleep(self._settle)
        raise _UnsettledError


def _not_followed(links: list[str]) -> str:
    """What is said once, at the first look, of links in a directory."""
    named = ", ".join(text.clean(path, 60) for path in sorted(links)[:LINKS])
    more = f" and {len(links) - LINKS:,} more" if len(links) > LINKS else ""
    are = "is" if len(links) == 1 else "are"
    return (
        f"{text.plural(len(links), 'link')} in it {are} not followed ({named}{more}); "
        "add what is wanted of them by its own name."
    )


class _Either:
    """Two containers as one."""

    def __init__(self, one: Container[bytes], other: Container[bytes]) -> None:
        self._one = one
        self._other = other

    def __contains__(self, key: object) -> bool:
        return key in self._one or key in self._other


def _content(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]


def _failure(name: str, error: Exception) -> str:
    if isinstance(error, ReaderError):
        return str(error)
    reason = error.strerror if isinstance(error, OSError) else type(error).__name__
    return f"{text.clean(name)} cannot be read ({text.clean(str(reason))}); it was passed over."
