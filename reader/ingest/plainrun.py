"""Where most of a page's running text stands: the run of blocks that is worth most."""

from __future__ import annotations

from reader.ingest.plainblocks import ends_sentence
from reader.ingest.plainreading import Reading

_WORTH = {"short": -5.0, "residue": -14.0, "menu": -8.0, "crumbs": -8.0, "rule": -1.0}
_FACT = -3.0
_MOST = 60  # words of a paragraph that count


def start(found: Reading) -> int:
    """The first paragraph of the run."""
    return run(found)[0]


def run(found: Reading) -> tuple[int, int]:
    """The first and the last paragraph of the run of blocks that is worth most."""
    best, here = 0.0, 0.0
    first, last, began = 0, len(found) - 1, 0
    for n in range(len(found)):
        if here <= 0:
            here, began = 0.0, n
        here += _worth(found, n)
        if here > best:
            best, first, last = here, began, n
    while first < last and found.kinds[first] != "prose":
        first += 1
    return first, last


def _worth(found: Reading, n: int) -> float:
    kind, block = found.kinds[n], found.blocks[n]
    if kind == "prose":
        return min(block.words, _MOST) if ends_sentence(block.text) else min(block.words, 20)
    if kind == "item":
        return 0.35 * block.words - 2.5
    return _WORTH.get(kind, _FACT)
