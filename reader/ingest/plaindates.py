"""Lines that say when a text was published, and what they say; a weekday alone says nothing."""

from __future__ import annotations

import re

from reader.ingest import dates, lexicon
from reader.ingest.words import MONTHS

SINCE = 86_400  # local texts may be older than feeds: from 1970 on
_WORDS = frozenset(
    part
    for name in ("published", "updated", "date", "weekday")
    for word in lexicon.words(name)
    for part in re.split(r"[\s'’-]+", word)
) | frozenset(part for month in MONTHS for part in month.split())
_NEAR = frozenset(
    part for word in lexicon.words("ago") if "#" not in word for part in re.split(r"[\s'’]+", word)
)
_AGO = lexicon.Whole("ago")
_UPDATED = lexicon.either("updated")
_PUBLISHED = lexicon.either("published")
_OPENING = lexicon.Later(rf"^(?:{_UPDATED}|{_PUBLISHED}|by)(?!\w)\s*[:：]?\s*", re.I)
_IS_UPDATED = lexicon.Later(rf"^\W*(?:{_UPDATED})(?!\w)", re.I)
_MARKS = lexicon.Later(
    rf"[|,;–—(•·-]?\s*(?=(?<!\w)(?:{_UPDATED})(?!\w))|"
    r"[|,;–—(•·-]?\s*(?=(?<!\w)(?:published|posted|publié|publicado|pubblicato|veröffentlicht)(?!\w))",
    re.I,
)
_CJK_WORDS = re.compile(
    "|".join(
        re.escape(word)
        for word in sorted(
            {
                w
                for name in ("published", "updated", "date", "weekday")
                for w in lexicon.words(name)
                if re.search("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", w)
            },
            key=len,
            reverse=True,
        )
    )
)
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")
_DAY = re.compile(r"\d{1,4}\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,4}|(?<!\d)\d{8}(?!\d)")
_MONTH = "|".join(map(re.escape, MONTHS))
_DAY_MONTH = lexicon.Later(
    rf"(?<![\d.,])\d{{1,2}}(?:\.|º|er|st|nd|rd|th)?\s(?:de\s|of\s)?(?:{_MONTH})(?!\w)|"
    rf"(?<!\w)(?:{_MONTH})\.?\s\d{{1,2}}(?![\d.])"
)
_WHOLE = lexicon.Later(
    rf"(?<!\d)(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{{1,2}}[./-]\d{{1,2}})|"
    rf"(?<![\d.,])\d{{1,2}}(?:\.|º|er|st|nd|rd|th)?,?\s(?:de\s|of\s)?(?:{_MONTH})\.?,?\s(?:de\s)?(?:19|20)\d\d|"
    rf"(?<!\w)(?:{_MONTH})\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d|"
    r"(?:19|20)\d\d\s?[년年]\s?\d{1,2}\s?[월月]\s?\d{1,2}"
)
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|2[01])\d\d(?!\d)")
_SOLAR = re.compile("(?<!\\d)[1۱][34۳۴]\\d\\d(?!\\d)")  # a year of Iran's calendar
_HALVES = re.compile("सुबह|दोपहर|शाम|रात")  # half of the day, behind the hour
_ARABIC_HALVES = re.compile("(?<=\\d)\\s?([صم])(?!\\w)")
_SLASHES = re.compile(r"(?<=\d)/(?=[^\W\d_])|(?<=[^\W\d_])/(?=\d)")  # "14/May/2020"
_NAMED = re.compile(r"([a-zà-ž]+)\s?:\s")
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.h時시点]\d\d(?!\d)|\d\s?[ap]\.?m\b", re.I)


def is_line(words: str) -> bool:
    """A line that holds a date or time and next to nothing else."""
    if len(words) > 160:
        return False
    flat = " ".join(words.split()).strip(" |•·")
    if not _DIGIT.search(flat):
        return False
    if lexicon.key(flat) in _AGO or lexicon.key(_OPENING.made.sub("", flat)) in _AGO:
        return True
    small = flat.casefold()
    named = _NAMED.match(small)
    if named and named[1] not in _WORDS:
        return False  # "Joined:", "Deadline:"
    tokens = _TOKEN.findall(small if small.isascii() else _CJK_WORDS.sub(" ", small))
    months = [token for token in tokens if token in MONTHS]
    if len(months) > 1 and not _YEAR.search(small):
        return False  # "Aries (Mar 21 - Apr 19)"
    if not (_DAY.search(small) or months or _TIME.search(small)):
        return False
    left = sum(len(token) for token in tokens if token not in _WORDS and token not in _NEAR)
    if left > min(16, 0.34 * len(flat)) or (left and flat.endswith((".", "!", "?")) and not months):
        return False
    if in_line(flat)[0] is not None:
        return True
    if left or "   " in words.strip() or len(re.findall(r"\d+", small)) > 5:
        return False  # a row of a table
    return bool(_SOLAR.search(small)) or (
        bool(_DAY_MONTH.made.search(small) if months else _TIME.search(small)) and len(tokens) <= 12
    )


def _half(found: re.Match[str]) -> str:
    return " am" if found[0].strip() in ("सुबह", "ص") else " pm"


def opens(words: str) -> bool:
    """Whether a line begins with a whole date, perhaps behind a weekday or "Posted on"."""
    small = " ".join(words[:80].casefold().split())
    found = _WHOLE.made.search(small)
    if found is None:
        return False
    before = _TOKEN.findall(small[: found.start()])
    return all(token in _WORDS for token in before) and in_line(words)[0] is not None


def in_line(words: str) -> tuple[int | None, bool]:
    """The date a line gives, and whether it is only that of a change: None where it gives none.

    Of a line with both, the date of publication.
    """
    if not _DIGIT.search(words):
        return None, False
    changed: int | None = None
    words = " ".join(words[:300].split())
    words = _SLASHES.sub(" ", words) if "/" in words else words
    words = words if words.isascii() else _ARABIC_HALVES.sub(_half, _HALVES.sub(_half, words))
    for part in _MARKS.made.split(words):
        if not part or not _DIGIT.search(part):
            continue
        at = dates.in_text(part, since=SINCE)
        if at is None:
            continue
        if not _IS_UPDATED.made.match(part):
            return at, False
        changed = changed if changed is not None else at
    return changed, changed is not None
