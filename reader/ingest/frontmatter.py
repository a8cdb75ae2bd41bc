"""The facts above a Markdown text: YAML between `---`, TOML between `+++`, Pandoc's `%` lines.

YAML is read by PyYAML's base loader, which makes nothing but texts, lists and tables of it, and
only where it is neither long nor deep; aliases are visited a bounded number of times, so that no
short text grows into a long one. What is no YAML ("title: Part 1: the sea") is read by lines.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reader.ingest import bounds, tagnames

_FENCE = re.compile(
    r"\ufeff?(?P<mark>---|\+\+\+)[ \t]*\n(?P<inside>.*?)^(?:(?P=mark)|\.\.\.)[ \t]*(?:\n|\Z)",
    re.S | re.M,
)
_PERCENT = re.compile(
    r"\ufeff?% *(?P<title>[^\n]+)\n(?:% *(?P<author>[^\n]*)\n(?:% *(?P<date>[^\n]*)\n)?)?"
)
_BARE = re.compile(  # of Pelican and MultiMarkdown: at least two lines, one of them the title
    r"\ufeff?(?=(?:\w[\w ]{0,30}:[^\n]*\n){0,10}title:[ \t]*\S)"
    r"(?P<inside>(?:\w[\w ]{0,30}:[ \t]*[^\n]*\n(?:[ \t]+[^\n]+\n)*){2,40})(?:[ \t]*\n|\Z)",
    re.I,
)
_PAIR = re.compile(r"(?P<name>[A-Za-z][\w .-]{0,60}?)\s*:(?:\s+(?P<value>.*?))?\s*")
_ITEM = re.compile(r"\s*-\s+(?P<value>.+?)\s*")
_VALUES = 300  # visited in one fact
_DEEP = 12
_SECTIONS = ("extra", "params", "meta", "taxonomies")  # of site generators: facts as well
_TAGS = ("tags", "tag", "categories", "category", "keywords")
_BY_SPACES = ("tags", "categories")  # as Jekyll and Obsidian read one line of them


@dataclass(frozen=True, slots=True)
class Front:
    """The facts of a front matter, names in lower case; lists are joined by commas.

    `tags` are the names in its lists of tags, categories and keywords, as they are written.
    """

    values: dict[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()

    def first(self, *names: str) -> str:
        """The first of several names that says something."""
        return next((self.values[name] for name in names if self.values.get(name)), "")


def split(source: str) -> tuple[Front, str]:
    """Front matter and the rest; a `---` that opens no front matter stays in the text."""
    source = source.replace("\r\n", "\n") if "\r\n" in source[: bounds.SNIFF_BYTES] else source
    percent = _PERCENT.match(source)
    if percent:
        said = {name: value.strip() for name, value in percent.groupdict().items() if value}
        return Front(said), source[percent.end() :]
    found = _FENCE.match(source, 0, bounds.FRONT_MATTER_BYTES)
    bare = None if found else _BARE.match(source, 0, bounds.FRONT_MATTER_BYTES)
    if bare:
        return _front(_pairs(bare["inside"])), source[bare.end() :]
    if not found:
        return Front(), source
    read = _toml(found["inside"]) if found["mark"] == "+++" else _yaml(found["inside"])
    return (read, source[found.end() :]) if read.values else (Front(), source)


def _toml(inside: str) -> Front:
    """TOML front matter; a broken one gives what `name = value` lines still say."""
    try:
        return _front(tomllib.loads(inside))
    except (tomllib.TOMLDecodeError, RecursionError):
        lines = (line.partition("=") for line in inside.split("\n") if "=" in line)
        return _front({name.strip().lower(): _value(value) for name, _, value in lines})


def _yaml(inside: str) -> Front:
    """YAML front matter; what is none, or would nest too deeply, is read by lines."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    deepest = max((len(line) - len(line.lstrip(" -?")) for line in inside.split("\n")), default=0)
    if deepest > 10 * _DEEP or inside.count("[") + inside.count("{") > 200:
        return _front(_pairs(inside))
    try:
        said = yaml.load(inside, Loader=loader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return _front(_pairs(inside))
    return _front(said) if isinstance(said, dict) else Front()


def _front(said: Mapping[Any, object]) -> Front:
    """The facts of a table and its tags."""
    return Front(_flat(said), tuple(_tags(said)))


def _tags(said: Mapping[Any, object]) -> Iterator[str]:
    """The names of tags in a table or its sections, in the order of `_TAGS`."""
    tables = [said, *(said[one] for one in _SECTIONS if isinstance(said.get(one), dict))]
    for wanted in _TAGS:
        for table in tables:
            assert isinstance(table, Mapping)
            for name, value in table.items():
                if str(name).lower() != wanted:
                    continue
                if isinstance(value, list):
                    yield from (_text(each, 1, [_VALUES]) for each in value[: bounds.FILE_TAGS * 4])
                else:
                    yield from tagnames.listed(
                        _text(value, 1, [_VALUES]), words=wanted in _BY_SPACES
                    )


def _flat(said: Mapping[Any, object]) -> dict[str, str]:
    """A front matter's values as texts; those of its sections where the top has none."""
    found = {str(name).lower(): _text(value, 0, [_VALUES]) for name, value in said.items()}
    for section in _SECTIONS:
        inside = said.get(section)
        for name, value in inside.items() if isinstance(inside, dict) else ():
            if not found.get(str(name).lower()):
                found[str(name).lower()] = _text(value, 1, [_VALUES])
    return found


def _text(value: object, depth: int, left: list[int]) -> str:
    """A value in words: lists joined by commas, of a table its name."""
    left[0] -= 1
    if depth > _DEEP or left[0] < 0 or value is None:
        return ""
    if isinstance(value, dict):
        for name in ("name", "title", "label", "text"):
            if name in value:
                return _text(value[name], depth + 1, left)
        names = [_text(value.get(name), depth + 1, left) for name in ("given", "family")]
        return " ".join(filter(None, names))
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(each, depth + 1, left) for each in value[:100])))
    said = str(value).strip()
    return "" if said in ("~", "null") else said


def _pairs(inside: str) -> dict[str, str]:
    """`name: value` lines, `- item` lists and `>` or `|` blocks of what is nearly YAML."""
    said: dict[str, str] = {}
    name = ""
    for line in inside.split("\n"):
        pair = _PAIR.fullmatch(line)
        if pair and not line[:1].isspace():
            name = pair["name"].lower()
            said[name] = _value(pair["value"] or "")
        elif name and line.strip() and not line.lstrip().startswith("#"):
            item = _ITEM.fullmatch(line)
            if item and not said[name]:
                said[name] = _value(item["value"])
            elif item:
                said[name] += f", {_value(item['value'])}"
            elif line[:1].isspace():
                said[name] = f"{said[name]} {line.strip()}".strip()
    return said


def _value(raw: str) -> str:
    """A scalar or a list in brackets, without quotes; block marks (`>`, `|`) stand for nothing."""
    raw = raw.strip()
    if re.fullmatch(r"[|>][-+]?|null|~", raw):
        return ""
    if raw.startswith("[") and raw.endswith("]"):
        return ", ".join(each.strip().strip("\"'") for each in raw[1:-1].split(","))
    if raw[:1] in "\"'" and raw[-1:] == raw[:1] and len(raw) > 1:
        return raw[1:-1].replace("''", "'") if raw[0] == "'" else raw[1:-1].replace('\\"', '"')
    return re.sub(r"\s+#.*", "", raw)
