"""A saved web page to an article, through `extract`."""

from __future__ import annotations

import re

from reader.incoming import ParsedArticle
from reader.ingest import extract

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|a|ul|ol|li|table|span|article|section|b|i|em|strong)\b", re.I
)


def is_page(start: str) -> bool:
    """Whether a text begins as a web page does, whatever its file is called."""
    return bool(_PAGE.match(start))


def has_markup(start: str) -> bool:
    """Whether a text has tags of HTML in it, so that a `.html` file is one."""
    return bool(_TAG.search(start))


def article(source: str) -> ParsedArticle:
    """The article of a page; ParseError where it has no text."""
    return extract.article(source, "")
