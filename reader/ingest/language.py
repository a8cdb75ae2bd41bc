"""The language of a text: by its script, then by its commonest words and its own letters.

Small and quick (some 20 microseconds an article), because every article of a refresh is asked. What
a feed or page says of itself is believed unless the text clearly says otherwise.
"""

from __future__ import annotations

import re

from reader.ingest.commonwords import LETTERS, WORDS

LENGTH = 2_000  # characters of a text that are looked at,
PROBE = 400  # of which the first are enough where they leave no doubt,
GLANCE = 250  # and fewer where they bear out what is said of the text
SAMPLE = 200  # by which its script is told
LEAST = 20  # letters of a text that is long enough to be judged
SHARED = 0.5  # what a word counts that several languages have
SURE_WORDS = 40  # words of a text that may contradict what is said of it

_LATIN = re.compile(r"[a-zà-öø-ÿāăąćčďđėęěğīįıķļłńņňőœřśșşšťțţūůűųźżžơưạ-ỹ]+(?:['’][a-zà-ÿ]+)?")
_LETTER = re.compile(r"[^\W\d_]")
_BASIC = re.compile("[a-z]")
_MARKS = ".,;:!?…«»“”\"'()[]،؛؟।॥-–—"
_SCRIPTS = (
    ("kana", re.compile("[\u3041-\u30ff]")),
    ("han", re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("cyrillic", re.compile("[\u0400-\u052f]")),
    ("arabic", re.compile("[\u0620-\u06ff]")),
    ("devanagari", re.compile("[\u0900-\u097f]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("th", re.compile("[\u0e01-\u0e5b]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("ml", re.compile("[\u0d00-\u0d7f]")),
    ("kn", re.compile("[\u0c80-\u0cff]")),
    ("gu", re.compile("[\u0a80-\u0aff]")),
    ("pa", re.compile("[\u0a00-\u0a7f]")),
    ("si", re.compile("[\u0d80-\u0dff]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("am", re.compile("[\u1200-\u137f]")),
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


def _index() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    words: dict[str, list[str]] = {}
    for language, said in WORDS.items():
        for word in dict.fromkeys(said.split()):
            words.setdefault(word, []).append(language)
    return (
        {word: tuple(languages) for word, languages in words.items()},
        {letter: tuple(languages.split()) for letter, languages in LETTERS.items()},
    )


_BY_WORD, _BY_LETTER = _index()
_LETTERS = frozenset(_BY_LETTER)


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
        return _by_words(_LATIN.findall(said), said, _LATIN_ONES)
    if script == "":
        return "", False, 0
    if script in _FAMILIES:
        # White space is what parts words in scripts whose vowels are marks.
        parts = [word.strip(_MARKS) for word in said.split()]
        return _by_words(parts, said, _FAMILIES[script])
    return script, amount >= LEAST, amount


def _script(said: str) -> tuple[str, int]:
    """The script that most letters are of, by a sample; of Chinese and Japanese the language."""
    sample = said[:SAMPLE]
    if sample.isascii():
        return ("latin" if len(said) >= LEAST else ""), len(said)
    letters = len(_LETTER.findall(sample))
    latin = len(_BASIC.findall(sample))
    if letters < LEAST // 2:
        return "", 0
    if latin * 2 > letters:
        return "latin", letters
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS}
    if counts["han"] + counts["kana"] > letters // 3:
        # A Japanese text has kana between its characters, a Chinese one next to none.
        japanese = counts["kana"] * 12 > counts["han"]
        return ("ja" if japanese else "zh"), counts["han"] + counts["kana"]
    best = max(counts, key=lambda name: counts[name])
    if counts[best] * 2 <= letters or best in ("han", "kana"):
        return ("latin" if latin else ""), letters
    return best, counts[best]


def _by_words(words: list[str], said: str, among: frozenset[str]) -> tuple[str, bool, int]:
    """The language whose common words and letters a text has most of."""
    if len("".join(words[:LEAST])) < LEAST:
        return "", False, len(words)
    scores: dict[str, float] = {}
    for word in [word for word in words if word in _BY_WORD]:
        languages = _BY_WORD[word]
        own = 1.0 if len(languages) == 1 else SHARED
        for language in languages:
            if language in among:
                scores[language] = scores.get(language, 0.0) + own
    if not said.isascii():
        for letter in _LETTERS.intersection(said):
            languages = _BY_LETTER[letter]
            own = min(said.count(letter), 8) * (1.0 if len(languages) == 1 else 0.5)
            for language in languages:
                if language in among:
                    scores[language] = scores.get(language, 0.0) + own
    ranked = sorted(scores.items(), key=lambda one: -one[1])
    if not ranked or ranked[0][1] < max(2.0, len(words) * 0.08):
        return "", False, len(words)
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    best, score = ranked[0]
    if score < second + 1 and score < second * 1.15:
        return "", False, len(words)
    sure = score >= 6.0 and score >= second * (1.5 if score >= len(words) * 0.2 else 2.0)
    return best, sure, len(words)
