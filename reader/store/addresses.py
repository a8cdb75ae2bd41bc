"""Articles by the address of their page."""

from __future__ import annotations

from collections.abc import Sequence

from reader.store import schema
from reader.store.library import Library


def article_at(lib: Library, addresses: Sequence[str]) -> int | None:
    """The newest article at one of `addresses` that was not deleted, or None.

    Reads every row: meant for a single question asked by a person, not for lists.
    """
    marks = ", ".join("?" * len(addresses))
    found = lib.read(
        f"SELECT max(id) FROM article WHERE url IN ({marks}) AND hidden < {schema.DELETED}",
        list(addresses),
    )
    return None if found[0][0] is None else int(found[0][0])
