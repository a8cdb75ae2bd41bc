"""Putting articles into a list at their places in time, without reading the whole list."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence

from reader.model import Order
from reader.store import Library, lists


def merged(library: Library, ids: array[int], came: Sequence[int], order: Order) -> array[int]:
    """`ids` with the new ones at their places in time. Few keys of the old ones are read."""
    sign = -1 if order is Order.NEWEST else 1
    known = set(ids) if len(ids) < 100_000 else set()
    fresh = [id for id in came if id not in known]
    times = lists.sort_times(library, fresh)
    fresh = [id for id in fresh if id in times]
    fresh.sort(key=lambda id: (sign * times[id], sign * id))
    result = array("q")
    start = 0
    keys = _Keys(library, ids, sign)
    for id in fresh:
        at = bisect_left(keys, (sign * times[id], sign * id), lo=start)
        result.extend(ids[start:at])
        result.append(id)
        start = at
    result.extend(ids[start:])
    return result


class _Keys(Sequence[tuple[int, int]]):
    """The sort keys of an id array, read one by one as a bisection asks for them."""

    def __init__(self, library: Library, ids: array[int], sign: int) -> None:
        self._library, self._ids, self._sign = library, ids, sign
        self._known: dict[int, tuple[int, int]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, index: int) -> tuple[int, int]:  # type: ignore[override]
        id = self._ids[index]
        key = self._known.get(id)
        if key is None:
            time = lists.sort_times(self._library, [id]).get(id, 0)
            key = self._known[id] = (self._sign * time, self._sign * id)
        return key
