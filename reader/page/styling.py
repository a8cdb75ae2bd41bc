"""The styles of words by their tags, and what a class or style says that the tag does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from reader.page.blocks import BOLD, CODE, ITALIC, KEY, MARKED, SMALL, STRIKE, UNDERLINE

if TYPE_CHECKING:
    from reader.page.walk import Walk

STYLES: Final[dict[str, int]] = {
    "b": BOLD, "strong": BOLD,
    "i": ITALIC, "em": ITALIC, "cite": ITALIC, "dfn": ITALIC, "var": ITALIC,
    "code": CODE, "kbd": CODE | KEY, "samp": CODE, "tt": CODE,
    "s": STRIKE, "strike": STRIKE, "del": STRIKE,
    "u": UNDERLINE, "ins": UNDERLINE,
    "mark": MARKED,
    "small": SMALL,
    "span": 0, "font": 0, "big": 0, "time": 0, "bdi": 0,
    "bdo": 0, "label": 0, "nobr": 0, "data": 0, "rb": 0,
}  # fmt: skip
KEEPS_SPACES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
NUMBERED = re.compile(r"mso-list\s*:\s*(?!none|ignore)\w+(?:\s+level(\d))?", re.I)
_CAPTIONED = re.compile(r"(?:^|\s)(?:wp-caption|tr-caption-container|gallery-item)(?:\s|$)")
_CAPTION = re.compile(
    r"(?:^|\s)(?:wp-caption-text|wp-caption-dd|tr-caption|gallery-caption)(?:\s|$)"
)
WORD_ITEM = "_item"


def tag_by_style(walk: Walk, el: Any, style: str | None) -> str:
    """The tag that an element deserves, "" for its own."""
    if walk.looks.captions:
        named = el.get("class")
        if named and _CAPTIONED.search(named):
            return "figure"
        if named and _CAPTION.search(named) and walk.directly_in("figure"):
            return "figcaption"
    if walk.looks.word and style and el.tag == "p" and NUMBERED.search(style):
        return WORD_ITEM
    return ""
