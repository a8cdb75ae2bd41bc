"""A text of several feeds is one in All, Unread and Today, whatever happens to its places."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reader import clock
from reader.config import Config
from reader.incoming import Arrival, Changes, ParsedArticle
from reader.ingest.decide import same_address
from reader.model import Body, NotFoundError, Order, Place, UsageError, View
from reader.store import (
    Library,
    arrivals,
    articles,
    feeds,
    lists,
    marks,
    open_library,
    same,
    saved,
    schema,
    search,
    tags,
    undo,
    upkeep,
)

TEXTS = (None, 11, 12, 13)
ADDRESSES = (None, 21, 22)


def arrival(number: int, text: int | None = None, address: int | None = None) -> Arrival:
    return Arrival(
        key=number.to_bytes(16, "big"),
        content_hash=bytes([text or 0, address or 0]),
        sort_at=1_750_000_000 - 60 * (number % 7),
        article=ParsedArticle(
            guid=str(number), title=f"Number {number}", body=Body("text", f"Text {text}.")
        ),
        same=text,
        address=address,
    )


def feed(lib: Library, name: str, folder: str = "") -> int:
    return feeds.add(lib, kind="web", url=f"https://{name}.example/", title=name, folder=folder).id


def take(lib: Library, feed_id: int, *found: Arrival) -> list[int]:
    return list(arrivals.apply(lib, feed_id, Changes(new=found)).ids)


def shown(lib: Library, place: Place, key: int | None = None, **more: object) -> list[int]:
    return list(lists.ids(lib, View(place, key, **more)))  # type: ignore[arg-type]


# -- what a reader sees ------------------------------------------------------------------------


@pytest.fixture
def three(library: Library) -> tuple[Library, list[int], list[int]]:
    """Three feeds with the same text, one of them with another one too."""
    numbers = [feed(library, name) for name in ("a", "b", "c")]
    ids = [take(library, one, arrival(at, 11))[0] for at, one in enumerate(numbers)]
    return library, numbers, ids


def test_lists_over_all_feeds_show_it_once_and_the_feeds_own_keep_it(three):
    lib, numbers, ids = three
    for place in (Place.ALL, Place.UNREAD, Place.TODAY):
        for order in (Order.NEWEST, Order.OLDEST, Order.FEED, Order.TITLE):
            assert shown(lib, place, order=order) == ids[:1]
    assert [shown(lib, Place.FEED, one) for one in numbers] == [[one] for one in ids]
    counts = articles.counts(lib, 0)
    assert (counts.unread, counts.articles, counts.today) == (1, 1, 1)
    assert list(counts.feeds.values()) == [1, 1, 1]
    assert articles.unread_total(lib) == 1
    assert {row.places for row in lists.rows(lib, ids).values()} == {2}
    assert lists.newer(lib, View(Place.ALL), 0) == ids[:1]
    assert lists.next_unread(lib, View(Place.UNREAD), ids[0]) is None


def test_the_next_place_stands_for_it_when_the_first_goes(three):
    lib, numbers, ids = three
    feeds.remove(lib, [numbers[0]])
    assert shown(lib, Place.ALL) == [ids[1]]
    assert [one.id for one in articles.article(lib, ids[1]).also_in] == [ids[2]]
    undo.undo(lib)
    assert shown(lib, Place.ALL) == [ids[1]]  # what is shown stays
    assert {one.id for one in articles.article(lib, ids[1]).also_in} == {ids[0], ids[2]}
    assert upkeep.check(lib) == []


def test_deleting_takes_it_from_all_places_and_undo_brings_it_back(three):
    lib, _, ids = three
    saved.save(lib, [ids[2]])
    assert articles.delete(lib, [ids[0]]).label == "“Number 0” deleted in 2 places"
    assert shown(lib, Place.ALL) == [ids[2]]  # what is saved is not deleted
    undo.undo(lib)
    assert shown(lib, Place.ALL) == [ids[2]]
    assert len(articles.article(lib, ids[2]).also_in) == 2


def test_one_address_in_two_feeds_is_one_article(library):
    a, b = feed(library, "a"), feed(library, "b")
    (one,) = take(library, a, arrival(1, None, 21))
    (two,) = take(library, b, arrival(2, 12, 21))
    assert shown(library, Place.ALL) == [one]
    assert [twin.id for twin in articles.article(library, two).also_in] == [one]


def test_an_address_that_a_feed_has_twice_is_no_articles_own(library):
    a, b = feed(library, "a"), feed(library, "b")
    ids = take(library, a, arrival(1, None, 21), arrival(2, None, 21))
    ids += take(library, b, arrival(3, None, 21))
    assert sorted(shown(library, Place.ALL)) == ids


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("https://www.e.org/a/", "http://e.org/a?utm_source=x#top", True),
        ("https://e.org/a?id=1", "https://e.org/a?id=2", False),
        ("https://e.org/a", "https://e.com/a", False),
    ],
)
def test_addresses_of_one_page(one, other, equal):
    assert (same_address(one) == same_address(other)) is equal


@pytest.mark.parametrize(
    "url", ["", "https://e.org", "https://e.org/", "/notes/a.txt", "mailto:a@b"]
)
def test_addresses_that_are_no_articles_own(url):
    assert same_address(url) is None


def test_search_finds_every_place_and_shows_the_text_once(three):
    lib, _, ids = three
    search.reindex(lib)
    assert sorted(search.matching(lib, "feed:b")) == [ids[1]]
    assert sorted(search.matching(lib, "is:unread")) == ids
    found = search.search(lib, "text", View(Place.UNREAD), order=Order.NEWEST)
    assert sorted(found) == ids
    assert len(same.once(lib, Place.UNREAD, found)) == 1


def test_all_is_exported(three, tmp_path, capsys):
    from reader.__main__ import main

    lib, _, ids = three
    folder = ["--library", str(lib.folder)]
    assert main([*folder, "export", "markdown", "is:unread", "-o", str(tmp_path / "out")]) == 0
    assert len(list((tmp_path / "out").rglob("*.md"))) == len(ids)


def test_what_is_saved_twice_is_listed_twice(three, capsys):
    from reader.__main__ import main

    lib, _, ids = three
    saved.save(lib, ids[:2])
    assert main(["--library", str(lib.folder), "saved"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_the_setting_takes_them_apart_and_together_again(three):
    lib, _, ids = three
    same.settle(lib, False)
    assert sorted(shown(lib, Place.ALL)) == ids
    assert articles.article(lib, ids[0]).also_in == ()
    assert articles.counts(lib, 0).unread == 3
    same.settle(lib, True)
    assert shown(lib, Place.ALL) == ids[:1]
    assert upkeep.check(lib) == []


def test_a_killed_merge_goes_on(three):
    lib, _, ids = three
    same.settle(lib, False)
    with lib.writing() as db:
        db.execute("UPDATE fact SET value = 'half' WHERE name = 'merge_same'")
    same.settle(lib, True)
    assert shown(lib, Place.ALL) == ids[:1]


def test_a_library_of_the_version_before_merges_at_its_next_refresh(tmp_path: Path):
    with open_library(tmp_path / "old", migrations=schema.MIGRATIONS[:5]) as old:
        for at in (1, 2):
            old.db.execute("INSERT INTO feed(kind, url, added) VALUES ('web', ?, 1)", (f"f{at}",))
            old.db.execute(
                "INSERT INTO article(feed_id, key, sort_at, added, title, title_from, byline, url, "
                "language, summary, content_hash, same, saved_at) "
                "VALUES (?, x'00', ?, 1, 't', 'feed', '', '', '', '', x'', 7, ?)",
                (at, at, 5 if at == 1 else None),
            )
    with open_library(tmp_path / "old") as lib:
        assert shown(lib, Place.ALL) == [2, 1]
        same.settle(lib, True)
        assert shown(lib, Place.ALL) == [1]
        assert shown(lib, Place.SAVED) == [1]
        assert upkeep.check(lib) == []


# -- whatever happens --------------------------------------------------------------------------


class Twins(RuleBasedStateMachine):
    """Anything a reader, a feed or upkeep may do, in any order, on a real library."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.lib = open_library(Path(self.folder.name) / "library")
        self.feeds = [feed(self.lib, name) for name in ("a", "b", "c")]
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "lib"):
            self.lib.close()
            self.folder.cleanup()

    def one_of(self, at: int) -> list[int]:
        ids = [row[0] for row in self.lib.read("SELECT id FROM article ORDER BY id")]
        return [ids[at % len(ids)]] if ids else []

    @rule(at=st.integers(0, 2), text=st.sampled_from(TEXTS), address=st.sampled_from(ADDRESSES))
    def arrives(self, at: int, text: int | None, address: int | None) -> None:
        self.number += 1
        take(self.lib, self.feeds[at], arrival(self.number, text, address))

    @rule(at=st.integers(0, 30), text=st.sampled_from(TEXTS), address=st.sampled_from(ADDRESSES))
    def changes(self, at: int, text: int | None, address: int | None) -> None:
        for one in self.one_of(at):
            ((feed_id, key),) = self.lib.read(
                "SELECT feed_id, key FROM article WHERE id = ?", (one,)
            )
            new = arrival(int.from_bytes(key, "big"), text, address)
            arrivals.apply(self.lib, feed_id, Changes(changed=((one, new),)))

    @rule(at=st.integers(0, 30))
    def vanishes(self, at: int) -> None:
        for one in self.one_of(at):
            ((feed_id,),) = self.lib.read("SELECT feed_id FROM article WHERE id = ?", (one,))
            arrivals.apply(self.lib, feed_id, Changes(vanished=(one,)))

    @rule(at=st.integers(0, 30), read=st.booleans())
    def marked(self, at: int, read: bool) -> None:
        marks.mark(self.lib, self.one_of(at), read=read)

    @rule(read=st.booleans())
    def all_marked(self, read: bool) -> None:
        marks.mark_view(self.lib, View(Place.ALL), read=read)

    @rule(at=st.integers(0, 30))
    def saved_or_not(self, at: int) -> None:
        saved.save(self.lib, self.one_of(at)) or saved.unsave(self.lib, self.one_of(at))

    @rule(at=st.integers(0, 30))
    def tagged(self, at: int) -> None:
        tags.tag(self.lib, self.one_of(at), add=["t"])

    @rule(at=st.integers(0, 30))
    def deleted(self, at: int) -> None:
        with contextlib.suppress(UsageError, NotFoundError):
            articles.delete(self.lib, self.one_of(at))

    @rule(at=st.integers(0, 2))
    def feed_removed(self, at: int) -> None:
        try:
            feeds.remove(self.lib, [self.feeds[at]])
        except NotFoundError:
            feed(self.lib, "abc"[at])

    @rule()
    def undone(self) -> None:
        undo.undo(self.lib)

    @rule()
    def done_again(self) -> None:
        undo.redo(self.lib)

    @rule(keep=st.integers(0, 2))
    def retired(self, keep: int) -> None:
        upkeep.retire(self.lib, Config(keep=keep), clock.now() + 40 * 86_400)

    @rule(merge=st.booleans())
    def settled(self, merge: bool) -> None:
        same.settle(self.lib, merge)

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "lib"):
            return
        rows = self.lib.read("SELECT id, feed_id, twin_of, same, hidden, read FROM article")
        leaders = {row[0] for row in rows if not row[2] and not row[4]}
        assert all(row[2] in leaders for row in rows if row[2])
        assert all(not row[4] for row in rows if row[2])
        merging = self.lib.read("SELECT value FROM fact WHERE name = 'merge_same'") == [("1",)]
        by_text: dict[int, set[int]] = {}
        for number, _, twin_of, text, hidden, _ in rows:
            if text is not None and not hidden:
                by_text.setdefault(text, set()).add(twin_of or number)
        if merging:
            assert all(len(one) == 1 for one in by_text.values()), by_text
        else:
            assert not any(row[2] for row in rows)
        unread = {row[0] for row in rows if row[0] in leaders and not row[5]}
        assert set(shown(self.lib, Place.ALL)) == leaders
        assert set(shown(self.lib, Place.ALL, order=Order.FEED)) == leaders
        assert set(shown(self.lib, Place.UNREAD)) == unread
        counts = articles.counts(self.lib, 0)
        assert (counts.articles, counts.unread) == (len(leaders), len(unread))
        for one in self.feeds:
            of_feed = {row[0] for row in rows if row[1] == one and not row[4]}
            assert set(shown(self.lib, Place.FEED, one)) == of_feed
        assert upkeep.check(self.lib) == []


TestTwins = Twins.TestCase
TestTwins.settings = settings(deadline=None, max_examples=50, stateful_step_count=25)
