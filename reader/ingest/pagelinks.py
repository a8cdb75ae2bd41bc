"""Where a page goes on: its next page, all of it on one page, or elsewhere at once.

Only addresses of the same host whose path differs by the page's number alone are followed: many
pages call the next *article* "next" too.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from reader import text

_NEXT = re.compile(
    r"(?:(?:go to |read |continue to )?(?:the )?next(?: page)?|continued?|page \d+|weiter|"
    r"nächste seite|(?:page )?suivante?|(?:página )?siguiente|(?:pagina )?successiva|"
    r"(?:página )?seguinte|próxima(?: página)?|volgende(?: pagina)?|nästa(?: sida)?|"
    r"næste(?: side)?|neste(?: side)?|następna(?: strona)?|další|"
    r"(?:следующая|далее|вперёд|вперед)(?: страница)?|"
    r"下一页|下一頁|次のページ|次へ|다음(?: 페이지)?|التالي|الصفحة التالية|"
    r"[»›>→]+|\d{1,3})\s*[»›>→]*",
    re.I,
)
_SINGLE = re.compile(
    r"(?:view (?:as )?(?:a )?)?(?:single|one|full) page|view all|show all|all pages|"
    r"read on one page|(?:alles )?auf einer seite(?: lesen)?|sur une (?:seule )?page|"
    r"en una (?:sola )?página|tutto in una pagina|op één pagina|на одной странице|"
    r"全文阅读|单页阅读|全文表示",
    re.I,
)
_NUMBER = re.compile(
    r"(?P<query>(?:^|&)(?:page|p|pg|pagenum|paged|seite|pagina|part|start_page)=(?P<q>\d{1,3})"
    r"(?=&|$))"
)
_PATHS = (
    re.compile(
        r"(?P<a>.*?)/(?:page|seite|pagina|p)[/-]?(?P<n>\d{1,3})(?P<b>/?(?:\.\w{2,5})?)$", re.I
    ),
    re.compile(r"(?P<a>.*?)[-_,](?:page|seite|p)?(?P<n>\d{1,2})(?P<b>\.\w{2,5})$", re.I),
    re.compile(r"(?P<a>.+?)/(?P<n>\d{1,2})(?P<b>/?)$"),
)
_TWO_PARTS = frozenset(
    ["co", "com", "org", "net", "gov", "ac", "edu", "or", "ne", "go", "gob", "nom", "govt"]
)
_REFRESH = re.compile(
    r"\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?\s*(.{1,2000}?)[\"']?\s*$", re.I | re.S
)


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same registered name, as far as can be told."""
    return _registered(one) == _registered(other)


def _registered(address: str) -> str:
    host = (urlsplit(address).hostname or "").rstrip(".")
    parts = host.split(".")
    if len(parts) < 3 or re.fullmatch(r"[\d.]+|.*:.*", host):
        return host
    amount = 3 if parts[-2] in _TWO_PARTS and len(parts[-1]) == 2 else 2
    return ".".join(parts[-amount:])


def numbered(address: str) -> tuple[str, int]:
    """An address without its page number, and the number (1 where there is none)."""
    parts = urlsplit(address)
    path = parts.path
    host = (parts.hostname or "").removeprefix("www.")
    if found := _NUMBER.search(parts.query):
        rest = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True)
                          if f"{pair[0]}={pair[1]}" != found["query"].lstrip("&")])  # fmt: skip
        return f"{host}{path.rstrip('/')}?{rest}", int(found["q"])
    for pattern in _PATHS:
        if there := pattern.match(path):
            ending = there["b"].strip("/")
            return f"{host}{there['a'].rstrip('/')}{ending}?{parts.query}", int(there["n"])
    return f"{host}{path.rstrip('/')}?{parts.query}", 1


def next_pages(tree: Any, url: str, base: str) -> tuple[str, ...]:
    """The addresses of the same host that this page calls the next one; see `following`."""
    if not url:
        return ()
    said = [
        node.get("href")
        for node in tree.iter("link", "a")
        if node.get("href") and "next" in (node.get("rel") or "").lower().split()
    ]
    for node in tree.iter("a"):
        raw = node.get("href")
        if not raw or raw.startswith("#"):
            continue
        name = text.clean(node.text_content(), 60) or text.clean(node.get("aria-label") or "", 60)
        if name and _NEXT.fullmatch(name):
            said.append(raw)
    host = urlsplit(url).netloc
    found = (text.web_address(raw, base or url).split("#", 1)[0] for raw in said[:200])
    return tuple(dict.fromkeys(one for one in found if one and urlsplit(one).netloc == host))[:50]


def following(candidates: tuple[str, ...], first: str, amount: int) -> str:
    """Which of the candidates is page `amount` + 1 of the article that begins at `first`.

    Its address must be that of the first page with this number added; "" where none is.
    """
    stem, number = numbered(first)
    stems = {_whole(first)} | ({stem} if number == 1 else set())
    for one in candidates:
        there, number = numbered(one)
        if number == amount + 1 and there in stems:
            return one
    return ""


def _whole(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}"


def single_page(tree: Any, url: str, base: str) -> str:
    """The address that has all of the article on one page, where a link says so."""
    for node in tree.iter("a"):
        raw = node.get("href")
        if (
            raw
            and not raw.startswith("#")
            and _SINGLE.fullmatch(text.clean(node.text_content(), 60))
        ):
            found = text.web_address(raw, base or url).split("#", 1)[0]
            here, there = urlsplit(url), urlsplit(found)
            if found and found != url and there.netloc == here.netloc and _beside(here, there):
                return found
    return ""


def _beside(here: Any, there: Any) -> bool:
    """Whether a path is the other one with something added or taken from its end."""
    one, other = here.path.rstrip("/").rpartition(".")[0] or here.path.rstrip("/"), there.path
    return bool(one) and one != "/" and (other.startswith(one) or other == here.path)


def elsewhere(tree: Any, url: str) -> str:
    """Where a page sends its reader at once by `meta refresh`, "" where it does not."""
    for node in tree.iter("meta"):
        if (node.get("http-equiv") or "").strip().lower() == "refresh":
            found = _REFRESH.match(node.get("content") or "")
            if found and int(found[1]) <= 5:
                return text.web_address(found[2], url).split("#", 1)[0]
    return ""
