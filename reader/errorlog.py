"""Where an error that nobody foresaw is written down, so that a person only gets a sentence."""

from __future__ import annotations

import os
from pathlib import Path

from reader import clock, text

NAME = "errors.log"
LOG_BYTES = 256 * 1024


def note(folder: Path | None, error: BaseException) -> str:
    """Appends the traceback to `errors.log` in the library's folder.

    Gives the sentence to show: what kind of error it was, and where the details are.
    """
    if isinstance(error, OSError) and error.strerror:
        said = error.strerror + (f" ({error.filename})" if error.filename else "")
    else:
        said = type(error).__name__
    path = _write(folder, error)
    where = f"; the details are in {path}, please report them" if path else ""
    return text.clean(f"unexpected error: {said}{where}.")


def _write(folder: Path | None, error: BaseException) -> Path | None:
    import traceback

    try:
        if folder is None or not folder.is_dir():
            return None
        path = folder / NAME
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        if path.exists() and path.stat().st_size > LOG_BYTES:
            flags |= os.O_TRUNC
        details = "".join(traceback.format_exception(error))
        with os.fdopen(os.open(path, flags, 0o600), "a", encoding="utf-8") as file:
            file.write(f"{text.iso(clock.now())}\n{text.clean_lines(details, LOG_BYTES)}\n")
    except Exception:  # the sentence matters more than the log
        return None
    return path
