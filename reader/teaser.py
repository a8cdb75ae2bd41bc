"""Whether a feed sends only the beginning of an article: short, cut off, "Read more".

Pure; small enough to be asked at every look at an article.
"""

from __future__ import annotations

import re

from reader import text
from reader.model import Article

LONGEST = 8_000  # characters of markup; more is no teaser
CUT_WORDS = 300  # a text that breaks off may have this many
SHORT_WORDS = 45  # one that does not: a headline and one sentence about it

_MORE = "|".join(
    (
        r"(?:continue|keep|carry on|go on) reading|learn more|view (?:full )?(?:post|article)",
        r"read (?:more|on|further|it all|now|the article|full (?:article|story|post))",
        r"read the (?:full|rest|whole|entire)(?: \w+){1,3}|see (?:more|the rest)",
        r"(?:full|whole) (?:story|article|post|text)|(?:click|tap) here (?:to|for)[\w ]{1,30}",
        r"more (?:at|on) [\w. ]{2,30}",
        r"weiterlesen|mehr lesen|lesen sie (?:mehr|weiter)|ganzen artikel lesen|mehr erfahren",
        r"zum (?:ganzen )?artikel|hier weiterlesen",
        r"lire (?:la suite|plus|l[’']article(?: complet)?)|la suite|en savoir plus",
        r"continuer (?:la|à) lecture",
        r"(?:leer|seguir leyendo|continuar leyendo|sigue leyendo|ver)(?: más| el artículo)?",
        r"leer (?:más|la noticia|nota completa)",
        r"leggi(?: tutto| di più| l[’']articolo| ancora)?|continua(?: a leggere| la lettura)?",
        r"(?:continue|continuar) (?:lendo|a ler|lendo aqui)|(?:ler|leia|saiba|veja) mais",
        r"lees (?:verder|meer|het hele artikel)|meer lezen",
        r"läs (?:mer|vidare|hela)(?: artikeln)?|læs (?:mere|videre)|lue (?:lisää|koko juttu)",
        r"les (?:mer|videre|hele saken)",
        r"czytaj (?:więcej|dalej|całość)|(?:číst|čtěte) (?:dále|více|dál)|celý článek|čítať ďalej",
        r"tovább(?: olvasom| a cikkhez)?|citește (?:mai mult|mai departe|tot)",
        r"devamı(?:nı oku)?|devamını okuyun|haberin devamı",
        r"διαβάστε (?:περισσότερα|τη συνέχεια)|περισσότερα",
        r"читать (?:далее|дальше|полностью|статью)|подробнее|далее|прочети (?:повече|още)",
        r"читати (?:далі|більше)|детальніше",
        r"(?:ل)?(?:اقرأ|قراءة) (?:المزيد|أكثر|التفاصيل)|المزيد|ادامه (?:مطلب|خبر)",
        r"קרא עוד|המשך קריאה",
        r"阅读(?:全文|更多|原文)|查看(?:全文|更多|原文)|继续阅读|閱讀(?:全文|更多)|繼續閱讀",
        r"続きを読む|もっと読む|(?:記事の)?続き(?:は[^。]{1,20})?|全文を読む",
        r"더 ?(?:보기|읽기)|계속 읽기|전문 보기",
        r"xem thêm|đọc tiếp|(?:baca )?selengkapnya",
    )
)
_DOTS = r"(?:…|\.{3,}|⋯|。{3,}|\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|&hellip;)"
_ARROWS = r"[\s»›>→⇒▶↗.!:：。)\]]*"
_INVITES = re.compile(rf"(?:^|[\s\[(….!?。」”\"])[\[(«‹<]?\s*(?:{_MORE}){_ARROWS}$", re.I)
_BREAKS_OFF = re.compile(rf"{_DOTS}[\s\])»”\"]*$")
_FIRST_ON = re.compile(
    r"\s*(?:(?:the post|der beitrag|l[’']article|la entrada|l[’']articolo|o post|het bericht|"
    r"inlägget|artykuł) .{1,300} (?:appeared first on|first appeared on|erschien zuerst auf|"
    r"est apparu en premier sur|(?:aparece|se publicó) primero en|proviene da|apareceu primeiro em|"
    r"apareceu em|verscheen eerst op|dök först upp på|pochodzi z serwisu) .{1,200}|"
    r"(?:\d+ )?comments?)\s*$",
    re.I,
)
_RICH = re.compile(r"<(?:a|img|ul|ol|table|pre|blockquote|video|audio|iframe|h[1-6])\b", re.I)


def is_teaser(article: Article) -> bool:
    """Whether the body of an article is only its beginning, or nothing, and there is a page."""
    body = article.body
    if not article.url or article.enclosures or len(body.content) > LONGEST:
        return False
    said = text.plain(body.content) if body.format == "html" else body.content
    said = said.strip()
    if not said:
        return not _RICH.search(body.content)
    whole = _FIRST_ON.sub("", said).rstrip()
    words = text.count_words(whole)
    if words <= CUT_WORDS and ends_early(whole):
        return True
    # A headline with a sentence below it; a note without a headline of its own is all there is.
    return (
        words <= SHORT_WORDS
        and article.title_from == "feed"
        and bool(article.title)
        and "\n" not in whole
        and not _RICH.search(body.content)
        and not _is_title(whole, article.title)
    )


def ends_early(said: str) -> bool:
    """Whether a plain text breaks off, or ends with an invitation to read on elsewhere."""
    end = " ".join(said[-400:].split())
    return bool(_BREAKS_OFF.search(end) or _INVITES.search(end[-120:]))


def _is_title(said: str, title: str) -> bool:
    return said.casefold().startswith(title.rstrip(" .…").casefold()[:60])
