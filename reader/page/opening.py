"""Opening a page: what the first screens need at once, all of it afterwards."""

from __future__ import annotations

from reader.model import Body
from reader.page.blocks import Blocks


class Opening:
    """A body being opened. `first` is enough for some screens and a prefix of `whole()` wherever
    it can be told without reading on; `ready` where it is all there is."""

    def __init__(self, body: Body) -> None:
        from reader import page

        self._whole = page.of(body)
        self.first: Blocks = self._whole
        self.ready = True

    def whole(self) -> Blocks:
        """All blocks, the same that `page.of` gives; takes its time at the first call."""
        return self._whole
