"""Stamps: a directory's files as they were last seen, in one transaction with their articles."""

from __future__ import annotations

import sqlite3

import pytest

from reader.incoming import Changes
from reader.model import View
from reader.store import arrivals, feeds, lists, open_library, saved, schema, stamps, upkeep
from reader.store.stamps import Stamp, Stamped
from tests.conftest import NOON, arrival


@pytest.fixture
def feed(library):
    return feeds.add(library, kind="directory", url="/notes", title="notes").id


def keep(library, feed, kept=None, dropped=(), moved=()):
    arrivals.apply(
        library, feed, Changes(), None, Stamped(kept or {}, tuple(dropped), tuple(moved))
    )


def test_stamps_are_kept_as_they_are_seen(library, feed):
    assert stamps.stamps(library, feed) == {}
    seen = {f"{n}.txt": Stamp(n, n * 10**9 + 7, b"%d" % n, n, b"c", b"", 0) for n in range(5)}
    keep(library, feed, seen)
    assert stamps.stamps(library, feed) == seen
    keep(
        library, feed, {"1.txt": Stamp(9, 9, b"1"), "9.txt": Stamp(1, 1, b"9")}, ["0.txt", "1.txt"]
    )
    found = stamps.stamps(library, feed)
    assert set(found) == {"1.txt", "2.txt", "3.txt", "4.txt", "9.txt"}
    assert found["1.txt"] == Stamp(9, 9, b"1")


def test_a_file_of_several_articles_has_all_their_keys():
    assert Stamp(1, 1, b"k" * 16).every_key() == [b"k" * 16]
    assert Stamp(1, 1, b"k" * 16, parts=b"a" * 16 + b"b" * 16).every_key() == [b"a" * 16, b"b" * 16]
    assert Stamp(1, 1, b"").every_key() == []


def test_what_vanished_is_shown_again_under_its_new_name(library, feed):
    (one,) = arrivals.apply(library, feed, Changes(new=(arrival(1),))).ids
    arrivals.apply(library, feed, Changes(vanished=(one,)))
    assert list(lists.ids(library, View())) == []
    keep(library, feed, moved=[(arrival(1).key, "/notes/b.txt")])
    assert list(lists.ids(library, View())) == [one]
    assert library.read("SELECT original_path FROM body") == [("/notes/b.txt",)]


def test_the_copy_of_a_saved_article_stays_as_it_is(library, feed):
    (one,) = arrivals.apply(library, feed, Changes(new=(arrival(1),))).ids
    saved.save(library, [one])
    keep(library, feed, moved=[(arrival(1).key, "/notes/b.txt")])
    assert library.read("SELECT original_path FROM body") == [("",)]


def test_stamps_end_with_what_is_left_of_their_articles(library, feed):
    arrivals.apply(library, feed, Changes(new=(arrival(1),)))
    kept = {
        "here.txt": Stamp(1, 1, b"x"),
        "kept.txt": Stamp(1, 1, arrival(1).key, gone=5),
        "young.txt": Stamp(1, 1, b"y", gone=NOON),
        "over.txt": Stamp(1, 1, b"z", gone=5),
    }
    keep(library, feed, kept)
    stamps.forget(library, NOON)
    assert set(stamps.stamps(library, feed)) == {"here.txt", "kept.txt", "young.txt"}


def test_a_library_of_the_first_version_keeps_its_stamps(tmp_path):
    first = schema.MIGRATIONS[:1]
    with open_library(tmp_path / "old", migrations=first) as old:
        old.db.execute("INSERT INTO feed(kind, url, added) VALUES ('directory', '/notes', 1)")
        old.db.execute("INSERT INTO stamp VALUES (1, 'a.txt', 7, 8, x'6b')")
    with open_library(tmp_path / "old") as lib:
        assert stamps.stamps(lib, 1) == {"a.txt": Stamp(7, 8, b"k")}
        assert feeds.settings(lib.db, 1)["keep_removed"] is False
        assert upkeep.check(lib) == []
    assert list((tmp_path / "old" / "backups").iterdir())
    with pytest.raises(sqlite3.ProgrammingError):
        lib.db.execute("SELECT 1")
