"""Tags of files come with them, follow them, and keep nothing by themselves."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from test_ingest_taking import follow, refresh

from reader.config import Config
from reader.incoming import ParsedArticle
from reader.ingest import files, intake, markdownfile, orgfile, rstfile, tagnames
from reader.model import Place, View
from reader.store import (
    Library,
    articles,
    feeds,
    lists,
    open_library,
    saved,
    schema,
    search,
    tags,
    undo,
    upkeep,
)


def note(*names: str, words: str = "words of it") -> str:
    return f"---\ntitle: A note\ntags: [{', '.join(names)}]\n---\n{words}\n"


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("---\ntags: [Harbour, 'Paris, Texas', '#wall']\n---", ("Harbour", "Paris, Texas", "wall")),
        ("---\ntags:\n  - a\n  - project/x\n---", ("a", "project/x")),
        ("---\ntags: classic hollywood\n---", ("classic", "hollywood")),
        ("---\ntags: climate change, sea\n---", ("climate change", "sea")),
        ("---\nkeywords: climate change\n---", ("climate change",)),
        ("---\ntags: [b]\ncategories: [B, Uncategorized, c]\n---", ("b", "c")),
        ("---\ncategories:\n- name: News\n---", ("News",)),
        ("---\ntitle: a: b\ntags: [x, y]\n---", ("x", "y")),  # no YAML; read by lines
        ('+++\ntags = ["a", "b c"]\n+++', ("a", "b c")),
        ('+++\ntitle = "x"\n[taxonomies]\ntags = ["a"]\ncategories = ["b"]\n+++', ("a", "b")),
        ("---\ntags: []\n---", ()),
        ("---\ntags:\n---", ()),
        ("---\ntags: null\ntitle: x\n---", ()),
        ("---\ntags: 2024\n---", ("2024",)),
        ("---\ntags: [\x1b[31mred, a\u202eb]\n---", ("\ufffd[31mred", "ab")),
    ],
)
def test_front_matter(front: str, expected: tuple[str, ...]) -> None:
    assert markdownfile.article(f"{front}\nwords").tags == expected


def test_a_dozen_at_most_and_no_sentence() -> None:
    assert len(tagnames.names(f"t{n}" for n in range(100))) == 12
    assert tagnames.names(["x" * 61, "", "  ", "#", "ok"]) == ("ok",)
    aliases = "---\na: &a [x, x, x]\ntags: [*a, *a, *a]\n---\nw"
    assert markdownfile.article(aliases).tags == ("x, x, x",)
    assert markdownfile.article("---\ntags: {a: 1}\n---\nw").tags == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("#+TITLE: x\n#+FILETAGS: :sea:wall:\nw", ("sea", "wall")),
        ("#+filetags: sea wall\nw", ("sea", "wall")),
        ("#+KEYWORDS: old sea, wall\nw", ("old sea", "wall")),
        ("* A note  :sea:wall:\nw", ("sea", "wall")),
        ("* One :a:\nw\n* Two :b:\nw", ()),  # of parts of it
    ],
)
def test_org(source: str, expected: tuple[str, ...]) -> None:
    assert orgfile.article(source).tags == expected


def test_rst() -> None:
    said = "Title\n=====\n\n:tags: old sea, wall\n:category: News\n\nwords"
    assert rstfile.article(said).tags == ("old sea", "wall", "News")


def test_a_pages_keywords_are_no_tags(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><head><meta name='keywords' content='a, b'></head><body><p>{'w ' * 99}")
    (found,) = files.read(path)
    assert found.tags == ()


def at(library: Library) -> tuple[str, ...]:
    return articles.article(library, 1).tags


def ids(library: Library) -> list[int]:
    return list(lists.ids(library, View(Place.ALL)))


def sound(library: Library) -> None:
    assert upkeep.check(library) == []


def test_they_come_with_the_file_and_are_found(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(note("sea", "wall"))
    taken = intake.file(library, path)
    assert at(library) == ("sea", "wall")
    assert tags.all_tags(library) == [("sea", 1), ("wall", 1)]
    assert list(lists.ids(library, View(Place.TAG, "sea"))) == [taken.id]
    path.write_text(note("sea", "new"))  # nothing but the tags changes
    intake.file(library, path)
    assert at(library) == ("new", "sea")
    sound(library)


def test_what_the_reader_did_to_tags_stays(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "notes" / "a.md"
    feed = follow(library, path.parent)
    path.write_text(note("sea", "wall"))
    refresh(library, feed)
    tags.tag(library, [1], add=["mine"], remove=["SEA"])
    path.write_text(note("sea", "wall", words="edited"))
    refresh(library, feed)
    assert at(library) == ("mine", "wall")  # what was taken off stays off
    path.write_text(note("sea", "wall", "mine", "more"))
    refresh(library, feed)
    assert at(library) == ("mine", "more", "wall")
    path.write_text(note("more"))
    refresh(library, feed)
    assert at(library) == ("mine", "more")  # the reader's own is never taken off
    path.write_text(note("more", "sea"))
    refresh(library, feed)
    assert at(library) == ("mine", "more", "sea")  # newly in the file
    sound(library)


def test_a_files_own_tags_do_not_keep_its_article(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "notes" / "a.md"
    feed = follow(library, path.parent)
    path.write_text(note("sea", "wall"))
    refresh(library, feed)
    tags.tag(library, [1], remove=["wall"])
    path.rename(tmp_path / "away.md")
    refresh(library, feed)
    assert ids(library) == []
    assert tags.all_tags(library) == []
    sound(library)
    (tmp_path / "away.md").rename(path)
    refresh(library, feed)
    assert ids(library) == [1]
    assert at(library) == ("sea",)
    sound(library)


@pytest.mark.parametrize("keep", ["other tag", "same tag", "saved"])
def test_the_readers_tag_or_save_keeps_it_whole(
    library: Library, tmp_path: Path, keep: str
) -> None:
    path = tmp_path / "notes" / "a.md"
    feed = follow(library, path.parent)
    path.write_text(note("sea"))
    refresh(library, feed)
    if keep == "saved":
        saved.save(library, [1])
    else:
        tags.tag(library, [1], add=["mine" if keep == "other tag" else "sea"])
    path.unlink()
    refresh(library, feed)
    assert ids(library) == [1]
    assert "sea" in at(library)
    sound(library)


def test_leaving_a_directory_takes_its_tags_out_of_sight(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "notes" / "a.md"
    feed = follow(library, path.parent)
    path.write_text(note("sea"))
    (path.parent / "b.md").write_text(note("sea", words="other words"))
    refresh(library, feed)
    tags.tag(library, [2], add=["mine"])
    feeds.remove(library, [feed])
    assert list(lists.ids(library, View(Place.TAG, "sea"))) == [2]
    assert tags.all_tags(library) == [("mine", 1), ("sea", 1)]
    undo.undo(library)
    assert tags.all_tags(library) == [("mine", 1), ("sea", 2)]
    sound(library)


def test_retention_takes_what_only_its_file_has_tagged(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "notes" / "a.md"
    feed = follow(library, path.parent)
    for number in range(3):
        path.with_name(f"{number}.md").write_text(note("sea", words=f"words {number}"))
    refresh(library, feed)
    with library.writing() as db:
        db.execute("UPDATE article SET read = 1")
    tags.tag(library, [1], add=["mine"])
    feeds.edit(library, feed, keep=1)
    upkeep.retire(library, Config(), now=2_000_000_000)
    assert 1 in ids(library)
    assert len(ids(library)) == 2
    sound(library)


def test_deleting_and_undoing_keeps_them(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(note("sea"))
    intake.file(library, path)
    articles.delete(library, [1])
    assert tags.all_tags(library) == []
    undo.undo(library)
    assert at(library) == ("sea",)
    sound(library)


def test_found_by_a_search(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(note("sea"))
    intake.file(library, path)
    search.index_pending(library)
    assert list(lists.ids(library, View(Place.ALL, query="tag:sea"))) == [1]


def test_a_library_from_before_takes_them(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", migrations=schema.MIGRATIONS[:1]):
        pass
    with open_library(tmp_path / "library") as library:
        assert library.read("PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
        (tmp_path / "a.md").write_text(note("sea"))
        intake.file(library, tmp_path / "a.md")
        assert at(library) == ("sea",)
        with library.writing() as db:
            db.execute("DELETE FROM tagging")
            db.execute("DELETE FROM article")
        assert library.read("SELECT * FROM filed") == []
        assert isinstance(library.db, sqlite3.Connection)
    assert os.path.exists(tmp_path / "library" / "backups")


def test_an_article_without_a_file_has_none() -> None:
    assert ParsedArticle().tags == ()
