"""The run of short lines that closes a page: titles of other articles, invitations, menus.

No word list knows what every paper calls its lists, so their shape tells: below the last paragraph
stand lines that end as no sentence does, set together, and nothing follows them.
"""

from __future__ import annotations

import re

from reader.ingest import plainnames
from reader.ingest.plainblocks import Block, ends_sentence
from reader.ingest.plainreading import Reading

LINE_WORDS = 16
MEAN_WORDS = 2.2  # of the lines of a run; fewer are names of things, a list of the article's
LEAST, LEAST_UNKNOWN, LEAST_APART = 2, 3, 4  # lines of a run, see `closing`
_VALUE = re.compile(r"[^:：?!]{1,30}[:：]\s*\S")
_DIGIT = re.compile(r"\d|^[A-Z][\w ]{2,40} vs?\.? [A-Z][\w ]{2,40}$")  # or "Derby v Watford"
_FULL_STOP = re.compile(r"(?<![.\s]\w)[.。।](?:（[^（）]{1,20}）)?$")
_OPEN = (",", ";", "，", "、", "…", ":", "：", ".")
_FACTS = ("byline", "date", "source")


def closing(found: Reading) -> None:
    """Sets the run aside: two lines of it in a text with byline, date or source, else three.

    Where blank lines stand between all its lines, as between paragraphs, four. It stays when it may
    be the article's own: announced by a colon, signed, verse, a list, values, results.
    """
    start = _start(found)
    if not found.title or start == len(found):
        return
    before = max((n for n in range(start) if found.free(n)), default=start)
    closed = "source" in found.labels[before + 1 : start]
    if not _follows_text(found, start, closed):
        return
    if not closed:
        start = _after_boxes(found, start)
    free = [n for n in range(start, len(found)) if found.free(n)]
    if not free:
        return
    run = [found.blocks[n] for n in free]
    known = any(found.is_noise(n) for n in range(start, len(found)))
    names = [plainnames.is_name(block.text.split(" (")[0]) for block in run]
    if _least(found, start, closed) > len(found) - start or any(map(is_articles, run)):
        return
    if any(names[:2]) or 2 * sum(names) > len(run):
        return  # who signed, who won
    few = sum(block.words for block in run) < MEAN_WORDS * len(run)
    if not closed and (all(map(_is_value, run)) or (not known and (is_box(run) or few))):
        return
    for n in free:
        found.mark(n, "residue", "in the run of short lines that closes a page")


def _start(found: Reading) -> int:
    """The first block of the run, which goes to the text's end."""
    n = len(found)
    while n > found.top and (found.labels[n - 1] == "residue" or _can_be(found, n - 1)):
        n -= 1
    return n


def _after_boxes(found: Reading, start: int) -> int:
    """The first block after the groups of lines that are the article's: "Doors open at 7 pm"."""
    while start < len(found):
        end = start + 1
        while end < len(found) and found.blocks[end].close:
            end += 1
        if "residue" in found.labels[start:end] or not is_box(found.blocks[start:end]):
            break
        start = end
    return start


def is_box(blocks: list[Block]) -> bool:
    """Whether most lines give a value, a number or a time, as results and addresses do."""
    return 2 * sum(map(_is_value, blocks)) > len(blocks)


def _is_value(block: Block) -> bool:
    return bool(_DIGIT.search(block.text) or _VALUE.match(block.text))


def _can_be(found: Reading, n: int) -> bool:
    """Whether a block of the body can be a line of the run."""
    light = found.kinds[n] in ("short", "menu", "crumbs", "residue")
    block = found.blocks[n]
    return (
        found.free(n) and light and block.words <= LINE_WORDS and not _FULL_STOP.search(block.text)
    )


def _follows_text(found: Reading, start: int, closed: bool) -> bool:
    """Whether two paragraphs stand above, the last ended and apart from the run; no letter.

    `closed` says that a line of the source has ended the article.
    """
    above = [n for n in range(found.top, start) if found.free(n) and found.kinds[n] == "prose"]
    if len(above) < 2 or "greeting" in found.kinds or found.blocks[start].close:
        return False
    if closed:
        return True
    last = next((n for n in range(start - 1, found.top, -1) if found.free(n)), start)
    words = found.blocks[last].text
    ended = last == above[-1] or bool(_FULL_STOP.search(words))
    return ended and ends_sentence(words) and not words.endswith((":", "："))


def _least(found: Reading, start: int, closed: bool) -> int:
    """How many lines make a run here."""
    together = sum(block.close for block in found.blocks[start + 1 :])
    if together * 2 < len(found) - start - 1:
        return LEAST_APART
    facts = any(label in _FACTS for label in found.labels)
    return LEAST if closed or facts or found.dateline else LEAST_UNKNOWN


def is_articles(block: Block) -> bool:
    """A line that no page's list has: verse, an item, a quotation, an indent."""
    words = block.text
    return (
        words.endswith(_OPEN)
        or words[:1].islower()
        or words[:1] in '-*•·—–"“„«'
        or block.indent >= 2
    )
