"""Web feeds of every version and oddity become articles: nothing lost, nothing invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.incoming import ParsedArticle, ParsedFeed
from reader.ingest import bounds, feed
from reader.model import Enclosure, ParseError
from reader.text import iso

FEEDS = Path(__file__).parent / "data" / "feeds"
URL = "https://feeds.example/dir/feed.xml"


def read(name: str, content_type: str = "") -> ParsedFeed:
    return feed.parse((FEEDS / name).read_bytes(), URL, content_type)


def only(name: str) -> ParsedArticle:
    (article,) = read(name).articles
    return article


def rss(items: str, head: str = "<title>T</title><link>https://t.example/</link>") -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()
    )


def test_an_ordinary_feed_gives_all_its_facts() -> None:
    found = read("rss20_ordinary.xml")
    assert (found.title, found.site) == ("Harbour & Hill", "https://harbour.example/")
    assert (found.description, found.language) == ("News of a small coast", "en-GB")
    assert found.every == 60  # the longer of ttl and sy:updatePeriod
    wall, ferry = found.articles
    assert wall.guid == "https://harbour.example/?p=101"
    assert wall.url == "https://harbour.example/2026/wall"
    assert wall.byline == "Jane Roe, John Doe"
    assert iso(wall.published) == "2026-11-02T07:30:00Z"
    assert wall.body.format == "html"
    assert "Work begins in" in wall.body.content  # the longer of description and content
    assert wall.body.base == wall.url
    assert wall.words == 12
    assert wall.summary.startswith("The council voted for stone on Monday night.")
    assert ferry.body.content == "<p>Fog, said the captain.</p>"


def test_a_caption_is_never_the_text_or_the_title() -> None:
    article = only("rss20_media_description_is_a_caption.xml")
    assert article.title == "Town votes"
    assert article.body.content == "The town voted on Sunday."
    assert [each.url for each in article.enclosures] == [
        "https://daily.example/p.jpg",
        "https://daily.example/q.jpg",
    ]


def test_a_media_description_is_the_text_where_there_is_no_other() -> None:
    article = only("atom_video_only_a_media_description.xml")
    assert article.title == "Sharpening a chisel"
    assert article.body.format == "text"
    assert article.body.content.startswith("Two stones and a strop.\n\nLinks:")
    assert article.byline == "Workshop"


def test_guids_stay_as_they_came_while_links_are_joined() -> None:
    first, second, third = read("rss20_guid_is_no_address.xml").articles
    assert (first.guid, first.url) == ("abc", "")
    assert (second.guid, second.url) == ("def 7", "https://moved.example/dir/page")
    assert (third.guid, third.url) == ("", "https://moved.example/dir/other")


def test_atom_ids_titles_and_bases() -> None:
    found = read("atom10_id_is_a_number.xml")
    assert found.title == "AT&T <b> notes"
    one, two, three = found.articles
    assert [each.guid for each in found.articles] == ["1", "2", "3"]
    assert one.title == "Use <b> for bold &amp; more"  # type text means what it says
    assert two.title == "Use bold & more"
    assert three.title == "An xhtml title"
    assert one.url == "https://atom.example/a/one.html"
    assert one.byline == "Feed Author"
    assert two.byline == "One, Two"
    assert two.body.base == "https://atom.example/a/sub/"
    assert two.body.content == '<p>Look <a href="x.html">here</a> &amp; there.</p>'
    assert (one.body.format, one.body.content) == ("text", "1 < 2")
    assert iso(two.published) == "2026-10-01T00:00:00Z"
    assert iso(two.updated) == "2026-11-02T00:00:00Z"
    assert three.url == ""


def test_atom_03_escaped_and_base64() -> None:
    first, second = read("atom03_escaped_and_base64.xml").articles
    assert first.body.content == "<p>Once upon a time.</p>"
    assert iso(first.published) == "2003-12-13T12:29:29Z"
    assert second.body.content == "<p>Encoded words.</p>"


def test_rdf_items_outside_the_channel() -> None:
    found = read("rdf10_items_outside_the_channel.xml")
    assert found.every == 360
    assert [each.title for each in found.articles] == ["First item", "Second item"]
    first = found.articles[0]
    assert first.guid == "https://rdf.example/1?src=rdf"
    assert first.url == "https://rdf.example/1"
    assert (first.byline, iso(first.published)) == ("ann", "2026-11-02T08:30:00Z")


def test_rss_091_with_netscape_doctype_and_entities() -> None:
    assert only("rss091_netscape_doctype.xml").title == "Café opens"


def test_a_feed_that_is_not_well_formed_is_read_to_its_end() -> None:
    found = read("rss20_not_well_formed.xml")
    assert [each.title for each in found.articles] == ["One", "Two \xa0 spaces", "Three"]
    assert "markup & more" in found.articles[0].summary


def test_half_an_article_of_a_broken_off_feed_is_left_out() -> None:
    found = read("rss20_breaks_off_in_an_item.xml")
    assert [each.title for each in found.articles] == ["Whole"]
    assert "not whole" in found.notes[0]


def test_whole_articles_of_a_broken_off_feed_are_all_kept() -> None:
    found = read("rss20_breaks_off_after_an_item.xml")
    assert [each.title for each in found.articles] == ["Whole", "Also whole"]
    assert not found.notes


def test_every_place_a_feed_can_break_off_gives_whole_articles_or_a_sentence() -> None:
    body = (FEEDS / "rss20_ordinary.xml").read_bytes()
    whole = {each.guid: each for each in feed.parse(body, URL).articles}
    for cut in range(60, len(body), 37):
        try:
            articles = feed.parse(body[:cut], URL).articles
        except ParseError:
            articles = ()
        for article in articles:
            assert article.body == whole[article.guid].body


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_a_damaged_feed_gives_articles_or_a_sentence(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(path.name for path in FEEDS.iterdir())))
    body = bytearray((FEEDS / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(body)))
        body[place : place + data.draw(st.integers(0, 4))] = data.draw(
            st.sampled_from(
                [b"<", b">", b"&", b"&#x110000;", b"]]>", b"<![CDATA[", b"\xff", b'"', b""]
            )
        )
    try:
        said = feed.parse(bytes(body), URL).notes
    except ParseError as error:
        said = (str(error),)
    assert not any("\n" in sentence for sentence in said)


def test_notices_and_blanks_before_the_document() -> None:
    assert only("rss20_php_notice_first.xml").title == "Still here"


def test_dates_are_right_or_none() -> None:
    found = [iso(each.published) for each in read("rss20_dates_of_every_kind.xml").articles]
    assert found == [
        "2025-01-27T13:33:00Z",
        "2020-01-10T14:33:00Z",
        "2025-01-27T19:23:00Z",
        None,
        "2025-01-27T13:33:00Z",
        "2025-01-27T15:04:00Z",
        None,
        None,
    ]


def test_a_podcast() -> None:
    article = only("rss20_podcast.xml")
    assert article.title == "12: Tides"
    assert article.byline == "Ann Sea"
    assert article.enclosures == (
        Enclosure("https://pod.example/audio/12.mp3?x=1&y=2", "audio/mpeg", 12_345_678),
    )
    assert "and the moon" in article.body.content


def test_no_control_byte_comes_through() -> None:
    found = read("rss20_terminal_escapes.xml")
    (article,) = found.articles
    shown = found.title + article.title + article.byline + article.guid + article.body.content
    assert not [char for char in shown if ord(char) < 32 or 127 <= ord(char) < 160]
    assert "\u202e" not in shown
    assert article.url == ""


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("rss20_windows1251_undeclared.xml", "Сегодня в городе открыли новый мост через реку"),
        ("rss20_windows1251_declared.xml", "Сегодня в городе открыли новый мост через реку"),
        ("rss20_utf8_declared_latin1.xml", "Le théâtre rouvre à l’été"),
        ("rss20_utf16_with_mark.xml", "Zażółć gęślą"),
        ("rss20_utf8_with_cp1252_bytes.xml", "Prix: 10 € – été, naïve café"),
        ("rss20_shift_jis_declared.xml", "東京で新しい橋が開通"),
    ],
)
def test_encodings(name: str, title: str) -> None:
    assert only(name).title == title


def test_the_servers_charset_does_not_spoil_utf8() -> None:
    found = read("rss20_utf8_declared_latin1.xml", "text/xml; charset=iso-8859-1")
    assert found.articles[0].title == "Le théâtre rouvre à l’été"


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "hex", "idna", "no-such-thing"])
def test_codecs_that_are_no_character_sets_are_not_used(charset: str) -> None:
    body = rss("<item><title>+ACM-\\x41 é</title><guid>1</guid></item>")
    (article,) = feed.parse(body, URL, f"text/xml; charset={charset}").articles
    assert article.title == "+ACM-\\x41 é"


def test_an_article_without_title_is_called_by_its_beginning() -> None:
    article = only("rss20_untitled_microblog.xml")
    assert article.title.startswith("Saw a heron on the way to work")
    assert article.title.endswith("…")
    assert article.title_from == "text"
    assert article.url == "https://micro.example/1"


def test_titles_of_other_things_are_not_the_articles() -> None:
    assert only("rss20_foreign_titles.xml").title == "Oak chair"


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("AT&amp;amp;T", "AT&T"),
        ("AT&amp;T", "AT&T"),
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("a &lt; b and c &gt; d", "a < b and c > d"),
        ("The &lt;div&gt; element", "The <div> element"),
        ("<![CDATA[Tom &amp; <i>Jerry</i>]]>", "Tom & Jerry"),
        ("  two\n\n   lines ", "two lines"),
        ("&amp;#8220;Quoted&amp;#8221;", "“Quoted”"),
        ("1 &lt;br/&gt; 2", "1 2"),
    ],
)
def test_rss_titles_are_unescaped_once(raw: str, title: str) -> None:
    assert feed.parse(rss(f"<item><title>{raw}</title></item>"), URL).articles[0].title == title


def test_markup_escaped_twice_is_read_as_markup() -> None:
    body = rss(
        "<item><title>x</title><description>&amp;lt;p&amp;gt;Hi&amp;lt;/p&amp;gt;</description></item>"
    )
    assert feed.parse(body, URL).articles[0].body.content == "<p>Hi</p>"


def test_text_with_lines_but_no_markup_keeps_its_paragraphs() -> None:
    body = rss("<item><title>x</title><description>One &amp;amp; two\n\nThree</description></item>")
    article = feed.parse(body, URL).articles[0]
    assert (article.body.format, article.body.content) == ("text", "One & two\n\nThree")


def test_a_feed_without_entries_is_a_feed() -> None:
    found = read("rss20_no_entries_yet.xml")
    assert (found.title, found.articles) == ("Soon", ())


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><html><head><title>x</title></head><body>Hi</body></html>", "web page"),
        (b"  \xef\xbb\xbf\n<!-- c --><HTML><body>feed</body></HTML>", "web page"),
        ("<html><body>x</body></html>".encode("utf-16"), "web page"),
        (b"", "empty"),
        (b"  \n\t ", "empty"),
        (b"Not found", "it begins with ‘Not found’"),
        (b"<?xml version='1.0'?><opml><body/></opml>", "no feed"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no feed"),
        (b'{"error": "gone"}', "no JSON Feed"),
    ],
)
def test_what_is_no_feed_is_told_in_one_sentence(body: bytes, words: str) -> None:
    with pytest.raises(ParseError) as caught:
        feed.parse(body, "https://user:secret@x.example/feed")
    said = str(caught.value)
    assert words in said
    assert "https://x.example/feed" in said
    assert "secret" not in said
    assert "\n" not in said
    assert "\x1b" not in said


def test_a_page_is_known_by_its_beginning() -> None:
    assert feed.looks_like_html(b"<!doctype html><title>x</title>")
    assert not feed.looks_like_html((FEEDS / "rss20_php_notice_first.xml").read_bytes())
    assert not feed.looks_like_html(b"<?xml version='1.0'?><!-- <html> --><rss/>")
    assert not feed.looks_like_html(b"<!--" + b"x" * 5_000 + b"<html> --><rss/>")


def test_more_articles_than_the_limit_are_cut_to_the_newest_with_a_note() -> None:
    def item(n: int) -> str:
        day = f"2020-01-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z"
        return f"<item><title>n{n}</title><guid>{n}</guid><pubDate>{day}</pubDate></item>"

    body = rss("".join(item(n) for n in range(bounds.ENTRIES + 3)))
    found = feed.parse(body, URL)
    assert len(found.articles) == bounds.ENTRIES
    assert found.articles[0].title == "n3"
    assert "newest 5,000" in found.notes[0]


def test_enclosures_and_titles_are_bounded() -> None:
    files = "".join(f'<enclosure url="/{n}.mp3" length="x"/>' for n in range(150))
    found = feed.parse(rss(f"<item><title>{'x' * 9000}</title>{files}</item>"), URL)
    assert len(found.articles[0].enclosures) == bounds.ENCLOSURES
    assert len(found.articles[0].title) == bounds.TITLE


def test_an_entity_bomb_and_an_outside_entity_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("do not read")
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;">'
        f'<!ENTITY x SYSTEM "file://{secret}">]>'
        '<rss version="2.0"><channel><title>B</title><item><title>t &d; &x;</title></item>'
        "</channel></rss>"
    )
    found = feed.parse(bomb.encode(), URL)
    assert "do not read" not in repr(found)
    assert len(repr(found)) < 5_000


@pytest.mark.parametrize(
    ("head", "every"),
    [
        ("<ttl>15</ttl>", 15),
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>99999999</ttl>", bounds.EVERY_MINUTES),
        ("", None),
    ],
)
def test_the_publishers_interval(head: str, every: int | None) -> None:
    assert feed.parse(rss("", f"<title>T</title>{head}"), URL).every == every
