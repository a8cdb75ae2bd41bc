"""Files and standard input at the command line: add, save, show --original, refusals."""

from __future__ import annotations

import gzip
import mailbox
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_ingest_books import SENTENCES, book, lines, pdf
from test_ingest_mail import letter

if TYPE_CHECKING:
    from commandline import Answer, CommandLine

pytest_plugins = ("commandline",)

TEXT = (
    "Harbour wall to be rebuilt in stone\n\nBy Jane Roe\n\n"
    "The council has voted for the wall of stone after ten years of quarrel about it. "
    "The builders begin before the winter storms.\n"
)


def piped(tearsheet: CommandLine, data: bytes, *words: str) -> Answer:
    """A verb as a process of its own that reads `data` from a pipe."""
    return tearsheet.process(*words, given=data)


def test_add_reads_standard_input(tearsheet: CommandLine) -> None:
    said = piped(tearsheet, TEXT.encode(), "add", "-", "--json")
    assert said.code == 0
    (added,) = said.json
    assert (added["kind"], added["title"]) == ("file", "Harbour wall to be rebuilt in stone")
    again = piped(tearsheet, TEXT.encode(), "add", "-")
    assert "is here already, as article 1" in again.out
    shown = tearsheet("show", "1", "--json").json
    assert (shown["byline"], shown["feed"], shown["original_path"]) == ("Jane Roe", "Files", "")
    assert tearsheet("show", "1", "--original").out == TEXT


def test_what_comes_through_a_pipe_is_told_by_its_content(tearsheet: CommandLine) -> None:
    page = f"<!doctype html><title>The wall</title><p>{SENTENCES}</p>"
    for data, title in (
        (page.encode(), "The wall"),
        (letter("A letter").as_bytes(), "A letter"),
        (gzip.compress(b"---\ntitle: Notes\n---\nWords."), "Notes"),
        (pdf(lines(SENTENCES), title="A paper"), "A paper"),
    ):
        said = piped(tearsheet, data, "add", "-", "--json")
        assert said.json[0]["title"] == title


def test_save_reads_standard_input_with_a_title(tearsheet: CommandLine) -> None:
    said = piped(tearsheet, b"Only a line of words.\n", "save", "-", "--title", "My own")
    assert (said.code, said.out) == (0, "Saved: “My own” (article 1).\n")
    shown = tearsheet("saved", "--json").json
    assert [(one["title"], one["title_from"]) for one in shown] == [("My own", "headline")]


def test_standard_input_that_is_nothing(tearsheet: CommandLine) -> None:
    for data, words in (
        (b"", "standard input is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "standard input is not text (a picture)"),
    ):
        said = piped(tearsheet, data, "add", "-")
        assert (said.code, said.out) == (1, "")
        assert words in said.err
        assert said.err.count("\n") == 1
    assert tearsheet("list", "--json").json == []


def test_a_title_for_several_is_refused(tearsheet: CommandLine) -> None:
    assert tearsheet("save", "a.txt", "b.txt", "--title", "x").code == 2


def test_a_book_is_taken_in_and_saved_whole(tearsheet: CommandLine, tmp_path: Path) -> None:
    path = str(book(tmp_path / "sea.epub"))
    said = tearsheet("add", path)
    assert said.out == (
        "Taken in: “One: the wall” and what follows it, 3 articles (from article 1).\n"
    )
    listed = tearsheet("list", "--json").json
    assert [one["title"] for one in listed] == ["One: the wall", "Two: the harbour", "The third"]
    assert {one["source"] for one in listed} == {"The Sea"}
    assert "is here already" in tearsheet("add", path).out
    assert "and 2 more" in tearsheet("save", path).out
    assert len(tearsheet("saved", "--json").json) == 3
    shown = tearsheet("show", "2", "--json").json
    assert shown["original_path"] == path
    assert "Words of the second." in tearsheet("show", "2", "--original").out
    assert "Words of the first" not in tearsheet("show", "2", "--original").out


def test_a_mailbox_by_message(tearsheet: CommandLine, tmp_path: Path) -> None:
    made = mailbox.mbox(tmp_path / "list.mbox")
    for n in range(3):
        made.add(letter(f"Number {n}", number=n))
    made.close()
    assert "3 articles" in tearsheet("add", str(tmp_path / "list.mbox")).out
    original = tearsheet("show", "2", "--original").out
    assert original.startswith("From: Jane Roe")
    assert "Number 1" in original
    assert "Number 2" not in original
    made = mailbox.mbox(tmp_path / "list.mbox")
    made.add(letter("Number 3", number=3))
    made.close()
    tearsheet("add", str(tmp_path / "list.mbox"))
    assert len(tearsheet("list", "--json").json) == 4


def test_a_directory_of_all_kinds_is_one_feed(tearsheet: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    book(folder / "sea.epub")
    (folder / "a.eml").write_bytes(letter("A letter").as_bytes())
    (folder / "paper.pdf").write_bytes(pdf(lines(SENTENCES), title="A paper"))
    (folder / "notes.org").write_text("#+TITLE: Notes\nWords.")
    (folder / "story.txt.gz").write_bytes(gzip.compress(TEXT.encode()))
    (folder / "broken.epub").write_bytes(b"PK\x03\x04 cut")
    (folder / "empty.eml").write_bytes(b"")
    said = tearsheet("add", str(folder))
    assert said.code == 1
    assert "7 articles" in said.out
    assert len(said.err.splitlines()) == 2
    assert "broken.epub" in said.err
    assert "empty.eml" in said.err
    titles = {one["title"] for one in tearsheet("list", "--json").json}
    assert titles == {
        "One: the wall", "Two: the harbour", "The third", "A letter", "A paper", "Notes",
        "Harbour wall to be rebuilt in stone",
    }  # fmt: skip
    again = tearsheet("refresh", "--all", "--json").json
    assert (again["new"], again["changed"]) == (0, 0)
    assert len(tearsheet("list", "--json").json) == 7
    (folder / "sea.epub").unlink()
    tearsheet("refresh", "--all")
    assert len(tearsheet("list", "--json").json) == 4


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", b"PK\x03\x04" + b"\0" * 40 + b"[Content_Types].xml", "office document"),
        ("a.rtf", b"{\\rtf1 words}", "RTF"),
        ("a.zip", b"PK\x03\x04" + b"\0" * 40, "unpack it"),
        ("a.txt", bytes(range(256)) * 9, "is not text"),
        ("a.pdf", b"%PDF-1.4 cut", "damaged PDF"),
        ("a.epub", b"PK\x03\x04 cut", "damaged archive"),
        ("a.gz", b"\x1f\x8b\x08\x00", "compressed"),
        ("a.mht", b"Content-Type: multipart/related\n\nnothing", "without a page"),
        ("a.eml", b"From: a@b.example\n\n", "without any text"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_leaves_nothing(
    tearsheet: CommandLine, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    for verb in ("add", "save"):
        said = tearsheet(verb, str(tmp_path / name))
        assert said.code == 1
        assert said.out == ""
        assert words in said.err
        assert name in said.err
        assert said.err.count("\n") == 1
    assert tearsheet("list", "--json").json == []


def test_the_source_of_a_pdf_goes_into_a_file(tearsheet: CommandLine, tmp_path: Path) -> None:
    data = pdf(lines(SENTENCES), title="A paper")
    (tmp_path / "paper.pdf").write_bytes(data)
    tearsheet("add", str(tmp_path / "paper.pdf"))
    said = tearsheet("show", "1", "--original")
    assert (said.code, said.out) == (1, "")
    assert "no text (a PDF); -o FILE" in said.err
    assert tearsheet("show", "1", "--original", "-o", str(tmp_path / "copy.pdf")).code == 0
    assert (tmp_path / "copy.pdf").read_bytes() == data


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="modes are of Unix")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    """As another user where the tests run as root, whom no mode stops."""
    path = tmp_path / "secret.txt"
    path.write_text(TEXT)
    path.chmod(0)
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom reader.ingest import files\n"
        "if os.getuid() == 0: os.seteuid(65534)\n"
        "try: list(files.read(Path(sys.argv[1])))\nexcept files.FileError as error: print(error)"
    )
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "secret.txt may not be read by you; change its permissions" in done.stdout
