"""A page that Word wrote, as a page: its title, its lists and its author as HTML has them.

Word keeps what it needs to open the page again as a document; lists are paragraphs with a sign in
front, the title is a paragraph of a class.
"""

from __future__ import annotations

import re
from typing import Any

from reader import text

_SIGNS = ("urn:schemas-microsoft-com:office:word", 'content="Microsoft Word')
_LEVEL = re.compile(r"mso-list:\s*l\d+\s+level(\d)")
_FACT = r"<o:{0}>([^<>]{{1,300}})</o:{0}>"
_DEEPEST = 6


def is_one(markup: str) -> bool:
    """Whether Word wrote a page, as its beginning says."""
    return any(sign in markup[:60_000] for sign in _SIGNS)


def plain(markup: str) -> str:
    """The page as others write pages; as it is where it cannot be read."""
    import lxml.etree
    import lxml.html

    from reader.ingest import pagetree

    author = re.search(_FACT.format("Author"), markup[:60_000])
    try:
        tree = pagetree.parsed(markup)
    except (lxml.etree.ParserError, ValueError):
        return markup
    head, body = tree.find("head"), tree.find("body")
    if body is None:
        return markup
    if author and head is not None:
        said = {"name": "author", "content": text.clean(author[1])}
        head.append(head.makeelement("meta", said))
    _headings(body)
    _lists(body)
    for cell in body.iter("td", "th"):
        if len(cell) == 1 and cell[0].tag == "p" and not (cell.text or "").strip():
            cell[0].drop_tag()
    return str(lxml.html.tostring(tree, encoding="unicode"))


def _headings(body: Any) -> None:
    """The title of the document as the first heading, all others below it."""
    titles = [node for node in body.iter("p") if "MsoTitle" in (node.get("class") or "")]
    if not titles:
        return
    for node in list(body.iter("h1", "h2", "h3", "h4", "h5")):
        node.tag = f"h{int(node.tag[1]) + 1}"
    titles[0].tag = "h1"
    for node in body.iter("p"):
        if "MsoSubtitle" in (node.get("class") or ""):
            node.tag = "h2"
            break


def _lists(body: Any) -> None:
    """Paragraphs with a sign in front as items of lists."""
    lists: list[Any] = []  # those that are open, the outermost first
    last: Any = None
    for node in list(body.iter("p")):
        found = _LEVEL.search(node.get("style") or "")
        if not found:
            continue
        sign = _sign(node)
        if last is None or node.getprevious() is not last:
            lists = []
        level = min(int(found[1]), _DEEPEST, len(lists) + 1)
        lists = lists[:level]
        if len(lists) < level:
            kind = "ol" if re.match(r"\(?[\da-zA-Z]{1,4}[.)]", sign) and sign != "o" else "ul"
            made = node.makeelement(kind)
            if lists:
                lists[-1][-1].append(made)
            else:
                node.addprevious(made)
            lists.append(made)
        tail, node.tail = node.tail, None
        node.tag = "li"
        node.attrib.clear()
        lists[-1].append(node)
        lists[0].tail = tail
        last = lists[0]


def _sign(node: Any) -> str:
    """The sign in front of an item, which is taken out."""
    said = ""
    for one in list(node.iter("span")):
        if re.search(r"mso-list:\s*ignore", one.get("style") or "", re.I):
            said += text.clean(one.text_content(), 20)
            one.drop_tree()
    return said
