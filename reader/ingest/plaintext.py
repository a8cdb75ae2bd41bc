"""A plain text to an article: headline, deck, credit, byline, date, source, body, residue.

Deterministic: blocks (plainblocks), a kind for each (plainrules), then the steps below in order.
When unsure, a line is kept in the body: a lost paragraph is worse than a line too many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, dates, plainrules
from reader.ingest.article import completed
from reader.ingest.plainblocks import Block, blocks_of, ends_sentence, lines_of
from reader.ingest.plainrules import Kind
from reader.model import Body

HEADLINE_WORDS = 30
DECK_WORDS = (5, 55)
ZONE = 12  # blocks at the top among which headline, byline, date and credit are looked for
_DATELINE = re.compile(
    r"(?P<place>[A-ZÀ-ÞА-Я][^.!?:;\n]{1,60}?)\s*(?:\((?P<agency>[^()]{2,40})\)\s*)?(?:—|–|--|-{2,}|\s-\s)\s*(?=\S)"
)
_SITE = re.compile(r"\s+[|–—•·»-]\s+[^|–—•·»]{2,40}$")


@dataclass(slots=True)
class _Reading:
    """What is known so far of a text: `kinds` by block, `taken` the blocks that leave the body."""

    blocks: list[Block]
    kinds: list[Kind]
    taken: set[int] = field(default_factory=set)
    residue: set[int] = field(default_factory=set)
    title: str = ""
    deck: str = ""
    byline: str = ""
    credit: str = ""
    source: str = ""
    dateline: str = ""
    published: int | None = None
    top: int = 0  # the first block after the headline


def article(source: str) -> ParsedArticle:
    """The article that a plain text is; without a headline, its beginning is the title."""
    blocks = blocks_of(lines_of(source))
    last = len(blocks) - 4
    found = _Reading(blocks, [plainrules.kind_of(b, n >= last) for n, b in enumerate(blocks)])
    _headline(found)
    _top_matter(found)
    _deck(found)
    _tail(found)
    _inside(found)
    _dateline(found)
    if found.residue and not _body(found):
        found.residue.clear()  # nothing but a page's lines: then they are the text
    return completed(
        ParsedArticle(
            title=found.title,
            title_from="headline" if found.title else "text",
            deck=text.clean(found.deck, bounds.DECK),
            byline=text.clean(found.byline, bounds.NAME),
            credit=text.clean(found.credit, bounds.NAME),
            source=text.clean(found.source, bounds.NAME),
            dateline=text.clean(found.dateline, bounds.NAME),
            published=found.published,
            body=Body("text", _body(found)),
            residue=tuple(
                text.clean(blocks[n].text, 2_000)
                for n in sorted(found.residue)[: bounds.RESIDUE_LINES]
            ),
        )
    )


def _headline(found: _Reading) -> None:
    """The best title-like line above the running text, if one is good enough."""
    first_prose = _first_prose(found)
    if first_prose is None:
        _lone_headline(found)
        return
    body_words = _vocabulary(found.blocks[first_prose : first_prose + 4])
    best, place = 0.0, -1
    for n in range(min(first_prose + 1, ZONE)):
        score = _headline_score(found, n, first_prose, body_words)
        if score > best + 0.01:
            best, place = score, n
    if place < 0 or best < 2:
        return
    found.title = text.clean(_SITE.sub("", found.blocks[place].text) or found.blocks[place].text)
    found.taken.add(place)
    found.top = place + 1
    _repeated_title(found, place)


def _first_prose(found: _Reading) -> int | None:
    """The first block of running text that is followed by more, or stands alone."""
    for n, kind in enumerate(found.kinds):
        if kind == "prose" and (found.blocks[n].words >= 16 or n > 0):
            return n
    return next((n for n, kind in enumerate(found.kinds) if kind == "prose"), None)


def _lone_headline(found: _Reading) -> None:
    """A text without running text (a poem, a list) is headed by a first line that stands apart."""
    blocks = found.blocks
    if len(blocks) < 2 or found.kinds[0] != "short" or blocks[1].close:
        return
    if blocks[0].words <= 12 and not blocks[0].text.endswith((",", ";", ".")):
        found.title, found.top = text.clean(blocks[0].text), 1
        found.taken.add(0)


def _vocabulary(blocks: list[Block]) -> set[str]:
    return {word for block in blocks for word in _content_words(block.text)}


def _content_words(words: str) -> list[str]:
    """Words that carry meaning, shortened so that forms of one word agree."""
    return [word[:6] for word in re.findall(r"\w{4,}", words.casefold())]


def _headline_score(found: _Reading, n: int, prose: int, vocabulary: set[str]) -> float:
    """How much a block looks like the headline of the prose below it."""
    block, kind = found.blocks[n], found.kinds[n]
    words = block.words
    if kind in ("rule", "date", "source", "credit", "byline", "residue", "crumbs", "item"):
        return -9
    if words > HEADLINE_WORDS or (n == prose and words > 18):
        return -9
    own = _content_words(block.text)
    shared = sum(word in vocabulary for word in own) / len(own) if own else 0
    score = 6 * shared + (3 if words >= 4 else 0) + (1.5 if words >= 6 else 0)
    score -= 3.5 if words <= 2 else 0
    score -= 0.15 * max(0, words - 14)
    score -= 4 if re.search(r"[.。]$", block.text) and not block.text.endswith("...") else 0
    score -= 3 if block.text.endswith((":", "...", "…", ",", ";")) else 0
    score += 1.5 if block.text.isupper() else 0
    score += 1.5 if block.indent >= 6 else 0
    score += 2.5 if set(found.kinds[n + 1 : n + 3]) & {"byline", "date", "rule"} else 0
    score += 1 if n == 0 else 0
    score += 1.5 if all(found.kinds[m] not in ("short", "prose") for m in range(n)) else 0
    score -= 0.5 * max(0, prose - n - 1)
    score -= 6 if kind == "prose" and n + 1 < len(found.kinds) and n == prose else 0
    if len([k for k in found.kinds if k == "prose"]) == 1 and n == prose:
        return -9
    return score


def _repeated_title(found: _Reading, place: int) -> None:
    """Where the headline stands a second time above the text, the first is the page's title."""
    title = found.title.casefold()
    for n in range(place + 1, min(len(found.blocks), place + ZONE)):
        if text.clean(found.blocks[n].text).casefold() == title and found.kinds[n] == "short":
            found.residue.update(m for m in range(place + 1, n) if found.kinds[m] != "prose")
            found.taken.add(n)
            found.top = n + 1


def _top_matter(found: _Reading) -> None:
    """Byline, date, credit, crumbs and section lines around the headline leave the body."""
    if not found.title:
        return
    for n in range(min(len(found.blocks), found.top + 5)):
        if n in found.taken or n in found.residue:
            continue
        kind, words = found.kinds[n], found.blocks[n].text
        if kind == "prose":
            if n >= found.top and found.blocks[n].words > DECK_WORDS[1]:
                break
            continue
        if not _takes(found, kind, words) and kind in ("residue", "crumbs", "rule"):
            found.residue.add(n)
        elif kind in ("byline", "date", "credit", "source"):
            found.taken.add(n)
        elif n < found.top and kind == "short" and found.blocks[n].words <= 4:
            found.residue.add(n)  # a section label above the headline


def _takes(found: _Reading, kind: Kind, words: str) -> bool:
    """Keeps what a line of a known kind says; False where it is of no such kind."""
    if kind == "byline":
        found.byline = found.byline or plainrules.byline(words)
        found.published = found.published or dates.in_text(words)
    elif kind == "date":
        found.published = found.published or dates.in_text(words)
    elif kind == "credit":
        found.credit = found.credit or plainrules.credit(words)
    elif kind == "source":
        found.source = found.source or plainrules.source(words)
    else:
        return False
    return True


def _deck(found: _Reading) -> None:
    """The block after the headline that sums up what follows.

    It is one where it ends as no sentence does and prose follows; where byline, date or credit
    stand between it and the prose; where the next paragraph opens with a dateline; or where it
    is one sentence that the next paragraphs tell again.
    """
    if not found.title:
        return
    rest = [n for n in range(found.top, len(found.blocks)) if n not in found.residue]
    rest = [n for n in rest if n not in found.taken or found.kinds[n] != "rule"]
    free = [n for n in rest if n not in found.taken]
    if len(free) < 2:
        return
    deck, after = free[0], free[1]
    block = found.blocks[deck]
    if not DECK_WORDS[0] <= block.words <= DECK_WORDS[1] or found.kinds[after] != "prose":
        return
    if found.kinds[deck] not in ("prose", "short") or _DATELINE.match(block.text):
        return
    between = any(n in found.taken for n in range(deck + 1, after))
    unfinished = not ends_sentence(block.text) and block.words <= 40
    one = len(re.findall(r"[.!?。](?:\s|$)", block.text)) <= 1
    placed = bool(_DATELINE.match(found.blocks[after].text)) and one
    told = one and (_told_again(found, block, after) or _news_follows(found, block, after))
    if between or unfinished or placed or told:
        found.deck = block.text
        found.taken.add(deck)


def _told_again(found: _Reading, block: Block, after: int) -> bool:
    """Whether the paragraphs after a short sentence repeat much of it."""
    own = _content_words(block.text)
    if block.words > 35 or len(own) < 4:
        return False
    following = _vocabulary(found.blocks[after : after + 3])
    return sum(word in following for word in own) >= 0.6 * len(own)


def _news_follows(found: _Reading, block: Block, after: int) -> bool:
    """Whether the next paragraph tells the same with the day or the witness that a lede has."""
    own = _content_words(block.text)
    if block.words > 35 or len(own) < 4 or plainrules.tells_news(block.text):
        return False
    following = _vocabulary(found.blocks[after : after + 1])
    again = sum(word in following for word in own)
    return again >= max(2, 0.2 * len(own)) and plainrules.tells_news(found.blocks[after].text)


def _tail(found: _Reading) -> None:
    """What stands after the article: source, byline and date are kept, page residue set aside."""
    last_prose = max((n for n, kind in enumerate(found.kinds) if kind == "prose"), default=-1)
    end = _tail_heading(found, last_prose)
    if end is not None:
        found.residue.update(n for n in range(end, len(found.blocks)) if n not in found.taken)
        stop = end
    else:
        stop = len(found.blocks)
    for n in range(stop - 1, found.top - 1, -1):
        kind = found.kinds[n]
        if n in found.taken or n in found.residue:
            continue
        if kind in ("residue", "rule"):
            found.residue.add(n)
        elif kind in ("source", "credit", "date", "byline"):
            _takes(found, kind, found.blocks[n].text)
            found.taken.add(n)
        elif n <= last_prose or kind != "short" or n < found.top + 1:
            break
        else:
            break


def _tail_heading(found: _Reading, last_prose: int) -> int | None:
    """The first heading like "Related News" after which little running text comes, or None."""
    prose = sum(
        b.words for b, kind in zip(found.blocks, found.kinds, strict=True) if kind == "prose"
    )
    for n in range(found.top + 1, len(found.blocks)):
        if not plainrules.is_tail(found.blocks[n].text):
            continue
        after = sum(
            found.blocks[m].words for m in range(n, len(found.blocks)) if found.kinds[m] == "prose"
        )
        if after <= 0.25 * prose and (after == 0 or n > last_prose / 2):
            return n
    return None


def _inside(found: _Reading) -> None:
    """Lines of the page within the article: "Read more: ...", "Advertisement", sign-up rows.

    A line that comes twice counts, and so does one with the words of an invitation.
    """
    seen: set[str] = set()
    for n in range(found.top, len(found.blocks)):
        words = found.blocks[n].text.casefold()
        if n in found.taken or n in found.residue:
            continue
        if found.kinds[n] == "residue" and (len(words) > 8 or words in seen):
            found.residue.add(n)
        seen.add(words)


def _dateline(found: _Reading) -> None:
    """The place, agency and day that the first paragraph opens with; the words stay in the text."""
    first = next(
        (
            n
            for n in range(len(found.blocks))
            if found.kinds[n] == "prose" and n not in found.taken and n not in found.residue
        ),
        None,
    )
    if first is None:
        return
    match = _DATELINE.match(found.blocks[first].text)
    if not match:
        return
    place = match["place"].strip(" ,")
    capitals = re.match(r"[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я .'’-]{2,}", place)
    if not (match["agency"] or (capitals and len(place.split()) <= 8)):
        return
    found.dateline = text.clean(re.sub(r"\s*(?:—|–|-+)\s*$", "", match[0]))
    found.published = found.published or dates.in_text(place)
    if match["agency"] and not found.source:
        found.source = match["agency"]


def _body(found: _Reading) -> str:
    """What is left, as paragraphs with a blank line between; short lines that stood together do."""
    parts: list[str] = []
    before: Block | None = None
    for n, block in enumerate(found.blocks):
        if n in found.taken or n in found.residue:
            before = None
            continue
        together = (
            before is not None and block.close and len(before.text) < 60 and len(block.text) < 60
        )
        words = " " * block.indent + block.text if together and block.indent else block.text
        parts.append(("\n" if together else "\n\n") + words)
        before = block
    return text.clean_lines("".join(parts).strip("\n"), bounds.BODY)
