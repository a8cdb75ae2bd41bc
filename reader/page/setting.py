"""How a page is set, apart from its width: what the reader chose, and what the article is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.config import Config


@dataclass(frozen=True, slots=True)
class Setting:
    """`language` is the article's ("" unknown); `pictures` gives the rows (lines) that a picture's
    address takes on the page (at least 1), those not in it are set as their text; of those in
    `faults` it is said that something is wrong with them.

    `justify` widens the spaces of full lines, `hyphenate` breaks words where a line would fall too
    short. `bidi` says who puts right-to-left text in order: "reader", or "terminal" for one that
    does it itself. A table that cannot fit is moved `sideways`, else it is set as records.
    `turned` are the details, by where their summaries begin in the plain text, that are folded the
    other way than they came; `unfolded` opens them all, for a page that nobody can unfold.
    """

    language: str = ""
    pictures: Mapping[str, int] = field(default_factory=dict)
    faults: frozenset[str] = frozenset()
    justify: bool = False
    hyphenate: bool = True
    bidi: str = "reader"
    sideways: bool = False
    turned: frozenset[int] = frozenset()
    unfolded: bool = False


USUAL = Setting()


def chosen(config: Config, language: str = "") -> Setting:
    """How the settings ask for an article in `language` to be set."""
    return Setting(
        language=language,
        justify=config.justify,
        hyphenate=config.hyphenate,
        bidi=config.bidi,
        sideways=config.tables == "sideways",
    )
