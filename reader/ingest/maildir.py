"""Maildir, the folder of mail that has a file for each message (cr.yp.to/proto/maildir.html)."""

from __future__ import annotations

import os

FOLDERS = ("cur", "new", "tmp")


def holds(folder: str) -> bool:
    """Whether a folder is the `cur` or `new` of a Maildir, in which every file is a message."""
    above, name = os.path.split(folder)
    return name in ("cur", "new") and all(
        os.path.isdir(os.path.join(above, each)) for each in FOLDERS
    )
