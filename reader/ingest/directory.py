"""A directory as a feed: which of its files are new, changed or gone since the last look.

A file that cannot be taken in is listed and stops nothing.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reader import text
from reader.incoming import ParsedArticle, ParsedFeed
from reader.ingest import bounds, decide, files, kinds, maildir
from reader.model import FileError, ReaderError
from reader.store.arrivals import Stamp


@dataclass(frozen=True, slots=True)
class Scan:
    """What a look at a directory found.

    `parsed` holds the new and changed files only; `unchanged` the keys of all others that are
    still there, so that `decide` must not count those as vanished. `stamps` is to be kept for
    the next look. `failures` pairs a file's name with a sentence.
    """

    parsed: ParsedFeed
    stamps: dict[str, Stamp]
    failures: tuple[tuple[str, str], ...] = ()
    unchanged: frozenset[bytes] = frozenset()


def scan(directory: Path, stamps: Mapping[str, Stamp]) -> Scan:
    """New and changed files of a directory and its folders, compared with the last look's stamps.

    Files whose size and time are unchanged are not opened. Hidden and temporary names are passed
    over; links are not followed. A guid is the file's path in the directory, with a part's own
    name where a file holds several articles. Raises FileError only where the directory itself
    cannot be read.
    """
    root = os.path.abspath(directory)
    shown = text.clean(root)
    try:
        if not stat.S_ISDIR(os.stat(root).st_mode):
            raise FileError(f"{shown} is not a directory; a file is taken in by its own name.")
        os.scandir(root).close()
    except OSError as error:
        raise FileError(files.refusal(Path(root), shown, error)) from None
    kept: dict[str, Stamp] = {}
    failures: list[tuple[str, str]] = []
    articles: list[ParsedArticle] = []
    unchanged: set[bytes] = set()
    parts = _parts(stamps)
    for name, entry in _files(root, failures):
        before = stamps.get(name)
        try:
            now = entry.stat(follow_symlinks=False)
            if before and before.size == now.st_size and before.mtime_ns == now.st_mtime_ns:
                _keep(name, before, parts, kept, unchanged)
                continue
            data, status = files.bytes_of(Path(entry.path), links=False)
            found = files.articles(Path(entry.path), data, status)
        except Exception as error:
            failures.append((files.storable(name), _failure(name, error)))
            if before:
                _keep(name, before, parts, kept, unchanged)
            continue
        for number, part in enumerate(found):
            part = replace(part, guid=files.named(part, name))
            articles.append(part)
            stamp = Stamp(status.st_size, status.st_mtime_ns, decide.identity(part))
            kept[f"{name}{_PART}{number}" if number else name] = stamp
    _keep_unseen(stamps, failures, kept, unchanged)
    parsed = ParsedFeed(title=text.clean(os.path.basename(root)), articles=tuple(articles))
    return Scan(parsed, kept, tuple(failures), frozenset(unchanged))


_PART = "\n"  # between a file's name, which has none, and the number of a further article in it


def _parts(stamps: Mapping[str, Stamp]) -> dict[str, dict[str, Stamp]]:
    """The stamps of the further articles of files that hold several, by the file's name."""
    found: dict[str, dict[str, Stamp]] = {}
    for path, stamp in stamps.items():
        if _PART in path:
            found.setdefault(path.partition(_PART)[0], {})[path] = stamp
    return found


def _keep(
    name: str,
    before: Stamp,
    parts: Mapping[str, Mapping[str, Stamp]],
    kept: dict[str, Stamp],
    unchanged: set[bytes],
) -> None:
    """A file that stays as it was seen before, with all its articles."""
    for path, stamp in {name: before, **parts.get(name, {})}.items():
        kept[path] = stamp
        unchanged.add(stamp.key)


def _failure(name: str, error: Exception) -> str:
    if isinstance(error, ReaderError):
        return str(error)
    reason = error.strerror if isinstance(error, OSError) else type(error).__name__
    return f"{text.clean(name)} cannot be read ({text.clean(str(reason))}); it was passed over."


def _keep_unseen(
    stamps: Mapping[str, Stamp],
    failures: list[tuple[str, str]],
    kept: dict[str, Stamp],
    unchanged: set[bytes],
) -> None:
    """Files below a folder that could not be read are not gone: their stamps stay."""
    closed = tuple(f"{name}/" for name, _ in failures)
    if not closed:
        return
    for name, stamp in stamps.items():
        if name not in kept and name.startswith(closed):
            kept[name] = stamp
            unchanged.add(stamp.key)


_TEMPORARY = ("~", ".swp", ".swo", ".tmp", ".part", ".crdownload", ".bak", ".orig")


def _files(root: str, failures: list[tuple[str, str]]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The readable files below `root` with their names in it, in order, without links."""
    folders = [(root, "", 0)]
    amount = 0
    while folders:
        folder, prefix, depth = folders.pop()
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            name = files.storable(prefix.rstrip("/"))
            failures.append((name, files.refusal(Path(folder), text.clean(folder), error)))
            continue
        below = []
        for entry in entries:
            name = entry.name
            if name.startswith((".", "#")) or name.endswith(_TEMPORARY) or entry.is_symlink():
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < bounds.FOLDER_DEPTH:
                    below.append((entry.path, f"{prefix}{name}/", depth + 1))
            elif kinds.takes(name) or maildir.holds(folder):
                amount += 1
                if amount > bounds.FILES:
                    failures.append(
                        (
                            files.storable(prefix),
                            f"More than {bounds.FILES:,} files; the rest was passed over.",
                        )
                    )
                    return
                yield files.storable(prefix + name), entry
        folders.extend(reversed(below))
