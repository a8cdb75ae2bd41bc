"""The text of a PDF to an article, by pypdfium2: the optional extra `tearsheet[pdf]`."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from typing import Any, BinaryIO

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, dates, longtext
from reader.model import ParseError

_NO_TITLE = re.compile(
    r"untitled|microsoft word|\.(?:docx?|indd|tex|pdf|qxd|odt)\b|^\W*\d*\W*$", re.I
)


def articles(data: bytes | BinaryIO, name: str) -> tuple[ParsedArticle, ...]:
    """The text of a PDF, in parts where it is long. Raises ParseError where it cannot be had.

    `apart` has seen to it that the library is there.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        pages = _pages(document)
        facts = document.get_metadata_dict()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or getattr(error, "err_code", 0) == 4:
            raise ParseError("it is a PDF locked with a password; save it without one.") from None
        raise ParseError("it is a damaged PDF; get it again.") from None
    said = _joined(pages)
    if not said.strip():
        raise ParseError("it is a PDF of pictures, without text; a program for OCR can add it.")
    source = said.encode("utf-8", "replace")
    found = list(longtext.articles(io.BytesIO(source), len(source)))
    found[0] = _with_facts(found[0], facts, said)
    whole = data if isinstance(data, bytes) else b""
    return tuple(
        replace(each, original=each.original if number else whole or each.original)
        for number, each in enumerate(found)
    )


def _pages(document: Any) -> list[list[str]]:
    """The lines of each page."""
    found: list[list[str]] = []
    for number in range(min(len(document), bounds.PDF_PAGES)):
        page = document[number]
        words = page.get_textpage()
        said = words.get_text_range()
        words.close()
        page.close()
        # U+FFFE and U+0002 stand for a hyphen at the end of a line.
        said = re.sub("[\ufffe\x02]\r?\n?", "-\n", said).replace("\r\n", "\n").replace("\r", "\n")
        found.append([line.rstrip() for line in said.split("\n")])
    return found


def _joined(pages: list[list[str]]) -> str:
    """All pages as one text, without running heads, feet and page numbers."""
    running = Counter(_running(line) for lines in pages for line in _ends(lines))
    often = max(3, len(pages) // 3)
    parts: list[str] = []
    for lines in pages:
        ends = _ends(lines)
        kept = [
            line
            for line in lines
            if line not in ends or (running[_running(line)] < often and not _is_number(line))
        ]
        parts.append("\n".join(kept).strip("\n"))
    joined = ""
    for part in parts:
        finished = not joined or joined[-1].isspace() or joined[-1] in '.!?:;"”»)'
        goes_on = not finished and part[:1].isalpha()
        joined += ("\n" if goes_on else "\n\n") + part if joined else part
    return joined


def _ends(lines: list[str]) -> set[str]:
    """The first and last line of a page that say something."""
    said = [line for line in lines if line.strip()]
    return {said[0], said[-1]} if len(said) > 1 else set()


def _running(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _is_number(line: str) -> bool:
    """A line that is a page's number."""
    return bool(
        re.fullmatch(
            r"[-–—\s]*(?:page\s+)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d+)?[-–—\s]*",
            line,
            re.I,
        )
    )


def _with_facts(first: ParsedArticle, facts: dict[str, str], said: str) -> ParsedArticle:
    """The article with what the PDF says of itself, where that says something."""
    title = text.clean(facts.get("Title", ""), bounds.TITLE)
    told = len(title) > 3 and not _NO_TITLE.search(title)
    top = " ".join(said[:3_000].split()).casefold()
    if told and (first.title_from != "headline" or title.casefold() in top):
        first = replace(first, title=title, title_from="headline")
    author = text.clean(facts.get("Author", ""), bounds.NAME)
    made = re.match(r"D:(\d{14}|\d{8})", facts.get("CreationDate", ""))
    return replace(
        first,
        byline=first.byline or (author if " " in author else ""),
        published=first.published or (dates.parse(made[1]) if made else None),
    )
