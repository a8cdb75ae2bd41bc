"""The same text from several places is one to its reader: read in one, it is read in all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import Config
from reader.incoming import Changes, ParsedArticle, ParsedFeed
from reader.ingest import add, decide
from reader.ingest.article import completed
from reader.model import Body, Place, View
from reader.store import (
    Library,
    arrivals,
    articles,
    feeds,
    lists,
    marks,
    open_library,
    same,
    saved,
    schema,
    undo,
    upkeep,
)

LONG = " ".join(
    f"Sentence number {n} tells of the sea and of the land behind it." for n in range(9)
)
HEADLINE = "What the sea brought to the land"


def parsed(
    guid: str, title: str = HEADLINE, words: str = LONG, kind: str = "text"
) -> ParsedArticle:
    content = f"<p>{words}</p>" if kind == "html" else words
    return completed(
        ParsedArticle(
            guid=guid, title=title, body=Body("html" if kind == "html" else "text", content)
        )
    )


def take(lib: Library, name: str, *found: ParsedArticle) -> list[int]:
    """Articles that come in the feed `name`."""
    feed = feeds.add(lib, kind="web", url=f"https://example.org/{name}", title=name).id
    known = arrivals.known(lib, feed, [decide.identity(one) for one in found])
    changes = decide.decide(known, ParsedFeed(articles=found), now=1_800_000_000, first=True)
    return list(arrivals.apply(lib, feed, changes).ids)


def places(lib: Library, one: int) -> list[str]:
    return [twin.feed for twin in articles.article(lib, one).also_in]


def is_read(lib: Library, *ids: int) -> list[bool]:
    return [articles.article(lib, one).read for one in ids]


def test_reading_one_reads_all_and_undo_brings_all_back(library):
    (one,), (two,) = take(library, "A", parsed("1")), take(library, "B", parsed("2", kind="html"))
    (other,) = take(library, "C", parsed("3", words=f"{LONG} And one more."))
    assert places(library, one) == ["B"]
    assert places(library, two) == ["A"]
    assert places(library, other) == []
    act = marks.mark(library, [one], read=True)
    assert act is not None
    assert act.label == f"“{HEADLINE}” marked read in 2 places"
    assert is_read(library, one, two, other) == [True, True, False]
    undo.undo(library)
    assert is_read(library, one, two, other) == [False, False, False]
    undo.redo(library)
    assert is_read(library, one, two, other) == [True, True, False]
    assert upkeep.check(library) == []


def test_what_was_read_elsewhere_comes_as_read(library):
    (one,) = take(library, "A", parsed("1"))
    marks.mark(library, [one], read=True)
    (two,) = take(library, "B", parsed("1"))
    assert is_read(library, two) == [True]
    assert {feed.title: feed.unread for feed in feeds.all_feeds(library)} == {"A": 0, "B": 0}
    assert upkeep.check(library) == []


def test_saving_keeps_one_and_leaving_a_feed_leaves_the_other(library):
    (one,), (two,) = take(library, "A", parsed("1")), take(library, "B", parsed("2"))
    saved.save(library, [one])
    assert articles.article(library, two).saved is None
    feeds.remove(library, [articles.article(library, one).feed_id])
    assert places(library, two) == []
    marks.mark(library, [two], read=True)
    assert is_read(library, one, two) == [False, True]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Another headline", LONG),  # "this is for subscribers only"
        (HEADLINE, "A teaser of a few words…"),
        (HEADLINE, LONG.replace("sea", "see")),
    ],
)
def test_other_texts_are_not_the_same(library, title, words):
    take(library, "A", parsed("1"), parsed("2", words="A teaser of a few words…"))
    (one,) = take(library, "B", parsed("1", title, words))
    assert places(library, one) == []


def test_the_setting_leaves_every_place_to_itself(library):
    same.settle(library, False)
    (one,) = take(library, "A", parsed("1"))
    marks.mark(library, [one], read=True)
    (two,) = take(library, "B", parsed("2"))
    assert is_read(library, two) == [False]
    assert places(library, two) == []


def test_a_copy_of_a_file_is_known_as_the_same_text(library, tmp_path: Path):
    notes = tmp_path / "notes"
    notes.mkdir()
    for name in ("a.txt", "b.txt"):
        (notes / name).write_text(f"{HEADLINE}\n\n{LONG}\n\n{LONG}\n")
    add.add(library, Config(), str(notes))
    (one,) = lists.ids(library, View(Place.ALL))
    assert places(library, one) == ["notes"]
    two = articles.article(library, one).also_in[0].id
    marks.mark(library, [two], read=True)
    assert is_read(library, one, two) == [True, True]


def test_an_edit_parts_what_was_the_same(library):
    (one,), (two,) = take(library, "A", parsed("1")), take(library, "B", parsed("2"))
    feed = articles.article(library, one).feed_id
    new = parsed("1", words=f"{LONG} A correction was made.")
    known = arrivals.known(library, feed, [decide.identity(new)])
    changes = decide.decide(known, ParsedFeed(articles=(new,)), now=1_800_000_000, first=False)
    arrivals.apply(library, feed, changes)
    assert places(library, two) == []


@given(st.text(max_size=80), st.lists(st.sampled_from(["sea", "land", "word"]), min_size=50))
def test_white_space_and_markup_make_no_other_text(title, words):
    one = completed(ParsedArticle(title=title, body=Body("text", " ".join(words))))
    paragraphs = "</p>\n<p>".join(words)
    two = completed(ParsedArticle(title=title, body=Body("html", f"<p>{paragraphs}</p>")))
    assert decide.same_text(one) is not None
    assert decide.same_text(one) == decide.same_text(two)


def test_typewritten_quotes_and_dashes_make_no_other_text():
    set_well = f"{LONG} “It’s the sea” – he said… over\N{SOFT HYPHEN}night."
    typed = f'{LONG} "It\'s the sea" - he said... overnight.'
    one, two = (completed(ParsedArticle(body=Body("text", said))) for said in (set_well, typed))
    assert decide.same_text(one) == decide.same_text(two)


def test_a_library_of_an_older_version_goes_on(tmp_path: Path):
    with open_library(tmp_path / "old", migrations=schema.MIGRATIONS[:1]) as old:
        old.db.execute("INSERT INTO feed(kind, url, added) VALUES ('web', 'https://a.b/', 1)")
    with open_library(tmp_path / "old") as lib:
        (one,), (two,) = take(lib, "A", parsed("1")), take(lib, "B", parsed("2"))
        assert places(lib, one) == ["B"]
        assert lib.read("EXPLAIN QUERY PLAN SELECT 1 FROM article WHERE same = 1")[0][3].count(
            "article_same"
        )
        assert arrivals.apply(lib, 1, Changes()).new == 0
        assert two


def test_the_text_names_the_places(library, capsys):
    from reader.__main__ import main

    (one,) = take(library, "A", parsed("1"))
    for name in ("B", "C", "D", "E"):
        take(library, name, parsed("2"))
    assert main(["--library", str(library.folder), "show", str(one)]) == 0
    assert "also in B, C and 2 more" in capsys.readouterr().out


def test_json_names_the_places(library, capsys):
    from reader.__main__ import main

    (one,), (two,) = take(library, "A", parsed("1")), take(library, "B", parsed("2"))
    capsys.readouterr()
    assert main(["--library", str(library.folder), "show", str(one), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["also_in"] == [{"id": two, "feed": "B"}]
