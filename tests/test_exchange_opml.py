"""OPML in and out: nested folders, hostile and damaged documents, what is skipped and why."""

from __future__ import annotations

import string
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.exchange import opml
from reader.exchange.opml import Outline
from reader.model import Feed, Folder, ParseError


def document(body: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<opml version="2.0"><body>{body}</body></opml>'.encode()


def test_nested_folders_titles_and_sites_are_read() -> None:
    found = opml.read(
        document(
            '<outline text="News"><outline text="Local">'
            '<outline type="rss" text="Herald" xmlUrl="https://h.example/rss" '
            'htmlUrl="https://h.example/"/></outline>'
            '<outline title="Wire" xmlurl="http://w.example/feed"/></outline>'
            '<outline text="Loose" xmlUrl="https://l.example/atom"/>'
        )
    )
    assert found.outlines == (
        Outline("Herald", "https://h.example/rss", "https://h.example/", "News/Local"),
        Outline("Wire", "http://w.example/feed", "", "News"),
        Outline("Loose", "https://l.example/atom", "", ""),
    )
    assert found.skipped == ()
    assert found.damage == ""


@pytest.mark.parametrize(
    "address",
    [
        "|curl evil.example",
        "exec:/bin/sh",
        "filter:~/x:https://a.example",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "query:Unread:unread = &quot;yes&quot;",
        "gopher://a.example/",
        "-oProxyCommand=x",
        "https://",
    ],
)
def test_only_web_addresses_are_taken(address: str) -> None:
    found = opml.read(
        document(
            f'<outline text="Bad" xmlUrl="{address}"/>'
            '<outline text="Good" xmlUrl="https://g.example/"/>'
        )
    )
    assert [one.url for one in found.outlines] == ["https://g.example/"]
    assert len(found.skipped) == 1
    assert found.skipped[0].startswith("Bad: ")


def test_feed_scheme_means_http() -> None:
    found = opml.read(
        document(
            '<outline text="A" xmlUrl="feed://a.example/rss"/>'
            '<outline text="B" xmlUrl="feed:https://b.example/rss"/>'
        )
    )
    assert [one.url for one in found.outlines] == ["http://a.example/rss", "https://b.example/rss"]


def test_the_same_address_comes_once() -> None:
    found = opml.read(document('<outline text="A" xmlUrl="https://a.example/"/>' * 3))
    assert len(found.outlines) == 1


def test_a_category_is_a_folder_where_nothing_nests() -> None:
    found = opml.read(
        document('<outline text="A" category="/News/Local,/x" xmlUrl="https://a.example/"/>')
    )
    assert found.outlines[0].folder == "News/Local"


def test_a_slash_in_a_folders_name_makes_no_folder() -> None:
    found = opml.read(
        document('<outline text="TV/Film"><outline xmlUrl="https://a.example/"/></outline>')
    )
    assert found.outlines[0].folder == "TV∕Film"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"just words", "no OPML"),
        (b"<html><body><p>no</p></body></html>", "<html>"),
        (b"<rss version='2.0'><channel/></rss>", "<rss>"),
        (b"\x00\x01\x02\x89PNG", "no OPML"),
        (b'{"version": "1"}', "no OPML"),
    ],
)
def test_what_is_no_opml_is_said_in_one_sentence(raw: bytes, said: str) -> None:
    with pytest.raises(ParseError, match=said) as caught:
        opml.read(raw, "feeds.opml")
    assert str(caught.value).startswith("feeds.opml ")
    assert "\n" not in str(caught.value)


def test_a_damaged_document_is_read_as_far_as_it_goes() -> None:
    whole = document(
        '<outline text="A & B" xmlUrl="https://a.example/?x=1&y=2"/>'
        '<outline text="C" xmlUrl="https://c.example/"/>'
    )
    found = opml.read(whole[: -len(b"</body></opml>")])
    assert "https://c.example/" in [one.url for one in found.outlines]
    assert found.damage.startswith("line 1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_entities_are_refused_in_any_encoding(encoding: str) -> None:
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<opml><body><outline text="&b;&x;" xmlUrl="https://a.example/"/></body></opml>'
    ).encode(encoding)
    with pytest.raises(ParseError, match="entities"):
        opml.read(bomb)


def test_depth_is_bounded() -> None:
    deep = '<outline text="f">' * 150 + '<outline xmlUrl="https://a.example/"/>'
    found = opml.read(document(deep + "</outline>" * 150))
    assert found.outlines[0].folder == "/".join("f" * opml.DEPTH)


def test_a_giant_is_refused() -> None:
    with pytest.raises(ParseError, match="too large"):
        opml.read(b" " * (opml.OPML_BYTES + 1))


def feed(number: int, url: str, title: str, folder_id: int | None = None) -> Feed:
    return Feed(id=number, kind="web", url=url, title=title, folder_id=folder_id)


def test_folders_go_out_nested_and_come_back() -> None:
    folders = [
        Folder(1, None, "News", "News"),
        Folder(2, 1, "Local", "News/Local"),
        Folder(3, None, 'A "quoted" <name>', 'A "quoted" <name>'),
    ]
    feeds = [
        feed(1, "https://a.example/?a=1&b=2", "One & only", 2),
        feed(2, "https://b.example/", "<b>", 3),
        feed(3, "https://c.example/", "Loose"),
        Feed(id=4, kind="directory", url="/home/me/notes", title="Notes"),
    ]
    written = opml.write(feeds, folders, 0)
    root = ElementTree.fromstring(written)
    assert root.find("./body/outline[@text='News']/outline[@text='Local']/outline") is not None
    back = opml.read(written.encode())
    assert {(one.title, one.url, one.folder) for one in back.outlines} == {
        ("One & only", "https://a.example/?a=1&b=2", "News/Local"),
        ("<b>", "https://b.example/", 'A "quoted" <name>'),
        ("Loose", "https://c.example/", ""),
    }


def test_passwords_do_not_go_out() -> None:
    written = opml.write([feed(1, "https://me:secret@a.example:8443/rss", "Mine")], [], 0)
    assert "secret" not in written
    assert 'xmlUrl="https://a.example:8443/rss"' in written


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co")),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(NAMES, NAMES), max_size=5))
def test_whatever_is_written_is_well_formed_and_keeps_its_addresses(
    named: list[tuple[str, str]],
) -> None:
    folders = [Folder(at, None, folder, folder) for at, (folder, _) in enumerate(named, 1)]
    feeds = [
        feed(at, f"https://{at}.example/", title, at) for at, (_, title) in enumerate(named, 1)
    ]
    written = opml.write(feeds, folders, 0)
    ElementTree.fromstring(written)
    back = opml.read(written.encode())
    assert sorted(one.url for one in back.outlines) == sorted(one.url for one in feeds)
    assert back.damage == ""


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400) | st.text(string.printable, max_size=400).map(str.encode))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    for content in (raw, b"<opml><body>" + raw + b"</body></opml>"):
        try:
            found = opml.read(content)
        except ParseError:
            continue
        assert all(one.url.startswith(("http://", "https://")) for one in found.outlines)
