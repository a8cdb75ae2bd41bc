"""What many tests begin with: a fresh library, and one with a few articles in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import Body
from reader.store import Library, arrivals, feeds, open_library

NOON = 1_750_000_000  # Sunday 15 June 2025, 15:06:40 UTC: the newest article of a stock library

_SUBJECTS = (
    ("The harbour opens again", "Ships came back to the old harbour on Monday morning."),
    ("A winter without snow", "The hills stayed green, and the ski lifts stood still."),
    ("Café culture in Kraków", "Coffee, newspapers and long afternoons near the river."),
    ("How the bridge was built", "Engineers tell of steel, wind and eleven years of work."),
    ("新しい図書館", "東京の新しい図書館が開館しました。"),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A fresh, real library in a folder of its own."""
    lib = open_library(tmp_path / "library")
    yield lib
    lib.close()


def arrival(number: int, feed: str = "", *, at: int | None = None, read: bool = False) -> Arrival:
    """The `number`th of a feed's articles; an hour older than the one before it."""
    title, words = _SUBJECTS[number % len(_SUBJECTS)]
    at = NOON - number * 3600 if at is None else at
    return Arrival(
        key=number.to_bytes(16, "big"),
        content_hash=b"%d" % number,
        sort_at=at,
        read=read,
        article=ParsedArticle(
            guid=f"{feed}-{number}",
            title=f"{title} {number}",
            byline="Ada Byron" if number % 2 else "Karl Čapek",
            deck="What the day brought" if number % 3 == 0 else "",
            url=f"https://example.org/{feed}/{number}",
            language="en",
            published=at,
            summary=words,
            words=len(words.split()),
            body=Body("html", f"<p>{words}</p><p>Number {number}.</p>", "https://example.org/"),
        ),
    )


@pytest.fixture
def stock() -> Callable[..., list[int]]:
    """`stock(library, 12, feeds=3)` follows feeds, fills them, gives the ids, newest first."""

    def fill(lib: Library, amount: int = 12, *, feeds_: int = 3, folder: str = "News") -> list[int]:
        ids: list[tuple[int, int]] = []
        for place in range(feeds_):
            one = feeds.add(
                lib,
                kind="web",
                url=f"https://example.org/{place}.xml",
                title=f"Gazette {place}",
                folder=folder if place else "",
            )
            new = [arrival(n, str(place)) for n in range(place, amount, feeds_)]
            applied = arrivals.apply(lib, one.id, Changes(new=tuple(new)))
            ids += [(new[n].sort_at, got) for n, got in enumerate(applied.ids)]
        return [number for _, number in sorted(ids, reverse=True)]

    return fill
