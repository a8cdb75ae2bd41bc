"""A long text to articles: analysed at its two ends, read in parts, so that size does not matter.

The rules of plain text see the first 256 kB and the last 64 kB; what lies between is kept as it
is. A text that is longer than one article can be comes as "part 1 of 7" and so on, cut between
paragraphs, every part with its own piece of the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, charset, plaintext
from reader.ingest.article import completed
from reader.model import Body

_MIDDLE = "Tearsheet has left the middle of this long text out of the look at its two ends."


def articles(file: BinaryIO, size: int) -> Iterator[ParsedArticle]:
    """The parts of a text of `size` bytes, read one at a time; the first has no guid."""
    head = file.read(bounds.HEAD_BYTES)
    encoding = "" if head.isascii() else charset.guess(head)
    cuts = _cuts(file, size, encoding)
    amount = len(cuts) - 1
    last = "" if amount == 1 else _read(file, cuts[-2], cuts[-1], encoding)[1]
    tail = ending = ""
    for number in range(amount):
        piece, said = _read(file, cuts[number], cuts[number + 1], encoding)
        if number == 0:
            found, tail, ending = _ends(said, last)
            first = found
        elif number < amount - 1:
            found = _following(first, said)
        else:
            found = _following(first, said[: len(said) - len(tail)] + ending, first.residue)
        if amount > 1:
            found = replace(
                found,
                residue=found.residue if number else (),
                guid=f"part {number + 1}" if number else "",
                title=f"{found.title} (part {number + 1} of {amount})",
            )
        yield replace(found, original=piece, place=number)


def _read(file: BinaryIO, start: int, end: int, encoding: str) -> tuple[bytes, str]:
    file.seek(start)
    piece = file.read(end - start)
    return piece, charset.decode_as(piece, encoding) if encoding else charset.decode(piece)


def _ends(said: str, last: str) -> tuple[ParsedArticle, str, str]:
    """The article of a text's first part, the source of its end, and what is kept of that.

    `last` is the text's last part where it has several. A text that is short is seen whole.
    """
    if len(said) <= bounds.HEAD_BYTES + bounds.TAIL_BYTES and not last:
        return plaintext.article(said), "", ""
    cut = _paragraph_end(said, bounds.HEAD_BYTES)
    tail = _after_paragraph((last or said[cut:])[-bounds.TAIL_BYTES :])
    found = plaintext.article(f"{said[:cut]}\n\n{_MIDDLE}\n\n{tail}")
    if _kept(found) < 0.9 * (cut + len(tail)):  # no prose: then nothing of it is told apart
        return _with_body(ParsedArticle(title_from="text"), said), "", ""
    before, middle, after = found.body.content.partition(_MIDDLE)
    if not middle:  # the rules took it for something else: then only the beginning is theirs
        found, after = plaintext.article(said[:cut]), tail
        before = found.body.content
    rest = said[cut:] if last else f"{said[cut : len(said) - len(tail)]}\n\n{after}"
    return _with_body(found, f"{before.rstrip()}\n\n{rest.lstrip()}"), tail, after


def _kept(found: ParsedArticle) -> int:
    """Characters of a text that are still somewhere in its article."""
    told = (found.title, found.deck, found.byline, found.credit, found.body.content)
    return sum(map(len, (*told, *found.residue)))


def _following(first: ParsedArticle, said: str, residue: tuple[str, ...] = ()) -> ParsedArticle:
    """A later part, with what is known of the whole."""
    return _with_body(replace(first, deck="", residue=residue), said)


def _with_body(found: ParsedArticle, said: str) -> ParsedArticle:
    content = text.clean_lines(said, bounds.BODY).strip("\n")
    return completed(replace(found, body=Body("text", content), summary=""))


def _paragraph_end(said: str, limit: int) -> int:
    """Where the last paragraph, line or word before `limit` ends."""
    for mark in ("\n\n", "\r\n\r\n", "\n", "\r", " "):
        place = said.rfind(mark, limit // 2, limit)
        if place >= 0:
            return place + len(mark)
    return min(limit, len(said))


def _after_paragraph(said: str) -> str:
    """A text's end from its first whole paragraph on."""
    for mark in ("\n\n", "\r\n\r\n", "\n"):
        _, found, rest = said[: len(said) // 2].partition(mark)
        if found:
            return rest + said[len(said) // 2 :]
    return said


def _cuts(file: BinaryIO, size: int, encoding: str) -> list[int]:
    """Where the parts of a text begin and the last one ends, in bytes; looks only near each."""
    unit = 4 if "32" in encoding else 2 if encoding.startswith("utf-16") else 1
    amount = -(-size // (bounds.PART_BYTES * unit)) if size > bounds.WHOLE_BYTES * unit else 1
    cuts = [0]
    for left in range(amount, 1, -1):
        end = cuts[-1] + (size - cuts[-1]) // left
        start = end - end % unit - bounds.WINDOW_BYTES
        file.seek(start)
        cuts.append(start + _cut(file.read(bounds.WINDOW_BYTES), encoding, unit))
    return [*cuts, size]


def _cut(window: bytes, encoding: str, unit: int) -> int:
    """The best place in a window of a text to end a part: after a paragraph, a line, a word."""
    for mark in ("\n\n", "\r\n\r\n", "\n", "\r", " "):
        raw = mark.encode(encoding if unit > 1 else "ascii")
        place = window.rfind(raw)
        while place > 0 and place % unit:
            place = window.rfind(raw, 0, place)
        if place > 0:
            return place + len(raw)
    place = len(window) - len(window) % unit
    while unit == 1 and place > len(window) - 4 and window[place - 1 : place] >= b"\x80":
        place -= 1  # not within a character
    return place
