"""Migrations: a copy first, all steps or none, and the newest version at the end."""

from __future__ import annotations

import sqlite3
import subprocess
import sys

import pytest

from reader.model import LibraryError, Place, View
from reader.store import articles, lists, open_library, schema, upkeep

SECOND = schema.Migration("a mood for each article", "ALTER TABLE article ADD COLUMN mood TEXT;")


def third(db: sqlite3.Connection) -> None:
    db.execute("UPDATE article SET mood = 'calm' WHERE mood IS NULL")


NEXT = (*schema.MIGRATIONS, SECOND, schema.Migration("calm by default", third))


def broken(db: sqlite3.Connection) -> None:
    db.execute("UPDATE article SET feed_id = 999")


def test_an_older_library_is_copied_and_brought_up_to_date(library, stock):
    ids = stock(library, 5)
    library.close()
    with open_library(library.folder, migrations=NEXT) as newer:
        assert newer.read("PRAGMA user_version") == [(len(NEXT),)]
        assert newer.read("SELECT DISTINCT mood FROM article") == [("calm",)]
        assert list(lists.ids(newer, View(Place.ALL))) == ids
        assert upkeep.check(newer) == []
        (copy,) = (newer.folder / "backups").iterdir()
    assert f"version-{len(schema.MIGRATIONS)}" in copy.name
    old = sqlite3.connect(copy)
    assert old.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
    assert old.execute("SELECT count(*) FROM article").fetchone() == (5,)
    old.close()


def test_the_next_start_migrates_nothing(library):
    library.close()
    open_library(library.folder, migrations=NEXT).close()
    open_library(library.folder, migrations=NEXT).close()
    assert len(list((library.folder / "backups").iterdir())) == 1


def test_a_new_library_runs_the_same_steps(tmp_path):
    with open_library(tmp_path / "new", migrations=NEXT) as lib:
        assert "mood" in [row[1] for row in lib.read("PRAGMA table_info(article)")]
        assert not (lib.folder / "backups").exists()


@pytest.mark.parametrize(
    "step", [broken, "ALTER TABLE article ADD COLUMN mood; SELECT nothing FROM nowhere;"]
)
def test_a_step_that_fails_changes_nothing(library, stock, step):
    ids = stock(library, 5)
    library.close()
    failing = (*schema.MIGRATIONS, SECOND, schema.Migration("breaks", step))
    with pytest.raises(LibraryError, match="library"):
        open_library(library.folder, migrations=failing)
    with open_library(library.folder) as same:
        assert same.read("PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
        assert list(lists.ids(same, View(Place.ALL))) == ids
        assert upkeep.check(same) == []


def test_a_migrated_library_is_refused_by_an_older_program(library):
    library.close()
    open_library(library.folder, migrations=NEXT).close()
    with pytest.raises(LibraryError, match="newer Tearsheet"):
        open_library(library.folder)


_SLOW = """
import sys, time
from pathlib import Path
from reader.store import open_library, schema
def step(db):
    db.execute("DELETE FROM body")
    print("half", flush=True)
    time.sleep(60)
open_library(Path(sys.argv[1]), migrations=(*schema.MIGRATIONS, schema.Migration("slow", step)))
"""


def test_a_program_killed_while_it_migrates_leaves_the_old_library(library, stock):
    ids = stock(library, 5)
    library.close()
    code = [sys.executable, "-c", _SLOW, str(library.folder)]
    with subprocess.Popen(code, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "half\n"
        running.kill()
    with open_library(library.folder) as same:
        assert upkeep.check(same) == []
        assert articles.article(same, ids[0]).body.content


def test_only_the_newest_copies_are_kept(library):
    copies = [upkeep.backup(library, "test") for _ in range(9)]
    assert len(list((library.folder / "backups").iterdir())) == 7
    assert copies[-1].exists()
