"""The last step of every article from outside: words, language, preview, and a title if none."""

from __future__ import annotations

import re
from dataclasses import replace

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, language
from reader.model import Body

_MARKUP = re.compile(
    r"!?\[([^\]\[]*)\]\([^()\s]*(?:\s[^()]*)?\)|^\s{0,3}(?:#{1,6}|>|[-*+])\s+", re.M
)
_TAG = re.compile(
    r"</?(?:a|b|br|center|details|div|em|h[1-6]|i|img|kbd|mark|p|picture|source|span|strong|su[bp]|"
    r"summary|t[dhr]|table)\b[^<>\n]{0,2000}>",
    re.I,
)


def words_of(body: Body) -> str:
    """The plain words of a body in any format."""
    if body.format == "html":
        return text.plain(body.content)
    if body.format == "markdown":
        return _MARKUP.sub(lambda found: found[1] or "", _TAG.sub("", body.content))
    return body.content


def completed(article: ParsedArticle) -> ParsedArticle:
    """`article` with summary, word count and language, and its beginning for a missing title."""
    words = words_of(article.body)
    title, title_from = article.title, article.title_from
    if not title:
        title, title_from = beginning(words) or article.url, "text"
    return replace(
        article,
        title=title,
        title_from=title_from,
        summary=article.summary or text.preview(words, bounds.SUMMARY),
        words=text.count_words(words),
        language=language.settled(article.language, words),
    )


def beginning(words: str) -> str:
    """The first line of a text, cut at a word at about 80 characters, to serve as a title."""
    start = words[:4_000].lstrip().split("\n", 1)[0]
    return text.preview(start, 80)
