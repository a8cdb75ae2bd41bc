"""A whole refresh: what is asked, what is stored, what stays when something fails."""

from __future__ import annotations

import re
import sqlite3
import sys

import pytest
from loopback import Asked, Loopback, Reply, closed_port, rss

from reader import clock
from reader.config import Config
from reader.incoming import Arrival, Changes, FetchState, ParsedArticle
from reader.ingest import schedule
from reader.ingest.events import FeedDone, Indexing, Started
from reader.ingest.looking import Answer
from reader.ingest.refresh import Run, refresh
from reader.model import Place, View
from reader.store import (
    Library,
    articles,
    feeds,
    lists,
    marks,
    open_library,
    outcomes,
    saved,
    search,
    undo,
)

QUICK = Config(timeout=5, feed_megabytes=1)


@pytest.fixture
def site():
    with Loopback() as site:
        yield site


def follow(lib: Library, url: str, title: str = "") -> int:
    return feeds.add(lib, kind="web", url=url, title=title).id


def state(lib: Library, feed_id: int) -> FetchState:
    return outcomes.states(lib, [feed_id])[0]


def titles(lib: Library, feed_id: int) -> list[str]:
    ids = lists.ids(lib, View(Place.FEED, feed_id))
    return sorted(row.title for row in lists.rows(lib, ids).values())


def again(lib: Library, *ids: int):
    return refresh(lib, QUICK, list(ids))


# -- the ordinary way ----------------------------------------------------------------------------


def test_first_and_second_refresh(library, site):
    site.feed("/rss", rss("The Feed", 3), etag='W/"1-gzip"', last_modified="Odd, 1 Jan 1 +0000")
    one = follow(library, site.url("/rss"))
    events = []
    first = refresh(library, QUICK, on_event=events.append)
    assert (first.checked, first.new, first.changed, first.unmodified) == (1, 3, 0, 0)
    assert first.failed == ()
    assert events[0] == Started(1)
    assert events[1] == FeedDone(1, 1, one, events[1].title, 3, "")
    assert events[-1] == Indexing(0)
    assert feeds.feed(library, one).title == "The Feed"
    assert list(search.search(library, "article")) != []
    assert refresh(library, QUICK).checked == 0  # not due
    second = refresh(library, QUICK, everything=True)
    assert (second.checked, second.new, second.unmodified) == (1, 0, 1)
    asked = site.asked("/rss")
    assert [one.header("If-None-Match") for one in asked] == [None, 'W/"1-gzip"']
    assert [one.header("If-Modified-Since") for one in asked] == [None, "Odd, 1 Jan 1 +0000"]


def test_a_304_with_a_new_etag_is_remembered(library, site):
    site.feed("/rss", rss(), etag='"1"')
    one = follow(library, site.url("/rss"))
    again(library, one)
    site.pages["/rss"] = Reply(304, headers=(("ETag", '"2"'),), content_type="")
    again(library, one)
    assert state(library, one).etag == '"2"'


def test_the_same_body_with_new_validators_is_not_parsed_but_they_are_used(library, site):
    site.feed("/rss", rss(), etag='"1"', last_modified="one")
    one = follow(library, site.url("/rss"))
    again(library, one)
    site.pages["/rss"] = Reply(body=rss().encode(), headers=(("ETag", '"2"'),))
    assert again(library, one).unmodified == 1
    assert (state(library, one).etag, state(library, one).last_modified) == ('"2"', "")
    site.pages["/rss"] = Reply(body=rss().encode())
    again(library, one)
    assert state(library, one).etag == ""  # the server has none any more


def test_a_changed_article_is_updated_and_stays_read(library, site):
    site.feed("/rss", rss(items=2, words="Old words"))
    one = follow(library, site.url("/rss"))
    again(library, one)
    ids = list(lists.ids(library, View(Place.FEED, one)))
    marks.mark(library, ids, read=True)
    saved.save(library, ids[:1])
    site.feed("/rss", rss(items=3, words="New words"))
    run = again(library, one)
    assert (run.new, run.changed) == (1, 1)  # the saved one keeps its words
    assert "Old words" in articles.article(library, ids[0]).body.content
    assert "New words" in articles.article(library, ids[1]).body.content
    assert articles.article(library, ids[1]).read
    assert articles.unread_total(library) == 1
    assert list(search.search(library, "new")) != []


def test_an_empty_answer_or_an_empty_feed_deletes_nothing(library, site):
    site.feed("/rss", rss(items=3))
    one = follow(library, site.url("/rss"))
    again(library, one)
    site.feed("/rss", rss(items=0))
    assert again(library, one).failed == ()
    site.feed("/rss", b"")
    assert "empty" in again(library, one).failed[0].message
    assert len(titles(library, one)) == 3


def test_the_publishers_interval_and_cache_time_count(library, site):
    ttl = rss().replace("<link>", "<ttl>300</ttl><link>", 1)
    site.feed("/ttl", ttl)
    site.feed("/age", rss(), headers=(("Cache-Control", "max-age=86400"),))
    ids = [follow(library, site.url(path)) for path in ("/ttl", "/age")]
    again(library, *ids)
    waits = [state(library, one).next_due - state(library, one).last_checked for one in ids]
    assert waits == [schedule.jitter(ids[0], 300 * 60), schedule.jitter(ids[1], 86_400)]


# -- moving --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "moves"), [(301, True), (308, True), (302, False)])
def test_a_feed_moves_for_good_only_when_told_so(library, site, status, moves):
    site.feed("/new", rss(), etag='"1"')
    site.redirect("/old", "/new", status)
    one = follow(library, site.url("/old"))
    again(library, one)
    assert state(library, one).url == site.url("/new" if moves else "/old")
    site.forget()
    again(library, one)
    assert [asked.target for asked in site.asked()] == (["/new"] if moves else ["/old", "/new"])
    assert site.asked("/new")[0].header("If-None-Match") == '"1"'
    assert len(titles(library, one)) == 2


def test_a_login_page_is_not_adopted(library, site):
    site.feed("/rss", rss())
    one = follow(library, site.url("/rss"))
    again(library, one)
    site.redirect("/rss", "/login", 301)
    site.pages["/login"] = Reply(
        body=b"<!doctype html><title>Log in</title>", content_type="text/html"
    )
    run = again(library, one)
    assert "web page" in run.failed[0].message
    assert state(library, one).url == site.url("/rss")
    assert len(titles(library, one)) == 2


def test_two_feeds_that_move_to_one_address_stay_two(library, site):
    site.feed("/new", rss())
    site.redirect("/old", "/new", 301)
    ids = [follow(library, site.url(path)) for path in ("/new", "/old")]
    assert again(library, *ids).failed == ()
    assert {state(library, one).url for one in ids} == {site.url("/new"), site.url("/old")}


# -- failing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404),
        Reply(500, headers=(("ETag", '"bad"'),)),
        Reply(body=rss(items=9).encode(), cut=40, headers=(("ETag", '"bad"'),)),
        Reply(body=b"<html><body>Parked", content_type="text/html", headers=(("ETag", '"bad"'),)),
        Reply(body=b"\x00\x1b[31mgarbage\xff" * 50, headers=(("ETag", '"bad"'),)),
        Reply(body=b"\0" * 30_000_000, gzipped=True),
        Reply(raw=b"\x1b]0;x\x07"),
    ],
    ids=["404", "500", "cut", "html", "garbage", "bomb", "nonsense"],
)
def test_a_feed_that_fails_keeps_its_articles_and_validators(library, site, reply):
    site.feed("/rss", rss(items=3), etag='"good"')
    one = follow(library, site.url("/rss"), "Mine")
    again(library, one)
    before = state(library, one)
    site.pages["/rss"] = reply
    for failures in (1, 2):
        (failed,) = again(library, one).failed
        assert failed.feed_id == one
        assert failed.message.isprintable()
        after = state(library, one)
        assert (after.etag, after.body_hash) == (before.etag, before.body_hash)
        assert after.failures == failures
        assert feeds.feed(library, one).last_error == failed.message
        waited = after.next_due - after.last_checked
        assert waited == schedule.jitter(one, 3_600 << (failures - 1))
    assert len(titles(library, one)) == 3
    site.feed("/rss", rss(items=4))
    assert again(library, one).new == 1
    assert state(library, one).failures == 0
    assert feeds.feed(library, one).last_error == ""


def test_a_hundred_bad_feeds_do_not_stop_the_next(library, site):
    bad = [
        b"<rss><channel><item><title>broken",
        b"<!doctype html><title>no</title>",
        b"{}",
        b"\xff\xfe\x00nonsense",
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'>]><rss>&a;&b;</rss>",
    ]
    for number in range(100):
        site.pages[f"/{number}"] = Reply(body=bad[number % len(bad)] + b" " * number)
        follow(library, site.url(f"/{number}"))
    site.feed("/good", rss(items=3))
    good = follow(library, site.url("/good"))
    run = refresh(library, Config(timeout=5, parallel_per_host=16))
    assert run.checked == 101
    assert len(run.failed) >= 60  # what is only broken is read as far as it goes
    assert all(one.message.isprintable() for one in run.failed)
    assert len(titles(library, good)) == 3


def test_410_twice_is_the_end_until_it_is_asked_for_by_name(library, site):
    site.pages["/rss"] = Reply(410)
    one = follow(library, site.url("/rss"))
    for _ in range(4):
        refresh(library, QUICK, everything=True)
    assert len(site.asked()) == 2
    assert feeds.feed(library, one).gone
    assert outcomes.due(library, 4_000_000_000) == []
    site.feed("/rss", rss())
    assert again(library, one).new == 2
    assert not feeds.feed(library, one).gone


def test_retry_after_holds_all_feeds_of_the_host(library, site):
    site.pages["/rss"] = Reply(429, headers=(("Retry-After", "7200"),), wait=0.1)
    for number in range(6):
        site.pages[f"/{number}"] = site.pages["/rss"]
        follow(library, site.url(f"/{number}"))
    run = refresh(library, Config(timeout=5, parallel_per_host=1))
    assert len(site.asked()) == 1
    assert (run.checked, len(run.failed)) == (6, 6)
    for one in outcomes.states(library):
        assert one.next_due - one.last_checked == schedule.jitter(one.feed_id, 7_200)
    assert refresh(library, QUICK).checked == 0


@pytest.mark.skipif(sys.platform != "linux", reason="Linux says of 224.x that no way leads there")
@pytest.mark.parametrize("amount", [1, 3, 60])
def test_a_network_that_is_down_counts_against_nobody(library, amount):
    for number in range(amount):
        follow(library, f"http://224.0.0.{number + 1}/rss")
    events = []
    run = refresh(library, Config(timeout=5, parallel=4), on_event=events.append)
    assert run.checked == amount
    assert [event.done for event in events[1:]] == list(range(1, amount + 1))
    (failed,) = run.failed
    assert ("no network" if amount > 1 else "no way to 224.0.0.1") in failed.message
    assert all(one.last_checked is None for one in outcomes.states(library))
    assert all(one.next_due == 0 for one in outcomes.states(library))


def test_unreachable_names_are_to_blame_when_others_answer(library, site):
    site.feed("/rss", rss())
    follow(library, site.url("/rss"))
    bad = follow(library, "http://no-such-host.invalid/rss")
    run = refresh(library, QUICK)
    assert [one.feed_id for one in run.failed] == [bad]
    assert state(library, bad).failures == 1
    refused = follow(library, f"http://127.0.0.1:{closed_port()}/")
    assert "refused the connection" in again(library, refused).failed[0].message


def test_what_cannot_be_stored_fails_that_feed_alone(library, site):
    one = follow(library, site.url("/rss"))
    impossible = Arrival(b"k" * 16, b"h", 2**70, ParsedArticle(title="x"))
    answer = Answer(state=state(library, one), changes=Changes(new=(impossible,)))
    run = Run(library, QUICK, lambda _: None, 1)
    run.settle(answer, None)
    assert "cannot be stored (OverflowError)" in run.failed[0].message
    assert state(library, one).failures == 1
    site.feed("/rss", rss())
    assert again(library, one).new == 2


# -- politeness and order ------------------------------------------------------------------------


def test_one_host_is_asked_two_at_a_time(library, site):
    with Loopback("127.0.0.2") as other:
        for server in (site, other):
            for number in range(8):
                server.pages[f"/{number}"] = Reply(body=rss().encode(), wait=0.05)
                follow(library, server.url(f"/{number}"))
        assert refresh(library, QUICK).new == 32
        assert (site.most_open, other.most_open) == (2, 2)


def test_a_removed_feed_is_not_asked_and_gets_nothing(library, site):
    site.feed("/rss", rss())
    one = follow(library, site.url("/rss"))
    feeds.remove(library, [one])
    assert refresh(library, QUICK, everything=True).checked == 0
    undo.undo(library)
    assert refresh(library, QUICK, everything=True).new == 2


def test_a_feed_that_is_removed_while_it_is_fetched(library, site):
    one = follow(library, site.url("/rss"))

    def page(asked: Asked) -> Reply:
        with open_library(library.folder) as other:
            feeds.remove(other, [one])
        return Reply(body=rss().encode())

    site.pages["/rss"] = page
    assert refresh(library, QUICK).new == 0


def test_others_read_and_mark_while_a_refresh_runs(library, site):
    site.feed("/rss", rss(items=5))
    follow(library, site.url("/rss"))
    refresh(library, QUICK)
    read: list[int] = []

    def page(asked: Asked) -> Reply:
        with open_library(library.folder) as other:
            ids = lists.ids(other, View(Place.UNREAD))
            marks.mark(other, [ids[0]], read=True)
            read.append(ids[0])
        return Reply(body=rss("Other", items=30, words=asked.target).encode())

    for number in range(10):
        site.pages[f"/{number}"] = page
        follow(library, site.url(f"/{number}"))
    run = refresh(library, QUICK)
    assert (run.new, run.failed) == (300, ())
    assert all(articles.article(library, one).read for one in read)


def test_what_was_stored_is_whole(library, site):
    for number in range(5):
        site.feed(f"/{number}", rss(items=10))
        follow(library, site.url(f"/{number}"))
    refresh(library, QUICK)
    with sqlite3.connect(library.folder / "library.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    counts = {one.id: (one.articles, one.unread) for one in feeds.all_feeds(library)}
    assert set(counts.values()) == {(10, 10)}


# -- directories ---------------------------------------------------------------------------------


def test_a_directory_is_a_feed(library, tmp_path):
    folder = tmp_path / "texts"
    (folder / "deep").mkdir(parents=True)
    (folder / "one.txt").write_text("The first one\n\nWords of the first file, which are many.\n")
    (folder / "deep" / "two.md").write_text("# The second one\n\nWords of the second.\n")
    (folder / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    one = feeds.add(library, kind="directory", url=str(folder)).id
    run = refresh(library, QUICK)
    assert run.new == 2
    assert [re.search(r"bad\.txt", failed.message) is not None for failed in run.failed] == [True]
    assert len(titles(library, one)) == 2
    (folder / "bad.txt").unlink()
    assert again(library, one).new == 0
    (folder / "one.txt").write_text("The first one\n\nOther words now, quite another story.\n")
    (folder / "deep" / "two.md").unlink()
    (folder / "three.html").write_text("<title>The third</title><p>Words of the third file.</p>")
    run = again(library, one)
    assert (run.new, run.changed, run.failed) == (1, 1, ())
    assert len(titles(library, one)) == 2


def test_a_directory_that_is_gone_keeps_its_articles(library, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "one.txt").write_text("The first one\n\nWords of the first file, which are many.\n")
    one = feeds.add(library, kind="directory", url=str(folder)).id
    refresh(library, QUICK)
    (folder / "one.txt").rename(tmp_path / "one.txt")
    folder.rmdir()
    (failed,) = again(library, one).failed
    assert str(folder) in failed.message
    assert len(titles(library, one)) == 1


def test_the_publishers_interval_holds_after_a_304(library, site):
    body = rss().replace("<link>", "<ttl>600</ttl><link>", 1)
    site.feed("/ttl", body, etag='"1"')
    one = feeds.add(library, kind="web", url=site.url("/ttl"))
    refresh(library, Config())
    first = feeds.feed(library, one.id).next_due
    refresh(library, Config(), everything=True)
    assert site.asked("/ttl")[1].header("If-None-Match") == '"1"'
    assert feeds.feed(library, one.id).next_due >= first
    assert feeds.feed(library, one.id).next_due - clock.now() > 590 * 60
