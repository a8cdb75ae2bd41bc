"""Small named rules that say what a line of plain text is; each can be read by itself."""

from __future__ import annotations

import re
from typing import Literal

from reader.ingest import lexicon, plaincredits, plaindates, plainnames, plainsource
from reader.ingest.plainblocks import Block, ends_sentence, is_item, is_rule

Kind = Literal[
    "rule", "byline", "date", "residue", "menu", "source", "credit", "facts", "prose", "item",
    "crumbs", "greeting", "deck", "short",
]  # fmt: skip
SHORT = 25  # words; longer blocks are prose, but near the ends of a text, where notices stand
SHORT_AT_ENDS = 90
OPENING = 120  # characters of a longer block in which a notice says what it is
LONG = 900  # characters; longer blocks are text, however few words (an address, a hash) they are
FACTS = frozenset(("byline", "date", "source", "credit", "facts", "deck"))


_AD = lexicon.Whole("ad")
_LINE = lexicon.Whole("line")
_MENU = lexicon.Whole("menu", "section")
_SECTION = lexicon.Whole("section", "menu")
_TAIL = lexicon.Whole("tail")
_TAIL_START = lexicon.Starts("tail_start")
_COMMENTS = lexicon.Whole("comments")
_START = lexicon.Starts("start")
_PATTERN = lexicon.Patterns("pattern")
_LEAD = lexicon.Starts("lead")
_DECK = lexicon.Starts("deck")
_GREETING = lexicon.Starts("greeting")
_WITHIN = lexicon.Within(lexicon.words("within"))
_NETWORKS = frozenset(lexicon.words("networks"))
_ROW = re.compile(r"[\s|•·,/]+")
_RIGHTS = re.compile(r"(?:©|ⓒ|\(c\)\s*(?:19|20)\d\d|copyright\b)", re.I)
_BARE = re.compile(
    r"https?://\S+|www\.\S+|@\w{2,30}|\S+@\S+\.\w{2,}|[\w-]+(?:\.[\w-]+)+/\S*|\[\s*\]"
)
_MARKS = re.compile(
    r"\((?:button|submit)\)(?: .*)?|\[(?:img|ins|image|logo|embed|inline|x)\b[^\]]*\](?: .*)?|"
    r"(?:\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?\s*)+|\[[\w-]+\.(?:jpe?g|png|gif|webp|svg)\]|"
    r"iframe:.*|▲.*|_{4,}|\[ *(?:search|suche|buscar|email)[^\]]*\].*",
    re.I,
)
_ANSWERS = re.compile(
    r"# (?:thoughts?|responses?|comments?|replies|kommentare|commentaires) (?:on|to|zu|sur)"
)
_CRUMBS = re.compile(
    r"[^.!?<>»›/]{1,40}(?:(?:\s?[>»›]\s?|\s<\s)[^.!?<>»›]{1,60})+|"
    r"[^.!?/]{2,25}(?: / [^.!?/]{2,60}){2,}"
)
_PARTED = re.compile(r"[|•·]|   |[来來出출]|\d by ")
_PARTS = re.compile(
    r"\s+[|•·]\s*|\s*[|•]\s+|\s{3,}|(?<=\d)\s+(?=by [A-Z])|\s+(?=(?:来源|來源|出典|출처)\s*[:：])"
)
_AFTER_LEAD = re.compile(r"\s*[:：|>»›▸→\]-]|\s+[–—-]|\s*$|】")
_SENTENCES = re.compile(r".{8,}[.!?] .{8,}\.")
_NEWS = [*lexicon.words("attribution"), *lexicon.words("weekday")]
_NEWS_WORDS = frozenset(word for word in _NEWS if " " not in word)
_NEWS_PHRASES = lexicon.Within([word for word in _NEWS if " " in word or not word.isascii()])


def kind_of(block: Block, near_ends: bool = False) -> Kind:
    """What a block is; the first rule that fits."""
    words, count = block.text, block.words
    if len(words) > LONG:
        return "prose"
    if is_rule(words):
        return "rule"
    if count > (SHORT_AT_ENDS if near_ends else SHORT):
        return "prose"
    if count <= 60 and said_deck(words):
        return "deck"
    if count > SHORT:
        notice = is_notice(words[:OPENING]) or is_rights(words)
        return "residue" if notice else "prose"
    return _single(words, count) or _facts(words) or _running(words, count)


def _single(words: str, count: int) -> Kind | None:
    """The kind of a line that says one thing about an article or a page, or None."""
    if count <= 16 and plainnames.byline(words):
        return "byline"
    if count <= 22 and plaindates.is_line(words):
        return "residue" if count >= 5 and is_notice(words) else "date"
    if count <= 14 and plaincredits.credit(words):
        return "credit"
    if count <= 14 and plainsource.source(words):
        return "source"
    if is_residue(words, count):
        return "residue"
    return "menu" if is_menu(words) else None


def _facts(words: str) -> Kind | None:
    """A line of several facts: "By Ann Lee | May 4, 2020 | 3 min read"; a row of menu words."""
    parts = parts_of(words)
    if len(parts) < 2:
        return None
    kinds = [_single(part, len(part.split())) for part in parts]
    if all(kind in ("residue", "menu") for kind in kinds):
        return "residue"
    rest = [part for part, kind in zip(parts, kinds, strict=True) if kind is None]
    known = any(kind in ("byline", "date") for kind in kinds)
    if known and all(len(part.split()) <= 4 for part in rest) and len(rest) <= 1:
        return "facts"
    menus = sum(kind in ("residue", "menu") for kind in kinds)
    return "menu" if menus >= 2 and menus >= 0.6 * len(parts) else None


def parts_of(words: str) -> list[str]:
    """The parts of a line that bars, dots or wide gaps take apart."""
    if len(words) > 300 or not _PARTED.search(words):
        return [words]
    return [part for part in _PARTS.split(words) if part.strip()]


def _running(words: str, count: int) -> Kind:
    """Prose, item, crumbs, greeting or a short line that nothing is known of."""
    if count <= 8 and words.endswith((",", "!", "，", "،", ":")) and is_greeting(words):
        return "greeting"
    if is_prose(words, count):
        return "prose"
    if is_item(words):
        return "item"
    path = count <= 16 and "«" not in words and _CRUMBS.fullmatch(words)
    return "crumbs" if path else "short"


def is_residue(words: str, count: int) -> bool:
    """A line of the page around an article: sign-up, share, rights, pointers to other articles."""
    key = lexicon.key(words)
    if not key:
        return False
    if key in _AD or (key in _LINE and " " in key) or (key in _LINE and not key.isascii()):
        return True
    if key in _PATTERN or is_lead(words) or is_tail(words) or is_comments(words):
        return True
    if count <= 2 and _BARE.fullmatch(words.strip(" ()[]<>")):
        return True
    if count <= 12 and (words[0] == "←" or words[-1] == "→"):
        return True
    if words[0] in "([_iI▲!" and _MARKS.fullmatch(words):
        return True
    start = _START.find(key)
    running = "," not in start and start[-1:].isalpha() and key[len(start) :][:1] == " "
    told = running and count >= 7 and words.endswith(".") and start.count(" ") == 1
    listed = start.endswith(":") and count <= 14 and not words.endswith(".")
    call = listed or _is_call(words, count)
    if start and not told and (" " in start or not start.isascii() or call):
        return True
    return len(start.split()) >= 3 or _holds_notice(words) or _is_networks(key)


def _is_call(words: str, count: int) -> bool:
    """A few words that are no sentence."""
    return count <= 6 and not words.endswith(".")


def is_notice(words: str) -> bool:
    """A notice of rights, cookies, newsletters: by words that no article's line of its kind has."""
    return _holds_notice(words) or len(_START.find(lexicon.key(words)).split()) >= 3


def is_notice_start(words: str) -> bool:
    """Whether a sentence begins as a page's lines do, by two words or more."""
    return " " in _START.find(lexicon.key(words))


def _holds_notice(words: str) -> bool:
    return bool(_RIGHTS.match(words.lstrip(" ("))) or lexicon.low(words) in _WITHIN


def _is_networks(key: str) -> bool:
    """A row of nothing but names of networks: "Facebook Twitter Email"."""
    if _ROW.split(key, maxsplit=1)[0] not in _NETWORKS:
        return False
    parts = _ROW.split(key)
    return len(parts) > 1 and all(part in _NETWORKS for part in parts)


def is_lead(words: str) -> bool:
    """A pointer to another article: "Read more: ...", "Lire aussi", "[Related - ...]"."""
    line = lexicon.low(words).lstrip(" [(【>»›▶►☞•*–—-")
    found = _LEAD.find(line)
    if not found:
        return False
    rest = line[len(found) :]
    if not rest.strip(" .:…»›>→]"):
        return " " in found or not found.isascii()
    sentence = rest.endswith(".") and rest.count(" ") >= 9
    if (sentence and " " not in found) or _SENTENCES.fullmatch(rest):
        return False  # "Background: ..." in an abstract
    if _AFTER_LEAD.match(rest) and (" " in found or rest.lstrip()[:1] in ":：|"):
        return True
    return _is_announced(words.lstrip(" [(【>»›▶►☞•*–—-"), found)


def _is_announced(words: str, lead: str) -> bool:
    """A pointer without a colon: "Related article The wall", "LEGGI ANCHE Il muro"."""
    before, after = words[: len(lead)], words[len(lead) :].lstrip()
    telling = before.isupper() and not after.isupper() if " " not in lead else before[0].isupper()
    return telling and after[:1].isupper() and not after.endswith((".", "…", ","))


def is_menu(words: str) -> bool:
    """A word of a page's menus, which means something only in the company of others."""
    key = lexicon.key(words)
    return key in _MENU or key in _LINE


def is_section(words: str) -> bool:
    """A label above a headline: "Opinion", "Analyse"."""
    return lexicon.key(words) in _SECTION


def is_tail(words: str) -> bool:
    """A heading after which the page goes on, not the article."""
    if len(words) > 70:
        return False
    key = lexicon.key(words)
    if key in _TAIL:
        return True
    return bool(_TAIL_START.find(key)) and len(key.split()) <= 6 and not ends_sentence(words)


def is_comments(words: str) -> bool:
    """A heading after which readers speak."""
    if len(words) > 110:
        return False
    key = lexicon.key(words)
    return key in _COMMENTS or bool(_ANSWERS.match(key))


def is_rights(words: str) -> bool:
    """A notice of rights, with which a page ends."""
    return bool(_RIGHTS.match(words.lstrip(" ("))) or "rights reserved" in lexicon.low(words)


def said_deck(words: str) -> str:
    """What a line that calls itself a summary says: "Summary: ...", "" for others."""
    if ":" not in words[:30] and "：" not in words[:30]:
        return ""
    opening = _DECK.find(lexicon.low(words))
    rest = words[len(opening) :].lstrip()
    return rest[1:].strip() if opening and rest[:1] in (":", "：") else ""


def is_greeting(words: str) -> bool:
    """How a letter begins."""
    return bool(_GREETING.find(lexicon.low(words)))


def is_prose(words: str, count: int) -> bool:
    """Running text: long, or shorter with the end of a sentence or a quotation."""
    if count >= 40:
        return True
    ended = ends_sentence(words)
    if count >= 16 and (ended or not words.istitle()):
        return True
    return (count >= 7 and ended and not words.endswith((":", "：", ")"))) or (
        words[:1] in "\"“„«‘'「—–" and ended and count >= 4
    )


def tells_news(words: str) -> bool:
    """Whether a paragraph names a day of the week or who said so, as the first one of news does."""
    low = lexicon.low(words)
    return not _NEWS_WORDS.isdisjoint(lexicon.words_in(low)) or low in _NEWS_PHRASES
