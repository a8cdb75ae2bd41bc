"""What is new, changed, known, deleted or gone: `decide` keeps its promises on any feed."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.incoming import Arrival, Changes, Known, ParsedArticle, ParsedFeed
from reader.ingest import decide as deciding
from reader.ingest import feed
from reader.ingest.bounds import UPDATES
from reader.ingest.decide import content_hash, decide, identity, keys
from reader.model import Body

NOW = 1_800_000_000
DAY = 86_400
FEEDS = Path(__file__).parent / "data" / "feeds"

# Few values, so that guids, links and texts collide in every way.
ARTICLES = st.builds(
    ParsedArticle,
    guid=st.sampled_from(["", "a", "b", "http://x.example/1", "https://x.example/1", " a "]),
    title=st.sampled_from(["", "One", "Two"]),
    url=st.sampled_from(
        ["", "https://x.example/1", "http://x.example/1?utm_source=f", "https://y"]
    ),
    published=st.none() | st.integers(NOW - 9 * DAY, NOW + 9 * DAY),
    body=st.builds(Body, st.just("html"), st.sampled_from(["", "<p>a</p>", "<p> a </p>", "b"])),
)
LISTS = st.lists(ARTICLES, max_size=12)


def parsed(articles: list[ParsedArticle]) -> ParsedFeed:
    return ParsedFeed(articles=tuple(articles))


class Library:
    """The least that a store does with changes: a dictionary by key."""

    def __init__(self) -> None:
        self.held: dict[bytes, Known] = {}
        self.next = 1

    def refresh(self, found: ParsedFeed, *, complete: bool = False) -> Changes:
        asked = set(keys(found))
        known = (
            self.held if complete else {key: one for key, one in self.held.items() if key in asked}
        )
        changes = decide(known, found, now=NOW, first=not self.held, complete=complete)
        for arrival in changes.new:
            assert arrival.key not in self.held
            self.held[arrival.key] = Known(self.next, arrival.content_hash)
            self.next += 1
        for _, arrival in changes.changed:
            before = self.held[arrival.key]
            self.held[arrival.key] = Known(before.id, arrival.content_hash, before.updates + 1)
        gone = set(changes.vanished)
        self.held = {key: one for key, one in self.held.items() if one.id not in gone}
        return changes


@settings(deadline=None, max_examples=200)
@given(LISTS)
def test_the_same_feed_twice_changes_nothing(articles: list[ParsedArticle]) -> None:
    library = Library()
    library.refresh(parsed(articles))
    assert library.refresh(parsed(articles)) == Changes()


@settings(deadline=None, max_examples=200)
@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_in_a_feed_does_not_matter(
    articles: list[ParsedArticle], chance: random.Random
) -> None:
    library = Library()
    library.refresh(parsed(articles))
    chance.shuffle(articles)
    assert library.refresh(parsed(articles), complete=True) == Changes()


@settings(deadline=None, max_examples=200)
@given(LISTS)
def test_nothing_is_lost_and_keys_are_unique(articles: list[ParsedArticle]) -> None:
    changes = decide({}, parsed(articles), now=NOW, first=True)
    assert [arrival.article for arrival in changes.new] == articles
    found = [arrival.key for arrival in changes.new]
    assert len(set(found)) == len(articles)
    assert set(found) <= set(keys(parsed(articles)))


@settings(deadline=None, max_examples=200)
@given(LISTS, LISTS)
def test_every_article_is_new_changed_known_or_deleted(
    before: list[ParsedArticle], after: list[ParsedArticle]
) -> None:
    library = Library()
    library.refresh(parsed(before))
    deleted = {key for n, key in enumerate(library.held) if n % 3 == 0}
    known = {
        key: replace(one, id=0) if key in deleted else one for key, one in library.held.items()
    }
    changes = decide(known, parsed(after), now=NOW, first=False)
    moved = [arrival for _, arrival in changes.changed]
    touched = {arrival.key for arrival in (*changes.new, *moved)}
    assert not touched & deleted
    assert len(touched) == len(changes.new) + len(moved)
    assert not changes.vanished
    new = {id(arrival.article) for arrival in changes.new}
    hashes = {one.content_hash for one in known.values()}
    for article in after:
        assert (
            id(article) in new
            or any(arrival.article is article for arrival in moved)
            or content_hash(article) in hashes
            or deleted
        )


@settings(deadline=None, max_examples=100)
@given(LISTS, LISTS)
def test_vanished_only_where_the_list_is_complete(
    before: list[ParsedArticle], after: list[ParsedArticle]
) -> None:
    library = Library()
    library.refresh(parsed(before))
    known = dict(library.held)
    assert decide(known, parsed(after), now=NOW, first=False).vanished == ()
    changes = decide(known, parsed(after), now=NOW, first=False, complete=True)
    kept = {one.id for one in known.values()} - set(changes.vanished)
    assert len(kept) <= len(after)
    assert {each for each, _ in changes.changed} <= kept


@settings(deadline=None, max_examples=200)
@given(ARTICLES, st.booleans())
def test_no_article_stands_in_the_future(article: ParsedArticle, first: bool) -> None:
    (arrival,) = decide({}, parsed([article]), now=NOW, first=first).new
    assert arrival.sort_at <= NOW
    assert first or arrival.sort_at >= NOW - 2 * DAY
    assert not arrival.read


def article(**fields: object) -> ParsedArticle:
    return replace(ParsedArticle(guid="g", title="T", url="https://x.example/1"), **fields)  # type: ignore[arg-type]


def arrive(published: int | None, *, first: bool) -> Arrival:
    (arrival,) = decide({}, parsed([article(published=published)]), now=NOW, first=first).new
    return arrival


def test_places_in_time() -> None:
    assert arrive(NOW - 300 * DAY, first=True).sort_at == NOW - 300 * DAY
    assert arrive(NOW + DAY, first=True).sort_at == NOW
    assert arrive(None, first=True).sort_at == NOW
    assert arrive(NOW - DAY, first=False).sort_at == NOW - DAY
    assert arrive(NOW - 3 * DAY, first=False).sort_at == NOW
    assert arrive(NOW + DAY, first=False).sort_at == NOW
    assert arrive(None, first=False).sort_at == NOW


def test_a_file_without_date_stands_at_its_own_time_at_first() -> None:
    (arrival,) = decide({}, parsed([article(updated=NOW - DAY)]), now=NOW, first=True).new
    assert arrival.sort_at == NOW - DAY


def test_guids_are_the_same_under_http_and_https() -> None:
    one = identity(article(guid="http://x.example/?p=1"))
    assert one == identity(article(guid=" https://x.example/?p=1 "))
    assert one != identity(article(guid="https://x.example/?p=2"))
    assert one == identity(article(guid="http://x.example/?p=1", title="New", url="https://else"))


def test_without_guid_the_link_and_day_count() -> None:
    base = article(guid="", published=NOW)
    tracked = article(guid="", published=NOW + 60, url="http://X.example/1?utm_source=rss#top")
    assert identity(base) == identity(tracked)
    assert identity(base) != identity(article(guid="", published=NOW + 2 * DAY))
    assert identity(base) != identity(article(guid="", published=NOW, url="https://x.example/2"))


def test_without_guid_and_link_title_and_beginning_count() -> None:
    text = "word " * 100
    one = identity(article(guid="", url="", body=Body("html", f"<p>{text}</p>")))
    assert one == identity(article(guid="", url="", body=Body("html", f"<div>{text} more</div>")))
    assert one != identity(article(guid="", url="", title="Other", body=Body("html", text)))


def test_white_space_links_and_pictures_are_no_change() -> None:
    one = article(body=Body("html", '<p>Read <a href="/a?utm_x=1">this</a> now</p>'))
    two = article(body=Body("html", '<p>Read  <a href="/b">this</a>\n now</p><img src="pixel">'))
    assert content_hash(one) == content_hash(two)
    assert content_hash(one) != content_hash(article(body=Body("html", "<p>Read that now</p>")))
    assert content_hash(one) != content_hash(replace(one, title="Other"))
    assert content_hash(one) != content_hash(replace(one, byline="Someone"))


def test_an_article_changes_at_most_so_often() -> None:
    library = Library()
    changes = [
        library.refresh(parsed([article(body=Body("html", f"It is {n} o'clock"))]))
        for n in range(UPDATES + 10)
    ]
    assert len(changes[0].new) == 1
    assert sum(len(each.changed) for each in changes) == UPDATES
    assert not any(each.new for each in changes[1:])


def test_a_deleted_article_stays_away_even_when_it_changes() -> None:
    known = {identity(article()): Known(0, b"")}
    assert decide(known, parsed([article(title="New")]), now=NOW, first=False) == Changes()


def test_one_guid_for_all_articles() -> None:
    found = feed.parse((FEEDS / "rss20_one_guid_for_all.xml").read_bytes(), "https://f.example/")
    library = Library()
    assert len(library.refresh(found).new) == 3
    for left in ([0, 1], [2], [1, 2], [0]):
        some = parsed([found.articles[n] for n in left])
        assert library.refresh(some) == Changes()


def test_a_second_article_with_a_known_guid_does_not_replace_the_first() -> None:
    library = Library()
    old = article(title="Old", url="https://x.example/old")
    new = article(title="New", url="https://x.example/new")
    library.refresh(parsed([old]))
    changes = library.refresh(parsed([new, old]))
    assert [arrival.article for arrival in changes.new] == [new]
    assert not changes.changed
    assert library.refresh(parsed([new])) == Changes()
    assert library.refresh(parsed([old, new])) == Changes()


def test_tracking_marks_of_addresses() -> None:
    for raw in (
        "https://x.example/a?id=1&utm_source=rss&fbclid=9",
        "http://X.example/a?utm_medium=feed&id=1",
        "https://x.example/a?id=1#comments",
    ):
        assert deciding.folded(raw) == "//x.example/a?id=1"
    assert deciding.folded("urn:uuid:1") == "urn:uuid:1"
