"""Pictures in the library: kept once, linked to articles, bounded, and never lost when saved."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from pathlib import Path

import pytest
from picturemaker import taken_in

from reader import clock
from reader.config import Config
from reader.model import LibraryError
from reader.store import (
    Library,
    articles,
    feeds,
    open_library,
    pictures,
    saved,
    schema,
    undo,
    upkeep,
)

A, B = "https://e.org/a.png", "https://e.org/b.png"


def put(library: Library, article: int, url: str, content: bytes = b"one") -> Path:
    kept = pictures.keep(library, article, url, content, "png", (40, 20))
    return Path(kept.path)


def test_a_picture_is_a_file_of_its_readers_own(library: Library) -> None:
    number = taken_in(library, "<p>Words</p>")
    path = put(library, number, A)
    assert path.read_bytes() == b"one"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    known = pictures.of(library, number)[A]
    assert (known.path, known.kind, known.width, known.height) == (str(path), "png", 40, 20)
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_same_picture_at_two_addresses_is_kept_once(library: Library) -> None:
    number = taken_in(library, "")
    assert put(library, number, A) == put(library, number, B)
    assert pictures.kept(library) == (2, 0, 6)


def test_what_one_article_has_another_gets_without_a_request(library: Library) -> None:
    first, second = taken_in(library, ""), taken_in(library, "", n=2)
    put(library, first, A)
    assert pictures.missing(library, second, [A, B]) == [B]
    assert set(pictures.of(library, second)) == {A}


def test_an_address_that_gives_another_picture_later_changes_no_article(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = taken_in(library, ""), taken_in(library, "", n=2)
    old = put(library, first, A, b"yesterday")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + 2 * pictures.FRESH_SECONDS)
    assert pictures.missing(library, second, [A]) == [A]
    new = put(library, second, A, b"today")
    assert pictures.of(library, first)[A].path == str(old) != str(new)
    assert pictures.of(library, second)[A].path == str(new)


def test_a_failure_is_remembered_for_a_day(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = taken_in(library, "")
    pictures.keep_failure(library, number, A, "It is gone.")
    assert pictures.of(library, number)[A].error == "It is gone."
    assert pictures.missing(library, number, [A]) == []
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + pictures.RETRY_SECONDS + 1)
    assert pictures.of(library, number) == {}
    assert pictures.missing(library, number, [A]) == [A]
    put(library, number, A)
    assert not pictures.of(library, number)[A].error


def test_the_room_is_bounded_and_what_was_looked_at_last_stays(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    ids = []
    for n in range(1, 5):
        monkeypatch.setattr(clock, "now", lambda n=n: now + n)
        ids.append(taken_in(library, "", n=n))
        put(library, ids[-1], f"https://e.org/{n}", b"%d" % n * 600_000)
    saved.save(library, ids[:1])
    monkeypatch.setattr(clock, "now", lambda: now + 2 * pictures.USE_SECONDS)
    pictures.looked_at(library, ids[1])
    assert pictures.trim(library, 1) == 2
    assert [bool(pictures.of(library, one)) for one in ids] == [True, True, False, False]
    assert len(list((library.folder / "files").glob("*/*"))) == 2
    assert pictures.trim(library, 0) == 1
    assert pictures.of(library, ids[0])


def test_pictures_of_a_saved_article_cannot_be_taken_away(library: Library) -> None:
    number = taken_in(library, "")
    path = put(library, number, A)
    saved.save(library, [number])
    for sql in ("DELETE FROM picture", "DELETE FROM pictured", "UPDATE picture SET hash = 'x'"):
        with pytest.raises(LibraryError, match="saved"), library.writing() as db:
            db.execute(sql)
    pictures.trim(library, 0)
    assert path.exists()
    assert pictures.lost(library) == []
    path.unlink()
    assert pictures.lost(library) == [A]


def test_what_no_article_shows_goes(library: Library) -> None:
    number = taken_in(library, "")
    path = put(library, number, A)
    articles.delete(library, [number])
    upkeep.retire(library, Config(), clock.now() + 2 * upkeep.GRACE)
    pictures.trim(library, 100)
    assert not path.exists()
    assert pictures.kept(library) == (0, 0, 0)


def test_files_that_belong_to_nothing_are_found(library: Library) -> None:
    path = put(library, taken_in(library, ""), A)
    stray = path.with_name("0" * 64 + ".png")
    stray.write_bytes(b"forgotten")
    assert pictures.strays(library) == []
    old = time.time() - 2 * pictures.STRAY_SECONDS
    os.utime(stray, (old, old))
    os.utime(path, (old, old))
    assert pictures.strays(library) == [stray]
    assert pictures.drop_strays(library) == 1
    assert path.exists()
    assert not stray.exists()


def test_a_feeds_pictures_are_turned_off_and_on_with_undo(library: Library) -> None:
    feed = feeds.feed(library, articles.article(library, taken_in(library, "")).feed_id)
    assert feed.pictures
    feeds.edit(library, feed.id, pictures=False)
    assert not feeds.feed(library, feed.id).pictures
    undo.undo(library)
    assert feeds.feed(library, feed.id).pictures
    undo.redo(library)
    assert not feeds.feed(library, feed.id).pictures


def test_a_library_of_version_1_gets_room_for_pictures(tmp_path: Path) -> None:
    first = schema.MIGRATIONS[:1]
    with open_library(tmp_path / "old", migrations=first) as old, old.writing() as db:
        db.execute(
            "INSERT INTO feed(kind, url, added) VALUES ('web', 'https://example.org/rss', 1)"
        )
    with open_library(tmp_path / "old") as library:
        number = taken_in(library, "<p>Words</p>")
        put(library, number, A)
        assert feeds.feed(library, 1).pictures
        assert upkeep.check(library) == []
    (copy,) = (tmp_path / "old" / "backups").iterdir()
    db = sqlite3.connect(copy)
    assert db.execute("PRAGMA user_version").fetchone() == (1,)
    db.close()
