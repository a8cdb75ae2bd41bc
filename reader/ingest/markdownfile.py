"""A Markdown file to an article: front matter (`---` or `+++`), the first heading as title."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, charset, dates
from reader.ingest.article import completed
from reader.model import Body

_FENCE = re.compile(
    r"\ufeff?(?P<mark>---|\+\+\+)[ \t]*\n(?P<inside>.*?)^(?P=mark)[ \t]*(?:\n|\Z)", re.S | re.M
)
_PAIR = re.compile(r"(?P<name>[A-Za-z][\w .-]{0,60}?)\s*:(?:\s+(?P<value>.*?))?\s*")
_ITEM = re.compile(r"\s*-\s+(?P<value>.+?)\s*")
_ATX = re.compile(r"\s{0,3}#(?!#)[ \t]+(?P<title>.+?)(?:[ \t]+#+)?[ \t]*")
_SETEXT = re.compile(r"\s{0,3}=+[ \t]*")
_STYLE = re.compile(r"(\*\*|__|\*|`|~~)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]\[]*)\](?:\([^()]*\)|\[[^\]]*\])")


@dataclass(frozen=True, slots=True)
class Front:
    """The facts of a front matter, names in lower case; lists are joined by commas."""

    values: dict[str, str] = field(default_factory=dict)

    def first(self, *names: str) -> str:
        """The first of several names that says something."""
        return next((self.values[name] for name in names if self.values.get(name)), "")


def articles(data: bytes, name: str) -> tuple[ParsedArticle, ...]:
    """The one article of a Markdown file."""
    return (article(charset.decode(data)),)


def article(source: str) -> ParsedArticle:
    """The article that a Markdown text is; the title from front matter, heading or beginning."""
    front, rest = split(source)
    heading, rest = _heading(rest, front.first("title"))
    title = front.first("title") or heading
    return completed(
        ParsedArticle(
            title=text.clean(title, bounds.TITLE),
            title_from="headline" if title else "text",
            deck=text.clean(
                front.first("description", "subtitle", "summary", "excerpt", "lead"), bounds.DECK
            ),
            byline=text.clean(front.first("author", "authors", "by", "byline"), bounds.NAME),
            source=text.clean(front.first("source", "publication", "site"), bounds.NAME),
            url=text.web_address(
                front.first("canonical_url", "canonical", "url", "link", "source_url")
            ),
            language=_language(front.first("lang", "language")),
            published=dates.parse(front.first("date", "published", "pubdate", "created")),
            updated=dates.parse(front.first("updated", "lastmod", "modified", "last_modified")),
            body=Body("markdown", text.clean_lines(rest, bounds.BODY).strip("\n")),
        )
    )


def split(source: str) -> tuple[Front, str]:
    """Front matter and the rest; a `---` that opens no front matter stays in the text."""
    found = _FENCE.match(source, 0, bounds.FRONT_MATTER_BYTES)
    if not found:
        return Front(), source
    read = _toml(found["inside"]) if found["mark"] == "+++" else _pairs(found["inside"])
    return (Front(read), source[found.end() :]) if read else (Front(), source)


def _toml(inside: str) -> dict[str, str]:
    """TOML front matter; a broken one gives what `name = value` lines still say."""
    try:
        said = tomllib.loads(inside)
    except (tomllib.TOMLDecodeError, RecursionError):
        lines = (line.partition("=") for line in inside.split("\n") if "=" in line)
        return {name.strip().lower(): value.strip().strip("\"'") for name, _, value in lines}
    return {name.lower(): _joined(value) for name, value in said.items()}


def _joined(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value if isinstance(each, (str, int)))
    return "" if isinstance(value, dict) else str(value)


def _pairs(inside: str) -> dict[str, str]:
    """`name: value` lines, `- item` lists and `>` or `|` blocks of a simple YAML."""
    said: dict[str, str] = {}
    name = ""
    for line in inside.split("\n"):
        pair = _PAIR.fullmatch(line)
        if pair and not line[:1].isspace():
            name = pair["name"].lower()
            said[name] = _value(pair["value"] or "")
        elif name and line.strip() and not line.lstrip().startswith("#"):
            item = _ITEM.fullmatch(line)
            if item and not said[name]:
                said[name] = _value(item["value"])
            elif item:
                said[name] += f", {_value(item['value'])}"
            elif line[:1].isspace():
                said[name] = f"{said[name]} {line.strip()}".strip()
    return said


def _value(raw: str) -> str:
    """A scalar or a list in brackets, without quotes; block marks (`>`, `|`) stand for nothing."""
    raw = raw.strip()
    if re.fullmatch(r"[|>][-+]?|null|~", raw):
        return ""
    if raw.startswith("[") and raw.endswith("]"):
        return ", ".join(each.strip().strip("\"'") for each in raw[1:-1].split(","))
    if raw[:1] in "\"'" and raw[-1:] == raw[:1] and len(raw) > 1:
        return raw[1:-1].replace("''", "'") if raw[0] == "'" else raw[1:-1].replace('\\"', '"')
    return re.sub(r"\s+#.*", "", raw)


def _heading(rest: str, known: str) -> tuple[str, str]:
    """The title that the text begins with (`# x` or underlined `x`), and the text without it.

    Only the first thing in the text is a title; where the front matter has another title, the
    heading stays in the text.
    """
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
