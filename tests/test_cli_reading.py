"""list, search, show: lines in a pipe, JSON with its fields, formats, ids."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from terminal import Terminal

from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import Body, Enclosure
from reader.store import arrivals, feeds, saved, search, tags

if TYPE_CHECKING:
    from commandline import CommandLine

pytest_plugins = ("commandline",)
Stock = Callable[..., list[int]]

FIELDS = [
    "id", "feed_id", "feed", "title", "title_from", "deck", "byline", "credit", "source",
    "dateline", "url", "published", "updated", "added", "language", "words", "minutes", "read",
    "saved", "tags", "also_in", "summary", "enclosures",
]  # fmt: skip
MORE_FIELDS = [
    "text",
    "html",
    "residue",
    "original_path",
    "full_text",
    "full_text_note",
    "notes",
    "highlights",
]
ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture
def ids(tearsheet: CommandLine, stock: Stock) -> list[int]:
    """Twelve articles of three feeds, newest first."""
    with tearsheet.opened() as lib:
        found = stock(lib)
        search.index_pending(lib)
    return found


def test_list_prints_one_line_an_article_newest_first(
    tearsheet: CommandLine, ids: list[int]
) -> None:
    answer = tearsheet("list")
    assert answer.code == 0
    assert answer.err == ""
    assert [int(line.split("\t")[0]) for line in answer.lines] == ids
    assert answer.lines[0].split("\t")[1:] == [
        "unread", "", "2025-06-15T15:06:40Z", "Gazette 0", "The harbour opens again 0",
    ]  # fmt: skip


def test_list_limits_sorts_and_takes_everything(tearsheet: CommandLine, ids: list[int]) -> None:
    def listed(*words: str) -> list[int]:
        return [int(line.split("\t")[0]) for line in tearsheet("list", *words).lines]

    assert listed("--limit", "3") == ids[:3]
    assert listed("--limit", "0") == ids
    assert listed("--sort", "oldest", "--limit", "2") == ids[::-1][:2]
    assert listed("winter", "--sort", "oldest") == [ids[11], ids[6], ids[1]]


def test_list_json_has_the_documented_fields(tearsheet: CommandLine, ids: list[int]) -> None:
    answer = tearsheet("list", "--json")
    assert answer.out.isascii()
    assert [one["id"] for one in answer.json] == ids
    for one in answer.json:
        assert list(one) == FIELDS
        assert ISO.fullmatch(one["published"])
        assert ISO.fullmatch(one["added"])
        assert one["updated"] is None
        assert one["read"] is False
        assert one["saved"] is False
        assert one["tags"] == []


def test_every_field_of_an_article_comes_out(tearsheet: CommandLine) -> None:
    article = ParsedArticle(
        title="Title", title_from="headline", deck="Deck", byline="By Line", credit="Cre Dit",
        source="Source", dateline="OSLO", url="https://a.example/1", language="nb",
        published=1_700_000_000, updated=1_700_000_600, summary="Sum", words=500,
        body=Body("html", "<h2>One</h2><p>Two <b>three</b></p>", "https://a.example/"),
        enclosures=(Enclosure("https://a.example/a.mp3", "audio/mpeg", 12),),
        residue=("Page 3", "Continued"), original=b"Raw text\n", original_path="/x/raw.txt",
    )  # fmt: skip
    with tearsheet.opened() as lib:
        feed = feeds.add(lib, kind="web", url="https://a.example/rss", title="Feed")
        new = Arrival(b"k" * 16, b"h", 1_700_000_000, article)
        (number,) = arrivals.apply(lib, feed.id, Changes(new=(new,))).ids
        tags.tag(lib, [number], add=("zebra", "ant"))
        saved.save(lib, [number])
    one = tearsheet("show", number, "--json").json
    assert list(one) == FIELDS + MORE_FIELDS
    assert one == one | {
        "id": number, "feed_id": feed.id, "feed": "Feed", "title": "Title",
        "title_from": "headline", "deck": "Deck", "byline": "By Line", "credit": "Cre Dit",
        "source": "Source", "dateline": "OSLO", "url": "https://a.example/1", "language": "nb",
        "published": "2023-11-14T22:13:20Z", "updated": "2023-11-14T22:23:20Z", "words": 500,
        "minutes": 3, "read": False, "saved": True, "tags": ["ant", "zebra"], "summary": "Sum",
        "enclosures": [
            {"url": "https://a.example/a.mp3", "type": "audio/mpeg", "length": 12}
        ],
        "text": "One\n\nTwo three", "residue": ["Page 3", "Continued"],
        "original_path": "/x/raw.txt", "notes": [], "highlights": [],
    }  # fmt: skip
    assert "<b>three</b>" in one["html"] or "<strong>three</strong>" in one["html"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (["harbour"], 3),
        (["-harbour"], 9),
        (["by:Ada", "-winter"], 4),
        (['"old harbour"'], 3),
        (["harbour OR bridge"], 5),
        (["harbour", "OR", "-by:Ada"], 7),
        (["feed:Gazette", "is:unread"], 12),
        (["--", "-harbour"], 9),
        (["--limit", "2", "-harbour"], 2),
        (["-harbour", "--limit=2", "-winter"], 2),
    ],
)
def test_queries_on_the_command_line(
    tearsheet: CommandLine, ids: list[int], words: list[str], number: int
) -> None:
    assert len(tearsheet("list", *words).lines) == number
    assert len(tearsheet("search", *words).lines) == number


def test_nothing_found_is_said_and_is_code_4(tearsheet: CommandLine, ids: list[int]) -> None:
    answer = tearsheet("search", "zeppelin")
    assert (answer.code, answer.out) == (4, "")
    assert answer.err == "tearsheet: No article matches “zeppelin”.\n"
    answer = tearsheet("list", "zeppelin", "--json")
    assert (answer.code, answer.json) == (4, [])


def test_a_query_that_cannot_be_read_is_code_2(tearsheet: CommandLine, ids: list[int]) -> None:
    answer = tearsheet("list", "(harbour")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("tearsheet: ")
    assert answer.err.count("\n") == 1


def test_show_as_text_markdown_html(tearsheet: CommandLine, ids: list[int]) -> None:
    text = tearsheet("show", ids[2]).out
    assert text.startswith("Café culture in Kraków 2\nKarl Čapek · Gazette 2 · ")
    assert "Coffee, newspapers and long afternoons near the river.\n\nNumber 2.\n" in text
    markdown = tearsheet("show", ids[2], "--format", "markdown").out
    assert markdown.startswith('---\ntitle: "Café culture in Kraków 2"\n')
    assert "# Café culture in Kraków 2\n\nCoffee, newspapers" in markdown
    html = tearsheet("show", ids[2], "--format", "html").out
    assert "<p>Number 2.</p>" in html
    assert json.loads(tearsheet("show", ids[2], "--format", "json").out)["id"] == ids[2]


def test_ids_take_unique_beginnings(tearsheet: CommandLine, ids: list[int]) -> None:
    assert tearsheet("show", "12", "--json").json["id"] == 12
    assert tearsheet("show", "1", "--json").json["id"] == 1
    answer = tearsheet("show", "99")
    assert answer.code == 4
    assert "99" in answer.err
    assert tearsheet("show", "harbour").code == 4


def test_original_is_the_untouched_source(tearsheet: CommandLine, tmp_path: Path) -> None:
    source = "A Title\r\n\r\n  indented,\ttabbed;   spaced – and a very\nodd   end  "
    file = tmp_path / "a.txt"
    file.write_bytes(source.encode())
    assert tearsheet("add", str(file)).code == 0
    number = tearsheet("list", "--json").json[0]["id"]
    assert tearsheet.process("show", number, "--original").out == source
    kept = tmp_path / "kept"
    assert tearsheet("show", number, "--original", "-o", kept).code == 0
    assert kept.read_bytes() == source.encode()


def test_original_on_a_terminal_is_harmless_and_kept_exactly_in_a_file(
    tearsheet: CommandLine, tmp_path: Path
) -> None:
    source = b"Caf\xe9 \x1b]0;owned\x07 and more words in this file\n" * 3
    file = tmp_path / "a.txt"
    file.write_bytes(source)
    assert tearsheet("add", str(file)).code == 0
    number = tearsheet("list", "--json").json[0]["id"]
    answer = tearsheet("show", number, "--original")
    assert "\x1b" not in answer.out
    assert "Café" in answer.out
    assert "-o" in answer.err
    kept = tmp_path / "kept"
    assert tearsheet("show", number, "--original", "-o", kept).code == 0
    assert kept.read_bytes() == source


def test_an_article_of_a_feed_has_no_original(tearsheet: CommandLine, ids: list[int]) -> None:
    answer = tearsheet("show", ids[0], "--original")
    assert answer.code == 4
    assert "source" in answer.err


def test_on_a_terminal_lists_are_laid_out_and_no_colour_is_heard(
    tearsheet: CommandLine, ids: list[int]
) -> None:
    words = ("--library", str(tearsheet.folder), "list", "--limit", "2")
    with Terminal.tearsheet(*words, env=tearsheet.env, columns=70) as terminal:
        assert terminal.wait_end() == 0
        assert "The harbour opens again 0" in terminal.text()
        assert all(len(line) <= 70 for line in terminal.text().splitlines())
        assert b"\x1b[1m" in terminal.raw
    with Terminal.tearsheet(*words, env={**tearsheet.env, "NO_COLOR": "1"}) as terminal:
        assert terminal.wait_end() == 0
        assert not re.search(rb"\x1b\[[0-9;]*3[0-7]m", bytes(terminal.raw))
