"""Lines that name people and houses: byline, picture credit, source. Each gives the bare name."""

from __future__ import annotations

import re

from reader.ingest import lexicon

_JOINERS = frozenset(
    ("and", "und", "et", "y", "e", "en", "och", "og", "i", "и", "та", "ja", "és", "ve", "&", "και")
)
_SMALL = _JOINERS | {
    "de", "da", "di", "do", "dos", "du", "des", "van", "von", "der", "den", "del", "della", "la",
    "le", "el", "al", "bin", "ibn", "bint", "ter", "ten", "zu",
}  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+")
_BETWEEN = _SMALL | {"of", "the", "for", "from", "via", "by", "at", "in"}
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
_AGENCY = lexicon.either("agencies")
_CREDIT = lexicon.Starts("credit")
_SOURCE = lexicon.Starts("source")
_WIRES = tuple(sorted(map(lexicon.low, lexicon.words("wires")), key=len, reverse=True))
_DAYS = frozenset(lexicon.words("weekday"))
_SPLIT = re.compile(r"\s+[|–—-]\s+|\s*[|•·]\s*|\s+@\w+|\s*[<(].*|,?\s+(?=\d)|\s+/\s+|／.*|\s{2,}")
_UNCASED = "\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_NO_CASE = lexicon.Later(f"[{_UNCASED}]")
_HOUSES = lexicon.Later(rf"(?:{_AGENCY})(?:\s?[/,&+]\s?(?:{_AGENCY}))+")
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
_AGENCY_NAME = lexicon.Later(
    rf"(?:.{{4,300}}?[.!?,\s(\[]\s?)??(?P<name>(?:{_AGENCY})(?:\s(?:Photo|Images|file))?\s?/\s?"
    r"[^\W\d_][^\d!?/|:()]{3,40})[)\]]?\.?"
)
_NAME_AGENCY = lexicon.Later(
    r"[(\[]?(?P<name>[^.!?/|]{2,60}?(?:\s/\s|\s?\|\s|\s?/|／|\s[—–-]\s|, )"
    rf"(?:{_AGENCY})(?:\s?/\s?[\w .]{{2,30}})?(?: (?:Photo|Images|file))?)[)\]]?"
)
_ANY_SLASH = re.compile(r"[(\[]?(?P<a>[^\d.!?/|:]{4,40}?)\s/\s(?P<b>[^\d!?/|:]{2,40})[)\]]?")
_BRACKETED = lexicon.Later(
    rf"[(\[](?:file|photo|image|foto|archivo)?:?\s*(?P<name>.{{0,40}}?(?<!\w)(?:{_AGENCY})(?!\w).{{0,30}})[)\]]",
    re.I,
)
_WITH_AGENCY = lexicon.Later(
    rf"[(,]\s?(?:avec|con|mit|com|with|et|y|und)\s+(?P<name>{_AGENCY})\)?$"
)
_SHOUTED = re.compile(
    r"(?:PHOTOS?|FOTOS?|BILD|PICTURES?)(?: BY)?\s(?P<name>[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{4,50})"
)
_CAPTION_CREDIT = lexicon.Later(
    r".{8,200}[.!?\"”’)—–|(]\s+(?:photo(?:graph)?s?|picture|image|foto|credit|crédit|bild|fotos|imagem|imagen)"
    r"(?:\s(?:by|credit|courtesy of))?\s?[:：]\s?(?P<name>[^.:]{3,60})\.?",
    re.I,
)
_JOINED = re.compile(r"\s(?:and|und|et|y|e|en|och|og|i|ja|és|ve|&|и|та)\s|,\s")
_NAMED_AGENCY = lexicon.Later(rf"(?P<name>[^(]{{4,40}}?)\s\((?P<agency>{_AGENCY})\)")
_PLACED = lexicon.Later(
    rf"(?P<name>[^/|(]{{4,40}}?)\s?[/(]\s?[^\W\d_]{{3,}}[^/()]{{0,30}}?[,\s]*"
    rf"\(\s?(?P<agency>{_AGENCY})\s?\)"
)
_PICTURES = re.compile(
    r"getty|images|stock|alamy|unsplash|pexels|imago|magnum|corbis|alliance", re.I
)
_MADE_BY = re.compile(r"[A-Z][a-z]{3,12} (?:by|von|par|por|di|door) (?P<name>[^\d|]{4,40})")
_CAPTION_TAIL = lexicon.Later(
    rf".{{20,200}}[.!?»”\"]\s(?P<name>[^\W\d_][\w.’' -]{{1,30}}\s?/\s?(?:{_AGENCY}))\.?"
)
_CAPTION_CJK = lexicon.Later(
    r".{4,120}?(?:[、，＝]|\s)(?P<a>[\u4e00-\u9fff]{2,6})(?:撮影|摄|攝)|"
    r".{4,120}?[\[［(（](?P<b>[^\[\]()]{2,20}?)\s?제공[^\[\]]{0,40}[\]］)）]"
)
_CAPTION_END = lexicon.Later(
    rf".{{20,200}}\((?:[^\W\d_]{{3,8}}\.?\s?[:：]\s?)?"
    rf"(?P<name>(?:[^\W\d_][\w.’' -]{{3,30}}\s?[/,]\s?)?(?:{_AGENCY}|FILE)"
    rf"(?:\s?/\s?[\w ]{{2,20}})?)\)"
)


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
        if rest[:1] in (":", "："):
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
        return name if name and _begins(name) else ""
    made = _MADE_BY.fullmatch(flat)
    if made and not _CREDIT.find(low) and is_name(made["name"]):
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
        and all(part[0].isupper() or part in _SMALL for part in parts)
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


def credited(words: str) -> str:
    """The name behind the word for a picture, without a colon: "Foto’s Siebe Talens"."""
    opening = _CREDIT.find(lexicon.low(words))
    rest = words[len(opening) :].strip()
    return rest if opening and is_name(rest) else ""


def is_pictures(words: str) -> bool:
    """A house that has pictures, not news: "Getty Images"."""
    return bool(_PICTURES.search(words))


def is_by(words: str) -> bool:
    """A word like "By" that stands on a line of its own above the name."""
    return lexicon.key(words) in _BY_ALONE


def is_name(words: str) -> bool:
    """Two to four words that can be a person's name, and nothing else."""
    words = words.strip()
    if len(words) > 40 or re.search(r"[\d.,:;!?()/|@&%\"“”]", re.sub(r"\b[A-ZÀ-Þ]\.", "", words)):
        return False
    if _BY.find(lexicon.low(words)):
        return False
    parts = words.split()
    if not 2 <= len(parts) <= 4 or parts[0].casefold() in _ARTICLES:
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


def credit(words: str) -> str:
    """Whose picture it is, in a line that says only that, or in the end of a caption."""
    if len(words) > 220:
        return ""
    flat = " ".join(words.split())
    inner = flat.strip("()[]（）【】 ").lstrip("▲")
    shouted = _SHOUTED.fullmatch(inner)
    if shouted:
        return shouted["name"]
    opening = _CREDIT.find(lexicon.low(inner))
    if opening:
        rest = inner[len(opening) :]
        rest = rest.lstrip() if rest.lstrip()[:1] in (":", "：", "/", "©") else rest
        if rest[:1] in (":", "：", "/", "／", "©", ",") or opening.endswith(
            (" by", " de", " di", " av", " von", " of", ".")
        ):
            name = rest.strip(" :：/／©,.")
            if (rest[:1] != "," or opening in ("image source", "image copyright")) and (
                1 <= len(name.split()) <= 9 and _is_credited(name)
            ):
                return name
        elif opening in ("fot", "foto", "photo", "imagen", "bild") and rest[:2] == ". ":
            return rest[2:].strip()
    if flat[:1] in "([" and len(flat) <= 140:
        found = _BRACKETED.made.fullmatch(flat)
        if (
            found
            and len(flat.split()) <= 8
            and not re.match(r"\((?:avec|con|mit|com|with)\b", flat)
        ):
            return found["name"].strip(" ()[]")
    if len(flat) <= 140 and (
        "/" in flat or "／" in flat or "," in flat or " - " in flat or "–" in flat or "|" in flat
    ):
        found = _NAME_AGENCY.made.fullmatch(flat)
        if found and is_name(re.split(r"[/／|]|\s[—–-]\s|, ", found["name"])[0].strip()):
            return found["name"].strip(" ()[]")
        found = _ANY_SLASH.fullmatch(flat)
        if (
            found
            and is_name(found["a"])
            and found["b"][:1].isupper()
            and len(found["b"].split()) <= 5
        ):
            return flat.strip(" ()[]")
    if (
        "/" in flat
        and (found := _AGENCY_NAME.made.fullmatch(flat))
        and found["name"].split("/")[1].strip()[:1].isupper()
    ):
        return found["name"].strip()
    found = _CAPTION_CREDIT.made.fullmatch(flat) if ":" in flat or "：" in flat else None
    found = found or _CAPTION_END.made.fullmatch(flat) or _CAPTION_TAIL.made.fullmatch(flat)
    if found:
        return found["name"].strip()
    found = None if flat.isascii() else _CAPTION_CJK.made.fullmatch(flat)
    return (found["a"] or found["b"]).strip() if found else ""


def _is_credited(name: str) -> bool:
    """Whether what a credit names can be a person or a house: nearly all capitals."""
    words = [word for word in _LETTERS.findall(name) if word not in _BETWEEN]
    return bool(words) and sum(not word[0].islower() for word in words) >= 0.6 * len(words)


def source(words: str) -> str:
    """Where a text comes from, in a line that says only that."""
    if len(words) > 140:
        return ""
    flat = " ".join(words.split())
    inner = flat.strip("()[]（）【】. ")
    low = lexicon.low(inner)
    if inner in _AGENCIES or inner.replace(" / ", "/") in _AGENCIES:
        return inner
    if _HOUSES.made.fullmatch(inner):
        return inner
    opening = _SOURCE.find(low)
    if opening:
        rest = inner[len(opening) :].strip()
        if rest[:1] in (":", "："):
            return rest[1:].strip(" .")[:100]
        agency = rest in _AGENCIES
        if agency or (" " in opening and _is_house_name(rest)):
            return re.sub(r"^the (?=[A-Z])", "", rest)
    for wires in _WIRES if low.endswith(_WIRES) else ():
        if low.endswith(wires) and len(low) > len(wires) and len(inner.split()) <= 10:
            before = inner[: len(inner) - len(wires)].strip(" ,")
            if not before or before[:1].isupper() or not before[:1].isascii():
                return inner
        elif low == wires:
            return inner
    return ""


def agency_with(words: str) -> str:
    """The agency that a byline shares its work with: "Ann Lee (avec AFP)"."""
    found = _WITH_AGENCY.made.search(words)
    return found["name"] if found else ""


def _is_house_name(rest: str) -> bool:
    """Whether words look like a paper's name: short, beginning with a capital after "the"."""
    rest = re.sub(r"^(?:the|la|le|el|die|der) ", "", rest)
    return 1 <= len(rest.split()) <= 7 and not rest[:1].islower()
