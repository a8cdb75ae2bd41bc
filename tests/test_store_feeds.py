"""Feeds and folders: followed, found, changed, left and followed again; what a look came to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import arrival

from reader.incoming import Changes, ParsedFeed
from reader.model import NotFoundError, Place, View
from reader.store import arrivals, articles, feeds, lists, outcomes, saved, tags, undo
from reader.store.outcomes import FetchOutcome


def follow(lib, url="https://example.org/a", **facts):
    return feeds.add(lib, kind="web", url=url, **facts)


def test_following_twice_is_following_once(library):
    first = follow(library, title="Gazette", folder="News")
    again = follow(library, title="Other", folder="Elsewhere")
    assert again == first
    assert feeds.by_url(library, "https://example.org/a") == first
    assert feeds.by_url(library, "https://example.org/b") is None


def test_a_feed_shows_its_own_title_first_then_the_given_one_then_the_address(library):
    one = follow(library)
    assert one.title == "https://example.org/a"
    outcomes.record(
        library,
        FetchOutcome(feed_id=one.id, at=5, next_due=9, parsed=ParsedFeed(title="Gazette")),
    )
    assert feeds.feed(library, one.id).title == "Gazette"
    feeds.edit(library, one.id, own_title="My Gazette")
    assert feeds.feed(library, one.id).title == "My Gazette"
    outcomes.record(
        library,
        FetchOutcome(feed_id=one.id, at=6, next_due=9, parsed=ParsedFeed(title="Gazette!")),
    )
    assert feeds.feed(library, one.id).title == "My Gazette"
    feeds.edit(library, one.id, own_title="")
    assert feeds.feed(library, one.id).title == "Gazette!"


def test_the_sidebar_goes_by_folder_then_title(library):
    for title, folder in (("zebra", ""), ("Bee", "News"), ("ant", "News"), ("Cat", "News/Local")):
        follow(library, f"https://example.org/{title}", title=title, folder=folder)
    feeds.builtin(library, "files")
    follow(library, "https://example.org/Dog", title="Dog", folder="art")
    titles = [one.title for one in feeds.all_feeds(library)]
    assert titles == ["Dog", "ant", "Bee", "Cat", "zebra", "Files"]
    assert [one.path for one in feeds.folders(library)] == ["art", "News", "News/Local"]


def test_folders_are_made_once_and_nest(library):
    inner = feeds.folder_at(library, "A/B")
    assert feeds.folder_at(library, " a / b ") == inner
    assert feeds.folder_at(library, "") == 0
    assert feeds.folder_at(library, "B") != inner
    assert [one.path for one in feeds.folders(library)] == ["A", "A/B", "B"]


def test_a_folder_without_feeds_ends_and_comes_back_by_undo(library):
    one = follow(library, folder="A/B")
    feeds.edit(library, one.id, folder="C")
    assert [folder.path for folder in feeds.folders(library)] == ["C"]
    undo.undo(library)
    assert [folder.path for folder in feeds.folders(library)] == ["A", "A/B"]


def test_moving_a_feed_moves_its_articles(library, stock):
    stock(library, 9, feeds_=1)
    one = feeds.all_feeds(library)[0]
    feeds.edit(library, one.id, folder="Deep/Down")
    deep = feeds.folder_at(library, "Deep")
    assert len(lists.ids(library, View(Place.FOLDER, deep))) == 9
    feeds.edit(library, one.id, folder="")
    assert feeds.folders(library) == []
    assert len(lists.ids(library, View(Place.FOLDER, deep))) == 0


@pytest.mark.parametrize("ref", ["2", "https://example.org/b", "MORNING post", "morning"])
def test_a_feed_is_found_by_what_a_person_says(library, ref):
    follow(library, title="Evening Post")
    wanted = follow(library, "https://example.org/b", title="Morning Post")
    assert feeds.find(library, ref) == wanted


def test_what_names_no_feed_or_several_is_said(library):
    follow(library, title="Post A")
    follow(library, "https://example.org/b", title="Post B")
    with pytest.raises(NotFoundError, match="2 feeds answer"):
        feeds.find(library, "post")
    for ref in ("", "77", "https://example.org/c"):
        with pytest.raises(NotFoundError, match="tearsheet feeds"):
            feeds.find(library, ref)
    with pytest.raises(NotFoundError):
        feeds.feed(library, 77)
    with pytest.raises(NotFoundError):
        feeds.remove(library, [77])
    with pytest.raises(NotFoundError):
        feeds.edit(library, 77, own_title="x")


def test_a_removed_feed_is_out_of_sight_but_for_what_is_kept(library, stock):
    ids = stock(library, 12)
    one = feeds.find(library, "Gazette 0")
    its = list(lists.ids(library, View(Place.FEED, one.id)))
    saved.save(library, its[:1])
    tags.tag(library, its[1:2], add=["work"])
    act = feeds.remove(library, [one.id])
    assert act.label == "“Gazette 0” removed"
    assert not set(lists.ids(library, View(Place.ALL))) & set(its)
    assert not set(lists.ids(library, View())) & set(its)
    assert len(lists.ids(library, View(Place.FEED, one.id))) == 0
    assert list(lists.ids(library, View(Place.SAVED))) == its[:1]
    assert list(lists.ids(library, View(Place.TAG, "work"))) == its[1:2]
    assert lists.rows(library, its[:1])[its[0]].feed == "Gazette 0"
    assert articles.article(library, its[0]).feed == "Gazette 0"
    assert one.id not in articles.counts(library, 0).feeds
    assert articles.counts(library, 0).unread == articles.unread_total(library) == 8
    undo.undo(library)
    assert list(lists.ids(library, View(Place.ALL))) == ids
    assert articles.counts(library, 0).unread == 12


def test_following_a_removed_feed_again_brings_its_articles_back(library, stock):
    ids = stock(library, 12)
    one = feeds.find(library, "Gazette 1")
    feeds.remove(library, [one.id])
    assert feeds.by_url(library, one.url) is None
    assert feeds.all_feeds(library)[0].id != one.id
    again = follow(library, one.url, folder="New")
    assert (again.id, again.title, again.articles) == (one.id, "Gazette 1", 4)
    assert list(lists.ids(library, View(Place.ALL))) == ids


def test_a_refresh_that_was_on_its_way_brings_nothing_to_a_removed_feed(library):
    one = follow(library)
    feeds.remove(library, [one.id])
    applied = arrivals.apply(library, one.id, Changes(new=(arrival(1),)))
    assert applied.new == 0
    assert lists.newest_id(library) == 0


def test_a_look_leaves_what_the_next_one_needs(library):
    one = follow(library)
    assert [state.feed_id for state in outcomes.due(library, 0)] == [one.id]
    outcomes.record(
        library,
        FetchOutcome(
            feed_id=one.id,
            at=100,
            next_due=500,
            etag='"x"',
            last_modified="yesterday",
            validator_url=one.url,
            body_hash=b"h",
        ),
    )
    (state,) = outcomes.states(library)
    assert (state.etag, state.last_modified, state.body_hash) == ('"x"', "yesterday", b"h")
    assert (state.last_success, state.next_due, state.failures) == (100, 500, 0)
    assert outcomes.due(library, 499) == []
    assert outcomes.due(library, 500) == [state]
    outcomes.record(
        library, FetchOutcome(feed_id=one.id, at=600, next_due=900, error="It is down.")
    )
    outcomes.record(
        library, FetchOutcome(feed_id=one.id, at=700, next_due=900, error="Gone.", gone=True)
    )
    (state,) = outcomes.states(library, [one.id])
    assert (state.failures, state.gone_answers, state.etag) == (2, 1, '"x"')
    shown = feeds.feed(library, one.id)
    assert (shown.last_error, shown.gone, shown.last_checked) == ("Gone.", False, 700)
    assert shown.last_success == 100
    outcomes.record(
        library, FetchOutcome(feed_id=one.id, at=750, next_due=900, error="Gone.", gone=True)
    )
    assert feeds.feed(library, one.id).gone
    outcomes.record(library, FetchOutcome(feed_id=one.id, at=800, next_due=900, etag=""))
    (state,) = outcomes.states(library, [one.id])
    assert (state.failures, state.gone_answers, state.etag) == (0, 0, "")
    assert feeds.feed(library, one.id).last_error == ""


def test_a_feed_that_moved_keeps_its_articles_unless_its_new_address_is_taken(library, stock):
    stock(library, 6, feeds_=2)
    one, other = sorted(feeds.all_feeds(library), key=lambda feed: feed.id)
    outcomes.record(
        library, FetchOutcome(feed_id=one.id, at=1, next_due=2, moved_to="https://example.net/")
    )
    assert feeds.feed(library, one.id).url == "https://example.net/"
    assert feeds.feed(library, one.id).articles == 3
    outcomes.record(library, FetchOutcome(feed_id=one.id, at=1, next_due=2, moved_to=other.url))
    assert feeds.feed(library, one.id).url == "https://example.net/"


def test_settings_go_back_with_undo(library):
    one = follow(library, folder="News", every=30)
    feeds.edit(library, one.id, own_title="Mine", folder="Else", every=5, keep=9)
    changed = feeds.feed(library, one.id)
    assert (changed.title, changed.every, changed.keep) == ("Mine", 5, 9)
    undo.undo(library)
    before = feeds.feed(library, one.id)
    assert (before.own_title, before.every, before.keep) == ("", 30, None)
    undo.redo(library)
    assert replace(feeds.feed(library, one.id), folder_id=changed.folder_id) == changed
    assert [folder.path for folder in feeds.folders(library)] == ["Else"]
    feeds.edit(library, one.id, every=0)
    assert feeds.feed(library, one.id).every is None


def test_the_built_in_feeds_are_made_once_and_never_due(library):
    files = feeds.builtin(library, "files")
    assert feeds.builtin(library, "files") == files != feeds.builtin(library, "pages")
    assert feeds.feed(library, files).title == "Files"
    assert outcomes.states(library) == []
