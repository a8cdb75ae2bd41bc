"""`pictures`, and saving: the article's own copy has its pictures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import PIL
import pytest
from loopback import Loopback, Reply
from picturemaker import halves, packed, taken_in

import reader
from reader.store import pictures

if TYPE_CHECKING:
    from commandline import CommandLine

pytest_plugins = ("commandline",)


def paragraphs(first: int) -> str:
    return "".join(
        f"<p>Paragraph {n} of the story speaks at some length about ships, their crews, and the "
        f"long evenings they spent in harbour number {n} that year.</p>"
        for n in range(first, first + 6)
    )


PAGE = (
    f"<html><head><title>Harbour</title></head><body><article><h1>Harbour</h1>{paragraphs(1)}"
    f"<img src='/a.png' alt='Ships'>{paragraphs(7)}<img src='/gone.png' alt='What is gone'>"
    f"{paragraphs(13)}</article></body></html>"
)


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as running:
        running.pages["/story"] = Reply(body=PAGE.encode(), content_type="text/html")
        running.pages["/a.png"] = Reply(body=packed(halves()), content_type="image/png")
        yield running


def test_saving_a_page_keeps_its_pictures_and_names_what_is_missing(
    tearsheet: CommandLine, site: Loopback
) -> None:
    answer = tearsheet("save", site.url("/story"))
    assert answer.code == 0
    assert "Saved: “Harbour”" in answer.out
    assert "A picture is missing" in answer.err
    assert "/gone.png" in answer.err
    with tearsheet.opened() as library:
        known = pictures.of(library, 1)
        assert Path(known[site.url("/a.png")].path).read_bytes() == packed(halves())
        assert pictures.kept(library)[:2] == (1, 1)


def test_none_is_asked_for_where_the_settings_say_so(
    tearsheet: CommandLine, site: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "config.toml"
    settings.write_text("pictures = false\n")
    monkeypatch.setenv("TEARSHEET_CONFIG", str(settings))
    assert tearsheet("save", site.url("/story")).code == 0
    assert not site.asked("/a.png")


def test_pictures_by_id_with_each_failure_named(tearsheet: CommandLine, site: Loopback) -> None:
    with tearsheet.opened() as library:
        number = taken_in(library, "<img src='/a.png'><img src='/gone.png'>", url=site.url("/rss"))
    answer = tearsheet("pictures", number)
    assert answer.code == 1
    assert "1 picture kept." in answer.out
    assert "/gone.png" in answer.err
    assert tearsheet("pictures", 99).code == 4


def test_the_newsreader_hears_of_each(tearsheet: CommandLine, site: Loopback) -> None:
    with tearsheet.opened() as library:
        number = taken_in(library, "<img src='/a.png'>", url=site.url("/rss"))
    for _ in range(2):
        (line,) = tearsheet("pictures", "--events", number).lines
        said = json.loads(line)
        assert said["url"] == site.url("/a.png")
        assert (said["width"], said["height"], said["kind"]) == (400, 200, "png")
    assert len(site.asked("/a.png")) == 1


def test_a_saved_local_file_has_the_pictures_of_its_folder(
    tearsheet: CommandLine, tmp_path: Path
) -> None:
    folder = tmp_path / "pages"
    (folder / "p_files").mkdir(parents=True)
    (folder / "p_files" / "a.png").write_bytes(packed(halves()))
    page = folder / "p.html"
    page.write_text(PAGE.replace("/a.png", "p_files/a.png").replace("/gone.png", "../../x.png"))
    answer = tearsheet("save", str(page))
    assert answer.code == 0
    with tearsheet.opened() as library:
        known = {one.url: one for one in pictures.of(library, 1).values() if one.path}
        assert list(known) == [(folder / "p_files" / "a.png").as_uri()]


def test_doctor_says_what_is_kept_and_what_is_lost(tearsheet: CommandLine, site: Loopback) -> None:
    tearsheet("save", site.url("/story"))
    assert "1 picture kept, 1 of saved articles" in tearsheet("doctor").out
    with tearsheet.opened() as library:
        (kept,) = [one for one in pictures.of(library, 1).values() if one.path]
    Path(kept.path).unlink()
    answer = tearsheet("doctor")
    assert answer.code == 1
    assert "/a.png" in answer.out


def test_without_pillow_nothing_breaks_and_doctor_says_how_to_get_it(
    tearsheet: CommandLine, site: Loopback, tmp_path: Path
) -> None:
    others = tmp_path / "packages"
    others.mkdir()
    for package in Path(PIL.__file__).parents[1].iterdir():
        if not package.name.lower().startswith(("pil", "__pycache__")):
            (others / package.name).symlink_to(package)
    if not (others / "reader").exists():  # of a checkout, not of an installed package
        (others / "reader").symlink_to(Path(reader.__file__).parent)
    env = {**os.environ, **tearsheet.env, "PYTHONPATH": str(others)}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-S", "-m", "reader", "--library", str(tearsheet.folder)]
        return subprocess.run(
            [*command, *words], env=env, capture_output=True, text=True, check=False, timeout=60
        )

    done = run("save", site.url("/story"))
    assert done.returncode == 0, done.stderr
    said = run("doctor").stdout
    assert "pip install 'tearsheet[images]'" in said
    assert "1 picture kept, 1 of saved articles" in said
