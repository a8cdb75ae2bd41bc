"""The lines between a headline and the text: the deck, and a name that stands there alone."""

from __future__ import annotations

import re

from reader.ingest import bounds, plaincredits, plaingroup, plainnames, plainrules
from reader.ingest.plainblocks import ends_sentence
from reader.ingest.plaindateline import opening
from reader.ingest.plainreading import Reading, content_words, vocabulary

DECK_WORDS = (5, 55)
DECK_WORDS_ABOVE_FACTS = 4
LEDE_WORDS = 25  # a paragraph so long is no caption or deck any more, in a page
_QUOTED = ('"', "“", "„", "«", "‘", "「", "»")


def deck(found: Reading) -> None:
    """The block after the headline that sums up what follows.

    It is one where it ends as no sentence does and prose follows; where byline or date stand
    between it and the prose; where the next paragraph opens with a dateline; or where it is one
    sentence that the next paragraphs tell again.
    """
    if not found.title:
        return
    free = [n for n in range(found.top, min(len(found), found.top + 20)) if found.free(n)]
    names = {n for n in free if _is_bare_name(found, n)}
    start = plaingroup.text_start(found)
    free = [n for n in free if n not in names and not _is_bit(found, n, start)]
    if len(free) < 2:
        return
    n = free[0]
    after = start if start is not None and start > n else _next_prose(found, free)

    block = found.blocks[n]
    if len(block.text) >= bounds.DECK:
        return  # it would be cut
    if after is None or not _can_be(found, n) or opening(block.text):
        return
    follower = found.blocks[after]
    facts = any(found.labels[m] in ("byline", "date") for m in range(n + 1, after))
    between = facts or any(m in names for m in range(n + 1, after))
    least = DECK_WORDS_ABOVE_FACTS if between else DECK_WORDS[0]
    if not least <= block.words <= DECK_WORDS[1]:
        return
    one = len(re.findall(r"[.!?。](?:\s|$)", block.text)) <= 1
    unfinished = (
        not ends_sentence(block.text)
        and block.words <= 40
        and follower.words >= 8
        and ends_sentence(follower.text)
    )
    placed = one and bool(opening(follower.text))
    # A quotation goes on with what a lede has told; it does not begin a story.
    goes_on = follower.text.startswith(_QUOTED) and ends_sentence(block.text)
    told = one and not goes_on and (_told_again(found, n, after) or _news_follows(found, n, after))
    page = found.noise() > 0 or not plainrules.FACTS.isdisjoint(found.kinds)
    told = told and page and _heads_follower(found, n, after)
    for rule, holds in (
        ("facts between it and the text", facts or (between and one)),
        ("no sentence, before running text", unfinished),
        ("a dateline follows", placed),
        ("told again below", told),
        ("the last line of the head, below its facts", one and _closes_head(found, n)),
    ):
        if holds:
            found.deck = block.text.lstrip("•· ")
            found.mark(n, "deck", rule)
            return


def _is_bit(found: Reading, n: int, start: int | None) -> bool:
    """A few words among the lines of the head, which are no deck."""
    return start is not None and n < start and found.blocks[n].words < DECK_WORDS_ABOVE_FACTS


def _can_be(found: Reading, n: int) -> bool:
    """Whether a block is of a kind that decks are: text, or one line after a bullet."""
    words = found.blocks[n].text
    if any(mark in words[1:] for mark in (" • ", " | ", " · ")):
        return False  # a row of facts
    if plaincredits.opens_caption(words):
        return False
    bullet = words.startswith(("•", "·"))
    return found.kinds[n] in ("prose", "short") or (bullet and found.kinds[n + 1] != "item")


def _next_prose(found: Reading, free: list[int]) -> int | None:
    """The paragraph that a deck would stand above: the next block, facts and bits of them aside."""
    for n in free[1:5]:
        if found.kinds[n] == "prose":
            return n
        facts = any(found.labels[m] in ("byline", "date") for m in range(free[0] + 1, n))
        if not facts or found.blocks[n].words > 5:
            return None
    return None


def _heads_follower(found: Reading, n: int, after: int) -> bool:
    """Whether the headline is told by the paragraph below a sentence, as a lede tells it.

    A deck adds to the headline; a first paragraph tells it, and the second goes on from there.
    """
    own = set(content_words(found.title))
    here = own & vocabulary([found.blocks[n]])
    below = own & vocabulary([found.blocks[after]])
    return len(below) > len(here)


def _closes_head(found: Reading, n: int) -> bool:
    """Whether a short sentence ends the lines above the text, and paragraphs stand apart below."""
    run = plaingroup.head(found)
    below = found.blocks[n + 1 : n + 4]
    dated = "date" in found.labels[found.top : n]
    apart = len(below) == 3 and not any(block.close for block in below)
    return bool(run) and dated and n == run[-1] and apart and found.blocks[n].words <= 15


def _told_again(found: Reading, n: int, after: int) -> bool:
    """Whether the paragraphs after a short sentence repeat much of it."""
    own = content_words(found.blocks[n].text)
    if found.blocks[n].words > 35 or len(own) < 4:
        return False
    following = vocabulary(found.blocks[after : after + 3])
    return sum(word in following for word in own) >= 0.6 * len(own)


def _news_follows(found: Reading, n: int, after: int) -> bool:
    """Whether the next paragraph tells the same with the day or the witness that a lede has."""
    words = found.blocks[n].text
    own = content_words(words)
    if found.blocks[n].words > 35 or len(own) < 4 or plainrules.tells_news(words):
        return False
    following = vocabulary(found.blocks[after : after + 2])
    again = sum(word in following for word in own)
    pictured = any(label == "credit" for label in found.labels[: n + 1])
    return again >= (1 if pictured else max(2, 0.2 * len(own))) and plainrules.tells_news(
        found.blocks[after].text
    )


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
        name = re.split(r",\s|\s[|–-]\s", block.text)[0]
        name = name.split(" | ")[0]
        known = plainnames.is_name(name) or (
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
    return paper in rest or (last and found.blocks[n].words <= 5 and words.count(",") == 1)


def _above_place(found: Reading, n: int) -> bool:
    """Whether a place in capitals stands below a name, and the text or a date below that."""
    after = found.blocks[n + 1 : n + 2]
    place = bool(after) and after[0].text.isupper() and after[0].words <= 3
    return place and found.kinds[n + 2 : n + 3] in (["prose"], ["date"])


def _is_bare_name(found: Reading, n: int) -> bool:
    return found.kinds[n] == "short" and plainnames.is_name(found.blocks[n].text)


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
