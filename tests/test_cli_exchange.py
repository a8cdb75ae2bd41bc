"""import and export on the command line: OPML in and out, Markdown out, bad files."""

from __future__ import annotations

import os
import re
import stat
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loopback import Loopback, rss

from reader.incoming import Arrival, Changes, ParsedArticle
from reader.model import Body
from reader.store import arrivals, feeds, search, tags

if TYPE_CHECKING:
    from commandline import CommandLine

pytest_plugins = ("commandline",)

OPML = """<?xml version="1.0"?><opml version="2.0"><body>
<outline text="News"><outline text="Local">
  <outline type="rss" text="Herald" xmlUrl="https://herald.example/rss"/></outline>
  <outline type="rss" text="Wire" xmlUrl="https://wire.example/rss"/></outline>
<outline text="Shell" xmlUrl="|rm -rf /"/>
</body></opml>"""


def test_import_keeps_folders_and_names_what_it_skips(
    tearsheet: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(OPML)
    answer = tearsheet("import", file)
    assert answer.code == 1
    assert answer.out == ("2 imported, 1 skipped: Shell: |rm -rf / is no http or https address\n")
    listed = {one["title"]: one["folder"] for one in tearsheet("feeds", "--json").json}
    assert listed == {"Herald": "News/Local", "Wire": "News"}
    again = tearsheet("import", file)
    assert again.out.startswith("0 imported, 2 followed already, 1 skipped")
    assert len(tearsheet("feeds").lines) == 2


def test_import_from_stdin(tearsheet: CommandLine, tmp_path: Path) -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "reader", "--library", str(tearsheet.folder), "import", "-"],
        input=OPML.encode(),
        env={**os.environ, **tearsheet.env},
        capture_output=True,
        check=False,
    )
    assert done.stdout.startswith(b"2 imported")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"", "is empty"),
        (b"hello", "no OPML"),
        (b"<rss/>", "<rss>"),
        (os.urandom(500), "no OPML"),
    ],
    ids=["missing", "empty", "text", "rss", "binary"],
)
def test_what_is_no_opml(
    tearsheet: CommandLine, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "feeds.opml"
    if content is not None:
        file.write_bytes(content)
    answer = tearsheet("import", file)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err
    assert "feeds.opml" in answer.err
    assert answer.err.count("\n") == 1
    assert tearsheet("feeds", "--json").json == []


def test_import_of_a_directory_or_a_pipe_does_not_hang(
    tearsheet: CommandLine, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    answer = tearsheet("import", tmp_path, tmp_path / "pipe")
    assert answer.code == 1
    assert len(answer.err.splitlines()) == 2


def test_export_opml_comes_back_the_same(tearsheet: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(OPML)
    tearsheet("import", file)
    out = tmp_path / "out.opml"
    answer = tearsheet("export", "opml", "-o", out)
    assert (answer.code, answer.out) == (0, "")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    before = tearsheet("feeds", "--json").json
    printed = tearsheet("export", "opml").out
    assert ElementTree.fromstring(printed).find(".//outline[@text='Local']/outline") is not None
    tearsheet("remove", "Herald", "Wire")
    tearsheet("import", out)
    after = tearsheet("feeds", "--json").json
    names = ("title", "url", "folder", "kind")
    assert [[one[name] for name in names] for one in after] == [
        [one[name] for name in names] for one in before
    ]


def test_a_title_that_was_imported_outlives_a_refresh(
    tearsheet: CommandLine, tmp_path: Path
) -> None:
    with Loopback() as site:
        site.feed("/rss", rss("What it calls itself", 2))
        file = tmp_path / "feeds.opml"
        outline = f'<outline type="rss" text="My name for it" xmlUrl="{site.url("/rss")}"/>'
        file.write_text(f'<opml version="2.0"><body>{outline}</body></opml>')
        tearsheet("import", file)
        assert tearsheet("refresh").code == 0
    assert tearsheet("feeds", "--json").json[0]["title"] == "My name for it"
    assert 'text="My name for it"' in tearsheet("export", "opml").out
    tearsheet("edit", 1, "--title", "")
    assert tearsheet("feeds", "--json").json[0]["title"] == "What it calls itself"


def test_directories_that_stay_behind_are_told(tearsheet: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    tearsheet("add", tmp_path / "notes")
    answer = tearsheet("export", "opml")
    assert answer.code == 0
    assert "1 followed directory left out" in answer.err


def test_nothing_out_of_a_damaged_file_is_a_failure(tearsheet: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "deep.opml"
    deep = '<outline text="a">' * 3000
    file.write_text(f'<opml><body>{deep}<outline xmlUrl="http://a.example/"/>')
    answer = tearsheet("import", file)
    assert (answer.code, answer.out) == (1, "")
    assert "damaged" in answer.err
    assert answer.err.endswith("export the subscriptions again.\n")


def test_export_where_nothing_can_be_written(tearsheet: CommandLine) -> None:
    for place in ("/proc/out.opml", "/", "/no-such-folder/out.opml"):
        answer = tearsheet("export", "opml", "-o", place)
        assert (answer.code, answer.out) == (1, "")
        assert answer.err.count("\n") == 1
        assert "unexpected" not in answer.err


def test_export_leaves_no_half_file_and_keeps_the_old_one(
    tearsheet: CommandLine, tmp_path: Path
) -> None:
    place = tmp_path / "there" / "out.opml"
    answer = tearsheet("export", "opml", "-o", place)
    assert answer.code == 1
    assert answer.err.count("\n") == 1
    assert not place.parent.exists()
    target = tmp_path / "target"
    target.write_text("mine")
    link = tmp_path / "link.opml"
    link.symlink_to(target)
    assert tearsheet("export", "opml", "-o", link).code == 0
    assert target.read_text() == "mine"
    assert sorted(one.name for one in tmp_path.glob(".*")) == []


@pytest.fixture
def ids(tearsheet: CommandLine, stock: Callable[..., list[int]]) -> list[int]:
    """Twelve articles of three feeds, newest first."""
    with tearsheet.opened() as lib:
        found = stock(lib)
        tags.tag(lib, found[:1], add=("sea",))
        search.index_pending(lib)
    return found


def test_markdown_into_a_directory(tearsheet: CommandLine, ids: list[int], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert tearsheet("export", "markdown", "harbour", "-o", folder).code == 0
    files = sorted(folder.iterdir())
    assert len(files) == 3
    assert all(one.name.startswith("the-harbour-opens-again-") for one in files)
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in files)
    tearsheet("export", "markdown", "harbour", "-o", folder)
    assert sorted(folder.iterdir()) == files
    text = next(one.read_text() for one in files if "again-0-" in one.name)
    assert text.startswith('---\ntitle: "The harbour opens again 0"\n')
    assert 'tags: ["sea"]\n' in text
    assert "\n---\n\n# The harbour opens again 0\n\nShips came back" in text


def test_markdown_as_one_stream(tearsheet: CommandLine, ids: list[int]) -> None:
    out = tearsheet("export", "markdown").out
    assert out.count("\n# ") == 12
    assert tearsheet("export", "markdown", "zeppelin").code == 4
    assert tearsheet("export", "opml", "harbour").code == 2


def test_names_of_files_never_leave_the_directory_or_collide(
    tearsheet: CommandLine, tmp_path: Path
) -> None:
    titles = [
        "../../etc/passwd", "..", ".hidden", "-rf", "con", "a/b\\c", "same", "same", "", "x" * 900,
        "نص عربي", "\N{CJK UNIFIED IDEOGRAPH-6F22}" * 300, "nul.txt", "~root", "$(id)", "`id`",
    ]  # fmt: skip
    with tearsheet.opened() as lib:
        feed = feeds.add(lib, kind="web", url="https://a.example/rss", title="Feed")
        new = tuple(
            Arrival(
                bytes([at]) * 16,
                b"h",
                at,
                ParsedArticle(title=title, body=Body("html", "<p>Words</p>")),
            )
            for at, title in enumerate(titles)
        )
        arrivals.apply(lib, feed.id, Changes(new=new))
    folder = tmp_path / "a" / "out"
    assert tearsheet("export", "markdown", "-o", folder).code == 0
    names = [one.name for one in folder.iterdir()]
    assert len(names) == len(titles)
    assert all(len(name.encode()) <= 120 and name[0] not in ".-" for name in names)
    assert [one.name for one in folder.parent.iterdir()] == ["out"]


def test_front_matter_holds_any_title(tearsheet: CommandLine) -> None:
    title = '---\nevil: yes "quoted" \\ # x: [y] <b> `c`'
    with tearsheet.opened() as lib:
        feed = feeds.add(lib, kind="web", url="https://a.example/rss", title="Feed")
        one = ParsedArticle(title=title, body=Body("html", "<p>Words</p>"))
        new = Arrival(b"k" * 16, b"h", 1, one)
        arrivals.apply(lib, feed.id, Changes(new=(new,)))
    lines = tearsheet("export", "markdown").lines
    assert lines[0] == "---"
    assert lines[1].startswith('title: "---\\nevil: yes \\"quoted\\" ')
    assert lines.index("---", 1) > 2
    assert not re.search(r"(?<!\\)<b>", "".join(lines[lines.index("---", 1) :]))
