"""The deck: the line between a headline and the text that sums it up."""

from __future__ import annotations

import re

from reader.ingest import bounds, plaincredits, plaingroup, plainnames, plainrules
from reader.ingest.plainblocks import ends_sentence
from reader.ingest.plaindateline import opening
from reader.ingest.plainreading import Reading, content_words, vocabulary

DECK_WORDS = (5, 55)
DECK_WORDS_ABOVE_FACTS = 4
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
    if after is None or not _can_be(found, n):
        return
    follower = found.blocks[after]
    facts = any(found.labels[m] in ("byline", "date") for m in range(n + 1, after))
    if opening(block.text) and not facts:
        return
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


def _is_bare_name(found: Reading, n: int) -> bool:
    return found.kinds[n] == "short" and plainnames.is_name(found.blocks[n].text)
