"""The labelled plain texts of tests/data/plain, and how well an article answers to their truth.

Beside each NAME.txt is NAME.toml: for each field the answers that are right ([] or "" for none),
`first` and `last` line of the body, and `lines`, one letter for each line of the text: t title,
d deck, y byline, c credit, s source, p date, b body, r residue, x either way, `.` blank.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.incoming import ParsedArticle
from reader.text import iso

PLAIN = Path(__file__).parent / "data" / "plain"
FIELDS = ("title", "deck", "byline", "credit", "source", "dateline", "published")


@dataclass
class Tally:
    """What was right, what was invented or wrong, what was missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def add(self, other: Tally) -> None:
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed


@dataclass
class Score:
    """How an article answers to the truth; `notes` says each fault in words."""

    fields: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    body: Tally = field(default_factory=Tally)  # body lines: kept, residue among them, lost
    residue: Tally = field(default_factory=Tally)  # residue lines: out, body lines out, left in
    notes: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        for name in FIELDS:
            self.fields[name].add(other.fields[name])
        self.body.add(other.body)
        self.residue.add(other.residue)


@dataclass(frozen=True)
class Case:
    """A text with its truth."""

    name: str
    source: str
    truth: dict[str, Any]


def cases(part: str) -> Iterator[Case]:
    """The texts of a part, `work` or `check`, by name."""
    for path in sorted((PLAIN / part).glob("*.txt")):
        truth = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
        yield Case(path.stem, path.read_text("utf-8"), truth)


def score(case: Case, found: ParsedArticle) -> Score:
    """Compares an article with the truth, from outside: only what a reader gets counts."""
    result = Score()
    for name in FIELDS:
        _field(result, name, case.truth[name], _answer(name, found))
    _lines(result, case, found)
    if found.language not in ("", case.truth["language"]):
        result.notes.append(f"language: {found.language}")
    content = found.body.content
    paragraphs = content.count("\n\n") + 1
    if case.truth.get("paragraphs", paragraphs) != paragraphs:
        result.notes.append(f"paragraphs: {paragraphs}")
    if case.truth.get("verbatim"):
        kept = [line.strip() for line in content.split("\n")]
        result.notes += [
            f"line not kept: {line}" for line in _of(case, "b") if line.strip() not in kept
        ]
    return result


def _answer(name: str, found: ParsedArticle) -> str:
    if name == "title":
        return found.title if found.title_from == "headline" else ""
    if name == "published":
        return (iso(found.published) or "").removesuffix("Z").removesuffix(":00")
    return str(getattr(found, name))


def _field(result: Score, name: str, answers: list[str], said: str) -> None:
    tally = result.fields[name]
    if name == "published":
        said = said.removesuffix("T00:00")
    wanted = [_flat(answer) for answer in answers]
    if _flat(said) in wanted or (not said and not wanted):
        tally.right += bool(said)
        return
    result.notes.append(f"{name}: {said!r} for {' or '.join(map(repr, answers)) or 'none'}")
    tally.wrong += bool(said)
    tally.missed += bool(answers and "" not in answers)


def _lines(result: Score, case: Case, found: ParsedArticle) -> None:
    kept = {_flat(line) for line in found.body.content.split("\n")}
    whole = _flat(found.body.content)
    for line in _of(case, "b"):
        words = _flat(line)
        stays = words in kept or (len(words) >= 8 and words in whole)
        result.body.right += stays
        result.body.missed += not stays
        result.residue.wrong += not stays
        if not stays:
            result.notes.append(f"lost: {line.strip()}")
    for line in _of(case, "r"):
        words = _flat(line)
        stays = words in kept or (len(words) > 30 and words in whole)
        result.residue.right += not stays
        result.residue.missed += stays
        result.body.wrong += stays
        if stays:
            result.notes.append(f"left in: {line.strip()}")


def _of(case: Case, label: str) -> list[str]:
    lines = case.source.split("\n")
    return [line for line, said in zip(lines, case.truth["lines"], strict=False) if said == label]


def _flat(words: str) -> str:
    return " ".join(re.sub(r"\[\d{1,3}\](?=\w)", "", words).split())
