"""What a page holds but does not show, and what it shows that is no part of the text."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

_STYLE_SIGNS = (
    "display", "DISPLAY", "visibility", "opacity", "font-size", "height", "-9999", "mso-",
)  # fmt: skip
_CLASS_SIGNS = (
    "screen-reader", "sr-only", "hidden", "feedflare", "sharedaddy", "editsection", "katex-html",
    "MathJax", "mjx-", "addtoany", "jp-relatedposts",
)  # fmt: skip
_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    r"|mso-list\s*:\s*ignore|(?:^|[;\s])opacity\s*:\s*0(?:\.0+)?%?\s*(?:!|;|$)|(?:left|top|text-indent)\s*:\s*-\d{4,}(?:px|em|pt)",
    re.I,
)
_NO_LETTERS = re.compile(
    r"(?:^|[;\s])font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:!|;|$)", re.I
)
_LETTERS = re.compile(r"(?:^|[;\s])font(?:-size)?\s*:[^;]{0,80}?[1-9]", re.I)
_LOOKED_AT = 300  # elements within one that has letters of no size
_FLAT = re.compile(r"(?:^|[;\s])(?:max-)?height\s*:\s*0(?:px|pt)?\s*(?:!|;|$)", re.I)
_CLIPPED = re.compile(r"overflow(?:-y)?\s*:\s*hidden", re.I)
_CLASS = re.compile(
    r"(?:^|\s)(?:screen-reader-text|sharing-screen-reader-text|sr-only|visually-hidden"
    r"|visuallyhidden|feedflare|sharedaddy|jp-relatedposts|addtoany_share_save_container"
    r"|mw-editsection|katex-html|MathJax_Preview)(?:\s|$)"
)
_TYPESET = re.compile(r"(?:^|\s)(?:MathJax(?:_Display|_SVG|_CHTML)?|mjx-chtml)(?:\s|$)")


def may_be_hidden(named: str, styled: str) -> bool:
    """Whether elements have to be asked at all, by all classes and all styles of the page."""
    return any(sign in styled for sign in _STYLE_SIGNS) or any(
        sign in named for sign in _CLASS_SIGNS
    )


def is_hidden(el: Any) -> bool:
    """Whether an element is not to be seen, or stands beside the text only to be clicked on."""
    if el.get("hidden") is not None:
        return True
    style = el.get("style")
    if style and (_STYLE.search(style) or (_FLAT.search(style) and _CLIPPED.search(style))):
        return True
    if style and _NO_LETTERS.search(style) and not _has_letters(el):
        return True
    named = el.get("class")
    if not named:
        return False
    return bool(_CLASS.search(named) or (_TYPESET.search(named) and _is_source_beside(el)))


def _has_letters(el: Any) -> bool:
    """Whether something within has a size of its own: makers of mail set only the gaps to 0."""
    return any(
        one.tag == "img" or _LETTERS.search(one.get("style") or "")
        for one in islice(el.iterdescendants(), _LOOKED_AT)
        if isinstance(one.tag, str)
    )


def _is_source_beside(el: Any) -> bool:
    """Whether a typeset formula is followed by the script that it was made from."""
    after = el.getnext()
    return after is not None and after.tag == "script" and "math/" in (after.get("type") or "")
