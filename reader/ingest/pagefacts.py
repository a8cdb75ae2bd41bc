"""What a page says about its article: headline, deck, names, dates, language, its own address.

Asked in the order of trust: JSON-LD, OpenGraph and the other metadata, then marked elements of the
page itself. What is said nowhere stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from reader import text
from reader.ingest import bounds, dates, plaincredits, plaindates
from reader.ingest.jsonld import Post, Said
from reader.ingest.pagelinks import same_site

_SITE_END = re.compile(r"\s+(?:[|–—·•»:]|-|::)\s+(?P<site>[^|–—·•»]{2,60})$")
_BY = re.compile(
    r"^(?:(?:written|words|story|text|posted|published|reported|reporting) by|by|von|par|por|di|da|"
    r"door|av|af|от|автор|autor|auteur|autore|författare|tekst|作者|文|记者|記者|بقلم|كتب)"
    r"(?:\s*[:：]\s*|\s+)",
    re.I,
)
_MAIL = re.compile(r"\S+@\S+\.\S+|(?<!\w)@\w+|https?://\S+|www\.\S+")
_NO_NAME = re.compile(
    r"admin(?:istrator)?|staff|editor|redaktion|redaction|unknown|anonymous|null|undefined|none|"
    r"author|super ?user|root|web ?master|guest|user",
    re.I,
)
_DECKS = (
    "standfirst", "deck", "dek", "subtitle", "sub-title", "subheadline", "subhead", "subheading",
    "article__intro", "article-intro", "chapo", "vorspann", "entradilla", "sottotitolo",
    "strapline",
)  # fmt: skip
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:[/_-]|$)"
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was found; "" and None where nothing was said."""

    headline: str = ""
    deck: str = ""
    deck_shown: bool = False  # the page itself shows it under its headline
    byline: str = ""
    credit: str = ""
    source: str = ""
    published: int | None = None
    updated: int | None = None
    language: str = ""
    address: str = ""
    base: str = ""
    whole: str = ""  # the text in JSON-LD
    free: bool = True
    posts: tuple[Post, ...] = ()  # of a question and its answers in JSON-LD


def read(tree: Any, url: str) -> Facts:
    """The facts of a page that came from `url` ("" for a file); the tree is left as it was."""
    metas = _metas(tree)
    said = Said([node.text or "" for node in tree.iter("script") if _is_ld(node)])
    address = _address(tree, metas, said, url)
    source = _source(metas, said)
    published = _published(tree, metas, said, url)
    updated = _first_date(
        said.line("dateModified"),
        *_values(metas, "article:modified_time", "og:updated_time", "dcterms.modified",
                 "last-modified", "lastmod"),
        *_marked(tree, "dateModified"),
    )  # fmt: skip
    deck = _shown_deck(tree)
    return Facts(
        headline=_headline(tree, metas, said, source),
        deck=deck or _told_deck(metas, said),
        deck_shown=bool(deck),
        byline=_byline(tree, metas, said, source),
        credit=_credit(tree),
        source=source,
        published=published,
        updated=updated if updated and (published is None or updated > published) else None,
        language=_language(tree, metas, said),
        address=address,
        base=_base(tree, address or url, url),
        whole=said.body(),
        free=said.is_free(),
        posts=said.posts(),
    )


# -- reading -------------------------------------------------------------------------------------


def _is_ld(node: Any) -> bool:
    return "ld+json" in (node.get("type") or "").lower()


def _metas(tree: Any) -> dict[str, list[str]]:
    """The `meta` elements by name, property or itemprop in lower case, each with its contents."""
    found: dict[str, list[str]] = {}
    for node in list(tree.iter("meta"))[: bounds.METAS]:
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        content = node.get("content") or ""
        if name and content.strip():
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _values(metas: dict[str, list[str]], *names: str) -> list[str]:
    return [value for name in names for value in metas.get(name, ())]


def _first(metas: dict[str, list[str]], *names: str, limit: int = bounds.TITLE) -> str:
    for value in _values(metas, *names):
        if said := text.clean(value, limit):
            return said
    return ""


def _classed(tree: Any, names: tuple[str, ...]) -> list[Any]:
    """Elements with one of these classes, in reading order; the first few."""
    found = []
    for node in tree.iter("p", "div", "span", "h2", "h3", "h4", "a", "address", "li", "cite"):
        classes = node.get("class")
        if classes and not set(re.split(r"[\s]+|__|--", classes.lower())).isdisjoint(names):
            found.append(node)
            if len(found) == 5:
                break
    return found


def _marked(tree: Any, prop: str) -> list[str]:
    """The values of microdata."""
    return [
        node.get("content") or node.get("datetime") or node.text_content()
        for node in tree.xpath("//*[@itemprop=$prop]", prop=prop)[:5]
    ]


# -- the facts -----------------------------------------------------------------------------------


def _headline(tree: Any, metas: dict[str, list[str]], said: Said, source: str) -> str:
    """The page's own h1 where the metadata know it too, else what they say without the site."""
    heads = list(tree.iter("h1"))[:8] or list(tree.iter("h2"))[:3]
    tops = [text.clean(node.text_content(), bounds.TITLE) for node in heads]
    tops = [top for top in tops if top]
    told = [
        said.line("headline"),
        _first(metas, "og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title"),
        next((text.clean(node.text_content()) for node in tree.xpath("//head/title[1]")), ""),
    ]
    for top in tops:
        if any(_same(top, one) or (len(top) > 8 and top.casefold() in one.casefold())
               for one in told if one):  # fmt: skip
            return top
    stated = next((one for one in told if one), "")
    if stated and (stated != told[2] or len(tops) != 1 or heads[0].tag == "h2"):
        return _without_site(stated, source)
    return tops[0] if len(tops) == 1 and heads[0].tag == "h1" else _without_site(stated, source)


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def _without_site(title: str, source: str) -> str:
    """A title without the site's name after it (or, if it is known, before it)."""
    found = _SITE_END.search(title)
    if found and (_same(found["site"], source) or len(title) - len(found[0]) > 12 or not source):
        return title[: found.start()].strip()
    if source:
        parts = re.split(r"\s*[|–—·•»]\s*", title, maxsplit=1)
        if len(parts) == 2 and _same(parts[0], source):
            return parts[1]
    return title


def _shown_deck(tree: Any) -> str:
    """The line under the headline, where it is marked as such."""
    for node in _classed(tree, _DECKS):
        words = text.clean(node.text_content(), bounds.DECK)
        if 3 < len(words.split()) < 90 or (len(words) > 12 and not words.isascii()):
            return words
    return ""


def _told_deck(metas: dict[str, list[str]], said: Said) -> str:
    """What the page says that it is about."""
    for words in (
        said.line("alternativeHeadline", limit=bounds.DECK),
        _first(metas, "og:description", limit=bounds.DECK),
        said.line("description", limit=bounds.DECK),
        _first(metas, "description", "dc.description", "twitter:description", limit=bounds.DECK),
    ):
        # One that was cut off by a program is the text's beginning, not a deck.
        if words and not re.search(r"(?:\.\.\.|…|\[…\]|\[&hellip;\])$", words):
            return words
    return ""


def _byline(tree: Any, metas: dict[str, list[str]], said: Said, source: str) -> str:
    """The authors' names, by commas."""
    for found in (
        said.names("author", "creator"),
        _values(metas, "author", "byl", "parsely-author", "sailthru.author", "dc.creator",
                "dcterms.creator", "citation_author", "article:author", "dc.contributor"),
        [node.text_content() for node in tree.xpath("//a[@rel='author']|//*[@rel='author']")[:5]],
        [_inner_name(node) for node in tree.xpath("//*[@itemprop='author']")[:5]],
        [node.text_content() for node in _classed(
            tree, ("byline", "author", "author-name", "byline-name", "article-author", "auteur",
                   "autor", "p-author", "entry-author", "post-author", "contributor"))],
    ):  # fmt: skip
        people: list[str] = []
        for raw in found[: bounds.AUTHORS]:
            people += [name for name in names(raw) if not _same(name, source)]
        if people:
            once = {name.casefold(): name for name in reversed(people)}
            return text.clean(", ".join(reversed(once.values())), bounds.NAME)
    return ""


def _inner_name(node: Any) -> str:
    inner = node.xpath(".//*[@itemprop='name']")
    one = inner[0] if inner else node
    return str(one.get("content") or one.text_content())


def names(raw: str) -> list[str]:
    """The persons in a byline: without "By", addresses, dates, and what is no name."""
    said = text.clean(text.plain(raw) if "<" in raw else raw, bounds.NAME)
    said = _MAIL.sub(" ", said)
    said = re.split(r"\s+[|•·–—]\s+|\s*\(|\s+(?:on|am|le|el|il)\s+(?=\d)", said)[0]
    said = _BY.sub("", said.strip(" ,;:-–—|•·"))
    found = []
    for one in re.split(r"\s*;\s*|\s*,\s*|\s+(?:and|und|et|y|e|och|en|и|و)\s+|、|\s*&\s*", said):
        name = one.strip(" ,;:-–—|•·")
        amount = len(name.split())
        if not 1 < len(name) <= 80 or amount > 6 or _NO_NAME.fullmatch(name):
            continue
        if plaindates.is_line(name) or re.search(r"\d{2}|[<>{}=]", name):
            continue
        found.append(name)
    return found


def _credit(tree: Any) -> str:
    """Whose the first picture is, where that is marked."""
    for node in tree.iter("figure"):
        for inner in node.iter("span", "small", "cite", "div", "p"):
            if re.search(r"credit|copyright|source|photographer", inner.get("class") or "", re.I):
                said = text.clean(inner.text_content(), bounds.NAME)
                return plaincredits.credit(said) or re.sub(
                    r"^(?:photo(?:graph)?|picture|image|foto|bild|crédits?|credit)\s*(?:by|[:：])\s*",
                    "",
                    said,
                    flags=re.I,
                )
        return ""
    return ""


def _source(metas: dict[str, list[str]], said: Said) -> str:
    found = _first(metas, "og:site_name", limit=bounds.NAME)
    found = found or next(iter(said.names("publisher", "sourceOrganization")), "")
    found = found or _first(metas, "citation_journal_title", "dc.publisher", "dcterms.publisher",
                            "application-name", "publisher", limit=bounds.NAME)  # fmt: skip
    return "" if re.match(r"https?:", found) else found


def _published(tree: Any, metas: dict[str, list[str]], said: Said, url: str) -> int | None:
    found = _first_date(
        said.line("datePublished", "dateCreated", "uploadDate"),
        *_values(metas, "article:published_time", "og:published_time", "article:published",
                 "parsely-pub-date", "sailthru.date", "datepublished", "dc.date.issued",
                 "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date",
                 "citation_publication_date", "citation_date", "pubdate", "publish-date",
                 "publication_date", "date"),
        *_marked(tree, "datePublished"),
        *_times(tree),
    )  # fmt: skip
    if found is None and (there := _IN_ADDRESS.search(urlsplit(url).path if url else "")):
        found = dates.parse("-".join(part.zfill(2) for part in there.groups()))
    return found


def _times(tree: Any) -> list[str]:
    """The `time` element of the article's head: marked as its date, or alone before its text."""
    marked, others = [], []
    for node in list(tree.iter("time"))[:40]:
        value = node.get("datetime") or node.text_content()
        around = " ".join(
            f"{one.get('class') or ''}" for one in (node, *list(node.iterancestors())[:3])
        ).lower()
        if "pubdate" in node.attrib or re.search(
            r"publish|pubdate|dt-published|entry-date", around
        ):
            marked.append(value)
        elif not re.search(r"comment|update|modif|related|sidebar|footer", around):
            others.append(value)
    return marked or (others if len(set(others)) == 1 else [])


def _first_date(*said: str) -> int | None:
    for one in said:
        found = dates.parse(text.clean(one, 100)) if one else None
        if found is not None:
            return found
    return None


def _language(tree: Any, metas: dict[str, list[str]], said: Said) -> str:
    node = tree if tree.tag == "html" else tree.find(".//html")
    told = [] if node is None else [node.get("lang") or "", node.get("xml:lang") or ""]
    told += [said.line("inLanguage"), *_values(metas, "og:locale", "dc.language", "language")]
    told += [one.get("content") or "" for one in tree.xpath("//meta[@http-equiv]")[:20]
             if (one.get("http-equiv") or "").lower() == "content-language"]  # fmt: skip
    for one in told:
        tag = one.replace("_", "-").split(",")[0].strip()
        if _TAG.fullmatch(tag):
            return tag
    return ""


def _address(tree: Any, metas: dict[str, list[str]], said: Said, url: str) -> str:
    """The page's own word on its address, if it can be believed; else where it came from."""
    links = [
        one.get("href") or ""
        for one in tree.iter("link")
        if "canonical" in (one.get("rel") or "").lower().split()
    ]
    is_amp = tree.tag == "html" and ("amp" in tree.attrib or "⚡" in tree.attrib)
    for raw in (*links[:2], *_values(metas, "og:url")[:1], said.address()):
        found = text.web_address(raw, url).split("#", 1)[0] if raw else ""
        if found and believable(found, url, elsewhere=is_amp):
            return found
    return text.web_address(url).split("#", 1)[0]


def believable(said: str, url: str, *, elsewhere: bool = False) -> bool:
    """Whether a page at `url` may say that its address is `said`: of its site, no front page."""
    if not url:
        return True
    if not elsewhere and not same_site(said, url):
        return False
    path, own = urlsplit(said).path.strip("/"), urlsplit(url)
    if not path and not urlsplit(said).query:
        return not own.path.strip("/") and not own.query
    return path.lower() not in ("undefined", "null", "index.html", "404", "error")


def _base(tree: Any, address: str, url: str) -> str:
    """What relative addresses start from: the page's `base`, else where it really came from."""
    said = next((node.get("href") for node in tree.iter("base") if node.get("href")), "")
    return (text.web_address(said, url or address) if said else "") or url or address
