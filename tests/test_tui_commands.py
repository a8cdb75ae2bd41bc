"""The command table: one place for keys, hints, palette, help and README."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.model import UsageError
from reader.tui.commands import ANYWHERE, COMMANDS, SCHEMES, bindings, shown
from reader.tui.keys import KeyReader, token
from reader.tui.library import function_of
from reader.tui.sheet import help_lines


def test_every_command_has_a_function_that_is_there() -> None:
    for command in COMMANDS:
        assert function_of(command.does).__doc__, command.id


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_key_means_two_things_in_one_pane(scheme: str) -> None:
    bound = bindings(scheme)
    for pane in ANYWHERE:
        seen: dict[str, str] = {}
        for command in COMMANDS:
            if pane in command.where:
                for key in bound[command.id]:
                    assert key not in seen, f"{key} in {pane}: {seen[key]} and {command.id}"
                    seen[key] = command.id
        sequences = [tuple(key.split(" ")) for key in seen]
        for keys in sequences:
            assert not any(keys[:n] in sequences for n in range(1, len(keys))), keys


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_command_can_be_reached(scheme: str) -> None:
    bound = bindings(scheme)
    assert all(bound[command.id] for command in COMMANDS if scheme == "vim")
    assert any(id == "app.palette" and keys for id, keys in bound.items())


def test_the_design_keys_are_the_default() -> None:
    bound = bindings()
    for id, key in {
        "move.down": "j", "move.first": "g g", "go.in": "enter", "go.flow": "space",
        "go.next_unread": "n", "go.next_feed": "J", "go.today": "g t", "article.mark": "m",
        "article.mark_all": "A", "article.save": "s", "article.tags": "t", "app.undo": "u",
        "app.redo": "ctrl+r", "feed.add": "a", "feed.refresh": "r", "feed.refresh_all": "R",
        "view.search": "/", "app.palette": ":", "app.help": "?", "go.zen": "z",
        "article.open": "o", "article.links": "O", "article.copy": "Y", "view.theme": "T",
    }.items():  # fmt: skip
        assert key in bound[id]


def test_own_keys_win_over_the_scheme() -> None:
    bound = bindings("vim", {"article.save": ["b", "j"]})
    assert bound["article.save"] == ("b", "j")
    assert "j" not in bound["move.down"]
    with pytest.raises(UsageError, match=r"article\.nonsense"):
        bindings("vim", {"article.nonsense": ["b"]})


def test_counts_and_sequences() -> None:
    keys = KeyReader(bindings())
    assert keys.press("1", "list").pending
    assert keys.press("0", "list").pending
    assert keys.waiting == "10"
    pressed = keys.press("j", "list")
    assert (pressed.command, pressed.count) == ("move.down", 10)
    assert keys.press("g", "list").pending
    assert keys.press("g", "list").command == "move.first"
    assert keys.press("g", "list").pending
    assert keys.press("b", "list").command == ""
    assert keys.press("j", "list") == keys.press("down", "list")


def test_escape_drops_what_is_pending_before_it_means_back() -> None:
    keys = KeyReader(bindings())
    keys.press("5", "list")
    assert keys.press("escape", "list").command == ""
    assert keys.waiting == ""
    assert keys.press("escape", "list").command == "go.out"


def test_digits_on_the_page_are_no_counts() -> None:
    assert KeyReader(bindings()).press("5", "page").command == ""


def test_names_of_keys() -> None:
    assert token("question_mark", "?") == "?"
    assert token("space", " ") == "space"
    assert token("G", "G") == "G"
    assert token("ctrl+d", "\x04") == "ctrl+d"
    assert shown("ctrl+d") == "^d"
    assert shown("g t") == "gt"
    assert shown("pagedown") == "pgdn"


def test_help_names_every_command() -> None:
    said = {line.command for line in help_lines(bindings())}
    assert {command.id for command in COMMANDS} <= said


def readme_table() -> str:
    """The README's list of keys, as the command table has it."""
    lines = ["| Keys | Do |", "|---|---|"]
    for command in COMMANDS:
        keys = " ".join(f"`{shown(key)}`" for key in bindings()[command.id]).replace("|", "\\|")
        lines.append(f"| {keys} | {command.title[0].lower()}{command.title[1:]} |")
    return "\n".join(lines) + "\n"


def test_the_readme_lists_the_keys_of_the_table() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    listed = readme.split("<!-- keys: begin -->\n")[1].split("<!-- keys: end -->")[0]
    assert listed == readme_table()
