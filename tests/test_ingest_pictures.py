"""Fetching pictures: politely, within limits, from nowhere that it should not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Loopback, Reply, closed_port
from picturemaker import bomb, halves, packed, taken_in
from PIL import Image

from reader.config import Config
from reader.ingest import bounds, picturefile
from reader.ingest import pictures as fetching
from reader.model import FileError, ParseError, Picture
from reader.store import Library, articles, pictures


@pytest.fixture
def site() -> Iterator[Loopback]:
    with Loopback() as running:
        for kind in ("PNG", "JPEG", "GIF", "WEBP", "AVIF"):
            running.pages[f"/{kind}"] = Reply(body=packed(halves(), kind), content_type="image/x")
        yield running


def run(
    library: Library, site: Loopback, *paths: str, config: Config | None = None, **options: object
) -> tuple[int, list[Picture]]:
    """Fetches these paths for an article of a feed on the same host."""
    number = taken_in(library, "", url=site.url("/rss"))
    urls = [path if "://" in path else site.url(path) for path in paths]
    article = articles.article(library, number)
    return number, fetching.fetch(library, config or Config(), article, urls, **options)  # type: ignore[arg-type]


def test_every_kind_is_kept_with_its_size(library: Library, site: Loopback) -> None:
    number, failed = run(library, site, "/PNG", "/JPEG", "/GIF", "/WEBP", "/AVIF")
    assert failed == []
    known = pictures.of(library, number)
    assert {one.kind for one in known.values()} == {"png", "jpeg", "gif", "webp", "avif"}
    assert {(one.width, one.height) for one in known.values()} == {(400, 200)}


def test_no_cookie_no_referer_and_one_request_each(library: Library, site: Loopback) -> None:
    run(library, site, "/PNG", "/PNG", "/JPEG")
    for path in ("/PNG", "/JPEG"):
        (asked,) = site.asked(path)
        assert asked.header("Cookie") is None
        assert asked.header("Referer") is None
        assert "image/" in (asked.header("Accept") or "")
    assert site.most_open == 1


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(404, b"no"), "picture is no longer there"),
        (
            Reply(body=b"<!doctype html><p>Please log in", content_type="image/png"),
            "a page instead",
        ),
        (Reply(body=b"", content_type="image/png"), "sent nothing"),
        (Reply(body=bomb(), content_type="image/png"), "60,000 × 60,000 pixels"),
        (Reply(body=b"GIF89a", content_type="image/gif"), "ends before"),
        (Reply(body=b"x" * (bounds.PICTURE_BYTES + 1)), "larger than 10 MB"),
        (Reply(body=b"\x00\x01\x02", content_type="image/png"), "no picture of a known kind"),
    ],
)
def test_what_is_no_picture_is_said(
    library: Library, site: Loopback, reply: Reply, said: str
) -> None:
    site.pages["/odd"] = reply
    number, failed = run(library, site, "/odd", "/PNG")
    assert said in failed[0].error
    assert len(failed) == 1
    assert said in pictures.of(library, number)[site.url("/odd")].error
    assert pictures.of(library, number)[site.url("/PNG")].path


def test_a_truncated_one_is_kept_as_far_as_it_came(library: Library, site: Loopback) -> None:
    site.pages["/cut"] = Reply(body=packed(halves(), "JPEG")[:-200], content_type="image/jpeg")
    number, failed = run(library, site, "/cut")
    assert failed == []
    assert pictures.of(library, number)[site.url("/cut")].width == 400


def test_a_drip_ends_in_time_and_holds_up_no_other_host(library: Library, site: Loopback) -> None:
    with Loopback("127.0.0.1") as slow:
        slow.pages["/drip"] = Reply(body=packed(halves()), drip=0.5, content_type="image/png")
        began = time.monotonic()
        _, failed = run(library, site, slow.url("/drip"), "/PNG", config=Config(timeout=2))
        assert time.monotonic() - began < 8
    assert len(failed) == 1
    assert "within 2 s" in failed[0].error


def test_a_host_that_is_asked_too_often_is_left_alone(library: Library, site: Loopback) -> None:
    site.pages["/busy"] = Reply(429, b"later")
    number, failed = run(library, site, "/busy", "/PNG", "/JPEG")
    assert len(failed) == 3
    assert not site.asked("/PNG")
    assert pictures.of(library, number) == {}


def test_what_cannot_be_reached_now_is_asked_for_again(library: Library, site: Loopback) -> None:
    gone = f"http://127.0.0.1:{closed_port()}/a.png"
    _, failed = run(library, site, gone)
    assert failed[0].error


def test_a_public_articles_picture_never_comes_from_a_private_network(
    library: Library, site: Loopback
) -> None:
    number = taken_in(library, "", url="https://example.org/rss")
    article = articles.article(library, number)
    failed = fetching.fetch(library, Config(), article, [site.url("/PNG")])
    assert "private network" in failed[0].error
    assert not site.asked()


def test_nor_by_a_redirect(library: Library, site: Loopback) -> None:
    with Loopback("127.0.0.2") as public:
        public.redirect("/a.png", site.url("/PNG"))
        number = taken_in(library, "", url="https://example.org/rss")
        article = articles.article(library, number)
        failed = fetching.fetch(
            library,
            Config(),
            article,
            [public.url("/a.png")],
            private=lambda peer: peer == "127.0.0.1",
        )
    assert "private network" in failed[0].error
    assert not site.asked()


def test_only_so_many_of_one_article(library: Library, site: Loopback) -> None:
    paths = [f"/p{n}" for n in range(bounds.PICTURES + 5)]
    for path in paths:
        site.pages[path] = Reply(body=packed(halves((8, 8))), content_type="image/png")
    number, failed = run(library, site, *paths)
    assert "5 pictures" in failed[0].error
    assert len(pictures.of(library, number)) == bounds.PICTURES


def test_pictures_of_a_local_file_come_from_its_own_folder_alone(
    library: Library, tmp_path: Path
) -> None:
    home = tmp_path / "articles"
    (home / "p_files").mkdir(parents=True)
    (home / "p_files" / "a b.png").write_bytes(packed(halves()))
    (tmp_path / "secret.png").write_bytes(packed(halves()))
    (home / "link.png").symlink_to(tmp_path / "secret.png")
    path = str(home / "p.html")
    assert fetching.local((home / "p_files" / "a b.png").as_uri(), path) == packed(halves())
    for outside in (
        (tmp_path / "secret.png").as_uri(),
        (home / "link.png").as_uri(),
        f"file://{home}/../secret.png",
        "file:///dev/zero",
    ):
        with pytest.raises(FileError, match="own folder"):
            fetching.local(outside, path)
    with pytest.raises(FileError):
        fetching.local((home / "p_files").as_uri(), path)
    with pytest.raises(FileError, match="cannot be read"):
        fetching.local((home / "none.png").as_uri(), path)
    number = taken_in(library, "", path=path)
    article = articles.article(library, number)
    urls = [(home / "p_files" / "a b.png").as_uri(), (tmp_path / "secret.png").as_uri()]
    failed = fetching.fetch(library, Config(), article, urls)
    assert [one.url for one in failed] == urls[1:]
    assert pictures.of(library, number)[urls[0]].width == 400


def test_a_head_says_how_a_photograph_is_seen() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert picturefile.head(packed(halves(), "JPEG", exif=exif)) == ("jpeg", 200, 400)
    assert picturefile.head(packed(halves(), "JPEG")) == ("jpeg", 400, 200)
    assert picturefile.head(b"<?xml version='1.0'?><svg xmlns='x'>").kind == "svg"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP"])
def test_a_head_that_is_cut_anywhere_is_only_said(kind: str) -> None:
    whole = packed(halves((30, 30)), kind)
    for end in range(min(len(whole), 400)):
        try:
            head = picturefile.head(whole[:end])
        except ParseError:
            continue
        assert (head.width, head.height) == (30, 30)
