"""Small named rules that say what a short line of plain text is; each can be read by itself."""

from __future__ import annotations

import re
from typing import Literal

from reader import text
from reader.ingest import dates, lexicon
from reader.ingest.plainblocks import Block, ends_sentence, is_item, is_rule
from reader.ingest.words import MONTHS

Kind = Literal[
    "rule", "byline", "date", "residue", "source", "credit", "prose", "item", "crumbs", "short"
]
SHORT = 25  # words; longer blocks are prose, but at the end of a text, where rights stand
SHORT_AT_END = 90

_FLAGS = re.I
_AGENCIES = lexicon.either("agencies")
_RESIDUE = re.compile(lexicon.either("residue"), _FLAGS)
_TAIL = re.compile(lexicon.either("tail"), _FLAGS)
_SMALL = [
    "de",
    "da",
    "di",
    "van",
    "von",
    "der",
    "den",
    "del",
    "la",
    "le",
    "el",
    "al",
    "bin",
    "ibn",
    "y",
    "and",
    "und",
    "et",
    "e",
    "in",
    "of",
    "for",
    "the",
]
_NAME = rf"(?:[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я][\w’'.-]*|{'|'.join(_SMALL)}|&)"
_NAMES = rf"{_NAME}(?:[ \xa0,]+{_NAME}){{1,8}}"
_BY = re.compile(
    "(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|DI|Door|Av|Af|"
    "(?:Written|Words|Story) by|Report(?:ed|ing) by)"
    r"\s+(?P<name>.+)"
)
_BY_COLON = re.compile(rf"(?:{lexicon.either('byline')})\s*[:：]\s*(?P<name>.{{2,80}})", _FLAGS)
_STAFF = re.compile(
    r"staff (?:reports?|writers?)|"
    r"(?P<name>.{3,50}), "
    r"(?:associated press|reuters|staff writer|correspondent|special to .{3,40})",
    _FLAGS,
)
_NEWS = re.compile(
    "|".join(rf"(?<!\w)(?:{day})(?!\w)" for day in lexicon.words("weekday") if len(day) > 5)
    + rf"|(?<!\w)(?:{lexicon.either('attribution')})(?!\w)",
    _FLAGS,
)
_FROM = lexicon.either("source")
_SOURCE = re.compile(rf"\(?(?:{_FROM})\s+(?P<name>.{{2,100}}?)\)?\.?", _FLAGS)
_SOURCE_COLON = re.compile(rf"\(?(?:{_FROM})\s*[:：]\s*(?P<name>.{{2,100}}?)\)?", _FLAGS)
_WIRES = re.compile(
    r"\(?(?P<name>(?:.{2,60}? (?:and|with|und|et|y|e|и) )?"
    "(?:wire services?|news agencies|agencies|agenturen|agences|agencias|agenzie|агентства|"
    r"news services))\)?\.?",
    _FLAGS,
)
_AGENCY = re.compile(rf"[(\[]?(?P<name>(?:{_AGENCIES})(?:\s*[/,&+]\s*(?:{_AGENCIES}))*)[)\]]?\.?")
_CREDIT = re.compile(
    rf"[(\[]?(?:{lexicon.either('credit')})\s*(?:[:：/©]|by )\s*(?P<name>.{{2,100}}?)[)\]]?", _FLAGS
)
_NAME_AGENCY = re.compile(
    r"[(\[]?(?P<name>[^.!?/|]{2,60}?(?:\s/\s|\s?\|\s|\s?/|\s*[—–-]\s|, )"
    rf"(?:{_AGENCIES})(?:\s?/\s?[\w .]{{2,30}})?(?: (?:Photo|Images|file))?)[)\]]?"
)
_ANY_SLASH = re.compile(rf"[(\[]?(?P<name>{_NAMES}\s/\s[\w .,’'-]{{2,40}})[)\]]?")
_BRACKETED = re.compile(
    rf"[(\[](?:file|photo|image|foto)?:?\s*(?P<name>.{{0,40}}\b(?:{_AGENCIES})\b.{{0,30}})[)\]]",
    _FLAGS,
)
_CRUMBS = re.compile(r"[^.!?>»›]{1,40}(?:[>»›][^.!?>»›]{1,60})+")
_AGO = re.compile(
    r"(?:\d+|an?|one) (?:minutes?|hours?|days?|weeks?) ago|vor \d+ \w+|il y a \d+ \w+|"
    r"hace \d+ \w+|há \d+ \w+|\d+ (?:minut|uur|dagen|godzin|dni)\w* (?:temu|geleden)|"
    r"\d+ \w+ назад|\d+\s?(?:小时|分钟|天|時間|分|日)前",
    _FLAGS,
)
_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DATEISH = re.compile(
    rf"(?<!\w)(?:{lexicon.either('weekday')}|{lexicon.either('date')}|{_MONTH})(?!\w)|"
    r"(?<!\w)(?:[ap]\.?m\.?|[A-Z]{2,4}T|GMT|UTC)(?!\w)|"
    r"[\d:./,|()+–—\s年月日時分년월일·•-]+",
    _FLAGS,
)


def kind_of(block: Block, near_end: bool = False) -> Kind:
    """What a block is; the first rule that fits."""
    words = block.text
    count = block.words
    if is_rule(words):
        return "rule"
    if count > (SHORT_AT_END if near_end else SHORT):
        return "prose"
    if byline(words) and count <= 20:
        return "byline"
    if is_date(words):
        return "date"
    if source(words) and count <= 14:
        return "source"
    if credit(words) and count <= 14:
        return "credit"
    if is_residue(words):
        return "residue"
    if is_prose(words, count):
        return "prose"
    if is_item(words):
        return "item"
    return "crumbs" if _CRUMBS.fullmatch(words) else "short"


def is_residue(words: str) -> bool:
    """A line of the page around an article: sign-up, share, menu, rights, related."""
    flat = text.clean(words)
    return len(flat) <= 300 and bool(
        _RESIDUE.fullmatch(flat.strip(" .!»>|•·*#-[]")) or _RESIDUE.fullmatch(flat)
    )


def is_tail(words: str) -> bool:
    """A heading after which the page goes on, not the article."""
    return bool(_TAIL.fullmatch(text.clean(words).strip(" .!»>|•·*#-")))


def is_prose(words: str, count: int) -> bool:
    """Running text: long, or shorter with the end of a sentence or a quotation."""
    if count >= 40:
        return True
    ended = ends_sentence(words)
    if count >= 16 and (ended or not words.istitle()):
        return True
    return (count >= 7 and ended and not words.endswith(":")) or (
        words[:1] in '"“„«‘' and ended and count >= 4
    )


def tells_news(words: str) -> bool:
    """Whether a paragraph names a day of the week or who said so, as the first one of news does."""
    return bool(_NEWS.search(words))


def byline(words: str) -> str:
    """The names in a byline, "" where the line is none."""
    if len(words) > 160:
        return ""
    found = _BY_COLON.fullmatch(words)
    if found:
        return _names(found["name"])
    found = _BY.fullmatch(words)
    if found and not ends_sentence(re.sub(r"\b(?:Jr|Sr|[A-Z])\.$", "", words)):
        names = _names(found["name"])
        if names and (_capitalised(names) or names.isupper()):
            return names
    found = _STAFF.fullmatch(words)
    return (found["name"] or text.clean(words)) if found else ""


def _names(raw: str) -> str:
    """What comes before a date, a paper or a place in a byline."""
    name = re.split(r"\s+[|–—-]\s+|\s*[|•·]\s*", raw, maxsplit=1)[0]
    parts = name.split(", ")
    kept = [parts[0]]
    for part in parts[1:]:
        if re.search(r"\d", part) or not _capitalised(part) or len(part.split()) < 2:
            break
        kept.append(part)
    name = text.clean(", ".join(kept), 200).rstrip(" ,.")
    return "" if re.search(r"\d{2}", name) else name


def _capitalised(names: str) -> bool:
    """Whether a few words look like names: nearly all begin with a capital or have no case."""
    parts = re.findall(r"[^\W\d_][\w’'.-]*", names)
    return 0 < len(parts) <= 14 and all(not part[0].islower() or part in _SMALL for part in parts)


def is_date(words: str) -> bool:
    """A line that holds a date or time and next to nothing else."""
    if len(words) > 120 or not (re.search(r"\d", words)):
        return False
    if _AGO.fullmatch(text.clean(words).strip(" .|•·")):
        return True
    if not re.search(r"\d{1,4}[.:/年월-]\s?\d|\b(?:19|20)\d\d\b", words):
        return False
    rest = _DATEISH.sub("", words)
    return len(rest) <= min(12, len(words) * 0.25) and (
        dates.in_text(words) is not None or bool(re.fullmatch(r"[\d:.\sapmAPMhUuhr|–-]+", words))
    )


def source(words: str) -> str:
    """Where a text comes from, in a line that says only that."""
    flat = text.clean(words)
    if len(flat) > 120:
        return ""
    for pattern in (_WIRES, _SOURCE_COLON):
        found = pattern.fullmatch(flat)
        if found:
            return found["name"].strip(" .()")
    found = _AGENCY.fullmatch(flat)
    if found and flat not in ("File", "FILE"):
        return found["name"]
    found = _SOURCE.fullmatch(flat)
    if (
        found
        and _capitalised(found["name"])
        and not flat.lower().startswith("from the")
        and (not flat.lower().startswith("source "))
    ):
        return found["name"].strip(" .()")
    return ""


def credit(words: str) -> str:
    """Whose picture it is, in a line that says only that."""
    flat = text.clean(words)
    if len(flat) > 140:
        return ""
    for pattern in (_CREDIT, _NAME_AGENCY, _BRACKETED, _ANY_SLASH):
        found = pattern.fullmatch(flat)
        if found and (pattern is not _NAME_AGENCY or _capitalised(found["name"].split("/")[0])):
            return text.clean(found["name"]).strip(" ()[]")
    return ""
