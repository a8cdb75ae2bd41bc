"""A web page's bytes to an article: trafilatura chooses the words, the page's own blocks keep them.

Both it and lxml are imported late (200 ms). Nothing is fetched. Meant for a worker: a page takes
20 to 150 ms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, charset, datatext, dates, keeping, plaindates, plainnames
from reader.ingest.article import completed
from reader.model import Body, ParseError

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S{1,2000})", re.I)
_LEAST = 250  # characters; less than this of a long page is no article
_SCRIPTED = re.compile(
    r"(?:enable|activate|requires?|turn on|need|without|aktivieren|activer|activ[ae]r?|habilit\w+|"
    r"включите)[^.<]{0,60}java\s?script|java\s?script[^.<]{0,60}(?:enable|required|disabled|"
    r"aktivieren|activ|habilit|deaktiviert|désactivé|отключ)",
    re.I,
)
_SHELL = re.compile(
    r"<div[^>]{0,80}\bid=[\"']?(?:root|app|__next|__nuxt|svelte)[\"']?[^>]{0,80}>\s*</div>", re.I
)
_CONSENT = re.compile(
    r"before you continue|we value your privacy|your privacy choices|accept (?:all )?cookies|"
    r"cookie (?:consent|settings|wall)|consent to (?:the use of )?cookies|"
    r"manage (?:your )?(?:consent|cookies)|cookies? (?:akzeptieren|zustimmen)|"
    r"mit werbung weiterlesen|accepter (?:les|et)|aceptar cookies|accetta (?:i )?cookie|"
    r"cookies accepteren",
    re.I,
)
_BARRED = re.compile(
    r"subscribe(?:rs)? (?:to|and) (?:continue|keep|read)|to (?:continue|keep) reading|"
    r"(?:is|are) (?:only )?for subscribers|for subscribers only|already a subscriber|"
    r"subscriber[- ]only|jetzt weiterlesen|weiterlesen mit|nur für abonnenten|"
    r"réservé aux abonnés|(?:solo|exclusivo) para suscriptores|riservato agli abbonati|"
    r"alleen voor abonnees",
    re.I,
)
_CHALLENGE = re.compile(
    r"checking (?:if the site connection is secure|your browser)|are you a robot|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|just a moment\.\.\.|"
    r"attention required! \| cloudflare",
    re.I,
)

WHOLE_PAGE = "no article was recognised on this page, so all of its text was kept"
BEGINNING = "the site gives only the beginning to readers without a subscription"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a web page gave: its article, and where it says that more is to be had.

    `note` is what the reader should know of the text, without a capital or full stop; `words` is
    what the extraction chose (for the bench); `elsewhere` is where the page leads by itself.
    """

    article: ParsedArticle
    note: str = ""
    next_pages: tuple[str, ...] = ()
    single: str = ""
    elsewhere: str = ""


def article(body: bytes | str, url: str, content_type: str = "") -> ParsedArticle:
    """The article of a web page that came from `url`.

    Its address is the page's canonical one; links in the body are absolute; the headline is not
    in the body. Raises ParseError in one sentence where there is no page or no text in it.
    """
    found = page(body, url, content_type)
    if not found.article.words:
        raise ParseError(f"{_name(url)} has no text that could be kept; open it in a browser.")
    return found.article


def page(body: bytes | str, url: str, content_type: str = "") -> Page:
    """The article of a web page with where it goes on. An article without words only where the
    page leads elsewhere by itself. Raises ParseError as `article` does.
    """
    markup = body if isinstance(body, str) else decoded(body, content_type)
    try:
        found = _read(markup[: bounds.PAGE], url)
    except ParseError:
        raise
    except Exception as error:
        raise ParseError(
            f"{_name(url)} cannot be read as a page ({type(error).__name__}); open it in a browser."
        ) from None
    if not found.article.words and not found.elsewhere:
        raise ParseError(f"{_name(url)} {_why_empty(markup[: bounds.PAGE])}")
    return found


def _name(url: str) -> str:
    return text.shown_address(url) or "This page"


def _why_empty(markup: str) -> str:
    """What a page without text is instead, in words."""
    if _CHALLENGE.search(markup):
        return "asks whether a person is there; open it in a browser."
    if _SCRIPTED.search(markup) or _SHELL.search(markup):
        return "makes its text by a program in the browser; open it there."
    if _CONSENT.search(text.plain(markup)):
        return "answers with a question about cookies instead of its text; open it in a browser."
    return "has no text that could be kept; open it in a browser."


def decoded(body: bytes, content_type: str = "") -> str:
    """The page's text; its encoding from the header, the page's own word, or the bytes."""
    header = charset.HEADER.search(content_type)
    inside = _META_CHARSET.search(body[: bounds.SNIFF_BYTES])
    label = header[1] if header and charset.codec(header[1]) else ""
    return charset.decode(body, label or (inside[1].decode("ascii") if inside else ""))


def _read(markup: str, url: str) -> Page:
    from reader.ingest import answers, inert, pagefacts, pagelinks, pagetree

    markup = text.clean_lines(markup, bounds.PAGE)
    saved = _SAVED_FROM.search(markup[: bounds.SNIFF_BYTES])
    url = url or (text.web_address(saved[1]) if saved else "")
    tree = pagetree.parsed(markup)
    facts = pagefacts.read(tree, url)
    links = Page(
        article=ParsedArticle(),
        next_pages=pagelinks.next_pages(tree, url, facts.base),
        single=pagelinks.single_page(tree, url, facts.base),
        elsewhere=pagelinks.elsewhere(tree, url),
    )
    thread = answers.find(tree, facts.posts)
    chosen = keeping.Chosen(_words(markup))
    body = pagetree.prepare(tree)
    found = keeping.units(body)
    kept = keeping.choose(found, chosen, facts.headline)
    note = "" if facts.free else BEGINNING
    if thread is not None:
        content, said = answers.markup(thread, found, facts.base, facts.headline)
        if 2 * len(text.plain(content)) > sum(len(word) for unit in kept for word in unit.words):
            return _page(links, _asked(facts, thread, said), content, note)
    length = sum(len(word) for unit in kept for word in unit.words)
    if length < _LEAST:
        told = datatext.markup(facts.whole)
        if len(text.plain(told)) > 2 * length and len(text.plain(told)) >= 80:
            return _page(links, facts, told, note)
        everything = sum(len(word) for unit in found for word in unit.words if not unit.aside)
        if everything > 4 * length:
            kept = keeping.all_text(found)
            note = note or WHOLE_PAGE
        _refuse_no_text(url, markup, kept)
    if not note and _BARRED.search(text.plain(markup[-400_000:])) and length < 2_500:
        note = BEGINNING
    if not kept and len(stripped := text.plain(markup, bounds.BODY)) > 20:
        # Nested so deeply that the parser gave its words up.
        return _page(links, facts, datatext.markup(stripped), WHOLE_PAGE)
    said = _without_top(kept, facts)
    facts = replace(facts, deck=_deck(facts.deck, said))
    content = inert.markup(body, [unit.node for unit in said], facts.base)
    return _page(links, facts, content, note)


def _page(links: Page, facts: Any, content: str, note: str) -> Page:
    """The article put together from its facts and its body."""
    found = completed(
        ParsedArticle(
            title=facts.headline,
            title_from="headline" if facts.headline else "text",
            deck=facts.deck,
            byline=facts.byline,
            credit=facts.credit,
            source=facts.source,
            url=facts.address,
            language=facts.language,
            published=facts.published,
            updated=facts.updated,
            body=Body("html", content, facts.base),
        )
    )
    return replace(links, article=found, note=note)


def _asked(facts: Any, thread: Any, said: list[keeping.Unit]) -> Any:
    """The facts of a page of answers: who asked and when."""
    published = facts.published or dates.parse(text.clean(thread.published, 100))
    return replace(
        facts, byline=thread.question.author, published=published, deck=_deck(facts.deck, said)
    )


def _words(markup: str) -> str:
    """The words that trafilatura takes for the article's, a line for each of its blocks."""
    if markup.count("<") > bounds.TAGS:
        return ""
    import trafilatura

    found = trafilatura.bare_extraction(
        markup, fast=True, include_comments=False, include_tables=True, include_formatting=True
    )
    if found is None or found.body is None:
        return ""
    lines = []
    for node in found.body.iter("p", "head", "item", "quote", "cell", "code"):
        if next(node.iterdescendants("p", "item", "quote", "cell"), None) is None:
            lines.append(" ".join("".join(node.itertext()).split()))
    # The blocks above leave out words that stand beside a block in them; the whole has them all.
    return "\n".join([*lines, *(found.text or "").split("\n")])


def _refuse_no_text(url: str, markup: str, kept: list[keeping.Unit]) -> None:
    """Raises ParseError where a page's few words only stand for a text that is not there."""
    said = " ".join(text.clean(unit.node.text_content(), 4_000) for unit in kept)
    if len(said) > 1_500:
        return
    for sign in (_CHALLENGE, _SCRIPTED, _CONSENT):
        if sign.search(said) or (
            sign is _SCRIPTED and len(said) < _LEAST and _SHELL.search(markup)
        ):
            raise ParseError(f"{_name(url)} {_why_empty(said if sign.search(said) else markup)}")


def _without_top(kept: list[keeping.Unit], facts: Any) -> list[keeping.Unit]:
    """The kept blocks without headline, deck, byline and date where the text begins with them."""
    gone: set[int] = set()
    seen = 0
    for at, unit in enumerate(kept):
        if unit.kind not in ("text", "heading"):
            continue
        said = text.clean(unit.node.text_content(), bounds.DECK)
        if _is_headline(unit, said, facts) or _repeats(said, facts):
            gone.add(at)
            continue
        seen += 1
        if seen > 2 and unit.kind == "text":
            break
    return [unit for at, unit in enumerate(kept) if at not in gone]


def _is_headline(unit: keeping.Unit, said: str, facts: Any) -> bool:
    return bool(facts.headline) and keeping.tokens(said) == keeping.tokens(facts.headline)


def _repeats(said: str, facts: Any) -> bool:
    """Whether a line says only what stands above the text anyway."""
    if facts.deck_shown and said == facts.deck:
        return True
    if len(said) > 160:
        return False
    flat = said.casefold()
    name = plainnames.byline(said)
    if facts.byline and (name.casefold() == facts.byline.casefold() or (
        facts.byline.casefold() in flat and len(said) - len(facts.byline) < 60
        and not said.rstrip().endswith((".", "?", "!", "”"))
    )):  # fmt: skip
        return True
    return plaindates.is_line(said) and facts.published is not None


def _deck(said: str, kept: list[keeping.Unit]) -> str:
    """The page's description, unless the body begins with the same words."""
    probe = keeping.tokens(said)[:14]
    if not probe:
        return ""
    start: list[str] = []
    for unit in kept:
        start += unit.words
        if len(start) > 300:
            break
    window = " ".join(start[:300])
    return "" if " ".join(probe) in window else said
