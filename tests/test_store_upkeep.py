"""Upkeep: what goes after its time, what never goes, and counters that are set right."""

from __future__ import annotations

import pytest
from conftest import NOON, arrival

from reader.config import Config
from reader.incoming import Changes
from reader.model import LibraryError, Place, View
from reader.store import arrivals, articles, feeds, lists, marks, saved, search, tags, undo, upkeep

DAY = 86_400


@pytest.fixture
def feed(library):
    return feeds.add(library, kind="web", url="https://example.org/").id


def fill(library, feed, amount, *, read=True):
    new = tuple(arrival(n, at=NOON - n * DAY, read=read) for n in range(amount))
    ids = arrivals.apply(library, feed, Changes(new=new)).ids
    library.db.execute("UPDATE article SET added = sort_at")
    return list(ids)


def test_the_newest_are_kept_and_never_what_matters(library, feed):
    ids = fill(library, feed, 20)
    marks.mark(library, ids[10:11], read=False)
    saved.save(library, ids[12:13])
    tags.tag(library, ids[14:15], add=["work"])
    assert upkeep.retire(library, Config(), NOON) == 0
    assert upkeep.retire(library, Config(keep=5), NOON) == 12
    left = [*ids[:5], ids[10], ids[12], ids[14]]
    assert list(lists.ids(library, View(Place.ALL))) == left
    assert upkeep.check(library) == []
    assert feeds.feed(library, feed).articles == 8


def test_what_went_does_not_come_back(library, feed):
    fill(library, feed, 6)
    assert upkeep.retire(library, Config(keep=2), NOON) == 4
    again = Changes(new=tuple(arrival(n) for n in range(6)))
    assert arrivals.apply(library, feed, again).new == 0
    known = arrivals.known(library, feed, [arrival(5).key])
    assert known[arrival(5).key].id == 0


def test_a_feed_may_keep_its_own_number(library, feed):
    fill(library, feed, 6)
    feeds.edit(library, feed, keep=4)
    assert upkeep.retire(library, Config(keep=2), NOON) == 2


def test_old_read_ones_go_after_their_days(library, feed):
    ids = fill(library, feed, 10)
    marks.mark(library, ids[8:9], read=False)
    assert upkeep.retire(library, Config(keep_days=5), NOON) == 3
    assert list(lists.ids(library, View(Place.ALL))) == [*ids[:6], ids[8]]


def test_an_old_article_that_came_lately_stays(library, feed):
    ids = fill(library, feed, 3)
    library.db.execute("UPDATE article SET added = ? WHERE id = ?", (NOON, ids[2]))
    assert upkeep.retire(library, Config(keep_days=1), NOON + DAY // 2) == 1
    assert list(lists.ids(library, View(Place.ALL))) == [ids[0], ids[2]]


def test_what_was_taken_in_by_hand_stays(library):
    files = feeds.builtin(library, "files")
    fill(library, files, 5)
    assert upkeep.retire(library, Config(keep=1, keep_days=1), NOON * 2) == 0


def test_deleted_articles_go_for_good_after_a_month(library, feed):
    ids = fill(library, feed, 4, read=False)
    tags.tag(library, ids[:1], add=["work"])
    articles.delete(library, ids[:2])
    (at,) = library.read("SELECT DISTINCT hidden_at FROM article WHERE hidden > 0")[0]
    assert upkeep.retire(library, Config(), at + 29 * DAY) == 0
    assert upkeep.retire(library, Config(), at + 31 * DAY) == 2
    assert library.read("SELECT count(*) FROM article") == [(2,)]
    assert tags.all_tags(library) == []
    assert upkeep.check(library) == []
    assert undo.undo(library) is not None
    assert arrivals.apply(library, feed, Changes(new=(arrival(0),))).new == 0


def test_a_removed_feed_goes_after_a_month_but_not_what_is_kept_of_it(library, stock):
    ids = stock(library, 12)
    first, second, _ = feeds.all_feeds(library)
    its = list(lists.ids(library, View(Place.FEED, first.id)))
    saved.save(library, its[:1])
    tags.tag(library, its[1:2], add=["work"])
    feeds.remove(library, [first.id, second.id])
    at = library.read("SELECT max(removed_at) FROM feed")[0][0]
    assert upkeep.retire(library, Config(), at + 29 * DAY) == 0
    assert upkeep.retire(library, Config(), at + 31 * DAY) == 6
    assert articles.article(library, its[0]).feed == first.title
    assert list(lists.ids(library, View(Place.TAG, "work"))) == its[1:2]
    assert library.read("SELECT id FROM feed WHERE removed_at NOT NULL") == [(first.id,)]
    undo.undo(library)
    assert {one.id for one in feeds.all_feeds(library)} >= {first.id}
    assert list(lists.ids(library, View(Place.FEED, first.id))) == its[:2]
    assert upkeep.check(library) == []
    assert len(ids) == 12


def test_a_file_that_vanished_long_ago_is_welcome_again(library):
    one = feeds.add(library, kind="directory", url="file:///home/texts").id
    ids = fill(library, one, 2)
    arrivals.apply(library, one, Changes(vanished=tuple(ids)))
    at = library.read("SELECT max(hidden_at) FROM article")[0][0]
    assert upkeep.retire(library, Config(), at + 31 * DAY) == 2
    assert arrivals.apply(library, one, Changes(new=(arrival(0),))).new == 1


def test_what_went_is_not_found_any_more(library, feed):
    fill(library, feed, 6)
    search.index_pending(library)
    upkeep.retire(library, Config(keep=2), NOON)
    assert len(search.search(library, "number")) == 2
    search.index_pending(library)
    assert library.read("SELECT count(*) FROM search.doc") == [(2,)]


def test_counters_that_went_wrong_are_set_right(library, stock):
    ids = stock(library, 9)
    saved.save(library, ids[:2])
    tags.tag(library, ids[:2], add=["work"])
    good = articles.counts(library, 0)
    assert upkeep.check(library) == []
    for sql in (
        "UPDATE feed SET unread = 77 WHERE id = 1",
        "UPDATE feed SET articles = 0",
        "UPDATE tally SET amount = 5",
        "UPDATE tag SET articles = 9",
    ):
        library.db.execute(sql)
        assert all("right now" in line for line in upkeep.check(library))
        assert upkeep.check(library) == []
        assert articles.counts(library, 0) == good


def test_articles_follow_their_feed_back_whatever_came_between(library, stock):
    stock(library, 6)
    feeds.remove(library, [1])
    library.db.execute("UPDATE feed SET removed_at = NULL")
    upkeep.retire(library, Config(), NOON)
    assert len(lists.ids(library, View(Place.ALL))) == 6


def test_a_copy_is_a_library(library, stock, tmp_path):
    from reader.store import open_library

    stock(library, 6)
    copy = upkeep.backup(library, "by-hand")
    (tmp_path / "other").mkdir()
    copy.rename(tmp_path / "other" / "library.db")
    with open_library(tmp_path / "other") as other:
        assert len(lists.ids(other, View(Place.ALL))) == 6
        assert upkeep.check(other) == []


def test_a_copy_that_cannot_be_made_is_said(library):
    (library.folder / "backups").write_text("in the way")
    with pytest.raises(LibraryError, match="cannot be copied"):
        upkeep.backup(library, "x")


def test_what_was_let_go_can_be_taken_back_for_a_month(library, feed):
    ids = fill(library, feed, 6)
    saved.save(library, ids[3:5])
    tags.tag(library, ids[5:], add=["work"])
    saved.unsave(library, ids[3:4])
    tags.tag(library, ids[5:], remove=["work"])
    at = undo.last(library).at
    assert upkeep.retire(library, Config(keep=2), at) == 1  # the one that nobody kept
    undo.undo(library)
    undo.undo(library)
    assert list(lists.ids(library, View(Place.SAVED))) == ids[3:5]
    assert list(lists.ids(library, View(Place.TAG, "work"))) == ids[5:]
    undo.redo(library)
    undo.redo(library)
    assert upkeep.retire(library, Config(keep=2), at + 31 * DAY) == 2
    assert list(lists.ids(library, View(Place.ALL))) == [*ids[:2], ids[4]]


def test_what_undo_let_go_can_be_done_again(library, feed):
    ids = fill(library, feed, 4)
    saved.save(library, ids[3:])
    undo.undo(library)
    assert upkeep.retire(library, Config(keep=1), NOON) == 2
    undo.redo(library)
    assert list(lists.ids(library, View(Place.SAVED))) == ids[3:]


def test_undo_says_what_is_gone_for_good(library, feed):
    ids = fill(library, feed, 6, read=False)
    marks.mark(library, ids[4:], read=True)
    marks.mark(library, ids[3:4], read=True)
    assert upkeep.retire(library, Config(keep=4), NOON) == 2
    assert undo.undo(library).label.endswith("marked read")
    gone = "the articles are gone and could not be brought back"
    assert undo.undo(library).label == f"nothing (2 articles marked read: {gone})"
    assert undo.redo(library).label == f"nothing (2 articles marked read: {gone})"
    marks.mark(library, ids[:3], read=True)
    upkeep.retire(library, Config(keep=2), NOON)
    assert undo.undo(library).label == (
        "3 articles marked read (1 of them is gone and could not be brought back)"
    )


def test_undo_says_that_a_feed_is_gone_for_good(library, feed):
    feeds.remove(library, [feed])
    upkeep.retire(library, Config(), undo.last(library).at + 31 * DAY)
    assert "the feed is gone and could not be brought back" in undo.undo(library).label


def test_a_kept_article_does_not_stay_hidden_for_having_vanished(library):
    one = feeds.add(library, kind="directory", url="file:///home/texts").id
    ids = fill(library, one, 2)
    tags.tag(library, ids[:1], add=["work"])
    library.db.execute("UPDATE article SET hidden = 2, hidden_at = 1")
    upkeep.retire(library, Config(), 2)
    assert list(lists.ids(library, View(Place.ALL))) == ids[:1]
    assert upkeep.check(library) == []
