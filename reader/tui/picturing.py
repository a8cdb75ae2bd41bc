"""The pictures of the article on the page: how many lines each takes, and its cells.

Lines are reserved from what the library or the page says of a picture's size. One of which nothing
was known gets its lines when that moves nothing in sight; until then its text stands for it.
Unpacking is done by one daemon thread; what it drew last is remembered.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Literal

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader import text
from reader.model import ParseError, Picture

if TYPE_CHECKING:
    from textual.widget import Widget

    from reader.page.blocks import Image
    from reader.page.line import Line
    from reader.page.pictures import Colour
    from reader.tui.links import Pointer
    from reader.tui.pagestyle import Palette
    from reader.tui.picturepage import PicturePage

Mode = Literal["none", "blocks", "kitty"]
Paint = Literal["none", "blocks", "kitty", "sixel"]  # of one that is alone on the screen
Rows = list[list[Segment]]  # the segments of each row of a picture
Key = tuple[str, int, int, "Colour", str]  # file, columns, rows, ground, mode

SHARE = 0.6  # of the window's lines that one picture may take
_STEPS = 5  # of 256 in which two colours are taken for one
REMEMBERED = 60_000  # cells of drawn pictures
LEAST_ROWS = 4  # that any picture may take, however small the window


class Drawn:
    """A picture's cells, or why there are none.

    `sent` is what the terminal has to hear first, `gone` what it hears when the picture is
    forgotten, `over` what is painted over the cells once they stand.
    """

    __slots__ = ("error", "gone", "over", "rows", "sent")

    def __init__(
        self, rows: Rows, error: str = "", sent: str = "", gone: str = "", over: str = ""
    ) -> None:
        self.rows = rows
        self.error = error
        self.sent = sent
        self.gone = gone
        self.over = over


class Artist:
    """Draws pictures in a thread of its own, the one asked for last first."""

    def __init__(self, deliver: Callable[[Callable[[], None]], object]) -> None:
        self._deliver = deliver
        self._wanted: SimpleQueue[None] = SimpleQueue()
        self._asked: list[tuple[Key, Callable[[Drawn], None]]] = []
        self._thread: threading.Thread | None = None

    def ask(self, key: Key, done: Callable[[Drawn], None]) -> None:
        """Has a picture drawn; `done` gets it in the screen's thread."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="artist", daemon=True)
            self._thread.start()
        self._asked.append((key, done))
        self._wanted.put(None)

    def _run(self) -> None:
        while True:
            self._wanted.get()
            key, done = self._asked.pop()
            drawn = draw(key)
            # The screen may be gone, and then nobody waits for the picture.
            with suppress(RuntimeError):
                self._deliver(partial(done, drawn))


def draw(key: Key) -> Drawn:
    """The cells of a picture in a file; never raises."""
    path, columns, rows, ground, mode = key
    from reader.page import pictures

    try:
        content = Path(path).read_bytes()
        if mode == "kitty":
            from reader.tui import kitty

            return Drawn(*kitty.placed(content, columns, rows, ground))
        if mode == "sixel":
            from reader.tui import sixel

            blank = [[Segment(" " * columns)] for _ in range(rows)]
            return Drawn(blank, over=sixel.packed(content, columns, rows, ground))
        return Drawn(_blocks(pictures.half_blocks(content, columns, rows, ground)))
    except ParseError as error:
        return Drawn([], str(error))
    except OSError as error:
        return Drawn([], f"its file cannot be read: {error.strerror}")


def _blocks(cells: list[list[tuple[int, int]]]) -> Rows:
    """Pairs of colours as segments; neighbours that nobody can tell apart become one, which the
    terminal hears in a fraction of the bytes."""
    styles: dict[tuple[int, int], Style] = {}
    colours: dict[int, Color] = {}

    def colour(value: int) -> Color:
        found = colours.get(value)
        if found is None:
            found = colours[value] = Color.from_rgb(value >> 16, value >> 8 & 255, value & 255)
        return found

    rows: Rows = []
    for row in cells:
        segments: list[Segment] = []
        last, length = row[0], 0
        for pair in [*row, (-1, -1)]:
            if pair == last or (_alike(pair[0], last[0]) and _alike(pair[1], last[1])):
                length += 1
                continue
            style = styles.get(last)
            if style is None:
                upper, lower = last
                style = styles[last] = Style(color=colour(upper), bgcolor=colour(lower))
            segments.append(Segment("▀" * length, style))
            last, length = pair, 1
        rows.append(segments)
    return rows


def _alike(one: int, other: int) -> bool:
    """Whether two colours differ by a few steps of 256 in each part; -1 is like none."""
    return (
        one >= 0
        and abs((one >> 16) - (other >> 16)) <= _STEPS
        and abs((one >> 8 & 255) - (other >> 8 & 255)) <= _STEPS
        and abs((one & 255) - (other & 255)) <= _STEPS
    )


class Pictures:
    """What is known of the pictures of one article and how they stand on the page."""

    def __init__(self, deliver: Callable[[Callable[[], None]], object]) -> None:
        """`deliver` brings a call into the screen's thread."""
        self.mode: Mode = "none"
        self.rows: dict[str, int] = {}  # address: lines on the page; the others show their text
        self.known: dict[str, Picture] = {}
        self._images: dict[str, Image] = {}
        self._box = (0, 0)
        self._artist = Artist(deliver)
        self._drawn: OrderedDict[Key, Drawn | None] = OrderedDict()
        self._gone: list[str] = []

    def begin(self, images: Iterable[Image], known: Mapping[str, Picture]) -> None:
        """Another article: its pictures, and what the library knows of them."""
        self._images = {}
        self.known = dict(known)
        self.rows = {}
        self._box = (0, 0)
        self.add(images)

    def add(self, images: Iterable[Image]) -> None:
        """Pictures of the article that is shown, read after the first ones."""
        for image in images:
            if image.src not in self._images:
                self._images[image.src] = image
                if self._box != (0, 0):
                    self._reserve(image.src)

    def fit(self, columns: int, lines: int) -> None:
        """The page is `columns` wide in a window of `lines`: every known size gets its rows anew
        where that changed."""
        box = (columns, max(LEAST_ROWS, int(lines * SHARE)))
        if box == self._box:
            return
        self._box = box
        self.rows = {}
        for src in self._images:
            self._reserve(src)

    @property
    def faults(self) -> frozenset[str]:
        """The addresses of which it is known that there is no picture to draw."""
        if self.mode == "none":
            return frozenset()
        return frozenset(
            src for src, picture in self.known.items() if picture.error or picture.kind == "svg"
        )

    @property
    def wanting(self) -> bool:
        """Whether there are pictures of which the library knows nothing."""
        return any(src not in self.known for src in self._images)

    def image(self, src: str) -> Image | None:
        """The picture of the page at an address."""
        return self._images.get(src)

    def take(self, picture: Picture) -> bool:
        """A picture has come. Whether it waits for its lines, for `settle` to give them."""
        if picture.url not in self._images:
            return False
        self.known[picture.url] = picture
        return picture.url in self.pending

    @property
    def pending(self) -> set[str]:
        """Pictures that could be drawn, but have no lines yet."""
        if self.mode == "none":
            return set()
        return {src for src in self._images if src not in self.rows and self._size(src)}

    def settle(self, sources: Iterable[str]) -> None:
        """Gives those pictures their lines."""
        for src in sources:
            self._reserve(src)

    def forget(self, mode: Mode) -> None:
        """Another way of painting, or none."""
        self.mode = mode
        self._box = (0, 0)
        self.rows = {}

    def drawn(
        self, image: Image, rows: int, room: int, ground: Colour, ready: Callable[[], None]
    ) -> Drawn | None:
        """A picture within the lines that it was given, or None: then it is awaited or being
        drawn, and `ready` is called later."""
        from reader.page.pictures import fit

        picture = self.known.get(image.src)
        if picture is None:
            return None
        size = fit(self._size(image.src) or (1, 1), room, rows)
        return self.draw(picture, size, ground, ready)

    def draw(
        self,
        picture: Picture,
        size: tuple[int, int],
        ground: Colour,
        ready: Callable[[], None],
        mode: Paint | None = None,
    ) -> Drawn | None:
        """A picture at `size` columns and rows; None while it is being drawn. `mode` where it is
        not that of the page."""
        if not picture.path:
            return Drawn([], picture.error or "There is no picture.")
        if picture.kind == "svg":
            return Drawn([], "It is an SVG drawing, and those are not drawn here; o opens it.")
        key = (picture.path, *size, ground, mode or self.mode)
        if key in self._drawn:
            self._drawn.move_to_end(key)
            return self._drawn[key]
        self._drawn[key] = None
        self._artist.ask(key, partial(self._done, key, ready))
        return None

    def to_send(self, drawn: Drawn) -> str:
        """What the terminal has to hear before these cells are painted for the first time."""
        said, drawn.sent = drawn.sent, ""
        gone = "".join(self._gone) if said else ""
        if said:
            self._gone = []
        return gone + said

    def all_gone(self) -> str:
        """What the terminal has to hear at the end."""
        return "".join([*self._gone, *[drawn.gone for drawn in self._drawn.values() if drawn]])

    def _done(self, key: Key, ready: Callable[[], None], drawn: Drawn) -> None:
        self._drawn[key] = drawn
        total = sum(known[1] * known[2] for known in self._drawn)
        while total > REMEMBERED and len(self._drawn) > 1:
            gone, before = self._drawn.popitem(last=False)
            total -= gone[1] * gone[2]
            if before is not None and before.gone:
                self._gone.append(before.gone)
        ready()

    def _reserve(self, src: str) -> None:
        size = self._size(src)
        if self.mode != "none" and size and self._box[0]:
            from reader.page.pictures import fit

            self.rows[src] = fit(size, *self._box)[1]

    def _size(self, src: str) -> tuple[int, int] | None:
        """Pixels: the picture's own, else what the page says; None where neither is known."""
        picture = self.known.get(src)
        if picture is not None:
            return (picture.width, picture.height) if picture.width and picture.path else None
        image = self._images[src]
        return (image.width, image.height) if image.width and image.height else None


def ground_of(widget: Widget) -> Colour:
    """The colour behind a widget's text, on which what is transparent is laid."""
    colour = widget.background_colors[1]
    return colour.r, colour.g, colour.b


def send(widget: Widget, said: str) -> None:
    """Says something to the terminal itself, before the next frame."""
    if said and widget.app._driver is not None:
        widget.app._driver.write(said)


def strip(
    pane: PicturePage,
    palette: Palette,
    line: Line,
    *,
    left: int,
    measure: int,
    first_link: int,
    pointer: Pointer,
) -> Strip:
    """A line of a picture: its cells, or in the first row its text while there are none."""
    row = line.picture
    assert row is not None
    before, held = line.spans[:-1], line.spans[-1]
    segments = [Segment(" " * left, palette.style(0))]
    segments += [Segment(text.safe(span.text), palette.style(span.style)) for span in before]
    room = measure - sum(text.width(span.text) for span in before)
    pictures = pane.pictures
    drawn = pictures.drawn(row.image, row.rows, room, ground_of(pane), pane.repaint_pictures)
    cells: list[Segment] = []
    if drawn is not None and row.row < len(drawn.rows):
        send(pane, pictures.to_send(drawn))
        cells = drawn.rows[row.row]
    elif row.row == 0:
        said = f"▧ {row.image.text or 'picture'}"
        if drawn is not None and drawn.error:
            said += " (not shown: V says why)"
        cells = [Segment(text.clip(text.safe(said), room), palette.style(held.style))]
    number = first_link + held.link if held.link >= 0 else -1
    if row.row == 0 and number >= 0:
        cells = _signed(cells, palette, pointer, number)
    segments += cells
    used = sum(text.width(segment.text) for segment in segments)
    width = pane.scrollable_content_region.width
    segments.append(Segment(" " * max(0, width - used), palette.style(0)))
    made = Strip(segments, max(used, width))
    return made if used <= width else made.crop(0, width)


def _signed(cells: list[Segment], palette: Palette, pointer: Pointer, number: int) -> list[Segment]:
    """The first row of a picture with the number of its link, or the mark of the marked one."""
    sign = pointer.hints.sign(number) if pointer.hints else ""
    if sign:
        over = Segment(sign, palette.part("hint"))
    elif number == pointer.marked:
        over = Segment("▸", palette.part("link-current"))
    else:
        return cells
    taken = text.width(over.text)
    length = sum(text.width(segment.text) for segment in cells)
    return [over, *Strip(cells, length).crop(taken)]
