"""What an element's class or style says that its tag does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.page.walk import Walk

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
