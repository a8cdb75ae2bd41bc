"""The lines that stand close together at the top of a page: labels, headline, deck, facts, buttons.

Between them and the text is a blank line, or the first paragraph is the last of them.
"""

from __future__ import annotations

from reader.ingest.plainblocks import ends_sentence
from reader.ingest.plainreading import Reading
from reader.ingest.plainrules import Kind

_MOST = 16  # blocks below the headline
_LONG = 25  # words; two paragraphs of that length in a row are the text
_FACTS: frozenset[Kind] = frozenset(("byline", "date", "facts", "credit"))


def run_of(found: Reading, n: int) -> range:
    """The blocks around one that no blank line parts from it."""
    first, end = n, n + 1
    while first > 0 and found.blocks[first].close:
        first -= 1
    while end < len(found) and found.blocks[end].close and not _text(found, end):
        end += 1
    return range(first, end)


def _text(found: Reading, n: int) -> bool:
    """Whether two long paragraphs stand in a row at a block: the text has begun."""
    return all(
        m < len(found) and found.kinds[m] == "prose" and found.blocks[m].words >= _LONG
        for m in (n - 1, n)
    )


def head(found: Reading) -> range:
    """The blocks around the headline, if they are three or more and facts are among them."""
    if not found.title or not found.top:
        return range(0)
    run = run_of(found, found.top - 1)
    if run.stop < len(found) and found.kinds[run.stop] != "prose":
        more = run_of(found, run.stop)
        if len(more) >= 2 and not _FACTS.isdisjoint(found.kinds[more.start : more.stop]):
            run = range(run.start, more.stop)
    run = range(run.start, min(run.stop, found.top + _MOST))
    facts = any(found.kinds[n] in _FACTS or found.labels[n] == "date" for n in run)
    return run if facts and len(run) >= 3 else range(0)


def text_start(found: Reading) -> int | None:
    """The first paragraph below the facts of the head; None where there is no such head."""
    run = head(found)
    facts = [
        n
        for n in run
        if n >= found.top and (found.kinds[n] in _FACTS or found.labels[n] in ("byline", "date"))
    ]
    if not run:
        return _below_facts(found)
    after = max(facts, default=found.top - 1) + 1
    prose = (n for n in range(after, len(found)) if found.kinds[n] == "prose")
    start = next(prose, None)
    if start is None or facts or not found.blocks[start].close or start + 1 not in run:
        return start
    return next(prose, start) if ends_sentence(found.blocks[start].text) else start


def _below_facts(found: Reading) -> int | None:
    """The paragraph below a sentence, then byline or date, under a headline that stands alone."""
    after = found.kinds[found.top + 1 : found.top + 6]
    facts = [n for n, kind in enumerate(after) if kind in _FACTS]
    if not found.title or not facts or "prose" in after[: facts[0]]:
        return None
    least = found.top + 1 + facts[0]
    return next((n for n in range(least, len(found)) if found.kinds[n] == "prose"), None)
