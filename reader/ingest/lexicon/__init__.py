"""The words that tell a page's lines from an article's, as data: one TOML file a language.

All lists of all languages are joined; a text's language need not be known. Entries are plain
phrases in small letters, `#` for a number. The lists:

- `line`: whole lines that are never an article's; `menu`: the same in company of such lines only;
  `ad`: single words that need no company
- `start`: what such a line begins with (one word: in lines of at most six words); `within`: what
  a short one holds; `pattern`: whole lines with `*` for any words
- `lead`: what points to another article, alone or before a colon or dash
- `tail`, `tail_start`: headings after which the page goes on, not the article; `comments`: those
  after which readers speak; `section`: labels above a headline
- `byline`, `byline_colon`, `role`, `desk`, `credit`, `source`, `wires`, `agencies`, `deck`: what
  opens or makes the line that names writer, picture, origin, deck
- `published`, `updated`, `date`, `weekday`, `ago`: what date lines are made of
- `points`: headings of a few lines that sum an article up above it
- `appeal`: what only pages ask their readers for
- `attribution`: who said so; `greeting`: how letters begin; `address`: words that speak to the
  reader, or for the house
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

_EDGES = ' \t.!?:;,…»›«<>|•·*#–—"“”„()[]{}【】→▶►▲▼☞▸■●◆★+=~_/\\-'
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_GAP = re.compile("[ :,：?!]")
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


@functools.lru_cache(maxsize=4096)
def low(line: str) -> str:
    """A line with one space between words, small letters, numbers as `#`."""
    line = " ".join(line.split()).casefold().replace("’", "'").replace("i̇", "i")
    return _DIGITS.sub("#", line) if _DIGIT.search(line) else line


@functools.lru_cache(maxsize=4096)
def key(line: str) -> str:
    """`low` without signs at both ends, but with the `#` of a number there."""
    words = low(line)
    bare = words.strip(_EDGES)
    if "#" not in words:
        return bare
    if re.match(r"\W*#(?=[\w ])", words) and not bare.startswith("#"):
        bare = "# " + bare if re.match(r"\W*# ", words) else "#" + bare
    if re.search(r"#\W{0,2}$", words) and not bare.endswith("#"):
        inner = " (#)" if words.endswith("(#)") else " #"
        bare = bare.removesuffix(" (") + inner
    return bare


_LIST = re.compile(r"^(\w+) = (\[.*?\])$", re.M | re.S)
_LAST_COMMA = re.compile(r",\s*\]$")


def _read() -> dict[str, dict[str, list[str]]]:
    """The lists by language.

    The files hold lists of strings and comments only, which JSON's reader takes a tenth of the
    time for; a test reads them as TOML too.
    """
    return {
        file.stem: {
            name: json.loads(_LAST_COMMA.sub("]", listed))
            for name, listed in _LIST.findall(file.read_text("utf-8"))
        }
        for file in sorted(Path(__file__).parent.glob("*.toml"))
    }


LANGUAGES = _read()


def words(name: str) -> list[str]:
    """A list of all languages, each entry once."""
    return list(dict.fromkeys(word for lists in LANGUAGES.values() for word in lists.get(name, ())))


def either(name: str) -> str:
    """The entries of a list as alternatives of a regular expression, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words(name), key=len, reverse=True))


def _entry(word: str) -> str:
    """An entry as `low` has a line: in plain letters it stands so in its file."""
    return word if word.isascii() and not _DIGITS.search(word) else low(word)


def _entry_key(word: str) -> str:
    """An entry as `key` has a line."""
    plain = word[0].isalnum() and word[-1].isalnum()
    return _entry(word) if plain else key(word) or word


def _is_cjk(sign: str) -> bool:
    return sign >= "\u3040" and (
        sign <= "\u30ff" or "\u3400" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7af"
    )


@functools.lru_cache(maxsize=4096)
def _first(line_key: str) -> str:
    """The first word of a line."""
    return _GAP.split(line_key[:80], maxsplit=1)[0]


class Whole:
    """A list of whole lines."""

    def __init__(self, *names: str) -> None:
        self._keys = frozenset(_entry_key(word) for name in names for word in words(name))

    def __contains__(self, line_key: str) -> bool:
        return line_key in self._keys


class Starts:
    """A list of beginnings, found by their first word (or sign, where words have no spaces)."""

    def __init__(self, *names: str) -> None:
        self._by_word: dict[str, list[str]] = {}
        for name in names:
            for word in words(name):
                phrase = _entry(word)
                first = phrase[0] if _is_cjk(phrase[0]) else _first(phrase)
                self._by_word.setdefault(first, []).append(phrase)
        for phrases in self._by_word.values():
            phrases.sort(key=len, reverse=True)

    def find(self, line_key: str) -> str:
        """The longest entry that a line begins with, "" for none."""
        if not line_key:
            return ""
        phrases = self._by_word.get(_first(line_key), [])
        if line_key[0] in self._by_word:
            phrases = [*phrases, *self._by_word[line_key[0]]]
        for phrase in phrases:
            if line_key.startswith(phrase):
                after = line_key[len(phrase) : len(phrase) + 1]
                if not after.isalnum() or not phrase[-1].isalnum() or _is_cjk(phrase[-1]):
                    return phrase
        return ""


@functools.lru_cache(maxsize=2048)
def words_in(line_low: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(_WORD.findall(line_low))


class Within:
    """Phrases that a line may hold anywhere, sought where their longest words are there."""

    def __init__(self, phrases: list[str]) -> None:
        self._by_word: dict[str, list[str]] = {}
        self._unspaced: list[str] = []
        self._signs: list[str] = []
        self._plain_signs: list[str] = []
        for word in phrases:
            phrase = _entry(word)
            if any(map(_is_cjk, phrase)):
                self._unspaced.append(phrase)
            elif phrase[0].isalpha():
                longest = max(_WORD.findall(phrase), key=len)
                self._by_word.setdefault(longest, []).append(phrase)
            else:
                (self._plain_signs if phrase.isascii() else self._signs).append(phrase)

    def __contains__(self, line_low: str) -> bool:
        for word in words_in(line_low) & self._by_word.keys():
            for phrase in self._by_word[word]:
                if phrase in line_low:
                    return True
        for phrase in self._plain_signs:
            if phrase in line_low:
                return True
        return not line_low.isascii() and any(
            phrase in line_low for phrase in (*self._signs, *self._unspaced)
        )


class Patterns:
    """A list of whole lines with `*` in them, found by their first word."""

    def __init__(self, name: str) -> None:
        within: list[str] = []  # of the form "* words *"
        self._by_word: dict[str, list[re.Pattern[str]]] = {}
        for word in words(name):
            if word.startswith("*") and "*" not in word.strip("*"):
                within.append(word.strip("*").strip())
                continue
            inner = ".{0,60}".join(re.escape(part) for part in word.replace(" *", " *").split("*"))
            self._by_word.setdefault(word.split(" ", 1)[0], []).append(re.compile(inner))
        self._within = Within(within)

    def __contains__(self, line_key: str) -> bool:
        found = self._by_word.get(line_key.split(" ", 1)[0], ())
        return any(one.fullmatch(line_key) for one in found) or line_key in self._within


class Later:
    """A regular expression made at its first use: most processes need few of the long ones."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern, self._flags = pattern, flags

    @functools.cached_property
    def made(self) -> re.Pattern[str]:
        return re.compile(self._pattern, self._flags)
