"""One entry of feedparser's result as a ParsedArticle: texts cleaned, addresses checked."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, dates
from reader.ingest.article import completed
from reader.ingest.mending import BASE
from reader.model import Body, Enclosure

_HTML = ("text/html", "application/xhtml+xml")
_TAGS = re.compile(
    r"<(?:p|br|a|div|img|b|i|em|strong|ul|ol|li|h[1-6]|blockquote|figure|table|span)[\s>/]", re.I
)
_ESCAPED_TAGS = re.compile(
    r"&lt;/?(?:p|br|a|div|img|b|i|em|strong|ul|ol|li|h[1-6])(?:\s|&gt;|/)", re.I
)
_INLINE = [
    "a",
    "abbr",
    "b",
    "big",
    "cite",
    "code",
    "del",
    "em",
    "font",
    "i",
    "ins",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "tt",
    "u",
]
_PAIRED = re.compile(
    rf"<(?P<tag>{'|'.join(_INLINE)})(?:\s[^<>]*)?>(?P<inside>[^<]*(?:<(?!/?(?P=tag)\b)[^<]*)*)</(?P=tag)\s*>",
    re.I,
)
_VOID = re.compile(r"<(?:br|wbr|img)(?:\s[^<>]*)?/?>", re.I)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}", re.I)


@dataclass(frozen=True, slots=True)
class Whole:
    """What the entries take from their feed."""

    url: str
    site: str
    title: str
    language: str
    atom: bool
    author: str


def field(of: Any, name: str) -> str:
    """A text field of feedparser's as it is, without its answers for other names (trap P13)."""
    value = dict.get(of, name)
    return value if isinstance(value, str) else ""


def line(of: Any, name: str, limit: int) -> str:
    """A field of one line: a title, a description; markup taken out where it is markup."""
    raw = field(of, name)
    if not raw:
        return ""
    detail = dict.get(of, f"{name}_detail") or {}
    if dict.get(detail, "type") in _HTML and ("<" in raw or "&" in raw):
        return text.clean(text.plain(_doubly(raw)), limit)
    return text.clean(raw, limit)


def _doubly(raw: str) -> str:
    """`raw` unescaped once more if its tags are still escaped; never more than once."""
    if "<" not in raw and _ESCAPED_TAGS.search(raw):
        return html.unescape(raw)
    return raw


def title(of: Any, name: str = "title", atom: bool = False) -> str:
    """A title: unescaped once, without tags where it is HTML, else without known inline tags.

    RSS does not say what a title is: there `AT&amp;T` is unescaped and paired inline tags go,
    but "a < b" and "<div> explained" stay (trap P7).
    """
    raw = field(of, name)
    if "<" not in raw and "&" not in raw:
        return text.clean(raw, bounds.TITLE)
    detail = dict.get(of, f"{name}_detail") or {}
    if atom:
        return (
            line(of, name, bounds.TITLE)
            if dict.get(detail, "type") in _HTML
            else (text.clean(raw, bounds.TITLE))
        )
    raw = raw[: bounds.TITLE * 2]
    for _ in range(4):
        raw, changes = _PAIRED.subn(lambda found: found["inside"], raw)
        if not changes:
            break
    return text.clean(html.unescape(_VOID.sub(" ", raw)), bounds.TITLE)


def language(raw: Any) -> str:
    """A language tag as BCP 47 writes it, "" where it is none."""
    tag = str(raw or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def site(about: Any, url: str) -> str:
    """The address of the site that a feed belongs to."""
    return text.web_address(_alternate(about) or field(about, "link"), url)


def _alternate(of: Any) -> str:
    """The address of the first link that leads to the thing itself."""
    for link in dict.get(of, "links") or ():
        if dict.get(link, "rel") == "alternate" and dict.get(link, "href"):
            return str(dict.get(link, "href"))
    return ""


def article(of: Any, whole: Whole) -> ParsedArticle:
    """The article that one entry is."""
    base = _base(field(of, BASE), whole)
    guid = field(of, "id")
    address = _address(of, guid, base)
    headline = title(of, atom=whole.atom) or title(of, "media_title") or title(of, "itunes_title")
    published = _date(of, "published") or _date(of, "created")
    updated = _date(of, "updated")
    source = dict.get(of, "source") or {}
    return completed(
        ParsedArticle(
            guid=text.clean(guid, bounds.GUID),
            title=headline,
            byline=byline(of) or whole.author,
            source=line(source, "title", bounds.NAME) if isinstance(source, dict) else "",
            url=address,
            language=_language(of) or whole.language,
            published=published if published is not None else updated,
            updated=updated,
            body=body(of, address, base),
            enclosures=enclosures(of, base),
        )
    )


def _base(own: str, whole: Whole) -> str:
    """What relative links of an entry start from: its xml:base, else the site or the document."""
    if own:
        return text.web_address(own, whole.url) or whole.url
    return whole.url if whole.atom else whole.site or whole.url


def _address(of: Any, guid: str, base: str) -> str:
    """The article's own address: original, link, or a guid that is one."""
    for raw in (field(of, "feedburner_origlink"), _alternate(of), field(of, "link")):
        # feedparser gives a guid as link even where it is no address: then it is joined to nothing
        found = text.web_address(raw, "" if raw == guid else base) if raw.strip() else ""
        if found:
            return found
    return text.web_address(guid)


def _date(of: Any, name: str) -> int | None:
    raw = field(of, name)
    return dates.parse(raw) if raw else None


def _language(of: Any) -> str:
    for detail in (*(dict.get(of, "content") or ()), dict.get(of, "title_detail")):
        if detail and dict.get(detail, "language"):
            return language(dict.get(detail, "language"))
    return ""


_NAMED_MAIL = re.compile(
    r"(?:mailto:)?[^\s@()<>]+@[^\s@()<>]+\s*\((?P<name>[^()]+)\)|(?P<other>[^<>]+?)\s*<[^<>]*@[^<>]*>"
)


def byline(of: Any) -> str:
    """The authors' names, joined by commas; an address of mail only where there is no name."""
    names: list[str] = []
    authors = list(dict.get(of, "authors") or ())[: bounds.AUTHORS]
    for author in authors or [{"name": field(of, "author")}]:
        name = person(field(author, "name") or field(author, "email"))
        if name and name.casefold() not in {known.casefold() for known in names}:
            names.append(name)
    return text.clean(", ".join(names), bounds.NAME)


def person(raw: str) -> str:
    """A name as a person is called: "me@x.example (Me)" and "Me <me@x.example>" are "Me"."""
    name = text.clean(text.plain(raw), bounds.NAME)
    found = _NAMED_MAIL.fullmatch(name)
    if found:
        name = (found["name"] or found["other"]).strip(" \"'")
    return re.sub(r"^by:?\s+(?=\S)", "", name, flags=re.I)


def body(of: Any, address: str, base: str) -> Body:
    """The longest text of an entry, HTML first; a caption only for want of a text."""
    candidates = [
        (str(dict.get(part, "value") or ""), dict.get(part, "type") or "text/html", part)
        for part in (*(dict.get(of, "content") or ()), _summary(of))
        if part
    ]
    texts = [each for each in candidates if each[0].strip() and each[1] in (*_HTML, "text/plain")]
    if not texts:
        caption = field(of, "media_caption")
        return Body("text", text.clean_lines(caption, bounds.BODY).strip(), base)
    value, kind, part = max(texts, key=_weight) if len(texts) > 1 else texts[0]
    own = str(dict.get(part, "base") or "")
    start = text.web_address(own, base) if own else address or base
    return shaped(value, kind in _HTML, start)


def _summary(of: Any) -> dict[str, str]:
    detail = dict.get(of, "summary_detail") or {}
    kind = dict.get(detail, "type") or "text/html"
    return {"value": field(of, "summary"), "type": kind, "base": dict.get(detail, "base") or ""}


def _weight(candidate: tuple[str, str, Any]) -> float:
    value, kind, _ = candidate
    return len(text.plain(value)) * (1.5 if kind in _HTML else 1)


def shaped(value: str, is_html: bool, base: str) -> Body:
    """A body in the format that its text really is in, whatever it was said to be."""
    value = _doubly(value)
    if not is_html or not _TAGS.search(value):
        if _TAGS.search(value):
            is_html = True
        elif not is_html or "\n" in value.strip():
            plain = html.unescape(value) if is_html else value
            return Body("text", text.clean_lines(plain, bounds.BODY).strip(), base)
    return Body("html", text.clean_lines(value, bounds.BODY).strip(), base)


def enclosures(of: Any, base: str) -> tuple[Enclosure, ...]:
    """The files that come with an entry: enclosures and media:content, each address once."""
    found: dict[str, Enclosure] = {}
    links = [link for link in dict.get(of, "links") or () if dict.get(link, "rel") == "enclosure"]
    for given in (*links, *(dict.get(of, "media_content") or ())):
        address = text.web_address(
            str(dict.get(given, "href") or dict.get(given, "url") or ""), base
        )
        if not address or address in found:
            continue
        size = str(dict.get(given, "length") or dict.get(given, "filesize") or "")
        kind = text.clean(str(dict.get(given, "type") or dict.get(given, "medium") or ""), 100)
        found[address] = Enclosure(
            address, kind.lower(), int(size) if re.fullmatch(r"\d{1,15}", size) else 0
        )
        if len(found) == bounds.ENCLOSURES:
            break
    return tuple(found.values())
