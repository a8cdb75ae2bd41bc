"""Failures: one sentence, the documented code, no traceback, the library as it was."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loopback import Loopback, Reply
from terminal import Terminal

from reader.cli.verbs import VERBS
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


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["list", "--nonsense"],
        ["list", "--limit", "many"],
        ["list", "--limit", "-1"],
        ["list", "--sort", "colour"],
        ["show"],
        ["show", "1", "--format", "pdf"],
        ["export", "epub"],
        ["config", "destroy"],
        ["completions", "cmd"],
        ["search"],
        ["undo", "twice"],
        ["add"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_code_2_and_one_line(tearsheet: CommandLine, words: list[str]) -> None:
    answer = tearsheet(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("tearsheet: ")
    assert answer.err.count("\n") == 1
    assert "--help" in answer.err


@pytest.mark.parametrize("verb", VERBS, ids=str)
def test_every_verb_has_help_with_an_example(tearsheet: CommandLine, verb: str) -> None:
    answer = tearsheet(verb, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert f"usage: tearsheet {verb}" in answer.out
    assert "example:\n  " in answer.out
    assert f"tearsheet {verb}" in answer.out.split("example:")[1]


def test_the_overview_and_the_version(tearsheet: CommandLine) -> None:
    answer = tearsheet("--help")
    assert answer.code == 0
    assert all(f"  {verb} " in answer.out for verb in VERBS)
    assert "exit codes:" in answer.out
    assert tearsheet("--version").out == "tearsheet 0.1.0\n"


def test_library_may_stand_after_the_verb(tearsheet: CommandLine, ids: list[int]) -> None:
    done = tearsheet.process("list", "--library", tearsheet.folder, "--limit", "1")
    assert len(done.lines) == 1
    assert "--library" not in tearsheet("list", "--help").out


def test_a_verb_may_be_a_librarys_name(tearsheet: CommandLine, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reader", "--library", "list", "feeds", "--json"],
        cwd=tmp_path, capture_output=True, check=False, env={**os.environ, **tearsheet.env},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, b"[]\n")
    assert (tmp_path / "list" / "library.db").exists()


def newer(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 999")
    db.close()


def foreign(path: Path) -> None:
    path.unlink()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE theirs(x)")
    db.commit()
    db.close()


def garbage(path: Path) -> None:
    path.write_bytes(b"not a database" * 100)


def directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [newer, foreign, garbage, directory])
@pytest.mark.parametrize("verb", ["list", "unread", "refresh", "undo", "feeds"])
def test_a_library_that_cannot_be_opened_is_code_3_and_untouched(
    tearsheet: CommandLine, spoil: Callable[[Path], None], verb: str
) -> None:
    assert tearsheet("feeds").code == 0
    path = tearsheet.folder / "library.db"
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    answer = tearsheet(verb)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith("tearsheet: ")
    assert answer.err.count("\n") == 1
    assert str(tearsheet.folder) in answer.err
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_library_that_cannot_be_made(tearsheet: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    file = tmp_path / "file"
    for folder in (file, file / "in", "/proc/none", "/no-such-folder/at-all"):
        answer = tearsheet("--library", folder, "list")
        assert (answer.code, answer.out) == (3, "")
        assert answer.err.count("\n") == 1


def test_settings_that_cannot_be_read(tearsheet: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("measure = 'wide'\n")
    answer = tearsheet("refresh")
    assert (answer.code, answer.out) == (2, "")
    assert "measure" in answer.err


def test_a_reader_that_goes_away_is_silent(tearsheet: CommandLine, ids: list[int]) -> None:
    command = [sys.executable, "-m", "reader", "--library", str(tearsheet.folder), "list"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    running.stdout.close()
    assert running.stderr is not None
    assert running.stderr.read() == b""
    assert running.wait(20) == 0


def test_a_full_disk_is_heard(tearsheet: CommandLine, ids: list[int]) -> None:
    for words in (["list"], ["unread"], ["list", "--json"], ["--help"], ["show", "1"]):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "reader", "--library", str(tearsheet.folder), *words],
                stdout=full, stderr=subprocess.PIPE, check=False,
            )  # fmt: skip
        assert done.returncode == 1
        said = b"tearsheet: the output cannot be written: No space left on device"
        assert done.stderr.startswith(said)
        assert b"Traceback" not in done.stderr
        assert done.stderr.count(b"\n") == 1
    assert not (tearsheet.folder / "errors.log").exists()


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("words", ["list", "unread", "add nonsense", "--help", ""])
def test_closed_streams_are_no_surprise(
    tearsheet: CommandLine, ids: list[int], closed: str, words: str
) -> None:
    command = f"{sys.executable} -m reader --library {tearsheet.folder} {words} {closed}"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, check=False, timeout=30,
        env={**os.environ, **tearsheet.env},
    )  # fmt: skip
    assert done.returncode in (0, 1, 2)
    assert b"Traceback" not in done.stderr
    assert b"unexpected" not in done.stderr
    assert not (tearsheet.folder / "errors.log").exists()


@pytest.mark.parametrize("said", ["garbage", "-5", "9" * 30, "1e9"])
def test_a_clock_that_is_set_to_nonsense_runs_on(
    tearsheet: CommandLine, ids: list[int], said: str
) -> None:
    answer = tearsheet.process("list", env={"TEARSHEET_NOW": said})
    assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize(
    "words",
    [
        ["edit", "1", "--keep", "9" * 20],
        ["edit", "1", "--every", "9" * 20],
        ["list", "--limit", "9" * 20],
        ["search", "harbour", "--limit", "10000001"],
        ["mark", "harbour", "--read", "--unread"],
        ["mark", "harbour"],
        ["search", ""],
        ["add", "http://[::1"],
        ["add", "https://name:secret@[::1"],
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_code_2(
    tearsheet: CommandLine, ids: list[int], words: list[str]
) -> None:
    answer = tearsheet(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert "unexpected" not in answer.err
    assert "secret" not in answer.err


def test_nothing_found_while_the_index_is_behind(tearsheet: CommandLine, ids: list[int]) -> None:
    for file in tearsheet.folder.glob("search.db*"):
        file.unlink()
    answer = tearsheet("search", "harbour")
    assert answer.code == 4
    assert answer.err.startswith("12 articles are not in the search index yet; `tearsheet doctor")
    assert tearsheet("refresh", "--index", "--events").lines[-1].startswith('{"event": "finished"')
    assert len(tearsheet("search", "harbour").lines) == 3
    assert "--index" not in tearsheet("refresh", "--help").out


def test_an_error_nobody_foresaw_is_one_sentence_and_a_log(
    tearsheet: CommandLine, ids: list[int]
) -> None:
    db = sqlite3.connect(tearsheet.folder / "library.db")
    db.execute("UPDATE article SET title = x'ff'")  # bytes where only text is ever written
    db.commit()
    db.close()
    answer = tearsheet("list")
    assert answer.code == 1
    assert answer.err.startswith("tearsheet: unexpected error: TypeError; the details are in ")
    assert answer.err.count("\n") == 1
    log = tearsheet.folder / "errors.log"
    assert "Traceback" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    assert "errors.log" in tearsheet("doctor").out


def test_control_c_is_130_without_a_traceback(tearsheet: CommandLine) -> None:
    with Loopback() as site:
        site.pages["/slow"] = Reply(200, b"<rss/>", wait=20)
        command = [sys.executable, "-m", "reader", "--library", str(tearsheet.folder)]
        running = subprocess.Popen(
            [*command, "add", site.url("/slow")], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(200):
            if site.asked("/slow"):
                break
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=15)
    assert (running.returncode, out, err) == (130, b"", b"")


def test_without_a_terminal_the_newsreader_says_so(tearsheet: CommandLine) -> None:
    for words in ([], ["demo"]):
        answer = tearsheet.process(*words)
        assert (answer.code, answer.out) == (2, "")
        assert "terminal" in answer.err
    with Terminal.tearsheet(env={**tearsheet.env, "TERM": "dumb"}) as terminal:
        assert terminal.wait_end() == 2
        assert "terminal" in terminal.text()


def test_a_terminal_of_another_encoding_gets_what_it_can_show(
    tearsheet: CommandLine, ids: list[int]
) -> None:
    answer = tearsheet.process("list", env={"PYTHONIOENCODING": "ascii"})
    assert answer.code == 0
    assert "Caf? culture" in answer.out
