"""The language of a text: by its script, then by the commonest words of each language."""

from __future__ import annotations

import re

from reader.ingest import lexicon

SAMPLE = 2_000  # characters at the beginning that are looked at
LEAST = 3  # common words, or letters of its own, that must be there
LETTERS = 4  # most that a language's own letters count
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.08),
    ("ko", re.compile("[\uac00-\ud7af]"), 0.2),
    ("zh", re.compile("[\u3400-\u9fff]"), 0.2),
    ("he", re.compile("[\u0590-\u05ff]"), 0.3),
    ("el", re.compile("[\u0370-\u03ff]"), 0.3),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.3),
    ("hi", re.compile("[\u0900-\u097f]"), 0.3),
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_OWN_LETTERS = {
    code: re.compile(f"[{letters}]")
    for code, letters in {
        "pt": "ãõ", "es": "ñ¿¡", "de": "ß", "hu": "őű", "pl": "łąęśżź", "tr": "ğşı", "cs": "řěůň",
        "ro": "ățș", "fr": "œêû", "it": "ìò",
    }.items()
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_LANGUAGES_OF: dict[str, list[str]] = {}
for _code, _lists in lexicon.LANGUAGES.items():
    for _word in _lists.get("stop", ()):
        _LANGUAGES_OF.setdefault(_word, []).append(_code)
_UKRAINIAN, _RUSSIAN = re.compile("[іїєґ]"), re.compile("[ыэъ]")
_PERSIAN = re.compile("[پچژگ]")
_NORWEGIAN = re.compile(r"\b(?:av|fra|ble|etter|sidene|hun|noe)\b")
_DANISH = re.compile(r"\b(?:af|blev|efter|havde|siderne|noget)\b")


def of(words: str) -> str:
    """The code of the language that a text is written in ("de"), "" where that is not certain."""
    sample = words[:SAMPLE].casefold()
    found = _WORD.findall(sample)
    letters = sum(map(len, found))
    if letters < 10:
        return ""
    foreign = "" if sample.isascii() else _by_script(sample, letters)
    return foreign or _by_words(sample, found)


def _by_script(sample: str, letters: int) -> str:
    """The language of a text in a script of its own, "" where many share the script."""
    for code, script, share in _SCRIPTS:
        if len(script.findall(sample)) >= share * letters:
            return code
    if len(_ARABIC.findall(sample)) > 0.4 * letters:
        return "fa" if _PERSIAN.search(sample) else "ar"
    if len(_CYRILLIC.findall(sample)) > 0.4 * letters:
        return "uk" if _UKRAINIAN.search(sample) and not _RUSSIAN.search(sample) else "ru"
    return ""


def _by_words(sample: str, found: list[str]) -> str:
    """The language of most of the commonest words, with letters of its own counted too."""
    counts: dict[str, int] = dict.fromkeys(_OWN_LETTERS, 0)
    for word in found:
        for code in _LANGUAGES_OF.get(word, ()):
            counts[code] = counts.get(code, 0) + 1
    if not sample.isascii():
        for code, own in _OWN_LETTERS.items():
            if counts[code]:
                counts[code] += min(LETTERS, len(own.findall(sample)))
    best = max(counts, key=lambda code: counts[code])
    others = max((count for code, count in counts.items() if code != best), default=0)
    if counts[best] < LEAST or counts[best] < 1.15 * others or counts[best] < 0.06 * len(found):
        return ""
    if best == "da" and len(_NORWEGIAN.findall(sample)) > len(_DANISH.findall(sample)):
        return "no"
    return best
