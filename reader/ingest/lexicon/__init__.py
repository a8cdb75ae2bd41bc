"""Word lists that tell a page's residue, sources, credits and bylines in plain text.

The words are data: one TOML file a language, `any.toml` for what all share. Lists: `residue`
(lines of the page around an article), `tail` (headings after which the article is over),
`agencies`, `weekday`, `attribution` (who said so), and the words that open a `byline`, `source`,
`credit` or `date` line. Each is a regular expression for a whole short line, or for words in
one, with white space collapsed.
"""

from __future__ import annotations

import tomllib
from importlib import resources


def _read() -> dict[str, list[str]]:
    """All lists of all languages, joined by the list's name."""
    lists: dict[str, list[str]] = {}
    for file in sorted(resources.files(__name__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            for name, patterns in tomllib.loads(file.read_text("utf-8")).items():
                lists.setdefault(name, []).extend(patterns)
    return lists


_LISTS = _read()


def words(name: str) -> list[str]:
    """The patterns of a list."""
    return _LISTS[name]


def either(name: str) -> str:
    """The alternatives of a list as the inside of a group of a regular expression."""
    return "|".join(_LISTS[name])
