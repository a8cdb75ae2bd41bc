"""A Markdown file to an article: front matter (`---` or `+++`), the first heading as title."""

from __future__ import annotations

import re

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, charset, dates, dialects, frontmatter, tagnames
from reader.ingest.article import completed
from reader.model import Body

_DECK = ("subtitle", "description", "deck", "summary", "excerpt", "lead", "abstract")
_BYLINE = ("author", "authors", "by", "byline", "creator")
_SOURCE = ("publication", "site", "publisher", "site_name", "sitename")
_URL = ("canonical_url", "canonicalurl", "canonical", "url", "link", "source_url")
_PUBLISHED = ("date", "published", "publishdate", "pubdate", "date_published", "created")
_ATX = re.compile(r"\s{0,3}#(?!#)[ \t]+(?P<title>.+?)(?:[ \t]+#+)?[ \t]*")
_HTML_TITLE = re.compile(  # pages about programs have a picture above it
    r"(?P<before>\s*(?:<(?!h[1-6]\b)[^<>]{1,1000}>\s*){0,20})"
    r"<h1\b[^<>]{0,300}>(?P<title>.{1,500}?)</h1>",
    re.I | re.S,
)
_SETEXT = re.compile(r"\s{0,3}=+[ \t]*")
_STYLE = re.compile(r"(\*\*|__|\*|`|~~)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]\[]*)\](?:\([^()]*\)|\[[^\]]*\])")


def articles(data: bytes, name: str) -> tuple[ParsedArticle, ...]:
    """The one article of a Markdown file."""
    return (article(charset.decode(data)),)


def article(source: str) -> ParsedArticle:
    """The article that a Markdown text is; the title from front matter, heading or beginning."""
    front, rest = frontmatter.split(source)
    heading, rest = _heading(rest, front.first("title"))
    title = front.first("title") or heading
    said = front.first("source")
    url = text.web_address(front.first(*_URL) or said)
    return completed(
        ParsedArticle(
            title=text.clean(title, bounds.TITLE),
            title_from="headline" if title else "text",
            deck=text.clean(front.first(*_DECK), bounds.DECK),
            byline=text.clean(front.first(*_BYLINE), bounds.NAME),
            source=text.clean(
                front.first(*_SOURCE) or ("" if text.web_address(said) else said), bounds.NAME
            ),
            url=url,
            language=_language(front.first("lang", "language", "locale")),
            published=dates.parse(front.first(*_PUBLISHED)),
            updated=dates.parse(front.first("updated", "lastmod", "modified", "last_modified")),
            tags=tagnames.names(front.tags),
            body=Body("markdown", _body(rest, framed=bool(front.values))),
        )
    )


def _body(rest: str, *, framed: bool) -> str:
    """The text below title and front matter, as Markdown that every reader knows."""
    return dialects.common(text.clean_lines(rest, bounds.BODY), framed=framed).strip("\n")


def _heading(rest: str, known: str) -> tuple[str, str]:
    """The title that the text begins with (`# x` or underlined `x`), and the text without it.

    Only the first thing in the text is a title; where the front matter has another title, the
    heading stays in the text.
    """
    if found := _HTML_TITLE.match(rest, 0, 8_000):
        said = text.clean(text.plain(found["title"]))
        if said and (not known or text.clean(known).casefold() == said.casefold()):
            return said, found["before"] + rest[found.end() :]
    lines = rest.lstrip("\n").split("\n")
    atx = _ATX.fullmatch(lines[0])
    if atx:
        title, used = atx["title"], 1
    elif len(lines) > 1 and lines[0].strip() and _SETEXT.fullmatch(lines[1]):
        title, used = lines[0].strip(), 2
    else:
        return "", rest
    title = shown(title)
    if known and text.clean(known).casefold() != title.casefold():
        return "", rest
    return title, "\n".join(lines[used:])


def shown(line: str) -> str:
    """A line of Markdown as its words, without marks of style and link."""
    line = _LINK.sub(r"\1", line)
    for _ in range(3):
        line = _STYLE.sub(r"\2", line)
    return text.clean(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", line))


def _language(raw: str) -> str:
    tag = raw.strip().replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", tag) else ""
