"""unread: the quick way gives the very number that the full way gives, or leaves it to that."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.cli.unread import quick
from reader.store import articles, marks, schema, tally

if TYPE_CHECKING:
    from commandline import CommandLine

pytest_plugins = ("commandline",)


def test_the_quick_way_knows_the_schema() -> None:
    assert tally.APPLICATION_ID == schema.APPLICATION_ID
    assert len(schema.MIGRATIONS) == tally.VERSION


def test_the_number(tearsheet: CommandLine, stock: Callable[..., list[int]]) -> None:
    assert tearsheet("unread").out == "0\n"
    with tearsheet.opened() as lib:
        ids = stock(lib, 25)
        marks.mark(lib, ids[:7], read=True)
        assert articles.unread_total(lib) == 18
    assert tally.unread(str(tearsheet.folder)) == 18
    assert tearsheet("unread").out == "18\n"
    assert tearsheet.process("unread").out == "18\n"
    tearsheet("remove", "Gazette 1")
    with tearsheet.opened() as lib:
        left = articles.unread_total(lib)
    assert left < 18
    assert tearsheet("unread").out == f"{left}\n"


def test_it_looks_only(tearsheet: CommandLine, stock: Callable[..., list[int]]) -> None:
    with tearsheet.opened() as lib:
        stock(lib)
    before = (tearsheet.folder / "library.db").read_bytes()
    tearsheet("unread")
    assert (tearsheet.folder / "library.db").read_bytes() == before


def test_it_reads_while_another_writes(
    tearsheet: CommandLine, stock: Callable[..., list[int]]
) -> None:
    with tearsheet.opened() as lib:
        stock(lib)
        with lib.writing() as db:
            db.execute("UPDATE article SET read = 1")
            assert tearsheet("unread").out == "12\n"
        assert tearsheet("unread").out == "0\n"


@pytest.mark.parametrize("where", ["option", "environment", "setting", "usual"])
def test_the_library_is_found_as_elsewhere(
    tmp_path: Path, stock: Callable[..., list[int]], tearsheet: CommandLine, where: str
) -> None:
    folder = tmp_path / "data" / "tearsheet" if where == "usual" else tearsheet.folder
    env, words = dict(tearsheet.env), ["unread"]
    if where == "option":
        words = ["--library", str(folder), "unread"]
    elif where == "environment":
        env["TEARSHEET_LIBRARY"] = str(folder)
    elif where == "setting":
        (tmp_path / "config.toml").write_text(f"library = '{folder}'\nmeasure = 70\n")
    folder.parent.mkdir(exist_ok=True)
    from reader.store import open_library

    with open_library(folder) as lib:
        stock(lib, 5)
    done = subprocess.run(
        [sys.executable, "-m", "reader", *words],
        env={**os.environ, **env},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"5\n", b"")


def test_in_doubt_it_leaves_it_to_the_full_command_line(tmp_path: Path) -> None:
    def doubts(*words: str) -> bool:
        return quick(list(words)) is None

    assert doubts("unread", "--help")
    assert doubts("--library", str(tmp_path / "none"), "unread")
    (tmp_path / "library.db").write_bytes(b"garbage" * 1000)
    assert doubts("--library", str(tmp_path), "unread")
    (tmp_path / "library.db").unlink()
    db = sqlite3.connect(tmp_path / "library.db")
    db.execute("CREATE TABLE feed(unread)")
    db.commit()
    db.close()
    assert doubts("--library", str(tmp_path), "unread")


def test_odd_names_of_folders(stock: Callable[..., list[int]], tmp_path: Path) -> None:
    from reader.store import open_library

    for name in ("with space", "q?mode=memory", "hash#tag", "per%20cent", "ünï", "'quote'"):
        with open_library(tmp_path / name) as lib:
            stock(lib, 3)
        assert tally.unread(str(tmp_path / name)) == 3
        assert not tally.is_new(str(tmp_path / name))
