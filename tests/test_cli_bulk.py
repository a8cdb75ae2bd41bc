"""mark, tag, undo, redo: many articles at once, counted in words, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from reader.store import search

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


def unread(tearsheet: CommandLine) -> int:
    return int(tearsheet("unread").out)


def test_mark_read_and_unread(tearsheet: CommandLine, ids: list[int]) -> None:
    answer = tearsheet("mark", "harbour", "--read")
    assert answer.code == 0
    assert "3" in answer.out
    assert unread(tearsheet) == 9
    assert tearsheet("mark", "harbour", "winter", "--read").code == 4
    assert tearsheet("mark", "harbour", "OR", "winter", "--read").code == 0
    assert unread(tearsheet) == 6
    assert tearsheet("mark", "is:read", "--unread").code == 0
    assert unread(tearsheet) == 12
    answer = tearsheet("mark", "harbour", "--unread")
    assert (answer.code, answer.out) == (0, "Nothing to change.\n")


def test_mark_wants_to_know_what(tearsheet: CommandLine, ids: list[int]) -> None:
    assert tearsheet("mark", "harbour").code == 2
    assert tearsheet("mark", "", "--read").code == 2
    assert tearsheet("mark", "--read").code == 2
    assert unread(tearsheet) == 12


def test_dry_runs_change_nothing(tearsheet: CommandLine, ids: list[int]) -> None:
    assert tearsheet("mark", "harbour", "--read", "--dry-run").out == "3 articles would be read.\n"
    answer = tearsheet("tag", "harbour", "+sea", "-dry", "--dry-run")
    assert answer.out == "3 articles would be tagged +sea -dry.\n"
    assert unread(tearsheet) == 12
    assert tearsheet("undo").code == 4
    assert tearsheet("list", "tag:sea").code == 4


def test_tags_are_added_and_removed(tearsheet: CommandLine, ids: list[int]) -> None:
    assert tearsheet("tag", "harbour", "+sea", "+ships").code == 0
    assert len(tearsheet("list", "tag:sea").lines) == 3
    assert tearsheet("tag", "tag:sea -by:Ada", "-ships", "+port").code == 0
    tagged = {tuple(one["tags"]) for one in tearsheet("list", "tag:sea", "--json").json}
    assert tagged == {("port", "sea"), ("sea", "ships")}


@pytest.mark.parametrize(
    "words", [["harbour"], ["+sea"], ["harbour", "+sea", "winter"], ["harbour", "+"]]
)
def test_a_tag_command_that_says_too_little(
    tearsheet: CommandLine, ids: list[int], words: list[str]
) -> None:
    answer = tearsheet("tag", *words)
    assert (answer.code, answer.out) == (2, "")


def test_undo_and_redo_across_processes(tearsheet: CommandLine, ids: list[int]) -> None:
    tearsheet("mark", "harbour", "--read")
    tearsheet("tag", "winter", "+cold")
    answer = tearsheet.process("undo")
    assert answer.out.startswith("Undone: ")
    assert tearsheet("list", "tag:cold").code == 4
    tearsheet("undo")
    assert unread(tearsheet) == 12
    assert tearsheet("undo", "--redo").out.startswith("Done again: ")
    assert unread(tearsheet) == 9
    tearsheet("undo", "--redo")
    assert len(tearsheet("list", "tag:cold").lines) == 3
    answer = tearsheet("undo", "--redo")
    assert (answer.code, answer.err) == (4, "tearsheet: There is nothing to redo.\n")
