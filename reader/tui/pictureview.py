"""One picture alone on the screen, as large as it may be, with its caption and its address."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from reader import text
from reader.tui import outward
from reader.tui.look import look
from reader.tui.picturing import Drawn, Paint, ground_of, send

if TYPE_CHECKING:
    from reader.model import Picture
    from reader.page.blocks import Image
    from reader.tui.library import LibraryScreen

_FOOT = 3  # lines for caption, address and keys


class PictureScreen(Screen[None]):
    """The pictures of an article one by one: n and p, o opens, q leaves."""

    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    PictureScreen { background: $background; }
    PictureScreen PictureView { width: 100%; height: 100%; }
    """

    def __init__(self, library: LibraryScreen, images: list[Image], at: int) -> None:
        super().__init__()
        self.library = library
        self._view = PictureView(library, images, at)
        self._digits = ""

    def compose(self) -> ComposeResult:
        yield self._view

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = event.character if event.is_printable and event.character else event.key
        count = int(self._digits) if self._digits else 1
        self._digits = self._digits + key if key.isdecimal() and len(self._digits) < 3 else ""
        if key in ("q", "escape", "V", "h", "left", "backspace", "ctrl+c"):
            self.dismiss(None)
        elif key in ("n", "j", "space", " ", "down", "right", "l", "pagedown"):
            self._view.step(count)
        elif key in ("p", "k", "up", "pageup"):
            self._view.step(-count)
        elif key == "o":
            self._view.open()


class PictureView(Widget):
    """The picture and the lines below it."""

    def __init__(self, library: LibraryScreen, images: list[Image], at: int) -> None:
        super().__init__()
        from reader.page.pictures import captions

        self._library = library
        self._images = images
        self._at = at
        self._captions = dict(captions(library.page.blocks))
        self._said = ""
        self._place = (0, 0)  # row and column of the picture

    def step(self, by: int) -> None:
        """The next picture, or one further on."""
        self._at = max(0, min(len(self._images) - 1, self._at + by))
        self._said = ""
        self.refresh()

    def open(self) -> None:
        """Opens the picture's own address."""
        src = self._images[self._at].src
        if src.startswith(("file:", "cid:")):
            self._said = "It lies in a file and has no address."
        else:
            outward.follow(self._library, src)
            self._said = f"Opened {text.shown_address(src)}"
        self.refresh()

    @property
    def _image(self) -> Image:
        return self._images[self._at]

    def _known(self) -> Picture | None:
        return self._library.page.pictures.known.get(self._image.src)

    def _drawn(self) -> Drawn | None:
        from reader.page.pictures import WHOLE, fit

        picture = self._known()
        if picture is None:
            return Drawn([], self._why_unknown())
        if self._library.page.pictures.mode == "none" and picture.path:
            return Drawn([], "It is here, but pictures are off (I), or this theme has no colours.")
        room = (self.size.width, max(1, self.size.height - _FOOT))
        cells = fit((picture.width, picture.height), *room, WHOLE)
        pictures = self._library.page.pictures
        mode: Paint | None = "sixel" if self._library.config.graphics == "sixel" else None
        return pictures.draw(picture, cells, ground_of(self), self._ready, mode)

    def _ready(self) -> None:
        self.refresh()

    def _why_unknown(self) -> str:
        from reader.page.pictures import INSTALL, can_draw

        if not self._library.config.pictures:
            return "It was not fetched: `pictures = false` is set; o opens it in the browser."
        if not can_draw():
            return f"Drawing pictures needs Pillow: {INSTALL}"
        if self._library.page.pictures.mode == "none":
            return "It was not fetched: pictures are off here (I); o opens it in the browser."
        return "It has not come yet; o opens it in the browser."

    def render_lines(self, crop: Region) -> list[Strip]:
        lines = self._lines()[crop.y : crop.bottom]
        return [line.crop(crop.x, crop.right) for line in lines]

    def _lines(self) -> list[Strip]:
        drawn = self._drawn()
        width, height = self.size
        parts = look(self.app)
        base = self.visual_style.rich_style
        blank = Strip([Segment(" " * width, base)], width)
        lines = [blank] * height
        room = max(1, height - _FOOT)
        if drawn is not None and drawn.rows:
            send(self, self._library.page.pictures.to_send(drawn))
            top = max(0, (room - len(drawn.rows)) // 2)
            for at, row in enumerate(drawn.rows[:room]):
                cells = sum(text.width(segment.text) for segment in row)
                left = max(0, (width - cells) // 2)
                right = Segment(" " * max(0, width - left - cells), base)
                self._place = (top, left)
                lines[top + at] = Strip([Segment(" " * left, base), *row, right], width)
            if drawn.over:
                self.call_after_refresh(self._paint_over, drawn.over)
        else:
            said = "" if drawn is None else drawn.error
            rows = wrap(text.clean(said), max(1, min(72, width - 4)))[:room]
            for at, words in enumerate(rows, max(0, (room - len(rows)) // 2)):
                lines[at] = self._centred(words, base + parts["quiet"], width)
        for at, (words, part) in enumerate(self._foot()):
            if room + at < height:
                lines[room + at] = self._centred(words, base + parts[part], width)
        return lines

    def _paint_over(self, said: str) -> None:
        row, column = self._place
        if self.is_attached and self.app.screen is self.screen:
            send(self, f"\x1b7\x1b[{row + 1};{column + 1}H{said}\x1b8")

    def _foot(self) -> list[tuple[str, str]]:
        image, picture = self._image, self._known()
        facts = [f"{self._at + 1} of {len(self._images)}"]
        if picture is not None and picture.width:
            facts.append(f"{picture.width} × {picture.height} {picture.kind}")
        keys = "n next  p previous  o browser  q back"
        where = "" if image.src.startswith("cid:") else text.shown_address(image.src)
        return [
            (self._captions.get(image.src) or image.text, "caption"),
            (" · ".join(filter(None, [*facts, where])), "meta"),
            (self._said or keys, "quiet"),
        ]

    def _centred(self, said: str, style: object, width: int) -> Strip:
        from rich.style import Style

        assert isinstance(style, Style)
        words = text.clip(text.safe(said), max(1, width - 2))
        cells = text.width(words)
        left = max(0, (width - cells) // 2)
        base = self.visual_style.rich_style
        segments = [Segment(" " * left, base), Segment(words, style)]
        segments.append(Segment(" " * max(0, width - left - cells), base))
        return Strip(segments, max(width, left + cells))
