"""The lines above and below a headline: facts are taken, labels and buttons set aside."""

from __future__ import annotations

import re

from reader.ingest import (
    lexicon,
    plaincredits,
    plaindates,
    plaingroup,
    plainnames,
    plainrules,
    plainscore,
    plainsource,
    plainwriter,
)
from reader.ingest.plainblocks import ends_sentence
from reader.ingest.plainreading import Reading

LEDE_WORDS = 55  # a longer paragraph is the text's beginning
_NETWORKS = frozenset(("facebook", "twitter", "whatsapp", "telegram", "linkedin", "pinterest"))
_COUNT = re.compile(r"[^\W\d_]+\s?[:：]?\s?(?:\d[\d.,]*\s?[KkMТтыс]*|\(\d+\))")
_WORD = re.compile(r"[^\W\d_]{2}|[\u0900-\uffff]")
_MINUTES = re.compile(r"\d\s?(?:min|мин|dk|perc|分|분|דק)", re.I)


def top_matter(found: Reading) -> None:
    """Byline, date, credit, crumbs and labels around the headline leave the body."""
    if not found.title:
        _facts_alone(found)
        return
    seen_prose = 0
    start = plaingroup.text_start(found) or found.top
    run = plaingroup.head(found)
    head = range(found.top, min(start, run.stop)) if run else range(0)
    for n in range(min(len(found), max(found.top + 14, found.top))):
        if not found.free(n):
            continue
        kind, block = found.kinds[n], found.blocks[n]
        above = found.top <= n < start or (n == start and block.text.endswith("]"))
        if above and kind in ("prose", "short") and _captioned(found, n):
            continue
        if kind == "prose" and n >= found.top:
            seen_prose += 1
            if block.words > LEDE_WORDS or (seen_prose > 1 and not _facts_follow(found, n)):
                break
        elif kind in ("short", "item") and _tells_date(found, n):
            found.take_mixed(n)
        elif (
            kind == "date"
            and plainscore.is_hour(found, n)
            and found.blocks[n + 1 : n + 2][:1]
            and (found.blocks[n + 1].close and block.words <= 2)
        ):
            continue  # the time of an entry
        elif kind == "source" and n < found.top and plaincredits.is_pictures(block.text):
            found.credit = found.credit or block.text
            found.mark(n, "credit", "a house of pictures above the headline")
        elif kind == "byline" and n < found.top and plainnames.agency_after(block.text):
            found.credit = found.credit or block.text
            found.mark(n, "credit", "a name with its agency above the headline")
        elif kind == "short" and start > found.top and n > start:
            continue  # the text has begun
        elif _stays(found, n, head) or (seen_prose and kind == "credit" and found.credit):
            continue
        elif not found.take(n):
            _top_residue(found, n, head)


def _facts_alone(found: Reading) -> None:
    """Byline and date with which a text without a headline begins."""
    for n in range(min(len(found), 4)):
        if found.kinds[n] not in ("byline", "date") or n + 1 >= len(found):
            return
        found.take(n)


def _captioned(found: Reading, n: int) -> bool:
    """Sets a caption aside whose end names whose picture it is; True if it is one."""
    words = found.blocks[n].text
    name = plaincredits.credit(words) if found.blocks[n].words <= 45 else ""
    if name:
        found.kinds[n] = "credit"
        found.take(n)
    return bool(name)


def _facts_follow(found: Reading, n: int) -> bool:
    """Whether byline or date stand below two paragraphs, which then are deck and caption."""
    after = found.kinds[n + 1 : n + 4]
    known = found.byline or found.published is not None
    return not known and bool({"byline", "date", "facts"} & set(after[: _until_prose(after)]))


def _until_prose(kinds: list[plainrules.Kind]) -> int:
    return kinds.index("prose") if "prose" in kinds else len(kinds)


def _tells_date(found: Reading, n: int) -> bool:
    """Whether a line beside the headline gives the day, among a name, a topic, a count."""
    block = found.blocks[n]
    if block.words > 14 or found.published is not None or ends_sentence(block.text):
        return False
    if n + 1 < len(found) and found.kinds[n + 1] == "credit":
        return False
    return plaindates.opens(block.text) or (
        block.words <= 10
        and plainnames.byline_within(block.text) != ""
        and plaindates.in_line(block.text)[0] is not None
    )


def _stays(found: Reading, n: int, head: range) -> bool:
    """A short line below the headline that nothing is known of."""
    light = found.kinds[n] in ("short", "item")
    return n >= found.top and light and not _is_label(found, n, head)


def _is_label(found: Reading, n: int, head: range) -> bool:
    """A few words between lines of the page below a headline: a place, a topic.

    `head` are the lines close together between headline and text.
    """
    block = found.blocks[n]
    if n >= found.top and _is_button(found, n):
        return True
    if block.text.startswith("#"):
        return False
    if _is_paper(found, n):
        return True
    if n in head and found.kinds[n] == "short" and block.words <= 4:
        name = plainwriter.name_of(block.text)
        han = plainnames.is_han(name) or plainnames.is_han_name(name)
        named = plainnames.is_name(name) or han
        return not named and not block.text.isupper() and not ends_sentence(block.text)
    return (
        found.kinds[n] == "short"
        and block.words <= (3 if found.noise() < 2 else 4)
        and found.noise() >= 1
        and n + 1 < len(found)
        and not ends_sentence(block.text)
        and not plainnames.is_name(block.text)
        and not plainnames.is_han_name(block.text)
        and not plainnames.is_han(block.text)
        and (found.noise() >= 3 or found.is_noise(n + 1) or found.is_noise(n - 1))
    )


def _is_paper(found: Reading, n: int) -> bool:
    """A few words below the writer, of a paper by a word of such names or in capitals."""
    block = found.blocks[n]
    if found.kinds[n] != "short" or block.words > 5 or ends_sentence(block.text) or n <= found.top:
        return False
    below = found.labels[n - 1] == "byline" or plainnames.is_name(found.blocks[n - 1].text)
    house = plainsource.is_house(block.text)
    dated = block.text.isupper() and found.kinds[n + 1 : n + 2] == ["date"]
    return below and (dated or (house and found.kinds[n + 1 : n + 2] in (["date"], ["prose"])))


def _is_button(found: Reading, n: int) -> bool:
    """A few words with a network's name, or how many minutes the reading takes."""
    words, count = found.blocks[n].text, found.blocks[n].words
    if found.kinds[n] != "short" or count > 8 or not found.blocks[n].close:
        return False
    if _COUNT.fullmatch(words) or not _WORD.search(words):
        return True
    shared = not lexicon.words_in(lexicon.low(words)).isdisjoint(_NETWORKS)
    return (shared and not ends_sentence(words)) or (count <= 5 and bool(_MINUTES.search(words)))


def _top_residue(found: Reading, n: int, head: range) -> None:
    kind, words = found.kinds[n], found.blocks[n].words
    above = n < found.top
    loose = above and kind in ("short", "item")

    page = above or found.noise() > 0 or n in head
    if kind == "residue" or (kind in ("crumbs", "rule", "menu") and page):
        found.mark(n, "residue", "a line of the page at the top")
    elif kind == "rule" or (loose and (words <= 8 or found.noise() >= 2)):
        found.mark(n, "residue", "a label above the headline")
    elif kind == "short" and not above and _is_label(found, n, head):
        found.mark(n, "residue", "a label below the headline")
