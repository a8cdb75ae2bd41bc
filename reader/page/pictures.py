"""A picture's bytes as cells: half blocks, two pixels one above the other in each.

Pillow (the extra `tearsheet[images]`) is imported when a picture is drawn and not before. What a
picture claims to be is looked at before it is unpacked; of a broken one as much is drawn as is
there, of an animated one the first frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Final

from reader.model import ParseError
from reader.page.blocks import Blocks, Figure, Image, Leaf, children, leaves, plain, visible

if TYPE_CHECKING:
    from PIL.Image import Image as Bitmap

CELL: Final = (10, 20)  # pixels that a cell is taken to have: no picture grows beyond that
PIXELS: Final = 40_000_000  # of a picture, unpacked
_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP")

INSTALL: Final = "pip install 'tearsheet[images]'"

WHOLE: Final = (1, 2)  # the same for one that is looked at alone: a pixel for each half block
Colour = tuple[int, int, int]
Pair = tuple[int, int]  # the colours of a cell's upper and lower half as 0xRRGGBB


def can_draw() -> bool:
    """Whether Pillow is installed; nothing is imported to find out."""
    return find_spec("PIL") is not None


def images(blocks: Blocks) -> Iterator[Image]:
    """The pictures that have an address, in reading order."""
    for leaf in leaves(blocks):
        if isinstance(leaf, Image) and leaf.src:
            yield leaf


def captions(blocks: Blocks) -> Iterator[tuple[str, str]]:
    """The address of each picture in a figure with a caption, and the caption's words."""
    for block in blocks:
        if isinstance(block, Figure) and block.caption:
            said = " ".join(visible(plain(block.caption)).split())
            for image in images(block.blocks):
                yield image.src, said
        elif not isinstance(block, Leaf):
            for group in children(block):
                yield from captions(group)


def fit(
    size: tuple[int, int], columns: int, rows: int, cell: tuple[int, int] = CELL
) -> tuple[int, int]:
    """The cells (columns, rows) of a picture of `size` pixels within a box, at least 1 x 1.

    Its proportions are kept and it does not grow beyond `cell` pixels in each.
    """
    width, height = max(1, size[0]), max(1, size[1])
    wide, high = cell
    scale = min(1.0, columns * wide / width, rows * high / height)
    return (
        max(1, min(columns, round(width * scale / wide))),
        max(1, min(rows, round(height * scale / high))),
    )


def half_blocks(content: bytes, columns: int, rows: int, ground: Colour) -> list[list[Pair]]:
    """The cells of a picture, row by row, what is transparent laid on `ground`.

    Raises ParseError, without a name, where it is not one that can be drawn.
    """
    raw = scaled(content, columns, rows * 2, ground).tobytes()
    pixels = [int.from_bytes(raw[at : at + 3], "big") for at in range(0, len(raw), 3)]
    found = []
    for start in range(0, len(pixels), columns * 2):
        upper = pixels[start : start + columns]
        lower = pixels[start + columns : start + columns * 2]
        found.append(list(zip(upper, lower, strict=True)))
    return found


def png(content: bytes, width: int, height: int, ground: Colour) -> bytes:
    """A picture as a PNG of exactly this many pixels. Raises ParseError."""
    out = BytesIO()
    scaled(content, width, height, ground).save(out, "PNG", compress_level=1)
    return out.getvalue()


def scaled(content: bytes, width: int, height: int, ground: Colour) -> Bitmap:
    """A picture in RGB at exactly `width` x `height`, upright. Raises ParseError."""
    try:
        from PIL import Image as Pillow
        from PIL import ImageFile, ImageOps
    except ImportError:
        raise ParseError(f"pictures need Pillow: {INSTALL}") from None
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Pillow.open(BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > PIXELS:
                raise ParseError(
                    f"it has {picture.width:,} × {picture.height:,} pixels, too many to unpack"
                )
            longer = max(width, height)
            picture.draft("RGB", (longer, longer))  # a JPEG is read at a part of its size
            upright: Bitmap = ImageOps.exif_transpose(_plain(picture))
            small = upright.resize((width, height), Pillow.Resampling.LANCZOS, reducing_gap=2.0)
            if small.mode != "RGBA":
                return small.convert("RGB")
            behind = Pillow.new("RGB", small.size, ground)
            behind.paste(small, mask=small.getchannel("A"))
            return behind
    except ParseError:
        raise
    except MemoryError:
        raise ParseError("there is not enough memory to unpack it") from None
    except Exception:  # Pillow's decoders raise whatever the bytes lead them to
        raise ParseError("the picture is broken") from None


def _plain(picture: Bitmap) -> Bitmap:
    """The first frame as RGB, or RGBA where something shines through."""
    if picture.mode.startswith(("I", "F")):
        # 16 bits of grey a pixel; Pillow's own way to 8 cuts off all that is brighter than black.
        picture = picture.convert("F").point(lambda value: value / 256).convert("L")
    clear = picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info
    exif = picture.info.get("exif")
    plain = picture.convert("RGBA" if clear else "RGB")
    if exif is not None:
        plain.info["exif"] = exif
    return plain
