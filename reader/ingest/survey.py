"""A walk through a directory by names and stats alone: which files are not as they were.

The quick half of every look: a directory of 100,000 unchanged files is over within seconds, so
nothing here sorts, opens or makes an object for a file that is as it was.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reader import text
from reader.ingest import bounds, files, kinds, maildir
from reader.ingest.moves import Seen
from reader.model import FileError
from reader.store.stamps import Stamp

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".tearsheetignore"
_TEMPORARY = ("~", ".swp", ".swo", ".tmp", ".part", ".crdownload", ".bak", ".orig")
_INODE = (1 << 63) - 1  # what SQLite can hold


@dataclass(slots=True)
class Survey:
    """What a walk found: `changed` files are new or not as their stamp, `there` all paths seen.

    `closed` are folders (and files) whose stamps stay, for nobody could look at them; `whole` is
    false where the directory was too large. `failures` pairs a path with a sentence; `links` are
    what would have been taken in if it were no link.
    """

    changed: list[Seen] = field(default_factory=list)
    there: set[str] = field(default_factory=set)
    closed: list[str] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    whole: bool = True


def is_passed(name: str) -> bool:
    """Whether a name is hidden or a program's own for the moment."""
    return name.startswith((".", "#")) or name.endswith(_TEMPORARY)


def root_of(directory: Path) -> tuple[str, str]:
    """The absolute name of a directory and its own identity. Raises FileError."""
    root = os.path.abspath(directory)
    shown = text.clean(root)
    try:
        status = os.stat(root)
        if not stat.S_ISDIR(status.st_mode):
            raise FileError(f"{shown} is not a directory; a file is taken in by its own name.")
        os.scandir(root).close()
    except OSError as error:
        raise FileError(files.refusal(Path(root), shown, error)) from None
    except ValueError:
        raise FileError(f"{shown} is no name that a directory can have.") from None
    return root, f"{status.st_dev}:{status.st_ino}"


def patterns(root: str, own: str) -> GitIgnoreSpec | None:
    """What to pass over: the lines of the directory's `.tearsheetignore` and the feed's own.

    They are as in a .gitignore. Raises FileError where they cannot be read.
    """
    path = os.path.join(root, IGNORE_FILE)
    lines = own.splitlines()
    try:
        if stat.S_ISREG(os.stat(path).st_mode):
            with open(path, encoding="utf-8", errors="replace") as file:
                lines = file.read(bounds.IGNORE_CHARACTERS).splitlines() + lines
    except FileNotFoundError:
        pass
    except OSError as error:
        raise FileError(files.refusal(Path(path), text.clean(path), error)) from None
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return None
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        raise FileError(
            f"{text.clean(path)} or the feed's own patterns: {text.clean(str(error))}; mend them."
        ) from None


def walk(
    root: str, before: Mapping[str, Stamp], passed: GitIgnoreSpec | None, without: str = ""
) -> Survey:
    """All files below `root` that can be taken in. Links are not followed.

    Hidden and temporary names are passed over, and so is the folder `without`.
    """
    found = Survey()
    amount = 0
    replaced: list[Seen] = []
    add = found.there.add
    endings = kinds.taken()
    folders = [(root, "", 0)]
    while folders:
        folder, prefix, depth = folders.pop()
        try:
            listed = os.scandir(folder)
        except OSError as error:
            _close(found, prefix, files.refusal(Path(folder), text.clean(folder), error))
            continue
        mail = maildir.holds(folder)
        with listed:
            while True:
                try:
                    entry = next(listed, None)
                    if entry is None:
                        break
                    name = entry.name
                    if is_passed(name):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        path = f"{prefix}{name}/"
                        if passed is not None and passed.match_file(path):
                            continue
                        if depth >= bounds.FOLDER_DEPTH:
                            _close(
                                found,
                                path,
                                f"{text.clean(entry.path)} lies too deep (more than "
                                f"{bounds.FOLDER_DEPTH} folders); it was passed over.",
                            )
                        elif entry.path != without:
                            folders.append((entry.path, path, depth + 1))
                        continue
                    if not (mail or kinds.ending(name) in endings or entry.is_symlink()):
                        continue
                    path = prefix + name
                    if passed is not None and passed.match_file(path):
                        continue
                    if entry.is_symlink():
                        if kinds.ending(name) in endings or entry.is_dir():
                            found.links.append(path)
                        continue
                    if not path.isprintable():
                        path = files.storable(path)
                    now = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue  # removed since the folder was listed
                except OSError as error:
                    _close(found, prefix, files.refusal(Path(folder), text.clean(folder), error))
                    continue
                amount += 1
                if amount > bounds.FILES:
                    said = f"More than {bounds.FILES:,} files; the rest was passed over."
                    found.failures.append((prefix, said))
                    found.whole = False
                    return found
                add(path)
                stamp = before.get(path)
                inode = now.st_ino & _INODE
                if (
                    stamp is None
                    or stamp.size != now.st_size
                    or stamp.mtime_ns != now.st_mtime_ns
                    or stamp.gone
                ):
                    changed = found.changed
                elif stamp.inode == inode or not stamp.inode:
                    continue
                else:
                    changed = replaced
                changed.append(Seen(path, entry.path, now.st_size, now.st_mtime_ns, inode))
    # One file that took another's place, size and time is looked at; where most inodes are new,
    # the file system makes them up at each mount, and they say nothing.
    if len(replaced) < 100 or len(replaced) * 2 < amount:
        found.changed += replaced
    found.changed.sort()
    return found


def _close(found: Survey, path: str, said: str) -> None:
    found.closed.append(files.storable(path))
    found.failures.append((files.storable(path.rstrip("/")), said))
