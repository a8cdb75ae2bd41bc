"""The text that a page's JSON-LD holds, with tags or without, as HTML that can be stored."""

from __future__ import annotations

import html
import re

from reader import text
from reader.ingest import bounds

_TAGGED = re.compile(r"<(?:p|br|div|pre|ul|ol|h[1-6])\b", re.I)


def markup(said: str) -> str:
    """`said` as paragraphs, or with the structure that its own tags give it."""
    if _TAGGED.search(said):
        from reader.ingest import inert, keeping, pagetree

        body = pagetree.prepare(pagetree.parsed(f"<body>{said}</body>"))
        return inert.markup(body, [unit.node for unit in keeping.units(body)], "")
    parts = (text.clean(part, bounds.BODY) for part in html.unescape(said).splitlines())
    return "\n".join(f"<p>{html.escape(part, quote=False)}</p>" for part in parts if part)
