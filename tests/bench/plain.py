"""How well plain texts become articles: precision and recall by field, part and language.

Run: python tests/bench/plain.py [--notes] [work|check]
`--notes` lists every fault of the part to work on (never of the part to check with, unless it is
named alone). Speed is CPU time of the rules alone.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plaintruth import Tally

sys.path[:0] = [str(Path(__file__).resolve().parents[n]) for n in (1, 2)]


def main() -> None:
    parts = [name for name in sys.argv[1:] if name in ("work", "check")] or ["work", "check"]
    for part in parts:
        _part(part, "--notes" in sys.argv and (part == "work" or len(parts) == 1))
    _speed()


def _part(part: str, notes: bool) -> None:
    import plaintruth

    from reader.ingest import plaintext

    whole = plaintruth.Score()
    languages: dict[str, plaintruth.Score] = {}
    texts: dict[str, int] = {}
    for case in plaintruth.cases(part):
        score = plaintruth.score(case, plaintext.article(case.source))
        language = case.truth["language"]
        whole.add(score)
        languages.setdefault(language, plaintruth.Score()).add(score)
        texts[language] = texts.get(language, 0) + 1
        if notes and score.notes:
            print(f"{case.name}\n  " + "\n  ".join(score.notes))
    print(f"\n{part}: {sum(texts.values())} texts, {len(texts)} languages (precision/recall)")
    for name in plaintruth.FIELDS:
        _row(name, whole.fields[name])
    _row("body lines", whole.body)
    _row("residue", whole.residue)
    print("  by language: texts, title recall, body kept, residue out")
    for language, score in sorted(languages.items()):
        print(
            f"  {language:4}{texts[language]:4} {score.fields['title'].recall:6.2f} "
            f"{score.body.recall:6.3f} {score.residue.recall:6.2f}"
        )


def _row(name: str, tally: Tally) -> None:
    print(
        f"  {name:12} {tally.precision:6.3f} {tally.recall:6.3f}"
        f"   {tally.right} right, {tally.wrong} wrong, {tally.missed} missed"
    )


def _speed() -> None:
    """English news of the part to work on, each told on to about 5 kB with others' paragraphs."""
    import plaintruth

    from reader.ingest import plaintext

    chance = random.Random(7)
    english = [case for case in plaintruth.cases("work") if case.truth["language"] == "en"]
    prose = [line for case in english for line in case.source.split("\n") if len(line) > 120]
    sources = []
    for case in english:
        lines = case.source.split("\n")
        last = case.truth["lines"].rindex("b")
        while sum(map(len, lines)) < 4_900:
            lines[last:last] = [chance.choice(prose), ""]
        sources.append("\n".join(lines))
    spent = min(_seconds(plaintext.article, sources) for _ in range(5))
    print(
        f"\nspeed: {len(sources) / spent:.0f} texts/s of "
        f"{sum(map(len, sources)) / len(sources) / 1000:.1f} kB, "
        f"{spent / len(sources) * 1000:.2f} ms each (CPU, best of 5)"
    )


def _seconds(act: Callable[[str], object], sources: list[str]) -> float:
    started = time.process_time()
    for source in sources:
        act(source)
    return time.process_time() - started


if __name__ == "__main__":
    main()
