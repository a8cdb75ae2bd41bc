"""Taking in by name: feeds, sites, directories, files, pages; and what is none of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from loopback import Loopback, Reply, closed_port, rss

from reader.config import Config
from reader.ingest.add import add, keep
from reader.ingest.refresh import refresh
from reader.model import (
    FetchError,
    FileError,
    LibraryError,
    NotFoundError,
    ParseError,
    Place,
    UsageError,
    View,
)
from reader.store import Library, articles, feeds, lists, saved, search, undo

QUICK = Config(timeout=5)
HTML = "text/html; charset=utf-8"
PAGE = (
    "<!doctype html><html lang='en'><head><title>The Lighthouse | Example</title></head><body>"
    "<nav><a href='/'>Home</a></nav><article><h1>The Lighthouse</h1>"
    + "<p>The keeper climbed the stairs every evening and lit the lamp, as he had for years.</p>"
    * 12
    + "</article></body></html>"
)


def site_page(*links: str) -> Reply:
    head = "".join(
        f"<link rel='alternate' type='application/rss+xml' href='{one}'>" for one in links
    )
    return Reply(body=f"<!doctype html><head>{head}</head><body>A site".encode(), content_type=HTML)


@pytest.fixture
def site():
    with Loopback() as site:
        yield site


def all_ids(lib, place=Place.ALL):
    return list(lists.ids(lib, View(place)))


# -- feeds ---------------------------------------------------------------------------------------


def test_a_feeds_address_costs_one_request(library, site):
    site.feed("/rss", rss("The Feed", 3), etag='"1"')
    added = add(library, QUICK, site.url("/rss"), folder="News/Local", title="Mine")
    assert (added.kind, added.title, added.articles, added.existing) == ("feed", "Mine", 3, False)
    assert len(site.asked()) == 1
    (feed,) = feeds.all_feeds(library)
    assert (feed.id, feed.url, feed.title) == (added.id, site.url("/rss"), "Mine")
    assert [folder.path for folder in feeds.folders(library)] == ["News", "News/Local"]
    assert list(search.search(library, "article")) != []
    assert refresh(library, QUICK).checked == 0
    assert refresh(library, QUICK, everything=True).unmodified == 1
    assert site.asked()[-1].header("If-None-Match") == '"1"'


def test_a_page_costs_two(library, site):
    site.pages["/"] = site_page("/comments/feed", "/rss")
    site.feed("/rss", rss())
    added = add(library, QUICK, site.url("/"))
    assert (added.url, added.articles) == (site.url("/rss"), 2)
    assert [one.target for one in site.asked()] == ["/", "/rss"]


def test_the_next_feed_of_a_page_is_taken_when_the_first_is_broken(library, site):
    site.pages["/"] = site_page("/broken", "/html", "/rss")
    site.pages["/html"] = site_page()
    site.feed("/rss", rss())
    assert add(library, QUICK, site.url("/")).url == site.url("/rss")


def test_a_page_that_names_no_feed_is_guessed_at_four_times_at_most(library, site):
    site.pages["/blog/"] = site_page()
    site.feed("/atom.xml", rss())
    assert add(library, QUICK, site.url("/blog/")).url == site.url("/atom.xml")
    assert len(site.asked()) <= 5
    with Loopback("127.0.0.2") as bare:
        bare.pages["/"] = site_page()
        with pytest.raises(ParseError, match="names no feed"):
            add(library, QUICK, bare.url("/"))
        assert len(bare.asked()) == 5
    assert len(feeds.all_feeds(library)) == 1


def test_a_page_whose_feeds_cannot_be_read(library, site):
    site.pages["/"] = site_page("/gone", "/")
    with pytest.raises(ParseError, match=r"none could be read.*404"):
        add(library, QUICK, site.url("/"))
    assert feeds.all_feeds(library) == []


@pytest.mark.parametrize(
    "way", ["{host}:{port}/rss", "feed:{url}", "feed://{host}:{port}/rss", " {url}#x "]
)
def test_addresses_as_people_give_them(library, site, way):
    site.feed("/rss", rss())
    what = way.format(host=site.host, port=site.port, url=site.url("/rss"))
    assert add(library, QUICK, what).url == site.url("/rss")


def test_what_is_followed_already_is_said_and_not_asked(library, site):
    site.feed("/rss", rss())
    site.redirect("/old", "/rss", 301)
    site.pages["/"] = site_page("/rss")
    one = add(library, QUICK, site.url("/rss"))
    site.forget()
    again = add(library, QUICK, site.url("/rss"))
    assert (again.id, again.existing, again.articles) == (one.id, True, 2)
    assert site.asked() == []
    for path in ("/", "/old"):
        assert add(library, QUICK, site.url(path)).existing
    assert len(feeds.all_feeds(library)) == 1


def test_a_moved_feed_is_followed_where_it_is_now(library, site):
    site.feed("/new", rss())
    site.redirect("/old", "/new", 301)
    site.redirect("/temporary", "/new", 302)
    assert add(library, QUICK, site.url("/old")).url == site.url("/new")
    feeds.remove(library, [feeds.all_feeds(library)[0].id])
    assert add(library, QUICK, site.url("/temporary")).url == site.url("/temporary")


def test_a_feed_that_was_removed_comes_back_without_doubles(library, site):
    site.feed("/rss", rss(items=3))
    one = add(library, QUICK, site.url("/rss"))
    feeds.remove(library, [one.id])
    assert all_ids(library) == []
    back = add(library, QUICK, site.url("/rss"))
    assert (back.id, back.existing) == (one.id, False)
    assert len(all_ids(library)) == 3


def test_the_password_is_kept_for_asking_and_not_shown(library, site):
    site.feed("/rss", rss())
    add(library, QUICK, site.url("/rss", user="me:secret"))
    site.forget()
    refresh(library, QUICK, everything=True)
    assert site.asked()[0].header("Authorization") == "Basic bWU6c2VjcmV0"
    site.pages["/rss"] = Reply(500)
    (failed,) = refresh(library, QUICK, everything=True).failed
    assert "secret" not in failed.message


@pytest.mark.parametrize(
    ("what", "error", "words"),
    [
        ("", UsageError, "no address, file or directory"),
        ("nonsense", UsageError, "no address, file or directory"),
        ("two words", UsageError, "no address, file or directory"),
        ("http://", UsageError, "no complete address"),
        ("ftp://example.org/", UsageError, "only http and https"),
        ("javascript:alert(1)", UsageError, "only http and https"),
        ("exec:rm -rf ~", UsageError, "no address"),
        ("missing.txt", FileError, "does not exist"),
        ("./missing", FileError, "does not exist"),
        ("/no/such/directory", FileError, "does not exist"),
        ("~/no such file", FileError, "does not exist"),
        ("file:///etc/no-such-file", FileError, "does not exist"),
        ("\x1b[31mred\x07", UsageError, "no address"),
        ("x" * 5_000, UsageError, "no address"),
        ("a\0b", UsageError, "no address"),
    ],
)
def test_what_is_nothing_gets_one_sentence(library, what, error, words):
    for verb in (add, keep):
        with pytest.raises(error) as failed:
            verb(library, QUICK, what)
        message = str(failed.value)
        assert words in message
        assert message.isprintable()
        assert len(message) < 500
    assert feeds.all_feeds(library) == []


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404),
        Reply(body=b""),
        Reply(body=b"\x89PNG\r\n\x1a\n" + bytes(200), content_type="image/png"),
        Reply(body=b"just text", content_type="text/plain"),
        Reply(body=rss().encode(), cut=20),
    ],
    ids=["404", "empty", "png", "text", "cut"],
)
def test_what_cannot_be_followed_leaves_the_library_as_it_was(library, site, reply):
    site.pages["/rss"] = reply
    with pytest.raises((FetchError, ParseError)) as failed:
        add(library, QUICK, site.url("/rss"))
    assert site.url("/rss") in str(failed.value)
    assert str(failed.value).isprintable()
    assert feeds.all_feeds(library) == []


def test_nobody_there(library):
    with pytest.raises(FetchError, match="refused the connection"):
        add(library, QUICK, f"http://127.0.0.1:{closed_port()}/")


# -- directories and files -----------------------------------------------------------------------


def test_a_directory_is_followed_and_read_at_once(library, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "one.txt").write_text("The first one\n\nWords of the first file, which are many.\n")
    (folder / "bad.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
    added = add(library, QUICK, str(folder), title="Texts")
    assert (added.kind, added.title, added.url) == ("directory", "Texts", str(folder.resolve()))
    assert (added.articles, len(added.complaints)) == (1, 1)
    again = add(library, QUICK, f"{folder}/../texts/")
    assert (again.id, again.existing) == (added.id, True)
    (folder / "bad.md").unlink()
    (folder / "two.txt").write_text("The second one\n\nWords of the second file, also many.\n")
    run = refresh(library, QUICK, everything=True)
    assert (run.new, run.changed, run.failed) == (1, 0, ())


def test_a_file_goes_to_files_and_is_known_again(library, tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("The headline\n\nSome words in a file that was taken in by itself.\n")
    one = add(library, QUICK, str(path))
    assert (one.kind, one.articles, one.existing) == ("file", 1, False)
    assert articles.article(library, one.id).feed == "Files"
    assert add(library, QUICK, str(path)) == type(one)(
        "file", one.id, one.title, one.url, 0, existing=True, ids=(one.id,)
    )
    path.write_text("The headline\n\nQuite other words are in the file by now, and more of them.\n")
    changed = add(library, QUICK, path.as_uri())
    assert (changed.id, changed.existing, changed.articles) == (one.id, True, 1)
    assert "Quite other" in articles.article(library, one.id).body.content
    assert list(search.search(library, "quite")) == [one.id]


def test_a_deleted_file_can_be_taken_in_again(library, tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("The headline\n\nSome words in a file that was taken in by itself.\n")
    one = add(library, QUICK, str(path))
    articles.delete(library, [one.id])
    two = add(library, QUICK, str(path))
    assert (two.existing, two.articles) == (False, 1)
    assert all_ids(library) == [two.id]


# -- saving --------------------------------------------------------------------------------------


def test_keep_by_id(library, site):
    site.feed("/rss", rss(items=2))
    add(library, QUICK, site.url("/rss"))
    one = all_ids(library)[0]
    kept = keep(library, QUICK, f" {one} ")
    assert (kept.kind, kept.id, kept.existing) == ("article", one, True)
    assert all_ids(library, Place.SAVED) == [one]
    with pytest.raises(NotFoundError):
        keep(library, QUICK, "999999")


def test_keep_a_page_by_its_address(library, site):
    site.pages["/story"] = Reply(body=PAGE.encode(), content_type=HTML)
    kept = keep(library, QUICK, site.url("/story#part"))
    assert (kept.kind, kept.title, kept.articles) == ("page", "The Lighthouse", 1)
    article = articles.article(library, kept.id)
    assert (article.feed, article.url) == ("Pages", site.url("/story"))
    assert "lit the lamp" in article.body.content
    assert article.saved
    assert list(search.search(library, "lighthouse")) == [kept.id]
    site.forget()
    assert keep(library, QUICK, site.url("/story")).id == kept.id
    assert site.asked() == []


def test_a_known_articles_page_saves_that_article(library, site):
    feed = rss(items=2, words="The whole text of it. " * 30)
    site.feed("/rss", feed.replace("http://example.org/1", site.url("/1")))
    add(library, QUICK, site.url("/rss"))
    site.forget()
    kept = keep(library, QUICK, site.url("/1"))
    assert (kept.kind, kept.existing, site.asked()) == ("article", True, [])
    assert articles.article(library, kept.id).feed == "A feed"
    assert articles.article(library, kept.id).saved


def test_a_page_that_was_deleted_can_be_saved_again(library, site):
    site.pages["/story"] = Reply(body=PAGE.encode(), content_type=HTML)
    one = keep(library, QUICK, site.url("/story"))
    saved.unsave(library, [one.id])
    articles.delete(library, [one.id])
    two = keep(library, QUICK, site.url("/story"))
    assert two.articles == 1
    assert all_ids(library, Place.SAVED) == [two.id]
    undo.undo(library)
    assert all_ids(library, Place.SAVED) == []


def test_keep_a_file(library, tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("The headline\n\nSome words in a file that was taken in by itself.\n")
    kept = keep(library, QUICK, str(path))
    assert kept.kind == "file"
    path.unlink()
    article = articles.article(library, kept.id)
    assert article.saved
    assert "taken in by itself" in article.body.content
    with pytest.raises(FileError, match="tearsheet add"):
        keep(library, QUICK, str(tmp_path))


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(404), "404"),
        (Reply(body=rss().encode()), "feed"),
        (Reply(body=b"%PDF-1.7\0", content_type="application/pdf"), "no page of text"),
        (Reply(body=b"", content_type=HTML), "empty"),
        (Reply(body=b"<html><body></body></html>", content_type=HTML), "no text"),
    ],
    ids=["404", "feed", "pdf", "empty", "bare"],
)
def test_what_cannot_be_kept_is_said(library, site, reply, words):
    site.pages["/x"] = reply
    with pytest.raises((FetchError, ParseError), match=words) as failed:
        keep(library, QUICK, site.url("/x"))
    assert site.url("/x") in str(failed.value)
    assert all_ids(library) == []


def test_a_feed_whose_articles_cannot_be_stored_is_not_followed(library, site, tmp_path):
    site.feed("/rss", rss("The Feed", 40, words="Many words of a long article. " * 400))
    (tmp_path / "notes").mkdir()
    for number in range(40):
        (tmp_path / "notes" / f"{number}.txt").write_text(f"Note {number}\n\n" + "word " * 4_000)
    (pages,) = library.db.execute("PRAGMA page_count").fetchone()
    library.db.execute(f"PRAGMA max_page_count = {pages + 4}")
    for what in (site.url("/rss"), str(tmp_path / "notes")):
        with pytest.raises(LibraryError, match="full"):
            add(library, QUICK, what)
        assert feeds.all_feeds(library) == []
    library.db.execute("PRAGMA max_page_count = 1000000")
    assert add(library, QUICK, site.url("/rss")).articles == 40
    assert add(library, QUICK, str(tmp_path / "notes")).articles == 40


def test_add_takes_in_an_articles_page_that_names_no_feed(library, site):
    words = "The wall that has kept the sea out of the town will be rebuilt in stone, they said. "
    body = "".join(f"<p>{n}. {words * 2}</p>" for n in range(6))
    page = f"<html><head><title>The wall</title></head><body><article><h1>The wall</h1>{body}"
    site.pages["/story"] = Reply(body=page.encode(), content_type=HTML)
    added = add(library, QUICK, site.url("/story"))
    assert (added.kind, added.title, added.articles) == ("page", "The wall", 1)
    assert articles.article(library, added.id).saved is None
    assert add(library, QUICK, site.url("/story")).existing
    site.pages["/short"] = Reply(body=b"<html><body><p>Hello</p>", content_type=HTML)
    with pytest.raises(ParseError, match="names no feed"):
        add(library, QUICK, site.url("/short"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may all")
def test_a_file_in_a_closed_folder_is_told_as_one(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "a.txt").write_text("A headline\n\nOf this and that.\n")
    folder.chmod(0)
    try:
        for take in (add, keep):
            with pytest.raises(FileError, match=r"a\.txt may not be read by you"):
                take(library, QUICK, str(folder / "a.txt"))
    finally:
        folder.chmod(0o700)


def test_links_to_nothing_and_in_circles_are_told_as_links(
    library: Library, tmp_path: Path
) -> None:
    (tmp_path / "gone.txt").symlink_to("nowhere")
    (tmp_path / "self.txt").symlink_to("self.txt")
    for name, said in (("gone.txt", "a link to nowhere"), ("self.txt", "leads to itself")):
        with pytest.raises(FileError, match=said):
            add(library, QUICK, str(tmp_path / name))
