"""The same text from several places: what is done to one of its articles is done to all."""

from __future__ import annotations

from collections.abc import Sequence

from reader.store.library import Library
from reader.store.packing import listed


def with_twins(lib: Library, ids: Sequence[int]) -> list[int]:
    """`ids` and after them all shown articles that have the same text as one of them."""
    twins = [
        row[0]
        for start in range(0, len(ids), 2_000)
        for row in lib.read(
            "SELECT o.id FROM article a CROSS JOIN article o INDEXED BY article_same "
            "ON o.same = a.same AND o.id <> a.id "
            f"WHERE a.id IN ({listed(ids[start : start + 2_000])}) AND o.hidden = 0"
        )
    ]
    return list(dict.fromkeys([*ids, *twins])) if twins else list(ids)
