"""Which blocks of a page are its article: those whose words trafilatura chose, and what they hold.

trafilatura is the best judge of words (reference/extraction.md 3.1) but loses structure. So it
only says which words belong; the blocks, pictures, tables and code are those of the page itself
(`pagetree` has prepared it). Headings, pictures and code between two sure blocks come along.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from reader import text
from reader.ingest import bounds, plainrules
from reader.ingest.pagetree import BLOCKS, HEADINGS, PICTURES, containing_blocks

ENOUGH = 0.6  # share of a block's word triples that trafilatura returned
SURE = 8  # words of a block that is sure to be the article's
MOST = 0.8  # of the sure words, in whose box the rest is looked for
PARTLY = 0.25  # of a table, whose cells are short

_TOKEN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    "|[^\\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff]+"
)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|footer|sidebar|related|recommend\w*|newsletter|subscribe\w*|sharing|"
    r"share|social|comments?|respond|disqus|breadcrumbs?|cookies?|consent|promo\w*|advert\w*|ads?|"
    r"more-stories|most-read|read-?next|tags?|author-bio|paywall|widget|banner|toc)(?:$|[\s_-])",
    re.I,
)
_NOTES = re.compile(r"(?:foot|end)-?notes?|references|reflist", re.I)
_SMALL = re.compile(
    r"(?:avatar|icon|logo|emoji|gravatar|spacer|pixel|badge|sprite|smil(?:ey|ies))", re.I
)
_LEADING = 6  # blocks before the first sure one in which its picture is looked for


@dataclass(slots=True)
class Unit:
    """A block, table, picture or piece of code that is kept or left as a whole."""

    node: Any
    kind: str  # text, heading, table, code, picture, rule
    words: list[str] = field(default_factory=list)
    covered: float = 0.0
    aside: bool = False
    kept: bool = False

    @property
    def sure(self) -> bool:
        """Whether it is the article's beyond doubt."""
        return self.covered >= ENOUGH and len(self.words) >= SURE and not self.aside


def tokens(said: str) -> list[str]:
    """The words of a text for comparing; of scripts without spaces each character."""
    return _TOKEN.findall(said.casefold())


class Chosen:
    """The words that were chosen, asked how much of a block is among them."""

    def __init__(self, said: str) -> None:
        words = tokens(said)
        self._triples = set(zip(words, words[1:], words[2:], strict=False))
        self._lines = {tuple(tokens(line)) for line in said.split("\n")}

    def share(self, words: list[str]) -> float:
        """How much of a block's words is chosen, 0 to 1."""
        if len(words) > 2:
            triples = list(zip(words, words[1:], words[2:], strict=False))
            return sum(triple in self._triples for triple in triples) / len(triples)
        return float(bool(words) and tuple(words) in self._lines)


def units(body: Any) -> list[Unit]:
    """The units of a prepared page in reading order."""
    holders = containing_blocks(body)
    found: list[Unit] = []
    inside: set[Any] = set()  # elements of a unit that was taken whole
    asides: set[Any] = set()
    for node in body.iter():
        above = node.getparent()
        if above in asides or (node is not body and is_aside(node)):
            asides.add(node)
        if above in inside:
            inside.add(node)
            continue
        unit = _unit(node, node in holders)
        if unit is None:
            continue
        inside.add(node)
        unit.aside = node in asides
        found.append(unit)
    return found[: bounds.BLOCKS]


def is_aside(node: Any) -> bool:
    """Whether an element says of itself that it is none of the article."""
    if node.tag == "footer" and _quotation(node) is not None:
        return False
    if node.tag in ("aside", "footer", "form"):
        return not _NOTES.search(f"{node.get('class') or ''} {node.get('id') or ''}")
    if node.tag in ("p", "body", "html", "main", "article") or node.tag in HEADINGS:
        return False
    names = f"{node.get('class') or ''} {node.get('id') or ''}".strip()
    return bool(names) and bool(_ASIDE.search(names)) and not _NOTES.search(names)


def _quotation(node: Any) -> Any:
    """The quotation around an element, None where there is none."""
    return next(node.iterancestors("blockquote"), None)


def _unit(node: Any, holds_blocks: bool) -> Unit | None:
    """The unit that `node` is, None where it only holds others or nothing."""
    tag = node.tag
    if tag == "pre":
        return Unit(node, "code", tokens(node.text_content()))
    if tag == "table" and _is_data(node):
        return Unit(node, "table", tokens(" ".join(node.itertext())))
    if tag == "figure":
        if next(node.iter("pre", "table", "blockquote"), None) is None:
            return Unit(node, "picture", tokens(node.text_content()))
        return None
    if tag in PICTURES:
        return Unit(node, "picture")
    if tag == "hr":
        return Unit(node, "rule")
    if holds_blocks or tag not in BLOCKS:
        return None
    words = tokens(node.text_content())
    if not words:
        # Only pictures in it, or nothing: they are met one by one.
        return None
    return Unit(node, "heading" if tag in HEADINGS else "text", words)


def _is_data(table: Any) -> bool:
    """Whether a table is one of data, not a frame that holds the page."""
    if (
        table.get("role") == "presentation"
        or next(table.iterdescendants("table", "pre"), None) is not None
    ):
        return False
    rows = list(table.iter("tr"))
    cells = list(table.iter("td", "th"))
    if not cells or len(cells) == len(rows):
        return False
    if next(table.iter("th", "caption"), None) is not None:
        return True
    lengths = [len("".join(cell.itertext()).strip()) for cell in cells]
    wide = sum(length > 200 for length in lengths)
    blocks = sum(next(cell.iterdescendants("div", "p", "ul"), None) is not None for cell in cells)
    return len(rows) > 1 and wide * 10 < len(cells) and blocks * 5 < len(cells) * 2


def choose(found: list[Unit], chosen: Chosen, headline: str) -> list[Unit]:
    """Marks and gives the units that are the article's; none where no block is sure."""
    for unit in found:
        unit.covered = chosen.share(unit.words)
    _settle_asides(found)
    sure = [at for at, unit in enumerate(found) if unit.sure and unit.kind != "picture"]
    if not sure:
        return []
    first, last = sure[0], sure[-1]
    home = set(box([found[at] for at in sure]).iter())
    kin = _Kin([found[at] for at in sure])
    for at, unit in enumerate(found):
        between = first <= at <= last and unit.node in home
        unit.kept = _belongs(unit, between) or kin.takes(unit, between)
    _whole_lists(found, first, last)
    _keep_leading_picture(found, first, headline)
    _keep_notes(found)
    _keep_credits(found)
    _drop_doubles(found)
    _drop_links_to_more(found, first, last)
    _drop_bare_headings(found)
    return [unit for unit in found if unit.kept]


def _keep_credits(found: list[Unit]) -> None:
    """Who said a quotation that is kept, for which its last line is too short to be sure."""
    for before, unit in pairwise(found):
        if unit.node.tag == "footer" and before.kept:
            quotation = _quotation(unit.node)
            unit.kept |= quotation is not None and _quotation(before.node) is quotation


def _settle_asides(found: list[Unit]) -> None:
    """What stands aside stays out, unless half of the chosen words are there (a forum's posts)."""
    covered = sum(len(unit.words) for unit in found if unit.covered >= ENOUGH)
    aside = sum(len(unit.words) for unit in found if unit.covered >= ENOUGH and unit.aside)
    if aside * 2 > covered:
        for unit in found:
            unit.aside = False


def _belongs(unit: Unit, between: bool) -> bool:
    if unit.aside:
        return False
    match unit.kind:
        case "text" | "heading":
            # A short line is the same in many places; outside the article it says nothing.
            return unit.covered >= ENOUGH and (between or len(unit.words) > 2)
        case "table":
            return unit.covered >= PARTLY or (between and _links(unit.node) < 0.5)
        case "code":
            return between or unit.covered >= PARTLY
        case "picture":
            return between and not is_ornament(unit.node)
        case _:
            return between


def box(sure: list[Unit], most: float = MOST) -> Any:
    """The smallest element that holds a share of the sure words, usually nearly all of them."""
    held: dict[Any, int] = {}
    for unit in sure:
        node = unit.node
        while node is not None:
            held[node] = held.get(node, 0) + len(unit.words)
            node = node.getparent()
    place = sure[0].node
    wanted = sum(len(unit.words) for unit in sure) * most
    while place is not None and held[place] < wanted:
        place = place.getparent()
    if place is None:  # the first sure block is far from the others: begin at the largest one
        place = max(sure, key=lambda unit: len(unit.words)).node
        while held[place] < wanted:
            place = place.getparent()
    return place


class _Kin:
    """Blocks that trafilatura left out although they stand where sure ones stand."""

    def __init__(self, sure: list[Unit]) -> None:
        self._parents = {_place(unit.node) for unit in sure}
        words: dict[tuple[str, str], int] = {}
        for unit in sure:
            if name := _name(_place(unit.node)):
                words[name] = words.get(name, 0) + len(unit.words)
        whole = sum(len(unit.words) for unit in sure)
        self._named = {name for name, amount in words.items() if amount * 5 >= whole}

    def takes(self, unit: Unit, between: bool) -> bool:
        """Whether a heading, list or paragraph is in the same box as sure ones, or in its like."""
        if unit.aside or unit.kind not in ("text", "heading"):
            return False
        place = _place(unit.node)
        if not (_name(place) in self._named or (between and place in self._parents)):
            return False
        if unit.kind == "heading":
            return between or place in self._parents
        node = unit.node
        if node.tag in ("li", "dd", "dt"):
            return _links(node) < 0.5
        prose = len(unit.words) >= SURE and node.tag in ("p", "blockquote")
        said = node.text_content().rstrip(' \n\t”"»)’')
        return prose and said[-1:] in ".!?:…。！？؟" and _links(node) < 0.3


def _place(node: Any) -> Any:
    """The box that a block stands in; lists and quotations are no boxes."""
    above = node.getparent()
    while above is not None and above.tag in ("ul", "ol", "li", "dl", "dd", "blockquote"):
        above = above.getparent()
    return above


def _name(node: Any) -> tuple[str, str] | None:
    """By what a box is known as the like of another; None where it has no class."""
    return (node.tag, node.get("class")) if node is not None and node.get("class") else None


def _links(node: Any) -> float:
    """The share of a block's characters that are links."""
    whole = len("".join(node.itertext()).strip())
    linked = sum(len("".join(one.itertext()).strip()) for one in node.iter("a"))
    return linked / whole if whole else 0.0


def is_ornament(node: Any) -> bool:
    """Whether a picture is none of the text: an icon, a portrait beside a name, a counter."""
    if node.tag in ("video", "audio", "iframe"):
        return False
    pictures = list(node.iter("img"))
    if any(len(tokens(one.text_content())) > 2 for one in node.iter("figcaption")):
        return False  # where a script would have put the picture, its caption is still said
    if not pictures:
        return next(node.iter("video", "audio", "iframe"), None) is None
    for one in pictures:
        names = " ".join((one.get("class") or "", one.get("src") or "", one.get("alt") or ""))[:600]
        sizes = [int(size) for size in (one.get("width"), one.get("height"))
                 if size and size.isdigit() and len(size) < 6]  # fmt: skip
        if one.get("src") and not _SMALL.search(names) and not (sizes and max(sizes) < 64):
            return False
    return True


def _whole_lists(found: list[Unit], first: int, last: int) -> None:
    """A list of which half is kept is kept whole, so are terms and their explanations."""
    members: dict[Any, list[Unit]] = {}
    for unit in found[first : last + 1]:
        above = unit.node if unit.node.tag in ("li", "dd", "dt") else unit.node.getparent()
        if above is not None and above.tag in ("li", "dd", "dt"):
            members.setdefault(above.getparent(), []).append(unit)
    for items in members.values():
        if sum(unit.kept for unit in items) * 2 >= len(items):
            for unit in items:
                unit.kept = unit.kept or not unit.aside


def _keep_leading_picture(found: list[Unit], first: int, headline: str) -> None:
    """The picture above the first words, if it is large or the headline stands above it."""
    top = tokens(headline)
    before = found[max(0, first - _LEADING) : first]
    begins = next(
        (at + 1 for at, unit in enumerate(before) if unit.kind == "heading" and unit.words == top),
        0,
    )
    for unit in before[begins:]:
        if unit.kind == "picture" and not unit.aside and not is_ornament(unit.node):
            large = unit.node.tag == "figure" or begins or _says_large(unit.node)
            if large and _links(unit.node) < 1:
                unit.kept = True
                return


def _says_large(node: Any) -> bool:
    for one in node.iter("img"):
        width = one.get("width") or ""
        if width.isdigit() and len(width) < 6 and int(width) >= 300:
            return True
    return False


def _keep_notes(found: list[Unit]) -> None:
    """Footnotes to which the kept text refers."""
    wanted: set[str] = set()
    for unit in found:
        if unit.kept:
            for link in unit.node.iter("a"):
                target = link.get("href") or ""
                if target.startswith("#") and len(target) < 200:
                    wanted.add(target[1:])
    if not wanted:
        return
    for unit in found:
        if unit.kept or unit.kind != "text":
            continue
        node: Any = unit.node
        for _ in range(4):
            if node is None or node.tag in ("section", "body", "article", "ol", "ul"):
                break
            inner = node.iter("a", "li") if node is unit.node else ()
            if node.get("id") in wanted or any(one.get("id") in wanted for one in inner):
                unit.kept = True
                break
            node = node.getparent()


def _drop_doubles(found: list[Unit]) -> None:
    """Long blocks that were there already word for word: the page's copy for small screens."""
    long = [unit for unit in found if unit.kept and len(unit.words) >= SURE]
    first = tuple(long[0].words) if long else ()
    starts = [at for at, unit in enumerate(long) if at and tuple(unit.words) == first]
    for start in starts[-1:]:  # the author's own repetitions do not begin at the beginning
        copy = long[start:]
        if [unit.words for unit in copy] == [unit.words for unit in long[: len(copy)]]:
            for unit in copy:
                unit.kept = False


def _drop_links_to_more(found: list[Unit], first: int, last: int) -> None:
    """Short lines that are nothing but a link or an invitation, as pages strew them."""
    for at, unit in enumerate(found):
        if not unit.kept or unit.kind != "text" or len(unit.words) > 25:
            continue
        said = text.clean(unit.node.text_content(), 400)
        linked = _links(unit.node) > 0.95 and unit.node.tag not in ("li", "dd", "td")
        outside = not first <= at <= last
        if plainrules.is_residue(said, len(said.split())) or (
            linked and (outside or plainrules.is_tail(said))
        ):
            unit.kept = False


def _drop_bare_headings(found: list[Unit]) -> None:
    """Headings under which nothing is kept."""
    below = 0  # level of the heading that follows at once; 0: a text follows
    empty = True
    for unit in reversed(found):
        if not unit.kept:
            continue
        if unit.kind != "heading":
            empty = unit.kind == "rule" and empty
            below = 0
            continue
        level = int(unit.node.tag[1])
        if empty or (below and below <= level):
            unit.kept = False
        else:
            below = level


def all_text(found: list[Unit]) -> list[Unit]:
    """Every unit but those that stand aside: for a page in which no article is seen."""
    for unit in found:
        unit.kept = not unit.aside and not (unit.kind == "picture" and is_ornament(unit.node))
    return [unit for unit in found if unit.kept]
