"""Pictures, films and frames of HTML as blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from reader import text as texts
from reader.page.blocks import Embed, Image
from reader.page.formulas import from_tex, in_text

Address = Callable[[str | None], str]

_CANDIDATES = re.compile(r",\s+|(?<=\d[wx]),")
_STUB = 1_000  # characters; a longer `data:` address is a picture, no stand-in for one
_TEX = re.compile(r"\\[a-zA-Z]")
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*")
_STYLE_SIZE = re.compile(r"(?:^|[;\s])(?:width|height)\s*:\s*([01](?:\.\d+)?)px", re.I)
_LETTER_LIKE = re.compile(r"emoji|smiley|smilie|latex|math|tex\b", re.I)
_ABSOLUTE = re.compile(r"[\w+.-]+:|[/\\]")
_LAZY = (
    "data-src", "data-original", "data-lazy-src", "data-orig-file", "data-srcset",
    "data-lazy-srcset", "data-actualsrc", "srcset",
)  # fmt: skip
_KINDS = {
    "video": "video", "audio": "audio", "iframe": "page", "embed": "page", "object": "page",
    "amp-video": "video", "amp-audio": "audio", "amp-iframe": "page",
}  # fmt: skip
_FILM_NUMBER = re.compile(r"[\w-]{1,20}")
_FILM = re.compile(r"(^|\.)(youtube|youtube-nocookie|vimeo|dailymotion|twitch|peertube)\.", re.I)
_SOUND = re.compile(r"(^|\.)(soundcloud|bandcamp|spotify|megaphone|simplecast|buzzsprout)\.", re.I)


def _pixels(el: Any, name: str) -> int | None:
    found = _PIXELS.fullmatch(el.get(name) or "")
    return int(found[1]) if found else None


def tiny(el: Any) -> bool:
    """Whether a picture is there to count readers: 3 pixels or less in one direction."""
    sizes = [size for size in (_pixels(el, "width"), _pixels(el, "height")) if size is not None]
    if sizes and min(sizes) <= 3:
        return True
    return bool(_STYLE_SIZE.search(el.get("style") or ""))


def _largest(candidates: str) -> str:
    """The address of a srcset with the greatest width or density."""
    best, address = -1.0, ""
    for candidate in _CANDIDATES.split(candidates[:20_000], 50)[:50]:
        words = candidate.strip().split()
        if not words:
            continue
        size = words[1][:-1] if len(words) > 1 else "1"
        score = float(size) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", size) else 0.0
        if score > best:
            best, address = score, words[0].rstrip(",")
    return address


def _source(el: Any, address: Address) -> str:
    """Where the picture really is: lazy loading leaves a stub in `src`."""
    source = el.get("src") or ""
    found = address(source) if source and not source.startswith("data:") else ""
    lazy = [el.get(name) for name in _LAZY]
    if not found or "placeholder" in found or any(lazy[:-1]):
        for said in lazy:
            if said:
                better = address(_largest(said) if " " in said.strip() else said.strip())
                if better:
                    return better
    if not found:
        for other in _sources(el):
            better = address(_largest(other.get("srcset") or other.get("data-srcset") or ""))
            if better:
                return better
    return found


def _beside(raw: str, base: str) -> str:
    """The `file:` address of a picture that is named relative to a local file, or ""."""
    if not base.startswith("file:") or not raw or _ABSOLUTE.match(raw):
        return ""
    joined = urljoin(base, raw.split("#")[0].split("?")[0])
    return "file://" + quote(unquote(urlsplit(joined).path))


def _sources(el: Any) -> list[Any]:
    """The sources beside the picture in its `<picture>`, those last that few programs can show.

    The parser takes a source that does not end itself for the parent of what follows it.
    """
    found: list[Any] = []
    place = el
    while place is not None and len(found) < 10:
        before = place.getprevious()
        place = place.getparent() if before is None or before.tag != "source" else before
        if place is None or place.tag != "source":
            break
        found.insert(0, place)
    return sorted(found, key=lambda other: (other.get("type") or "") in ("image/avif", "image/jxl"))


def image(el: Any, address: Address, href: str, base: str = "") -> tuple[Image, bool]:
    """The picture, and whether it stands for letters in a line (an emoji, a formula, an icon).

    `base` is the article's address; one of a local file (`file:`) has pictures beside it.
    """
    alt = texts.clean(el.get("alt") or el.get("title") or "", 1_000)
    width = _pixels(el, "width")
    within = bool(alt) and (
        (len(alt) <= 2 and not alt.isalnum())
        or (width is not None and width <= 24)
        or bool(_LETTER_LIKE.search(el.get("class") or ""))
        or bool(_TEX.search(alt))
    )
    if within and (_TEX.search(alt) or _LETTER_LIKE.search(el.get("class") or "")):
        alt = from_tex(alt.strip("$ "))
    inside = el.get("src") or el.get("data-src") or ""
    source = (
        texts.inside_address(inside)
        or _source(el, address)
        or _beside((el.get("src") or "").strip(), base)
    )
    if not source and inside.startswith("data:image"):
        if len(inside) > _STUB:
            alt = alt or f"a picture of {len(inside) * 3 // 4_000:,} kB inside the page"
        elif alt:
            within = True
    leads = "" if href == source else href
    return Image(source, alt, leads, width or 0, _pixels(el, "height") or 0), within


def film(el: Any) -> Embed | None:
    """A film that a custom element names by its number."""
    said = el.get("videoid") or el.get("data-videoid") or ""
    if not _FILM_NUMBER.fullmatch(said):
        return None
    title = texts.clean(el.get("playlabel") or el.get("title") or "", 300)
    target = f"https://www.youtube.com/watch?v={said}"
    return Embed("video", target, title or target.split("://", 1)[-1])


def embed(el: Any, address: Address) -> Embed | None:
    """What plays elsewhere as one titled line, or None where it leads nowhere."""
    said = el.get("src") or el.get("data-src") or el.get("data") or ""
    if not said:
        inner = el.find("source")
        said = "" if inner is None else inner.get("src") or ""
    target = address(said)
    if not target or (el.tag == "iframe" and tiny(el)):
        return None
    kind = _KINDS[el.tag]
    host = urlsplit(target).hostname or ""
    media = (el.get("type") or "").split("/")[0]
    if _FILM.search(host) or media == "video":
        kind = "video"
    elif _SOUND.search(host) or media == "audio":
        kind = "audio"
    return linked_embed(
        kind, target, texts.clean(el.get("title") or el.get("aria-label") or "", 300)
    )


def linked_embed(kind: str, target: str, title: str) -> Embed:
    """What plays at an address, by its title or, without one, by the address."""
    return Embed(kind, target, in_text(title) or texts.shown_address(target).split("://", 1)[-1])
