"""The host of an address as it may be shown: in its own letters where they can mislead nobody.

An address that is opened always has its host in ASCII (`text.web_address`). A label of it that is
written `xn--…` is shown in its own letters only if they are of one script (or of those that one
language mixes), none of them is rare, and they do not all look like Latin ones.
"""

from __future__ import annotations

import unicodedata
from typing import Final
from urllib.parse import urlsplit

from reader import text

_MIXED: Final = (
    {"CJK", "HIRAGANA", "KATAKANA", "LATIN"},
    {"CJK", "HANGUL", "LATIN"},
    {"CJK", "BOPOMOFO", "LATIN"},
)
# Letters with a Latin twin; a name of nothing else could stand for a Latin one.
_TWINS: Final = {
    "CYRILLIC": frozenset("асԁеһіјӏорԛѕԝхуѵьгпкмтвн"),
    "GREEK": frozenset("αβγεζηικμνορτυχω"),
    "ARMENIAN": frozenset("ոսցհզօքյգւ"),
}
_SIGNS: Final = frozenset("-·・ー々〇")


def parts(address: str) -> tuple[str, str, str]:
    """An address for human eyes: what stands before its host, the host, and what follows.

    A name or password before the host is left out; it could pass for the host.
    """
    shown = text.shown_address(address)
    if shown.startswith("mailto:"):
        before, at, host = shown.rpartition("@")
        return before + at, of_host(host), ""
    try:
        split = urlsplit(shown)
        host = split.hostname or ""
    except ValueError:
        return "", shown, ""
    start = shown.lower().find(host, len(split.scheme) + 3) if host else -1
    if start < 0:
        return "", shown, ""
    return shown[:start], of_host(host), shown[start + len(host) :]


def of(address: str) -> str:
    """The host of an address alone."""
    return parts(address)[1]


def of_host(host: str) -> str:
    """A host in ASCII as it may be shown."""
    labels = [_label(label) for label in host.split(".")]
    last = labels[-1]
    for script, twins in _TWINS.items():
        for at, label in enumerate(labels[:-1]):
            letters = {char for char in label if char.isalpha()}
            if letters and letters <= twins and script not in {_script(char) for char in last}:
                labels[at] = host.split(".")[at]
    return ".".join(labels)


def _label(label: str) -> str:
    """One part of a host in its own letters, or as it is where they could mislead."""
    if not label.startswith("xn--") or len(label) > 63:
        return label
    try:
        said = label[4:].encode("ascii").decode("punycode")
        if said.encode("idna").decode("ascii") != label or text.clean(said) != said:
            return label
    except (UnicodeError, ValueError):
        return label
    return said if _is_plain(said) else label


def _is_plain(said: str) -> bool:
    scripts = set()
    for char in said:
        if char in _SIGNS or char.isdecimal():
            continue
        if not char.isalpha() or "\u0250" <= char <= "\u02ff":  # phonetic letters pass for others
            if not unicodedata.category(char).startswith("M"):
                return False
            continue
        scripts.add(_script(char))
    return len(scripts) == 1 or any(scripts <= mixed for mixed in _MIXED)


def _script(char: str) -> str:
    return unicodedata.name(char, "NONE").split()[0].split("-")[0]
