"""Lines of even length: the spaces of a full line widened as evenly as cells allow."""

from __future__ import annotations

from reader.page.line import Span
from reader.text import width as cells_of

_LOOSEST = 0.6  # cells that a space may gain on average
_LOOSEST_UNBROKEN = 1.5  # and where no word may be hyphenated


def justified(spans: list[Span], room: int, number: int, hyphenated: bool) -> list[Span]:
    """The spans of a line that fills `room` cells; as they are where the spaces would grow too
    wide. What is added has no place in the text. `number` tells on which side to begin, so that
    the wider spaces of the lines do not stand one under the other."""
    gaps = sum([span.text.count(" ") for span in spans])
    extra = room - sum([cells_of(span.text) for span in spans])
    loosest = _LOOSEST if hyphenated else _LOOSEST_UNBROKEN
    if extra <= 0 or not gaps or extra > loosest * gaps:
        return spans
    found: list[Span] = []
    done = 0
    for span in spans:
        if " " not in span.text:
            found.append(span)
            continue
        begin = 0
        for at, char in enumerate(span.text):
            if char != " ":
                continue
            place = done if number % 2 else gaps - 1 - done
            more = (place + 1) * extra // gaps - place * extra // gaps
            done += 1
            if more:
                offset = span.offset + begin if span.offset >= 0 else -1
                found.append(span._replace(text=span.text[begin : at + 1], offset=offset))
                found.append(span._replace(text=" " * more, offset=-1))
                begin = at + 1
        if begin < len(span.text):
            offset = span.offset + begin if span.offset >= 0 else -1
            found.append(span._replace(text=span.text[begin:], offset=offset))
    return found
