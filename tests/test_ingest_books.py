"""Books and PDFs: chapters in order, locked and trapped ones refused in words."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import textwrap
import zipfile
import zlib
from pathlib import Path

import pytest
from picturemaker import halves, packed

from reader.incoming import ParsedFeed
from reader.ingest import bounds, decide, files
from reader.model import FileError

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
OPF = (
    '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Sea</dc:title>'
    "<dc:creator>Jane Roe</dc:creator><dc:language>en</dc:language>"
    "<dc:date>2025-03-04</dc:date></metadata><manifest>"
    '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    '<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="b" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="a" href="text/one.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="c" href="text/three.xhtml" media-type="application/xhtml+xml"/>'
    "</manifest><spine toc='ncx'>"
    '<itemref idref="cover"/><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/>'
    "</spine></package>"
)
NAV = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol>'
    '<li><a href="text/one.xhtml">One: the wall</a></li>'
    '<li><a href="text/two%20b.xhtml#start">Two: the harbour</a></li></ol></nav></body></html>'
)
NCX = (
    '<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>'
    "<navPoint><navLabel><text>One of the NCX</text></navLabel>"
    '<content src="text/one.xhtml"/></navPoint></navMap></ncx>'
)


def chapter(words: str, title: str = "") -> str:
    head = f"<h1>{title}</h1>" if title else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><style>p{}</style></head>'
        f"<body>{head}<p>{words} <a href='two%20b.xhtml'>on</a> "
        "<a href='https://coast.example/'>web</a></p><script/>"
        "<p><img src='../pictures/wall.png' alt='A wall'/></p></body></html>"
    )


def book(path: Path, **others: str | bytes | None) -> Path:
    parts: dict[str, str | bytes | None] = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": OPF,
        "OEBPS/nav.xhtml": NAV,
        "OEBPS/toc.ncx": NCX,
        "OEBPS/cover.xhtml": "<html><body><img src='c.png'/></body></html>",
        "OEBPS/text/one.xhtml": chapter("Words of the first: Łódź.", "One: the wall"),
        "OEBPS/text/two b.xhtml": chapter("Words of the second."),
        "OEBPS/text/three.xhtml": chapter("Words of the third.", "The third"),
        "OEBPS/pictures/wall.png": packed(halves()),
    }
    parts |= {name.replace("__", "/").replace("_dot_", "."): said for name, said in others.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, said in parts.items():
            if said is not None:
                archive.writestr(name, said)
    return path


def refused(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        list(files.read(path))
    said = str(caught.value)
    assert path.name in said
    assert "\n" not in said
    return said


class TestBooks:
    @pytest.mark.parametrize("name", ["sea.epub", "sea.zip", "sea.txt"])
    def test_a_book_is_an_article_for_each_chapter(self, tmp_path: Path, name: str) -> None:
        found = list(files.read(book(tmp_path / name)))
        assert [one.title for one in found] == ["One: the wall", "Two: the harbour", "The third"]
        assert [one.guid for one in found] == [
            "OEBPS/text/one.xhtml", "OEBPS/text/two b.xhtml", "OEBPS/text/three.xhtml",
        ]  # fmt: skip
        first = found[0]
        assert (first.byline, first.source, first.language) == ("Jane Roe", "The Sea", "en")
        assert "Words of the first: Łódź. <a>on</a>" in first.body.content
        assert '<a href="https://coast.example/">web</a>' in first.body.content
        assert "<h1>" not in first.body.content
        assert re.search(r'<img alt="A wall" src="cid:[0-9a-f]{32}">', first.body.content)
        assert first.original.startswith(b"<?xml")
        assert first.original_path == str(tmp_path / name)

    def test_chapters_are_listed_in_their_order(self, tmp_path: Path) -> None:
        found = tuple(files.read(book(tmp_path / "sea.epub")))
        new = decide.decide({}, ParsedFeed(articles=found), now=1_800_000_000, first=False).new
        assert [one.sort_at for one in new] == [1_800_000_000 - n for n in range(3)]

    def test_titles_from_an_older_books_contents(self, tmp_path: Path) -> None:
        path = book(tmp_path / "a.epub", OEBPS__nav_dot_xhtml=None)
        found = list(files.read(path))
        assert [one.title for one in found] == ["One of the NCX", "The third"]
        assert "Words of the second." in found[0].body.content  # the contents pass it over

    def test_a_book_without_contents_is_an_article_for_each_file(self, tmp_path: Path) -> None:
        path = book(tmp_path / "a.epub", OEBPS__nav_dot_xhtml=None, OEBPS__toc_dot_ncx=None)
        found = list(files.read(path))
        assert [one.title for one in found] == ["One: the wall", "The Sea, 2", "The third"]
        assert found[1].title_from == "file"

    def test_a_book_too_large_for_memory_is_read_from_the_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = book(tmp_path / "a.epub")
        small = list(files.read(path))
        monkeypatch.setattr(bounds, "FILE_BYTES", 1_000)
        assert list(files.read(path)) == small

    def test_locked_books(self, tmp_path: Path) -> None:
        lock = (
            '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#">'
            '<EncryptionMethod Algorithm="{}"/><CipherData><CipherReference URI="{}"/>'
            "</CipherData></EncryptedData></encryption>"
        )
        aes = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
        said = lock.format(aes, "OEBPS/text/one.xhtml")
        path = book(tmp_path / "drm.epub", **{"META-INF__encryption_dot_xml": said})
        assert "DRM" in refused(path)
        font = lock.format("http://www.idpf.org/2008/embedding", "OEBPS/font.otf")
        path = book(tmp_path / "font.epub", **{"META-INF__encryption_dot_xml": font})
        assert len(list(files.read(path))) == 3

    def test_bombs_in_books(self, tmp_path: Path) -> None:
        entities = (
            '<!DOCTYPE package [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + OPF.split("?>", 1)[1]
        )
        assert "entities" in refused(book(tmp_path / "x.epub", OEBPS__book_dot_opf=entities))
        huge = b"<p>" + b" " * (bounds.CHAPTER_BYTES + 1)
        path = book(tmp_path / "z.epub", OEBPS__text__one_dot_xhtml=huge)
        assert "far more" in refused(path)
        path = book(tmp_path / "r.epub", OEBPS__text__one_dot_xhtml=b"<p>" + b" " * 4_000_000)
        assert "far more" in refused(path)

    def test_a_chapter_of_entities_expands_nothing(self, tmp_path: Path) -> None:
        said = '<!DOCTYPE html [<!ENTITY a "aaaa">]><html><body><p>x &a; y</p></body></html>'
        found = next(files.read(book(tmp_path / "e.epub", OEBPS__text__one_dot_xhtml=said)))
        assert "aaaa" not in found.body.content

    def test_books_that_are_none(self, tmp_path: Path) -> None:
        whole = book(tmp_path / "a.epub").read_bytes()
        for cut in (40, 200, len(whole) // 2, len(whole) - 10):
            (tmp_path / "cut.epub").write_bytes(whole[:cut])
            assert "damaged" in refused(tmp_path / "cut.epub")
        path = book(tmp_path / "b.epub", OEBPS__book_dot_opf=None)
        assert "package is missing" in refused(path)
        path = book(tmp_path / "c.epub", **{
            f"OEBPS__text__{name}_dot_xhtml": "<p></p>" for name in ("one", "two b", "three")
        })  # fmt: skip
        assert "without any text" in refused(path)
        path = book(tmp_path / "d.epub", OEBPS__book_dot_opf="<package")
        refused(path)

    def test_a_zip_that_lies_about_its_sizes(self, tmp_path: Path) -> None:
        path = book(tmp_path / "a.epub", OEBPS__text__one_dot_xhtml="<p>" + "x" * 50_000)
        data = bytearray(path.read_bytes())
        at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"OEBPS/text/one.xhtml"))
        data[at + 24 : at + 28] = struct.pack("<I", 100)
        path.write_bytes(bytes(data))
        refused(path)


def pdf(*pages: list[str], title: str = "", author: str = "") -> bytes:
    """A PDF of text in Helvetica, written by hand."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for n, lines in enumerate(pages):
        said = "BT /F1 11 Tf 14 TL 50 780 Td\n"
        for line in lines:
            escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            said += f"({escaped}) Tj T*\n"
        stream = zlib.compress((said + "ET").encode("latin-1"))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * n)
        )
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream)
        )
    objects.append(
        f"<< /Title ({title}) /Author ({author}) /CreationDate (D:20250304101500) >>".encode()
    )
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, len(objects), start)
    )
    return out.getvalue()


SENTENCES = (
    "The council has voted for a wall of stone after ten years of quarrel about its look and its "
    "price, and the builders are to begin with it before the winter storms come in again. Nobody "
    "in the harbour believes that it will be ready in time, least of all the harbour master, who "
    "has seen three walls in his years there and does not think much of any of them by now. "
)


def lines(words: str, width: int = 80) -> list[str]:
    return textwrap.wrap(words, width)


class TestPdf:
    def test_text_without_breaks_heads_and_page_numbers(self, tmp_path: Path) -> None:
        body = lines(SENTENCES * 2)
        pages = [
            [
                "The Coast Review",
                *(["Harbour wall to be rebuilt in stone", ""] if n == 1 else []),
                *body,
                str(n),
            ]
            for n in range(1, 5)
        ]
        path = tmp_path / "paper.pdf"
        path.write_bytes(
            pdf(*pages, title="Harbour wall to be rebuilt in stone", author="Jane Roe")
        )
        (found,) = files.read(path)
        assert found.title == "Harbour wall to be rebuilt in stone"
        assert found.byline == "Jane Roe"
        assert "Coast Review" not in found.body.content
        assert "\n4" not in found.body.content
        assert "wall of stone after ten years of quarrel about its look" in found.body.content
        assert found.original.startswith(b"%PDF")

    def test_a_pdf_called_txt_and_one_without_text(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(pdf(lines(SENTENCES)))
        assert "council has voted" in next(files.read(path)).body.content
        path.write_bytes(pdf([]))
        assert "OCR" in refused(path)

    def test_damaged_and_locked_ones(self, tmp_path: Path) -> None:
        whole = pdf(lines(SENTENCES))
        for cut in (9, 60):
            (tmp_path / "cut.pdf").write_bytes(whole[:cut])
            assert "damaged PDF" in refused(tmp_path / "cut.pdf")
        lock = (
            b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
            b"/O <%s> /U <%s> >> /ID [<00><00>]" % (b"11" * 32, b"22" * 32)
        )
        locked = whole.replace(b"/Root 1 0 R", lock)
        (tmp_path / "locked.pdf").write_bytes(locked)
        assert "locked with a password" in refused(tmp_path / "locked.pdf")

    def test_without_the_library_the_next_step_is_said(self, tmp_path: Path) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(pdf(lines(SENTENCES)))
        code = (
            "import sys; sys.modules['pypdfium2'] = None\n"
            "from pathlib import Path\nfrom reader.ingest import files\n"
            f"try: list(files.read(Path({str(path)!r})))\nexcept Exception as error: print(error)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert "a.pdf: it is a PDF; `pip install 'tearsheet[pdf]'`" in done.stdout
