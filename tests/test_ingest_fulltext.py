"""Full texts of many articles from real servers: politely, bounded, beside a refresh."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from loopback import Loopback, Reply, rss

from reader.config import Config
from reader.ingest import add, fulltext
from reader.ingest.events import FeedDone, FullText, Started
from reader.ingest.refresh import refresh
from reader.model import Place, View
from reader.store import Library, articles, feeds, lists
from reader.store import fulltext as kept
from reader.store.fulltext import Wanted

QUICK = Config(timeout=5, feed_megabytes=2)
HTML = "text/html; charset=utf-8"


def page(number: int) -> Reply:
    prose = "".join(
        f"<p>Paragraph {n} of story {number} tells at some length of the harbour, its wall and the "
        "people who have lived behind both for longer than anybody remembers.</p>"
        for n in range(6)
    )
    body = f"<html><head><title>Article {number}</title></head><body><article>{prose}</article>"
    return Reply(body=body.encode(), content_type=HTML)


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as running:
        for number in range(1, 9):
            running.pages[f"/{number}"] = page(number)
        running.feed("/rss", teasers(running, 3))
        yield running


def teasers(site: Loopback, items: int) -> str:
    feed = rss("A feed", items, words="It began").replace("http://example.org/", site.url("/"))
    return feed.replace("</description></item>", " …</description></item>")


def followed(library: Library, site: Loopback) -> list[int]:
    add.add(library, QUICK, site.url("/rss"))
    return list(lists.ids(library, View(Place.ALL)))


def fetch(library: Library, wanted: list[Wanted], **options: object) -> fulltext.Fetched:
    return fulltext.fetch(library, QUICK, wanted, pause=0, **options)  # type: ignore[arg-type]


def test_pages_are_fetched_and_kept(library: Library, site: Loopback) -> None:
    ids = followed(library, site)
    events: list[fulltext.PageDone] = []
    found = fetch(library, kept.wanted(library, ids), show=True, on_event=events.append)
    assert sorted(found.ids) == sorted(ids)
    assert found.failed == ()
    for number in ids:
        article = articles.article(library, number)
        assert article.full_text == "shown"
        assert "Paragraph 5" in article.body.content
        assert article.words > 100
    assert [(event.done, event.total) for event in events] == [(1, 3), (2, 3), (3, 3)]


def test_one_page_at_a_time_from_a_host(library: Library, site: Loopback) -> None:
    site.feed("/rss", teasers(site, 8))
    for number in range(1, 9):
        site.pages[f"/{number}"] = Reply(body=page(number).body, content_type=HTML, wait=0.02)
    ids = followed(library, site)
    site.forget()
    fetch(library, kept.wanted(library, ids))
    assert len(site.asked()) == 8
    assert site.most_open == 1


def test_a_pause_lies_between_two_pages_of_a_host(library: Library, site: Loopback) -> None:
    ids = followed(library, site)
    began = time.monotonic()
    fulltext.fetch(library, QUICK, kept.wanted(library, ids), pause=0.3)
    assert time.monotonic() - began > 0.55


def test_a_failure_is_said_and_kept(library: Library, site: Loopback) -> None:
    ids = followed(library, site)
    site.pages["/2"] = Reply(404, reason="Not Found")
    found = fetch(library, kept.wanted(library, ids), show=True)
    assert len(found.ids) == 2
    ((number, title, said),) = found.failed
    assert title == "Article 2"
    assert "404" in said
    article = articles.article(library, number)
    assert (article.full_text, article.full_text_note) == ("failed", said)
    assert "It began" in article.body.content


def test_a_host_that_wants_to_be_left_alone_is(library: Library, site: Loopback) -> None:
    ids = followed(library, site)
    for number in (1, 2, 3):
        site.pages[f"/{number}"] = Reply(429, headers=(("Retry-After", "60"),), reason="Slow")
    site.forget()
    found = fetch(library, kept.wanted(library, ids))
    assert len(site.asked()) == 1
    assert len(found.failed) == 3
    assert sum("left alone" in said for _, _, said in found.failed) == 2
    states = [articles.article(library, one).full_text for one in ids]
    assert sorted(states) == ["", "", "failed"]  # what was not asked is asked again


def test_when_the_time_is_up_no_page_is_begun(library: Library, site: Loopback) -> None:
    ids = followed(library, site)
    site.forget()
    found = fetch(library, kept.wanted(library, ids), seconds=0)
    assert (found.ids, found.failed, site.asked()) == ((), (), [])


def test_a_feed_of_the_public_network_leads_into_no_private_one(
    library: Library, site: Loopback
) -> None:
    ids = followed(library, site)
    wanted = kept.wanted(library, ids[:1])[0]
    foreign = Wanted(wanted.article_id, wanted.url, "https://public.example/rss", 1, "T")
    site.forget()
    found = fetch(library, [foreign])
    assert "private network" in found.failed[0][2]
    assert site.asked() == []


# -- beside a refresh ----------------------------------------------------------------------------


def test_a_refresh_fetches_what_its_feeds_want_after_all_feeds(
    library: Library, site: Loopback
) -> None:
    followed(library, site)
    site.feed("/other", rss("Another", 2, words="Own words."))
    feed = feeds.find(library, "A feed")
    feeds.add(library, kind="web", url=site.url("/other"))
    feeds.edit(library, feed.id, full_text=True)
    events: list[object] = []
    summary = refresh(library, QUICK, everything=True, on_event=events.append)
    assert (summary.full_texts, summary.pages_failed) == (3, 0)
    kinds = [type(event) for event in events]
    assert kinds[0] is Started
    assert max(at for at, kind in enumerate(kinds) if kind is FeedDone) < kinds.index(FullText)
    for number in lists.ids(library, View(Place.FEED, feed.id)):
        assert articles.article(library, number).full_text == "shown"
    site.forget()
    assert refresh(library, QUICK, everything=True).full_texts == 0
    assert {one.target for one in site.asked()} == {"/rss", "/other"}
    from reader.store import search

    assert len(search.matching(library, "anybody remembers")) == 3


def test_what_comes_later_is_fetched_too_and_failures_are_counted(
    library: Library, site: Loopback
) -> None:
    followed(library, site)
    feed = feeds.find(library, "A feed")
    feeds.edit(library, feed.id, full_text=True)
    refresh(library, QUICK, everything=True)
    site.pages["/5"] = Reply(500, reason="Oops")
    site.feed("/rss", teasers(site, 5))
    summary = refresh(library, QUICK, everything=True)
    assert (summary.new, summary.full_texts, summary.pages_failed) == (2, 1, 1)
    assert summary.failed == ()


def test_saving_a_teasers_address_adds_its_full_text(library: Library, site: Loopback) -> None:
    ids = followed(library, site)
    added = add.keep(library, QUICK, site.url("/3"))
    assert (added.id, added.existing) == (ids[0], True)
    article = articles.article(library, added.id)
    assert article.saved is not None
    assert "Paragraph 5" in article.body.content
    site.pages["/2"] = Reply(404, reason="Not Found")
    other = add.keep(library, QUICK, site.url("/2"))
    assert articles.article(library, other.id).saved is not None
    assert other.notes[0].startswith("Only the beginning:")
