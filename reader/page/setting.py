"""How a page is set, apart from its width: what the reader chose, and what the article is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Setting:
    """`language` is the article's ("" unknown); `pictures` gives the rows (lines) that a picture's
    address takes on the page (at least 1), those not in it are set as their text; of those in
    `faults` it is said that something is wrong with them."""

    language: str = ""
    pictures: Mapping[str, int] = field(default_factory=dict)
    faults: frozenset[str] = frozenset()


USUAL = Setting()
