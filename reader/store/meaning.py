"""What a query's tree means in SQL: words for FTS5, conditions on the article's row.

Whatever stands side by side becomes one question to FTS5 as far as it can, which is the quick way;
words under OR or NOT beside conditions become sub-selects.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from reader import clock
from reader.query import And, Field, Not, Or, Phrase, Query, Word, day, span
from reader.store.folders import all_paths
from reader.store.library import Library
from reader.store.packing import listed
from reader.store.schema import FEED_REMOVED
from reader.store.terms import asked

# What is hidden is not found, but saved and tagged articles of a feed that was removed are; by
# having vanished those are never hidden, see `saved.set_saved` and `tags.set_tag`.
VISIBLE = (
    f"(a.hidden = 0 OR (a.hidden = {FEED_REMOVED} AND (a.saved_at IS NOT NULL "
    "OR EXISTS (SELECT 1 FROM main.tagging t WHERE t.article_id = a.id))))"
)


# Never true, but not so plainly that SQLite would give up the index it was told to use.
NOTHING = "a.id < 0"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a tree comes to: the words for FTS5 and the conditions, both of which must hold."""

    words: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(slots=True)
class Compiler:
    """Turns a tree into a `Meaning`; `values` are bound to the conditions' names."""

    lib: Library
    values: dict[str, object] = field(default_factory=dict)
    unread: bool = False  # the whole query holds only for unread articles

    def bind(self, value: object) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def whole(self, tree: Query) -> Meaning:
        parts = tree.parts if isinstance(tree, And) else (tree,)
        self.unread = any(part == Field("is", "unread") for part in parts)
        return self.compile(tree)

    def compile(self, tree: Query) -> Meaning:
        match tree:
            case Word(text, prefix):
                return self.words(asked(text, prefix=prefix))
            case Phrase(text):
                return self.words(asked(text))
            case Field("title" | "by" as name, value, prefix):
                column = "title" if name == "title" else "byline"
                words = asked(value, prefix=prefix)
                return self.words(words and f"{{{column}}} : {words}")
            case Field(name, value):
                return Meaning(conditions=(self.condition(name, value),))
            case And(parts):
                return self.all_of(parts)
            case Or(parts):
                meanings = [self.compile(part) for part in parts]
                if all(one.words and not one.conditions for one in meanings):
                    return Meaning(f"({' OR '.join(one.words for one in meanings)})")
                either = " OR ".join(self.as_condition(one) for one in meanings)
                return Meaning(conditions=(f"({either})",))
            case Not(part):
                return Meaning(conditions=(f"NOT {self.as_condition(self.compile(part))}",))

    def words(self, words: str) -> Meaning:
        return Meaning(words) if words else Meaning()

    def all_of(self, parts: tuple[Query, ...]) -> Meaning:
        """One question to FTS5 of all words that are asked for and all that are not wanted."""
        wanted: list[str] = []
        unwanted: list[str] = []
        conditions: list[str] = []
        for part in parts:
            if isinstance(part, Not):
                inner = self.compile(part.part)
                if inner.words and not inner.conditions:
                    unwanted.append(inner.words)
                else:
                    conditions.append(f"NOT {self.as_condition(inner)}")
            else:
                inner = self.compile(part)
                wanted += [inner.words] if inner.words else []
                conditions += inner.conditions
        if unwanted and not wanted:
            conditions += [f"NOT {self.as_condition(Meaning(one))}" for one in unwanted]
            unwanted = []
        words = " AND ".join(wanted)
        if unwanted:
            words = f"({words}) NOT ({' OR '.join(unwanted)})"
        if len(wanted) > 1 or unwanted:
            words = f"({words})"
        return Meaning(words, tuple(conditions))

    def as_condition(self, meaning: Meaning) -> str:
        conditions = list(meaning.conditions)
        if meaning.words:
            conditions.append(
                f"a.id IN (SELECT rowid FROM search.fts WHERE fts MATCH {self.bind(meaning.words)})"
                if self.lib.search_ready
                else NOTHING
            )
        return f"({' AND '.join(conditions) or '1'})"

    # -- fields ------------------------------------------------------------------------------

    def condition(self, name: str, value: str) -> str:
        """A condition on article `a`; never NULL, so that NOT turns it round."""
        match name:
            case "is":
                return _FLAGS[value]
            case "newer":
                return f"a.sort_at >= {self.bind(clock.now() - span(value))}"
            case "older":
                return f"a.sort_at < {self.bind(clock.now() - span(value))}"
            case "after":
                return f"a.sort_at >= {self.bind(beginning(value))}"
            case "before":
                return f"a.sort_at < {self.bind(beginning(value))}"
            case "id":
                return f"a.id = {int(value)}"
            case "tag":
                return (
                    "a.id IN (SELECT article_id FROM main.tagging WHERE tag_id = "
                    f"(SELECT id FROM main.tag WHERE name = {self.bind(value.lstrip('#'))}))"
                )
            case "feed":
                return _of_feeds(self.feeds(value))
            case "folder":
                return _of_feeds(self.feeds_in(value))
            case "lang":
                said = self.bind(value)
                return f"(a.language = {said} COLLATE NOCASE OR a.language LIKE {said} || '-%')"
        found = f"instr(lower(a.url), {self.bind(value.lower())}) > 0"
        return f"({found} OR {_of_feeds(self.feeds_at(value))})"

    def feeds(self, value: str) -> list[int]:
        """The feeds of an id, a part of the title, or a part of the address."""
        folded = value.casefold()
        rows = self.lib.read("SELECT id, shown, url FROM feed")
        named = [row[0] for row in rows if folded in (row[1].casefold(), str(row[0]))]
        return named or [
            row[0] for row in rows if folded in row[1].casefold() or folded in row[2].casefold()
        ]

    def feeds_in(self, value: str) -> list[int]:
        """The feeds in folders of that path or name, and in the folders inside them."""
        folded = value.strip("/").casefold()
        inside = [
            number
            for number, path in all_paths(self.lib).items()
            if f"/{folded}/" in f"/{path.casefold()}/"
        ]
        rows = self.lib.read(f"SELECT id FROM feed WHERE folder_id IN ({listed(inside)})")
        return [row[0] for row in rows]

    def feeds_at(self, value: str) -> list[int]:
        rows = self.lib.read("SELECT id, site FROM feed WHERE site <> ''")
        return [row[0] for row in rows if value.lower() in row[1].lower()]


_FLAGS = {
    "unread": "a.read = 0",
    "read": "a.read = 1",
    "saved": "a.saved_at IS NOT NULL",
    "later": "(a.saved_at IS NOT NULL AND a.read = 0)",
    "archive": "(a.saved_at IS NOT NULL AND a.read = 1)",
    "tagged": "EXISTS (SELECT 1 FROM main.tagging t WHERE t.article_id = a.id)",
}


def _of_feeds(ids: list[int]) -> str:
    return f"a.feed_id IN ({listed(ids)})" if ids else NOTHING


def beginning(value: str) -> int:
    """The local second with which the day, month or year of a `before:` or `after:` begins."""
    year, month, number = day(value) or (1970, 1, 1)
    return int(time.mktime((year, month, number, 0, 0, 0, 0, 0, -1)))


def wanted(tree: Query) -> list[str]:
    """The words a tree looks for, as questions to FTS5."""
    match tree:
        case Word(text, prefix):
            # The last word of a live query may be the beginning of one; a mark too many is no harm.
            return [one for one in [asked(text, prefix=prefix)] if one]
        case Phrase(text):
            return [one for one in [asked(text)] if one]
        case Field("title" | "by" as name, value, prefix):
            column = "title" if name == "title" else "byline"
            words = asked(value, prefix=prefix)
            return [f"{{{column}}} : {words}"] if words else []
        case And(parts) | Or(parts):
            return [words for part in parts for words in wanted(part)]
    return []
