"""Files that take too long, or break their reader, cost one sentence each; the rest goes on."""

from __future__ import annotations

import io
import os
import signal
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_ingest_taking import follow, refresh

from reader.ingest import apart, bounds, files
from reader.model import FileError
from reader.store import Library

WORDS = "The council has voted for the wall of stone after ten years of quarrel about it. " * 4


def endless(pages: int = 2_000, signs: int = 100_000) -> bytes:
    """A small PDF whose pages all show one long content: minutes for whoever reads them all."""
    content = zlib.compress(b"BT /F1 11 Tf 50 780 Td " + b"(a) Tj " * signs + b"ET", 9)
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    objects += [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 3 0 R >> >> >>"
    ] * pages
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    size = len(objects) + 1
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
    return out.getvalue()


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files may take 6 seconds."""
    apart.close()
    monkeypatch.setattr(bounds, "FILE_SECONDS", 6.0)
    yield
    apart.close()


@pytest.mark.usefixtures("short")
def test_a_file_that_takes_too_long_and_the_rest_of_its_folder(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "texts"
    feed = follow(library, folder)
    (folder / "a.pdf").write_bytes(endless())
    (folder / "b.html").write_text(f"<html><body><h1>The wall</h1><p>{WORDS}</p></body></html>")
    (folder / "c.txt").write_text(WORDS)
    began = time.monotonic()
    steps = refresh(library, feed)
    assert time.monotonic() - began < 40
    (said,) = [one for step in steps for one in step.complaints]
    assert "a.pdf: reading it took longer than 6 s and was given up" in said
    assert "\n" not in said
    assert library.read("SELECT count(*) FROM article") == [(2,)]


@pytest.mark.usefixtures("short")
def test_a_large_one_is_read_from_its_path_within_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(endless())
    monkeypatch.setattr(bounds, "FILE_BYTES", 1_000)
    with pytest.raises(FileError, match=r"a\.pdf: reading it took longer than 6 s"):
        list(files.read(path))


def test_a_reader_that_breaks_down(tmp_path: Path) -> None:
    """The process is killed while it reads, as a fault in a library would do it."""
    apart.close()
    path = tmp_path / "a.pdf"
    path.write_bytes(endless())
    killer = threading.Timer(1.0, lambda: [os.kill(pid, signal.SIGKILL) for pid in pids()])

    def pids() -> list[int]:
        while not (apart._running and apart._running[0].pids()):
            time.sleep(0.05)
        return apart._running[0].pids()

    killer.start()
    with pytest.raises(FileError, match=r"a\.pdf: the program that reads files of its kind broke"):
        list(files.read(path))
    page = tmp_path / "b.html"
    page.write_text(f"<html><body><h1>The wall</h1><p>{WORDS}</p></body></html>")
    assert next(files.read(page)).title == "The wall"
    apart.close()


def test_no_process_for_plain_texts(tmp_path: Path) -> None:
    apart.close()
    (tmp_path / "a.txt").write_text(WORDS)
    (tmp_path / "b.md").write_text(WORDS)
    for path in tmp_path.iterdir():
        list(files.read(path))
    assert apart._running == []
