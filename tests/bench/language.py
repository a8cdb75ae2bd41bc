"""How often the language of a text is right, and what asking costs.

Run: python tests/bench/language.py
Two texts in each of the languages of tests/data/languages (the first article of the Universal
Declaration of Human Rights, and an own sentence), whole and cut to 60 characters; then the cost of
`settled` for texts of 2,000 characters, declared and not.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.ingest import language

TEXTS = Path(__file__).resolve().parents[1] / "data" / "languages" / "texts.json"
ROUNDS = 500


def main() -> None:
    texts: dict[str, list[str]] = json.loads(TEXTS.read_text("utf-8"))
    for name, length in (("both", 4_000), ("each", 400), ("cut to 120", 120), ("cut to 60", 60)):
        right = told = total = 0
        wrong = []
        for wanted, found in texts.items():
            for said in [" ".join(found)] if name == "both" else found:
                got = language.settled("", said[:length])
                total += 1
                told += bool(got)
                right += got == wanted
                if got and got != wanted:
                    wrong.append(f"{wanted} as {got}")
        print(f"{name:<12} {len(texts)} languages, {total} texts: right {right / total:.3f}, "
              f"wrong {(told - right) / total:.3f}  {', '.join(wrong)}")  # fmt: skip
    for wanted in ("en", "de", "ru", "ja"):
        said = (" ".join(texts[wanted]) + " ") * 20
        for declared in ("", wanted):
            began = time.process_time()
            for _ in range(ROUNDS):
                language.settled(declared, said[:2_000])
            cost = (time.process_time() - began) / ROUNDS * 1e6
            print(
                f"{wanted} {'declared' if declared else 'undeclared':<11} {cost:6.1f} microseconds"
            )


if __name__ == "__main__":
    main()
