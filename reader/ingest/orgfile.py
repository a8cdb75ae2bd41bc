"""An Org file to an article: its keywords are the facts, its text becomes Markdown.

The simple part of Org (orgmode.org/worg/org-syntax): headings, lists, tables, blocks, links and
emphasis. Drawers, planning lines and comments are left out, as Org's own exporters do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader import text
from reader.incoming import ParsedArticle
from reader.ingest import bounds, charset, dates, tagnames
from reader.ingest.article import completed
from reader.ingest.escaping import LINE, code, escaped, fence
from reader.model import Body

_KEYWORD = re.compile(r"\s*#\+(?P<name>[\w-]+):\s*(?P<value>.*?)\s*", re.A)
_BEGIN = re.compile(r"\s*#\+begin_(?P<kind>\w+)(?:\s+(?P<language>\S+))?.*", re.I)
_HEADING = re.compile(
    r"(?P<stars>\*+)\s+(?:(?:TODO|DONE|NEXT|WAITING|CANCELL?ED)\s+)?(?:\[#[A-Z0-9]\]\s+)?"
    r"(?P<title>.*?)(?:\s+:(?P<tags>[\w@#%:]+):)?\s*"
)
_COOKIE = re.compile(r"\s*\[(?:\d*/\d*|\d*%)\]")  # how much of a task is done
_DRAWER = re.compile(r"\s*:(?!end:)[\w-]+:\s*", re.I)
_PLANNED = re.compile(r"\s*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):.*")
_RULED = re.compile(r"\s*\|[-+|]+\|?\s*")
_ITEM = re.compile(r"(?P<indent>\s*)(?P<mark>[-+]|\d+[.)])\s+(?:\[@\d+\]\s*)?(?P<words>.*)")
_INLINE = re.compile(
    r"\[fn:(?P<note>[\w-]{1,40})\]|(?<=\w)(?P<shift>[_^])\{(?P<shifted>[^{}\n]{1,60})\}"
    r"|\[\[(?P<target>[^\[\]\n]{1,2000})\](?:\[(?P<label>[^\[\]\n]{1,500})\])?\]"
    r"|(?<![\w*/_=~+])(?P<mark>[*/_=~+])(?P<inside>\S(?:[^\n]{0,200}?\S)?)(?P=mark)(?![\w*/_=~+])"
)
_STYLES = {"*": "**", "/": "*", "_": "*", "+": "~~"}


def articles(data: bytes, name: str) -> tuple[ParsedArticle, ...]:
    """The one article of an Org file."""
    return (article(charset.decode(data)),)


def article(source: str) -> ParsedArticle:
    """The article that an Org text is; its title from `#+TITLE`, else its only first heading."""
    lines = text.clean_lines(source, bounds.BODY).expandtabs(8).split("\n")
    facts, rest = _facts(lines)
    title = _plain(facts.get("title", ""))
    own: list[str] = []
    if not title:
        title, rest, own = _top(rest)
    return completed(
        ParsedArticle(
            title=text.clean(title, bounds.TITLE),
            title_from="headline" if title else "text",
            deck=_plain(facts.get("subtitle", "") or facts.get("description", ""))[: bounds.DECK],
            byline=text.clean(facts.get("author", ""), bounds.NAME),
            language=facts["language"]
            if re.fullmatch(r"[a-z]{2,3}(-\w{2,4})?", facts.get("language", ""))
            else "",
            url=text.web_address(facts.get("source_url", "") or facts.get("url", "")),
            published=dates.parse(facts.get("date", "").strip("<>[]")),
            tags=tagnames.names([*own, *_tags(facts)]),
            body=Body("markdown", "\n".join(_markdown(rest)).strip("\n")),
        )
    )


def _facts(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The keywords of a text, lower case, and its lines without them."""
    facts: dict[str, str] = {}
    rest: list[str] = []
    within = ""
    for line in lines:
        begin, found = _BEGIN.fullmatch(line), _KEYWORD.fullmatch(line)
        if begin and not within:
            within = f"#+end_{begin['kind'].lower()}"
        elif within and line.strip().lower() == within:
            within = ""
        caption = found is not None and found["name"].lower() == "caption"
        if found and not within and not begin and not caption:
            name = found["name"].lower()
            facts[name] = f"{facts[name]} {found['value']}" if name in facts else found["value"]
        else:
            rest.append(line)
    return facts, rest


def _tags(facts: dict[str, str]) -> Iterator[str]:
    """The tags that the keywords give to the whole file (`:a:b:`, or words)."""
    for name in ("filetags", "hugo_tags", "hugo_categories", "keywords"):
        said = facts.get(name, "")
        if ":" in said:
            yield from said.split(":")
        else:
            yield from tagnames.listed(said, words=name != "keywords")


def _top(lines: list[str]) -> tuple[str, list[str], list[str]]:
    """The heading that a text begins with, if it is its only one of the first rank, the lines after
    it, and its tags."""
    said = [n for n, line in enumerate(lines) if line.strip()]
    tops = [n for n, line in enumerate(lines) if re.match(r"\*\s", line)]
    found = _HEADING.fullmatch(lines[tops[0]]) if len(tops) == 1 and tops[0] == said[0] else None
    if not found:
        return "", lines, []
    return _plain(found["title"]), lines[tops[0] + 1 :], (found["tags"] or "").split(":")


def _markdown(lines: list[str]) -> list[str]:
    """Lines of Org as lines of Markdown."""
    made: list[str] = []
    place = 0
    last_end = max((n for n, line in enumerate(lines) if _is_end(line)), default=-1)
    while place < len(lines):
        line = lines[place]
        place += 1
        begin = _BEGIN.fullmatch(line)
        if begin:
            inside, place = _until(lines, place, f"#+end_{begin['kind']}")
            made += ["", *_block(begin["kind"].lower(), begin["language"] or "", inside), ""]
        elif place <= last_end and _DRAWER.fullmatch(line):
            _, place = _until(lines, place, ":end:")
        elif caption := re.match(r"\s*#\+caption:\s*(.+)", line, re.I):
            made += ["", f"*{_inline(caption[1].strip())}*", ""]
        elif note := re.match(r"\[fn:([\w-]{1,40})\]\s*(.*)", line):
            made += ["", f'<a id="note-{note[1]}"></a>\\[{note[1]}\\] {_inline(note[2])}']
        elif line.startswith(("# ", "#+")) or line == "#" or _PLANNED.fullmatch(line):
            continue
        elif re.match(r"\s*: ", line):
            inside = [line.strip()[2:]]
            while place < len(lines) and re.match(r"\s*:(?: |$)", lines[place]):
                inside.append(lines[place].strip()[2:])
                place += 1
            made += ["", *fence(inside), ""]
        elif line.lstrip().startswith("|"):
            rows = [line]
            while place < len(lines) and lines[place].lstrip().startswith("|"):
                rows.append(lines[place])
                place += 1
            made += ["", *_table(rows), ""]
        else:
            made.append(_line(line))
    return made


def _until(lines: list[str], place: int, end: str) -> tuple[list[str], int]:
    """The lines before the one that says `end`, and the place after it."""
    for n in range(place, len(lines)):
        if lines[n].strip().lower() == end.lower():
            return lines[place:n], n + 1
    return lines[place:], len(lines)


def _is_end(line: str) -> bool:
    return line.strip().lower() == ":end:"


def _block(kind: str, language: str, inside: list[str]) -> list[str]:
    """A block between `#+begin_x` and `#+end_x`."""
    if kind == "comment":
        return []
    if kind in ("src", "example", "export"):
        return fence([re.sub(r"^(\s*),(?=[*#])", r"\1", line) for line in inside], language)
    if kind == "quote":
        return [f"> {line}".rstrip() for line in _markdown(inside)]
    if kind == "verse":
        return [f"{_inline(line)}  " for line in inside]
    return _markdown(inside)


def _table(rows: list[str]) -> list[str]:
    """Rows of a table; Markdown wants the first row to be a heading."""
    kept = [row.strip() for row in rows if not _RULED.fullmatch(row)]
    if not kept:
        return []
    cells = kept[0].strip("|").count("|") + 1
    made = [_inline(row) if row.endswith("|") else f"{_inline(row)} |" for row in kept]
    return [made[0], "|" + "---|" * cells, *made[1:]]


def _line(line: str) -> str:
    """A line outside of blocks."""
    heading = _HEADING.fullmatch(line)
    if heading:
        title = _COOKIE.sub("", heading["title"])
        return f"\n{'#' * min(6, len(heading['stars']) + 1)} {_inline(title)}\n"
    if re.fullmatch(r"\s*-{5,}\s*", line):
        return "\n---\n"
    item = _ITEM.fullmatch(line)
    if item:
        words = item["words"]
        box = re.match(r"\[([ xX-])\]\s+", words)
        shown = f"[{'x' if box[1] in 'xX' else ' '}] " if box else ""
        words = words[box.end() :] if box else words
        term, divided, meaning = words.partition(" :: ")
        said = f"**{_inline(term)}**: {_inline(meaning)}" if divided else _inline(words)
        return f"{item['indent']}{item['mark']} {shown}{said}"
    ends = line.endswith("\\\\")  # the next one does not go on with it
    said = line.removesuffix("\\\\").strip()
    lead = line[: len(line) - len(line.lstrip())]
    return f"{lead}{_inline(said)}{'  ' if ends else ''}"


def _inline(words: str) -> str:
    """Links and emphasis of one line as Markdown, all else escaped."""
    if len(words) > LINE:
        return escaped(words)
    made: list[str] = []
    place = 0
    for found in _INLINE.finditer(words):
        made += [escaped(words[place : found.start()]), _mark(found)]
        place = found.end()
    return "".join([*made, escaped(words[place:])])


def _mark(found: re.Match[str]) -> str:
    if found["note"]:
        return f'<sup><a href="#note-{found["note"]}">{found["note"]}</a></sup>'
    if found["shift"]:
        tag = "sub" if found["shift"] == "_" else "sup"
        return f"<{tag}>{escaped(found['shifted'])}</{tag}>"
    if found["target"]:
        target, label = found["target"].removeprefix("file:"), found["label"] or ""
        picture = re.search(r"\.(?:png|jpe?g|gif|webp|svg)$", target, re.I)
        if picture and not label:
            return f"![{re.sub(r'[][]', '', target.rpartition('/')[2])}](<{target}>)"
        if not re.match(r"(?:https?|mailto):", target):
            return escaped(label or target)
        return f"[{escaped(label or target)}](<{target}>)"
    if found["mark"] in "=~":
        return code(found["inside"])
    return f"{_STYLES[found['mark']]}{_inline(found['inside'])}{_STYLES[found['mark']]}"


def _plain(words: str) -> str:
    """One line's words without links and emphasis."""
    return text.clean(
        _INLINE.sub(lambda m: m["label"] or m["target"] or m["inside"] or m["shifted"] or "", words)
    )
