"""A reStructuredText file to an article: its field list are the facts, its text becomes Markdown.

The simple part of the language: sections, lists, quotations, literal blocks, links, emphasis, and
the directives for code, pictures and admonitions. What else a directive holds stays as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, charset, dates, rstinline, rsttables, tagnames
from reader.ingest.article import completed
from reader.ingest.escaping import escaped, fence, not_a_block
from reader.model import Body

_ADORNED = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*")
_FIELD = re.compile(r":(?P<name>[\w][\w -]{0,40}):(?:\s+(?P<value>.*))?")
_DIRECTIVE = re.compile(r"\.\. (?:\|[^|]+\| )?(?P<name>[\w:-]+)::(?:\s+(?P<value>.*))?")
_COMMENTED = re.compile(r"\.\. (?P<name>[a-z_-]{2,30}): ?(?P<value>.*)")
_CHANGES = {"versionadded": "New in version", "versionchanged": "Changed in version",
            "deprecated": "Deprecated since version"}  # fmt: skip
_ITEM = re.compile(r"(\s*)([-*+•]|\d+[.)]|#\.|\(\d+\))\s+")
_CODE = (
    "code",
    "code-block",
    "sourcecode",
    "literalinclude",
    "parsed-literal",
    "highlight",
)
_NOTES = ("note", "warning", "tip", "important", "hint", "caution", "attention", "danger", "error",
          "seealso", "admonition", "topic", "sidebar", "versionadded", "versionchanged",
          "deprecated")  # fmt: skip
_SILENT = ("contents", "toctree", "index", "meta", "include", "highlight", "currentmodule",
           "module", "raw", "default-role", "role", "class", "sectnum", "target-notes")  # fmt: skip


def articles(data: bytes, name: str) -> tuple[ParsedArticle, ...]:
    """The one article of a reStructuredText file."""
    return (article(charset.decode(data)),)


def article(source: str) -> ParsedArticle:
    """The article that a reStructuredText is; its title from the top section or the fields."""
    lines = text.clean_lines(source, bounds.BODY).expandtabs(8).split("\n")
    lines = [line.rstrip() for line in lines]
    paper = _Paper(rstinline.Words.of(lines))
    commented = _commented(lines)
    title, lines = _title(lines, paper)
    facts, lines = _facts(lines)
    facts = commented | facts
    title = title or facts.get("title", "")
    return completed(
        ParsedArticle(
            title=text.clean(title, bounds.TITLE),
            title_from="headline" if title else "text",
            deck=text.clean(facts.get("subtitle", "") or facts.get("description", ""), bounds.DECK),
            byline=text.clean(facts.get("author", "") or facts.get("authors", ""), bounds.NAME),
            language=facts["lang"]
            if re.fullmatch(r"[a-z]{2,3}(-\w{2,4})?", facts.get("lang", ""))
            else "",
            url=text.web_address(facts.get("url", "")),
            published=dates.parse(facts.get("date", "")),
            tags=tagnames.names(
                each
                for name in ("tags", "category", "keywords")
                for each in tagnames.listed(facts.get(name, ""), words=False)
            ),
            body=Body("markdown", "\n".join(paper.markdown(lines, 0)).strip("\n")),
        )
    )


def _commented(lines: list[str]) -> dict[str, str]:
    """The facts in the comments that a text begins with, as Nikola writes them."""
    found: dict[str, str] = {}
    for line in lines:
        said = _COMMENTED.fullmatch(line)
        if said is None:
            break
        found[said["name"]] = said["value"]
    return found if found.get("title") else {}


def _title(lines: list[str], paper: _Paper) -> tuple[str, list[str]]:
    """The title that a text begins with, below comments and targets, and the lines after it."""
    for n, line in enumerate(lines):
        if not line or (line.startswith(".. ") and not _DIRECTIVE.match(line)):
            continue
        found = paper.section(lines, n)
        if found is None:
            return "", lines
        title, _, used = found
        return rstinline.plain(title), lines[:n] + lines[n + used :]
    return "", lines


def _facts(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The field list that a text begins with, and the lines after it."""
    facts: dict[str, str] = {}
    name = ""
    for n, line in enumerate(lines):
        found = _FIELD.fullmatch(line)
        if found:
            name = found["name"].lower()
            facts[name] = found["value"] or ""
        elif name and line.startswith(" "):
            facts[name] = f"{facts[name]} {line.strip()}".strip()
        elif line and (not line.startswith(".. ") or _DIRECTIVE.match(line)):
            return facts, lines[n:]
    return facts, []


@dataclass(slots=True)
class _Paper:
    """What is known of a text while it is read: its targets, the ranks of its sections."""

    words: rstinline.Words
    ranks: list[str] = field(default_factory=list)

    def section(self, lines: list[str], n: int) -> tuple[str, int, int] | None:
        """The heading at line `n`: its words, its rank, how many lines it takes; or None."""

        def at(place: int) -> str:
            return lines[place] if place < len(lines) else ""

        line, below = at(n), at(n + 1)
        if _ADORNED.fullmatch(line) and below.strip() and _ADORNED.fullmatch(at(n + 2)):
            if line.strip()[0] == at(n + 2).strip()[0] and len(line) >= len(below.strip()):
                return below.strip(), self._rank(line.strip()[0] * 2), 3
            return None
        if line and not line.startswith(" ") and _ADORNED.fullmatch(below):
            wide = text.width(line)
            if len(below.strip()) >= min(wide, 4) and not _ADORNED.fullmatch(line):
                return line, self._rank(below[0]), 2
        return None

    def _rank(self, adornment: str) -> int:
        if adornment not in self.ranks:
            self.ranks.append(adornment)
        return self.ranks.index(adornment) + 1

    def markdown(self, lines: list[str], depth: int) -> list[str]:
        """Lines of reStructuredText as lines of Markdown."""
        made: list[str] = []
        n = 0
        lead = 0  # of what belongs to the list item above
        while n < len(lines):
            line = lines[n]
            if line and not line.startswith(" "):
                item = _ITEM.match(line)
                lead = len(item[0]) if item else 0
            section = self.section(lines, n) if depth == 0 else None
            directive = _DIRECTIVE.fullmatch(line)
            if section:
                words, rank, used = section
                made += ["", f"{'#' * min(6, max(2, rank))} {self.words.inline(words)}", ""]
                n += used
            elif rstinline.is_definition(line):
                n += 1
            elif directive:
                inside, n = _indented(lines, n + 1)
                made += ["", *self._directive(directive, inside, depth), ""]
            elif line.startswith(".. ") or line == "..":
                note = re.match(r"\.\. \[([^\]]+)\]\s*(.*)", line)
                inside, n = _indented(lines, n + 1)
                if note:
                    said = " ".join([note[2], *[each.strip() for each in inside]])
                    made += [
                        "",
                        f"{rstinline.place(note[1])}\\[{note[1]}\\] {self.words.inline(said)}",
                        "",
                    ]
            elif _ADORNED.fullmatch(line) and not "".join(lines[n + 1 : n + 2]).strip():
                made += ["", "---", ""]
                n += 1
            elif line.startswith("| ") or line == "|":
                made.append(f"{self.words.inline(line[2:])}  ")
                n += 1
            elif line.startswith(" ") and depth < 8 and not (made and made[-1].strip()):
                inside, n = _indented(lines, n)
                mark = " " * lead if lead else "> "
                made += [f"{mark}{each}".rstrip() for each in self.markdown(inside, depth + 1)]
            elif _is_grid(line):
                grid, n = _while(lines, n, lambda each: bool(each.strip()))
                made += ["", *self._table(rsttables.drawn(grid), grid), ""]
            elif line.startswith(">>> "):
                said_lines, n = _while(lines, n, lambda each: bool(each.strip()))
                made += ["", *fence(said_lines, "python"), ""]
            elif self._is_term(lines, n, made):
                inside, n = _indented(lines, n + 1)
                meaning = self.markdown(inside, depth + 1) if depth < 8 else inside
                made.append(f"- **{self.words.inline(line)}**: {meaning[0] if meaning else ''}")
                made += [f"  {each}".rstrip() for each in meaning[1:]]
            else:
                literal = line.endswith("::")
                made.append(
                    self._line(f"{line[:-2].rstrip()}:" if literal and line != "::" else line)
                )
                n += 1
                if literal:
                    if line == "::":
                        made.pop()
                    inside, n = _indented(lines, n)
                    made += ["", *fence(inside), ""] if inside else []
        return made

    def _is_term(self, lines: list[str], n: int, made: list[str]) -> bool:
        """Whether a line is a term with its meaning below it."""
        line, below = lines[n], "".join(lines[n + 1 : n + 2])
        return (
            bool(line)
            and line[0] != " "
            and below.startswith("  ")
            and not line.endswith("::")
            and not _ITEM.match(line)
            and not _FIELD.fullmatch(line)
            and not (made and made[-1].strip() and not made[-1].startswith(("- **", "  ")))
        )

    def _table(self, rows: list[list[str]] | None, drawn: list[str]) -> list[str]:
        """A table, or its own drawing where it has no rows of cells."""
        if not rows:
            return fence(drawn) if drawn else []
        return rsttables.markdown([[self.words.inline(cell) for cell in row] for row in rows])

    def _line(self, line: str) -> str:
        item = _ITEM.match(line)
        if item:
            mark = "1." if item[2] == "#." else item[2].replace("•", "-").lstrip("(")
            return f"{item[1]}{mark} {self.words.inline(line[item.end() :])}"
        if found := _FIELD.fullmatch(line):
            value = self.words.inline(found["value"] or "")
            return f"- **{self.words.inline(found['name'])}**: {value}"
        lead = len(line) - len(line.lstrip())
        return line[:lead] + not_a_block(self.words.inline(line[lead:]))

    def _directive(self, found: re.Match[str], inside: list[str], depth: int) -> list[str]:
        """What a directive comes to."""
        name, value = found["name"].lower(), found["value"] or ""
        options: dict[str, str] = {}
        while inside and (option := _FIELD.fullmatch(inside[0])):
            options[option["name"].lower()] = option["value"] or ""
            inside = inside[1:]
        while inside and not inside[0].strip():
            inside = inside[1:]
        if name in _SILENT and name != "highlight":
            return []
        if name in _CODE:
            return fence(inside, value) if inside else []
        if name in ("image", "figure"):
            caption = self.markdown(inside, depth + 1)
            return [f"![{escaped(options.get('alt', ''))}](<{value}>)", "", *caption]
        if name == "math":
            formula = "\n".join([value, *inside]).strip()
            return ["$$", *formula.split("\n"), "$$"] if formula else []
        if name in ("list-table", "csv-table", "table"):
            title = [f"**{self.words.inline(value)}**", ""] if value else []
            if name == "table":
                grid = bool(inside) and _is_grid(inside[0])
                rows = rsttables.drawn(inside) if grid else None
            elif name == "list-table":
                rows = rsttables.of_lists(inside)
            else:
                rows = rsttables.of_csv(inside, options.get("header", ""))
            return title + self._table(rows, inside)
        said = self.markdown(inside, depth + 1) if depth < 8 else inside
        if name in _NOTES:
            own = name in ("admonition", "topic", "sidebar")
            first = value if own else f"{name.capitalize()}" + (f": {value}" if value else "")
            if name in _CHANGES:
                first = f"{_CHANGES[name]} {value}".strip()
            return [f"> {each}".rstrip() for each in (f"**{self.words.inline(first)}**", "", *said)]
        return [self.words.inline(value), "", *said] if value else said


def _is_grid(line: str) -> bool:
    """Whether a line begins a table of the language's own drawing."""
    return bool(re.fullmatch(r"\+[-=+]{3,}\+|={2,}(?: +={2,})+", line.strip()))


def _indented(lines: list[str], n: int) -> tuple[list[str], int]:
    """The indented lines from `n` on, without their indent and blank ends, and what follows."""
    inside, end = _while(lines, n, lambda line: not line or line.startswith(" "))
    least = min((len(line) - len(line.lstrip()) for line in inside if line), default=0)
    inside = [line[least:] for line in inside]
    while inside and not inside[-1]:
        inside.pop()
        end -= 1
    while inside and not inside[0]:
        inside = inside[1:]
    return inside, max(end, n)


def _while(lines: list[str], n: int, holds: object) -> tuple[list[str], int]:
    assert callable(holds)
    end = n
    while end < len(lines) and holds(lines[end]):
        end += 1
    return lines[n:end], end
