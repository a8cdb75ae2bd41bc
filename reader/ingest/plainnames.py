"""Lines that name people: bylines. Each gives the bare name."""

from __future__ import annotations

import re

from reader.ingest import lexicon

_JOINERS = frozenset(
    ("and", "und", "et", "y", "e", "en", "och", "og", "i", "и", "та", "ja", "és", "ve", "&", "και")
)
SMALL = _JOINERS | {
    "de", "da", "di", "do", "dos", "du", "des", "van", "von", "der", "den", "del", "della", "la",
    "le", "el", "al", "bin", "ibn", "bint", "ter", "ten", "zu",
}  # fmt: skip
_GENITIVE = frozenset(
    map(str.casefold, ("του", "της", "των"))
)  # stay with a name whose form they rule
_NO_LETTERS = re.compile(r"[\d.,:;!?()/|@&%+=<>*#\"“”]")
_INITIAL = re.compile(r"\b[A-ZÀ-Þ]\.")
_ARTICLES = frozenset(("the", "a", "an", "der", "die", "das", "la", "le", "el", "los", "las"))
_BY = lexicon.Starts("byline")
_BY_COLON = lexicon.Starts("byline_colon")
_HOUSE_WORDS = frozenset((*lexicon.words("role"), *lexicon.words("house")))
_NO_NAME = lexicon.Whole("line", "menu", "section", "tail")
_BY_ALONE = lexicon.Whole("byline", "byline_colon")
_HAN = lexicon.Later("[\u4e00-\u9fff]+")
_SURNAMES = frozenset("".join(lexicon.words("surname")))
_DESK = lexicon.Whole("desk")
_ROLES = frozenset(lexicon.words("role"))
_AGENCIES = frozenset(lexicon.words("agencies"))
AGENCY = lexicon.either("agencies")
_PICTURED = lexicon.Starts("credit")
_DAYS = frozenset(lexicon.words("weekday"))
_SPLIT = re.compile(r"\s+[|–—-]\s+|\s*[|•·]\s*|\s+@\w+|\s*[<(].*|,?\s+(?=\d)|\s+/\s+|／.*|\s{2,}")
_UNCASED = "\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_NO_CASE = lexicon.Later(f"[{_UNCASED}]")
_REPORTER_CJK = lexicon.Later(
    r"(?:本报|本報)?(?:记者|記者)\s?[:：]?\s?(?P<a>[\u4e00-\u9fff·]{2,5})(?:[／/\s].{0,12})?|"
    r"[【［](?P<b>[\u4e00-\u9fff]{2,6})(?:[，、,].{1,12})?[】］]|"
    r"(?P<c>[\uac00-\ud7af]{2,4}) 기자(?:\s\S+@\S+)?|"
    r"[（(](?:记者|記者)\s?(?P<d>[\u4e00-\u9fff]{2,4})[）)]"
)
_OPENS = lexicon.Later(
    r"\([^()=]{1,12}=[^()]{2,20}\)\s?(?P<a>[\uac00-\ud7af]{2,4})\s기자\s?=|"
    r"[〔【\[（(](?:本報|本报)?(?:記者|记者)\s?(?P<b>[\u4e00-\u9fff]{2,4})\s?[／/、，][^〕】\]）)]{2,20}[〕】\]）)]"
)
_JOINED = re.compile(r"\s(?:and|und|et|y|e|en|och|og|i|ja|és|ve|&|и|та)\s|,\s")
_NAMED_AGENCY = lexicon.Later(rf"(?P<name>[^(]{{4,40}}?)\s\((?P<agency>{AGENCY})\)")
_PLACED = lexicon.Later(
    rf"(?P<name>[^/|(]{{4,40}}?)\s?[/(]\s?[^\W\d_]{{3,}}[^/()]{{0,30}}?[,\s]*"
    rf"\(\s?(?P<agency>{AGENCY})\s?\)"
)
_MADE_BY = re.compile(r"[A-Z][a-z]{3,12} (?:by|von|par|por|di|door) (?P<name>[^\d|]{4,40})")


def byline(words: str) -> str:
    """The names in a byline, "" where the line is none."""
    if len(words) > 160:
        return ""
    flat = " ".join(words.split())
    found = None if flat.isascii() else _REPORTER_CJK.made.fullmatch(flat)
    if found:
        name = next(name for name in found.groups() if name)
        return "" if lexicon.key(name) in _NO_NAME else name
    placed = _PLACED.made.fullmatch(flat) if flat.endswith(")") else None
    if placed and is_name(placed["name"]):
        return placed["name"].strip()
    if flat.endswith(" ."):
        flat = " ".join(word for word in flat.split() if word != ".")  # "By . Ann Lee ."
    low = lexicon.low(flat).lstrip("*_ ")
    flat = flat.lstrip("*_ ")
    if low in _DESK:
        return flat
    opening = _BY_COLON.find(low)
    rest = flat[len(opening) :].lstrip()
    if opening and (
        rest[:1] in (":", "：") or (rest[:1] in ("・", "／") and not opening.isascii())
    ):
        return _names(rest[1:].strip(), strict=False)
    opening = _BY.find(low)
    if opening:
        rest = flat[len(opening) :].strip()
        if rest[:1] in (":", "：") or rest[:2] in ("- ", "– "):
            return _names(rest[1:].strip(), strict=False)
        desk = rest.lower().split(",")[0].strip(" .")
        if (
            desk in _DESK
            or f"by {desk}" in _DESK
            or desk.removeprefix("the ") in ("associated press",)
        ):
            return rest.split(",")[0].strip(" .")
        if _ends(flat):
            return ""
        if " " in opening and rest.isalpha() and rest[:1].isupper():
            return rest
        small = re.match(r"(?:[^\W\d_A-Z]+\s){1,4}(?=[^\W\d_a-z])", rest)
        if small and is_name(rest[small.end() :]):
            return rest[small.end() :]
        name = _names(rest, strict=True)
        if opening in _GENITIVE and name:
            return f"{flat.split()[0]} {name}"
        return name if name and _begins(name) else ""
    made = _MADE_BY.fullmatch(flat)
    if made and not _PICTURED.find(low) and is_name(made["name"]):
        return made["name"]
    return _with_role(flat)


def byline_within(words: str) -> str:
    """The name behind "by" in a line that says other things too: "May 4, 2020 by Ann Lee"."""
    flat = " ".join(words.split())
    for found in re.finditer(r"(?:(?<=\s)|^)[^\W\d_]{1,6}(?=\s)", flat):
        if found[0] != found[0].title() and _BY.find(lexicon.low(found[0])):
            name = _names(
                re.split(r"\s(?:in|am|on|at|le|el|il|op)\s|\d", flat[found.end() :])[0],
                strict=False,
            )
            if name:
                return name
    return ""


def reporter(words: str) -> str:
    """The reporter whom a paragraph opens with, as East Asian papers do, "" for none."""
    found = None if words[:40].isascii() else _OPENS.made.match(words)
    return (found["a"] or found["b"]) if found else ""


def _begins(name: str) -> bool:
    """Whether what follows a bare "by" can be a person: neither a day nor an article."""
    first = name.split()[0].casefold()
    return first not in _DAYS and first not in _ARTICLES


def _ends(flat: str) -> bool:
    return flat.endswith((".", "!", "?", "。", ":")) and not re.search(
        r"\b(?:Jr|Sr|Dr|[A-Z])\.$", flat
    )


def _names(raw: str, *, strict: bool) -> str:
    """What comes before a date, a paper, a place or an address in a byline; "" if no names."""
    name = _SPLIT.split(raw.strip(), maxsplit=1)[0]
    parts = name.split(", ")
    kept = [parts[0]]
    for part in parts[1:]:
        if re.search(r"\d", part) or not all(map(is_name, _JOINED.split(part))) or _is_house(part):
            break
        kept.append(part)
    name = ", ".join(kept).strip(" ,.;:")
    name = _without_role(name)
    limit = 14 if strict else 10
    if not name or re.search(r"\d", name) or len(name.split()) > limit or len(name) > 120:
        return ""
    if _is_uncased(name):
        return name if len(name.split()) <= 6 and len(name) <= 40 else ""
    if not strict and len(name.split()) == 1:
        return name if name[:1].isupper() else ""
    return name if _capitalised(name) else ""


def _is_house(part: str) -> bool:
    return part in _AGENCIES or not _HOUSE_WORDS.isdisjoint(part.casefold().split())


def _without_role(name: str) -> str:
    """A name without the office that follows it: "Ken Abara Arts correspondent"."""
    words = name.split()
    for n, word in enumerate(words):
        if n >= 2 and word.casefold() in _ROLES:
            while n > 2 and words[n - 1].casefold() not in _JOINERS and n - 1 >= 2:
                n -= 1
            n -= words[n - 1].casefold() in _JOINERS
            return " ".join(words[:n])
    return name


def _capitalised(names: str) -> bool:
    """Whether words look like names: each begins with a capital, or is a particle or joiner."""
    parts = re.findall(r"[^\W\d_][\w’'.-]*|&", names)
    big = [part for part in parts if part[0].isupper()]
    return (
        2 <= len(parts) <= 14
        and len(big) >= 1
        and all(part[0].isupper() or part in SMALL for part in parts)
    )


def _is_uncased(words: str) -> bool:
    """Whether words are of a script without capitals."""
    return not words.isascii() and bool(_NO_CASE.made.search(words))


def is_han_name(words: str) -> bool:
    """A Chinese name of two or three signs that begins with one of the common family names."""
    return 2 <= len(words) <= 3 and words[0] in _SURNAMES and bool(_HAN.made.fullmatch(words))


def is_han(words: str) -> bool:
    """Three to five Chinese signs and nothing else, as Japanese names have."""
    return 3 <= len(words) <= 5 and bool(_HAN.made.fullmatch(words))


def is_by(words: str) -> bool:
    """A word like "By" that stands on a line of its own above the name."""
    return lexicon.key(words) in _BY_ALONE


def is_name(words: str) -> bool:
    """Two to four words that can be a person's name, and nothing else."""
    words = words.strip()
    if len(words) > 40 or re.search(
        r"[\d.,:;!?()/|@&%+=<>*#\"“”]", re.sub(r"\b[A-ZÀ-Þ]\.", "", words)
    ):
        return False
    if _BY.find(lexicon.low(words)):
        return False
    parts = words.split()
    if not 2 <= len(parts) <= 4 or parts[0].casefold() in _ARTICLES or is_by(parts[-1]):
        return False
    if _is_uncased(words):
        return len(parts) <= 3 and not re.search("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", words)
    return _capitalised(words) and sum(part[0].isupper() for part in parts) >= 2


def are_names(words: str) -> bool:
    """One or more names and nothing else but what brackets add: "Ann Lee (now) and Tom Arbery"."""
    bare = " ".join(re.sub(r"\([^)]*\)", " ", words).split())
    return all(map(is_name, _JOINED.split(bare)))


def agency_after(words: str) -> str:
    """The agency in brackets behind a name: "Ann Lee (EFE)"."""
    found = _NAMED_AGENCY.made.fullmatch(" ".join(words.split()))
    return found["agency"] if found and is_name(found["name"]) else ""


def _with_role(flat: str) -> str:
    """ "Ann Lee, arts editor", "Ann Lee | Staff Writer", "Ann Lee (avec AFP)": the name."""
    if not (
        "," in flat
        or "(" in flat
        or "|" in flat
        or " – " in flat
        or " - " in flat
        or len(flat) < 60
    ):
        return ""
    found = re.match(
        r"(?P<name>[^,|(–—]{4,40}?)\s*(?:,|\||\(|\s[–—-]\s)\s*(?P<rest>.{3,80})$", flat
    )
    if found and is_name(found["name"]) and not _ends(flat):
        rest = re.findall(r"[^\W\d_]+", found["rest"].casefold())
        agency = found["rest"].strip(" ()")
        if len(rest) <= 8 and (
            set(rest) & _ROLES
            or (
                agency.split(" ", 1)[-1] in _AGENCIES - {"AP", "File", "Getty Images"}
                and not re.search(r"/|getty|reuters$", agency, re.I)
            )
        ):
            return found["name"].strip()
    parts = flat.split()
    if 3 <= len(parts) <= 7 and is_name(" ".join(parts[:2])) and not _ends(flat):
        rest = [part.casefold() for part in parts[2:]]
        if rest[-1] in _ROLES and parts[2][0].isupper() and not flat.istitle():
            return " ".join(parts[:2])
    return ""
