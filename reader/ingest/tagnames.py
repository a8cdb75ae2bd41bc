"""The tags that a file gives itself, as clean names: from its front matter or its keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.ingest import bounds
from reader.store.tags import NAME_LIMIT
from reader.text import clean

_NONE = frozenset(("uncategorized", "uncategorised", "null", "none", "~", "[]"))


def names(said: Iterable[str]) -> tuple[str, ...]:
    """Clean names, each once whatever its case, a dozen at most; what is too long is no tag."""
    found: dict[str, str] = {}
    for raw in said:
        name = clean(raw, NAME_LIMIT + 1).strip("\"' ").lstrip("#").strip()
        if name and len(name) <= NAME_LIMIT and name.casefold() not in _NONE:
            found.setdefault(name.casefold(), name)
        if len(found) == bounds.FILE_TAGS:
            break
    return tuple(found.values())


def listed(said: str, *, words: bool) -> list[str]:
    """The names in one line: parted by commas or semicolons, else by `#`, else with `words` by
    spaces."""
    if re.search(r"[,;]", said):
        return re.split(r"[,;]", said)
    if words or said.count("#") > 1:
        return said.split()
    return [said]
