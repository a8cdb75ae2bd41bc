"""What comes with an article but is none of it: rows of links to share it, pictures that count
readers, a feed's last line about itself. Only what consists of nothing else is dropped."""

from __future__ import annotations

import re
from dataclasses import replace

from reader.page.blocks import (
    Block,
    Blocks,
    Figure,
    Heading,
    Image,
    Indent,
    ListBlock,
    Paragraph,
    Quote,
)
from reader.page.settling import with_single_rules

_SHARING = re.compile(
    r"https?://(?:[\w-]+\.)*(?:"
    r"(?:twitter|x)\.com/(?:intent/|share|home\?status)|facebook\.com/(?:sharer|share\.php|dialog/)"
    r"|reddit\.com/submit|linkedin\.com/(?:shareArticle|sharing|cws/share)|pinterest\.[a-z]+/pin/create"
    r"|t\.me/share|telegram\.me/share|(?:api\.|web\.)?whatsapp\.com/send|wa\.me/\?|tumblr\.com/(?:share|widgets/share)"
    r"|getpocket\.com/(?:save|edit)|instapaper\.com/(?:hello|edit)|news\.ycombinator\.com/submitlink"
    r"|vk\.com/share|bsky\.app/intent|threads\.net/intent|flipboard\.com/bookmarklet|addtoany\.com/"
    r"|stumbleupon\.com/submit|digg\.com/submit|plus\.google\.com/share|line\.me/R/msg|xing\.com/spi/shares"
    r"|buffer\.com/add|bufferapp\.com/add|sharetodiaspora\.github\.io)"
    r"|https?://[^?\s]+\?(?:[^\s]*&)?share=[a-z-]{1,20}(?:&|$)",
    re.I,
)
_COUNTING = re.compile(
    r"https?://(?:[\w-]+\.)*(?:pixel\.wp\.com|stats\.wordpress\.com|google-analytics\.com"
    r"|statcounter\.com|doubleclick\.net|scorecardresearch\.com|quantserve\.com|feedsportal\.com"
    r"|pheedo\.com|feedads\.[a-z]+|blogblog\.com/tracker)/"
    r"|https?://feeds\.wordpress\.com/1\.0/|https?://[^/]+/~(?:r|ff|4|a)/"
    r"|/(?:pixel|spacer|blank|clear|transparent|1x1|count|tracker|beacon|open)\.gif(?:\?|$)",
    re.I,
)
_WORDS = re.compile(r"[^\W_]+")
_LABEL = re.compile(
    r"\s*(?:please )?(?:share|teilen|partager|compartir|condividi|delen)(?: (?:this|it|on|via|the"
    r"|with|friends|post|article|story|page|now))*\s*[:!…]?\s*(?:[|:·•/]\s*)*",
    re.I,
)
_OTHER_WAYS = re.compile(
    r"(?:e-?mail|print|copy(?: link)?|more|like|like this|loading|link|rss|save|messenger|mastodon"
    r"|x|twitter|facebook|linkedin|pinterest|reddit|tumblr|pocket|whatsapp|telegram|bluesky|threads)"
    r"[.:…]*",
    re.I,
)
_LAST = re.compile(
    r"(?:The post|The article|Der Beitrag|L[’']article|La entrada|El artículo|O post|L[’']articolo"
    r"|Het bericht|Inlägget|Сообщение|Запись)\s.{0,500}(?:appeared first on|first appeared on"
    r"|erschien zuerst auf|apparu en premier sur|se publicó primero en|apareció primero en"
    r"|apareceu primeiro em|proviene da|verscheen eerst op|dök först upp på"
    r"|появились сначала на|впервые появилась)\s.{1,200}",
    re.S,
)


def counts_readers(address: str) -> bool:
    """Whether a picture's address is one that is fetched to be counted."""
    return bool(_COUNTING.search(address))


def may_share(address: str) -> bool:
    """Whether a link may be there to share the article; quick."""
    return "share" in address or "intent/" in address or "submit" in address or "/add" in address


def without_last_line(blocks: Blocks) -> Blocks:
    """The blocks without the paragraph that says in which feed they appeared first."""
    for at in range(len(blocks) - 1, max(-1, len(blocks) - 4), -1):
        block = blocks[at]
        if not isinstance(block, Paragraph):
            continue
        if any(mark.href for mark in block.marks) and _LAST.fullmatch(block.text.strip()):
            return blocks[:at] + blocks[at + 1 :]
        break
    return blocks


def without_sharing(blocks: Blocks) -> Blocks:
    """The blocks without rows of links to share the article, and without their titles."""
    kept: list[Block] = []
    for block in blocks:
        if _is_sharing(block):
            if kept and is_label(kept[-1]):
                kept.pop()
            continue
        if isinstance(block, Quote | Indent | Figure) and block.blocks:
            inner = without_sharing(block.blocks)
            if not inner:
                continue
            block = replace(block, blocks=inner)
        kept.append(block)
    return with_single_rules(kept)


def is_label(block: Block) -> bool:
    """Whether a block is the title of such a row."""
    return isinstance(block, Paragraph | Heading) and bool(_LABEL.fullmatch(block.text))


def _is_sharing(block: Block) -> bool:
    """Whether a block is nothing but links to share the article."""
    if isinstance(block, Image):
        return bool(_SHARING.match(block.href))
    if isinstance(block, Paragraph | Heading):
        return _sharing_links(block) > 0
    if not isinstance(block, ListBlock):
        return False
    links = 0
    for item in block.items:
        for inner in item:
            if isinstance(inner, Paragraph) and _OTHER_WAYS.fullmatch(inner.text.strip()):
                links += any(_SHARING.match(mark.href) for mark in inner.marks)
            elif _is_sharing(inner):
                links += 1
            else:
                return False
    return links > 0


def _sharing_links(block: Paragraph | Heading) -> int:
    """How many links a leaf has if it has nothing but such links, else 0."""
    found = 0
    rest: list[str] = []
    at = 0
    for mark in block.marks:
        if not mark.href:
            continue
        rest.append(block.text[at : mark.start])
        said = block.text[mark.start : mark.end].strip()
        if _SHARING.match(mark.href):
            found += 1
        elif not _OTHER_WAYS.fullmatch(said):
            return 0
        at = mark.end
    rest.append(block.text[at:])
    if not found:
        return 0
    between = " ".join(rest)
    label = _LABEL.match(between)
    said = between[label.end() :] if label else between
    loose = _WORDS.findall(said)
    return found if all(_OTHER_WAYS.fullmatch(word) for word in loose) else 0
