"""Where a line may end: the classes of characters and the rules of UAX 14 (Unicode 15.1).

Tailored where a page reads better for it: Korean goes by words; a dash does not begin a line; a
slash parts words but not `km/h`; numbers and ranges stay whole. Thai, Lao and Khmer, which have no
spaces between words, may break before a vowel that is written first, which begins a syllable.
"""

from __future__ import annotations

import unicodedata
from typing import Final

# Characters by class where their general category does not tell it.
_NAMED: Final = {
    "SP": " ",
    "ZW": "\u200b",
    "WJ": "\u2060\ufeff",
    "GL": "\xa0\u034f\u035c\u2007\u2011\u202f\u180e",
    "SH": "\xad",
    "BA": "\t|\u058a\u05be\u1361\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009"
    "\u200a\u2010\u2012\u2013\u2027\u2056\u2058\u205b\u205f\u3000\u0964\u0965\u0e5a\u0e5b\u0f0b"
    "\u104a\u104b\u17d4\u17d5\u17d8\u17da",
    "B2": "\u2014\u2e3a\u2e3b",
    "BB": "\xb4\u02c8\u02cc\u02df\u1ffd",
    "HY": "-",
    "CL": "、。，．｡､︑︒﹐﹒",
    "EX": "!?\u05c6\u061b\u061d\u061e\u061f\u06d4\u07f9\u2762\u2763！？",
    "IS": ",.:;\u037e\u0589\u060c\u060d\u2044",
    "IN": "\u2024\u2025\u2026\u22ef",
    "NS": "\u17d6‼‽⁇⁈⁉々〜〻〼゛゜ゝゞ゠・ヽヾꀕ：；･ﾞﾟ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーｧｨｩｪｫｬｭｮｯｰ",
    "PO": "%\xa2\xb0\u0609\u060a\u060b\u066a\u2030\u2031\u2032\u2033\u2034\u2035\u2036\u2037"
    "\u20a7\u20b6\u20bb\u20be\u20c0\u2103\u2109\ufdfc％￠",
    "PR": "+\\\xb1\u2116\u2212\u2213＄￡￥￦",
    "QU": "\"'\u275b\u275c\u275d\u275e\u275f\u2760",
    "SY": "/",
    "OP": "¡¿\u201a\u201e\u2e18",
    "NU": "\u066b\u066c",
}
_THAI_FIRST = "เแโใไເແໂໃໄ"
_CHARS: Final = {char: name for name, chars in _NAMED.items() for char in chars}
_OF_CATEGORY: Final = {
    "Ps": "OP", "Pe": "CL", "Pi": "QU", "Pf": "QU", "Nd": "NU", "Sc": "PR",
    "Mn": "CM", "Mc": "CM", "Me": "CM",
}  # fmt: skip
_MOST_FLAGS = 64  # letters of flags in a row that are counted
_CLOSING = ("CL", "CP", "EX", "IS", "SY")
_LETTERS = ("AL", "HL")
_JOINED: Final = frozenset(
    [
        *((letter, other) for letter in _LETTERS for other in ("NU", "PR", "PO", "AL", "HL", "OP")),
        *((other, letter) for letter in _LETTERS for other in ("NU", "PR", "PO", "IS", "CP")),
        ("PR", "ID"), ("PR", "EB"), ("PR", "EM"), ("ID", "PO"), ("EB", "PO"), ("EM", "PO"),
        ("CL", "PO"), ("CP", "PO"), ("CL", "PR"), ("CP", "PR"), ("NU", "PO"), ("NU", "PR"),
        ("PO", "OP"), ("PO", "NU"), ("PR", "OP"), ("PR", "NU"), ("HY", "NU"), ("IS", "NU"),
        ("NU", "NU"), ("SY", "NU"), ("NU", "OP"), ("CP", "NU"), ("EB", "EM"), ("SY", "HL"),
        *((letter, "SA") for letter in (*_LETTERS, "NU", "OP", "PR")),
        *(("SA", letter) for letter in (*_LETTERS, "NU", "PO")),
    ]
)  # fmt: skip


def _is_ideographic(code: int) -> bool:
    """Han, kana, Yi and what is set like them, emoji too; Hangul goes by words."""
    return (
        0x2E80 <= code <= 0xA4CF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE6F
        or 0xFF01 <= code <= 0xFFEE
        or 0x1F000 <= code <= 0x1FAFF
        or 0x20000 <= code <= 0x3FFFD
        or code in (0x231A, 0x231B, 0x23F0, 0x23F1, 0x23F2, 0x23F3, 0x2614, 0x2615)
        or 0x2600 <= code <= 0x2603
    )


class _Classes(dict[str, str]):
    """The class of each character, remembered."""

    def __missing__(self, char: str) -> str:
        found = self[char] = _class_of(char)
        return found


def _class_of(char: str) -> str:
    named = _CHARS.get(char)
    if named:
        return named
    code = ord(char)
    if char == "\u200d":
        return "ZJ"
    if char in ")]":
        return "CP"
    if 0x1F1E6 <= code <= 0x1F1FF:
        return "RI"
    if 0x1F3FB <= code <= 0x1F3FF:
        return "EM"
    category = unicodedata.category(char)
    unspaced = 0x0E00 <= code <= 0x0EFF or 0x1780 <= code <= 0x17DD
    if unspaced and category in ("Lo", "Lm"):
        return "SF" if char in _THAI_FIRST else "SA"
    if category == "Lo" and (0x05D0 <= code <= 0x05F2 or 0xFB1D <= code <= 0xFB4F):
        return "HL"
    if 0xFF10 <= code <= 0xFF19:
        return "ID"
    kind = _OF_CATEGORY.get(category)
    if kind:
        return kind
    return "ID" if _is_ideographic(code) else "AL"


CLASS: Final = _Classes()


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before the character `at`, which is not the first."""
    before, after = CLASS[text[at - 1]], CLASS[text[at]]
    if after == "SP" or after == "ZW" or after == "WJ":
        return False
    if before == "ZW":
        return True
    if before == "SP":
        return _after_spaces(text, at, after)
    if after == "CM" or after == "ZJ" or before == "ZJ" or before == "WJ":
        return False
    at_base = at - 1
    if before == "CM":
        at_base = _base(text, at_base)
        before = CLASS[text[at_base]]
        if before in ("CM", "ZJ", "SP", "ZW"):
            before = "AL"
    if before == "GL":
        return False
    if after == "GL":
        return before in ("BA", "HY", "SH")
    if after in _CLOSING or before == "OP":
        return False
    if before == "QU" or after == "QU":
        return _beside_quote(text, at_base, at, before)
    if after in ("BA", "HY", "NS", "SH", "B2", "IN") or before == "BB":
        return False
    return _between(text, at_base, at, before, after)


def _between(text: str, at_base: int, at: int, before: str, after: str) -> bool:
    """The rules from LB20a on, for what is neither space, sign nor quotation mark."""
    if (before, after) in _JOINED:
        return after == "OP" and _is_wide(text[at])
    if before == "HY" or (before == "BA" and text[at_base] in "\u2010\u2012\u2013\u05be"):
        return _after_hyphen(text, at_base, at, after)
    if before == "SY":
        return text[max(0, at - 4) : at - 1].isalpha() and text[at : at + 3].isalpha()
    if before == "RI" and after == "RI":
        count = 0
        while count < _MOST_FLAGS and at_base >= 0 and CLASS[text[at_base]] == "RI":
            count, at_base = count + 1, at_base - 1
        return count % 2 == 0
    if before in ("SA", "SF") and after in ("SA", "SF"):
        return after == "SF" and before == "SA"
    return before != "SF"


def _after_spaces(text: str, at: int, after: str) -> bool:
    """The rules that look through spaces: LB8, LB13 to LB18."""
    prior = at - 2
    while prior >= 0 and text[prior] == " ":
        prior -= 1
    if prior < 0:
        return True
    before = CLASS[text[prior]]
    if before == "CM":
        prior = _base(text, prior)
        before = CLASS[text[prior]]
    if before == "ZW":
        return True
    if after in _CLOSING:
        # ".5" after a space is a number of its own, "?" and ":" are the French ones.
        return after == "SY" or (after == "IS" and text[at + 1 : at + 2].isalnum())
    if before == "OP" or (before == "QU" and _opens(text, prior)):
        return False
    if after == "QU" and unicodedata.category(text[at]) == "Pf" and text[at] == "»":
        return not (at + 1 == len(text) or CLASS[text[at + 1]] in ("SP", *_CLOSING))
    return not (before in ("CL", "CP") and after == "NS")


def _opens(text: str, at: int) -> bool:
    """Whether the quotation mark there opens, by its kind and by standing at a word's beginning."""
    if unicodedata.category(text[at]) != "Pi":
        return False
    return at == 0 or CLASS[text[at - 1]] in ("SP", "GL", "ZW", "OP", "QU")


def _beside_quote(text: str, at_base: int, at: int, before: str) -> bool:
    """LB19: words keep their quotation marks; between ideographs “ opens and ” closes."""
    if before == "QU":
        closes = unicodedata.category(text[at_base]) == "Pf" and at_base > 0
        return closes and _is_wide(text[at]) and _is_wide(text[at_base - 1])
    opens = unicodedata.category(text[at]) == "Pi" and at + 1 < len(text)
    return opens and _is_wide(text[at_base]) and _is_wide(text[at + 1])


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "FWH"


def _after_hyphen(text: str, at_base: int, at: int, after: str) -> bool:
    """After a hyphen between letters, not after one that begins a word or stands in a number; after
    an en dash but in a range of numbers."""
    prior = text[at_base - 1] if at_base else " "
    if text[at_base] in "\u2012\u2013":
        return not (prior.isdigit() and text[at].isdigit())
    if text[at_base] == "-" and at_base and CLASS[prior] == "HL":
        return False
    return prior.isalpha() and (text[at].isalpha() or after == "ID")


def _base(text: str, at: int) -> int:
    """The character that the combining ones before and at `at` belong to."""
    while at > 0 and CLASS[text[at]] in ("CM", "ZJ"):
        at -= 1
    return at
