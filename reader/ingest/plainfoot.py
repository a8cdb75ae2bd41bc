"""Lines below the last paragraph that speak for the page: invitations, addresses, its own name.

Where one of the lines that stand together is a page's for certain, its like beside it are too. A
line is weighed by its shape and its company; one that stands alone and ends as a sentence stays.
"""

from __future__ import annotations

import re

from reader.ingest import lexicon, plainnames
from reader.ingest.plainclose import is_articles, is_box
from reader.ingest.plainreading import Reading

LINE_WORDS = 30
ENOUGH = 3
_ADDRESS = re.compile(r"\S+@\S+\.\w|https?://|www\.|(?<!\w)@\w|(?<!\d)\+?\(?\d[\d ()-]{6,}\d")
PRICE = re.compile(r"[$€£¥]\s?\d|\d\s?[€£¥]|\d\s(?:cents|euros?|Euro|zł|kr|руб)")
STOP = re.compile(r"(?<![.\s]\w)[.。।][”\"»)]*$")
_TO_READER = frozenset(lexicon.words("address"))
_HOUSES = frozenset(lexicon.words("house"))
_CAPITAL = re.compile(r"[A-ZÀ-ÞĀ-ŽΑ-ΩА-Я][\w’'-]+")


def foot(found: Reading) -> None:
    """Sets aside what the page says of itself at the end of an article, but never of a letter."""
    if "greeting" in found.kinds:
        return
    above = [n for n in range(found.top, len(found)) if found.kinds[n] == "prose" and found.free(n)]
    if len(above) < 2:
        return
    for group in _groups(found, above[1] + 1):
        for n in _of_page(found, group):
            found.mark(n, "residue", "what the page says below the text")


def _groups(found: Reading, least: int) -> list[range]:
    """The groups of lines that close the text, from the last one up to the last paragraph."""
    groups: list[range] = []
    end = len(found)
    while end > least:
        start = end - 1
        while start > least and found.blocks[start].close:
            start -= 1
        group = range(start, end)
        if any(found.free(n) and found.blocks[n].words > LINE_WORDS for n in group):
            break
        groups.append(group)
        if len(group) == 1 and found.free(start) and STOP.search(found.blocks[start].text):
            break
        end = start
    return groups


def _of_page(found: Reading, group: range) -> list[int]:
    """The free lines of a group if they are the page's: those below the last of the article's."""
    known = any(found.kinds[n] in ("residue", "menu") for n in group)
    kept = (n for n in group if found.free(n) and _is_own(found, n, known))
    own = max(kept, default=group.start - 1)
    free = [n for n in range(own + 1, group.stop) if found.free(n)]
    known = any(found.labels[n] == "residue" and found.kinds[n] != "date" for n in group)
    telling = [found.blocks[n] for n in free if not found.blocks[n].text.isdigit()]
    given = any(_ADDRESS.search(block.text) for block in telling)
    if not free or (not known and is_box(telling) and not given) or _is_signed(found, group):
        return []
    ends = (group.start - 1, group.stop)
    beside = any(found.labels[m] == "residue" for m in ends if m < len(found))
    weights = [_weight(found, n, len(group) > 1) + 2 * known + beside for n in free]
    if len(group) == 1:
        alone = weights[0] > ENOUGH and not STOP.search(found.blocks[free[0]].text)
        return free if alone else []
    facts = bool(found.published or found.byline or found.source)
    many = len(free) >= 3 and facts and 3 * sum(w >= ENOUGH - 1 for w in weights) >= 2 * len(free)
    all_good = max(weights) >= ENOUGH and min(weights) >= ENOUGH - 1
    most = sum(weight >= ENOUGH for weight in weights) > len(weights) / 2
    return free if most or all_good or many else []


def _is_signed(found: Reading, group: range) -> bool:
    """Whether a name closes the text below words that lead to it: "Ever yours", "Maud"."""
    words = found.blocks[group[-1]].text.split()
    signed = len(words) == 1 and words[0].istitle() and words[0].isalpha() and len(group) == 2
    return signed and group.stop == len(found) and found.kinds[group[-1]] == "short"


def _is_own(found: Reading, n: int, known: bool) -> bool:
    """Whether a line is an article's: a sentence, verse, an item, a quotation, who signed.

    A sentence that gives an address or a price may be the page's; one that speaks to the reader
    where another line of the page beside it is `known`.
    """
    block = found.blocks[n]
    sentence = bool(STOP.search(block.text))
    spoken = 2 if not known and speaks(block.text) else 0
    cheap = bool(PRICE.search(block.text)) and "residue" not in found.kinds[n - 1 : n]
    if sentence and _evidence(block.text) <= spoken + cheap:
        return True
    shaped = is_articles(block) and not sentence
    return shaped or block.text[0] in '"“„«' or plainnames.is_name(block.text.split(" (")[0])


def _weight(found: Reading, n: int, together: bool) -> int:
    words = found.blocks[n].text
    shape = together + (not STOP.search(words)) - 2 * (found.kinds[n] == "item")
    return shape + _evidence(words)


def _evidence(words: str) -> int:
    """How much a line speaks to the reader, of the paper, of what it costs, or gives an address."""
    house = any(word.casefold() in _HOUSES for word in _CAPITAL.findall(words)[1:])
    told = 2 * bool(_ADDRESS.search(words)) + 2 * speaks(words)
    return told + house + bool(PRICE.search(words))


def speaks(words: str) -> bool:
    """Whether a line holds a word like "you"."""
    return not _TO_READER.isdisjoint(lexicon.words_in(lexicon.low(words)))
