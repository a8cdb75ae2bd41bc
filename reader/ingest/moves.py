"""Which file is which after a look at a directory: pure decisions on what was seen before and now.

A file is known again, in this order,
1. by its inode, size and time: it was renamed or moved and nothing else;
2. by its bytes: under its own name (it was only touched), else under another (it was moved, copied
   back, or came back);
3. by its path: it was edited, or saved by an editor that writes a new file and renames it;
4. by its signs, among those that are missing now: the same headline, with the same inode or the
   same file name. So a file that was renamed and edited between two looks is still its article.
An inode alone is no sign: file systems give that of a deleted file to the next new one. A headline
alone is none either: many files are called “Notes”.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.store.stamps import REFUSED, Stamp


class Seen(NamedTuple):
    """A file that is new or not as it was: its path in the directory, and where to open it."""

    path: str
    name: str
    size: int
    mtime_ns: int
    inode: int


def by_stat(seen: Iterable[Seen], free: Mapping[str, Stamp]) -> dict[str, str]:
    """The old path of each file that has the inode, size and time of a stamp in `free`."""
    places: dict[tuple[int, int, int], str] = {
        (stamp.inode, stamp.size, stamp.mtime_ns): path
        for path, stamp in free.items()
        if stamp.inode and stamp.key
    }
    claims: dict[str, str] = {}
    if places:
        for file in seen:
            old = places.pop((file.inode, file.size, file.mtime_ns), None)
            if old is not None:
                claims[file.path] = old
    return claims


def by_content(seen: Iterable[tuple[Seen, bytes]], free: Mapping[str, Stamp]) -> dict[str, str]:
    """The old path of each file (with the hash of its bytes) whose bytes a stamp in `free` has.

    Its own path goes first, then the same inode, the same name, the same folder, what is missing
    now before what has long been gone.
    """
    same: dict[bytes, set[str]] = {}
    for path, stamp in free.items():
        if stamp.content and stamp.content != REFUSED:
            same.setdefault(stamp.content, set()).add(path)
    claims: dict[str, str] = {}
    rest = []
    for file, content in seen:
        places = same.get(content)
        if places and file.path in places:
            places.discard(file.path)
            claims[file.path] = file.path
        elif places:
            rest.append((file, content))

    def liking(file: Seen, old: str) -> tuple[bool, bool, bool, int, str]:
        stamp = free[old]
        return (
            not (file.inode and file.inode == stamp.inode),
            _name(file.path) != _name(old),
            _folder(file.path) != _folder(old),
            -stamp.gone if stamp.gone else -(1 << 62),
            old,
        )

    pairs = sorted(
        (liking(file, old), file.path, old, content)
        for file, content in rest
        for old in _few(same[content])
    )
    for _, path, old, content in pairs:
        if path not in claims and old in same[content]:
            same[content].discard(old)
            claims[path] = old
    return claims


def _few(places: set[str]) -> list[str]:
    """At most 20 of equal files: of a thousand equal ones it matters little which is which."""
    return sorted(places)[:20] if len(places) > 20 else list(places)


@dataclass(slots=True)
class Missing:
    """Stamps whose files are missing now, with the titles of their articles: to be known again."""

    stamps: dict[str, Stamp]
    titles: Mapping[bytes, str]
    _by_title: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path, stamp in self.stamps.items():
            if title := self.titles.get(stamp.key):
                self._by_title.setdefault(title, []).append(path)

    def claim(self, file: Seen, headline: str) -> str | None:
        """The path of the missing file that `file` is by its signs; it is taken by that."""
        best: tuple[int, str] | None = None
        for path in self._by_title.get(headline, ())[:100]:
            stamp = self.stamps.get(path)
            if stamp is None:
                continue
            signs = 2 * (bool(file.inode) and file.inode == stamp.inode) + (
                _name(file.path) == _name(path)
            )
            if signs and (best is None or (-signs, path) < best):
                best = (-signs, path)
        if best is None:
            return None
        del self.stamps[best[1]]
        return best[1]


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
