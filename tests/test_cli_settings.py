"""config: every setting with its meaning, where the file is, and editing it."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from reader.config import Config, load_config
from reader.model import ReaderError
from reader.tui import opener

if TYPE_CHECKING:
    from commandline import CommandLine

pytest_plugins = ("commandline",)


def test_every_setting_with_value_and_meaning(tearsheet: CommandLine) -> None:
    path = tearsheet.home / "config.toml"
    path.write_text('measure = 66\n[keys]\nsave = ["ctrl+s"]\n')
    answer = tearsheet("config")
    assert answer.code == 0
    assert answer.lines[0] == f"# {path}"
    assert "# width of the text in cells, 20 to 200\nmeasure = 66  # usual: 72\n" in answer.out
    said = tomllib.loads(answer.out)
    assert list(said) == [field.name for field in fields(Config)]
    assert said["measure"] == 66
    assert said["keys"] == {"save": ["ctrl+s"]}
    comments = [line for line in answer.lines if line.startswith("# ")]
    assert len(comments) == len(said) + 1
    assert all(len(line) > 10 for line in comments)


def test_path(tearsheet: CommandLine) -> None:
    assert tearsheet("config", "path").out == f"{tearsheet.home / 'config.toml'}\n"


def test_edit_makes_the_file_opens_it_and_checks_it(
    tearsheet: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tearsheet.home / "config.toml"
    monkeypatch.setenv("VISUAL", "sed -i 's/^# measure = 72/measure = 60/'")
    answer = tearsheet("config", "edit")
    assert answer.code == 0
    assert "in order" in answer.err
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_config(path) == Config(measure=60)
    uncommented = path.read_text().replace("\n# ", "\n").replace("# Settings", "")
    assert "theme" in uncommented
    monkeypatch.setenv("VISUAL", "sed -i 's/^measure = 60/measure = 9/'")
    answer = tearsheet("config", "edit")
    assert answer.code == 2
    assert "measure" in answer.err
    monkeypatch.setenv("VISUAL", "sed -i 's/^measure = 9/measure = 90/'")
    assert tearsheet("config", "edit").code == 0


def test_edit_with_an_editor_that_is_not_there(
    tearsheet: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for editor in ("/no/such/editor", "false"):
        monkeypatch.setenv("VISUAL", editor)
        answer = tearsheet("config", "edit")
        assert (answer.code, answer.out) == (1, "")
        assert answer.err.count("\n") == 1
        assert editor in answer.err


def test_edit_without_a_terminal_or_an_editor(tearsheet: CommandLine) -> None:
    answer = tearsheet.process("config", "edit", env={"VISUAL": "", "EDITOR": ""})
    assert (answer.code, answer.out) == (2, "")
    assert "needs a terminal or $EDITOR" in answer.err
    assert not (tearsheet.home / "config.toml").exists()


def test_an_editor_with_an_open_quote(tearsheet: CommandLine) -> None:
    answer = tearsheet.process("config", "edit", env={"VISUAL": 'vi "x'})
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    with pytest.raises(ReaderError, match="no command"):
        opener.editor_command("vi 'x")
    with pytest.raises(ReaderError, match="no command"):
        opener.browser_command('fox "')


def test_a_file_that_cannot_be_made_is_to_blame(
    tearsheet: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setenv("TEARSHEET_CONFIG", "/proc/none/config.toml")
    answer = tearsheet("config", "edit")
    assert answer.code == 1
    assert answer.err.startswith("tearsheet: /proc/none/config.toml cannot be made: ")


@pytest.mark.parametrize(
    "raw",
    [
        b"measure = 9",
        b"measure = '9'",
        b"scheme = 'x'",
        b"nonsense = 1",
        b"keys = 1",
        b"theme = '\xff'",
        b"measure = " + b"9" * 5_000,
        b"a = " + b"[" * 5_000,
    ],
    ids=range(8),
)
def test_settings_that_cannot_be_read_say_what_to_do(tearsheet: CommandLine, raw: bytes) -> None:
    (tearsheet.home / "config.toml").write_bytes(raw)
    answer = tearsheet("config")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert any(words in answer.err for words in ("config edit", "mend it there", "save it as UTF"))
