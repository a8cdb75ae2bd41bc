"""How a page is set, apart from its width: what the reader chose, and what the article is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Setting:
    """`language` is the article's ("" unknown); `pictures` gives the rows (lines) that a picture's
    address takes on the page, those not in it are set as their text; `turned` are the details, by
    where their summaries begin in the plain text, that are folded the other way than they came."""

    language: str = ""
    pictures: Mapping[str, int] = field(default_factory=dict)
    turned: frozenset[int] = frozenset()


USUAL = Setting()
