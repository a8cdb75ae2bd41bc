"""What a refresh brings: taken in once, changed in place, never at the cost of what is saved."""

from __future__ import annotations

import sqlite3
from dataclasses import fields, replace

import pytest
from conftest import arrival

from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import Body, Enclosure, NotFoundError, View
from reader.store import (
    arrivals,
    articles,
    feeds,
    lists,
    marks,
    outcomes,
    saved,
    search,
    tags,
    undo,
    upkeep,
)
from reader.store.outcomes import FetchOutcome


@pytest.fixture
def feed(library):
    return feeds.add(library, kind="directory", url="file:///home/texts").id


def restated(number: int, words: str = "Other words.") -> Arrival:
    one = arrival(number)
    article = replace(one.article, title=f"Restated {number}", body=Body("text", words))
    return replace(one, content_hash=b"other", article=article)


def test_everything_of_an_article_comes_back(library, feed):
    article = ParsedArticle(
        guid="g",
        title="Title",
        title_from="headline",
        deck="Deck",
        byline="By",
        credit="Credit",
        source="Source",
        dateline="LONDON",
        url="https://example.org/",
        language="en",
        published=100,
        updated=200,
        summary="Summary",
        words=500,
        body=Body("markdown", "# Text\n\x00 ünïcödé 図", "https://example.org/base"),
        enclosures=(Enclosure("https://example.org/a.mp3", "audio/mpeg", 5),),
        residue=("Page 3",),
        original=b"\xff\x00raw",
        original_path="/home/texts/a.txt",
    )
    ids = arrivals.apply(
        library, feed, Changes(new=(Arrival(b"k", b"h", 150, article, read=True),))
    ).ids
    kept = articles.article(library, ids[0])
    for name in {one.name for one in fields(article)} & {one.name for one in fields(kept)}:
        assert getattr(kept, name) == getattr(article, name), name
    assert kept.read
    assert kept.minutes == 3
    assert articles.original(library, ids[0]) == ("/home/texts/a.txt", b"\xff\x00raw")


def test_a_key_is_taken_in_once(library, feed):
    changes = Changes(new=(arrival(1), arrival(2), arrival(1)))
    assert arrivals.apply(library, feed, changes).new == 2
    assert arrivals.apply(library, feed, changes).new == 0
    other = feeds.add(library, kind="web", url="https://example.org/other").id
    assert arrivals.apply(library, other, changes).new == 2
    assert articles.counts(library, 0).feeds == {feed: 2, other: 2}


def test_what_is_known_says_what_decide_needs(library, feed):
    (one, two) = arrivals.apply(library, feed, Changes(new=(arrival(1), arrival(2)))).ids
    keys = [arrival(n).key for n in range(1, 1_500)]
    found = arrivals.known(library, feed, keys)
    assert {key: known.id for key, known in found.items()} == {keys[0]: one, keys[1]: two}
    assert found[keys[0]].content_hash == arrival(1).content_hash
    assert arrivals.known_all(library, feed) == found
    arrivals.apply(library, feed, Changes(changed=((one, restated(1)),)))
    assert arrivals.known(library, feed, keys[:1])[keys[0]].updates == 1
    articles.delete(library, [two])
    assert arrivals.known_all(library, feed)[keys[1]].id == 0


def test_a_changed_article_keeps_its_marks_and_its_place(library, feed):
    ids = arrivals.apply(library, feed, Changes(new=tuple(arrival(n) for n in range(5)))).ids
    marks.mark(library, ids[:2], read=True)
    before = list(lists.ids(library, View()))
    applied = arrivals.apply(library, feed, Changes(changed=((ids[0], restated(0)),)))
    assert applied.changed == 1
    changed = articles.article(library, ids[0])
    assert (changed.title, changed.body.content, changed.read) == (
        "Restated 0",
        "Other words.",
        True,
    )
    assert list(lists.ids(library, View())) == before


def test_an_article_of_another_feed_is_never_changed(library, feed):
    other = feeds.add(library, kind="web", url="https://example.org/other").id
    (one,) = arrivals.apply(library, feed, Changes(new=(arrival(1),))).ids
    applied = arrivals.apply(
        library, other, Changes(changed=((one, restated(1)),), vanished=(one,))
    )
    assert (applied.changed, applied.vanished) == (0, 0)
    assert articles.article(library, one).title == arrival(1).article.title


def test_validators_come_with_the_articles_or_not_at_all(library, feed):
    good = arrival(1)
    bad = replace(arrival(2), key=None)  # type: ignore[arg-type]
    outcome = FetchOutcome(feed_id=feed, at=1, next_due=2, etag="new")
    with pytest.raises(Exception, match="NOT NULL"):
        arrivals.apply(library, feed, Changes(new=(good, bad)), outcome)
    assert lists.newest_id(library) == 0
    assert outcomes.states(library, [feed])[0].etag == ""
    arrivals.apply(library, feed, Changes(new=(good,)), outcome)
    assert outcomes.states(library, [feed])[0].etag == "new"


def test_the_text_of_a_saved_article_stays_as_it_was_saved(library, feed):
    (one,) = arrivals.apply(library, feed, Changes(new=(arrival(1),))).ids
    saved.save(library, [one])
    before = articles.article(library, one)
    assert arrivals.apply(library, feed, Changes(changed=((one, restated(1)),))).changed == 0
    assert arrivals.apply(library, feed, Changes(vanished=(one,))).vanished == 0
    assert articles.article(library, one) == before
    known = arrivals.known_all(library, feed)[arrival(1).key]
    assert known.content_hash == arrival(1).content_hash  # so that it is brought up to date later
    saved.unsave(library, [one])
    assert arrivals.apply(library, feed, Changes(changed=((one, restated(1)),))).changed == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE article SET title = 'x'",
        "UPDATE article SET summary = 'x', saved_at = NULL",
        "UPDATE article SET published = 1",
        "UPDATE body SET content = x''",
        "UPDATE body SET deck = 'x'",
        "UPDATE original SET bytes = x''",
        "DELETE FROM article",
        "DELETE FROM body",
        "DELETE FROM original",
        "DELETE FROM feed",
        "INSERT OR REPLACE INTO body SELECT article_id, format, base, x'', deck, credit, source, "
        "dateline, residue, enclosures, original_path FROM body",
        "REPLACE INTO original SELECT article_id, x'' FROM original",
    ],
)
def test_no_statement_whatever_changes_what_is_saved(library, feed, sql):
    one = arrival(1)
    one = replace(one, article=replace(one.article, original=b"raw"))
    (number,) = arrivals.apply(library, feed, Changes(new=(one,))).ids
    saved.save(library, [number])
    with pytest.raises(sqlite3.IntegrityError):
        library.db.execute(sql)
    assert articles.original(library, number) == ("", b"raw")


def test_what_vanished_is_shown_again_when_it_returns(library, feed):
    ids = arrivals.apply(library, feed, Changes(new=tuple(arrival(n) for n in range(4)))).ids
    tags.tag(library, ids[:1], add=["work"])
    saved.save(library, ids[1:2])
    applied = arrivals.apply(library, feed, Changes(vanished=ids))
    assert applied.vanished == 2
    assert set(lists.ids(library, View())) == set(ids[:2])
    known = arrivals.known_all(library, feed)[arrival(3).key]
    assert (known.id, known.content_hash) == (ids[3], b"")  # so that it counts as changed
    assert arrivals.apply(library, feed, Changes(vanished=ids)).vanished == 0
    arrivals.apply(library, feed, Changes(changed=((ids[3], arrival(3)),)))
    assert set(lists.ids(library, View())) == {*ids[:2], ids[3]}
    assert upkeep.check(library) == []


def test_what_was_deleted_does_not_return(library, feed):
    (one,) = arrivals.apply(library, feed, Changes(new=(arrival(1),))).ids
    articles.delete(library, [one])
    again = Changes(new=(arrival(1),), changed=((one, restated(1)),))
    assert arrivals.apply(library, feed, again).new == 0
    assert list(lists.ids(library, View())) == []
    undo.undo(library)
    assert articles.article(library, one).title == arrival(1).article.title


def test_an_article_that_is_not_there_is_said(library):
    with pytest.raises(NotFoundError, match="no article 7"):
        articles.article(library, 7)
    assert articles.original(library, 7) is None
    assert lists.rows(library, [7]) == {}


def test_search_hears_of_every_change(library, feed):
    (one, two) = arrivals.apply(library, feed, Changes(new=(arrival(0), arrival(1)))).ids
    assert search.index_pending(library) == 2
    arrivals.apply(library, feed, Changes(changed=((one, restated(0, "zeppelin")),)))
    assert search.pending(library) > 0
    search.index_pending(library)
    assert list(search.search(library, "zeppelin")) == [one]
    assert one not in search.search(library, "harbour")
    library.db.execute("DELETE FROM article WHERE id = ?", (two,))
    search.index_pending(library)
    assert search.pending(library) == 0
    assert library.read("SELECT id FROM search.doc") == [(one,)]
    assert library.read("SELECT count(*) FROM restated") == [(0,)]
