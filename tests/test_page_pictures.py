"""Pictures as cells, and the lines that they take on the page."""

from __future__ import annotations

import pytest
from picturemaker import BLUE, GREEN, RED, bomb, halves, packed
from PIL import Image

from reader.model import Body, ParseError
from reader.page import flow, of, pictures
from reader.page.setting import Setting

BLACK = (0, 0, 0)


def near(value: int, colour: tuple[int, int, int], by: int = 24) -> bool:
    said = (value >> 16, value >> 8 & 255, value & 255)
    return all(abs(one - other) <= by for one, other in zip(said, colour, strict=True))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP"])
def test_every_kind_is_drawn(kind: str) -> None:
    cells = pictures.half_blocks(packed(halves(), kind), 8, 2, BLACK)
    assert [len(row) for row in cells] == [8, 8]
    assert all(near(upper, RED) and near(lower, RED) for upper, lower in cells[0])
    assert all(near(upper, BLUE) and near(lower, BLUE) for upper, lower in cells[1])


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1", "I;16"])
def test_every_mode_is_drawn(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.new(mode, (40, 40), 40_000) if mode == "I;16" else halves(mode=mode)
    cells = pictures.half_blocks(packed(picture, kind), 4, 2, BLACK)
    assert len(cells) == 2
    if mode == "I;16":
        assert near(cells[0][0][0], (156, 156, 156))


def test_what_is_transparent_shows_the_ground() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    clear.paste((*RED, 255), (0, 0, 40, 20))
    cells = pictures.half_blocks(packed(clear), 2, 2, GREEN)
    assert near(cells[0][0][0], RED)
    assert near(cells[1][0][1], GREEN, 0)


def test_a_photograph_that_lies_on_its_side_stands_up() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise: what was above is at the right
    cells = pictures.half_blocks(packed(halves(), "JPEG", exif=exif), 2, 4, BLACK)
    assert near(cells[0][0][0], BLUE)
    assert near(cells[0][1][0], RED)


def test_an_animated_one_shows_its_first_frame() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in (RED, GREEN, BLUE)]
    moving = packed(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    assert near(pictures.half_blocks(moving, 2, 1, BLACK)[0][0][0], RED)


def test_of_a_truncated_one_what_is_there_is_drawn() -> None:
    noise = Image.effect_noise((400, 400), 90).convert("RGB")
    noise.paste(RED, (0, 0, 400, 100))
    whole = packed(noise, "JPEG")
    cells = pictures.half_blocks(whole[: len(whole) // 2], 8, 4, BLACK)
    assert near(cells[0][0][0], RED)


@pytest.mark.parametrize(
    "content", [b"", b"<html>no picture</html>", b"\x89PNG\r\n\x1a\n" + b"x" * 99]
)
def test_what_is_no_picture_is_said_to_be_broken(content: bytes) -> None:
    with pytest.raises(ParseError, match="broken"):
        pictures.half_blocks(content, 8, 4, BLACK)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(ParseError, match=r"too many|broken"):
        pictures.half_blocks(bomb(), 8, 4, BLACK)


@pytest.mark.parametrize(
    ("size", "box", "cells"),
    [
        ((720, 480), (72, 40), (72, 24)),
        ((7200, 4800), (72, 40), (72, 24)),
        ((100, 100), (72, 40), (10, 5)),
        ((600, 6000), (72, 20), (4, 20)),
        ((5000, 10), (72, 20), (72, 1)),
        ((1, 1), (72, 20), (1, 1)),
    ],
)
def test_a_picture_keeps_its_proportions_and_does_not_grow(
    size: tuple[int, int], box: tuple[int, int], cells: tuple[int, int]
) -> None:
    assert pictures.fit(size, *box) == cells


MARKUP = (
    "<p>Before it.</p><figure><img src='https://e.org/a.png' alt='What it shows' width=400 "
    "height=200><figcaption>The caption</figcaption></figure><p>After it.</p>"
)


def test_rows_are_reserved_on_the_page() -> None:
    blocks = of(Body("html", MARKUP))
    plain = flow.lay_out(blocks, 40)
    set_with = flow.lay_out(blocks, 40, Setting(pictures={"https://e.org/a.png": 7}))
    assert set_with.height == plain.height + 6
    assert set_with.text == plain.text
    rows = [line.picture for line in map(set_with.line, range(set_with.height)) if line.picture]
    assert [(row.row, row.rows) for row in rows] == [(at, 7) for at in range(7)]
    (place,) = set_with.pictures
    assert (place.line, place.lines) == (2, 7)
    assert set_with.line_at(place.offset) == 2
    assert {set_with.line_at(set_with.offset_of(line)) for line in range(2, 9)} == {2}


def test_a_picture_that_cannot_be_shown_says_so_in_place() -> None:
    blocks = of(Body("html", MARKUP))
    layout = flow.lay_out(blocks, 60, Setting(faults=frozenset({"https://e.org/a.png"})))
    said = [layout.line(line).text for line in range(layout.height)]
    assert "▧ What it shows (not shown: V says why)" in said


def test_captions_and_addresses() -> None:
    blocks = of(Body("html", MARKUP))
    assert list(pictures.captions(blocks)) == [("https://e.org/a.png", "The caption")]
    (image,) = pictures.images(blocks)
    assert (image.width, image.height) == (400, 200)


def test_a_local_files_pictures_lie_beside_it() -> None:
    body = Body("html", "<p>Words.</p><img src='p_files/a b.png' alt='One'><img src='/etc/x.png'>")
    (image,) = pictures.images(of(body, "/home/me/p.html"))
    assert image.src == "file:///home/me/p_files/a%20b.png"
    assert image.target == ""
    assert not flow.lay_out(of(body, "/home/me/p.html"), 60).links
    assert not list(pictures.images(of(body)))
