"""The headline of a text: the best title-like block above the running text."""

from __future__ import annotations

import re

from reader import text
from reader.ingest import plaindates, plainnames, plainrules, plainrun, plainscore
from reader.ingest.plainblocks import ends_sentence
from reader.ingest.plainreading import Reading, content_words, vocabulary

SHORT_NOTICE = 25  # words of a paragraph that may be a notice above the headline
LEAST = 5.0  # score of a headline; of the first line that is no page's, less is enough
LEAST_FIRST = 2.5
_STEM = 4  # letters that forms of one word share
_SITE = re.compile(r"\s+(?P<sign>[|–—·»-])\s+(?P<site>[^|–—·»]{2,40})$")


def headline(found: Reading) -> None:
    """The best title-like block above the running text, if one is good enough.

    In a page the text may begin at two places: where the first paragraph stands, which can be a
    notice's, and where most of the paragraphs stand close together.
    """
    prose = first_prose(found)
    if prose is None:
        _alone(found)
        return
    best, place, words = _best(found, prose)
    main = plainrun.start(found) if found.noise() >= 3 else prose
    second = _second(found, prose) if found.noise() >= 3 else prose
    for start in sorted({main, second} - {prose}):
        other, at, more = _best(found, start)
        if other > best + 1:
            best, place, words, prose = other, at, more, start
    if place < 0:
        return
    first = all(found.is_noise(n) or _is_word(found, n) for n in range(place))
    easy = first or (found.noise() >= 3 and found.blocks[place].words >= 3)
    if best < (LEAST_FIRST if easy else LEAST):
        return
    _entitle(found, _below(found, _above(found, place, prose, words)))


def _second(found: Reading, prose: int) -> int:
    """The next paragraph, where a line that is none stands between: the first may be a notice."""
    n = prose + 1
    while n < len(found) and found.kinds[n] != "prose":
        n += 1
    return n if prose + 1 < n < len(found) and found.blocks[prose].words <= SHORT_NOTICE else prose


def _best(found: Reading, prose: int) -> tuple[float, int, set[str]]:
    """The best score above the text that begins at `prose`, its block, and the text's words."""
    words = vocabulary(
        [b for m, b in enumerate(found.blocks[prose : prose + 6], prose) if not found.is_noise(m)]
    )
    best, place = 0.0, -1
    for n in range(max(0, prose - plainscore.ZONE), min(prose + 1, len(found))):
        score = plainscore.score(found, n, prose, words)
        if score > best + 0.01:
            best, place = score, n
    return best, place, words


def _above(found: Reading, place: int, prose: int, words: set[str]) -> int:
    """Of two title-like blocks in a row the first is the headline, the second its deck."""
    if place == 0 or (place > 1 and plainscore.again(found, place)):
        return place
    before, chosen = found.blocks[place - 1], found.blocks[place]
    if chosen.close and (_heads(found, place - 1, place) or _heads_few(found, place - 1)):
        return place - 1
    if found.kinds[place - 1] != "short" or before.words < 3 or chosen.words < 0.8 * before.words:
        return place
    body = vocabulary(
        [b for b, kind in zip(found.blocks, found.kinds, strict=True) if kind == "prose"]
    )
    told = any(word in body for word in content_words(before.text))
    named = found.noise() >= 3 and before.words >= 4 and not plainscore.is_site(found, place - 1)
    clean = place == 1 and found.noise() < 2
    near = 4 if clean else 2 if before.words > 4 else 0.5  # a label has fewer words
    least = max(2.5 if named else 3.5, plainscore.score(found, place, prose, words) - near)
    good = (told or named) and plainscore.score(found, place - 1, prose, words) >= least
    return place - 1 if good and not ends_sentence(before.text) else place


def _is_word(found: Reading, n: int) -> bool:
    """Whether a block is none, or one or two words of the page, as no headline is."""
    block = found.blocks[n]
    path = block.words <= 5 and " / " in block.text
    return found.kinds[n] not in ("short", "prose") or block.words <= 2 or path


def _below(found: Reading, place: int) -> int:
    """A few capitals above a line of other letters and its deck are a label: the line heads."""
    label, after = found.blocks[place], found.blocks[place + 1 : place + 3]
    if not label.text.isupper() or label.words > 3 or len(after) < 2 or not after[0].close:
        return place
    fits = found.kinds[place + 1] == "short" and not after[0].text.isupper()
    deck = after[1].close and after[1].words >= 5 and found.kinds[place + 2] in ("short", "prose")
    return place + 1 if fits and deck and after[0].words >= 2 else place


def _heads(found: Reading, n: int, m: int) -> bool:
    """Whether of two lines close together the first is the headline and the second its deck."""
    first, second = found.blocks[n], found.blocks[m]
    return (
        found.kinds[n] in ("short", "prose")
        and 5 <= first.words <= plainscore.HEADLINE_WORDS
        and not plainscore.STOP.search(first.text)
        and (bool(plainscore.STOP.search(second.text)) or second.words > first.words)
        and not plaindates.opens(first.text)
        and not plainscore.is_site(found, n)
    )


def _heads_few(found: Reading, n: int) -> bool:
    """Whether two to four words head the line below them, which then is their deck.

    It ends with a full stop as no headline does, or is long and tells one of their words again.
    """
    few, deck = found.blocks[n], found.blocks[n + 1]
    if found.kinds[n] != "short" or not 2 <= few.words <= 4 or plainrules.is_section(few.text):
        return False
    if plainscore.is_site(found, n) or few.text.isupper() or plainscore.STOP.search(few.text):
        return False
    if plainscore.STOP.search(deck.text):
        return deck.words >= 2 * few.words and not deck.text.istitle()
    if plaindates.in_line(deck.text)[0] is not None:
        return False
    told = {word[:_STEM] for word in content_words(few.text)}
    below = {word[:_STEM] for word in content_words(deck.text)[1:]}  # a topic may open a headline
    return deck.words >= 3 * few.words and not told.isdisjoint(below)


def _entitle(found: Reading, place: int) -> None:
    """Makes a block the headline; where it stands once more below, that place counts too."""
    words = found.blocks[place].text
    found.title = text.clean(_without_site(found, words))
    found.mark(place, "title", "headline")
    found.top = place + 1
    title = plainscore.flat(found.title)
    for n in range(place + 1, min(len(found), place + plainscore.ZONE)):
        if found.kinds[n] == "prose" and found.blocks[n].words > plainscore.HEADLINE_WORDS:
            return
        if plainscore.flat(found.blocks[n].text) == title:
            for m in range(place + 1, n):
                if found.free(m) and found.kinds[m] not in (*plainrules.FACTS, "prose"):
                    found.mark(m, "residue", "between the page's title and the headline")
            found.mark(n, "title", "headline again")
            found.top = n + 1
            return


def _without_site(found: Reading, words: str) -> str:
    """A page's title without the site's name: "Storm closes harbour | The Post" """
    while match := _SITE.search(words):
        site, rest = match["site"].strip(), words[: match.start()]
        named = match["sign"] == "|" or (
            len(site.split()) <= 4
            and site[:1].isupper()
            and any(site.casefold() in block.text.casefold() for block in found.blocks[1:])
            and found.noise() > 1
        )
        if not named or len(content_words(rest)) < 2:
            break
        words = rest
    return words


def first_prose(found: Reading) -> int | None:
    """The first block of running text that more follows, or the best there is."""
    prose = [n for n, kind in enumerate(found.kinds) if kind == "prose"]
    strong = [n for n in prose if _is_strong(found, n)]
    if found.noise() >= 3 and len(strong) > 2:
        total = sum(found.blocks[n].words for n in strong)
        for n in strong:
            near = sum(found.blocks[m].words for m in strong if n <= m <= n + 8)
            if near >= min(60, 0.3 * total):
                return n
    if strong:
        return strong[0]
    return prose[0] if prose else None


def _is_strong(found: Reading, n: int) -> bool:
    """Whether a block is a paragraph for certain and no long headline."""
    block = found.blocks[n]
    return block.words >= 25 or (block.words >= 12 and bool(plainscore.STOP.search(block.text)))


def _alone(found: Reading) -> None:
    """A text without running text (a poem, a table) is headed by a first line that stands apart."""
    start = next((n for n in range(len(found)) if found.labels[n] != "residue"), len(found))
    if (
        len(found) - start < 2
        or found.kinds[start] != "short"
        or found.blocks[_after_writer(found, start + 1)].close
    ):
        return
    block = found.blocks[start]
    if block.words <= 12 and not block.text.endswith((",", ";", ".", "،")):
        _entitle(found, start)


def _after_writer(found: Reading, n: int) -> int:
    """The block after a byline or bare name that stands close below a title."""
    by = found.kinds[n] in ("byline", "date") or plainnames.is_name(found.blocks[n].text)
    return n + 1 if by and n + 1 < len(found) else n
