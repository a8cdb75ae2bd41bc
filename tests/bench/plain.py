"""How well plain texts become articles: precision and recall by field, part and language.

Run: python tests/bench/plain.py [--notes] [work|check]
`--notes` lists every fault of the part to work on (never of the part to check with, unless it is
named alone). Speed is CPU time of the rules alone, on texts of about 5 kB made of these.
"""

from __future__ import annotations

import sys
import time
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
    import plaintruth

    from reader.ingest import plaintext

    sources = [case.source for case in plaintruth.cases("work") if case.truth["language"] == "en"]
    joined = ["\n\n".join(sources[n : n + 6]) for n in range(0, len(sources), 6)]
    size = sum(len(source.encode()) for source in joined)
    started = time.process_time()
    for source in joined * 5:
        plaintext.article(source)
    spent = (time.process_time() - started) / 5
    print(
        f"\nspeed: {len(joined) / spent:.0f} texts/s of {size / len(joined) / 1000:.1f} kB, "
        f"{spent / size * 5_000_000:.2f} ms for 5 kB"
    )


if __name__ == "__main__":
    main()
