"""A name that stands alone between a headline and the text, and whether it is the writer's."""

from __future__ import annotations

import re

from reader.ingest import plaincredits, plaingroup, plainnames, plainrules, plainsource
from reader.ingest.plainreading import Reading

LEDE_WORDS = 25  # a paragraph so long is no caption or deck any more, in a page
_PARTED = re.compile(r",\s|\s[|–-]\s")
_PLACED = re.compile(
    r"(?P<name>[^\W\d_][^\d(]{3,40}?) (?P<small>[a-zà-žа-яα-ω]{1,3}) (?:the )?"
    r"(?P<place>[^\W\d_][^\d]{2,30})"
)
_BRACKETS = re.compile(r"\([^)]*\)")
_WORD = re.compile(r"[^\W\d_]{2,}")


def bare_name(found: Reading) -> None:
    """A name alone below the headline is the byline, where something else says so too.

    A date beside it, or the name once more in the text (as authors' notes have it); never words
    that the text has in small letters.
    """
    if not found.title or found.byline:
        return
    prose = plaingroup.text_start(found) or next(
        (
            n
            for n in range(found.top, len(found))
            if found.free(n)
            and found.kinds[n] == "prose"
            and (found.blocks[n].words >= LEDE_WORDS or found.noise() < 2)
        ),
        found.top,
    )
    near = range(found.top, min(prose, found.top + 10))
    for n in near:
        pictured = plaincredits.credited(found.blocks[n].text) if found.free(n) else ""
        if pictured and not found.credit:
            found.credit, found.kinds[n] = pictured, "credit"
            found.mark(n, "credit", "a name behind the word for a picture")
    for n in near:
        block = found.blocks[n]
        if not found.free(n) or found.kinds[n] not in ("short", "item"):
            continue
        bare = "," not in block.text and not plainsource.is_house(block.text)
        if bare and plainnames.are_names(block.text) and _dated(found, n) and not _common(found, n):
            found.byline = " ".join(_BRACKETS.sub(" ", block.text).split())
            found.mark(n, "byline", "names beside a date")
            return
        name = name_of(block.text)
        known = plainnames.are_names(name) or (
            (plainnames.is_han_name(name) or plainnames.is_han(name))
            and _beside(found, n) & {"date"}
        )
        if not known or plainrules.is_section(name):
            continue
        rest = " ".join(other.text for other in found.blocks[n + 1 :])
        small = name.casefold() != name and name.casefold() in rest
        if not small and _is_writer(found, n, name, rest, n == prose - 1):
            found.byline = name
            found.mark(n, "byline", "a name below the headline")
            for m in near:
                if found.free(m) and found.blocks[m].text == name:
                    found.mark(m, "residue", "the name again")
            return


def _is_writer(found: Reading, n: int, name: str, rest: str, last: bool) -> bool:
    """Whether something else says that a name is the writer's; `rest` is the text below it."""
    words = found.blocks[n].text
    if n and plainnames.is_by(found.blocks[n - 1].text):
        return True
    if plainnames.is_han_name(name) or plainnames.is_han(name):
        return True
    if name.split()[-1] in found.title.split():
        return False  # whom the text is about
    if name == words:
        dated = found.noise() >= 2 and "date" in found.kinds[found.top : n + 6]
        if dated and name not in rest:
            return True
        beside = bool(_beside(found, n) & {"date", "facts"}) or name in rest or name.title() in rest
        return beside or _above_place(found, n)
    paper = words[len(name) :].strip(" ,|–-")
    if paper in rest or (last and found.blocks[n].words <= 5 and words.count(",") == 1):
        return True
    office = words.count(",") == 1 and len(paper.split()) <= 4 and name.split()[-1] not in rest
    return _dated(found, n) and (_is_house(paper) or office) and not _common(found, n)


def name_of(words: str) -> str:
    """The name that a line opens with, before a paper, an office or the place of writing."""
    name = _PARTED.split(words, maxsplit=1)[0]
    placed = None if plainnames.is_name(name) else _PLACED.fullmatch(name)
    if placed and placed["small"] not in plainnames.SMALL - {"en", "i"}:
        return placed["name"]
    return name


def _is_house(paper: str) -> bool:
    """Whether what follows a name can be a paper or a place: a few words with capitals."""
    words = paper.split()
    while words and words[0].islower():
        words.pop(0)
    return 1 <= len(words) <= 4 and all(word[0].isupper() or word[0] == "&" for word in words)


def _dated(found: Reading, n: int) -> bool:
    """Whether the line above or below one is a date."""
    return "date" in (*found.kinds[max(found.top, n - 1) : n], *found.kinds[n + 1 : n + 2])


def _common(found: Reading, n: int) -> bool:
    """Whether a word of a line's name stands in small letters below, as no word of a name does."""
    name = name_of(found.blocks[n].text)
    own = {word.casefold() for word in _WORD.findall(name) if word.istitle()}
    rest = " ".join(block.text for block in found.blocks[n + 1 :])
    return not own.isdisjoint(word for word in _WORD.findall(rest) if word.islower())


def _above_place(found: Reading, n: int) -> bool:
    """Whether a place in capitals stands below a name, and the text or a date below that."""
    after = found.blocks[n + 1 : n + 2]
    place = bool(after) and after[0].text.isupper() and after[0].words <= 3
    return place and found.kinds[n + 2 : n + 3] in (["prose"], ["date"])


def _beside(found: Reading, n: int) -> set[plainrules.Kind]:
    """The kinds of the blocks next to one, lines of the page left aside."""
    kinds: set[plainrules.Kind] = set()

    for step in (-1, 1):
        m = n + step
        while 0 <= m < len(found) and found.kinds[m] in ("residue", "credit"):
            m += step
        if 0 <= m < len(found) and found.kinds[m] == "short" and found.blocks[m].words <= 4:
            m += step  # the place where it was written
        if 0 <= m < len(found):
            kinds.add(found.kinds[m])
    return kinds
