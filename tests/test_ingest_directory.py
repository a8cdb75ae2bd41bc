"""A directory is a feed: new, changed and removed files are seen; a bad file stops nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.incoming import Changes, Known
from reader.ingest import directory, files
from reader.ingest.decide import decide
from reader.ingest.directory import Scan
from reader.model import FileError
from reader.store.arrivals import Stamp

NOW = 1_800_000_000


def write(path: Path, words: str = "A headline about the sea\n\nSome words follow it.\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words)
    return path


def names(scan: Scan) -> list[str]:
    return [article.guid for article in scan.parsed.articles]


def changes(scan: Scan, known: dict[bytes, Known]) -> Changes:
    """As refresh asks for it: what is unchanged is not up for vanishing."""
    rest = {key: one for key, one in known.items() if key not in scan.unchanged}
    return decide(rest, scan.parsed, now=NOW, first=False, complete=True)


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
    found = directory.scan(tmp_path, {})
    assert sorted(names(found)) == ["a/b/two.TEXT", "a/one.md", "b.txt", "page.html"]
    assert found.failures == ()
    assert set(found.stamps) == set(names(found))
    assert found.parsed.title == tmp_path.name


def test_unchanged_files_are_not_opened(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    first = directory.scan(tmp_path, {})
    status = path.stat()
    path.write_bytes(b"\0" * status.st_size)  # would fail if it were read
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    second = directory.scan(tmp_path, first.stamps)
    assert (names(second), second.failures) == ([], ())
    assert second.stamps == first.stamps
    assert second.unchanged == {first.stamps["a.txt"].key}


def test_new_changed_and_removed_files(tmp_path: Path) -> None:
    for name in ("keep.txt", "edit.txt", "remove.txt"):
        write(tmp_path / name)
    first = directory.scan(tmp_path, {})
    new = changes(first, {}).new
    known = {arrival.key: Known(n, arrival.content_hash) for n, arrival in enumerate(new, 1)}
    ids = {arrival.article.guid: n for n, arrival in enumerate(new, 1)}
    assert len(known) == 3
    write(tmp_path / "edit.txt", "Another headline about the sea\n\nOther words follow it.\n")
    write(tmp_path / "new.txt")
    (tmp_path / "remove.txt").unlink()
    second = directory.scan(tmp_path, first.stamps)
    found = changes(second, known)
    assert [arrival.article.guid for arrival in found.new] == ["new.txt"]
    assert [each for each, _ in found.changed] == [ids["edit.txt"]]
    assert found.vanished == (ids["remove.txt"],)
    assert "remove.txt" not in second.stamps


def test_one_bad_file_stops_nothing_and_is_named(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "empty.txt", "")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path / "page.html", "<html><body><script>x()</script></body></html>")
    write(tmp_path / "z.txt")
    found = directory.scan(tmp_path, {})
    assert sorted(names(found)) == ["a.txt", "z.txt"]
    failed = dict(found.failures)
    assert set(failed) == {"empty.txt", "binary.txt", "pipe.txt", "page.html"}
    assert all(name in sentence for name, sentence in failed.items())


def test_a_file_that_becomes_unreadable_is_not_gone(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    first = directory.scan(tmp_path, {})
    (tmp_path / "a.txt").write_bytes(b"")
    second = directory.scan(tmp_path, first.stamps)
    known = {first.stamps["a.txt"].key: Known(1, b"")}
    assert changes(second, known).vanished == ()
    assert second.failures[0][0] == "a.txt"
    assert second.stamps == first.stamps


def test_links_are_not_followed_and_circles_end(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.txt")
    inside = tmp_path / "inside"
    write(inside / "a.txt")
    (inside / "leak.txt").symlink_to(outside)
    (inside / "out").symlink_to(outside.parent)
    (inside / "circle").symlink_to(inside)
    (inside / "gone.txt").symlink_to("nothing")
    found = directory.scan(inside, {})
    assert names(found) == ["a.txt"]
    assert found.failures == ()


def test_a_file_swapped_for_a_link_while_scanning_is_not_followed(tmp_path: Path) -> None:
    target = write(tmp_path / "target")
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    with pytest.raises(FileError):
        files.bytes_of(link, links=False)


def test_names_in_broken_encodings_and_with_escapes(tmp_path: Path) -> None:
    for raw in (b"caf\xe9.txt", b"caf\xea.txt", b"x\x1b[31m.txt", b"new\nline.txt"):
        with open(os.fsencode(tmp_path) + b"/" + raw, "wb") as file:
            file.write(b"A headline about the sea\n\nSome words follow it here.\n")
    found = directory.scan(tmp_path, {})
    assert len(set(names(found))) == len(found.stamps) == 4
    for name in names(found):
        assert name.encode("utf-8").isascii()
        assert name.isprintable()


def test_a_directory_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="does not exist"):
        directory.scan(tmp_path / "gone", {})
    with pytest.raises(FileError, match="not a directory"):
        directory.scan(write(tmp_path / "a.txt"), {})


def test_stamps_of_a_folder_that_is_closed_for_now_are_kept(tmp_path: Path) -> None:
    """Root reads everything, so the folder is closed by its depth of names, not by its mode."""
    stamps = {"closed/a.txt": Stamp(1, 1, b"k"), "gone/b.txt": Stamp(1, 1, b"g")}
    kept: dict[str, Stamp] = {}
    unchanged: set[bytes] = set()
    directory._keep_unseen(stamps, [("closed", "may not be read")], kept, unchanged)
    assert set(kept) == {"closed/a.txt"}
    assert unchanged == {b"k"}


def test_dates_come_from_the_text_and_the_file(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.txt",
        "A headline about the sea\n\n4 March 2025\n\n"
        "A long paragraph which goes on and on until nobody can say that it is not text.\n",
    )
    os.utime(path, (1_700_000_000, 1_700_000_000))
    (article,) = directory.scan(tmp_path, {}).parsed.articles
    assert article.published == 1_741_046_400
    assert article.updated == 1_700_000_000
