"""What came of taking something in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Added:
    """What was taken in. `id` is a feed's for "feed" and "directory", else an article's.

    `articles` counts the new ones; `existing` says that it was here already. `ids` are all the
    articles of a file or page, `id` the first of them. `complaints` are
    sentences about files of a directory that could not be read, `notes` about a feed that was not
    read whole.
    """

    kind: Literal["feed", "directory", "file", "page", "article"]
    id: int
    title: str
    url: str
    articles: int
    existing: bool = False
    ids: tuple[int, ...] = ()
    complaints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
