"""What the reader does: marks, saves, tags, deletes; all of it can be undone and done again."""

from __future__ import annotations

import pytest
from conftest import arrival
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.incoming import Changes
from reader.model import Place, ReaderError, UsageError, View
from reader.store import (
    arrivals,
    articles,
    feeds,
    journal,
    lists,
    marks,
    open_library,
    saved,
    session,
    tags,
    undo,
    upkeep,
)


def state(lib):
    """All that the reader's acts change."""
    return (
        lib.read("SELECT id, read, saved_at, hidden FROM article ORDER BY id"),
        lib.read("SELECT article_id, name FROM tagging JOIN tag ON tag.id = tag_id ORDER BY 1, 2"),
        [
            (one.id, one.own_title, one.every, one.keep, one.unread, one.articles)
            for one in feeds.all_feeds(lib)
        ],
        [one.path for one in feeds.folders(lib)],
        articles.counts(lib, 0),
    )


def test_marking_says_what_it_did(library, stock):
    ids = stock(library, 12)
    assert marks.mark(library, ids[:1], read=True).label == (
        "“The harbour opens again 0” marked read"
    )
    assert marks.mark(library, ids[:3], read=True).label == "2 articles marked read"
    assert marks.mark(library, ids[:3], read=True) is None
    assert marks.mark(library, [999], read=True) is None
    assert marks.mark(library, ids[:3], read=False).label == "3 articles marked unread"
    assert articles.unread_total(library) == 12


def test_marking_a_view_is_one_act_in_short_transactions(library):
    one = feeds.add(library, kind="web", url="u").id
    arrivals.apply(library, one, Changes(new=tuple(arrival(n) for n in range(4_500))))
    with library.another() as other:
        before = other.data_version()
        act = marks.mark_view(library, View(Place.ALL), read=True)
        assert other.data_version() != before
    assert act.label == "4,500 articles marked read"
    assert library.read("SELECT count(*) FROM act_part") == [(3,)]
    assert articles.unread_total(library) == 0
    assert undo.last(library) == act
    assert undo.undo(library) == act
    assert articles.unread_total(library) == 4_500
    assert undo.redo(library) == act
    assert articles.unread_total(library) == 0


def test_marking_a_view_leaves_what_is_not_in_it(library, stock):
    ids = stock(library, 12)
    saved.save(library, ids[:4])
    assert marks.mark_view(library, View(Place.LATER), read=True).label == "4 articles marked read"
    assert marks.mark_view(library, View(Place.ARCHIVE), read=False).label.startswith("4 art")
    assert marks.mark_view(library, View(Place.TAG, "none"), read=True) is None
    marks.mark_view(library, View(Place.ALL, query="id:3 OR id:4"), read=True)
    assert articles.unread_total(library) == 10


def test_saving_keeps_the_hour_through_undo(library, stock):
    ids = stock(library, 3)
    saved.save(library, ids[:2])
    since = articles.article(library, ids[0]).saved
    assert since
    assert saved.save(library, ids[:2]) is None
    library.db.execute("UPDATE article SET saved_at = 77 WHERE id = ?", (ids[0],))
    saved.unsave(library, ids)
    assert articles.article(library, ids[0]).saved is None
    undo.undo(library)
    assert articles.article(library, ids[0]).saved == 77
    assert articles.article(library, ids[1]).saved == since


def test_tags_are_the_same_in_any_case(library, stock):
    ids = stock(library, 4)
    assert tags.tag(library, ids[:2], add=["Work", " #home "]).label == (
        "2 articles tagged +Work, +home"
    )
    assert tags.tag(library, ids[:2], add=["WORK"]) is None
    tags.tag(library, ids[:1], add=["x"], remove=["work"])
    assert tags.all_tags(library) == [("home", 2), ("Work", 1), ("x", 1)]
    assert articles.article(library, ids[0]).tags == ("home", "x")
    with pytest.raises(UsageError, match="is no tag"):
        tags.tag(library, ids, add=[" # "])


def test_deleted_articles_count_nowhere_until_undo(library, stock):
    ids = stock(library, 4)
    tags.tag(library, ids[:2], add=["work"])
    saved.save(library, ids[2:3])
    act = articles.delete(library, ids[1:4])
    assert act.label == "2 articles deleted"
    assert list(lists.ids(library, View(Place.ALL))) == [ids[0], ids[2]]
    assert tags.all_tags(library) == [("work", 1)]
    assert list(lists.ids(library, View(Place.TAG, "work"))) == ids[:1]
    with pytest.raises(UsageError, match="unsave it first"):
        articles.delete(library, ids[2:3])
    undo.undo(library)
    assert list(lists.ids(library, View(Place.ALL))) == ids
    assert tags.all_tags(library) == [("work", 2)]


def test_a_new_act_ends_what_could_be_redone(library, stock):
    ids = stock(library, 4)
    marks.mark(library, ids[:1], read=True)
    marks.mark(library, ids[1:2], read=True)
    undo.undo(library)
    marks.mark(library, ids[2:3], read=True)
    assert undo.redo(library) is None
    assert [one.id for one in undo.history(library, 10)] == [3, 1]
    undo.undo(library)
    undo.undo(library)
    assert undo.undo(library) is None
    assert undo.last(library) is None
    assert articles.unread_total(library) == 4


def test_another_process_undoes_what_this_one_did(library, stock):
    ids = stock(library, 4)
    marks.mark(library, ids, read=True)
    with library.another() as other:
        undo.undo(other)
    assert articles.unread_total(library) == 4
    undo.redo(library)
    assert articles.unread_total(library) == 0


def test_the_journal_is_bounded(library, stock):
    one = stock(library, 1)[0]
    for number in range(journal.KEPT // 2 + 10):
        marks.mark(library, [one], read=True)
        if number % 100 < 50:
            saved.save(library, [one])
            saved.unsave(library, [one])
        marks.mark(library, [one], read=False)
    ((acts,), (parts,)) = (
        library.read(f"SELECT count(*) FROM {name}")[0] for name in ("act", "act_part")
    )
    assert acts == parts == journal.KEPT


def test_an_act_stopped_midway_can_still_be_undone(library):
    one = feeds.add(library, kind="web", url="u").id
    new = tuple(arrival(n) for n in range(4_500))
    ids = arrivals.apply(library, one, Changes(new=new)).ids

    def breaking():
        yield from ids[:2_500]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        marks.mark(library, breaking(), read=True)
    assert articles.unread_total(library) == 2_500
    assert undo.undo(library).label == "2,000 articles marked read"
    assert articles.unread_total(library) == 4_500


def test_undo_leaves_alone_what_is_not_there_any_more(library, stock):
    ids = stock(library, 4)
    tags.tag(library, ids, add=["work"])
    articles.delete(library, ids[:2])
    with library.writing() as db:
        db.execute("DELETE FROM tagging WHERE article_id = ?", (ids[0],))
        db.execute("DELETE FROM article WHERE id = ?", (ids[0],))
    undo.undo(library)
    undo.undo(library)
    undo.redo(library)
    undo.redo(library)
    assert upkeep.check(library) == []
    assert tags.all_tags(library) == [("work", 2)]


_IDS = st.lists(st.integers(1, 9), max_size=6)
_ACTS = st.one_of(
    st.tuples(st.just("mark"), _IDS, st.booleans()),
    st.tuples(st.just("save"), _IDS, st.booleans()),
    st.tuples(st.just("tag"), _IDS, st.sampled_from("abA")),
    st.tuples(st.just("untag"), _IDS, st.sampled_from("abA")),
    st.tuples(st.just("delete"), _IDS, st.none()),
    st.tuples(st.just("remove"), st.integers(1, 3), st.none()),
    st.tuples(st.just("edit"), st.integers(1, 3), st.sampled_from(["", "N", "N/M", "Other"])),
)


def do(lib, kind, what, how):
    match kind:
        case "mark":
            return marks.mark(lib, what, read=how)
        case "save":
            return (saved.save if how else saved.unsave)(lib, what)
        case "tag":
            return tags.tag(lib, what, add=[how])
        case "untag":
            return tags.tag(lib, what, remove=[how])
        case "delete":
            return articles.delete(lib, what)
        case "remove":
            return feeds.remove(lib, [what])
        case _:
            return feeds.edit(lib, what, own_title=how, folder=how, every=len(how))


@settings(deadline=None, max_examples=40)
@given(st.lists(_ACTS, max_size=12))
@example([("tag", [1], "a"), ("delete", [1], None), ("untag", [1], "a")])
def test_undoing_everything_leads_back_through_every_state(tmp_path_factory, acts):
    with open_library(tmp_path_factory.mktemp("acts") / "library") as lib:
        for number in range(3):
            one = feeds.add(lib, kind="web", url=f"u{number}", folder="N")
            new = tuple(arrival(n) for n in range(number, 9, 3))
            arrivals.apply(lib, one.id, Changes(new=new))
        states = [state(lib)]
        for kind, what, how in acts:
            try:
                act = do(lib, kind, what, how)
            except ReaderError:
                continue
            if act:
                states.append(state(lib))
        seen = [state(lib)]
        while undo.undo(lib):
            seen.append(state(lib))
        assert seen == states[::-1]
        assert upkeep.check(lib) == []
        seen = [state(lib)]
        while undo.redo(lib):
            seen.append(state(lib))
        assert seen == states


def test_the_session_comes_back(library, stock):
    ids = stock(library, 2)
    session.store(library, {"view": {"place": "feed", "key": 3}, "zen": True})
    session.store(library, {"zen": False, "名": [1, None, "ü"]})
    session.keep_place(library, ids[0], 1234)
    session.keep_place(library, ids[1], 5)
    session.keep_place(library, ids[1], 0)
    session.keep_place(library, 999, 5)
    library.db.execute("INSERT INTO session VALUES ('broken', '{')")
    with library.another() as other:
        assert session.load(other) == {
            "view": {"place": "feed", "key": 3},
            "zen": False,
            "名": [1, None, "ü"],
        }
        assert [session.place(other, one) for one in (*ids, 999)] == [1234, 0, 0]


@pytest.mark.parametrize("way", ["save", "tag", "undo"])
def test_saving_or_tagging_brings_a_vanished_article_back(library, way):
    one = feeds.add(library, kind="directory", url="file:///home/texts").id
    ids = arrivals.apply(library, one, Changes(new=(arrival(0), arrival(1)))).ids
    if way == "undo":
        tags.tag(library, ids[:1], add=["work"])
        tags.tag(library, ids[:1], remove=["work"])
    arrivals.apply(library, one, Changes(vanished=ids))
    assert articles.counts(library, 0).articles == 0
    if way == "save":
        saved.save(library, ids[:1])
    elif way == "tag":
        tags.tag(library, ids[:1], add=["work"])
    else:
        undo.undo(library)
    assert articles.counts(library, 0).articles == articles.unread_total(library) == 1
    place = View(Place.SAVED) if way == "save" else View(Place.TAG, "work")
    query = "is:saved" if way == "save" else "tag:work"
    for view in (View(Place.ALL), View(Place.FEED, one), place, View(Place.ALL, query=query)):
        assert list(lists.ids(library, view)) == list(ids[:1])
    assert upkeep.check(library) == []


def test_undo_says_that_nothing_had_to_change(library, stock):
    ids = stock(library, 3)
    marks.mark(library, ids[:1], read=True)
    library.db.execute("UPDATE article SET read = 0")
    assert "it was so already" in undo.undo(library).label
