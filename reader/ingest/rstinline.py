"""The words of reStructuredText within a line as Markdown: links, emphasis, code, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reader import text
from reader.ingest.escaping import LINE, code, escaped

_INLINE = re.compile(
    r"``(?P<code>.{1,300}?)``"
    r"|(?<![\w*])\*\*(?P<strong>\S(?:.{0,300}?\S)?)\*\*(?!\w)"
    r"|(?<![\w*])\*(?P<em>[^\s*](?:[^*]{0,300}[^\s*])?)\*(?![\w*])"
    r"|:math:`(?P<math>[^`]{1,300})`"
    r"|:[\w:+-]{1,40}:`(?P<role>[^`]{1,300})`"
    r"|`(?P<label>[^`<]{0,300}?)\s*<(?P<url>[^`>\s]{1,2000})>`__?"
    r"|`(?P<phrase>[^`]{1,300})`(?P<linked>__?)?"
    r"|(?<![\w`])(?P<word>[A-Za-z][\w.-]{0,60})_(?![\w`])"
    r"|\[(?P<note>[#*\w]{1,40})\]_"
    r"|(?<![\w|])\|(?P<other>[^|\s](?:[^|]{0,80}[^|\s])?)\|_{0,2}(?![\w|])"
)
_TARGET = re.compile(r"\.\. _(?P<name>`[^`]+`|[^:\n]+):\s*(?P<url>\S+)?\s*")
_OTHER = re.compile(r"\.\. \|(?P<name>[^|]+)\| replace::\s+(?P<said>.*)")
_ANONYMOUS = re.compile(r"(?:__|\.\. __:)\s+(?P<url>\S+)")


@dataclass(slots=True)
class Words:
    """What the words of a text refer to, and how they are written in Markdown."""

    targets: dict[str, str] = field(default_factory=dict)  # addresses by name
    others: dict[str, str] = field(default_factory=dict)  # what stands for `|name|`
    anonymous: list[str] = field(default_factory=list)  # addresses in the order of their links

    @classmethod
    def of(cls, lines: list[str]) -> Words:
        """What the lines of a text define apart from where they use it."""
        found = cls()
        for line in lines:
            if anonymous := _ANONYMOUS.fullmatch(line):
                found.anonymous.append(anonymous["url"])
            elif (target := _TARGET.fullmatch(line)) and target["url"]:
                found.targets[target["name"].strip("`").casefold()] = target["url"]
            elif other := _OTHER.fullmatch(line):
                found.others[other["name"].casefold()] = other["said"]
        return found

    def inline(self, words: str) -> str:
        """Links and emphasis of one line as Markdown, all else escaped."""
        if len(words) > LINE:
            return escaped(words)
        made: list[str] = []
        place = 0
        for found in _INLINE.finditer(words):
            made += [escaped(words[place : found.start()]), self._mark(found)]
            place = found.end()
        return "".join([*made, escaped(words[place:])]).replace("\\\\ ", "")

    def _mark(self, found: re.Match[str]) -> str:
        if found["code"]:
            return code(found["code"])
        if found["strong"]:
            return f"**{escaped(found['strong'])}**"
        if found["em"]:
            return f"*{escaped(found['em'])}*"
        if found["math"]:
            return f"${found['math']}$"
        if found["other"]:
            said = self.others.get(found["other"].casefold())
            return escaped(found[0] if said is None else said)
        if found["role"]:
            return code(re.sub(r"\s*<[^<>]*>$", "", found["role"]).lstrip("~!"))
        if found["url"]:
            return _link(found["label"] or found["url"], found["url"].strip())
        name = found["phrase"] or found["word"]
        if name:
            url = self.targets.get(name.casefold(), "")
            if found["linked"] == "__" and self.anonymous:
                url = self.anonymous.pop(0)
            if found["word"] and not url:
                return escaped(found[0])
            return _link(name, url) if url else escaped(name)
        note = found["note"]
        return (
            f'<sup><a href="#note-{note}">{note}</a></sup>' if note.isalnum() else f"\\[{note}\\]"
        )


def is_definition(line: str) -> bool:
    """Whether a line only says what words elsewhere refer to."""
    return bool(_OTHER.fullmatch(line) or _ANONYMOUS.fullmatch(line))


def place(name: str) -> str:
    """What a note's mark leads to."""
    return f'<a id="note-{name}"></a>' if name.isalnum() else ""


def _link(label: str, url: str) -> str:
    web = re.match(r"(?:https?|mailto):", url)
    return f"[{escaped(label)}](<{url}>)" if web else escaped(label)


def plain(words: str) -> str:
    """One line's words without marks."""
    return text.clean(
        _INLINE.sub(lambda m: next((part for part in m.groups() if part), m[0]), words)
    )
