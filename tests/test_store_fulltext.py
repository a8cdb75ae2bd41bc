"""The full text beside the feed's own: kept, shown, undone, frozen, searched, migrated."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from reader.model import Body, LibraryError
from reader.store import (
    Library,
    articles,
    feeds,
    fulltext,
    marks,
    open_library,
    saved,
    schema,
    search,
    undo,
    upkeep,
)
from reader.store.fulltext import FullText

WHOLE = FullText(
    Body("html", "<p>The whole of it, with zeppelins.</p>", "https://example.org/p"),
    words=6,
    url="https://example.org/p",
)


def test_it_is_kept_beside_and_shown_and_taken_back(library: Library, stock) -> None:
    number = stock(library, 3)[0]
    own = articles.article(library, number)
    assert (own.full_text, own.full_text_note) == ("", "")
    assert fulltext.keep(library, number, WHOLE, show=False)
    assert articles.article(library, number).full_text == "kept"
    assert articles.article(library, number).body == own.body
    act = fulltext.turn(library, [number], shown=True)
    assert act is not None
    assert "shown in full" in act.label
    shown = articles.article(library, number)
    assert (shown.body, shown.words, shown.full_text) == (WHOLE.body, 6, "shown")
    assert articles.article(library, number, feed_text=True).body == own.body
    assert fulltext.turn(library, [number], shown=True) is None
    undo.undo(library)
    assert articles.article(library, number).body == own.body
    undo.redo(library)
    assert articles.article(library, number).body == WHOLE.body


def test_it_survives_a_restart_and_is_found_by_search(library: Library, stock) -> None:
    number = stock(library, 3)[0]
    search.index_pending(library)
    fulltext.keep(library, number, WHOLE, show=True)
    search.index_pending(library)
    assert list(search.matching(library, "zeppelins")) == [number]
    library.close()
    with open_library(library.folder) as again:
        assert articles.article(again, number).body == WHOLE.body


def test_a_failure_is_said_and_never_takes_the_place_of_a_text(library: Library, stock) -> None:
    number = stock(library, 3)[0]
    fulltext.keep(library, number, FullText(error="It is gone."), show=True)
    failed = articles.article(library, number)
    assert (failed.full_text, failed.full_text_note) == ("failed", "It is gone.")
    assert "Number" in failed.body.content
    assert fulltext.turn(library, [number], shown=True) is None
    assert [one.article_id for one in fulltext.wanted(library, [number])] == [number]
    fulltext.keep(library, number, WHOLE, show=True)
    fulltext.keep(library, number, FullText(error="It is gone."), show=True)
    assert articles.article(library, number).body == WHOLE.body
    assert fulltext.wanted(library, [number]) == []
    assert len(fulltext.wanted(library, [number], again=True)) == 1


def test_what_is_saved_does_not_change(library: Library, stock) -> None:
    one, two = stock(library, 3)[:2]
    fulltext.keep(library, one, WHOLE, show=True)
    saved.save(library, [one, two])
    other = FullText(Body("html", "<p>Another.</p>", ""), 1)
    assert not fulltext.keep(library, one, other, show=True)
    assert fulltext.wanted(library, [one], again=True) == []
    for change in ("UPDATE full_text SET content = x'00'", "DELETE FROM full_text"):
        with pytest.raises(LibraryError), library.writing() as db:
            db.execute(change)
    assert articles.article(library, one).body == WHOLE.body
    before = articles.article(library, two).body
    assert fulltext.keep(library, two, other, show=False)  # beside the frozen copy
    assert articles.article(library, two).body == before
    assert articles.article(library, two).saved is not None


def test_it_goes_with_its_article(library: Library, stock) -> None:
    number = stock(library, 3)[0]
    fulltext.keep(library, number, WHOLE, show=True)
    articles.delete(library, [number])
    with library.writing() as db:
        db.execute("UPDATE article SET hidden_at = 1 WHERE id = ?", (number,))
    from reader.config import Config

    upkeep.retire(library, Config(), 4_000_000_000)
    assert library.read("SELECT count(*) FROM full_text") == [(0,)]
    assert not fulltext.keep(library, number, WHOLE, show=True)
    assert upkeep.check(library) == []


def test_only_new_unread_articles_of_chosen_feeds_are_due(library: Library, stock) -> None:
    ids = stock(library, 9)
    feed_id = articles.article(library, ids[0]).feed_id
    assert fulltext.due(library, per_feed=50, limit=100, feed_ids=None) == []
    act = feeds.edit(library, feed_id, full_text=True)
    assert feeds.feed(library, feed_id).full_text
    due = fulltext.due(library, per_feed=2, limit=100, feed_ids=None)
    assert [one.article_id for one in due] == [one for one in ids if one in ids[::3]][:2]
    marks.mark(library, [due[0].article_id], read=True)
    saved.save(library, [due[1].article_id])
    (left,) = fulltext.due(library, per_feed=50, limit=100, feed_ids=[feed_id])
    fulltext.keep(library, left.article_id, FullText(error="No."), show=True)
    assert fulltext.due(library, per_feed=50, limit=100, feed_ids=None) == []
    undo.undo(library)  # the save
    undo.undo(library)  # the mark
    undo.undo(library)
    assert act is not None
    assert not feeds.feed(library, feed_id).full_text


def test_a_library_of_the_first_version_gets_the_table(tmp_path: Path, stock) -> None:
    folder = tmp_path / "old"
    first = schema.MIGRATIONS[:1]
    with open_library(folder, migrations=first) as old:
        assert old.read("PRAGMA user_version") == [(1,)]
        with old.writing() as db:
            db.execute("INSERT INTO feed(kind, url, added) VALUES ('web', 'https://a.example', 1)")
            db.execute(
                "INSERT INTO article(feed_id, key, sort_at, added, title, title_from, byline, url, "
                "language, summary, content_hash) "
                "VALUES (1, x'01', 1, 1, 'T', 'feed', '', '', '', '', x'')"
            )
    with open_library(folder) as new:
        assert articles.article(new, 1).full_text == ""
        assert not feeds.feed(new, 1).full_text
        fulltext.keep(new, 1, WHOLE, show=True)
        assert articles.article(new, 1).body == WHOLE.body
        assert upkeep.check(new) == []
    (copy,) = (folder / "backups").iterdir()
    assert "version-1" in copy.name
    kept = sqlite3.connect(copy)
    assert kept.execute("SELECT count(*) FROM article").fetchone() == (1,)
    kept.close()
    assert os.stat(folder / "library.db").st_mode & 0o077 == 0
