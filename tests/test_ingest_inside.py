"""Pictures inside files (books, saved pages, mail) come along, offline, and stay when saved."""

from __future__ import annotations

import base64
import gzip
import plistlib
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from picturemaker import bomb, halves, packed
from test_ingest_books import book

from reader import page
from reader.config import Config
from reader.ingest import bounds, files, inside, intake
from reader.ingest import pictures as fetching
from reader.model import FileError, Picture
from reader.page.pictures import images
from reader.store import Library, articles, pictures

if TYPE_CHECKING:
    from commandline import CommandLine

pytest_plugins = ("commandline",)

WALL = packed(halves())
SHIP = packed(halves((40, 80)), "JPEG")
WORDS = "The council has voted for the wall of stone after ten years of quarrel about it. " * 4


def shown(library: Library, article_id: int) -> list[str]:
    article = articles.article(library, article_id)
    return [image.src for image in images(page.of(article.body, article.original_path))]


def fetched(library: Library, article_id: int) -> tuple[list[Picture], list[Picture]]:
    """The pictures of an article that are kept, in reading order, and those that are not."""
    urls = shown(library, article_id)
    article = articles.article(library, article_id)
    failed = fetching.fetch(library, Config(), article, urls)
    known = pictures.of(library, article_id)
    return [known[url] for url in urls if url in known and known[url].path], failed


def kept(library: Library, path: Path) -> list[bytes]:
    """The pictures of a file's first article, which all have to be there."""
    taken = intake.file(library, path)
    found, failed = fetched(library, taken.id)
    assert failed == []
    return [Path(one.path).read_bytes() for one in found]


class TestBooks:
    def test_a_chapters_picture_comes_out_of_the_book(
        self, library: Library, tmp_path: Path
    ) -> None:
        assert kept(library, book(tmp_path / "sea.epub")) == [WALL]

    def test_the_cover_stands_above_the_first_chapter(
        self, library: Library, tmp_path: Path
    ) -> None:
        path = book(tmp_path / "sea.epub", OEBPS__c_dot_png=SHIP)  # of the page of the cover
        assert kept(library, path) == [SHIP, WALL]
        svg = (
            '<html><body><svg xmlns="http://www.w3.org/2000/svg" '
            'xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="c.png"/></svg>'
            "</body></html>"
        )
        path = book(tmp_path / "svg.epub", OEBPS__c_dot_png=SHIP, OEBPS__cover_dot_xhtml=svg)
        assert kept(library, path) == [SHIP, WALL]

    @pytest.mark.parametrize(
        ("item", "meta"),
        [('properties="cover-image" id="c"', ""), ('id="c"', '<meta name="cover" content="c"/>')],
    )
    def test_a_cover_that_no_page_shows(
        self, library: Library, tmp_path: Path, item: str, meta: str
    ) -> None:
        path = book(tmp_path / "sea.epub", OEBPS__c_dot_png=SHIP, OEBPS__cover_dot_xhtml=None)
        named = rewritten(
            path,
            ("</manifest>", f'<item {item} href="c.png" media-type="image/jpeg"/></manifest>'),
            ("</metadata>", f"{meta}</metadata>"),
        )
        assert kept(library, named) == [SHIP, WALL]

    def test_a_plate_belongs_to_the_chapter_before_it(
        self, library: Library, tmp_path: Path
    ) -> None:
        plate = "<html><body><div><img src='../pictures/plate.jpg'/></div></body></html>"
        path = book(
            tmp_path / "sea.epub",
            OEBPS__text__three_dot_xhtml=plate,
            OEBPS__pictures__plate_dot_jpg=SHIP,
        )
        taken = intake.file(library, path)
        found, _ = fetched(library, taken.ids[-1])
        assert [Path(one.path).read_bytes() for one in found] == [WALL, SHIP]

    def test_names_that_climb_out_of_the_book_are_nothing(
        self, library: Library, tmp_path: Path
    ) -> None:
        (tmp_path / "secret.png").write_bytes(SHIP)
        said = "".join(
            f"<img src='{name}' alt='x'/>"
            for name in ("../../../secret.png", "/secret.png", "file:///secret.png",
                         str(tmp_path / "secret.png"), "%2e%2e/%2e%2e/%2e%2e/secret.png")
        )  # fmt: skip
        path = book(
            tmp_path / "sea.epub",
            OEBPS__text__one_dot_xhtml=f"<html><body><p>words</p>{said}</body></html>",
        )
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("../../../evil.png", SHIP)
        assert kept(library, path) == []

    def test_bombs_are_refused_in_one_sentence(self, library: Library, tmp_path: Path) -> None:
        for number, (data, said) in enumerate((
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 9_000_000, "unpacks to far more"),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * (bounds.PICTURE_BYTES + 1), "unpacks to far more"),
            (bomb(), "60,000 × 60,000 pixels"),
            (b"<html>no picture", "it is a page instead of a picture"),
        )):  # fmt: skip
            path = book(tmp_path / f"bomb{number}.epub", OEBPS__pictures__wall_dot_png=data)
            taken = intake.file(library, path)
            found, (failed,) = fetched(library, taken.id)
            assert found == []
            assert said in failed.error
            assert "\n" not in failed.error

    def test_a_book_that_is_gone_or_another_one(self, library: Library, tmp_path: Path) -> None:
        path = book(tmp_path / "sea.epub")
        taken = intake.file(library, path)
        book(path, OEBPS__pictures__wall_dot_png=SHIP)
        _, (failed,) = fetched(library, taken.id)
        assert "sea.epub: the picture is no longer in it." in failed.error

    def test_a_compressed_book(self, library: Library, tmp_path: Path) -> None:
        path = book(tmp_path / "sea.epub")
        packed_up = tmp_path / "sea.epub.gz"
        packed_up.write_bytes(gzip.compress(path.read_bytes()))
        assert kept(library, packed_up) == [WALL]


def rewritten(path: Path, *changes: tuple[str, str]) -> Path:
    """A book whose package has been changed, and whose cover page is not in its spine."""
    made = path.with_name(f"new-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith(".opf"):
                for before, after in changes:
                    data = data.replace(before.encode(), after.encode())
            new.writestr(name, data)
    return made


def mhtml(*, location: str = "https://coast.example/img/wall.png") -> bytes:
    """A page as Chrome saves it, with one picture by address and one by Content-ID."""
    markup = (
        "<html><head><title>The wall</title></head><body><article><h1>The wall</h1>"
        f"<p>{WORDS}</p><p><img src='/img/wall.png' srcset='/img/other.png 2x' alt='The wall'></p>"
        f"<p>{WORDS}</p><p><img src='cid:ship@mhtml.blink' alt='A ship'></p>"
        f"<p>{WORDS}</p><p><img src='https://coast.example/elsewhere.png' alt='Far'></p>"
        f"<p>{WORDS}</p>"
        "</article></body></html>"
    )

    def part(kind: str, data: bytes, *heads: str) -> str:
        lines = base64.encodebytes(data).decode().replace("\n", "\r\n")
        more = "".join(f"{head}\r\n" for head in heads)
        return (
            f"------b\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n{more}\r\n"
            f"{lines}\r\n"
        )

    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://coast.example/news/wall\r\n"
        "Subject: The wall\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        '\ttype="text/html";\r\n\tboundary="----b"\r\n\r\n\r\n'
        + part("text/html", markup.encode(), "Content-Location: https://coast.example/news/wall")
        + part("image/png", WALL, f"Content-Location: {location}")
        + part("image/jpeg", SHIP, "Content-ID: <ship@mhtml.blink>")
        + "------b--\r\n"
    ).encode()


class TestSavedPages:
    def test_mhtml(self, library: Library, tmp_path: Path) -> None:
        path = tmp_path / "wall.mhtml"
        path.write_bytes(mhtml())
        taken = intake.file(library, path)
        assert shown(library, taken.id) == [
            inside.address(WALL), inside.address(SHIP), "https://coast.example/elsewhere.png",
        ]  # fmt: skip
        path.unlink()  # the library has the original
        article = articles.article(library, taken.id)
        urls = shown(library, taken.id)[:2]
        assert fetching.fetch(library, Config(), article, urls) == []
        assert [one.kind for one in pictures.of(library, taken.id).values()] == ["png", "jpeg"]

    def test_webarchive(self, library: Library, tmp_path: Path) -> None:
        markup = f"<html><body><article><h1>Wall</h1><p>{WORDS}</p><img src='a/w.png'>"
        markup += f"<p>{WORDS}</p></article></body></html>"
        main = {
            "WebResourceData": markup.encode(),
            "WebResourceURL": "https://coast.example/news/",
            "WebResourceTextEncodingName": "utf-8",
        }
        other = {
            "WebResourceData": WALL,
            "WebResourceURL": "https://coast.example/news/a/w.png",
            "WebResourceMIMEType": "image/png",
        }
        for form in (plistlib.FMT_BINARY, plistlib.FMT_XML):
            path = tmp_path / f"wall{form.value}.webarchive"
            path.write_bytes(
                plistlib.dumps({"WebMainResource": main, "WebSubresources": [other]}, fmt=form)
            )
            assert kept(library, path) == [WALL]

    def test_a_page_in_one_file(self, library: Library, tmp_path: Path) -> None:
        said = base64.b64encode(WALL).decode()
        path = tmp_path / "single.html"
        path.write_text(
            f"<html><body><article><h1>Wall</h1><p>{WORDS}</p>"
            f'<img src="data:image/png;base64,{said}" alt="The wall"><p>{WORDS}</p>'
            "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='></article></body></html>"
        )
        assert kept(library, path) == [WALL]


def letter(*, disposition: str = "inline") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "The Coast <news@coast.example>"
    made["Subject"] = "The wall"
    made["Date"] = "Tue, 04 Mar 2025 10:15:00 +0100"
    made["Message-ID"] = "<1.wall@coast.example>"
    made.set_content(WORDS)
    made.add_alternative(
        f"<html><body><p>{WORDS}</p><img src=3D'x' width=1 height=1>"
        f"<img src=\"cid:wall%40coast\" alt='The wall'><p>{WORDS}</p></body></html>",
        subtype="html",
    )
    made.get_payload()[1].add_related(  # type: ignore[union-attr, index]
        WALL, "image", "png", cid="<wall@coast>", disposition=disposition, filename="wall.png"
    )
    return made


class TestMail:
    def test_a_letter_shows_its_pictures_and_does_not_list_them(
        self, library: Library, tmp_path: Path
    ) -> None:
        for disposition in ("inline", "attachment"):
            path = tmp_path / f"{disposition}.eml"
            path.write_bytes(letter(disposition=disposition).as_bytes())
            assert kept(library, path) == [WALL]
            (found,) = files.read(path)
            assert "Attachment" not in found.body.content

    def test_every_message_of_a_mailbox_has_its_own(self, library: Library, tmp_path: Path) -> None:
        path = tmp_path / "box.mbox"
        other = letter().as_bytes().replace(b"1.wall@", b"2.wall@")
        plain = base64.encodebytes(WALL).replace(b"\n", b"")[:60]
        assert plain in other
        ship = base64.encodebytes(SHIP)
        start = other.index(plain)
        other = other[:start] + ship + other[other.index(b"\n--", start) :]
        lines = b"From a@b Tue Mar  4 10:15:00 2025\n"
        path.write_bytes(lines + letter().as_bytes() + b"\n\n" + lines + other + b"\n")
        taken = intake.file(library, path)
        path.unlink()
        found = [fetched(library, number)[0] for number in taken.ids]
        assert [Path(one.path).read_bytes() for (one,) in found] == [WALL, SHIP]

    def test_a_letter_through_a_pipe(self, library: Library) -> None:
        taken = intake.from_stdin(library, letter().as_bytes())
        (found,), failed = fetched(library, taken.id)
        assert (found.kind, failed) == ("png", [])

    def test_pictures_between_the_texts(self, tmp_path: Path) -> None:
        made = EmailMessage()
        made["From"], made["Subject"] = "a@coast.example", "From the harbour"
        made.set_content("Look at this:")
        made.add_attachment(WALL, "image", "png", filename="w<a>ll.png", disposition="inline")
        made.add_attachment(SHIP, "image", "jpeg", filename="ship.jpg")
        path = tmp_path / "photo.eml"
        path.write_bytes(made.as_bytes())
        (found,) = files.read(path)
        assert f'<img src="{inside.address(WALL)}" alt="w&lt;a&gt;ll.png">' in found.body.content
        assert "Attachment: ship.jpg" in found.body.content

    def test_what_a_feed_names_so_is_nothing(self, library: Library, tmp_path: Path) -> None:
        own = inside.Pictures(b"", "")
        with pytest.raises(FileError, match="no longer in it"):
            own.get(inside.address(WALL))


def test_a_saved_file_keeps_its_pictures_when_it_is_gone(
    tearsheet: CommandLine, tmp_path: Path
) -> None:
    path = book(tmp_path / "sea.epub")
    assert tearsheet("save", str(path)).code == 0
    path.unlink()
    with tearsheet.opened() as library:
        (url,) = shown(library, 1)
        assert Path(pictures.of(library, 1)[url].path).read_bytes() == WALL
        pictures.trim(library, 0)
        assert Path(pictures.of(library, 1)[url].path).read_bytes() == WALL


@pytest.mark.parametrize("odd", ['<img "' * 20_000, "<img '" * 20_000, "<img a=" * 20_000 + ">"])
def test_pages_of_broken_tags_are_read_in_time(odd: str) -> None:
    assert inside.named(odd, lambda raw: "") == odd
