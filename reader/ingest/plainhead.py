"""The headline of a text, and the lines above and below it: facts and labels."""

from __future__ import annotations

import re

from reader import text
from reader.ingest import bounds, lexicon, plaindates, plaingroup, plainnames, plainrules, plainrun
from reader.ingest.plainblocks import ends_sentence
from reader.ingest.plainreading import Reading, content_words, vocabulary

HEADLINE_WORDS = 30
LEDE_WORDS = 55  # a longer paragraph is the text's beginning

ZONE = 60  # blocks at the top among which the headline is looked for
LEAST = 5.0  # score of a headline; of the first line that is no page's, less is enough
LEAST_FIRST = 2.5
_LETTERS = re.compile(r"[^\W\d_]{2}|[\u0900-\u109f]{2}")
_NETWORKS = frozenset(("facebook", "twitter", "whatsapp", "telegram", "linkedin", "pinterest"))
_COUNT = re.compile(r"[^\W\d_]+\s?[:：]?\s?\d[\d.,]*\s?[KkMТтыс]*")
_MINUTES = re.compile(r"\d\s?(?:min|мин|dk|perc|分|분|דק)", re.I)
_STOP = re.compile(r"(?<!\b[A-Z])[.。।…:][)\"”’»]*$")
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
    main = plainrun.start(found)
    if main != prose and found.noise() >= 3:
        other, at, more = _best(found, main)
        if other > best + 1:
            best, place, words, prose = other, at, more, main
    if place < 0:
        return
    first = all(found.is_noise(n) or _is_word(found, n) for n in range(place))
    easy = first or (found.noise() >= 3 and found.blocks[place].words >= 3)
    if best < (LEAST_FIRST if easy else LEAST):
        return
    _entitle(found, _below(found, _above(found, place, prose, words)))


def _best(found: Reading, prose: int) -> tuple[float, int, set[str]]:
    """The best score above the text that begins at `prose`, its block, and the text's words."""
    words = vocabulary(
        [b for m, b in enumerate(found.blocks[prose : prose + 6], prose) if not found.is_noise(m)]
    )
    best, place = 0.0, -1
    for n in range(max(0, prose - ZONE), min(prose + 1, len(found))):
        score = _score(found, n, prose, words)
        if score > best + 0.01:
            best, place = score, n
    return best, place, words


def _above(found: Reading, place: int, prose: int, words: set[str]) -> int:
    """Of two title-like blocks in a row the first is the headline, the second its deck."""
    if place == 0 or (place > 1 and _again(found, place)):
        return place
    before, chosen = found.blocks[place - 1], found.blocks[place]
    if chosen.close and _heads(found, place - 1, place):
        return place - 1
    if found.kinds[place - 1] != "short" or before.words < 3 or chosen.words < 0.8 * before.words:
        return place
    body = vocabulary(
        [b for b, kind in zip(found.blocks, found.kinds, strict=True) if kind == "prose"]
    )
    told = any(word in body for word in content_words(before.text))
    named = found.noise() >= 3 and before.words >= 4 and not _is_site(found, place - 1)
    clean = place == 1 and found.noise() < 2
    near = 4 if clean else 2 if before.words > 4 else 0.5  # a label has fewer words
    least = max(2.5 if named else 3.5, _score(found, place, prose, words) - near)
    good = (told or named) and _score(found, place - 1, prose, words) >= least
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
        and 5 <= first.words <= HEADLINE_WORDS
        and not _STOP.search(first.text)
        and (bool(_STOP.search(second.text)) or second.words > first.words)
        and not plaindates.opens(first.text)
        and not _is_site(found, n)
    )


def _entitle(found: Reading, place: int) -> None:
    """Makes a block the headline; where it stands once more below, that place counts too."""
    words = found.blocks[place].text
    found.title = text.clean(_without_site(found, words))
    found.mark(place, "title", "headline")
    found.top = place + 1
    title = _flat(found.title)
    for n in range(place + 1, min(len(found), place + ZONE)):
        if found.kinds[n] == "prose" and found.blocks[n].words > HEADLINE_WORDS:
            return
        if _flat(found.blocks[n].text) == title:
            for m in range(place + 1, n):
                if found.free(m) and found.kinds[m] not in (*plainrules.FACTS, "prose"):
                    found.mark(m, "residue", "between the page's title and the headline")
            found.mark(n, "title", "headline again")
            found.top = n + 1
            return


def _flat(words: str) -> str:
    return re.sub(r"\W+", " ", words.casefold()).strip()


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
    return block.words >= 25 or (block.words >= 12 and bool(_STOP.search(block.text)))


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


def _score(found: Reading, n: int, prose: int, words: set[str]) -> float:
    """How much a block looks like the headline of the prose below it."""
    block, kind = found.blocks[n], found.kinds[n]
    count, line = block.words, block.text
    if kind not in ("short", "prose") or count > HEADLINE_WORDS or not _LETTERS.search(line):
        return -9
    if len(line) >= bounds.TITLE:
        return -9  # it would be cut
    if n and plainnames.is_han_name(line.split(" | ")[0]):
        return -9
    if any(found.kinds[m] == "greeting" for m in range(n)):
        return -9
    around = {
        found.kinds[m] for m in range(n + 1, min(n + 3, len(found))) if not _is_hour(found, m)
    }
    full_stop = bool(re.search(r"(?<!\b[A-Z])[.。]$", line)) and not line.endswith("..")
    titled = full_stop and 5 * sum(map(str.istitle, line.split())) >= 3 * count
    supported = bool(around & {"byline", "date", "rule", "facts"}) or (
        (not full_stop or titled) and _name_follows(found, n)
    )
    if full_stop and not (supported or line.isupper() or block.indent >= 6):
        return -9
    if n == prose and (
        (full_stop and not _name_follows(found, n))
        or (_STOP.search(line) and not _name_follows(found, n))
        or count > 25
        or len(found) < 2
    ):
        return -9
    if n == prose and not (supported or (n + 1 < len(found) and found.kinds[n + 1] == "prose")):
        return -9
    own = content_words(line)
    score = 6 * (sum(word in words for word in own) / len(own) if own else 0)
    score += (3 if count >= 4 else 0) + (1.5 if count >= 6 else 0) - (3.5 if count <= 2 else 0)
    score -= 0.15 * max(0, count - 14)
    score -= 6 if full_stop and not supported else (2 if titled else 5) if full_stop else 0
    score -= 3 if line.endswith((":", "...", "…", ",", ";", "：")) else 0
    score += 1.5 if line.isupper() else 0
    score -= 4 if n == 0 and line.isupper() and count <= 6 and _titled_below(found) else 0
    score += 3 if n == 0 and count <= 4 and found.kinds[1:2] == ["byline"] else 0
    score += 3 if block.indent >= 6 else 0
    score += 2.5 if supported else 0
    score += 1 if found.kinds[n + 1 : n + 2] in (["byline"], ["date"], ["facts"]) else 0
    score += 2 if "rule" in found.kinds[n + 1 : n + 2] else 0
    score -= 2 if set(found.kinds[max(0, n - 2) : n]) & {"byline"} else 0
    score -= 4 if plainrules.is_section(line) else 0
    score -= 6 if count <= 5 and _is_site(found, n) else 0
    score -= 3 if line[:1] in "([" or sum(char.isdigit() for char in line) > 0.2 * len(line) else 0
    score -= 2 if line[:1].islower() and line[:1].isalpha() else 0
    score += 1.5 if all(found.kinds[m] not in ("short", "prose") for m in range(n)) else 0
    score += 1 if n == 0 else 0
    score += 1.5 if count >= 4 and found.noise() >= 2 and _none_above(found, n) else 0
    score += 2 if _twice(found, n) else 0
    apart = n + 1 < len(found) and not found.blocks[n + 1].close
    plain = n == 0 and apart and line[-1].isalnum() and not line[0].islower()
    score += 1.5 if plain else 0
    score += 2 if plain and count <= 2 and prose == 1 and found.noise() < 2 else 0
    score -= min(3, 0.5 * sum(found.kinds[m] in ("short", "prose") for m in range(n + 1, prose)))
    score -= min(2, 0.1 * sum(found.is_noise(m) for m in range(n + 1, prose)))
    score -= (
        4 if (n and line.startswith(("#", "/", "←", "→"))) or line.endswith((">", "»", "→")) else 0
    )
    score -= 3 if n and line[0].isdigit() and count <= 4 else 0
    score -= 5 if "»" in line[1:-1] and "«" not in line else 0
    named = n and line != line.lower() and plainnames.are_names(line)
    score -= 4 if named and found.kinds[n + 1 : n + 2] != ["byline"] else 0
    score -= 5 if count <= 5 and line.count(" / ") == 1 else 0
    score -= 3 if line.count(",") >= 3 and count <= 2.5 * line.count(",") + 2 else 0
    score -= 9 if full_stop and _is_caption(found, n) else 0
    score -= 3 if n and count <= 12 and plaindates.in_line(line)[0] is not None else 0
    score += 7 if n and _again(found, n) else 0
    score += 4 if count <= 6 and n < prose and found.blocks[prose].text.startswith(line) else 0
    score -= 4 if n and _is_hour(found, n - 1) else 0
    if kind == "prose" and n < prose and not supported and full_stop:
        score -= 3
    return score


def _none_above(found: Reading, n: int) -> bool:
    """Whether no line of four words or more stands above a block, but a page's."""
    return n > 0 and not any(
        found.kinds[m] in ("short", "prose") and found.blocks[m].words >= 4
        for m in range(max(0, n - ZONE), n)
    )


def _twice(found: Reading, n: int) -> bool:
    """Whether a block stands twice in a row, as a page's path and its headline do."""
    words = found.blocks[n].text
    return any(0 <= m < len(found) and found.blocks[m].text == words for m in (n - 1, n + 1))


def _titled_below(found: Reading) -> bool:
    """Whether a longer line in small letters stands alone below the first one's capitals."""
    first = found.blocks[0]
    return any(
        found.kinds[n] == "short"
        and not found.blocks[n].text.isupper()
        and found.blocks[n].words > first.words
        and not ends_sentence(found.blocks[n].text)
        and not found.blocks[n].close
        for n in range(1, min(4, len(found)))
    )


def _is_hour(found: Reading, n: int) -> bool:
    """Whether a block gives a time without a day, as the entries of a running report do."""
    return found.kinds[n] == "date" and plaindates.in_line(found.blocks[n].text)[0] is None


def _is_caption(found: Reading, n: int) -> bool:
    """Whether the line below names whose picture it is."""
    after = found.blocks[n + 1 : n + 2]
    return bool(after) and (
        found.kinds[n + 1] == "credit"
        or (found.kinds[n + 1] == "byline" and bool(plainnames.agency_after(after[0].text)))
    )


def _name_follows(found: Reading, n: int) -> bool:
    """Whether a name stands alone below a block, as the writer's does."""
    after = found.blocks[n + 1 : n + 2]
    return bool(after) and found.kinds[n + 1] == "short" and plainnames.is_name(after[0].text)


def _is_site(found: Reading, n: int) -> bool:
    """Whether the page's own lines name a block: "© 2022 Westland Echo"."""
    name = found.blocks[n].text.casefold()
    return any(
        kind == "residue" and len(block.text) > len(name) and name in block.text.casefold()
        for block, kind in zip(found.blocks, found.kinds, strict=True)
    )


def _again(found: Reading, n: int) -> bool:
    """Whether a page's title at the very top names this block, with the site's name behind it."""
    first, own = _flat(found.blocks[0].text), _flat(found.blocks[n].text)
    return len(own) > 8 and first.startswith(own)


def top_matter(found: Reading) -> None:
    """Byline, date, credit, crumbs and labels around the headline leave the body."""
    if not found.title:
        _facts_alone(found)
        return
    seen_prose = 0
    start = plaingroup.text_start(found) or found.top
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
            and _is_hour(found, n)
            and found.blocks[n + 1 : n + 2][:1]
            and (found.blocks[n + 1].close and block.words <= 2)
        ):
            continue  # the time of an entry
        elif kind == "source" and n < found.top and plainnames.is_pictures(block.text):
            found.credit = found.credit or block.text
            found.mark(n, "credit", "a house of pictures above the headline")
        elif kind == "byline" and n < found.top and plainnames.agency_after(block.text):
            found.credit = found.credit or block.text
            found.mark(n, "credit", "a name with its agency above the headline")
        elif kind == "short" and start > found.top and n > start:
            continue  # the text has begun
        elif _stays(found, n, kind) or (seen_prose and kind == "credit" and found.credit):
            continue
        elif not found.take(n):
            _top_residue(found, n)


def _facts_alone(found: Reading) -> None:
    """Byline and date with which a text without a headline begins."""
    for n in range(min(len(found), 4)):
        if found.kinds[n] not in ("byline", "date") or n + 1 >= len(found):
            return
        found.take(n)


def _captioned(found: Reading, n: int) -> bool:
    """Sets a caption aside whose end names whose picture it is; True if it is one."""
    words = found.blocks[n].text
    name = plainnames.credit(words) if found.blocks[n].words <= 45 else ""
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


def _stays(found: Reading, n: int, kind: plainrules.Kind) -> bool:
    """A short line below the headline that nothing is known of."""
    return n >= found.top and kind in ("short", "item") and not _is_label(found, n)


def _is_label(found: Reading, n: int) -> bool:
    """A few words between lines of the page below a headline: a place, a topic."""
    block = found.blocks[n]
    if n >= found.top and _is_button(found, n):
        return True
    if block.text.startswith("#"):
        return False
    run = plaingroup.head(found)
    start = plaingroup.text_start(found) or 0
    if found.top <= n < start and n in run and found.kinds[n] == "short" and block.words <= 4:
        name = re.split(r",\s|\s[|–-]\s", block.text)[0]
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


def _is_button(found: Reading, n: int) -> bool:
    """A few words with a network's name, or how many minutes the reading takes."""
    words, count = found.blocks[n].text, found.blocks[n].words
    if found.kinds[n] != "short" or count > 8 or not found.blocks[n].close:
        return False
    if _COUNT.fullmatch(words):
        return True
    shared = not lexicon.words_in(lexicon.low(words)).isdisjoint(_NETWORKS)
    return (shared and not ends_sentence(words)) or (count <= 5 and bool(_MINUTES.search(words)))


def _top_residue(found: Reading, n: int) -> None:
    kind, words = found.kinds[n], found.blocks[n].words
    above = n < found.top
    loose = above and kind in ("short", "item")

    if kind == "residue" or (kind in ("crumbs", "rule", "menu") and (above or found.noise())):
        found.mark(n, "residue", "a line of the page at the top")
    elif kind == "rule" or (loose and (words <= 8 or found.noise() >= 2)):
        found.mark(n, "residue", "a label above the headline")
    elif kind == "short" and not above and _is_label(found, n):
        found.mark(n, "residue", "a label below the headline")
