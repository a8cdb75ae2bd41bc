"""A page of one question and its answers (schema.org QAPage, or marked by the usual classes).

Found before the page is prepared and written after it: the question, then each answer in the order
of the page under a heading with its author; votes, comments and buttons stay out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reader import text
from reader.ingest import bounds, datatext, inert, keeping, plainrules
from reader.ingest.jsonld import Post
from reader.ingest.keeping import Unit

_ANSWERS = ("acceptedanswer", "suggestedanswer")
_BODIES = frozenset((
    "s-prose", "post-text", "js-post-body", "post-body", "answer-body", "question-body",
    "answer-content", "question-content", "answer-text", "question-text",
))  # fmt: skip
_PEOPLE = frozenset((
    "author", "answer-author", "post-author", "user-details", "user-name", "username", "user",
))  # fmt: skip
_ACCEPTED = frozenset(("accepted", "accepted-answer", "answer-accepted", "best-answer"))
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:votes?|voting|score|user|username|author|signature|meta|menu|actions?|"
    r"controls|comments?|timestamp|badges?|reputation|flair)(?:$|[\s_-])",
    re.I,
)
LOOSE = 1.5  # times the words of a post that the box around all of them may hold
_FEW = 8  # words of a line that may be a button's


@dataclass(frozen=True, slots=True)
class Thread:
    """A question and its answers; `published` is when it was asked, as the page writes it."""

    question: Post
    answers: tuple[Post, ...]
    published: str = ""


def find(tree: Any, posts: tuple[Post, ...]) -> Thread | None:
    """The question and answers of a page, of which JSON-LD gives `posts`; None for other pages."""
    found = _by_microdata(tree)
    if found is None and len(posts) > 1:
        found = Thread(posts[0], posts[1:])
    return found or _by_classes(tree)


# -- where they stand ----------------------------------------------------------------------------


def _by_microdata(tree: Any) -> Thread | None:
    items = [node for node in tree.xpath("//*[@itemtype]") if _is_item(node, "question")]
    if len(items) != 1 or any(_is_item(one, "faqpage") for one in items[0].iterancestors()):
        return None
    item = items[0]
    accepted = set(_owned(item, _ANSWERS[0]))
    answers = [_post(one, one in accepted) for one in _owned(item, *_ANSWERS)][: bounds.ANSWERS]
    if not answers or next(_owned(item, "text"), None) is None:
        return None
    dates = (one.get("datetime") or one.get("content") or "" for one in _owned(
        item, "datecreated", "datepublished"))  # fmt: skip
    return Thread(_post(item), tuple(answers), next(dates, ""))


def _post(item: Any, accepted: bool = False) -> Post:
    author = next((_person(one) for one in _owned(item, "author")), "")
    return Post(author, accepted, "", next(_owned(item, "text"), item))


def _is_item(node: Any, kind: str) -> bool:
    said = (node.get("itemtype") or "").lower().split()
    return any(one.rsplit("/", 1)[-1] == kind for one in said)


def _owned(item: Any, *names: str) -> Iterator[Any]:
    """The elements that are a property of an item itself, not of another one inside it."""
    for node in item.iter():
        said = node.get("itemprop") if isinstance(node.tag, str) else None
        if said and node is not item and not set(said.lower().split()).isdisjoint(names):
            above = node.getparent()
            while above is not item and "itemscope" not in above.attrib:
                above = above.getparent()
            if above is item:
                yield node


def _person(node: Any) -> str:
    """Who an element names."""
    inner = next(_owned(node, "name"), None)
    if inner is None:
        inner = next(node.iter("a"), node)
    said = text.clean(inner.get("content") or inner.text_content(), bounds.NAME)
    return said if len(said) <= 80 else ""


def _by_classes(tree: Any) -> Thread | None:
    named = {node: _classes(node) for node in tree.iter() if node.get("class") or node.get("id")}
    question: Post | None = None
    answers: list[Post] = []
    taken: set[Any] = set()
    for node, names in named.items():
        if "answer" not in names and (question or "question" not in names):
            continue
        if any(above in taken for above in node.iterancestors()):
            continue
        inner = [one for one in node.iter() if one in named]
        body = next((one for one in inner if named[one] & _BODIES), None)
        if body is None:
            continue
        people = (_person(one) for one in inner if named[one] & _PEOPLE)
        post = Post(next(people, ""), bool(names & _ACCEPTED), "", body)
        if "answer" not in names:
            question = post
        elif question and len(answers) < bounds.ANSWERS:
            taken.add(node)
            answers.append(post)
    return Thread(question, tuple(answers)) if question and answers else None


def _classes(node: Any) -> frozenset[str]:
    said = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
    return frozenset(re.split(r"\s+|--|__", said))


# -- what they say -------------------------------------------------------------------------------


def markup(thread: Thread, found: list[Unit], base: str, headline: str) -> tuple[str, list[Unit]]:
    """The whole as HTML, and the units of the prepared page that it is made of."""
    parts: list[str] = []
    used: list[Unit] = []
    length = 0
    boxes = [_box(post, found) for post in (thread.question, *thread.answers)]
    taken = [box for box in boxes if box is not None]
    for post, box in zip((thread.question, *thread.answers), boxes, strict=True):
        units: list[Unit] = []
        if box is not None and not _holds_others(box, taken):
            units = [unit for unit in _inside(box, found) if _says(unit, box, headline)]
        content = inert.markup(_as_box(box), [unit.node for unit in units], base) if units else ""
        content = content or datatext.markup(post.said)
        if not content:
            continue
        if post is not thread.question:
            content = f"<h2>{html.escape(_heading(post), quote=False)}</h2>\n{content}"
        length += len(content)
        if parts and length > bounds.BODY:
            break
        parts.append(content)
        used += units
    return "\n".join(parts), used


def _heading(post: Post) -> str:
    kind = "Accepted answer" if post.accepted else "Answer"
    return f"{kind} by {post.author}" if post.author else kind


def _box(post: Post, found: list[Unit]) -> Any:
    """Where a post stands in the page; one that JSON-LD gave is known by its words."""
    if post.box is not None:
        return post.box
    chosen = keeping.Chosen(text.plain(post.said) if "<" in post.said else post.said)
    sure = [unit for unit in found if unit.words and chosen.share(unit.words) >= keeping.ENOUGH]
    if not sure:
        return None
    whole = keeping.box(sure, 1.0)
    held = sum(len(unit.words) for unit in _inside(whole, found))
    tight = held <= LOOSE * sum(len(unit.words) for unit in sure) + _FEW
    return whole if tight else keeping.box(sure)


def _holds_others(box: Any, boxes: list[Any]) -> bool:
    """Whether a box is too large: that of another post is in it, or the same."""
    if sum(one is box for one in boxes) > 1:
        return True
    return any(box in other.iterancestors() for other in boxes if other is not box)


def _inside(box: Any, found: list[Unit]) -> list[Unit]:
    held = set(box.iter())
    return [unit for unit in found if unit.node in held]


def _says(unit: Unit, box: Any, headline: str) -> bool:
    """Whether a unit is what the post says, not what the page puts around it."""
    node = unit.node
    while node is not box:
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        if keeping.is_aside(node) or _FURNITURE.search(names) or node.get("itemprop") == "comment":
            return False
        node = node.getparent()
    if unit.kind == "picture":
        return not keeping.is_ornament(unit.node)
    if unit.kind == "heading" and unit.words == keeping.tokens(headline):
        return False
    said = text.clean(unit.node.text_content(), 200) if len(unit.words) <= _FEW else ""
    return not said or unit.kind != "text" or not plainrules.is_residue(said, len(said.split()))


def _as_box(box: Any) -> Any:
    """A box that is no part of a list, whatever list the page keeps its answers in."""
    if box.tag in ("li", "dd", "dt"):
        box.tag = "div"
    return box
