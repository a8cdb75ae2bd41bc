"""The HTML of a mail without what no reader sees and what only a mail program needs.

Hidden lines (the preview that senders write for lists of mail) go. Of a newsletter, the offer to
read it in a browser and the lines about the subscription at its end are set aside, as the residue
of any other page. When in doubt a line stays.
"""

from __future__ import annotations

import html
import re
from itertools import islice
from typing import Any

from reader import text
from reader.ingest import bounds

ONLINE = re.compile(
    r"(?:view|read|open|see)\b.{0,30}\b(?:browser|online|web)|web ?version|browser ?version|"
    r"im browser|online (?:ansehen|lesen)|webversion|version (?:en ligne|web)|dans (?:votre|le) "
    r"navigateur|en (?:tu|su|el) navegador|versión web|nel browser|no (?:seu )?navegador|"
    r"in (?:je|uw) browser|w przeglądarce|в браузере|ブラウザ|浏览器|瀏覽器",
    re.I,
)
_FOOT = re.compile(
    r"unsubscribe|opt[- ]out\b|(?:manage|update|change|edit)(?: your)?(?: \w+)? "
    r"(?:preferences|settings|subscription)|you(?:[’']re| are) (?:receiving|getting) this|"
    r"you (?:received|have received|got) this (?:e-?mail|message|newsletter)|"
    r"(?:this|the) (?:e-?mail|message|newsletter) was sent to|all rights reserved|"
    r"no longer (?:wish|want) to receive|why (?:did|am|do) (?:I|you) (?:get|receiv)|"
    r"abmelden|abbestellen|austragen|sie erhalten dies|du erhältst dies|désabonner|désinscri|"
    r"vous recevez ce|darse? de baja|cancelar (?:la |mi |tu )?(?:suscripción|inscrição)|"
    r"recibe?s? este|disiscriv|annulla l[’']iscrizione|hai ricevuto questa|descadastr|"
    r"uitschrijven|afmelden|(?:je|u) ontvangt deze|wypisz|zrezygnuj|отписаться|配信停止|登録解除|"
    r"取消订阅|退订|取消訂閱|수신\s?거부|avregistrera|afmeld|avmeld|peruuta tilaus|odhlásit|"
    r"abonelikten çık|إلغاء الاشتراك",
    re.I,
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|"
    r"(?:^|[;\s])(?:max-height|opacity)\s*:\s*0(?:\.0+)?(?:px|pt)?\s*(?:!|;|$)",
    re.I,
)
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dt",
    "figcaption", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "p", "pre",
    "section", "td", "th",
))  # fmt: skip
_TOP = 6  # blocks among which the offer of a browser and the title are looked for
_END = 30  # blocks that the end of a newsletter may have
_LINE = 600  # characters of a line about the subscription; what is longer is text
_DEEP = 100  # elements between a word and its block, or a block and the body


def tidied(markup: str, subject: str, *, listed: bool) -> tuple[str, tuple[str, ...]]:
    """The markup of a mail as it is to be read, and the lines that were set aside.

    `listed` says that it came to many people by a list, as its headers tell.
    """
    import lxml.etree
    import lxml.html

    from reader.ingest import pagetree

    try:
        body = pagetree.parsed(f"<body>{markup}</body>").find("body")
    except (lxml.etree.ParserError, ValueError):
        return markup, ()
    if body is None:
        return markup, ()
    for node in list(body.iter()):
        if node is not body and _HIDDEN.search(node.get("style") or ""):
            _drop(node)
    lines = [(node, text.clean(node.text_content(), _LINE + 1)) for node in _holders(body)]
    aside = _aside(lines) if listed else set()
    aside |= {
        node
        for node, said in lines[:_TOP]
        if node.tag in ("h1", "h2") and _letters(said) == _letters(subject) != ""
    }
    residue = tuple(said for node, said in lines if node in aside and node.tag not in ("h1", "h2"))
    for node in aside:
        _drop(node)
    made = [lxml.html.tostring(child, encoding="unicode", method="html") for child in body]
    start = html.escape(body.text or "", quote=False)
    return start + "".join(made), residue[: bounds.RESIDUE_LINES]


def _aside(lines: list[tuple[Any, str]]) -> set[Any]:
    """The blocks of a newsletter that are about the newsletter."""
    found = {node for node, said in lines[:_TOP] if len(said) < 120 and ONLINE.search(said)}
    first = max(len(lines) - _END, 2)
    for at in range(len(lines) - 1, first - 1, -1):
        if len(lines[at][1]) > _LINE:
            first = at + 1
            break
    for at in range(first, len(lines)):
        if _FOOT.search(lines[at][1]):
            return found | {node for node, _ in lines[at:]}
    return found


def _holders(body: Any) -> list[Any]:
    """The innermost blocks that have words of their own, in their order."""
    found: dict[Any, None] = {}
    for node in body.iter():
        if not isinstance(node.tag, str):
            continue
        for place, said in ((node, node.text), (node.getparent(), node.tail)):
            for _ in range(_DEEP):
                if place is None or place.tag in _BLOCKS or not (said and said.strip()):
                    break
                place = place.getparent()
            if said and said.strip() and place is not None:
                found[place] = None
    around = {above for node in found for above in _above(node)}
    return [node for node in found if node not in around and node is not body]


def _above(node: Any) -> list[Any]:
    return list(islice(node.iterancestors(), _DEEP))


def _letters(said: str) -> str:
    return "".join(filter(str.isalnum, said.casefold()))


def _drop(node: Any) -> None:
    if node.getparent() is not None:
        node.drop_tree()
