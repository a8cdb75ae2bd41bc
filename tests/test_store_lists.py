"""Lists: every view in every order is what a plain look at all articles says it is."""

from __future__ import annotations

import itertools
from array import array
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import NotFoundError, Order, Place, View
from reader.store import arrivals, articles, feeds, lists, marks, open_library, saved, tags, upkeep

TODAY = 8


@dataclass
class One:
    """An article as the plain look sees it."""

    feed: int
    at: int
    read: bool
    saved: bool
    tagged: bool
    title: str
    id: int = field(default=0)


_ONE = st.builds(
    One,
    st.integers(0, 3),
    st.integers(0, 12),
    st.booleans(),
    st.sampled_from([False, False, True]),
    st.sampled_from([False, False, True]),
    st.sampled_from(["a", "B", "c", "Ä", ""]),
)
FOLDERS = ("", "Out", "Out/In", "Out")
REMOVED = 3


def build(lib, some):
    known = [
        feeds.add(lib, kind="web", url=f"u{n}", title=f"{'dbca'[n]}", folder=FOLDERS[n]).id
        for n in range(4)
    ]
    for number, one in enumerate(some):
        key = b"%d" % number
        new = Arrival(key, key, one.at, ParsedArticle(title=one.title), read=one.read)
        (one.id,) = arrivals.apply(lib, known[one.feed], Changes(new=(new,))).ids
    saved.save(lib, [one.id for one in some if one.saved])
    tags.tag(lib, [one.id for one in some if one.tagged], add=["Work"])
    feeds.remove(lib, [known[REMOVED]])
    return known


def expected(some, known, view):
    def shown(one):
        there = one.feed != REMOVED
        match view.place:
            case Place.TODAY:
                return there and one.at >= TODAY
            case Place.UNREAD:
                return there and not one.read
            case Place.ALL:
                return there
            case Place.SAVED:
                return one.saved
            case Place.LATER:
                return one.saved and not one.read
            case Place.ARCHIVE:
                return one.saved and one.read
            case Place.TAG:
                return one.tagged
            case Place.FEED:
                return there and known[one.feed] == view.key
            case Place.FOLDER:
                return there and FOLDERS[one.feed].startswith("Out")

    found = [one for one in some if shown(one) and not (view.unread_only and one.read)]
    found.sort(key=lambda one: (-one.at, -one.id))
    if view.order is Order.OLDEST:
        found.reverse()
    elif view.order is Order.TITLE:
        found.sort(key=lambda one: one.title.encode().lower())
    elif view.order is Order.FEED:
        found.sort(key=lambda one: "dbca"[one.feed])
    return found


@settings(deadline=None, max_examples=25)
@given(st.lists(_ONE, max_size=25))
def test_every_view_is_what_a_plain_look_says(tmp_path_factory, some):
    with open_library(tmp_path_factory.mktemp("lists") / "library") as lib:
        known = build(lib, some)
        out = feeds.folder_at(lib, "Out")
        keys = {Place.FEED: known[1], Place.FOLDER: out, Place.TAG: "work"}
        for place, order, unread in itertools.product(Place, Order, (False, True)):
            view = View(place, keys.get(place), unread_only=unread, order=order)
            wanted = expected(some, known, view)
            ids = [one.id for one in wanted]
            assert list(lists.ids(lib, view, today=TODAY)) == ids, view
            for limit in (0, 1, 3):
                assert list(lists.ids(lib, view, limit, TODAY)) == ids[:limit], view
            last = max(ids[: len(ids) // 2], default=0)
            newer = [one for one in ids if one > last]
            assert lists.newer(lib, view, last, TODAY) == newer, view
            for step in (1, -1):
                for place_, one in enumerate([None, *ids]):
                    rest = ids[place_:] if step > 0 else ids[: max(0, place_ - 1)][::-1]
                    rest = ids[::-1] if one is None and step < 0 else rest
                    unread_ones = [n for n in rest if not next(o for o in some if o.id == n).read]
                    found = lists.next_unread(lib, view, one, step, TODAY)
                    assert found == (unread_ones or [None])[0], (view, one, step)
        count(lib, some, known)


def count(lib, some, known):
    said = articles.counts(lib, TODAY)
    there = [one for one in some if one.feed != REMOVED]
    assert said.articles == len(there)
    assert said.unread == articles.unread_total(lib) == sum(not one.read for one in there)
    assert said.today == sum(not one.read and one.at >= TODAY for one in there)
    assert said.saved == sum(one.saved for one in some)
    assert said.later == sum(one.saved and not one.read for one in some)
    assert said.archive == said.saved - said.later
    assert said.tags.get("Work", 0) == sum(one.tagged for one in some)
    assert said.feeds == {
        known[n]: sum(one.feed == n and not one.read for one in some) for n in range(3)
    }
    assert upkeep.check(lib) == []


def test_an_array_of_many_pieces_is_whole(library, monkeypatch):
    one = feeds.add(library, kind="web", url="u").id
    new = tuple(
        Arrival(b"%d" % n, b"", n // 3, ParsedArticle(title=str(n % 7))) for n in range(1_000)
    )
    applied = arrivals.apply(library, one, Changes(new=new))
    monkeypatch.setattr(lists, "PIECE", 64)
    wanted = sorted(applied.ids, key=lambda n: (-new[n - 1].sort_at, -n))
    for view in (View(Place.ALL), View(), View(Place.FEED, one), View(Place.ALL, order=Order.FEED)):
        assert lists.ids(library, view) == array("q", wanted)
    assert lists.ids(library, View(order=Order.OLDEST)) == array("q", wanted[::-1])
    titled = sorted(wanted, key=lambda n: new[n - 1].article.title)
    assert lists.ids(library, View(order=Order.TITLE)) == array("q", titled)
    assert len(lists.ids(library, View(), 200)) == 200
    assert list(lists.ids(library, View(), 1_500)) == wanted


def test_rows_are_those_asked_for_that_are_there(library, stock):
    ids = stock(library, 6)
    saved.save(library, ids[:1])
    tags.tag(library, ids[1:2], add=["x"])
    marks.mark(library, ids[2:3], read=True)
    articles.delete(library, ids[3:4])
    rows = lists.rows(library, [*ids, 999])
    assert set(rows) == {*ids[:3], *ids[4:]}
    row = rows[ids[0]]
    assert (row.title, row.feed, row.saved, row.tagged) == (
        "The harbour opens again 0",
        "Gazette 0",
        True,
        False,
    )
    assert rows[ids[1]].tagged
    assert rows[ids[2]].read


def test_an_id_is_found_by_its_beginning(library):
    one = feeds.add(library, kind="web", url="u").id
    new = tuple(Arrival(b"%d" % n, b"", n, ParsedArticle()) for n in range(1, 251))
    arrivals.apply(library, one, Changes(new=new))
    assert articles.find(library, "12") == 12
    assert articles.find(library, " 250 ") == 250
    with library.writing() as db:
        db.execute("DELETE FROM article WHERE id IN (25, 9) OR id BETWEEN 90 AND 99")
    assert articles.find(library, "25") == 250
    with pytest.raises(NotFoundError, match="no article 9;"):
        articles.find(library, "9")
    with library.writing() as db:
        db.execute("DELETE FROM article WHERE id = 1")
    with pytest.raises(NotFoundError, match="More than one"):
        articles.find(library, "1")
    for ref in ("", "x", "-1", "0", "٣", "9" * 30):
        with pytest.raises(NotFoundError):
            articles.find(library, ref)


def test_another_connection_is_noticed(library, stock):
    ids = stock(library, 3)
    with library.another() as other:
        before = other.data_version()
        assert other.data_version() == before
        marks.mark(library, ids[:1], read=True)
        assert other.data_version() != before
        assert articles.unread_total(other) == 2
