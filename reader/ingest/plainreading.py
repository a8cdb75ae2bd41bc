"""What is known of a text while it is read: its blocks, what each is, and what was found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from reader.ingest import lexicon, plaincredits, plaindates, plainnames, plainrules, plainsource
from reader.ingest.plainblocks import Block
from reader.ingest.plainrules import FACTS, Kind

Label = Literal["body", "title", "deck", "byline", "date", "credit", "source", "residue"]
CAPTION = 40
_LONG_WORDS = re.compile(r"\w{4,}")
_CJK = lexicon.Later("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


@dataclass(slots=True)
class Reading:
    """`kinds` say what a block looks like, `labels` where it goes, `why` by which rule."""

    blocks: list[Block]
    kinds: list[Kind]
    labels: list[Label] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    title: str = ""
    deck: str = ""
    byline: str = ""
    credit: str = ""
    source: str = ""
    dateline: str = ""
    published: int | None = None
    changed: int | None = None
    top: int = 0  # the first block after the headline
    residue_kinds: int = -1  # counted once, when the kinds are settled

    def __post_init__(self) -> None:
        self.labels = ["body"] * len(self.blocks)
        self.why = [""] * len(self.blocks)

    def __len__(self) -> int:
        return len(self.blocks)

    def mark(self, n: int, label: Label, why: str) -> None:
        """Gives a block its label and the rule that says so."""
        self.labels[n], self.why[n] = label, why

    def free(self, n: int) -> bool:
        """Whether a block still belongs to the body."""
        return self.labels[n] == "body"

    def is_noise(self, n: int) -> bool:
        """Whether a block looks like a line of the page, in whatever company."""
        return self.kinds[n] in ("residue", "menu", "crumbs")

    def noise(self) -> int:
        """How many blocks are lines of a page for certain: how much of a page the text is."""
        if self.residue_kinds < 0:
            self.residue_kinds = self.kinds.count("residue")
        return self.residue_kinds

    def take(self, n: int) -> bool:
        """Keeps what a line of facts says; False where it is of no such kind.

        A line that says nothing more than is known, or nothing certain, is set aside as residue.
        """
        kind, words = self.kinds[n], self.blocks[n].text
        if kind not in FACTS:
            return False
        parts = plainrules.parts_of(words) if kind == "facts" else [words]
        said = [one for part in parts if (one := self._keep(part, kind))]
        if kind == "date" and not self.source:
            self.source = next(
                filter(None, map(plainsource.source, plainrules.parts_of(words))), ""
            )
        if kind == "credit" and len(words) > len(self.credit) + CAPTION:
            said = []  # a caption, whose words are more than the name
        self.mark(n, said[0] if said else "residue", f"{kind} line")
        return True

    def take_mixed(self, n: int) -> None:
        """Keeps the day, and the writer, of a line that holds other things too."""
        words = self.blocks[n].text
        self.published = plaindates.in_line(words)[0]
        self.byline = self.byline or plainnames.byline_within(words)
        self.mark(n, "date", "a line with the date")

    def _keep(self, words: str, kind: Kind) -> Label | None:
        """Fills what is not known yet; gives the first field that `words` had something for."""
        said: Label | None = None
        if kind == "deck" and not self.deck:
            self.deck, said = plainrules.said_deck(words), "deck"
        if kind in ("facts", "byline") and not self.byline:
            self.byline = plainnames.byline(words)
            self.source = self.source or plainsource.agency_with(words)
            said = "byline" if self.byline else None
        if kind == "date" and not self.byline:
            name = plainnames.byline_within(words)
            self.byline = name if plainnames.is_name(name) else ""
        if kind in ("facts", "byline", "date", "source"):
            at, only_changed = plaindates.in_line(words)
            if at is not None and only_changed and self.changed is None:
                self.changed, said = at, said or "date"
            elif at is not None and not only_changed and self.published is None:
                self.published, said = at, said or "date"
        if kind in ("facts", "credit") and not self.credit:
            self.credit = plaincredits.credit(words)
            said = said or ("credit" if self.credit else None)
        if kind in ("facts", "source") and not self.source:
            self.source = plainsource.source(words)
            said = said or ("source" if self.source else None)
            if kind == "source" and not self.byline:
                self.byline = plainsource.named_with(words)
        return said


def content_words(words: str) -> list[str]:
    """Words that carry meaning, shortened so that forms of one word agree; pairs of CJK signs."""
    found = _LONG_WORDS.findall(words.casefold())
    short = {word: word.rstrip("s")[:6] for word in set(found)}
    found = [short[word] for word in found]
    if words.isascii():
        return found
    plain = [word for word in found if not _CJK.made.match(word)]
    for run in _CJK.made.findall(words):
        plain += [run[n : n + 2] for n in range(len(run) - 1)]
    return plain


def vocabulary(blocks: list[Block]) -> set[str]:
    """The content words of some blocks."""
    return set(content_words("\n".join([block.text for block in blocks])))
