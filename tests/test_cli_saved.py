"""save, unsave, saved: articles by id, files, pages; what is saved stays and is found offline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loopback import Loopback, Reply, rss

if TYPE_CHECKING:
    from commandline import CommandLine

pytest_plugins = ("commandline",)

PARAGRAPHS = "".join(
    f"<p>Paragraph {n} of the essay speaks at some length about lighthouses, their keepers, and "
    "the long evenings they spent reading whatever the tide had brought to them.</p>"
    for n in range(1, 9)
)
PAGE = (
    "<!doctype html><html lang='en'><head><title>Of Lighthouses</title></head><body>"
    "<nav><a href='/a'>Home</a> <a href='/b'>Shop</a></nav>"
    f"<article><h1>Of Lighthouses</h1>{PARAGRAPHS}</article>"
    "<footer>Imprint</footer></body></html>"
).encode()


@pytest.fixture
def site() -> Iterator[Loopback]:
    """A real server on this machine with a feed and a page."""
    with Loopback() as running:
        running.feed("/rss", rss("The Gazette", 3))
        running.pages["/essay"] = Reply(body=PAGE, content_type="text/html; charset=utf-8")
        yield running


def test_an_article_is_saved_and_let_go(tearsheet: CommandLine, site: Loopback) -> None:
    tearsheet("add", site.url("/rss"))
    first, second = (one["id"] for one in tearsheet("list", "--json").json[:2])
    answer = tearsheet("save", first, second)
    assert answer.code == 0
    assert len(answer.lines) == 2
    assert [one["saved"] for one in tearsheet("saved", "--json").json] == [True, True]
    assert tearsheet("unsave", first).code == 0
    assert [one["id"] for one in tearsheet("saved", "--json").json] == [second]
    assert tearsheet("unsave", first).code == 4
    tearsheet("undo")
    assert len(tearsheet("saved").lines) == 2


def test_later_and_archive(tearsheet: CommandLine, site: Loopback) -> None:
    tearsheet("add", site.url("/rss"))
    first, second = (one["id"] for one in tearsheet("list", "--json").json[:2])
    tearsheet("save", first, second)
    tearsheet("mark", f"id:{first}", "--read")
    assert [one["id"] for one in tearsheet("saved", "is:archive", "--json").json] == [first]
    assert [one["id"] for one in tearsheet("saved", "is:later", "--json").json] == [second]


def test_a_page_is_saved_by_its_address_and_read_offline(
    tearsheet: CommandLine, site: Loopback
) -> None:
    answer = tearsheet("save", site.url("/essay"))
    assert (answer.code, answer.err) == (0, "")
    assert "Of Lighthouses" in answer.out
    site.pages.clear()
    (page,) = tearsheet("saved", "lighthouses", "--json").json
    assert (page["title"], page["feed"], page["url"]) == (
        "Of Lighthouses",
        "Pages",
        site.url("/essay"),
    )
    text = tearsheet("show", page["id"]).out
    assert "Paragraph 8 of the essay" in text
    assert "Imprint" not in text
    assert len(tearsheet("search", "keepers").lines) == 1


def test_a_file_is_saved_by_its_path(tearsheet: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("A Letter Home\n\nDear all, the weather is fine.\n")
    assert tearsheet("save", file).code == 0
    file.unlink()
    (one,) = tearsheet("saved", "--json").json
    assert "the weather is fine" in tearsheet("show", one["id"], "--json").json["text"]


def test_saved_text_is_frozen(tearsheet: CommandLine, site: Loopback) -> None:
    tearsheet("add", site.url("/rss"))
    number = tearsheet("list", "--json").json[0]["id"]
    tearsheet("save", number)
    before = tearsheet("show", number, "--json").json
    site.feed("/rss", rss("The Gazette", 3, words="Subscribe to read on."))
    assert tearsheet("refresh", "--all").code == 0
    assert tearsheet("show", number, "--json").json == before


@pytest.mark.parametrize("kind", ["missing", "directory", "empty", "binary", "no address"])
def test_what_cannot_be_saved(tearsheet: CommandLine, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "thing"
    if kind == "directory":
        path.mkdir()
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "binary":
        path.write_bytes(bytes(range(256)) * 9)
    what = "http://" if kind == "no address" else str(path)
    answer = tearsheet("save", what)
    assert answer.code in (1, 2)
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    if kind != "no address":
        assert "thing" in answer.err
    assert tearsheet("saved", "--json").json == []


def test_failures_beside_successes(tearsheet: CommandLine, site: Loopback) -> None:
    tearsheet("add", site.url("/rss"))
    number = tearsheet("list", "--json").json[0]["id"]
    answer = tearsheet("save", "99999", number)
    assert answer.code == 1
    assert "99999" in answer.err
    assert len(tearsheet("saved").lines) == 1
    assert tearsheet("save", "99999").code == 4
