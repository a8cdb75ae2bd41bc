"""What a page puts after an article and into it: where the article ends, what is set aside."""

from __future__ import annotations

import re
from collections import Counter

from reader.ingest import lexicon, plainnames, plainrules, plainsource
from reader.ingest.plainblocks import ends_sentence
from reader.ingest.plainreading import Reading

_TELLING = re.compile(r"\d")  # results, dates, addresses: an article's
_HARMLESS = 0.25  # share of the running text that may stand behind a heading that ends an article


def tail(found: Reading) -> None:
    """What stands after the article: source, byline and date are kept, page residue set aside."""
    stop = _end(found)
    for n in range(stop, len(found)):
        if found.free(n) and not _late_fact(found, n, stop):
            found.mark(n, "residue", "after the article's end")
    _trailing(found, stop)


def _late_fact(found: Reading, n: int, stop: int) -> bool:
    """A source or byline just behind the end is still the article's."""
    kind = found.kinds[n]
    near = n <= stop + 3 and "short" not in found.kinds[stop:n]
    wanted = (kind == "source" and not found.source) or (kind == "byline" and not found.byline)
    return near and wanted and found.take(n)


def _end(found: Reading) -> int:
    """The first block that is the page's and not the article's any more."""
    words = [
        block.words if kind == "prose" and label == "body" else 0
        for block, kind, label in zip(found.blocks, found.kinds, found.labels, strict=True)
    ]
    total, before = sum(words), 0
    for n in range(len(found)):
        line = found.blocks[n].text
        if n > found.top and before and found.kinds[n] != "prose" and found.free(n):
            after = total - before
            if plainrules.is_comments(line) and not _goes_on(found, n):
                if after <= _HARMLESS * before or _speakers(found, n):
                    return n
            elif after <= _HARMLESS * before and (
                plainrules.is_rights(line) or (plainrules.is_tail(line) and not _read_on(found, n))
            ):
                return n
        before += words[n]
    return len(found)


def _read_on(found: Reading, n: int) -> bool:
    """Links stand below a heading of links; where a paragraph does, the article goes on.

    Below one that points to a single article, the paragraph may stand behind that one's title.
    """
    pointed = plainrules.is_lead(found.blocks[n].text) and found.kinds[n + 1 : n + 2] == ["short"]
    m = n + 1 + pointed
    if found.kinds[m : m + 1] != ["prose"]:
        return False
    words = found.blocks[m].text
    return words.endswith((".", "。")) if pointed else ends_sentence(words)


def _goes_on(found: Reading, n: int) -> bool:
    """A word like "Comments" in the row of buttons at the top says nothing of the end."""
    behind = [found.kinds[m] for m in range(n + 1, len(found))]
    return "prose" in behind[:3] and behind.count("prose") > 2 and n < found.top + 6


def _speakers(found: Reading, n: int) -> bool:
    """Whether readers speak below: short lines (names, dates) between the paragraphs."""
    kinds = [found.kinds[m] for m in range(n + 1, len(found))]
    prose = kinds.count("prose")
    return prose == 0 or len(kinds) - prose >= prose


def _trailing(found: Reading, stop: int) -> None:
    """Lines between the last paragraph and the end: facts are taken, lines of the page go."""
    last = max(
        (n for n in range(stop) if found.kinds[n] == "prose" and found.labels[n] != "residue"),
        default=-1,
    )
    noise = 0
    last_noise = max((n for n in range(stop) if found.is_noise(n)), default=-1)
    for n in range(max(last + 1, found.top), stop):
        if not found.free(n):
            continue
        kind = found.kinds[n]
        signed = plainsource.signing(found.blocks[n].text) if kind == "credit" else ""
        if signed:
            found.source, found.kinds[n] = found.source or signed, "prose"
        elif kind in plainrules.FACTS:
            if kind == "credit" and not found.source:
                found.source = plainsource.source(found.blocks[n].text)
                if found.source:
                    found.mark(n, "source", "an agency at the end")
                    continue
            if not (kind == "date" and found.published is not None and noise == 0 and last < 0):
                found.take(n)
        elif kind == "residue" or (kind == "menu" and (noise or _noise_near(found, n))):
            noise += 1
            found.mark(n, "residue", "a line of the page at the end")
        elif kind == "rule":
            if n + 1 >= stop or last_noise > n:
                found.mark(n, "residue", "a rule at the end")
        elif kind in ("short", "crumbs") and _is_title(found, n) and _is_after(found, n, noise):
            found.mark(n, "residue", "among lines of the page at the end")


def _is_after(found: Reading, n: int, noise: int) -> bool:
    """Whether a short line behind the text is the page's: after its like, or of a few words.

    A few words without a number, in a text that is plainly a page: the last paragraph of an
    article may be short and lack its full stop.
    """
    if noise:
        return found.noise() >= 2
    page = found.noise() >= (1 if "date" in found.labels or "byline" in found.labels else 3)
    block = found.blocks[n]
    few = page and block.words <= 6 and not _TELLING.search(block.text)
    return few and not plainnames.is_name(block.text)


def _is_title(found: Reading, n: int) -> bool:
    """Whether a line can be the title of another article."""
    line = found.blocks[n].text
    return found.blocks[n].words <= 20 and (line.endswith(":") or not ends_sentence(line))


def _noise_near(found: Reading, n: int) -> bool:
    """Whether a line of the page stands within two blocks of this one."""
    return any(
        0 <= m < len(found) and m != n and (found.is_noise(m) or found.labels[m] == "residue")
        for m in range(n - 2, n + 3)
    )


def inside(found: Reading) -> None:
    """Lines of the page within the article: "Read more: ...", "Advertisement", sign-up rows.

    A heading like "Related" takes the short lines below it along, up to the next paragraph.
    """
    n = found.top
    while n < len(found):
        if found.free(n):
            line = found.blocks[n].text
            kind = found.kinds[n]
            if kind == "credit":
                found.take(n)
            elif kind == "residue" or (kind == "menu" and _is_menu_here(found, n)):
                found.mark(n, "residue", "a line of the page within the text")
                if plainrules.is_tail(line):
                    n = _links(found, n)
        n += 1
    for n in range(found.top + 1, len(found) - 1):
        if (
            found.free(n)
            and found.kinds[n] == "short"
            and found.labels[n - 1] == found.labels[n + 1] == "residue"
            and not ends_sentence(found.blocks[n].text)
            and not found.blocks[n].text.startswith("#")
            and found.noise() >= 3
        ):
            found.mark(n, "residue", "between lines of the page")


def _is_menu_here(found: Reading, n: int) -> bool:
    """Whether a menu's word stands where menus are: in a page, with its like beside it."""
    near = [m for m in (n - 1, n + 1) if found.top <= m < len(found)]
    return found.noise() >= 2 and any(
        found.is_noise(m) or found.labels[m] == "residue" for m in near
    )


def _links(found: Reading, n: int) -> int:
    """Sets aside the titles below a heading like "Related"; gives the last of them."""
    m = n + 1
    while m < len(found) and m <= n + 12 and found.free(m):
        block = found.blocks[m]
        if found.kinds[m] not in (
            "short",
            "residue",
            "menu",
            "item",
            "crumbs",
        ) or block.text.endswith("."):
            break
        m += 1
    if m < len(found) and found.kinds[m] == "prose":
        for at in range(n + 1, m):
            found.mark(at, "residue", "below a heading of links")
        return m - 1
    return n


def repeated(found: Reading) -> None:
    """A line that the page set aside elsewhere goes here too."""
    aside = {
        lexicon.key(block.text)
        for block, label in zip(found.blocks, found.labels, strict=True)
        if label == "residue" and len(block.text) > 12
    }
    often = _often(found) if found.noise() else set()
    for n in range(found.top, len(found)):
        if found.free(n) and found.blocks[n].text in often:
            found.mark(n, "residue", "said again and again by the page")
        light = found.free(n) and found.kinds[n] in ("short", "crumbs", "menu")
        if light and lexicon.key(found.blocks[n].text) in aside:
            found.mark(n, "residue", "said twice by the page")


def _often(found: Reading) -> set[str]:
    """One or two words that stand below paragraphs three times or more: "Quote", "Report"."""
    said = [
        found.blocks[n].text
        for n in range(max(1, found.top), len(found))
        if found.kinds[n] == "short"
        and found.blocks[n].words <= 2
        and found.blocks[n].close
        and not found.blocks[n].text.isupper()
        and found.blocks[n].text.isalpha()
    ]
    return {words for words, times in Counter(said).items() if times >= 3}
