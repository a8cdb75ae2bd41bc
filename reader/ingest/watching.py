"""Watching followed directories: what changes in one means that it is looked at again.

An event is no truth, only an occasion: the look itself compares names and stats, so lost and false
events do no harm. Directories of network file systems, whose changes made elsewhere no system
tells, and those that the system watches no more are looked at from time to time instead.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from reader.config import Config
from reader.ingest import refresh, survey
from reader.model import BusyError, ReaderError
from reader.store import outcomes
from reader.store.library import Library

QUIET_MS = 200  # without a change, before a look
LONGEST_MS = 2_000  # that changes may go on before one
CHECK_MS = 30_000  # between two looks at whether the directories are still the same
REST = 10  # times the processor time of a look nothing is done after it
POLL_SECONDS = 30.0
POLL_REST = 100
_FAR = (
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "drvfs", "davfs"),
    *("fuse.sshfs", "fuse.rclone", "fuse.s3fs"),
)

Tell = Callable[[str], None]


def watch(lib: Library, config: Config, stop: threading.Event, tell: Tell) -> None:
    """Looks at followed directories at once and whenever they change, until `stop` is set.

    `tell` gets sentences about what cannot be watched. Returns when no directory is followed.
    """
    while not stop.is_set():
        roots = _roots(lib)
        if not roots:
            return
        _Watch(lib, config, stop, tell, roots).run()


def _roots(lib: Library) -> dict[int, str]:
    return {one.feed_id: one.url for one in outcomes.states(lib) if one.kind == "directory"}


class _Watch:
    """Watching as long as the directories stay what they are."""

    def __init__(
        self,
        lib: Library,
        config: Config,
        stop: threading.Event,
        tell: Tell,
        roots: Mapping[int, str],
    ) -> None:
        self._lib = lib
        self._config = config
        self._stop = stop
        self._tell = tell
        self._roots = roots
        self._identities = {root: _identity(root) for root in roots.values()}
        self._polled = 0.0
        far = _far_mounts()
        self._far = {
            feed for feed, root in roots.items() if any(_below(root, mount) for mount in far)
        }

    def run(self) -> None:
        """Returns when a directory is another, or `stop` is set."""
        from watchfiles._rust_notify import RustNotify

        near = [
            root
            for feed, root in self._roots.items()
            if feed not in self._far and self._identities[root]
        ]
        notify = None
        if near:
            try:
                notify = RustNotify(near, False, False, 0, True, True)
            except OSError as error:
                self._far.update(self._roots)
                self._tell(
                    f"The system does not watch your directories ({_reason(error)}); they are "
                    "looked at from time to time instead."
                )
        self._look(self._roots)
        while not self._stop.is_set():
            if notify is None:
                self._stop.wait(CHECK_MS / 1000)
                changes: object = "timeout"
            else:
                changes = notify.watch(LONGEST_MS, QUIET_MS, CHECK_MS, self._stop)
            if isinstance(changes, set):
                self._look(self._touched(path for _, path in changes))
            elif changes == "signal":
                raise KeyboardInterrupt
            elif changes == "timeout":
                if _roots(self._lib) != self._roots or any(
                    _identity(root) != before for root, before in self._identities.items()
                ):
                    return
                if self._far and time.monotonic() >= self._polled:
                    began = time.process_time()
                    self._look(self._far)
                    rest = POLL_REST * (time.process_time() - began)
                    self._polled = time.monotonic() + max(POLL_SECONDS, rest)

    def _touched(self, paths: Iterable[str]) -> set[int]:
        """The feeds in whose directories something changed that may be an article."""
        folder = str(self._lib.folder)
        found: set[int] = set()
        for path in paths:
            if _below(path, folder):
                continue
            for feed, root in self._roots.items():
                if feed not in found and _below(path, root):
                    inside = path[len(root) :].strip(os.sep).split(os.sep)
                    if inside == [survey.IGNORE_FILE] or not any(map(survey.is_passed, inside)):
                        found.add(feed)
        return found

    def _look(self, feeds: Iterable[int]) -> None:
        """Looks at feeds; while another refresh is at work it waits for its end."""
        wanted = list(feeds)
        if not wanted:
            return
        began = time.process_time()
        while not self._stop.is_set():
            try:
                refresh.look_again(self._lib, self._config, wanted)
            except BusyError:
                self._stop.wait(1.0)
                continue
            except ReaderError as error:
                self._tell(str(error))
            break
        self._stop.wait(min(REST * (time.process_time() - began), 60.0))


def _identity(root: str) -> str:
    try:
        return survey.root_of(Path(root))[1]
    except ReaderError:
        return ""


def _below(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def _reason(error: OSError) -> str:
    said = str(error)
    if "limit" in said:
        return "its limit of watched folders is reached; fs.inotify.max_user_watches raises it"
    return error.strerror or "it refuses"


def _far_mounts() -> list[str]:
    """Where network file systems are mounted; only Linux tells."""
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
            lines = [line.split(" - ", 1) for line in file]
    except OSError:
        return []
    return [
        before.split()[4].replace("\\040", " ")
        for before, after in (line for line in lines if len(line) == 2)
        if after.split()[0] in _FAR
    ]
