"""A web page's bytes to an article: trafilatura chooses the words, lxml helps where it finds none.

Both are imported late (200 ms). Nothing is fetched. Meant for a worker: a page takes 20 to 150 ms.
"""

from __future__ import annotations

import html
import re
from typing import Any

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, charset, dates, plainrules
from reader.ingest.article import completed
from reader.model import Body, ParseError

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S{1,2000})", re.I)
_LEAST = 250  # characters; less than this of a long page is no article
_SITE_END = re.compile(r"\s+[|–—·•»-]\s+(?P<site>[^|–—·•»]{2,60})$")


def article(body: bytes | str, url: str, content_type: str = "") -> ParsedArticle:
    """The article of a web page that came from `url`.

    Its address is the page's canonical one; links in the body are absolute; the headline is not
    in the body. Raises ParseError in one sentence where there is no page or no text in it.
    """
    name = text.shown_address(url) or "This page"
    markup = body if isinstance(body, str) else decoded(body, content_type)
    try:
        found = _extracted(markup[: bounds.PAGE], url)
    except ParseError:
        raise
    except Exception as error:
        raise ParseError(
            f"{name} cannot be read as a page ({type(error).__name__}); open it in a browser."
        ) from None
    if not found.words:
        raise ParseError(f"{name} has no text that could be kept; open it in a browser.")
    return found


def decoded(body: bytes, content_type: str = "") -> str:
    """The page's text; its encoding from the header, the page's own word, or the bytes."""
    header = charset.HEADER.search(content_type)
    inside = _META_CHARSET.search(body[: bounds.SNIFF_BYTES])
    label = header[1] if header and charset.codec(header[1]) else ""
    return charset.decode(body, label or (inside[1].decode("ascii") if inside else ""))


def _extracted(markup: str, url: str) -> ParsedArticle:
    """What trafilatura finds, or the whole page's words where that is next to nothing."""
    import lxml.html
    from trafilatura import extract_metadata

    markup = text.clean_lines(markup, bounds.PAGE)
    saved = _SAVED_FROM.search(markup[: bounds.SNIFF_BYTES])
    url = url or (text.web_address(saved[1]) if saved else "")
    tree = _tree(markup)
    told = extract_metadata(tree, default_url=url or None)
    canonical = _canonical(tree, url)
    base = _base(tree, canonical or url)
    headline = _headline(tree, told)
    content = _content(markup)
    if len(text.plain(content)) < _LEAST:
        whole = _page_text(tree)
        if len(whole) > 4 * len(text.plain(content)):
            content = whole
    byline = text.clean(", ".join(_people(told)), bounds.NAME)
    if content:
        root = lxml.html.fromstring(
            f"<div>{content}</div>".encode(),
            # as XML: it was written as such, and HTML ends a paragraph at inline code's `pre`
            parser=lxml.html.XHTMLParser(recover=True, huge_tree=True, resolve_entities=False),
        )
        content = _finished(root, base, headline, byline)
    return completed(
        ParsedArticle(
            title=headline,
            title_from="headline" if headline else "text",
            deck=_deck(told, content),
            byline=byline,
            source=text.clean(getattr(told, "sitename", "") or "", bounds.NAME),
            url=canonical,
            language=_language(tree, told),
            published=dates.parse(getattr(told, "date", "") or ""),
            body=Body("html", content, base),
        )
    )


def _tree(markup: str) -> Any:
    """The page as lxml reads it, at any depth."""
    import lxml.html

    return lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=_parser())


def _parser() -> Any:
    """lxml's parser without its limit of depth (extraction.md 4.3)."""
    import lxml.html

    return lxml.html.HTMLParser(
        huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )


def _content(markup: str) -> str:
    """The article's HTML; links as they are, since trafilatura joins them to the host alone."""
    import trafilatura

    found = trafilatura.extract(
        markup,
        output_format="html",
        fast=True,
        include_comments=False,
        include_links=True,
        include_images=True,
        include_tables=True,
        include_formatting=True,
    )
    inside = re.search(r"<body[^>]*>(.*)</body>", found or "", re.S)
    return inside[1].strip() if inside else ""


def _first(tree: Any, *paths: str) -> str:
    """The first of several XPath strings that holds something."""
    for path in paths:
        for value in tree.xpath(path):
            said = text.clean(str(value), bounds.ADDRESS)
            if said:
                return said
    return ""


def _canonical(tree: Any, url: str) -> str:
    """The page's own word on its address, if that is an address; else where it came from."""
    said = _first(
        tree,
        "//link[contains(concat(' ', normalize-space(@rel), ' '), ' canonical ')]/@href",
        "//meta[@property='og:url']/@content",
    )
    return (text.web_address(said, url) if said else "") or text.web_address(url)


def _base(tree: Any, address: str) -> str:
    said = _first(tree, "//base/@href")
    return (text.web_address(said, address) if said else "") or address


def _headline(tree: Any, told: Any) -> str:
    """The page's headline: its only h1, else what its metadata say, without the site's name."""
    tops = [text.clean(node.text_content(), bounds.TITLE) for node in tree.xpath("//h1")[:5]]
    tops = [top for top in tops if top]
    said = text.clean(getattr(told, "title", "") or "", bounds.TITLE)
    stated = _first(tree, "//meta[@property='og:title']/@content", "//head/title/text()")
    for top in tops:
        if stated and (top in stated or stated in top):
            return top
    return said or (tops[0] if len(tops) == 1 else "") or _SITE_END.sub("", stated)


def _people(told: Any) -> list[str]:
    people = re.split(r"\s*;\s*", getattr(told, "author", "") or "")
    return [person for person in people if person and not person.startswith("http")]


def _deck(told: Any, content: str) -> str:
    """The page's description, unless the body begins with the same words."""
    said = text.clean(getattr(told, "description", "") or "", bounds.DECK)
    start = " ".join(text.plain(content[:8_000]).split())[:2_000].casefold()
    probe = said.rstrip(" .…").casefold()[:80]
    return "" if not probe or probe in start else said


def _language(tree: Any, told: Any) -> str:
    said = _first(tree, "/html/@lang", "//meta[@http-equiv='content-language']/@content")
    tag = (said or getattr(told, "language", "") or "").replace("_", "-").strip()
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", tag) else ""


def _page_text(tree: Any) -> str:
    """All of the page's own words as paragraphs, without what is never text."""
    for node in tree.xpath("//script|//style|//noscript|//template|//svg|//nav|//form|//head"):
        node.drop_tree()
    parts: list[str] = []
    for node in tree.iter("p", "h1", "h2", "h3", "h4", "li", "blockquote", "pre", "td", "dd", "dt"):
        if not any(True for _ in node.iterdescendants("p", "li", "blockquote", "pre", "td")):
            parts.append(text.clean(node.text_content(), bounds.BODY))
    said = [part for part in parts if part] or text.plain(tree.text_content()).split("\n")
    return "\n".join(f"<p>{html.escape(part)}</p>" for part in said if part.strip())


def _finished(body: Any, base: str, headline: str, byline: str) -> str:
    """The body's HTML with absolute addresses, without headline and byline at its top."""
    import lxml.html

    for node in list(body.iter("a", "img", "graphic")):
        _addressed(node, base)
    for node in list(body.iter("pre")):
        above = node.getparent()
        if above.tag == "pre":
            above.text, node.tail = (above.text or "").strip(), (node.tail or "").strip()
            node.drop_tag()
        elif above.tag in ("p", "li", "td", "th", "h2", "h3", "h4"):
            node.tag = "code"  # trafilatura makes `pre` of inline code
    _without_top(body, headline, byline)
    inner = html.escape(body.text or "", quote=False) + "".join(
        lxml.html.tostring(child, encoding="unicode", method="html") for child in body
    )
    return text.clean_lines(inner, bounds.BODY).strip()


def _addressed(node: Any, base: str) -> None:
    """A link or picture with its absolute address; a link without one is only its words.

    Of a page without address, pictures keep their relative one: they may lie beside the file.
    """
    if node.tag == "a":
        address = text.web_address(node.get("href") or "", base) if node.get("href") else ""
        if address:
            node.set("href", address)
        else:
            node.drop_tag()
        return
    node.tag = "img"
    raw = node.get("src") or ""
    address = text.web_address(raw, base) if raw else ""
    if address or (not base and raw and not re.match(r"[\w+.-]+:|//|/", raw)):
        node.set("src", address or raw)
    elif node.get("alt"):
        node.attrib.pop("src", None)
    else:
        node.drop_tree()


def _without_top(body: Any, headline: str, byline: str) -> None:
    """Drops the headline and the byline where the text begins with them."""
    for node in list(body.iter("h1", "h2", "h3", "p"))[:3]:
        said = text.clean(node.text_content()).casefold()
        name = plainrules.byline(text.clean(node.text_content()))
        if (headline and said == headline.casefold()) or (
            name and byline and name.casefold() == byline.casefold()
        ):
            node.drop_tree()
        elif said:
            break
