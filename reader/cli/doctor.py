"""`doctor`: is everything in order, and how is it mended if not. Changes nothing unasked."""

from __future__ import annotations

import os
import platform
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from reader import clock, text
from reader.cli.context import Call
from reader.config import config_path
from reader.model import Feed, FileError, LibraryError, ReaderError

Verdict = Literal["ok", "note", "wrong"]
_SIGNS: dict[Verdict, tuple[str, str]] = {
    "ok": ("ok   ", "green"),
    "note": ("note ", "yellow"),
    "wrong": ("WRONG", "bold red"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `code` is the exit code it asks for."""

    verdict: Verdict
    said: str
    code: int = 0


def doctor(call: Call) -> int:
    """`doctor [--reindex] [--mend]`: every finding as a line; 0 where nothing is wrong."""
    codes = [0]
    for heading, findings in (
        ("Program", _program()),
        ("Settings", _settings(call)),
        ("Library", _library(call)),
        ("Terminal", _terminal(call)),
    ):
        call.out.say(heading, "bold")
        for finding in findings:
            sign, style = _SIGNS[finding.verdict]
            call.out.say(f"  {sign} {finding.said}", style if finding.verdict != "ok" else "")
            codes.append(finding.code)
    return max(codes)


def _wrong(said: str, code: int = 1) -> Finding:
    return Finding("wrong", said, code)


def _program() -> Iterator[Finding]:
    from sqlite3 import sqlite_version

    from reader import __version__

    yield Finding(
        "ok",
        f"Tearsheet {__version__}, Python {platform.python_version()}, SQLite {sqlite_version}, "
        f"{platform.system()} {platform.machine()}",
    )
    names = ("textual", "rich", "feedparser", "lxml", "urllib3", "trafilatura")
    for name in names:
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            yield _wrong(f"{name} is not installed; install Tearsheet again with pip.")
    found = ", ".join(f"{name} {metadata.version(name)}" for name in names if _there(name))
    yield Finding("ok", found)


def _there(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _settings(call: Call) -> Iterator[Finding]:
    path = config_path()
    try:
        known = call.config
    except ReaderError as error:
        yield _wrong(str(error), error.exit_code)
        return
    state = "in order" if path.exists() else "not there, so all settings are the usual ones"
    yield Finding("ok", f"{path}: {state}")
    if known.library and not Path(known.library).expanduser().is_absolute():
        yield Finding(
            "note", f"library = {known.library!r} depends on where you start; write it in full."
        )


def _library(call: Call) -> Iterator[Finding]:
    try:
        folder = call.folder
    except ReaderError:
        yield Finding("note", "not looked at, for the settings say where it is.")
        return
    try:
        if folder.exists() and not folder.is_dir():
            yield _wrong(f"{folder} is no folder; choose another with --library.", 3)
            return
        if not (folder / "library.db").exists():
            yield Finding("note", f"there is none in {folder} yet; `tearsheet` makes one.")
            return
        yield Finding("ok", f"{folder}, {_sizes(folder)}")
        yield from _modes(folder)
        yield from _contents(call)
        yield from _feeds(call)
        yield from _pictures(call)
        yield from _log(folder)
    except LibraryError as error:
        yield _wrong(str(error), error.exit_code)
    except OSError as error:
        cause = error.strerror or str(error)
        yield _wrong(f"{folder} cannot be read: {cause}; check its mode and its owner.", 3)


def _log(folder: Path) -> Iterator[Finding]:
    log = folder / "errors.log"
    if log.exists():
        when = text.ago(int(log.stat().st_mtime), clock.now())
        yield Finding(
            "note", f"{log} has unexpected errors, the last {when}; report, then delete it."
        )


def _sizes(folder: Path) -> str:
    sizes = {
        name: folder / name for name in ("library.db", "search.db") if (folder / name).exists()
    }
    return ", ".join(f"{name} {_megabytes(path)}" for name, path in sizes.items())


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1_000_000:,.1f} MB"


def _modes(folder: Path) -> Iterator[Finding]:
    if os.name == "nt":
        return
    for path in (folder, *sorted(folder.glob("*.db"))):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            right = "700" if path.is_dir() else "600"
            yield Finding("note", f"others may read {path}; `chmod {right} {path}` stops that.")
    if not os.access(folder, os.W_OK):
        yield _wrong(f"{folder} cannot be written; check its mode and the disk.", 3)


def _contents(call: Call) -> Iterator[Finding]:
    from reader.store import Library, articles, search, upkeep

    lib = call.library
    counts = articles.counts(lib, clock.midnight())
    yield Finding(
        "ok",
        f"{text.plural(counts.articles, 'article')}, {counts.unread:,} unread, "
        f"{counts.saved:,} saved",
    )
    # `check` mends what it can write to, and nothing is changed here without an option.
    looked_at = lib if call.args.mend else Library(lib.folder, lib.db, read_only=True)
    faults = upkeep.check(looked_at)
    for fault in faults:
        advice = "" if call.args.mend else "; `tearsheet doctor --mend` mends counters"
        yield _wrong(f"{fault}{advice}.")
    if not faults:
        yield Finding("ok", "every page and every counter is sound")
    if call.args.reindex:
        search.reindex(lib)
        with call.out.progress("Indexing") as progress:
            search.index_pending(lib, on_progress=progress.left)
        yield Finding("ok", "the search index was built anew")
    waiting = search.pending(lib)
    if waiting:
        yield Finding(
            "note",
            f"{text.plural(waiting, 'article')} cannot be searched yet; `tearsheet refresh` sees "
            "to it, `tearsheet doctor --reindex` builds the index anew.",
        )
    else:
        yield Finding("ok", "all articles can be searched")


def _feeds(call: Call) -> Iterator[Finding]:
    from reader.store import feeds

    now = clock.now()
    listed = feeds.all_feeds(call.library)
    failing = [feed for feed in listed if feed.last_error]
    for feed in failing:
        yield Finding("note", _failing(feed, now))
    followed = [feed for feed in listed if feed.kind in ("web", "directory")]
    never = sum(1 for feed in followed if feed.last_checked is None)
    if never:
        yield Finding(
            "note", f"{text.plural(never, 'feed')} not fetched yet; `tearsheet refresh` fetches."
        )
    yield from _directories(call, listed)
    if not failing:
        yield Finding("ok", f"{text.plural(len(followed), 'feed')} followed, none failing")


def _pictures(call: Call) -> Iterator[Finding]:
    """What is kept of pictures, and what draws them."""
    from reader.page.pictures import INSTALL, can_draw
    from reader.store import pictures

    amount, saved, size = pictures.kept(call.library)
    if amount:
        yield Finding(
            "ok",
            f"{text.plural(amount, 'picture')} kept, {saved:,} of saved articles, "
            f"{size / 1_000_000:,.1f} MB",
        )
    for url in pictures.lost(call.library):
        yield _wrong(
            f"a picture of a saved article is lost: {text.shown_address(url)}; its file in "
            f"{call.folder / pictures.FOLDER} is gone or cut."
        )
    strays = pictures.strays(call.library)
    if strays and call.args.mend:
        yield Finding("ok", f"{pictures.drop_strays(call.library):,} forgotten files deleted")
    elif strays:
        yield Finding(
            "note",
            f"{text.plural(len(strays), 'file')} in {call.folder / pictures.FOLDER} "
            "that no picture needs; `tearsheet doctor --mend` deletes them.",
        )
    if call.config.pictures and not can_draw():
        yield Finding("note", f"pictures are shown as their text; {INSTALL} draws them.")


def _directories(call: Call, listed: list[Feed]) -> Iterator[Finding]:
    """The files of followed directories that cannot be read; they are looked at, not taken in."""
    from reader.ingest import bounds, directory
    from reader.store import stamps

    for feed in listed:
        if feed.kind != "directory" or feed.last_error:
            continue
        before = directory.Before(
            stamps={
                path: stamp
                for path, stamp in stamps.stamps(call.library, feed.id).items()
                if stamp.content != stamps.REFUSED
            },
            without=str(call.folder),
        )
        try:
            looked = directory.look(Path(feed.url), before, now=clock.now(), settle=0)
            failures = [message for step in looked for _, message in step.failures]
        except FileError as error:
            yield Finding("note", f"{feed.title}: {error}")
            continue
        if failures:
            number = text.plural(len(failures), "file")
            yield Finding("note", f"{feed.title}: {number} cannot be taken in: {failures[0]}")
            for message in failures[1 : bounds.COMPLAINTS]:
                yield Finding("note", f"{feed.title}: {message}")


def _failing(feed: Feed, now: int) -> str:
    since = "never" if feed.last_success is None else text.ago(feed.last_success, now)
    advice = (
        f"`tearsheet remove {feed.id}` stops asking"
        if feed.gone or feed.failures > 10
        else f"`tearsheet refresh {feed.id}` tries again"
    )
    failures = text.plural(feed.failures, "failure") + " in a row"
    said = feed.last_error.rstrip(".")
    return f"{feed.title}: {said} ({failures}, last success: {since}); {advice}."


def _terminal(call: Call) -> Iterator[Finding]:
    if not call.out.terminal:
        yield Finding("note", "the output goes to no terminal, so it was not looked at.")
        return
    size = os.get_terminal_size(sys.stdout.fileno())
    name = text.clean(os.environ.get("TERM", "unknown"), 60)
    depth = text.clean(os.environ.get("COLORTERM", ""), 60)
    colours = "24-bit colour" if depth in ("truecolor", "24bit") else f"colours as {name} has them"
    yield Finding("ok", f"{name}, {size.columns} columns by {size.lines} lines, {colours}")
    if name in ("dumb", "unknown"):
        yield _wrong(f"TERM is {name}, so the newsreader cannot open; set it to xterm-256color.")
    if size.columns < 40 or size.lines < 10:
        yield Finding("note", "it is very small; from 80 columns by 24 lines on all is shown well.")
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding != "utf8":
        yield _wrong(f"its encoding is {encoding or 'unknown'}; set LANG to a UTF-8 locale.")
    if os.environ.get("NO_COLOR"):
        yield Finding("note", "NO_COLOR is set: nothing is coloured.")
