"""The order of right-to-left text after UAX 9, as far as it is shown: W1 to W7, N0 to N2, I1, I2,
L1 and L2. Explicit embeddings, overrides and isolates are stripped where text enters the program.

A paragraph's types are a string of one letter for each character, so that most rules are one
substitution.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
LANGUAGES: Final = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"]
)
_LETTERS: Final = {
    "L": "L", "R": "R", "AL": "A", "EN": "E", "AN": "N", "ES": "s", "ET": "t", "CS": "c",
    "NSM": "M", "B": "B", "S": "S", "WS": "W", "ON": "O", "BN": "b",
}  # fmt: skip
_PAIRS = "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋〈〉❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛"
_WIDE_PAIRS = "⧼⧽⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
_BRACKETS: Final = _PAIRS + _WIDE_PAIRS
_OPENING: Final = dict(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))
_CLOSING: Final = {close: opened for opened, close in _OPENING.items()}
_SAME: Final = {"\u2329": "\u3008", "\u232a": "\u3009"}
_OTHER_MIRRORED = "<>«»‹›≤≥≪≫≮≯≰≱∈∋∉∌⊂⊃⊆⊇≺≻⊢⊣⋘⋙"
MIRRORED: Final = {
    **_OPENING,
    **_CLOSING,
    **dict(zip(_OTHER_MIRRORED[::2], _OTHER_MIRRORED[1::2], strict=True)),
    **dict(zip(_OTHER_MIRRORED[1::2], _OTHER_MIRRORED[::2], strict=True)),
}
_DEEPEST = 63
_LONGEST = 20_000  # characters of a paragraph that are looked at together


class _Types(dict[str, str]):
    """The type of each character as one letter, remembered."""

    def __missing__(self, char: str) -> str:
        kind = unicodedata.bidirectional(char)
        found = self[char] = _LETTERS.get(kind, "b" if kind else "L")
        return found


_TYPES: Final = _Types()


def has_rtl(text: str) -> bool:
    """Whether any character is of a script that runs from right to left; quick."""
    return not text.isascii() and _RTL.search(text) is not None


def is_rtl(text: str, language: str = "") -> bool:
    """Whether a paragraph runs from right to left: by its first letter; in a language that does, by
    any such letter, and also where it has no letters at all."""
    ours = language.split("-")[0].lower() in LANGUAGES if language else False
    if not has_rtl(text):
        return ours and not any(map(str.isalpha, text[:200]))
    if ours:
        return True
    for char in text:
        kind = _TYPES[char]
        if kind in "LRA":
            return kind != "L"
    return False


def levels(text: str, base: int) -> Sequence[int]:
    """The embedding level of each character of a paragraph whose own level is `base`, 0 or 1."""
    if len(text) > _LONGEST:
        parts = [text[at : at + _LONGEST] for at in range(0, len(text), _LONGEST)]
        return [level for part in parts for level in levels(part, base)]
    return _levels(text, base)


@lru_cache(maxsize=64)
def _levels(text: str, base: int) -> bytes:
    types = "".join(map(_TYPES.__getitem__, text))
    ignored = "b" in types
    if ignored:
        kept = [at for at, kind in enumerate(types) if kind != "b"]
        text = "".join([text[at] for at in kept])
        whole, types = types, types.replace("b", "")
    side = "LR"[base]
    strong = _weak(types, side)
    if any(map(strong.__contains__, "OWSB")):
        strong = _brackets(text, types, strong, side)
        strong = re.sub("[OWSB]+", lambda found: _neutral(found, strong, side), strong)
    found = strong.translate(_LEVELS[base])
    if ignored:
        found = _with_ignored(whole, found, base)
    return found.encode("latin-1")


_LEVELS: Final = (
    str.maketrans("LREN", "\0\1\2\2"),
    str.maketrans("LREN", "\2\1\2\2"),
)
_NEUTRALS: Final = str.maketrans("stc", "OOO")


def _weak(types: str, side: str) -> str:
    """W1 to W7."""
    if "M" in types:
        types = re.sub("^M+", lambda found: side * len(found[0]), types)
        types = re.sub("(.)(M+)", lambda found: found[1] * (1 + len(found[2])), types)
    if "A" in types:
        types = re.sub("A[^LRA]*", lambda found: found[0].replace("E", "N"), types)
        types = types.replace("A", "R")
    if "E" in types or "N" in types:
        types = re.sub("(?<=E)[sc](?=E)", "E", types)
        types = re.sub("(?<=N)c(?=N)", "N", types)
        types = re.sub("t+(?=E)|(?<=E)t+", lambda found: "E" * len(found[0]), types)
    types = types.translate(_NEUTRALS)
    if side == "L":
        types = re.sub("^[^LR]*", lambda found: found[0].replace("E", "L"), types)
    return re.sub("L[^LR]*", lambda found: found[0].replace("E", "L"), types)


def _brackets(text: str, types: str, strong: str, side: str) -> str:
    """N0: a pair of brackets goes with the text inside it, else with what stands before it."""
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for at, char in enumerate(text):
        if strong[at] != "O":
            continue
        char = _SAME.get(char, char)
        if char in _OPENING:
            if len(opened) == _DEEPEST:
                break
            opened.append((_OPENING[char], at))
        elif char in _CLOSING:
            for depth in range(len(opened) - 1, -1, -1):
                if opened[depth][0] == char:
                    pairs.append((opened[depth][1], at))
                    del opened[depth:]
                    break
    made = list(strong)
    for first, last in sorted(pairs):
        inside = {"R" if kind in "REN" else kind for kind in made[first + 1 : last]} & {"L", "R"}
        if side in inside:
            kind = side
        elif inside:
            places = range(first - 1, -1, -1)
            kind = next((made[at] for at in places if made[at] in "LREN"), side)
            kind = "R" if kind in "EN" else kind
        else:
            continue
        for at in (first, last):
            made[at] = kind
            following = at + 1
            while following < len(types) and types[following] == "M":
                made[following] = kind
                following += 1
    return "".join(made)


def _neutral(found: re.Match[str], strong: str, side: str) -> str:
    """N1 and N2: what stands between two of one direction joins them, else the paragraph."""
    first, last = found.span()
    before = strong[first - 1] if first else side
    after = strong[last] if last < len(strong) else side
    before, after = ("R" if kind in "EN" else kind for kind in (before, after))
    return (before if before == after else side) * (last - first)


def _with_ignored(types: str, found: str, base: int) -> str:
    """The levels with those of the ignored characters, which go with what stands before them."""
    levels = iter(found)
    made: list[str] = []
    before = chr(base)
    for kind in types:
        if kind != "b":
            before = next(levels)
        made.append(before)
    return "".join(made)


def of_line(text: str, found: Sequence[int], start: int, end: int, base: int) -> list[int]:
    """L1: the levels of a line of the paragraph, spaces at its end and before tabs at the base."""
    line = list(found[start:end])
    reset = True
    for at in range(end - 1, start - 1, -1):
        kind = _TYPES[text[at]]
        if kind in "SB":
            reset = True
        elif kind not in "Wb":
            reset = False
        if reset:
            line[at - start] = base
    return line


def visual(line: Sequence[int]) -> list[int]:
    """L2: the places of a line's parts, each of one level, from left to right."""
    order = list(range(len(line)))
    for level in range(max(line, default=0), 0, -1):
        at = 0
        while at < len(line):
            if line[at] < level:
                at += 1
                continue
            last = at
            while last < len(line) and line[last] >= level:
                last += 1
            order[at:last] = reversed(order[at:last])
            at = last
    return order
