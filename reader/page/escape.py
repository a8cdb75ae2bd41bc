"""Text as Markdown that means just that text."""

from __future__ import annotations

import re

_ALWAYS = re.compile(r"[\\`*\[\]<~|]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w)")
_LINE_START = re.compile(r"(\s*)(?:([#>+=:-])|(\d{1,9})([.)])(?=\s|$))")


def run(text: str, before: str, after: str) -> str:
    """`text` between the characters `before` and `after` with Markdown's signs escaped."""
    said = _ALWAYS.sub(r"\\\g<0>", text)
    if "_" in said:
        pad, end = (" " if side and not side.isalnum() else side for side in (before, after))
        said = _UNDERSCORE.sub(r"\\_", pad + said + end)
        said = said[len(pad) : len(said) - len(end)]
    return _ENTITY.sub(r"\\&", said) if "&" in said else said


def line(text: str) -> str:
    """A line of a paragraph whose beginning would else be read as a heading, list or rule."""
    found = _LINE_START.match(text)
    if not found:
        return text
    if found[2]:
        return f"{found[1]}\\{text[found.start(2) :]}"
    return f"{found[1]}{found[3]}\\{text[found.start(4) :]}"
