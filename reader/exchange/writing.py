"""Files that leave the library: whole or not at all, and for their owner's eyes."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from reader.model import FileError


def write_file(path: Path, content: str | bytes) -> None:
    """Write `content` to a new file beside `path` (mode 0600) and rename it to `path`.

    A symbolic link at `path` is replaced, not followed; a directory there is refused. Raises
    FileError with the name and the cause; what was at `path` before is then still there.
    """
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    aside = path.parent / f".{path.name[:80]}.{secrets.token_hex(4)}"
    try:
        if path.is_dir():
            raise FileError(f"{path} is a directory; name a file in it.")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except OSError as error:
        with contextlib.suppress(OSError):  # where nothing can be written nothing can be undone
            aside.unlink(missing_ok=True)
        raise FileError(
            f"{path} cannot be written: {error.strerror}; choose another place with -o."
        ) from None
