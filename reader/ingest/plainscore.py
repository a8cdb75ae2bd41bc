"""How much a block looks like the headline of the prose below it."""

from __future__ import annotations

import re

from reader.ingest import bounds, plaindates, plainnames, plainrules, plainwriter
from reader.ingest.plainblocks import ends_sentence
from reader.ingest.plainreading import Reading, content_words

HEADLINE_WORDS = 30
ZONE = 60  # blocks at the top among which the headline is looked for
_LETTERS = re.compile(r"[^\W\d_]{2}|[\u0900-\u109f]{2}")
STOP = re.compile(r"(?<!\b[A-Z])[.。।…:][)\"”’»]*$")


def flat(words: str) -> str:
    return re.sub(r"\W+", " ", words.casefold()).strip()


def score(found: Reading, n: int, prose: int, words: set[str]) -> float:
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
    around = {found.kinds[m] for m in range(n + 1, min(n + 3, len(found))) if not is_hour(found, m)}
    full_stop = bool(re.search(r"(?<!\b[A-Z])[.。]$", line)) and not line.endswith("..")
    titled = full_stop and 5 * sum(map(str.istitle, line.split())) >= 3 * count
    supported = bool(around & {"byline", "date", "rule", "facts"}) or (
        (not full_stop or titled) and _name_follows(found, n)
    )
    if full_stop and not (supported or line.isupper() or block.indent >= 6):
        return -9
    if n == prose and (
        (STOP.search(line) and not _name_follows(found, n) and not (titled and supported))
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
    score -= 6 if count <= 5 and is_site(found, n) else 0
    score -= 3 if line[:1] in "([" or sum(char.isdigit() for char in line) > 0.2 * len(line) else 0
    score -= 5 if line[:1].islower() and line[1:2].islower() else 0
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
    score -= 4 if n and not named and _is_placed_name(found, n) else 0
    score -= 5 if count <= 5 and line.count(" / ") == 1 else 0
    score -= 3 if line.count(",") >= 3 and count <= 2.5 * line.count(",") + 2 else 0
    score -= 9 if full_stop and _is_caption(found, n) else 0
    score -= 3 if n and count <= 12 and plaindates.in_line(line)[0] is not None else 0
    score += 7 if n and again(found, n) else 0
    score += 4 if count <= 6 and n < prose and found.blocks[prose].text.startswith(line) else 0
    score -= 4 if n and is_hour(found, n - 1) else 0
    if kind == "prose" and n < prose and not supported and full_stop:
        score -= 3
    return score


def _is_placed_name(found: Reading, n: int) -> bool:
    """Whether a name with a paper or a place stands between a line and the date."""
    above = found.blocks[n].close and found.kinds[n - 1] in ("short", "prose")
    return (
        above
        and found.kinds[n + 1 : n + 2] == ["date"]
        and plainnames.is_name(plainwriter.name_of(found.blocks[n].text))
    )


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


def is_hour(found: Reading, n: int) -> bool:
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


def is_site(found: Reading, n: int) -> bool:
    """Whether the page's own lines name a block: "© 2022 Westland Echo"."""
    name = found.blocks[n].text.casefold()
    return any(
        kind == "residue" and len(block.text) > len(name) and name in block.text.casefold()
        for block, kind in zip(found.blocks, found.kinds, strict=True)
    )


def again(found: Reading, n: int) -> bool:
    """Whether a page's title at the very top names this block, with the site's name behind it."""
    first, own = flat(found.blocks[0].text), flat(found.blocks[n].text)
    return len(own) > 8 and first.startswith(own)
