"""OPML 1.0 and 2.0 (opml.org/spec2.opml): subscriptions in and out, folders nested.

Reading takes http and https addresses and nothing else: no command, no file, no query of another
reader. Entities are off, sizes, depth and number are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from xml.sax.saxutils import quoteattr

from reader.model import Feed, Folder, ParseError
from reader.text import clean, iso, shown_address, web_address

OPML_BYTES = 20 * 1024 * 1024
OUTLINES = 50_000
DEPTH = 20  # folders within folders; deeper ones are folded into the last
NAME = 200
ADDRESS = 8_000
_SLASH = "\N{DIVISION SLASH}"  # for a slash within a folder's name; a plain one nests folders


@dataclass(frozen=True, slots=True)
class Outline:
    """One subscription; `folder` is its path, names joined with `/`, "" for none."""

    title: str
    url: str
    site: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What an OPML file holds: what can be followed, what cannot and why, what was damaged."""

    outlines: tuple[Outline, ...]
    skipped: tuple[str, ...] = ()
    damage: str = ""


def read(raw: bytes, name: str = "the file") -> Subscriptions:
    """The subscriptions in `raw`, in their order, each address once.

    A document that is not well-formed is read as far as it goes, and `damage` says so.
    Raises ParseError where it is no OPML at all.
    """
    name = clean(name, 300)
    if len(raw) > OPML_BYTES:
        raise ParseError(
            f"{name} is larger than {OPML_BYTES >> 20} MB, too large for OPML; split it."
        )
    if not raw.strip():
        raise ParseError(f"{name} is empty; export the subscriptions again.")
    root, damage = _document(raw)
    if root is None or str(root.tag).lower() != "opml":
        found = f"its first element is <{clean(str(root.tag), 40)}>" if root is not None else ""
        raise ParseError(f"{name} is no OPML: {found or 'there is no XML in it'}; "
                         "export the subscriptions as OPML again.")  # fmt: skip
    if root.getroottree().docinfo.internalDTD is not None and _declares_entities(root):
        raise ParseError(f"{name} declares entities of its own, which is refused; "
                         "take its DOCTYPE out and import it again.")  # fmt: skip
    outlines: dict[str, Outline] = {}
    skipped: list[str] = []
    for number, (element, folder) in enumerate(_walk(root)):
        if number >= OUTLINES:
            skipped.append(f"everything after the first {OUTLINES:,} outlines")
            break
        read_one = _subscription(element, folder)
        if isinstance(read_one, Outline):
            outlines.setdefault(read_one.url, read_one)
        elif read_one:
            skipped.append(read_one)
    return Subscriptions(tuple(outlines.values()), tuple(skipped), damage)


def _document(raw: bytes) -> tuple[Any, str]:
    """The root element, or None, and what is wrong with the document."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(raw.lstrip(), parser)
    except etree.XMLSyntaxError:
        return None, ""
    faults = parser.error_log.filter_from_errors()
    if not len(faults):
        return root, ""
    return root, f"line {faults[0].line}: {clean(faults[0].message, 200)}"


def _declares_entities(root: Any) -> bool:
    return any(True for _ in root.getroottree().docinfo.internalDTD.iterentities())


def _walk(root: Any) -> Iterator[tuple[Any, str]]:
    """Every outline with the path of the folder it is in, in document order."""
    outlines = [one for body in _children(root, "body") for one in _children(body, "outline")]
    waiting: list[tuple[Any, tuple[str, ...]]] = [(one, ()) for one in reversed(outlines)]
    while waiting:
        outline, path = waiting.pop()
        yield outline, "/".join(path)
        inner = path
        if not _attribute(outline, "xmlurl") and len(path) < DEPTH:
            named = clean(_attribute(outline, "title") or _attribute(outline, "text"), NAME)
            inner = (*path, named.replace("/", _SLASH)) if named else path
        waiting += [(child, inner) for child in _children(outline, "outline")][::-1]


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if isinstance(child.tag, str) and child.tag.lower() == name]


def _attribute(element: Any, name: str) -> str:
    """An attribute whatever the case of its name: `xmlUrl` is written in many ways."""
    for written, value in element.attrib.items():
        if written.lower() == name:
            return str(value).strip()
    return ""


def _subscription(outline: Any, folder: str) -> Outline | str:
    """The subscription in one outline; why there is none; or "" for a mere folder."""
    said = _attribute(outline, "xmlurl")
    title = clean(_attribute(outline, "title") or _attribute(outline, "text"), NAME)
    if not said:
        if _attribute(outline, "type").lower() in ("rss", "atom"):
            return f"{title or 'an outline'}: it has no address"
        return ""
    plain = re.sub(r"^feed:(?://)?(?=https?:)|^feed:(?=//)", "", said)
    url = web_address(f"http:{plain}" if plain.startswith("//") else plain)
    if not url:
        return f"{title or 'an outline'}: {clean(said, 80)} is no http or https address"
    return Outline(
        title="" if title == said else title,
        url=url,
        site=web_address(_attribute(outline, "htmlurl")),
        folder=folder or _category(_attribute(outline, "category")),
    )


def _category(said: str) -> str:
    """A folder from OPML 2.0's `category` ("/News/Local,/Work"): the first one that nests."""
    first = said.split(",")[0].strip()
    if not first.startswith("/"):
        return ""
    names = [clean(name, NAME) for name in first.split("/")]
    return "/".join(name for name in names[: DEPTH + 1] if name)


def write(feeds: Iterable[Feed], folders: Sequence[Folder], now: int) -> str:
    """OPML 2.0 of all web feeds, in their folders, in the order given; passwords left out."""
    inside: dict[int | None, list[Feed]] = {}
    for feed in feeds:
        if feed.kind == "web":
            inside.setdefault(feed.folder_id, []).append(feed)
    nested: dict[int | None, list[Folder]] = {}
    for folder in folders:
        nested.setdefault(folder.parent_id, []).append(folder)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        "    <title>Tearsheet subscriptions</title>",
        f"    <dateCreated>{iso(now)}</dateCreated>",
        "  </head>",
        "  <body>",
        *_outlines(None, inside, nested, "    "),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _outlines(
    folder_id: int | None,
    inside: dict[int | None, list[Feed]],
    nested: dict[int | None, list[Folder]],
    indent: str,
) -> Iterator[str]:
    for folder in nested.get(folder_id, ()):
        name = _quoted(folder.name)
        yield f"{indent}<outline text={name} title={name}>"
        yield from _outlines(folder.id, inside, nested, indent + "  ")
        yield f"{indent}</outline>"
    for feed in inside.get(folder_id, ()):
        title = _quoted(feed.title or shown_address(feed.url))
        site = f" htmlUrl={_quoted(feed.site)}" if feed.site else ""
        address = _quoted(without_password(feed.url))
        yield f'{indent}<outline type="rss" text={title} title={title} xmlUrl={address}{site}/>'


def _quoted(value: str) -> str:
    """An attribute's value in quotes, of characters that XML and every terminal can hold."""
    return quoteattr(clean(value, ADDRESS))


def without_password(address: str) -> str:
    """An address without the name and password before its host, fit to be given away."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
