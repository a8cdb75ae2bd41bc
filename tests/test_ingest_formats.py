"""Saved pages, Org, reStructuredText, compressed files: each an article as the format means it."""

from __future__ import annotations

import gzip
import os
import plistlib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import page
from reader.incoming import ParsedArticle
from reader.ingest import bounds, files, kinds, orgfile, rstfile
from reader.model import FileError
from reader.page import write
from reader.text import iso

FILES = Path(__file__).parent / "data" / "files"
WORDS = "The council has voted for the wall of stone after ten years of quarrel about it. "
PAGE = (
    "<html><head><title>The wall</title>"
    "<meta property='og:description' content='What the council wants.'></head><body><article>"
    f"<h1>The wall</h1><p>{WORDS * 3}</p><p><img src='page_files/wall.png' alt='The wall'></p>"
    f"<p>Straße und <a href='/more'>Meer</a>. {WORDS * 3}</p></article></body></html>"
)


def read(path: Path) -> ParsedArticle:
    (found,) = files.read(path)
    return found


def put(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def shown(found: ParsedArticle) -> str:
    return write.to_text(page.of(found.body), None)


def refused(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        list(files.read(path))
    said = str(caught.value)
    assert path.name in said
    assert "\n" not in said
    return said


class TestSavedPages:
    def test_pictures_beside_the_page_keep_their_names(self, tmp_path: Path) -> None:
        saved = "<!-- saved from url=(0027)https://coast.example/news/wall -->\n" + PAGE
        found = read(put(tmp_path / "page.html", saved))
        assert found.url == "https://coast.example/news/wall"
        assert 'src="page_files/wall.png"' in found.body.content
        assert 'href="https://coast.example/more"' in found.body.content
        assert found.body.base == ""

    def test_mhtml(self, tmp_path: Path) -> None:
        body = PAGE.replace("ß", "=C3=9F").replace("='", "=3D'")
        made = (
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://coast.example/news/wall\r\n"
            "Subject: =?utf-8?Q?The=20wall?=\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="b"\r\n\r\n\r\n'
            "--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
            f"Content-Location: https://coast.example/news/wall\r\n\r\n{body}\r\n"
            "--b\r\nContent-Type: image/png\r\n\r\nAAAA\r\n--b--\r\n"
        )
        for name in ("page.mhtml", "page.mht", "page.txt"):
            found = read(put(tmp_path / name, made))
            assert found.title == "The wall"
            assert found.url == "https://coast.example/news/wall"
            assert "Straße" in found.body.content
            assert found.original == made.encode()
        assert "without a page" in refused(
            put(tmp_path / "no.mht", made.replace("text/html", "text/css"))
        )

    @pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
    def test_webarchive(self, tmp_path: Path, form: plistlib.PlistFormat) -> None:
        main = {
            "WebResourceData": PAGE.encode("utf-16-le"),
            "WebResourceURL": "https://coast.example/news/wall",
            "WebResourceTextEncodingName": "utf-16le",
            "WebResourceMIMEType": "text/html",
        }
        data = plistlib.dumps({"WebMainResource": main, "WebSubresources": []}, fmt=form)
        found = read(put(tmp_path / "page.webarchive", data))
        assert (found.title, found.url) == ("The wall", "https://coast.example/news/wall")
        assert "Straße" in found.body.content
        assert found.original == PAGE.encode("utf-16-le")

    def test_webarchives_that_are_none(self, tmp_path: Path) -> None:
        refused(put(tmp_path / "a.webarchive", b"bplist00" + b"\xff" * 80))
        refused(put(tmp_path / "b.webarchive", plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY)))
        bomb = (
            '<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
            "<plist><dict><key>WebMainResource</key><string>&b;</string></dict></plist>"
        )
        refused(put(tmp_path / "c.webarchive", bomb))


ORG = """\
#+TITLE: The /wall/ of stone
#+AUTHOR: Jane Roe
#+DATE: <2025-03-04 Tue>
#+LANGUAGE: en
#+DESCRIPTION: What the council wants.
# a comment

First *bold* and /italic/ and =code= and ~more~ and +gone+, 2 * 3 * 4, snake_case_name, a/b/c.

* TODO Beginnings                                                   :old:
:PROPERTIES:
:ID: 17
:END:
See [[https://coast.example/wall][the wall]] or [[https://coast.example]].
** Deeper
- one
  - two
- [X] done
- term :: meaning
1. first
#+BEGIN_SRC python
* not a heading
def f(): return "*x*"
#+END_SRC
#+begin_quote
Who /said/ it?
#+end_quote
| a | b |
|---+---|
| 1 | 2 |
: fixed * width
"""


def test_org(tmp_path: Path) -> None:
    found = read(put(tmp_path / "wall.org", ORG))
    assert (found.title, found.title_from) == ("The wall of stone", "headline")
    assert (found.byline, found.language) == ("Jane Roe", "en")
    assert found.deck == "What the council wants."
    assert iso(found.published) == "2025-03-04T00:00:00Z"
    assert found.body.format == "markdown"
    lines = found.body.content.split("\n")
    assert lines[0] == (
        "First **bold** and *italic* and `code` and `more` and ~~gone~~, 2 \\* 3 \\* 4, "
        "snake\\_case\\_name, a/b/c."
    )
    assert "## Beginnings" in lines
    assert "### Deeper" in lines
    assert "[the wall](<https://coast.example/wall>)" in found.body.content
    assert "PROPERTIES" not in found.body.content
    assert "a comment" not in found.body.content
    assert "```python\n* not a heading" in found.body.content
    assert "> Who *said* it?" in lines
    assert "| 1 | 2 |" in lines
    text = shown(found)
    assert 'def f(): return "*x*"' in text
    assert "fixed * width" in text
    assert "2 * 3 * 4, snake_case_name" in text


def test_an_only_heading_is_the_title_of_an_org_text() -> None:
    assert orgfile.article("* Alone\nwords").title == "Alone"
    assert orgfile.article("* One\nwords\n* Two\nwords").body.content.startswith("## One")
    assert orgfile.article("words\n* One").title_from == "text"


RST = """\
.. _top:

================
The wall *again*
================

:Author: Jane Roe
:Date: 2025-03-04
:Lang: en

First *it* and **bold** and ``co*de``, `the wall <https://coast.example/wall>`_, `Coast`_ and
word_ and :ref:`label <x>`; 2 * 3, snake_case.

.. _Coast: https://coast.example/

Beginnings
==========

- one
- two

#. first

.. code-block:: python
   :linenos:

   def f():
       return "*x*"

.. note:: Mind the gap.

   And more.

.. image:: wall.png
   :alt: The wall

Literal::

    kept   as is

Deeper
------

    A quotation that
    goes on.

.. a comment
   that goes on

| line one
| line two

===  ===
a    b
===  ===
1    2
===  ===
"""


def test_rst(tmp_path: Path) -> None:
    found = read(put(tmp_path / "wall.rst", RST))
    assert (found.title, found.title_from) == ("The wall again", "headline")
    assert (found.byline, found.language) == ("Jane Roe", "en")
    assert iso(found.published) == "2025-03-04T00:00:00Z"
    content = found.body.content
    assert content.startswith(
        "First *it* and **bold** and `co*de`, [the wall](<https://coast.example/wall>), "
        "[Coast](<https://coast.example/>) and\nword\\_ and `label`; 2 \\* 3, snake\\_case."
    )
    lines = content.split("\n")
    assert "## Beginnings" in lines
    assert "### Deeper" in lines
    assert '```python\ndef f():\n    return "*x*"\n```' in content
    assert "> **Note: Mind the gap.**" in lines
    assert "> And more." in lines
    assert "![The wall](<wall.png>)" in lines
    assert "```\nkept   as is\n```" in content
    assert "> A quotation that" in lines
    assert "a comment" not in content
    assert "that goes on\n" not in content
    assert "| a | b |\n|---|---|\n| 1 | 2 |" in content
    text = shown(found)
    assert "line one\nline two" in text


@pytest.mark.parametrize("source", ["=", "===", "==\n==", "..", ".. x::", ":a:", "::", "a\n=", "|"])
def test_scraps_of_rst_and_org_are_read(source: str) -> None:
    rstfile.article(source)
    orgfile.article(source)
    orgfile.article(f"#+begin_{source}\n{source}")


class TestCompressed:
    @pytest.mark.parametrize(
        "name", ["front_matter_yaml.md", "page_saved_by_browser.html", "german_news.txt"]
    )
    def test_what_is_inside_is_read(self, tmp_path: Path, name: str) -> None:
        data = (FILES / name).read_bytes()
        plain = read(FILES / name)
        found = read(put(tmp_path / f"{name}.gz", gzip.compress(data)))
        assert (found.title, found.body) == (plain.title, plain.body)
        assert found.original == data
        assert found.original_path == str(tmp_path / f"{name}.gz")

    def test_a_text_that_is_compressed_but_not_called_so(self, tmp_path: Path) -> None:
        data = gzip.compress((FILES / "german_news.txt").read_bytes())
        assert read(put(tmp_path / "a.txt", data)).title.startswith("Stadtrat")

    def test_bombs_and_pieces(self, tmp_path: Path) -> None:
        bomb = gzip.compress(b"\n" * (bounds.FILE_BYTES + 1))
        assert "holds more than 20 MB" in refused(put(tmp_path / "bomb.txt.gz", bomb))
        whole = gzip.compress(os.urandom(2_000))
        assert "its end is missing" in refused(put(tmp_path / "cut.gz", whole[:-100]))
        spoilt = bytearray(whole)
        spoilt[15] ^= 0xFF
        refused(put(tmp_path / "spoilt.gz", bytes(spoilt)))
        assert "twice" in refused(put(tmp_path / "two.gz", gzip.compress(whole)))
        assert "is empty" in refused(put(tmp_path / "none.gz", gzip.compress(b"\n")))


def zipped(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return path


class TestRefusedByName:
    def test_office_documents(self, tmp_path: Path) -> None:
        word = zipped(tmp_path / "a.docx", "[Content_Types].xml", "word/document.xml")
        assert "office document" in refused(word)
        with zipfile.ZipFile(tmp_path / "b.odt", "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        assert "OpenDocument" in refused(tmp_path / "b.odt")
        assert "RTF" in refused(put(tmp_path / "c.rtf", b"{\\rtf1\\ansi words}"))
        assert "old office" in refused(put(tmp_path / "d.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600))
        for path in tmp_path.iterdir():
            assert "as text" in refused(path)

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "a picture"),
            (b"\x7fELF" + b"\0" * 60, "a program"),
            (b"\xfd7zXZ\0" + b"\0" * 60, "decompress it first"),
            (b"\0\0\0\x20ftypmp42" + b"\0" * 60, "a film or sound"),
        ],
    )
    def test_other_bytes(self, tmp_path: Path, data: bytes, words: str) -> None:
        assert words in refused(put(tmp_path / "a.txt", data))


@pytest.mark.parametrize(
    ("name", "start", "kind"),
    [
        ("a.txt", b"<!DOCTYPE html><p>x", "html"),
        ("a.txt", b"\xef\xbb\xbf<html>", "html"),
        ("a.txt", b"---\ntitle: x\n---\ny", "markdown"),
        ("a.txt", b"---\n\ny", "text"),
        ("a.md", b"words", "markdown"),
        ("a.html", b"only words", "text"),
        ("a.html", b"some <b>words</b>", "html"),
        ("a.md", b"%PDF-1.7", "pdf"),
        ("README", b"words", "text"),
        ("a.md.gz", b"words", "markdown"),
        ("a.txt", b"From here on: nothing\n", "text"),
        ("a.txt", b"From a@b Tue\nSubject: x\n\ny", "mbox"),
        ("a.txt", b"From: a@b\nSubject: x\nMessage-ID: <x>\n\ny", "mail"),
        ("a.txt", b"From: a@b\nSubject: x\n\ny", "text"),
    ],
)
def test_kinds(name: str, start: bytes, kind: str) -> None:
    assert kinds.of(start, name) == kind


def test_names_that_a_directory_takes() -> None:
    for name in ("a.txt", "a.MD", "a.org", "a.rst", "a.eml", "a.mbox", "a.epub", "a.md.gz"):
        assert kinds.ending(name) in kinds.taken()
    for name in ("a.gz", "a.py", "a.tar.gz", "a", "a.docx"):
        assert kinds.ending(name) not in kinds.taken()


STARTS = st.sampled_from(
    [
        b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\x1f\x8b\x08", b"bplist00", b"<plist>WebMainResource",
        b"From a@b x\nSubject: y\n\n", b"From: a@b\nMessage-ID: <x>\nTo: c\n\n", b"---\ntitle: x\n",
        b"+++\ntitle=", b"<!doctype html>", b"#+TITLE: x\n", b"\xff\xfe", b"\xef\xbb\xbf",
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n",
    ]
)  # fmt: skip
ENDINGS = "txt md html mht webarchive eml mbox epub pdf org rst gz"


@settings(deadline=None, max_examples=300)
@given(STARTS, st.binary(max_size=400), st.sampled_from(ENDINGS.split()))
def test_any_bytes_are_read_or_refused_in_words(start: bytes, rest: bytes, ending: str) -> None:
    path = Path(f"/nowhere/a.{ending}")
    said = ""
    try:
        found = files.articles(path, start + rest, os.stat(__file__))
    except FileError as error:
        found, said = (), str(error)
    assert bool(found) != bool(said)
    assert "\n" not in said
    assert not said or path.name in said
    for one in found:
        assert one.title
        said = one.title + one.byline + one.source + one.deck + one.body.content + one.guid
        assert not [c for c in said if ord(c) < 32 and c not in "\n\t"]
        said.encode()


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="*/_=~+[]#:|-<>`.^ \n\tabé1", max_size=300))
def test_any_marks_are_read(source: str) -> None:
    for found in (orgfile.article(source), rstfile.article(source)):
        page.of(found.body)
