"""What programs add to Markdown, as Markdown that every reader knows.

Obsidian's links, embeds, comments and callouts; footnotes; the shortcodes of Hugo and the tags of
Jekyll; attributes of headings and definition lists of Pandoc and kramdown. Code stays as it is. The
file itself is kept as it was, so what is left out here is not lost.
"""

from __future__ import annotations

import re

from reader.ingest.escaping import LINE

_FENCE = re.compile(r"\s{0,3}(?:>\s?)*(?P<marks>`{3,}|~{3,})(?P<info>.*)")
_CODE = re.compile(r"(`+)(?:(?!\1).)+?\1(?!`)")
_COMMENT = re.compile(r"%%.{0,5000}?%%", re.S)
_EMBED = re.compile(r"!\[\[(?P<target>[^\[\]|\n]{1,300})(?:\\?\|(?P<label>[^\[\]\n]{0,300}))?\]\]")
_WIKI = re.compile(r"\[\[(?P<target>[^\[\]|\n]{1,300})(?:\\?\|(?P<label>[^\[\]\n]{1,300}))?\]\]")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|bmp|svg)$", re.I)
_CALLOUT = re.compile(r"(?P<quote>\s{0,3}(?:>\s?)+)\[!(?P<kind>[\w-]{1,30})\][-+]?\s*(?P<title>.*)")
_MARKED = re.compile(r"(?<![=\w])==(?=\S)([^=\n]{1,300}?)(?<=\S)==(?![=\w])")
_BLOCK_ID = re.compile(r"\s\^[\w-]{1,40}\s*$", re.A)
_NOTE = re.compile(r"\[\^(?P<name>[^\]\s]{1,60})\](?!:)|(?<!\\)\^\[(?P<said>[^\[\]\n]{1,1000})\]")
_NOTE_TEXT = re.compile(r"\s{0,3}\[\^(?P<name>[^\]\s]{1,60})\]:\s*(?P<said>.*)")
_HEADING = re.compile(r"(?P<said>\s{0,3}#{1,6}\s.*?)\s*\{[:#.][^{}\n]{0,200}\}\s*$")
_ATTRIBUTES = re.compile(
    r"\s{0,3}\{:?\s*[#.][\w\s.#=\"'-]{0,200}\}\s*|\s{0,3}\{:[^{}\n]{0,200}\}\s*"
)
_MEANING = re.compile(r"\s{0,3}:\s{1,3}(?P<said>\S.*)")
_SHORTCODE = re.compile(
    r"\{\{[<%]\s*(?P<end>/)?\s*(?P<name>[\w./-]{1,60})(?P<rest>[^{}]{0,1000}?)[>%]\}\}"
)
_OPTION = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>%]+))")
_LIQUID = re.compile(
    r"\{%-?\s*(?:end)?(?:raw|include|include_relative|include_cached|comment|if|elsif|else|unless|"
    r"for|assign|capture|post_url|link|case|when|gist|seo|feed_meta)\b[^{}]{0,500}?-?%\}"
)
_LIQUID_VALUE = re.compile(r"\{\{-?\s*(?:site|page|post|layout)\.[^{}]{0,300}?-?\}\}")
_LIQUID_CODE = re.compile(
    r"\s*\{%-?\s*(?P<end>end)?highlight\s*(?P<language>[\w+#-]*)[^{}]{0,200}%\}\s*"
)
_SITE = re.compile(r"(?<=\()\{(?:static|filename|attach|author|tag|category|index)\}|"
                   r"(?<=\()\|filename\|")  # fmt: skip


def common(source: str, *, framed: bool) -> str:
    """Markdown without what only one program knows; `framed` says that there was front matter, so
    that tags of site generators are not text about them."""
    lines = _COMMENT.sub("", source).split("\n") if "%%" in source else source.split("\n")
    notes = _Notes()
    made: list[str] = []
    fence = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        found = _FENCE.match(line)
        if fence:
            if found and found["marks"].startswith(fence) and not found["info"].strip():
                fence = ""
            made.append(line)
        elif found and not (found["marks"][0] == "`" and "`" in found["info"]):
            fence = found["marks"]
            made.append(line)
        elif len(line) > LINE or (line.startswith(("    ", "\t")) and not (made and made[-1])):
            made.append(line)
        elif framed and (code := _opens_code(line)) is not None:
            made.append(f"```{code}")
            while at < len(lines) and not _closes_code(lines[at]):
                made.append(lines[at])
                at += 1
            at += 1
            made.append("```")
        elif text := _NOTE_TEXT.fullmatch(line):
            said = [text["said"]]
            while at < len(lines) and lines[at].startswith(("    ", "\t")):
                said.append(lines[at].strip())
                at += 1
            notes.define(text["name"], " ".join(said))
        else:
            made += _line(line, made, notes, framed)
    return "\n".join([*made, *notes.lines()])


class _Notes:
    """The footnotes of a text, in the order in which it refers to them."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._named: list[str] = []

    def define(self, name: str, said: str) -> None:
        self._texts.setdefault(name, said)

    def mark(self, found: re.Match[str]) -> str:
        """The mark of a note in the text; the note itself may stand there too."""
        name = found["name"]
        if name is None:
            name = f"^{found['said']}"
            self.define(name, found["said"])
        if name not in self._named:
            self._named.append(name)
        number = self._named.index(name) + 1
        return f'<sup><a href="#note-{number}">{number}</a></sup>'

    def lines(self) -> list[str]:
        """The notes below the text; one that nobody refers to comes last."""
        names = [*self._named, *(name for name in self._texts if name not in self._named)]
        told = [
            f'<a id="note-{number}"></a>\\[{number}\\] {self._texts[name]}'
            for number, name in enumerate(names, 1)
            if name in self._texts
        ]
        return ["", "---", "", "\n\n".join(told)] if told else []


def _line(line: str, made: list[str], notes: _Notes, framed: bool) -> list[str]:
    """A line that is no code."""
    if _ATTRIBUTES.fullmatch(line):
        if made and re.fullmatch(r"\s{0,3}[*+-] TOC\s*", made[-1], re.I):
            made.pop()
        return []
    callout = _CALLOUT.fullmatch(line)
    if callout:
        title = callout["title"].strip() or callout["kind"].capitalize()
        quote = callout["quote"]
        return [f"{quote}**{_words(title, notes, framed)}**", quote.rstrip()]
    heading = _HEADING.fullmatch(line)
    line = _words(heading["said"] if heading else line, notes, framed)
    meaning = _MEANING.fullmatch(line)
    if meaning and made and (term := made[-1].strip()) and not term.startswith(("|", ">", "#")):
        if term.startswith("- **") or re.match(r"[-*+] |\d+[.)] ", term):
            return [f"  {meaning['said']}"]
        made[-1] = f"- **{term}**: {meaning['said']}"
        return []
    return [line]


def _words(line: str, notes: _Notes, framed: bool) -> str:
    """The words of a line, with code in it left alone."""
    made: list[str] = []
    place = 0
    for found in _CODE.finditer(line):
        made += [_changed(line[place : found.start()], notes, framed), found[0]]
        place = found.end()
    return "".join([*made, _changed(line[place:], notes, framed)])


def _changed(words: str, notes: _Notes, framed: bool) -> str:
    if framed and "{" in words:
        words = _SHORTCODE.sub(_shortcode, words)
        words = _SITE.sub("", _LIQUID_VALUE.sub("", _LIQUID.sub("", words)))
    if "[[" in words:
        words = _WIKI.sub(_linked, _EMBED.sub(_embedded, words))
    if "[^" in words or "^[" in words:
        words = _NOTE.sub(notes.mark, words)
    if "==" in words:
        words = _MARKED.sub(r"<mark>\1</mark>", words)
    return _BLOCK_ID.sub("", words) if " ^" in words else words


def _embedded(found: re.Match[str]) -> str:
    """A picture in its place, or the name of the note that would be shown there."""
    target = found["target"].strip()
    if not _PICTURE.search(target):
        return _linked(found)
    label = (found["label"] or "").strip()
    if not label or re.fullmatch(r"[0-9x]+", label):  # its size
        label = re.sub(r"[][]", "", target.rpartition("/")[2])
    return f"![{label}](<{target}>)"


def _linked(found: re.Match[str]) -> str:
    """A link to another note is the words that Obsidian shows for it."""
    if found["label"]:
        return found["label"].strip()
    return " > ".join(filter(None, found["target"].strip().lstrip("#").split("#")))


def _shortcode(found: re.Match[str]) -> str:
    """A shortcode of Hugo: a picture, a film, or nothing; what stands between two of them stays."""
    said = {
        one[1].lower(): one[2] or one[3] or one[4] or "" for one in _OPTION.finditer(found["rest"])
    }
    name = found["name"].lower()
    if name in ("figure", "img", "image") and said.get("src") and not found["end"]:
        words = said.get("alt") or said.get("title") or said.get("caption") or ""
        below = said.get("caption") or said.get("title") or ""
        picture = f"![{re.sub(r'[][]', '', words)}](<{said['src']}>)"
        return f"{picture}\n\n*{below}*\n" if below else picture
    if name in ("youtube", "vimeo") and not found["end"]:
        number = said.get("id") or found["rest"].strip().strip("\"'")
        if re.fullmatch(r"[\w-]{1,40}", number):
            host = "www.youtube.com/watch?v=" if name == "youtube" else "vimeo.com/"
            return f"<https://{host}{number}>"
    return ""


def _opens_code(line: str) -> str | None:
    """The language of a block of code that a site generator's tag opens, or None."""
    found = _LIQUID_CODE.fullmatch(line)
    if found and not found["end"]:
        return found["language"]
    tag = _SHORTCODE.fullmatch(line.strip())
    if tag and tag["name"] == "highlight" and not tag["end"]:
        return next(iter(re.findall(r"[\w+#-]+", tag["rest"])), "")
    return None


def _closes_code(line: str) -> bool:
    found, tag = _LIQUID_CODE.fullmatch(line), _SHORTCODE.fullmatch(line.strip())
    return bool((found and found["end"]) or (tag and tag["name"] == "highlight" and tag["end"]))
