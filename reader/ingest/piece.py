"""A piece of what a look at a directory found, as it grows and as it is handed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reader.incoming import ParsedArticle
from reader.ingest import decide, files
from reader.ingest.moves import Seen
from reader.store.stamps import REFUSED, Stamp, Stamped


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A piece of what a look found, to be stored in one transaction.

    `articles` are new or edited ones with their keys; `lost` the keys of those that are gone from
    their file, or with it. `failures` pairs a path with a sentence, `notes` are sentences.
    `identity` tells this directory from another that is mounted in its place one day.
    """

    articles: tuple[tuple[bytes, ParsedArticle], ...] = ()
    stamped: Stamped = field(default_factory=Stamped)
    lost: tuple[bytes, ...] = ()
    failures: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    done: int = 0
    total: int = 0
    last: bool = False
    title: str = ""
    identity: str = ""


@dataclass(slots=True)
class Piece:
    """A step as it grows."""

    articles: list[tuple[bytes, ParsedArticle]] = field(default_factory=list)
    kept: dict[str, Stamp] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    came: list[tuple[bytes, str]] = field(default_factory=list)
    lost: list[bytes] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    size: int = 0

    def take(
        self, path: str, own: Stamp | None, seen: Stamp, found: Sequence[ParsedArticle]
    ) -> None:
        """Adds a file's articles, each under a key of its own where there are several."""
        keys = [decide.part_key(seen.key, part.guid) for part in found]
        if keys != [seen.key]:
            seen = seen._replace(parts=b"".join(keys))
        self.articles += [
            (key, replace(part, guid=files.named(part, path)))
            for key, part in zip(keys, found, strict=True)
        ]
        self.kept[path] = seen
        if own is not None:
            self.lost += set(own.every_key()) - set(keys)

    def step(self) -> Step:
        return Step(
            articles=tuple(self.articles),
            stamped=Stamped(self.kept, tuple(self.dropped), tuple(self.came)),
            lost=tuple(self.lost),
            failures=tuple(self.failures),
        )


def refused(file: Seen, own: Stamp | None) -> Stamp:
    """The stamp of a file that is not asked again until it changes; its article stays as it was."""
    return Stamp(
        file.size,
        file.mtime_ns,
        own.key if own else b"",
        file.inode,
        REFUSED,
        own.parts if own else b"",
    )
