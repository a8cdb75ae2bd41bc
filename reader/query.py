"""The query language: text -> tree. What it means in SQL is the business of `store/search.py`.

    bank "interest rate" -football          all words, a phrase, without a word
    strike OR walkout                       one of them; binds weaker than words side by side
    econom*                                 a word's beginning
    (london OR paris) title:strike          groups; a word of the title
    by:"Ada Byron" feed:gazette folder:News/Local tag:work site:example.org lang:en id:12
    is:unread is:read is:saved is:later is:archive is:tagged
    before:2026-01-31 after:2026-01         before that day began; from that month's first day on
    newer:3d older:2w                       hours h, days d, weeks w, months m, years y

`AND` and `NOT` are understood too. Upper case makes the operators; fields are lower case.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from reader.model import UsageError

TERMS = 100  # most words, phrases and fields of a query
DEPTH = 30  # deepest nesting of parentheses and minus signs
LENGTH = 4_000  # characters that are read

FLAGS = ("unread", "read", "saved", "later", "archive", "tagged")
FIELDS = (
    "title",
    "by",
    "feed",
    "folder",
    "tag",
    "site",
    "lang",
    "is",
    "before",
    "after",
    "newer",
    "older",
    "id",
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that has to be there; with `prefix` the beginning of one."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that have to stand together."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on one field; `value` is valid for it. `prefix` as with a word."""

    name: str
    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be so."""

    part: Query


@dataclass(frozen=True, slots=True)
class And:
    """All of these; without any it holds for every article."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One of these at least."""

    parts: tuple[Query, ...]


Query = And | Or | Not | Word | Phrase | Field


def parse(text: str, lenient: bool = False) -> Query:
    """The tree of a query. Raises UsageError that names the place, counted from 1.

    With `lenient`, for a query that is still being typed, nothing is an error: what is not
    finished yet is left out.
    """
    if len(text) > LENGTH and not lenient:
        raise UsageError(f"The query is longer than {LENGTH:,} characters; make it shorter.")
    return _Parser(text[:LENGTH], lenient).whole()


_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<open>\() | (?P<close>\))
      | (?P<minus>-(?=[^\s)]))
      | (?P<quoted>["“„«](?P<inner>[^"”“»]*)(?P<end>["”“»]?))
      | (?P<field>[A-Za-z]+):(?!//)
      | (?P<word>[^\s()"“„«]+)""",
    re.X,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int
    closed: bool = True
    glued: bool = False  # no space between it and the token before


class _Parser:
    """Recursive descent over a list of tokens."""

    def __init__(self, text: str, lenient: bool) -> None:
        self.lenient = lenient
        self.tokens = list(_tokens(text))
        self.place = 0
        self.terms = 0
        self.end = len(text) + 1

    def whole(self) -> Query:
        parts: list[Query] = []
        while self.place < len(self.tokens):
            parts.append(self.either(0))
            if self.peek("close"):
                self.fail("a “)” without a “(”", self.tokens[self.place].at)
                self.place += 1
        return _joined(And, parts)

    def peek(self, *kinds: str) -> _Token | None:
        if self.place < len(self.tokens) and self.tokens[self.place].kind in kinds:
            return self.tokens[self.place]
        return None

    def fail(self, what: str, at: int) -> None:
        """Raises, unless the query is still being typed."""
        if not self.lenient:
            raise UsageError(f"The query cannot be read at character {at}: {what}.")

    def either(self, depth: int) -> Query:
        """`a b OR c d`: sides joined by OR, each of parts side by side."""
        sides: list[Query] = []
        while True:
            at = self.tokens[self.place].at if self.place < len(self.tokens) else self.end
            side = self.all_of(depth)
            if side.parts:
                sides.append(side if len(side.parts) > 1 else side.parts[0])
            operator = self.peek("or")
            if not side.parts and (operator or sides or self.previous_is_or()):
                self.fail("OR needs something on both sides", operator.at if operator else at)
            if not operator:
                return _joined(Or, sides) if sides else And(())
            self.place += 1

    def previous_is_or(self) -> bool:
        return self.place > 0 and self.tokens[self.place - 1].kind == "or"

    def all_of(self, depth: int) -> And:
        parts: list[Query] = []
        while self.place < len(self.tokens) and not self.peek("or", "close"):
            if operator := self.peek("and"):
                self.place += 1
                if not parts or self.place == len(self.tokens) or self.peek("and", "or", "close"):
                    self.fail("AND needs something on both sides", operator.at)
                continue
            part = self.one(depth)
            if part is not None:
                parts.append(part)
        return And(tuple(parts))

    def one(self, depth: int) -> Query | None:
        token = self.tokens[self.place]
        self.place += 1
        if depth > DEPTH:
            self.fail("too many parentheses inside each other", token.at)
            return None
        match token.kind:
            case "minus" | "not":
                if self.place >= len(self.tokens) or self.peek("or", "close", "and"):
                    self.fail("there is nothing after the “-”", token.at)
                    return None
                inner = self.one(depth + 1)
                return None if inner is None else Not(inner)
            case "open":
                return self.group(token, depth)
            case "field":
                return self.field(token)
            case "quoted":
                if not token.closed:
                    self.fail("a quotation mark is not closed", token.at)
                return self.term(Phrase(token.text), token)
        return self.term(Word(token.text.rstrip("*"), token.text.endswith("*")), token)

    def group(self, token: _Token, depth: int) -> Query | None:
        inner = self.either(depth + 1)
        if self.peek("close"):
            self.place += 1
        else:
            self.fail("a “(” is not closed", token.at)
        if inner == And(()):
            self.fail("there is nothing between “(” and “)”", token.at)
            return None
        return inner

    def field(self, token: _Token) -> Query | None:
        name = token.text.lower()
        value = self.peek("word", "quoted", "field", "or", "and", "not")
        if value is None or not value.glued:
            self.fail(f"“{name}:” needs a value right after it", token.at)
            return None
        self.place += 1
        text = f"{value.text}:" if value.kind == "field" else value.text
        while (more := self.peek("word", "field")) and more.glued and value.kind != "quoted":
            text += more.text if more.kind == "word" else f"{more.text}:"
            self.place += 1
        if name not in FIELDS:
            self.fail(f"there is no field “{name}:”, but {', '.join(FIELDS)}", token.at)
            return self.term(Word(f"{token.text}:{text}"), token)
        prefix = value.kind != "quoted" and text.endswith("*")
        text = text.rstrip("*").strip() if prefix else text.strip()
        wrong = _wrong(name, text)
        if wrong:
            self.fail(wrong, token.at)
            return None
        return self.term(Field(name, text, prefix), token)

    def term(self, term: Word | Phrase | Field, token: _Token) -> Query | None:
        """Counts a term; one without anything to look for is none."""
        words = term.value if isinstance(term, Field) else term.text
        if not any(letter.isalnum() for letter in words):
            self.fail(f"“{token.text}” has no letter or digit to look for", token.at)
            return None
        self.terms += 1
        if self.terms > TERMS:
            if self.terms == TERMS + 1:
                self.fail(f"more than {TERMS} words", token.at)
            return None
        return term


def _joined(kind: type[And] | type[Or], parts: list[Query]) -> Query:
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


_OPERATORS = {"OR": "or", "AND": "and", "NOT": "not"}


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    place = 0
    spaced = True
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            place += 1  # a closing mark on its own
            continue
        kind = match.lastgroup or ""
        kind = "quoted" if match.group("quoted") is not None else kind
        if kind == "space":
            spaced = True
        else:
            said = match.group(0)
            closed = True
            if kind == "quoted":
                said, closed = match.group("inner"), bool(match.group("end"))
            elif kind == "field":
                said = match.group("field")
            elif kind == "word":
                kind = _OPERATORS.get(said, kind)
            found.append(_Token(kind, said, place + 1, closed, not spaced))
            spaced = False
        place = match.end()
    return found


# -- values of fields ----------------------------------------------------------------------------

_SPAN = re.compile(r"(\d{1,5})([hdwmy])")
_SECONDS = {"h": 3_600, "d": 86_400, "w": 604_800, "m": 2_629_800, "y": 31_557_600}
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def _wrong(name: str, value: str) -> str:
    """What is wrong with a field's value, or ""."""
    if not value:
        return f"“{name}:” needs a value"
    match name:
        case "is" if value not in FLAGS:
            return f"“is:{value}” is none of {', '.join(FLAGS)}"
        case "newer" | "older" if not _SPAN.fullmatch(value):
            return f"“{name}:” needs a time like 3d, 2w or 6m, not “{value}”"
        case "before" | "after" if day(value) is None:
            return f"“{name}:” needs a date like 2026-01-31 or 2026-01, not “{value}”"
        case "id" if not (value.isascii() and value.isdigit() and len(value) < 19):
            return f"“id:” needs a number, not “{value}”"
    return ""


def span(value: str) -> int:
    """The seconds of a `newer:` or `older:` value."""
    match = _SPAN.fullmatch(value)
    return int(match[1]) * _SECONDS[match[2]] if match else 0


def day(value: str) -> tuple[int, int, int] | None:
    """Year, month and day with which the time of a `before:` or `after:` value begins."""
    match = _DATE.fullmatch(value)
    if not match:
        return None
    year, month, number = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    if not (1900 <= year <= 9998 and 1 <= month <= 12):
        return None
    if not 1 <= number <= calendar.monthrange(year, month)[1]:
        return None
    return year, month, number
