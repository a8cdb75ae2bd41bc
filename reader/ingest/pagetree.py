"""A web page as a tree in which every text stands in a block of its own, without what is no text.

lxml is imported by whoever made the tree; nothing here recurses, so depth costs nothing.
"""

from __future__ import annotations

import re
from typing import Any

BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "legend", "main", "menu",
    "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
))  # fmt: skip
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
PICTURES = frozenset(["img", "picture", "video", "audio", "iframe"])

_DROPPED = (
    "script", "style", "template", "svg", "canvas", "button", "input", "select", "textarea",
    "option", "object", "embed", "map", "dialog", "nav",
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_UNSEEN = re.compile(r"(?:^|\s)(?:sr-only|screen-reader-text|visually-?hidden)(?:\s|$)", re.I)
_EDITING = re.compile(
    r"(?:^|\s)(?:headerlink|header-anchor|anchor-link|heading-anchor|mw-editsection)(?:\s|$)"
)
_PLAYERS = re.compile(
    r"(?:https?:)?//(?:[\w-]+\.)*(?:youtube|youtube-nocookie|youtu|vimeo|dailymotion|soundcloud|"
    r"spotify|bandcamp|arte|ted)\.[a-z]{2,4}/",
    re.I,
)
SOURCES = ("data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset")


def parsed(markup: str) -> Any:
    """The tree of a page, at any depth that lxml allows without its usual limit (2,048)."""
    import lxml.html

    parser = lxml.html.HTMLParser(
        huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    tree = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    for node in list(tree.iter("a", "span")):
        if node.get("class") and _EDITING.search(node.get("class")):
            _drop(node)
    return tree


def prepare(tree: Any) -> Any:
    """The body of `tree`, changed so that its texts can be judged block by block.

    Scripts, menus, form controls and what is hidden are gone, pictures have their real address,
    and words that stood loose between blocks are paragraphs (`p`), one for each `<br><br>`.
    """
    body = tree.find("body")
    body = tree if body is None else body
    _unwrap_fallbacks(body)
    for node in list(body.iter(*_DROPPED)):
        _drop(node)
    for node in list(body.iter("iframe")):
        if not _PLAYERS.match(node.get("src") or node.get("data-src") or ""):
            _drop(node)
    for node in list(body.iter()):
        if isinstance(node.tag, str) and node is not body and _hidden(node):
            _drop(node)
    for node in list(body.iter("img")):
        _real_picture(node)
    holders = containing_blocks(body)
    for holder in [body, *(node for node in body.iter() if node in holders and node is not body)]:
        _wrap_loose(holder, holders)
    return body


def containing_blocks(body: Any) -> set[Any]:
    """The elements of `body` that have a block inside them."""
    found: set[Any] = set()
    for node in body.iter(*BLOCKS):
        above = node.getparent()
        while above is not None and above not in found and node is not body:
            found.add(above)
            above = above.getparent()
    return found


def _drop(node: Any) -> None:
    """Takes an element out; the words after it stay."""
    above = node.getparent()
    if above is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is None:
            above.text = (above.text or "") + node.tail
        else:
            before.tail = (before.tail or "") + node.tail
    above.remove(node)


def _hidden(node: Any) -> bool:
    said = node.attrib
    if not said:
        return False
    if "hidden" in said or said.get("aria-hidden") == "true":
        # A heading's link mark or an ornament; a picture's wrapper may say so and still be seen.
        return next(node.iter("img", "picture", "math"), None) is None
    return bool(
        ("style" in said and _HIDDEN.search(said["style"]))
        or ("class" in said and _UNSEEN.search(said["class"]))
    )


def _unwrap_fallbacks(body: Any) -> None:
    """`noscript` holds the real picture of a lazy one, or words for nobody."""
    for node in list(body.iter("noscript")):
        pictures = list(node.iter("img"))
        before = node.getprevious()
        lazy = before is not None and next(before.iter("img"), None) is not None
        if (
            len(pictures) != 1
            or "".join(node.itertext()).strip()
            or (lazy and _usable(next(before.iter("img"))))
        ):
            _drop(node)
        else:
            if lazy:
                _drop(before)
            node.drop_tag()


def _usable(picture: Any) -> bool:
    source = picture.get("src") or ""
    return (bool(source) and not source.startswith("data:")) or any(
        picture.get(name) for name in SOURCES
    )


def _real_picture(node: Any) -> None:
    """Gives a lazy picture the address that a script would have given it."""
    source = (node.get("src") or "").strip()
    lazy = next((node.get(name) for name in SOURCES if node.get(name)), "")
    if lazy and (not source or source.startswith("data:") or "placeholder" in source):
        source = widest(lazy) if " " in lazy.strip() else lazy.strip()
    if not source or source.startswith("data:"):
        told = node.get("srcset") or ""
        above = node.getparent()
        if not told and above is not None and above.tag == "picture":
            told = next(
                (one.get("srcset") or one.get("data-srcset") or "" for one in above.iter("source")),
                "",
            )
        source = widest(told)
    node.set("src", source)


def widest(srcset: str) -> str:
    """The address of the largest picture in a `srcset` that is not larger than need be."""
    best, size = "", -1.0
    for part in re.split(r",\s+", srcset[:20_000].strip()):
        words = part.strip().rstrip(",").split()
        if not words:
            continue
        told = re.fullmatch(r"([\d.]{1,8})[wx]", words[-1]) if len(words) > 1 else None
        number = float(told[1]) if told and told[1].count(".") < 2 and told[1] != "." else 1.0
        if number > size and not (best and number > 2_000):
            best, size = words[0], number
    return best


def _wrap_loose(holder: Any, holders: set[Any]) -> None:
    """Puts each run of words and inline elements between the blocks of `holder` into a `p`."""
    if holder.tag in ("table", "tbody", "thead", "tfoot", "tr", "ul", "ol", "dl", "picture"):
        return
    text, holder.text = holder.text or "", None
    run: list[Any] = []
    breaks = 0

    def close(before: Any) -> None:
        made = holder.makeelement("p")
        made.text = text
        if _has_words(text, run):
            for one in run:
                made.append(one)
            if before is None:
                holder.append(made)
            else:
                before.addprevious(made)
        else:
            for one in run:
                one.tail = None

    for child in list(holder):
        if child.tag in BLOCKS or child in holders or (child.tag == "br" and breaks):
            close(child)
        else:
            breaks = child.tag == "br" and not (child.tail or "").strip()
            run.append(child)
            continue
        text, child.tail = child.tail or "", None
        run, breaks = [], 0
        if child.tag == "br":
            holder.remove(child)
            breaks = not text.strip()
    close(None)


def _has_words(text: str, run: list[Any]) -> bool:
    return bool(text.strip()) or any(
        (one.tag not in PICTURES and "".join(one.itertext()).strip()) or (one.tail or "").strip()
        for one in run
    )
