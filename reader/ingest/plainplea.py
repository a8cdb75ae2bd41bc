"""Paragraphs in which a page asks something of its reader: money, a subscription, to get its app.

They are whole sentences as an article's are, so that only what they ask for tells them, and where
they stand: below the last paragraph, or between the head's facts and the first one.
"""

from __future__ import annotations

import re

from reader.ingest import lexicon, plainrules
from reader.ingest.plainblocks import Block
from reader.ingest.plainfoot import PRICE, STOP, speaks
from reader.ingest.plainreading import Reading

WORDS = 60  # a longer paragraph is an article's
_GOODS = lexicon.Within(lexicon.words("appeal"))
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_])")
_QUOTED = re.compile(r"[\"“”„«»]")
_SHOUTED_WORDS = 5
_LINKS = 3  # titles of other articles that stand together among the paragraphs


def pleas(found: Reading) -> None:
    """Sets aside what a page asks for above and below an article, but nothing of a letter."""
    prose = [n for n in range(found.top, len(found)) if found.kinds[n] == "prose" and found.free(n)]
    if "greeting" in found.kinds or len(prose) < 2:
        return
    facts = [n for n in range(found.top, prose[0]) if found.labels[n] in ("byline", "date")]
    if facts and _invites(found.blocks[prose[0]].text):
        found.mark(prose[0], "residue", "an invitation above the text")
    if not facts and not found.noise():
        return
    for n in range(_first(found, prose[1]), len(found)):
        if found.free(n):
            found.mark(n, "residue", "what the page asks for below the text")


def _first(found: Reading, least: int) -> int:
    """The first plea of those that close the text; below one stand only its like."""
    first = len(found)
    for n in range(len(found) - 1, least, -1):
        block = found.blocks[n]
        if not found.free(n):
            continue
        if _pleads(found, n):
            first = n
        elif (STOP.search(block.text) or block.words > 16) and not _may_plead(block):
            break
    while first < len(found) and found.blocks[first].close and _may_plead(found.blocks[first - 1]):
        first -= 1
    return first


def _may_plead(block: Block) -> bool:
    """Whether a paragraph speaks to the reader and quotes nobody."""
    return block.words <= WORDS and speaks(block.text) and not _QUOTED.search(block.text)


def _pleads(found: Reading, n: int) -> bool:
    """Whether a paragraph asks for what only pages ask for: of the reader, at a price, or aloud."""
    block = found.blocks[n]
    words = block.text
    if block.words > WORDS or _QUOTED.search(words):
        return False
    if lexicon.low(words) not in _GOODS:
        return False
    near = found.labels[n - 1 : n + 2]
    aloud = not STOP.search(words) or "residue" in near
    return speaks(words) or bool(PRICE.search(words)) or aloud


def _invites(words: str) -> bool:
    """Whether a sentence behind the first begins as invitations do, and speaks to the reader."""
    return len(words) < 400 and any(
        speaks(sentence) and plainrules.is_notice_start(sentence)
        for sentence in _SENTENCE.split(words)[1:]
    )


def links(found: Reading) -> None:
    """Titles of other articles among the paragraphs: together between blank lines, or in capitals.

    Only in a page; those in capitals only where another line in capitals is the page's.
    """
    aloud = any(
        found.labels[n] == "residue" and _is_shouted(found.blocks[n])
        for n in range(found.top, len(found))
    )
    n = found.top + 1
    while n < len(found) - 1:
        end = n + 1
        if found.free(n) and found.kinds[n] == "short":
            while end < len(found) and found.blocks[end].close and found.kinds[end] == "short":
                end += 1
            group = found.blocks[n:end]
            framed = found.kinds[n - 1] == "prose" and found.kinds[end : end + 1] == ["prose"]
            together = found.noise() >= _LINKS <= len(group) and all(map(_is_link, group))
            together = together and not group[0].close and not found.blocks[end].close
            if (
                framed
                and STOP.search(found.blocks[n - 1].text)
                and (together or (aloud and len(group) == 1 and _is_shouted(group[0])))
            ):
                for at in range(n, end):
                    found.mark(at, "residue", "other articles among the paragraphs")
        n = end


def _is_shouted(block: Block) -> bool:
    return block.text.isupper() and block.words >= _SHOUTED_WORDS and block.text[-1].isalpha()


def _is_link(block: Block) -> bool:
    """Whether a line can be the title of another article: neither verse nor a list nor a table."""
    words = block.text
    return (
        3 <= block.words <= 16
        and block.indent == 0
        and not words[0].islower()
        and words[-1] not in ".,;:—–-"
        and not re.search(r"\d|\s{3}|:", words)
    )
