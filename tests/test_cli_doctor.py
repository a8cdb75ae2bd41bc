"""doctor: says what is wrong and how to mend it, and changes nothing unasked."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from terminal import Terminal

from reader.store import outcomes, search

if TYPE_CHECKING:
    from commandline import CommandLine

pytest_plugins = ("commandline",)


@pytest.fixture
def ids(tearsheet: CommandLine, stock: Callable[..., list[int]]) -> list[int]:
    """Twelve articles of three feeds, newest first."""
    with tearsheet.opened() as lib:
        found = stock(lib)
        search.index_pending(lib)
    return found


def snapshot(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.suffix == ".db"}


def test_a_sound_library(tearsheet: CommandLine, ids: list[int]) -> None:
    before = snapshot(tearsheet.folder)
    answer = tearsheet("doctor")
    assert (answer.code, answer.err) == (0, "")
    assert "WRONG" not in answer.out
    assert str(tearsheet.folder) in answer.out
    assert "12 articles, 12 unread, 0 saved" in answer.out
    assert "all articles can be searched" in answer.out
    assert snapshot(tearsheet.folder) == before


def test_before_the_first_start_nothing_is_made(tearsheet: CommandLine) -> None:
    answer = tearsheet("doctor")
    assert answer.code == 0
    assert "there is none" in answer.out
    assert not tearsheet.folder.exists()


def test_wrong_counters_are_told_and_mended_on_request(
    tearsheet: CommandLine, ids: list[int]
) -> None:
    db = sqlite3.connect(tearsheet.folder / "library.db")
    db.execute("UPDATE feed SET unread = 77 WHERE id = 1")
    db.commit()
    db.close()
    answer = tearsheet("doctor")
    assert answer.code == 1
    assert "WRONG the counters of “Gazette 0”" in answer.out
    assert "--mend" in answer.out
    assert tearsheet("feeds", "--json").json[-1]["unread"] == 77
    tearsheet("doctor", "--mend")
    assert tearsheet("doctor").code == 0
    assert tearsheet("unread").out == "12\n"


def test_a_lost_index_is_told_and_built_anew(tearsheet: CommandLine, ids: list[int]) -> None:
    for file in tearsheet.folder.glob("search.db*"):
        file.unlink()
    answer = tearsheet("doctor")
    assert answer.code == 0
    assert "12 articles cannot be searched yet" in answer.out
    assert "--reindex" in answer.out
    assert "built anew" in tearsheet("doctor", "--reindex").out
    assert len(tearsheet("search", "harbour").lines) == 3


def test_failing_feeds_are_named_with_the_reason(tearsheet: CommandLine, ids: list[int]) -> None:
    with tearsheet.opened() as lib:
        outcomes.record(
            lib, outcomes.FetchOutcome(feed_id=1, at=1, next_due=2, error="The server said 500.")
        )
    answer = tearsheet("doctor")
    assert answer.code == 0
    assert "Gazette 0: The server said 500 (1 failure in a row, last success: never)" in answer.out
    assert "tearsheet refresh 1" in answer.out


@pytest.mark.parametrize("version", [999, 0])
def test_a_library_that_cannot_be_opened(
    tearsheet: CommandLine, ids: list[int], version: int
) -> None:
    path = tearsheet.folder / "library.db"
    if version:
        db = sqlite3.connect(path)
        db.execute("PRAGMA user_version = 999")
        db.close()
    else:
        path.write_bytes(b"nonsense" * 1000)
    before = path.read_bytes()
    answer = tearsheet("doctor")
    assert answer.code == 3
    assert "WRONG" in answer.out
    assert path.read_bytes() == before


def test_settings_and_modes_are_looked_at(tearsheet: CommandLine, ids: list[int]) -> None:
    (tearsheet.home / "config.toml").write_text("measure = 'wide'\n")
    answer = tearsheet("doctor")
    assert answer.code == 2
    assert "measure" in answer.out
    (tearsheet.home / "config.toml").unlink()
    (tearsheet.folder / "library.db").chmod(0o644)
    assert f"chmod 600 {tearsheet.folder / 'library.db'}" in tearsheet("doctor").out


def test_the_terminal_is_looked_at(tearsheet: CommandLine, ids: list[int]) -> None:
    words = ("--library", str(tearsheet.folder), "doctor")
    with Terminal.tearsheet(*words, env=tearsheet.env, columns=150, lines=50) as terminal:
        assert terminal.wait_end() == 0
        assert "xterm-256color, 150 columns by 50 lines, 24-bit colour" in terminal.text()


def test_a_library_that_is_no_folder(tearsheet: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    answer = tearsheet("--library", tmp_path / "file", "doctor")
    assert answer.code == 3
    assert f"WRONG {tmp_path / 'file'} is no folder" in answer.out


def test_files_that_cannot_be_taken_in_are_named(tearsheet: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("A note\n\nof a few words.\n")
    (tmp_path / "notes" / "b.txt").write_bytes(bytes(range(256)) * 8)
    tearsheet("add", tmp_path / "notes")
    answer = tearsheet("doctor")
    assert answer.code == 0
    assert "note  notes: 1 file cannot be taken in: " in answer.out
    assert "b.txt" in answer.out
