"""Signs that a feed has escaped twice, so that they would be read as `&#8217;` on the page."""

from __future__ import annotations

import html
import re
from typing import Any

_SIGN = re.compile(
    r"&(?:#(?:3[49]|1[2-9]\d|[2-9]\d\d|\d{4,6})|#x(?:2[27]|[0-9a-f]{2,5})|nbsp|[mn]dash|hellip|[lr][sd]quo"
    r"|quot|apos|bull|middot|laquo|raquo|euro|copy|reg|trade|deg|times|[aeiouAEIOU](?:acute|grave|circ|uml)"
    r"|szlig|ccedil|ntilde);"
)
_CODE = frozenset(("code", "pre", "kbd", "samp", "tt", "xmp", "listing", "textarea"))
_AROUND = 12  # elements around a text that are looked at for being code


def unescape_signs(root: Any) -> None:
    """Read such signs once more, but in code, which may be about them."""
    for el in root.iter():
        if el.text and "&" in el.text and _SIGN.search(el.text) and not _is_code(el):
            el.text = _SIGN.sub(_read, el.text)
        if el.tail and "&" in el.tail and _SIGN.search(el.tail) and not _is_code(el.getparent()):
            el.tail = _SIGN.sub(_read, el.tail)


def _read(sign: re.Match[str]) -> str:
    said = html.unescape(sign[0])
    return said if said.isprintable() or said == "\xa0" else sign[0]


def _is_code(el: Any) -> bool:
    for _ in range(_AROUND):
        if el is None:
            return False
        if el.tag in _CODE or not isinstance(el.tag, str):
            return True
        el = el.getparent()
    return False
