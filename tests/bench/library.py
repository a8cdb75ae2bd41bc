"""Builds a big library quickly: `python tests/bench/library.py DIR --articles 1000000`.

The schema, the search index and what is in the rows are the real ones; only the way in is not:
indexes, counters and triggers come after the rows, and nothing is safe from a power cut meanwhile.
Text is made of sentences whose words follow Zipf's law, with some rare words in each article; one
article in fifty is Chinese. Nine articles in ten are read, one in two hundred is saved, one in
fifty counts as the same text as the one before it.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import random
import sqlite3
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from reader.store import index, open_library
from reader.store.terms import indexed

NOW = 1_767_000_000
SPAN = 3 * 365 * 86_400
_SYLLABLES = (
    *("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu"),
    *("va", "we", "xi", "yo", "zu", "chan", "tron", "ster", "mont"),
)
_HAN = "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生"


class Writer:
    """Makes titles, bylines and bodies; the same seed makes the same."""

    def __init__(self, words: int, vocabulary: int = 60_000) -> None:
        self.random = random.Random(7)
        made: dict[str, None] = {}
        while len(made) < vocabulary:
            made["".join(self.random.choices(_SYLLABLES, k=self.random.randint(1, 4)))] = None
        # Frequent words are short ones, as in every language.
        self.vocabulary = sorted(made, key=lambda word: len(word) + 6 * self.random.random())
        weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(vocabulary)))
        self.sentences = [
            " ".join(self.random.choices(self.vocabulary, cum_weights=weights, k=12)).capitalize()
            + "."
            for _ in range(30_000)
        ]
        self.han = [
            "".join(self.random.choices(_HAN, k=self.random.randint(8, 20))) + "。"
            for _ in range(2_000)
        ]
        self.names = [
            f"{a.capitalize()} {b.capitalize()}"
            for a, b in zip(self.vocabulary[:500], self.vocabulary[500:1000], strict=True)
        ]
        self.length = max(1, words // 48)

    def article(self, number: int) -> tuple[str, str, str, list[str]]:
        """Title, byline, summary and paragraphs of the `number`th article."""
        choice = self.random.choice
        if number % 50 == 0:
            paragraphs = ["".join(self.random.choices(self.han, k=6)) for _ in range(self.length)]
            return paragraphs[0][:16], "", paragraphs[0][:120], paragraphs
        rare = " ".join(self.random.choices(self.vocabulary, k=6))
        title = " ".join(choice(self.sentences).split()[:7]).rstrip(".")
        paragraphs = [
            " ".join(self.random.choices(self.sentences, k=4)) for _ in range(self.length)
        ]
        paragraphs[-1] += f" {rare.capitalize()}."
        return (
            f"{title} {choice(self.vocabulary)}",
            choice(self.names),
            paragraphs[0][:160],
            paragraphs,
        )


def build(
    folder: Path, articles: int, feeds: int, words: int = 330, *, search: bool = True
) -> None:
    """Makes the library; `folder` must not hold one yet."""
    lib = open_library(folder)
    lib.close()
    db = sqlite3.connect(folder / "library.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = DELETE")
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
        db.execute(f"PRAGMA {pragma}")
    later = db.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND (type = 'trigger' "
        "OR (type = 'index' AND tbl_name = 'article'))"
    ).fetchall()
    db.execute("BEGIN")
    for kind, name, _ in later:
        db.execute(f"DROP {kind} {name}")
    writer = Writer(words)
    folders = _feeds(db, feeds)
    texts = _rows(db, writer, articles, feeds, folders)
    if search:
        _index(folder, texts, articles)
    else:
        for _ in texts:
            pass
    _labels(db, writer.random, articles)
    for _, _, sql in later:
        db.execute(sql)
    _count(db)
    db.execute("COMMIT")
    db.execute("PRAGMA journal_mode = WAL")
    db.close()


def _feeds(db: sqlite3.Connection, amount: int) -> list[int | None]:
    """Folders, two levels of them, and feeds; gives each feed's folder."""
    for number in range(1, 37):
        above = None if number <= 6 else (number - 7) // 5 + 1
        db.execute("INSERT INTO folder VALUES (?, ?, ?)", (number, above, f"Folder {number:02}"))
    placed: list[int | None] = []
    for number in range(amount):
        folder = None if number % 20 == 0 else 7 + number % 30
        placed.append(folder)
        db.execute(
            "INSERT INTO feed(kind, url, title, site, description, folder_id, added, next_due) "
            "VALUES ('web', ?, ?, ?, 'News and background', ?, ?, ?)",
            (
                f"https://feed{number}.example.org/rss.xml",
                f"The {number:04} Gazette",
                f"https://feed{number}.example.org/",
                folder,
                NOW - SPAN,
                NOW + number,
            ),
        )
    return placed


def _rows(
    db: sqlite3.Connection, writer: Writer, amount: int, feeds: int, folders: list[int | None]
) -> Iterator[tuple[int, str, str, str, str]]:
    """Stores the articles, a few large feeds and many small ones; gives each one's plain text."""
    pick = random.Random(11)
    weights = list(itertools.accumulate(1 / (rank + 40) for rank in range(feeds)))
    shuffled = list(range(feeds))
    pick.shuffle(shuffled)
    for number in range(1, amount + 1):
        title, byline, summary, paragraphs = writer.article(number)
        feed = shuffled[pick.choices(range(feeds), cum_weights=weights)[0]]
        age = SPAN * (amount - number) // amount + pick.randrange(7_200)
        saved = NOW - age if pick.random() < 0.005 else None
        html = "".join(f"<p>{one}</p>\n" for one in paragraphs)
        text = "\n".join(paragraphs)
        db.execute(
            "INSERT INTO article(id, feed_id, folder_id, key, sort_at, read, saved_at, added, "
            "published, words, title, title_from, byline, url, language, summary, content_hash, "
            "same, address, twin_of) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'feed', ?, ?, 'en', ?, ?, ?, ?, ?)",
            (
                number,
                feed + 1,
                folders[feed],
                number.to_bytes(16, "big"),
                NOW - age,
                int(pick.random() > 0.097),
                saved,
                NOW - age,
                NOW - age,
                len(text.split()),
                title,
                byline,
                f"https://feed{feed}.example.org/{number}.html",
                summary,
                number.to_bytes(16, "big"),
                _scattered(number - 1 if number % 50 == 7 else number),
                _scattered(-number),
                number - 1 if number % 50 == 7 else 0,
            ),
        )
        db.execute(
            "INSERT INTO body VALUES (?, 'html', ?, ?, '', '', '', '', '', '', '')",
            (number, f"https://feed{feed}.example.org/", zlib.compress(html.encode(), 1)),
        )
        yield number, title, byline, "", text


def _scattered(number: int) -> int:
    """A number as a fingerprint is: anywhere in 64 bits."""
    return (number * 0x9E3779B97F4A7C15) % (1 << 64) - (1 << 63)


def _index(folder: Path, texts: Iterator[tuple[int, str, str, str, str]], amount: int) -> None:
    with contextlib.closing(open_library(folder)) as lib:
        db = index._connect(lib)
    db.execute("PRAGMA journal_mode = DELETE")
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("INSERT INTO fts(fts, rank) VALUES ('hashsize', 67108864)")
    db.execute("BEGIN")
    for number, title, byline, deck, text in texts:
        doc = (number, indexed(title), byline, deck, indexed(text))
        db.execute("INSERT INTO doc VALUES (?, ?, ?, ?, ?)", doc)
        db.execute("INSERT INTO fts(rowid, title, byline, deck, text) VALUES (?, ?, ?, ?, ?)", doc)
        db.execute("INSERT INTO title_fts(rowid, title) VALUES (?, ?)", doc[:2])
        if number % 50_000 == 0:
            print(f"  {number:,} of {amount:,}", flush=True)
    db.execute("UPDATE state SET value = ? WHERE name = 'indexed'", (amount,))
    db.execute("INSERT INTO fts(fts, rank) VALUES ('hashsize', 1048576)")
    db.execute("COMMIT")
    db.execute("PRAGMA journal_mode = WAL")
    db.close()


def _labels(db: sqlite3.Connection, pick: random.Random, articles: int) -> None:
    for number in range(1, 21):
        db.execute("INSERT INTO tag(id, name) VALUES (?, ?)", (number, f"tag {number:02}"))
    for number in pick.sample(range(1, articles + 1), articles // 100):
        db.execute(
            "INSERT INTO tagging SELECT id, ?, sort_at FROM article WHERE id = ?",
            (pick.randint(1, 20), number),
        )


def _count(db: sqlite3.Connection) -> None:
    db.execute(
        "UPDATE feed SET articles = (SELECT count(*) FROM article WHERE feed_id = feed.id), "
        "unread = (SELECT count(*) FROM article INDEXED BY article_feed_unread "
        "WHERE feed_id = feed.id AND hidden = 0 AND read = 0)"
    )
    db.execute(
        "UPDATE tally SET amount = (SELECT count(*) FROM article WHERE saved_at IS NOT NULL "
        "AND (name = 'saved' OR read = 0)) WHERE name IN ('saved', 'later')"
    )
    db.execute(
        "UPDATE tally SET amount = (SELECT count(*) FROM article WHERE twin_of <> 0 "
        "AND (name = 'twins' OR read = 0)) WHERE name IN ('twins', 'unread_twins')"
    )
    db.execute("UPDATE tag SET articles = (SELECT count(*) FROM tagging WHERE tag_id = tag.id)")


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("folder", type=Path)
    said.add_argument("--articles", type=int, default=100_000)
    said.add_argument("--feeds", type=int, default=1_000)
    said.add_argument("--words", type=int, default=330, help="words of a body; 330 are 2 kB")
    said.add_argument("--no-search", action="store_true")
    options = said.parse_args()
    began = time.perf_counter()
    options.folder.parent.mkdir(parents=True, exist_ok=True)
    build(
        options.folder, options.articles, options.feeds, options.words, search=not options.no_search
    )
    size = sum(file.stat().st_size for file in options.folder.glob("*.db")) / 1e6
    took = time.perf_counter() - began
    print(
        f"{options.articles:,} articles in {options.feeds:,} feeds, {size:,.0f} MB, {took:,.0f} s"
    )


if __name__ == "__main__":
    main()
