"""The language of a text: by its script, then by its commonest words and its own letters.

Small and quick (some 20 microseconds an article), because every article of a refresh is asked. What
a feed or page says of itself is believed unless the text clearly says otherwise.
"""

from __future__ import annotations

import functools
import re

from reader.ingest.commonwords import LETTERS, WORDS

LENGTH = 1_200  # characters of a text that are looked at,
PROBE = 400  # of which the first are enough where they leave no doubt,
GLANCE = 250  # and fewer where they bear out what is said of the text
SAMPLE = 200  # by which its script is told
LEAST = 20  # letters of a text that is long enough to be judged
SHARED = 0.5  # what a word counts that several languages have
SURE_WORDS = 40  # words of a text that may contradict what is said of it

_MARKS = ".,;:!?…«»“”„\"'’()[]،؛؟।॥-–—"
_PARTED = str.maketrans(dict.fromkeys('.,;:!?"()[]-/', " "))
_NO_BASIC = bytes(set(range(128)) - set(b"abcdefghijklmnopqrstuvwxyz"))
_KANA, _HAN = "[\u3041-\u30ff]", "[\u3400-\u4dbf\u4e00-\u9fff]"
_SCRIPTS = (
    ("ko", "[\uac00-\ud7af\u1100-\u11ff]"),
    ("cyrillic", "[\u0400-\u052f]"),
    ("arabic", "[\u0620-\u06ff]"),
    ("devanagari", "[\u0900-\u097f]"),
    ("el", "[\u0370-\u03ff\u1f00-\u1fff]"),
    ("he", "[\u05d0-\u05ea]"),
    ("th", "[\u0e01-\u0e5b]"),
    ("bn", "[\u0980-\u09ff]"),
    ("ta", "[\u0b80-\u0bff]"),
    ("te", "[\u0c00-\u0c7f]"),
    ("ml", "[\u0d00-\u0d7f]"),
    ("kn", "[\u0c80-\u0cff]"),
    ("gu", "[\u0a80-\u0aff]"),
    ("pa", "[\u0a00-\u0a7f]"),
    ("si", "[\u0d80-\u0dff]"),
    ("lo", "[\u0e80-\u0eff]"),
    ("my", "[\u1000-\u109f]"),
    ("km", "[\u1780-\u17ff]"),
    ("ka", "[\u10a0-\u10ff]"),
    ("hy", "[\u0530-\u058f]"),
    ("am", "[\u1200-\u137f]"),
)
_CYRILLIC = frozenset(("ru", "uk", "bg", "sr", "mk", "be"))
_ARABIC = frozenset(("ar", "fa", "ur"))
_DEVANAGARI = frozenset(("hi", "mr", "ne"))
_LATIN_ONES = frozenset(WORDS) - _CYRILLIC - _ARABIC - _DEVANAGARI
_FAMILIES = {"cyrillic": _CYRILLIC, "arabic": _ARABIC, "devanagari": _DEVANAGARI}
# Languages that are taken for each other, so that a text is no proof against what is said of it.
_NEAR = (
    frozenset(("no", "nb", "nn", "da")),
    frozenset(("hr", "sr", "bs", "sh", "me", "sl")),
    frozenset(("id", "ms")),
    frozenset(("cs", "sk")),
    frozenset(("es", "gl", "ca", "pt", "ast", "oc")),
    frozenset(("nl", "af", "fy", "li")),
    frozenset(("bg", "mk")),
    frozenset(("fa", "prs", "tg")),
    frozenset(("zh", "yue", "wuu", "cmn")),
    frozenset(("de", "lb", "gsw", "nds")),
    frozenset(("ro", "mo")),
)


Telling = dict[str, tuple[list[str], float]]  # the languages that have it, and what it counts


@functools.cache
def _index() -> tuple[Telling, Telling]:
    """What each word and each letter tells; made when the first text is asked about."""
    words: dict[str, list[str]] = {}
    for language, said in WORDS.items():
        for word in dict.fromkeys(said.split()):
            words.setdefault(word, []).append(language)
    letters = {letter: languages.split() for letter, languages in LETTERS.items()}
    return _weighed(words), _weighed(letters)


def _weighed(found: dict[str, list[str]]) -> Telling:
    return {what: (those, SHARED if len(those) > 1 else 1.0) for what, those in found.items()}


def settled(declared: str, words: str) -> str:
    """The language tag of a text: the declared one, unless the text is clearly of another.

    "" where nothing is declared and the text is too short or of a language that is not known.
    """
    base = declared.split("-")[0].lower()
    found, sure, amount = detect(words[: GLANCE if base else PROBE])
    if base and found == base:
        return declared
    if (base or not sure) and len(words) > (GLANCE if base else PROBE):
        found, sure, amount = detect(words[:LENGTH])
    if not base:
        return found
    other_script = base in WORDS and any(
        (found in family) != (base in family) for family in _FAMILIES.values()
    )
    if not found or found == base or amount < SURE_WORDS or not (sure or other_script):
        return declared
    if any(base in near and found in near for near in _NEAR):
        return declared
    return found


def detect(words: str) -> tuple[str, bool, int]:
    """The language of a text, whether that leaves no doubt, and how many words it was told by."""
    said = words.lower()
    script, amount = _script(said)
    if script == "latin":
        return _by_words(said, _LATIN_ONES)
    if script == "":
        return "", False, 0
    if script in _FAMILIES:
        return _by_words(said, _FAMILIES[script])
    return script, amount >= LEAST, amount


def _script(said: str) -> tuple[str, int]:
    """The script that most letters are of, by a sample; of Chinese and Japanese the language."""
    sample = said[:SAMPLE]
    if sample.isascii():
        return ("latin" if len(said) >= LEAST else ""), len(said)
    basic = sample.encode("ascii", "ignore")
    latin = len(basic.translate(None, _NO_BASIC))
    others = len(sample) - len(basic)
    if latin > others and latin >= LEAST // 2:
        return "latin", latin
    letters = sum(map(str.isalpha, sample))
    if letters < LEAST // 2:
        return "", 0
    if latin * 2 > letters:
        return "latin", letters
    kana, han = _amount(_KANA, sample), _amount(_HAN, sample)
    if han + kana > letters // 3:
        # A Japanese text has kana between its characters, a Chinese one next to none.
        return ("ja" if kana * 12 > han else "zh"), han + kana
    for name, those in _SCRIPTS:
        amount = _amount(those, sample)
        if amount * 2 > letters:
            return name, amount
    return ("latin" if latin else ""), letters


def _amount(those: str, sample: str) -> int:
    """How many of some characters a text has."""
    return sum(map(len, re.findall(f"{those}+", sample)))


def _by_words(said: str, among: frozenset[str]) -> tuple[str, bool, int]:
    """The language whose common words and letters a text has most of."""
    # White space is what parts words also in scripts whose vowels are marks.
    if said.isascii():
        words = said.translate(_PARTED).split()
    else:
        words = [word.strip(_MARKS) for word in said.split()]
    if len("".join(words[:LEAST])) < LEAST:
        return "", False, len(words)
    by_word, by_letter = _index()
    scores: dict[str, float] = {}
    for those, own in [by_word[word] for word in words if word in by_word]:
        for language in those:
            scores[language] = scores.get(language, 0.0) + own
    if not said.isascii():
        for letter in by_letter.keys() & set(said):
            those, own = by_letter[letter]
            own *= min(said.count(letter), 8)
            for language in those:
                scores[language] = scores.get(language, 0.0) + own
    for other in scores.keys() - among:
        del scores[other]
    ranked = sorted(scores.items(), key=lambda one: -one[1])
    if not ranked or ranked[0][1] < max(2.0, len(words) * 0.08):
        return "", False, len(words)
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    best, score = ranked[0]
    if score < second + 1 and score < second * 1.15:
        return "", False, len(words)
    sure = score >= 6.0 and score >= second * (1.5 if score >= len(words) * 0.2 else 2.0)
    return best, sure, len(words)
