"""A directory is a feed: new, edited, moved and removed files; a bad one stops nothing."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reader.ingest import bounds, directory, files, survey
from reader.ingest.directory import Before, Step
from reader.model import FileError
from reader.store.stamps import REFUSED, Stamp

NOW = 1_800_000_000
WORDS = "A headline about the sea\n\nSome words follow it.\n"


def write(path: Path, words: str = WORDS) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words)
    return path


@dataclass
class Looked:
    """All steps of one look, and the stamps after it."""

    steps: list[Step] = field(default_factory=list)
    stamps: dict[str, Stamp] = field(default_factory=dict)
    titles: dict[bytes, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [article.guid for step in self.steps for _, article in step.articles]

    @property
    def keys(self) -> dict[str, bytes]:
        return {article.guid: key for step in self.steps for key, article in step.articles}

    @property
    def failures(self) -> list[tuple[str, str]]:
        return [one for step in self.steps for one in step.failures]

    @property
    def lost(self) -> set[bytes]:
        return {key for step in self.steps for key in step.lost}

    @property
    def live(self) -> set[str]:
        return {path for path, stamp in self.stamps.items() if not stamp.gone}


def look(path: Path, before: Looked | None = None, *, settle: float = 0, **more) -> Looked:
    """A look that comes after `before`, its stamps kept as the library keeps them."""
    held = dict(before.stamps) if before else {}
    found = Looked([], held, dict(before.titles) if before else {})
    known = Before(stamps=dict(held), titles=lambda keys: dict(found.titles), **more)
    for step in directory.look(path, known, now=NOW, settle=settle):
        found.steps.append(step)
        for old in step.stamped.dropped:
            held.pop(old, None)
        held.update(step.stamped.kept)
        found.titles |= {key: article.title for key, article in step.articles}
    return found


# -- what is taken in ----------------------------------------------------------------------------


def test_folders_are_read_through_and_other_names_passed_over(tmp_path: Path) -> None:
    for name in ("b.txt", "a/one.md", "a/b/two.TEXT", "page.html"):
        write(tmp_path / name, "<p>Some words in a page that are long enough.</p>")
    for name in (
        ".hidden.txt",
        ".git/x.txt",
        "b.txt~",
        "#c.txt#",
        "d.txt.swp",
        "e.py",
        "f.txt.part",
    ):
        write(tmp_path / name)
    found = look(tmp_path)
    assert sorted(found.names) == ["a/b/two.TEXT", "a/one.md", "b.txt", "page.html"]
    assert found.failures == []
    assert set(found.stamps) == set(found.names)
    assert found.steps[-1].title == tmp_path.name


def test_unchanged_files_are_not_opened(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    first = look(tmp_path)
    status = path.stat()
    path.write_bytes(b"\0" * status.st_size)  # would fail if it were read
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    second = look(tmp_path, first)
    assert (second.names, second.failures, second.lost) == ([], [], set())
    assert second.stamps == first.stamps


def test_new_edited_and_removed_files(tmp_path: Path) -> None:
    for name in ("keep.txt", "edit.txt", "remove.txt"):
        write(tmp_path / name, f"{WORDS}{name}\n")
    first = look(tmp_path)
    write(tmp_path / "edit.txt", "Another headline about the sea\n\nOther words follow it.\n")
    write(tmp_path / "new.txt")
    (tmp_path / "remove.txt").unlink()
    second = look(tmp_path, first)
    assert set(second.names) == {"edit.txt", "new.txt"}
    assert second.keys["edit.txt"] == first.keys["edit.txt"]
    assert second.keys["new.txt"] not in first.keys.values()
    assert second.lost == {first.keys["remove.txt"]}
    assert second.stamps["remove.txt"].gone == NOW
    assert second.live == {"keep.txt", "edit.txt", "new.txt"}


def test_a_large_directory_comes_in_steps(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(bounds, "STEP_FILES", 10)
    for number in range(35):
        write(tmp_path / f"{number}.txt", f"{WORDS}Number {number}.\n")
    found = look(tmp_path)
    sizes = [len(step.articles) for step in found.steps if step.articles]
    assert sizes == [10, 10, 10, 5]
    assert [step.done for step in found.steps][-2:] == [35, 35]
    assert len(found.stamps) == 35


def test_patterns_are_passed_over(tmp_path: Path) -> None:
    for name in ("a.txt", "drafts/b.txt", "deep/drafts/c.txt", "x.log.txt", "keep.log.txt"):
        write(tmp_path / name, f"{WORDS}{name}\n")
    first = look(tmp_path)
    assert len(first.live) == 5
    write(tmp_path / ".tearsheetignore", "# not these\ndrafts/\n*.log.txt\n!keep.log.txt\n")
    second = look(tmp_path, first)
    assert second.live == {"a.txt", "keep.log.txt"}
    assert len(second.lost) == 3
    third = look(tmp_path, second, ignored="a.*")
    assert third.live == {"keep.log.txt"}
    (tmp_path / ".tearsheetignore").unlink()
    fourth = look(tmp_path, third)
    assert len(fourth.live) == 5
    assert fourth.lost == set()
    assert {key for step in fourth.steps for key, _ in step.stamped.moved} == {
        stamp.key for path, stamp in first.stamps.items() if path != "keep.log.txt"
    }


def test_the_library_in_a_directory_is_no_part_of_it(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "library/files/b.txt")
    assert look(tmp_path, without=str(tmp_path / "library")).names == ["a.txt"]


# -- which file is which -------------------------------------------------------------------------


@pytest.mark.parametrize("new", ["b.txt", "folder/a.txt", "A.TXT", "folder/deeper/c.txt"])
def test_a_renamed_or_moved_file_is_the_same_article(tmp_path: Path, new: str) -> None:
    path = write(tmp_path / "a.txt")
    first = look(tmp_path)
    (tmp_path / new).parent.mkdir(parents=True, exist_ok=True)
    path.rename(tmp_path / new)
    second = look(tmp_path, first)
    assert second.lost == set()
    assert second.live == {new}
    assert second.stamps[new].key == first.stamps["a.txt"].key
    assert set(second.keys.values()) <= {first.stamps["a.txt"].key}


def test_a_file_moved_by_copy_and_delete_is_the_same_article(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    first = look(tmp_path)
    shutil.copy(path, tmp_path / "b.txt")
    path.unlink()
    second = look(tmp_path, first)
    assert (second.lost, second.live) == (set(), {"b.txt"})
    assert second.stamps["b.txt"].key == first.stamps["a.txt"].key


def test_an_editor_that_writes_anew_and_renames_edits(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    first = look(tmp_path)
    write(tmp_path / ".a.txt.new", "A headline about the sea\n\nBetter words.\n").rename(path)
    second = look(tmp_path, first)
    assert second.keys == first.keys
    assert second.lost == set()


def test_a_file_renamed_and_edited_at_once_is_the_same_article(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    first = look(tmp_path)
    path.rename(tmp_path / "b.txt")
    write(tmp_path / "b.txt", "A headline about the sea\n\nQuite other words, and more.\n")
    second = look(tmp_path, first)
    assert second.lost == set()
    assert second.keys == {"b.txt": first.keys["a.txt"]}


def test_another_file_that_gets_the_inode_of_a_deleted_one_is_new(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    first = look(tmp_path)
    path.rename(tmp_path / "b.txt")  # as if the file system had given the inode to a new file
    write(tmp_path / "b.txt", "Notes from the mountains\n\nNothing here is about water.\n")
    second = look(tmp_path, first)
    assert second.lost == {first.keys["a.txt"]}
    assert second.keys["b.txt"] != first.keys["a.txt"]


def test_two_files_that_change_places_keep_their_articles(tmp_path: Path) -> None:
    a, b = write(tmp_path / "a.txt", f"{WORDS}one\n"), write(tmp_path / "b.txt", f"{WORDS}two\n")
    first = look(tmp_path)
    a.rename(tmp_path / "c")
    b.rename(a)
    (tmp_path / "c").rename(b)
    second = look(tmp_path, first)
    assert second.lost == set()
    assert second.stamps["a.txt"].key == first.stamps["b.txt"].key
    assert second.stamps["b.txt"].key == first.stamps["a.txt"].key


def test_a_file_moved_over_another_leaves_one(tmp_path: Path) -> None:
    a, b = write(tmp_path / "a.txt", f"{WORDS}one\n"), write(tmp_path / "b.txt", f"{WORDS}two\n")
    first = look(tmp_path)
    a.rename(b)
    second = look(tmp_path, first)
    assert second.lost == {first.keys["b.txt"]}
    assert second.live == {"b.txt"}
    assert second.stamps["b.txt"].key == first.keys["a.txt"]
    write(tmp_path / "back.txt", f"{WORDS}two\n")
    third = look(tmp_path, second)
    assert third.stamps["back.txt"].key == first.keys["b.txt"]


def test_a_copy_is_a_second_article_and_a_new_file_a_new_one(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    first = look(tmp_path)
    shutil.copy2(path, tmp_path / "copy.txt")
    second = look(tmp_path, first)
    assert second.names == ["copy.txt"]
    path.rename(tmp_path / "moved.txt")
    write(path, "Something else altogether\n\nIn the old place.\n")
    third = look(tmp_path, second)
    assert third.lost == set()
    assert len({stamp.key for stamp in third.stamps.values()}) == 3
    assert third.stamps["moved.txt"].key == first.keys["a.txt"]


def test_a_file_that_comes_back_is_the_same_article(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    first = look(tmp_path)
    path.unlink()
    second = look(tmp_path, first)
    assert second.lost == {first.keys["a.txt"]}
    write(tmp_path / "elsewhere" / "b.txt")
    third = look(tmp_path, second)
    assert third.live == {"elsewhere/b.txt"}
    assert third.stamps["elsewhere/b.txt"].key == first.keys["a.txt"]
    assert third.steps[0].stamped.moved[0][0] == first.keys["a.txt"]


def test_a_touched_file_is_not_read_anew(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    first = look(tmp_path)
    os.utime(path, (5, 5))
    second = look(tmp_path, first)
    assert (second.names, second.lost) == ([], set())
    assert second.stamps["a.txt"].mtime_ns == 5 * 10**9


def test_a_deleted_articles_name_is_free_for_another_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    first = look(tmp_path)
    path.unlink()
    second = look(tmp_path, first)
    deleted = {first.keys["a.txt"]}
    write(path)
    same = look(tmp_path, second, deleted=deleted)
    assert same.stamps["a.txt"].key in deleted
    write(path, "Another headline entirely\n\nWith other words.\n")
    other = look(tmp_path, second, deleted=deleted)
    assert other.stamps["a.txt"].key not in deleted


def test_a_renamed_folder_is_known_again_without_reading(tmp_path: Path) -> None:
    for number in range(20):
        write(tmp_path / "old" / f"{number}.txt", f"{WORDS}{number}\n")
    first = look(tmp_path)
    (tmp_path / "old").rename(tmp_path / "new")
    second = look(tmp_path, first)
    assert (second.names, second.lost) == ([], set())
    assert second.live == {f"new/{number}.txt" for number in range(20)}
    moved = [name for step in second.steps for _, name in step.stamped.moved]
    assert sorted(moved) == sorted(str(tmp_path / "new" / f"{n}.txt") for n in range(20))


# -- files that are being written ----------------------------------------------------------------


def test_a_file_that_is_being_written_is_left_for_the_next_look(tmp_path: Path) -> None:
    write(tmp_path / "whole.txt")
    path, stop = tmp_path / "half.txt", threading.Event()

    def go_on() -> None:
        with path.open("w") as file:
            while not stop.wait(0.01):
                file.write("A line that is not the last one.\n")
                file.flush()

    writer = threading.Thread(target=go_on)
    writer.start()
    time.sleep(0.05)
    try:
        found = look(tmp_path, settle=0.05)
    finally:
        stop.set()
        writer.join()
    assert found.names == ["whole.txt"]
    assert "still being written" in " ".join(found.steps[-1].notes)
    assert found.failures == []
    later = look(tmp_path, found, settle=0.05)
    assert later.names == ["half.txt"]
    assert later.stamps["half.txt"].size == path.stat().st_size


def test_a_file_rewritten_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch) -> None:
    path = write(tmp_path / "a.txt")
    honest, calls = files.bytes_of, []

    def slow(name: Path, *, links: bool = True) -> tuple[bytes, os.stat_result]:
        got = honest(name, links=links)
        calls.append(name)
        if len(calls) == 1:
            write(path, "A headline about the sea\n\nThe words that came last.\n")
            os.utime(path, (9, 9))
        return got

    monkeypatch.setattr(files, "bytes_of", slow)
    found = look(tmp_path)
    ((_, article),) = [one for step in found.steps for one in step.articles]
    assert "came last" in article.body.content
    assert len(calls) == 2


# -- bad things ----------------------------------------------------------------------------------


def test_one_bad_file_stops_nothing_and_is_named_once(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "empty.txt", "")
    write(tmp_path / "blank.txt", " \n\n")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path / "page.html", "<html><body><script>x()</script></body></html>")
    write(tmp_path / "z.txt", f"{WORDS}z\n")
    listener = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    os.chdir(tmp_path)  # a socket's whole name must be short
    try:
        listener.bind("socket.txt")
        found = look(tmp_path)
    finally:
        os.chdir(here)
        listener.close()
    assert sorted(found.names) == ["a.txt", "z.txt"]
    failed = dict(found.failures)
    assert set(failed) == {
        "empty.txt",
        "blank.txt",
        "binary.txt",
        "pipe.txt",
        "page.html",
        "socket.txt",
    }
    assert all(name in sentence for name, sentence in failed.items())
    again = look(tmp_path, found)
    assert (again.names, again.failures) == ([], [])
    write(tmp_path / "binary.txt", f"{WORDS}now it is text\n")
    assert look(tmp_path, again).names == ["binary.txt"]


def test_a_file_that_becomes_unreadable_is_not_gone(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    first = look(tmp_path)
    path.write_bytes(b"")
    second = look(tmp_path, first)
    assert second.lost == set()
    assert second.failures[0][0] == "a.txt"
    assert second.stamps["a.txt"].content == REFUSED
    write(path, f"{WORDS}again\n")
    assert look(tmp_path, second).keys == first.keys


def test_links_are_not_followed_and_circles_end(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.txt")
    inside = tmp_path / "inside"
    write(inside / "a.txt")
    (inside / "leak.txt").symlink_to(outside)
    (inside / "out").symlink_to(outside.parent)
    (inside / "circle").symlink_to(inside)
    (inside / "gone.txt").symlink_to("nothing")
    (inside / "gone.pdb").symlink_to("nothing")
    found = look(inside)
    assert found.names == ["a.txt"]
    assert found.failures == []
    (said,) = [note for step in found.steps for note in step.notes]
    assert said.startswith("4 links in it are not followed (circle, gone.txt, leak.txt and 1 more)")
    assert not any(step.notes for step in look(inside, found).steps)  # said once


def test_a_file_swapped_for_a_link_while_scanning_is_not_followed(tmp_path: Path) -> None:
    target = write(tmp_path / "target")
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    with pytest.raises(FileError):
        files.bytes_of(link, links=False)


def test_names_in_broken_encodings_and_with_escapes(tmp_path: Path) -> None:
    for raw in (b"caf\xe9.txt", b"caf\xea.txt", b"x\x1b[31m.txt", b"new\nline.txt"):
        with open(os.fsencode(tmp_path) + b"/" + raw, "wb") as file:
            file.write(WORDS.encode() + raw.hex().encode())
    found = look(tmp_path)
    assert len(set(found.names)) == len(found.stamps) == 4
    for name in found.names:
        assert name.encode("utf-8").isascii()
        assert name.isprintable()
    assert look(tmp_path, found).names == []


def test_a_directory_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="does not exist"):
        look(tmp_path / "gone")
    with pytest.raises(FileError, match="not a directory"):
        look(write(tmp_path / "a.txt"))


def test_an_unmounted_directory_takes_no_article_along(tmp_path: Path) -> None:
    write(tmp_path / "disk" / "a.txt")
    first = look(tmp_path / "disk")
    identity = first.steps[-1].identity
    shutil.move(tmp_path / "disk", tmp_path / "away")
    (tmp_path / "disk").mkdir()
    with pytest.raises(FileError, match="mount it"):
        look(tmp_path / "disk", first, identity=identity)
    shutil.rmtree(tmp_path / "disk")
    shutil.move(tmp_path / "away", tmp_path / "disk")
    assert look(tmp_path / "disk", first, identity=identity).lost == set()
    (tmp_path / "disk" / "a.txt").unlink()
    assert look(tmp_path / "disk", first, identity=identity).lost == set(first.keys.values())


def test_files_of_a_folder_that_is_closed_for_now_are_not_gone(tmp_path: Path, monkeypatch) -> None:
    """Root reads every folder, so this one is closed by its depth instead of its mode."""
    write(tmp_path / "a" / "b" / "c.txt")
    first = look(tmp_path)
    monkeypatch.setattr(bounds, "FOLDER_DEPTH", 1)
    second = look(tmp_path, first)
    assert second.lost == set()
    assert second.failures[0][0] == "a/b"
    assert "too deep" in second.failures[0][1]


def test_a_directory_that_is_too_large_loses_nothing(tmp_path: Path, monkeypatch) -> None:
    for number in range(5):
        write(tmp_path / f"{number}.txt", f"{WORDS}{number}\n")
    first = look(tmp_path)
    monkeypatch.setattr(bounds, "FILES", 3)
    second = look(tmp_path, first)
    assert second.lost == set()
    assert "More than 3 files" in second.failures[0][1]


def test_new_inodes_all_over_say_nothing(tmp_path: Path) -> None:
    """Some file systems make inodes up at each mount: then the stat alone is trusted."""
    for number in range(150):
        write(tmp_path / f"{number}.txt")
    stamps = {
        f"{number}.txt": Stamp(
            (tmp_path / f"{number}.txt").stat().st_size,
            (tmp_path / f"{number}.txt").stat().st_mtime_ns,
            b"k",
            1,
        )
        for number in range(150)
    }
    assert survey.walk(str(tmp_path), stamps, None).changed == []
    one = {"0.txt": stamps["0.txt"]}
    assert "0.txt" in [file.path for file in survey.walk(str(tmp_path), one, None).changed]


def test_dates_come_from_the_text_and_the_file(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.txt",
        "A headline about the sea\n\n4 March 2025\n\n"
        "A long paragraph which goes on and on until nobody can say that it is not text.\n",
    )
    os.utime(path, (1_700_000_000, 1_700_000_000))
    ((_, article),) = [one for step in look(tmp_path).steps for one in step.articles]
    assert article.published == 1_741_046_400
    assert article.updated == 1_700_000_000
