"""A picture as sixels, for the one that is alone on the screen: in the text they could not scroll.

How large a cell is comes from the system (TIOCGWINSZ), not from the terminal, whose answer would
come among the keys.
"""

from __future__ import annotations

import re
import sys
from io import StringIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image as Bitmap

    from reader.page.pictures import Colour

_RUN: Final = re.compile(r"(.)\1{3,}")
_COLOURS: Final = 255
_BAND: Final = 6  # rows of pixels in one row of sixels


def cell() -> tuple[int, int]:
    """Width and height of a cell in pixels; 10 x 20 where nobody knows."""
    try:
        import fcntl
        import struct
        import termios

        answer = fcntl.ioctl(sys.__stdout__.fileno(), termios.TIOCGWINSZ, bytes(8))  # type: ignore[union-attr]
        rows, columns, wide, high = struct.unpack("HHHH", answer)
    except (ImportError, OSError, AttributeError, ValueError):
        return 10, 20
    if rows and columns and wide >= columns and high >= rows:
        return wide // columns, high // rows
    return 10, 20


def packed(content: bytes, columns: int, rows: int, ground: Colour) -> str:
    """What paints the picture at the cursor. Raises ParseError."""
    from reader.page.pictures import scaled

    wide, high = cell()
    return encoded(scaled(content, columns * wide, rows * high // _BAND * _BAND or _BAND, ground))


def encoded(picture: Bitmap) -> str:
    """An RGB picture as a sixel sequence."""
    flat = picture.quantize(_COLOURS)
    width, height = flat.size
    said = StringIO()
    said.write(f'\x1bP0;1q"1;1;{width};{height}')
    colours = flat.getpalette() or []
    for number in range(len(colours) // 3):
        red, green, blue = (part * 100 // 255 for part in colours[number * 3 : number * 3 + 3])
        said.write(f"#{number};2;{red};{green};{blue}")
    pixels = flat.tobytes()
    for top in range(0, height, _BAND):
        band = [pixels[y * width : (y + 1) * width] for y in range(top, min(top + _BAND, height))]
        for number in sorted(set(b"".join(band))):
            said.write(f"#{number}{_run_lengths(_bits(band, number))}$")
        said.write("-")
    said.write("\x1b\\")
    return said.getvalue()


def _bits(band: list[bytes], number: int) -> bytes:
    """For each column of a band, which of its pixels have this colour, as sixel characters."""
    total = int.from_bytes(b"?" * len(band[0]), "big")
    for row, pixels in enumerate(band):
        table = bytearray(256)
        table[number] = 1 << row
        total += int.from_bytes(pixels.translate(bytes(table)), "big")
    return total.to_bytes(len(band[0]), "big")


def _run_lengths(bits: bytes) -> str:
    return _RUN.sub(_run, bits.decode("ascii").rstrip("?"))


def _run(run: re.Match[str]) -> str:
    return f"!{len(run[0])}{run[1]}"
