"""The dateline that a first paragraph opens with: place, agency, sometimes the day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader import text
from reader.ingest import lexicon, plaindates

_CAPITALS = r"[A-ZÀ-ÞĀ-ŽΑ-ΩА-ЯЁ\u05d0-\u064a]"
_AGENCY = lexicon.either("agencies")
_HOUSES = frozenset(lexicon.words("house"))
_DASH = r"(?:—|–|--+|_|\s-|-(?=\s)|\.\s?[-–—]|:)"
_PLACE_AGENCY = lexicon.Later(
    rf"(?P<all>(?P<place>{_CAPITALS}[^.!?;\n()]{{1,60}}?)\s*\((?P<agency>[^()]{{2,40}})\))\s*{_DASH}\s*(?=\S)"
)
_AGENCY_FIRST = lexicon.Later(
    rf"\(?(?P<agency>{_AGENCY})\)?\s*[-–—.]\s*(?P<place>{_CAPITALS}[^.!?;\n()]{{1,40}}?)\s*[-–—]\s*(?=\S)"
)
_SLASHED = lexicon.Later(
    rf"(?P<place>{_CAPITALS}[^!?;\n()/]{{1,50}}?)\.?\s*/(?P<agency>{_AGENCY})/\.?\s*[-–—]?\s*(?=\S)"
)
_DATED = lexicon.Later(
    rf"(?P<place>{_CAPITALS}[^.!?;\n()]{{1,40}}?[.,]\s\d{{1,2}}\.?\s\w+)\.?\s(?P<agency>{_AGENCY})\s*[-–—]\s*"
)
_PLACE = re.compile(rf"(?P<place>{_CAPITALS}[^.!?:;\n]{{1,60}}?)\s*(?:—|–|--+|\s-\s)\s*(?=\S)")
_CHINESE = lexicon.Later(
    r"(?P<all>(?P<agency>新华社|新華社|中新社|中新网|中央社|人民网)(?P<place>[\u4e00-\u9fff]{2,8}?)\d{1,2}月\d{1,2}日(?:电|電))"
)
_SECTION = lexicon.Whole("section", "line", "menu")
_CAPITAL_WORDS = re.compile(rf"{_CAPITALS}[A-ZÀ-ÞĀ-ŽΑ-ΩА-ЯЁ .'’-]{{2,}}(?:,|$|\s)")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline as it stands, its agency ("" for none) and the day it names with its year."""

    words: str
    agency: str
    published: int | None


def opening(paragraph: str) -> Dateline | None:
    """The dateline of a paragraph, or None."""
    start = paragraph[:140]
    spaced = (_PLACE_AGENCY, _SLASHED, _DATED, _AGENCY_FIRST)
    for pattern in spaced if start.isascii() else (_CHINESE, *spaced):
        found = pattern.made.match(start)
        if found and len(found["place"].split()) <= 9 and _is_agency(found["agency"]):
            return _made(found[0], found["agency"], found["place"])
    found = _PLACE.match(start)
    if found is None:
        return None
    place = found["place"].strip(" ,")
    capitals = _CAPITAL_WORDS.match(place)
    if (
        capitals
        and len(place.split()) <= 8
        and lexicon.key(place) not in _SECTION
        and not place.endswith(('"', "”"))
    ):
        return _made(found[0], "", place)
    return None


def _is_agency(words: str) -> bool:
    """Whether words in brackets after a place can be an agency: known, or short and capital."""
    return bool(re.fullmatch(_AGENCY, words)) or (
        len(words.split()) <= 4 and words[:1].isupper() and not re.search(r"\d", words)
    )


def _is_house(agency: str) -> bool:
    """Whether what stands in brackets is an agency for certain, and not a region."""
    words = agency.split()
    return (
        bool(re.fullmatch(_AGENCY, agency))
        or agency.isupper()
        or not agency[:1].isascii()
        or not _HOUSES.isdisjoint(word.casefold() for word in words)
    )


def _made(words: str, agency: str, place: str) -> Dateline:
    shown = text.clean(re.sub(r"\s*(?:—|–|-+|_|[.:]\s?[-–—]*)\s*$", "", words.strip()))
    return Dateline(shown, agency if _is_house(agency) else "", plaindates.in_line(place)[0])
