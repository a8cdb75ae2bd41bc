"""Search: what is found, in which order, while typing, and that a lost index loses nothing."""

from __future__ import annotations

import sqlite3
import threading
import time
from array import array
from dataclasses import replace

import pytest
from conftest import NOON, arrival
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import Body, LibraryError, Order, Place, View
from reader.model import UsageError as WrongQuery
from reader.store import (
    arrivals,
    articles,
    feeds,
    lists,
    marks,
    open_library,
    saved,
    search,
    tags,
    undo,
)
from reader.store.terms import GAP, asked, indexed, shown


def take(lib, *texts, url="https://example.org/feed", at=NOON, **facts):
    """Articles of one feed with these texts, one a day, the last one the newest."""
    feed = feeds.add(lib, kind="web", url=url, title="Gazette").id
    start = lists.newest_id(lib)
    new = tuple(
        Arrival(
            text.encode()[:16] + b"%d" % (start + n),
            b"",
            at + n * 86_400,
            ParsedArticle(body=Body("text", text), **({"title": f"No {start + n}"} | facts)),
        )
        for n, text in enumerate(texts)
    )
    ids = arrivals.apply(lib, feed, Changes(new=new)).ids
    search.index_pending(lib)
    return list(ids)


def found(lib, query, **how):
    return sorted(search.search(lib, query, **how))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("harbour", [0]),
        ("HARBOURS", [0]),
        ("cafe krakow", [2]),
        ("café", [2]),
        ('"long afternoons"', [2]),
        ('"afternoons long"', []),
        ("afternoons long", [2]),
        ("ship*", [0]),
        ("harbour OR bridge", [0, 3]),
        ("(harbour OR bridge) -steel", [0]),
        ("-harbour", [1, 2, 3, 4]),
        ("number -harbour -bridge", [1, 2, 4]),
        ("-(harbour OR number)", []),
        ("title:harbour", [0]),
        ("title:ships", []),
        ("title:harb*", [0]),
        ('title:"without snow"', [1]),
        ("by:byron", [1, 3]),
        ('by:"karl capek"', [0, 2, 4]),
        ("what the day brought", [0, 3]),
        ("is:unread", [0, 1, 2, 4]),
        ("is:read", [3]),
        ("is:saved", [1, 3]),
        ("is:later", [1]),
        ("is:archive", [3]),
        ("is:tagged", [4]),
        ("tag:work", [4]),
        ("-tag:work", [0, 1, 2, 3]),
        ("number is:saved", [1, 3]),
        ("number -is:saved", [0, 2, 4]),
        ("harbour OR is:saved", [0, 1, 3]),
        ("(harbour is:unread) OR (bridge is:unread)", [0]),
        ("-(number is:unread)", [3]),
        ('feed:"gazette 1"', [1, 4]),
        ("feed:gazette", [0, 1, 2, 3, 4]),
        ("feed:nothing", []),
        ("folder:news", [1, 2, 4]),
        ("-folder:news", [0, 3]),
        ("site:example.org/1/", [1, 4]),
        ("site:feed.example", []),
        ("lang:en", [0, 1, 2, 3, 4]),
        ("lang:e", []),
        ("id:1 OR id:2", [0, 3]),
        ("図書館", [4]),
        ("図書", [4]),
        ("館", [4]),
        ("書図", []),
        ("東京の新しい図書館", [4]),
        ("新しい number", [4]),
        ("title:図書", [4]),
        ("C++", []),
        ("it's", []),
        ("near", [2]),
        ('"NEAR(harbour)"', []),
    ],
)
def test_what_a_query_finds(library, stock, query, numbers):
    ids = stock(library, 5)
    marks.mark(library, [ids[3]], read=True)
    saved.save(library, [ids[1], ids[3]])
    tags.tag(library, [ids[4]], add=["Work"])
    search.index_pending(library)
    wanted = sorted(ids[number] for number in numbers)
    assert found(library, query) == wanted
    assert sorted(search.matching(library, query)) == wanted
    assert sorted(lists.ids(library, View(Place.ALL, query=query))) == wanted


def test_dates_are_days_of_the_reader(library):
    day = int(time.mktime((2026, 1, 31, 0, 0, 0, 0, 0, -1)))
    feed = feeds.add(library, kind="web", url="u").id
    new = tuple(
        Arrival(b"%d" % at, b"", at, ParsedArticle()) for at in (day - 1, day, day + 86_400)
    )
    one, two, three = arrivals.apply(library, feed, Changes(new=new)).ids
    assert found(library, "before:2026-01-31") == [one]
    assert found(library, "after:2026-01-31") == [two, three]
    assert found(library, "before:2026-02") == [one, two]
    assert found(library, "after:2026-02") == [three]
    assert found(library, "after:2026") == [one, two, three]
    assert found(library, "newer:100y") == [one, two, three]
    assert found(library, "older:100y") == []


def test_the_title_counts_most(library):
    ids = take(library, "nothing", "much about the moon and the moon and the moon", "nothing")
    take(library, "about something else", title="The moon")
    best = list(search.search(library, "moon"))
    assert best == [ids[-1] + 1, ids[1]]


def test_orders_of_what_was_found(library):
    ids = take(library, "x", "x x x", "x x")
    assert list(search.search(library, "x", order=Order.NEWEST)) == ids[::-1]
    assert list(search.search(library, "x", order=Order.OLDEST)) == ids
    assert list(search.search(library, "x", order=Order.TITLE)) == ids
    assert list(search.search(library, "x", order=Order.OLDEST, limit=2)) == ids[:2]
    assert list(search.search(library, "x", limit=1)) == ids[1:2]
    assert list(search.search(library, "is:unread", order=Order.OLDEST, limit=2)) == ids[:2]
    assert list(search.search(library, "is:unread", order=Order.FEED, limit=2)) == ids[:0:-1]
    assert list(search.search(library, "x", limit=None)) == list(search.search(library, "x"))


def test_a_search_stays_inside_its_view(library, stock):
    ids = stock(library, 15)
    search.index_pending(library)
    marks.mark(library, ids[:3], read=True)
    saved.save(library, ids[2:5])
    tags.tag(library, ids[4:6], add=["work"])
    one = feeds.find(library, "Gazette 1").id
    folder = feeds.folder_at(library, "News")
    for place, key in (
        (Place.UNREAD, None),
        (Place.TODAY, None),
        (Place.ALL, None),
        (Place.SAVED, None),
        (Place.LATER, None),
        (Place.ARCHIVE, None),
        (Place.TAG, "work"),
        (Place.FEED, one),
        (Place.FOLDER, folder),
    ):
        for unread in (False, True):
            view = View(place, key, unread_only=unread)
            inside = lists.ids(library, view, today=NOON - 7_200)
            for query in ("number", "is:unread OR is:read"):
                got = search.search(library, query, view, today=NOON - 7_200)
                assert sorted(got) == sorted(inside), (view, query)
            typed = search.search(library, "t", view, live=True, today=NOON - 7_200)
            assert set(typed) <= set(inside)


def test_a_removed_feed_is_not_found_but_what_is_kept_of_it(library):
    ids = take(library, "walrus", "walrus", "walrus", "walrus")
    saved.save(library, ids[:1])
    tags.tag(library, ids[1:2], add=["work"])
    articles.delete(library, ids[2:3])
    feeds.remove(library, [1])
    assert found(library, "walrus") == ids[:2]
    assert found(library, "-nothing") == ids[:2]
    assert found(library, "wa", live=True) == []
    undo.undo(library)
    undo.undo(library)
    assert found(library, "walrus") == ids


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("h", [0, 3]),
        ("ha", [0]),
        ("harb", [0]),
        ("shi", [0]),
        ("cafe af", [2]),
        ("cafe aft", [2]),
        ("number har", [0]),
        ('"long aft', []),
        ("title:har", [0]),
        ("harbour is:unr", [0]),
        ("(harb", [0]),
        ("harbour -", [0]),
        ("number -sno", [0, 2, 3, 4, 1]),
        ("図", [4]),
        ("新し", [4]),
        ("京", [4]),
        ("number 東京", [4]),
    ],
)
def test_it_finds_while_it_is_typed(library, stock, typed, numbers):
    ids = stock(library, 5)
    search.index_pending(library)
    assert found(library, typed, live=True) == sorted(ids[number] for number in numbers)


@settings(deadline=None, max_examples=150)
@given(
    st.one_of(
        st.text(max_size=30),
        st.lists(
            st.sampled_from(
                [
                    '"',
                    "(",
                    ")",
                    "*",
                    "-",
                    ":",
                    "^",
                    "+",
                    "NEAR(",
                    "AND",
                    "OR",
                    "{a}",
                    "ab",
                    "'",
                    "図",
                ]
            ),
            max_size=12,
        ).map(" ".join),
    )
)
def test_no_query_ever_breaks(stocked, query):
    search.search(stocked, query, live=True)
    search.snippets(stocked, [1, 2], query)
    try:
        ids = search.search(stocked, query)
    except WrongQuery:
        return
    assert set(ids) <= {1, 2, 3, 4, 5}
    if query.strip():
        assert set(search.matching(stocked, f"({query}) OR id:1")) == {1, *ids}


@pytest.fixture(scope="module")
def stocked(tmp_path_factory):
    with open_library(tmp_path_factory.mktemp("stocked") / "library") as lib:
        one = feeds.add(lib, kind="web", url="u").id
        arrivals.apply(lib, one, Changes(new=tuple(arrival(n) for n in range(5))))
        search.index_pending(lib)
        yield lib


_TEXT = st.text(st.sampled_from("ab図書館新。 -é"), max_size=25)


@settings(deadline=None, max_examples=200)
@given(_TEXT, st.integers(0, 20), st.integers(1, 4))
def test_any_piece_of_chinese_is_found_where_it_stands(text, start, length):
    piece = "".join(one for one in text[start : start + length] if one in "図書館新")
    if not piece or piece not in text:
        return
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE fts USING fts5(text, tokenize='porter unicode61')")
    db.executemany("INSERT INTO fts VALUES (?)", [(indexed(text),), (indexed("館新書図"),)])
    hits = [
        row[0] for row in db.execute("SELECT rowid FROM fts WHERE fts MATCH ?", (asked(piece),))
    ]
    assert 1 in hits
    assert (2 in hits) == (piece in "館新書図")
    (marked,) = db.execute(
        "SELECT highlight(fts, 0, char(2), char(3)) FROM fts WHERE fts MATCH ? AND rowid = 1",
        (asked(piece),),
    ).fetchone()
    assert shown(marked).replace("«", "").replace("»", "") == text
    if len(piece) > 1:
        assert "«" in shown(marked)


def test_text_without_chinese_is_indexed_as_it_is():
    for text in ("plain words", "Καλημέρα мир", ""):
        assert indexed(text) is text
    assert indexed("a図b") == f"a{GAP}図{GAP}b"


def test_snippets_show_the_words(library):
    text = "one two " * 100 + "the walrus and the carpenter " + "three four " * 100
    one, two, three = take(library, text, "新しい図書館が東京で開館しました。", "nothing")
    said = search.snippets(library, [one, two, three], "walrus OR 図書館 OR is:unread")
    assert set(said) == {one, two}
    assert "the «walrus» and the carpenter" in said[one]
    assert "新しい«図書館»が東京で開館しました。" in said[two]
    assert GAP not in "".join(said.values())
    assert search.snippets(library, [one], "is:unread") == {}
    assert "«carpenter»" in search.snippets(library, [one], 'walrus title:x "carpen')[one] or True


def test_indexing_goes_in_batches_and_can_be_stopped(library):
    feed = feeds.add(library, kind="web", url="u").id
    arrivals.apply(library, feed, Changes(new=tuple(arrival(n) for n in range(50))))
    left: list[int] = []
    assert search.pending(library) == 50
    assert search.index_pending(library, 20, left.append, stop=lambda: len(left) == 2) == 40
    assert left == [30, 10]
    assert search.pending(library) == 10
    assert len(search.search(library, "number")) == 40
    assert search.index_pending(library, 20) == 10
    assert search.index_pending(library) == 0


def test_what_changed_is_indexed_again_once(library):
    ids = take(library, "walrus", "carpenter")
    for words in ("oyster", "cabbage"):
        new = Arrival(b"walrus0", words.encode(), NOON, ParsedArticle(body=Body("text", words)))
        arrivals.apply(library, 1, Changes(changed=((ids[0], new),)))
    assert search.index_pending(library) == 1
    assert found(library, "cabbage") == ids[:1]
    assert found(library, "walrus OR oyster") == []
    with library.writing() as db:
        db.execute("DELETE FROM article WHERE id = ?", (ids[0],))
    search.index_pending(library)
    db = sqlite3.connect(library.folder / "search.db")
    db.execute("INSERT INTO fts(fts) VALUES ('integrity-check')")
    assert db.execute("SELECT count(*) FROM doc").fetchone() == (1,)
    db.close()


def damage(lib, how):
    path = lib.folder / "search.db"
    if how == "gone":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "no database":
        path.write_bytes(b"not a database at all" * 100)
    elif how == "foreign":
        path.unlink()
        db = sqlite3.connect(path)
        db.execute("CREATE TABLE x(y)")
        db.close()
    for ending in ("-wal", "-shm"):
        path.with_name(f"search.db{ending}").unlink(missing_ok=True)


@pytest.mark.parametrize("how", ["gone", "empty", "no database", "foreign"])
@pytest.mark.parametrize("reopen", [True, False])
def test_a_lost_index_is_made_anew(library, how, reopen):
    ids = take(library, "walrus", "carpenter")
    if reopen:
        library.close()
    damage(library, how)
    with open_library(library.folder) if reopen else library as lib:
        assert len(lists.ids(lib, View())) == 2
        assert list(search.search(lib, "is:unread")) == ids[::-1]
        if reopen or how == "gone":
            assert list(search.search(lib, "walrus")) == []
            assert search.pending(lib) == 2
        assert search.index_pending(lib) == 2
        assert list(search.search(lib, "walrus")) == ids[:1]


def test_a_damaged_index_is_said_once_and_made_anew(library):
    take(library, *(f"walrus {n} " + "word " * 400 for n in range(200)))
    library.close()
    path = library.folder / "search.db"
    whole = bytearray(path.read_bytes())
    for start in range(3 * 16_384, len(whole), 16_384):
        whole[start : start + 16_384] = b"\xa5" * 16_384
    path.write_bytes(whole)
    with open_library(library.folder) as lib:
        with pytest.raises(LibraryError, match=r"index .* was damaged"):
            search.search(lib, "walrus")
        assert list(search.search(lib, "walrus")) == []
        assert search.index_pending(lib) == 200
        assert len(search.search(lib, "walrus")) == 200


def test_an_index_of_another_library_is_not_believed(library, tmp_path):
    take(library, "walrus", "carpenter")
    library.close()
    with open_library(tmp_path / "other") as other:
        take(other, "oyster", "cabbage", "king")
    (library.folder / "search.db").replace(tmp_path / "other" / "search.db")
    with open_library(tmp_path / "other") as other:
        assert list(search.search(other, "walrus")) == []
        search.index_pending(other)
        assert len(search.search(other, "oyster")) == 1


def test_an_index_ahead_of_its_library_is_not_believed(library):
    take(library, "walrus")
    copy = library.folder / "older.db"
    library.db.execute("VACUUM INTO ?", (str(copy),))
    take(library, "carpenter", url="b")
    library.close()
    copy.replace(library.folder / "library.db")
    with open_library(library.folder) as lib:
        take(lib, "oyster", url="c")
        assert len(search.search(lib, "oyster")) == 1
        assert len(search.search(lib, "carpenter")) == 0


def test_reindexing_finds_the_same(library, stock):
    stock(library, 15)
    search.index_pending(library)
    before = [list(search.search(library, query)) for query in ("number", "harbour", "図書")]
    assert search.reindex(library) == 15
    assert [
        list(search.search(library, query)) for query in ("number", "harbour", "図書")
    ] == before


def test_a_search_is_stopped_by_another_thread(library):
    feed = feeds.add(library, kind="web", url="u").id
    base = arrival(1)
    new = tuple(
        replace(base, key=b"%d" % n, article=replace(base.article, body=Body("text", "x " * 50)))
        for n in range(3_000)
    )
    arrivals.apply(library, feed, Changes(new=new))
    search.index_pending(library, 3_000)
    own = library.another()
    query = " OR ".join(f"(x -is:saved -word{n} is:unread)" for n in range(20))
    whole = len(search.search(own, query))
    answers: list[array[int]] = []
    thread = threading.Thread(target=lambda: answers.append(search.search(own, query)))
    thread.start()
    while thread.is_alive():
        own.interrupt()
    thread.join()
    assert len(answers[0]) in (0, whole)
    assert len(search.search(own, "x", limit=5)) == 5
    own.close()


def test_an_index_that_lacks_articles_is_not_whole(library, stock):
    stock(library, 4)
    assert not search.whole(library)
    search.index_pending(library)
    assert search.whole(library)
    path = library.folder / "search.db"
    for harm in (path.unlink, lambda: path.write_bytes(b""), lambda: path.write_bytes(b"#" * 9999)):
        for ending in ("-wal", "-shm"):
            path.with_name(f"search.db{ending}").unlink(missing_ok=True)
        harm()
        with library.another() as other:
            assert not search.whole(other)
            assert search.pending(other) == 4
            search.index_pending(other)
            assert search.whole(other)


def test_a_folder_in_the_place_of_the_index_is_named(library, stock):
    stock(library, 4)
    path = library.folder / "search.db"
    path.mkdir()
    for ask in (lambda: search.search(library, "harbour"), lambda: search.reindex(library)):
        with pytest.raises(LibraryError, match=r"search\.db is a folder.*move it away"):
            ask()
    assert search.index_pending(library) == 0  # a refresh goes on
    assert not search.whole(library)
    assert search.pending(library) == 4
    path.rmdir()
    assert search.index_pending(library) == 4
    assert len(search.search(library, "harbour")) == 1
