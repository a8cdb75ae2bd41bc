"""Fetching politely: validators byte for byte, redirects by our own rules, no leaks."""

from __future__ import annotations

import pytest
from loopback import Asked, Loopback, Reply, rss

from reader.config import Config
from reader.ingest.fetch import FEED_ACCEPT, Fetcher
from reader.model import FetchError

BODY = rss().encode()


@pytest.fixture
def site():
    with Loopback() as site:
        yield site


@pytest.fixture
def fetcher():
    with Fetcher(Config(timeout=5)) as fetcher:
        yield fetcher


@pytest.mark.parametrize(
    ("etag", "last_modified"),
    [
        ('"strong"', ""),
        ('W/"weak"', ""),
        ("unquoted-1", ""),
        ('"abc-gzip"', ""),
        ('"with space, comma"', ""),
        ('"é\xff"', ""),
        ("", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("", "Wed, 01 Feb 2038 25:61:00 +0000"),
        ("", "1994-11-06T08:49:37Z  (odd)"),
        ('"both"', "Mon, 01 Jan 0001 00:00:00 GMT"),
    ],
)
def test_validators_come_back_byte_for_byte(site, fetcher, etag, last_modified):
    site.feed("/rss", BODY, etag=etag, last_modified=last_modified)
    first = fetcher.get(site.url("/rss"))
    assert (first.etag, first.last_modified) == (etag, last_modified)
    second = fetcher.get(site.url("/rss"), etag=first.etag, last_modified=first.last_modified)
    assert second.not_modified
    assert second.body == b""
    asked = site.asked("/rss")
    assert [one.header("If-None-Match") for one in asked] == [None, etag or None]
    assert [one.header("If-Modified-Since") for one in asked] == [None, last_modified or None]


def test_a_304_may_bring_a_new_etag(site, fetcher):
    site.pages["/rss"] = Reply(304, headers=(("ETag", '"2"'),), content_type="")
    answer = fetcher.get(site.url("/rss"), etag='"1"')
    assert (answer.not_modified, answer.etag, answer.last_modified) == (True, '"2"', "")


def test_a_304_that_was_not_asked_for_is_refused(site, fetcher):
    site.pages["/rss"] = Reply(304, content_type="")
    with pytest.raises(FetchError, match="304"):
        fetcher.get(site.url("/rss"))


@pytest.mark.parametrize("value", ["x" * 1_001, "a\x1b[31mb", "a\x00b"])
def test_a_validator_that_cannot_be_sent_back_is_forgotten(site, fetcher, value):
    site.pages["/rss"] = Reply(body=BODY, headers=(("ETag", value),))
    assert fetcher.get(site.url("/rss")).etag == ""


def test_what_a_request_says(site, fetcher):
    site.pages["/rss?a=1&b=%C3%A9"] = Reply(
        body=BODY, headers=(("Set-Cookie", "id=1"), ("Set-Cookie", "who=2"))
    )
    for _ in range(2):
        fetcher.get(site.url("/rss?a=1&b=é#part"))
    for asked in site.asked():
        names = {name.lower() for name, _ in asked.headers}
        assert asked.method == "GET"
        assert asked.target == "/rss?a=1&b=%C3%A9"
        assert asked.header("Host") == f"127.0.0.1:{site.port}"
        assert asked.header("User-Agent").startswith("Tearsheet/0.1 (+http")
        assert asked.header("Accept") == FEED_ACCEPT
        assert "application/atom+xml" in FEED_ACCEPT
        assert "gzip" in asked.header("Accept-Encoding")
        assert not names & {"cookie", "referer", "authorization", "if-none-match", "from"}


@pytest.mark.parametrize("packing", [{"gzipped": True}, {"chunked": True}, {}])
def test_bodies_arrive_whole(site, fetcher, packing):
    body = rss(items=200).encode()
    site.pages["/rss"] = Reply(body=body, **packing)
    assert fetcher.get(site.url("/rss")).body == body


def test_cache_times_and_type_are_told(site, fetcher):
    site.pages["/rss"] = Reply(
        body=BODY,
        content_type="text/xml; charset=koi8-r",
        headers=(("Cache-Control", "public, MAX-AGE=900"), ("Age", "100")),
    )
    answer = fetcher.get(site.url("/rss"))
    assert (answer.max_age, answer.content_type) == (800, "text/xml; charset=koi8-r")


# -- redirects -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statuses", "adopted"),
    [
        ([301], True),
        ([308], True),
        ([301, 308], True),
        ([302], False),
        ([303], False),
        ([307], False),
        ([301, 302], False),
        ([307, 308], False),
    ],
)
def test_only_a_wholly_permanent_way_is_to_be_adopted(site, fetcher, statuses, adopted):
    site.feed("/rss", BODY)
    for number, status in enumerate(statuses):
        last = number == len(statuses) - 1
        site.redirect(f"/{number}", "/rss" if last else f"/{number + 1}", status)
    answer = fetcher.get(site.url("/0"))
    assert answer.body == BODY
    assert answer.url == site.url("/rss")
    assert answer.permanent == (site.url("/rss") if adopted else "")


def test_validators_go_to_the_address_they_belong_to_and_nowhere_else(site, fetcher):
    site.redirect("/rss", "/moved", 302)
    site.feed("/moved", BODY, etag='"1"')
    first = fetcher.get(site.url("/rss"))
    assert first.url == site.url("/moved")
    site.forget()
    again = fetcher.get(site.url("/rss"), etag=first.etag, validator_url=first.url)
    assert again.not_modified
    assert [one.header("If-None-Match") for one in site.asked()] == [None, '"1"']
    site.redirect("/rss", "/third", 302)
    site.feed("/third", BODY)
    site.forget()
    assert fetcher.get(site.url("/rss"), etag=first.etag, validator_url=first.url).body == BODY
    assert [one.header("If-None-Match") for one in site.asked()] == [None, None]


def test_a_circle_and_an_endless_chain_end(site, fetcher):
    site.redirect("/a", "/b")
    site.redirect("/b", "/a")
    with pytest.raises(FetchError, match="in a circle"):
        fetcher.get(site.url("/a"))
    for number in range(40):
        site.redirect(f"/{number}", f"/{number + 1}")
    site.forget()
    with pytest.raises(FetchError, match="more than 10 times"):
        fetcher.get(site.url("/0"))
    assert len(site.asked()) == 11


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "javascript:alert(1)", "gopher://127.0.0.1/"]
)
def test_a_redirect_to_something_else_than_http_is_refused(site, fetcher, location):
    site.redirect("/rss", location, 301)
    with pytest.raises(FetchError, match="no web address"):
        fetcher.get(site.url("/rss"))


def test_relative_and_odd_locations_are_understood(site, fetcher):
    site.feed("/dir/caf%C3%A9?x=1", BODY)
    site.redirect("/dir/rss", "caf\xc3\xa9?x=1#part")  # UTF-8 bytes in a header
    assert fetcher.get(site.url("/dir/rss")).url == site.url("/dir/caf%C3%A9?x=1")


def test_a_password_goes_to_its_own_origin_only_and_is_never_shown(site, fetcher):
    with Loopback("127.0.0.2") as other:
        other.feed("/rss", BODY)
        site.redirect("/away", other.url("/rss"), 302)
        site.redirect("/here", "/rss", 301)
        site.feed("/rss", BODY)
        kept = fetcher.get(site.url("/here", user="me:s%40cret"))
        assert {one.header("Authorization") for one in site.asked()} == {"Basic bWU6c0BjcmV0"}
        assert "me" not in kept.url.split("/")[2]
        assert kept.permanent == site.url("/rss", user="me:s%40cret")
        fetcher.get(site.url("/away", user="me:s%40cret"))
        assert [one.header("Authorization") for one in other.asked()] == [None]
        with pytest.raises(FetchError) as failed:
            fetcher.get(site.url("/nothing", user="me:s%40cret"))
        assert "cret" not in str(failed.value)
        assert site.url("/nothing") in str(failed.value)


def test_a_server_cannot_hand_out_a_password(site, fetcher):
    site.feed("/rss", BODY)
    site.redirect("/a", site.url("/rss", user="x:y"))
    fetcher.get(site.url("/a"))
    assert site.asked("/rss")[0].header("Authorization") is None


def test_a_public_address_does_not_lead_into_a_private_network(site):
    def private(peer: str) -> bool:
        return peer != "127.0.0.1"  # here 127.0.0.1 plays the public Internet

    with Loopback("127.0.0.2") as inside, Fetcher(Config(timeout=5), private=private) as fetcher:
        inside.feed("/rss", BODY)
        site.redirect("/rss", inside.url("/rss"), 302)
        with pytest.raises(FetchError, match="private network"):
            fetcher.get(site.url("/rss"))
        assert inside.asked() == []
        assert fetcher.get(inside.url("/rss")).body == BODY  # typed by a person
        with pytest.raises(FetchError, match="private network"):
            fetcher.get(inside.url("/rss"), trusted=False)
        inside.redirect("/out", site.url("/in"))
        site.redirect("/in", inside.url("/rss"))
        assert fetcher.get(inside.url("/out")).body == BODY


def test_one_fetcher_serves_many_threads(site, fetcher):
    from concurrent.futures import ThreadPoolExecutor

    def page(asked: Asked) -> Reply:
        return Reply(body=asked.target.encode())

    for number in range(40):
        site.pages[f"/{number}"] = page
    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(lambda n: fetcher.get(site.url(f"/{n}")).body, range(40)))
    assert bodies == [f"/{number}".encode() for number in range(40)]
