"""Lines that say whose a picture is, captions that end so among them. Each gives the bare name."""

from __future__ import annotations

import re

from reader.ingest import lexicon, plainnames

_LETTERS = re.compile(r"[^\W\d_]+")
_BETWEEN = plainnames.SMALL | {"of", "the", "for", "from", "via", "by", "at", "in"}
_CREDIT = lexicon.Starts("credit")
_AGENCY_NAME = lexicon.Later(
    rf"(?:.{{4,300}}?[.!?,\s(\[]\s?)??(?P<name>(?:{plainnames.AGENCY})(?:\s(?:Photo|Images|file))?\s?/\s?"
    r"[^\W\d_][^\d!?/|:()]{3,40})[)\]]?\.?"
)
_NAME_AGENCY = lexicon.Later(
    r"[(\[]?(?P<name>[^.!?/|]{2,60}?(?:\s/\s|\s?\|\s|\s?/|／|\s[—–-]\s|, )"
    rf"(?:{plainnames.AGENCY})(?:\s?/\s?[\w .]{{2,30}})?(?: (?:Photo|Images|file))?)[)\]]?"
)
_ANY_SLASH = re.compile(r"[(\[]?(?P<a>[^\d.!?/|:]{4,40}?)\s/\s(?P<b>[^\d!?/|:]{2,40})[)\]]?")
_BRACKETED = lexicon.Later(
    rf"[(\[](?:file|photo|image|foto|archivo)?:?\s*(?P<name>.{{0,40}}?(?<!\w)(?:{plainnames.AGENCY})(?!\w).{{0,30}})[)\]]",
    re.I,
)
_SHOUTED = re.compile(
    r"(?:PHOTOS?|FOTOS?|BILD|PICTURES?)(?: BY)?\s(?P<name>[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{4,50})"
)
_CAPTION_CREDIT = lexicon.Later(
    r".{8,200}[.!?\"”’)—–|(]\s+(?:photo(?:graph)?s?|picture|image|foto|credit|crédit|bild|fotos|imagem|imagen)"
    r"(?:\s(?:by|credit|courtesy of))?\s?[:：]\s?(?P<name>(?:[A-Z]\w{1,3}\. )?[^.:]{3,60})\.?",
    re.I,
)
_CAPTION_BY = re.compile(
    r".{8,200}[.!?\"”’)]\s(?:[^\W\d_]+\s){0,3}(?:photo|photograph|picture|foto|bild|image|imagen)s?"
    r"\s(?:by|de|di|von|par|por|door|av|af)\s(?P<name>[^.:\d]{4,40})\.?",
    re.I,
)
_PICTURES = re.compile(
    r"getty|images|stock|alamy|unsplash|pexels|imago|magnum|corbis|alliance", re.I
)
_CAPTION_TAIL = lexicon.Later(
    rf".{{20,200}}[.!?»”\"]\s(?P<name>[^\W\d_][\w.’' -]{{1,30}}\s?/\s?(?:{plainnames.AGENCY}))\.?"
)
_CAPTION_CJK = lexicon.Later(
    r".{4,120}?(?:[、，＝]|\s)(?P<a>[\u4e00-\u9fff]{2,6})(?:撮影|摄|攝)|"
    r".{4,120}?[\[［(（](?P<b>[^\[\]()]{2,20}?)\s?제공[^\[\]]{0,40}[\]］)）]"
)
_CAPTION_END = lexicon.Later(
    rf".{{20,200}}\((?:[^\W\d_]{{3,8}}\.?\s?[:：]\s?)?"
    rf"(?P<name>(?:[^\W\d_][\w.’' -]{{3,30}}\s?[/,]\s?)?(?:{plainnames.AGENCY}|FILE)"
    rf"(?:\s?/\s?[\w ]{{2,20}})?)\)"
)


def credited(words: str) -> str:
    """The name behind the word for a picture, without a colon: "Foto’s Siebe Talens"."""
    opening = _CREDIT.find(lexicon.low(words))
    rest = words[len(opening) :].strip()
    return rest if opening and plainnames.is_name(rest) else ""


def opens_caption(words: str) -> bool:
    """Whether a line begins as one that says whose picture it is, however it goes on."""
    opening = _CREDIT.find(lexicon.low(words))
    return bool(opening) and words[len(opening) :].lstrip()[:1] in (":", "：", "©", "＝")


def is_pictures(words: str) -> bool:
    """A house that has pictures, not news: "Getty Images"."""
    return bool(_PICTURES.search(words))


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
        if found and plainnames.is_name(re.split(r"[/／|]|\s[—–-]\s|, ", found["name"])[0].strip()):
            return found["name"].strip(" ()[]")
        found = _ANY_SLASH.fullmatch(flat)
        if (
            found
            and plainnames.is_name(found["a"])
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
    found = (
        found
        or _made_by(flat)
        or _CAPTION_END.made.fullmatch(flat)
        or _CAPTION_TAIL.made.fullmatch(flat)
    )
    if found:
        return found["name"].strip()
    found = None if flat.isascii() else _CAPTION_CJK.made.fullmatch(flat)
    return (found["a"] or found["b"]).strip() if found else ""


def _made_by(flat: str) -> re.Match[str] | None:
    """A caption with the name behind it: "... on Monday night. Courier photo by Ann Lee"."""
    found = _CAPTION_BY.fullmatch(flat)
    return found if found and plainnames.is_name(found["name"]) else None


def _is_credited(name: str) -> bool:
    """Whether what a credit names can be a person or a house: nearly all capitals."""
    words = [word for word in _LETTERS.findall(name) if word not in _BETWEEN]
    return bool(words) and sum(not word[0].islower() for word in words) >= 0.6 * len(words)
