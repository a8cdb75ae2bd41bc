"""Lines that say where a text comes from, and the agencies that a byline names."""

from __future__ import annotations

import re

from reader.ingest import lexicon
from reader.ingest.plainnames import AGENCY, is_name

_PAPERS = frozenset(lexicon.words("house"))
_AGENCIES = frozenset(lexicon.words("agencies"))
_SOURCE = lexicon.Starts("source")
_WIRES = tuple(sorted(map(lexicon.low, lexicon.words("wires")), key=len, reverse=True))
_DAY = re.compile(r"\d:\d\d|(?<!\d)(?:19|20)\d\d(?!\d)")
_HOUSES = lexicon.Later(rf"(?:{AGENCY})(?:\s?[/,&+]\s?(?:{AGENCY}))+")
_SIGNED = lexicon.Later(rf".{{20,}}[.!?…\"”»]\s?\((?P<agency>{AGENCY})\)")
_WITH_AGENCY = lexicon.Later(rf"[(,]\s?(?:avec|con|mit|com|with|et|y|und)\s+(?P<name>{AGENCY})\)?$")


def source(words: str) -> str:
    """Where a text comes from, in a line that says only that."""
    if len(words) > 140:
        return ""
    flat = " ".join(words.split())
    inner = flat.strip("()[]（）【】. ")
    low = lexicon.low(inner)
    if inner in _AGENCIES or inner.replace(" / ", "/") in _AGENCIES:
        return inner
    if _HOUSES.made.fullmatch(inner):
        return inner
    opening = _SOURCE.find(low)
    if opening:
        rest = inner[len(opening) :].strip()
        if rest[:1] in (":", "："):
            return rest[1:].strip(" .")[:100]
        agency = rest in _AGENCIES
        if agency or (" " in opening and _is_house_name(rest) and not _DAY.search(rest)):
            return re.sub(r"^the (?=[A-Z])", "", rest)
    for wires in _WIRES if low.endswith(_WIRES) else ():
        if low.endswith(wires) and len(low) > len(wires) and len(inner.split()) <= 10:
            before = inner[: len(inner) - len(wires)].strip(" ,")
            if not before or before[:1].isupper() or not before[:1].isascii():
                return inner
        elif low == wires:
            return inner
    return ""


def named_with(words: str) -> str:
    """The name that shares its work with agencies: "Ann Lee and agencies"."""
    name = words.split(" and ")[0] if words.endswith(_WIRES) else ""
    return name if is_name(name) and not is_house(name) else ""


def is_house(words: str) -> bool:
    """Whether a word of papers' names stands among some words."""
    return not _PAPERS.isdisjoint(lexicon.words_in(lexicon.low(words)))


def signing(words: str) -> str:
    """The agency in brackets behind the last sentence of a text."""
    found = _SIGNED.made.fullmatch(words)
    return found["agency"] if found else ""


def agency_with(words: str) -> str:
    """The agency that a byline shares its work with: "Ann Lee (avec AFP)"."""
    found = _WITH_AGENCY.made.search(words)
    return found["name"] if found else ""


def _is_house_name(rest: str) -> bool:
    """Whether words look like a paper's name: short, beginning with a capital after "the"."""
    rest = re.sub(r"^(?:the|la|le|el|die|der) ", "", rest)
    return 1 <= len(rest.split()) <= 7 and not rest[:1].islower()
