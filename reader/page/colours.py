"""Code with the colours of its language: Pygments' tokens as marks, as far as is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from reader.page.blocks import Mark, Marks
from reader.page.line import (
    CODE_COMMENT,
    CODE_KEYWORD,
    CODE_NAME,
    CODE_NUMBER,
    CODE_OPERATOR,
    CODE_STRING,
)

_LARGEST = 100_000  # characters of a block; larger ones, mostly data, stay plain
_LONGEST_LINE = 2_000

_STYLES: Final = (
    ("Token.Keyword", CODE_KEYWORD),
    ("Token.Operator.Word", CODE_KEYWORD),
    ("Token.Operator", CODE_OPERATOR),
    ("Token.Literal.String", CODE_STRING),
    ("Token.Literal.Number", CODE_NUMBER),
    ("Token.Comment.Preproc", CODE_KEYWORD),
    ("Token.Comment", CODE_COMMENT),
    ("Token.Name.Function", CODE_NAME),
    ("Token.Name.Class", CODE_NAME),
    ("Token.Name.Tag", CODE_KEYWORD),
    ("Token.Name.Attribute", CODE_NAME),
    ("Token.Name.Decorator", CODE_NAME),
    ("Token.Name.Builtin", CODE_NAME),
    ("Token.Name.Exception", CODE_NAME),
    ("Token.Generic.Inserted", CODE_STRING),
    ("Token.Generic.Deleted", CODE_NUMBER),
    ("Token.Generic.Heading", CODE_KEYWORD),
    ("Token.Generic.Subheading", CODE_NAME),
    ("Token.Generic.Prompt", CODE_COMMENT),
)
# A language and signs of it; as many different ones as `_NEEDED` says, else two, make the guess.
_SIGNS: Final = (
    ("diff", r"^(?:--- |\+\+\+ |@@ -\d)"),
    ("pycon", r"^>>> .*\n"),
    ("console", r"^\$ \w"),
    ("php", r"<\?php\b|\$\w+->\w+\("),
    ("html", r"(?i)^\s*<!doctype html|<(?:html|head|body|div|span|script|p|a)\b[^<>]*>.*</"),
    ("json", r'^\s*[{\[]\s*$|^\s*"[^"\n]*"\s*:\s*["\d{\[tfn-]'),
    ("python", r"^\s*(?:def \w+\(.*\).*:|class \w+.*:|from [\w.]+ import |import \w+|@\w+|elif )"),
    ("rust", r"\bfn \w+.*\{|\blet mut\b|\bimpl\b.*\{|\w+!\(|^use \w+::|&str\b"),
    ("go", r"^package \w+|\bfunc (?:\(.*?\) )?\w+\(|:= |^import \(|\bfmt\."),
    ("c", r"^\s*#\s*(?:include\s*[<\"]|define \w)|\bint main\(|\bprintf\(|\bsizeof\("),
    ("java", r"\bpublic (?:static |final )*(?:class|void|int)\b|\bSystem\.out\.|^import java"),
    ("javascript", r"\b(?:const|let) \w+ = |=> ?[{(]|\bfunction ?\w*\(|console\.log\(|=== "),
    ("sql", r"^\s*(?:(?:SELECT|INSERT INTO|CREATE TABLE|UPDATE|DELETE FROM|FROM|WHERE|JOIN)\b.*)"),
    ("css", r"^[.#]?[\w-]+(?:[ ,.#:>][^{}\n]*)?\{\s*$|^\s+[a-z-]+: [^;\n]+;$"),
    ("bash", r"^#!.*sh\b|^\s*(?:if \[|fi$|done$|export \w+=|sudo |apt |cd /|echo )"),
    ("yaml", r"^(?:- )?[\w-]+:(?: [^{};]*)?$"),
)  # fmt: skip
_NEEDED: Final = {"diff": 2, "pycon": 1, "console": 1, "yaml": 4, "json": 3, "bash": 2}


class Colours:
    """The marks of a block's tokens; `until` reads on as far as it is asked to."""

    __slots__ = ("_done", "_given", "_marks", "_tokens")

    def __init__(self, text: str, language: str, given: Marks) -> None:
        self._given = [mark for mark in given if mark.href]
        self._marks: list[Mark] = []
        self._tokens = _tokens(text, language)
        self._done = 0

    def until(self, end: int) -> list[Mark]:
        """The marks up to `end` of the text, and some beyond."""
        while self._done < end:
            found = next(self._tokens, None)
            if found is None:
                self._done = 1 << 60
                self._marks += self._given
                self._given = []
                break
            at, style, words = found
            self._done = at + len(words)
            if style and words:
                self._add(at, at + len(words), style)
        return self._marks

    def _add(self, start: int, end: int, style: int) -> None:
        """Append a mark; a link that is in its way stays, and it goes around it."""
        while self._given and self._given[0].start < end:
            link = self._given.pop(0)
            if start < link.start:
                self._marks.append(Mark(start, link.start, style))
            self._marks.append(link)
            start = max(start, link.end)
        if self._marks and start < self._marks[-1].end:
            start = self._marks[-1].end
        if start >= end:
            return
        last = self._marks[-1] if self._marks else None
        if last and last.end == start and last.style == style and not last.href:
            self._marks[-1] = last._replace(end=end)
        else:
            self._marks.append(Mark(start, end, style))


def _tokens(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """(offset, style, words) of the tokens; none for what has no colours."""
    if len(text) > _LARGEST or max(map(len, text.split("\n"))) > _LONGEST_LINE:
        return
    name = language or guessed(text)
    lexer = _lexer(name) if name else None
    if lexer is None:
        return
    known: dict[object, int] = {}
    for at, kind, words in lexer.get_tokens_unprocessed(text):
        style = known.get(kind)
        if style is None:
            said = str(kind)
            style = known[kind] = next((bits for part, bits in _STYLES if said.startswith(part)), 0)
        yield at, style, words


def _lexer(name: str) -> Any:
    """Pygments' lexer for a language, None for one that it does not know."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def guessed(text: str) -> str:
    """The language of a block that does not say it, "" where it is not clear."""
    head = text[:4_000]
    if head.count("\n") < 1:
        return ""
    if head.startswith("#!"):
        first = head.split("\n", 1)[0]
        return next((name for name in ("python", "bash", "perl", "ruby") if name in first), "bash")
    best, most = "", 0
    for name, signs in _SIGNS:
        count = len({found[0] for found in re.finditer(signs, head, re.M)})
        if count >= _NEEDED.get(name, 2) and count > most:
            best, most = name, count
    return best
