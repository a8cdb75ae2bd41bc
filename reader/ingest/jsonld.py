"""The article that a page describes in JSON-LD (schema.org), in whichever form it is written.

One object, a list, or a graph whose nodes refer to each other by `@id`. Everything is bounded; what
is no JSON says nothing.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reader import text
from reader.ingest import bounds

_ARTICLES = (
    "newsarticle", "blogposting", "article", "reportagenewsarticle", "analysisnewsarticle",
    "opinionnewsarticle", "reviewnewsarticle", "backgroundnewsarticle", "liveblogposting",
    "techarticle", "scholarlyarticle", "report", "advertisercontentarticle", "satiricalarticle",
    "socialmediaposting", "discussionforumposting", "recipe", "review", "howto", "webpage",
)  # fmt: skip
_PLAIN = ("webpage",)  # says little of the article; only for want of another
_WRAPPING = re.compile(
    r"^\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)|(?:-->|\]\]>|//\s*\]\]>)\s*;?\s*$"
)

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """A question or an answer: who wrote it and its words, or where they stand in the page."""

    author: str
    accepted: bool = False
    said: str = ""
    box: Any = None


class Said:
    """What the JSON-LD of a page says of its article; every answer is a cleaned text or ""."""

    def __init__(self, sources: list[str]) -> None:
        self._nodes = list(_nodes(sources))
        self._by_id = {
            node["@id"]: node
            for node in self._nodes
            if isinstance(node.get("@id"), str) and len(node) > 2
        }
        self._question = self._asked()
        self.article = self._best()

    def _best(self) -> Node:
        ranked: list[tuple[int, int, Node]] = []
        for place, node in enumerate(self._nodes):
            kinds = _kinds(node)
            if kinds & set(_ARTICLES) and (node.get("headline") or node.get("name")):
                plain = not kinds - set(_PLAIN)
                listed = "mainEntity" not in node and node.get("@listed") is True
                ranked.append((2 * plain + listed, place, node))
        best = min(ranked, key=lambda one: one[:2]) if ranked else (3, 0, {})
        return self._question if self._question and best[0] >= 2 else best[2]

    def _asked(self) -> Node:
        """The question that the page is about; those of a list of many are none."""
        for node in self._nodes:
            if "qapage" in _kinds(node):
                asked = [self._whole(one) for one in _listed(node.get("mainEntity"))]
                if len(asked) == 1 and "question" in _kinds(asked[0]):
                    return asked[0]
        return {}

    def _whole(self, value: Any) -> Node:
        """A node, where only its name is given looked up by it."""
        if not isinstance(value, dict):
            return {}
        name = value.get("@id")
        return self._by_id.get(name, value) if isinstance(name, str) else value

    def posts(self) -> tuple[Post, ...]:
        """The question that the page is about and its answers, the accepted ones first."""
        if not self._question:
            return ()
        found = [self._post(self._question, False)]
        for name in ("acceptedAnswer", "suggestedAnswer"):
            for value in _listed(self._question.get(name))[: bounds.ANSWERS]:
                post = self._post(self._whole(value), name == "acceptedAnswer")
                if post.said:
                    found.append(post)
        return tuple(found[: bounds.ANSWERS])

    def _post(self, node: Node, accepted: bool) -> Post:
        said = node.get("text") or node.get("articleBody")
        author = next(iter(self._names_in(node, "author")), "")
        return Post(author, accepted, said[: bounds.BODY] if isinstance(said, str) else "")

    def line(self, *names: str, limit: int = bounds.TITLE) -> str:
        """The first of several properties that holds a text."""
        for name in names:
            for value in _listed(self.article.get(name)):
                said = value
                if isinstance(value, dict):
                    said = self._named(value)
                if isinstance(said, str) and (shown := text.clean(_unescaped(said), limit)):
                    return shown
        return ""

    def names(self, *names: str) -> list[str]:
        """The names of persons or organisations, each once."""
        return self._names_in(self.article, *names)

    def _names_in(self, node: Node, *names: str) -> list[str]:
        found: list[str] = []
        for name in names:
            for value in _listed(node.get(name))[: bounds.AUTHORS]:
                said = self._named(value) if isinstance(value, dict) else value
                for one in _listed(said):
                    if isinstance(one, str) and (shown := text.clean(_unescaped(one), bounds.NAME)):
                        found.append(shown)
            if found:
                break
        return list(dict.fromkeys(found))

    def body(self) -> str:
        """The article's whole text where it is in the JSON itself."""
        said = self.article.get("articleBody") or self.article.get("text")
        return said[: bounds.BODY] if isinstance(said, str) else ""

    def is_free(self) -> bool:
        """False where the page says that this is for subscribers."""
        free = self.article.get("isAccessibleForFree")
        return not (free is False or (isinstance(free, str) and free.strip().lower() == "false"))

    def address(self) -> str:
        """What the article's own address is said to be."""
        for name in ("mainEntityOfPage", "url"):
            said = self.article.get(name)
            if isinstance(said, dict):
                said = said.get("@id") or said.get("url")
            if isinstance(said, str) and said.strip():
                return said.strip()[: bounds.ADDRESS]
        return ""

    def _named(self, node: Node) -> Any:
        if "name" not in node:
            node = self._whole(node)
        return node.get("name") or node.get("legalName") or node.get("@value") or ""


def _kinds(node: Node) -> set[str]:
    return {
        one.rsplit("/", 1)[-1].lower() for one in _listed(node.get("@type")) if isinstance(one, str)
    }


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _unescaped(said: str) -> str:
    import html

    said = html.unescape(said) if "&" in said else said
    return text.plain(said) if "<" in said and re.search(r"</?[a-z][^<>]*>", said, re.I) else said


def _nodes(sources: list[str]) -> Iterator[Node]:
    """Every object of the scripts, outer ones first, at most some thousand."""
    waiting: list[tuple[Any, bool]] = []
    for source in sources[: bounds.SCRIPTS]:
        if len(source) <= bounds.PAGE:
            waiting.append((_loaded(source), False))
    amount = 0
    place = 0
    while place < len(waiting) and amount < bounds.JSON_NODES:
        value, listed = waiting[place]
        place += 1
        if isinstance(value, list):
            waiting.extend((one, listed) for one in value[: bounds.JSON_NODES])
        elif isinstance(value, dict):
            amount += 1
            yield value | {"@listed": True} if listed else value
            inner = listed or bool(_kinds(value) & {"itemlist", "collectionpage", "blog"})
            waiting.extend(
                (value[name], inner)
                for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item",
                             "blogPost", "author", "publisher", "hasPart")
                if isinstance(value.get(name), dict | list)
            )  # fmt: skip


def _loaded(source: str) -> Any:
    source = _WRAPPING.sub("", _WRAPPING.sub("", source)).strip()
    with contextlib.suppress(ValueError, RecursionError):
        return json.loads(source, strict=False)
    with contextlib.suppress(ValueError, RecursionError):
        # A comma too many is the usual fault.
        return json.loads(re.sub(r",\s*([}\]])", r"\1", source), strict=False)
    return None
