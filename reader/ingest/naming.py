"""What a person named on the command line or in the add dialog: an address, a file, a directory."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from reader.ingest.addresses import feed_address
from reader.model import FileError, UsageError
from reader.text import clean, shown_address

_WEB = re.compile(r"(?:https?|feed):", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://|(?:javascript|data|mailto|about):", re.I)
_HOST = re.compile(
    r"(?:[^\s/?#@]+@)?(?:localhost|\[[0-9a-f:.]+\]|[^\s/?#@:.]+(?:\.[^\s/?#@:.]+)+\.?)(?::\d+)?"
    r"(?:[/?#]\S*)?",
    re.I,
)
_PATH = re.compile(r"[/~\\]|\.\.?(?:[/\\]|$)|[a-z]:[/\\]", re.I)


@dataclass(frozen=True, slots=True)
class Named:
    """Either `path`, which exists, or `address` (http or https).

    `guessed` says that no scheme was typed: https was taken for granted, http may be meant.
    """

    address: str = ""
    path: Path | None = None
    guessed: bool = False


def recognise(what: str) -> Named:
    """What `what` names. Raises FileError for a missing file, UsageError for what is neither."""
    what = what.strip()
    shown = clean(what, 200)
    if _WEB.match(what):
        if address := feed_address(what):
            return Named(address=address)
        raise UsageError(
            f"{shown_address(what)} is no complete address; write it like https://example.org/."
        )
    path = _path(what)
    try:
        if path and _is_there(path):
            return Named(path=Path(os.path.abspath(path)))
    except (OSError, ValueError):
        pass  # too long, a NUL in it: no path of ours
    if _PATH.match(what) or what.lower().startswith("file:") or _names_file(what):
        raise FileError(f"{shown} does not exist; check the name.")
    if _SCHEME.match(what):
        raise UsageError(f"{shown} cannot be taken in: only http and https addresses can.")
    if _HOST.fullmatch(what) and (address := feed_address(f"https://{what}")):
        return Named(address=address, guessed=True)
    raise UsageError(
        f"“{shown}” is no address, file or directory; give one like https://example.org/, "
        "notes.txt or ~/texts."
    )


def variants(address: str) -> list[str]:
    """`address` and those that nearly always mean the same: http for https, with and without /."""
    found = []
    for scheme in dict.fromkeys((urlsplit(address).scheme, "https", "http")):
        one = scheme + address[address.index(":") :]
        found += [one, one.removesuffix("/") if one.endswith("/") else one + "/"]
    return list(dict.fromkeys(found))


def _is_there(path: str) -> bool:
    """Whether there is something by that name; also a link to nothing or what lies in a closed
    folder, for whoever opens it says what is wrong with it."""
    try:
        os.lstat(path)
    except PermissionError:
        return bool(_PATH.match(path))
    except FileNotFoundError:
        return False
    return True


def _path(what: str) -> str:
    """`what` as a path of this machine, "" where it is a file: address of another or none."""
    if what.lower().startswith("file://"):
        try:
            parts = urlsplit(what)
        except ValueError:
            return ""
        return url2pathname(parts.path) if parts.netloc in ("", "localhost") else ""
    return os.path.expanduser(what)


def _names_file(what: str) -> bool:
    """Whether a bare word is rather a file that is missing than a host: "notes.txt"."""
    from reader.ingest import kinds

    return "/" not in what and kinds.ending(what) in kinds.ENDINGS
