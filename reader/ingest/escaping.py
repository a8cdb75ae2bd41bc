"""Words of other formats as Markdown: escaped text, code in a line, fenced code."""

from __future__ import annotations

import re

LINE = 20_000  # characters of a line in which marks are looked for; no person's line is longer
_SPECIAL = re.compile(r"([\\`*_<>\[\]~&])")
_LEADING = re.compile(r"^(\s*)(#{1,6}\s|[-+]\s|>|\d+[.)]\s|[-=]{3,}\s*$)")


def escaped(words: str) -> str:
    """Words that Markdown would take for marks, as words."""
    return _SPECIAL.sub(r"\\\1", words)


def not_a_block(line: str) -> str:
    """A line of text that Markdown would take for a heading, list or rule, as text."""
    found = _LEADING.match(line)
    if not found:
        return line
    at = found.end(1)
    if line[at].isdigit():
        return re.sub(r"([.)])", r"\\\1", line, count=1)
    return f"{line[:at]}\\{line[at:]}"


def code(words: str) -> str:
    """Code within a line, in as many backticks as it takes."""
    longest = max((len(run) for run in re.findall(r"`+", words)), default=0)
    ticks = "`" * (longest + 1)
    space = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{ticks}{space}{words}{space}{ticks}"


def fence(lines: list[str], language: str = "") -> list[str]:
    """Lines of code as a fenced block, without the indent that they share."""
    least = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    longest = max((len(run) for line in lines for run in re.findall(r"`{3,}", line)), default=2)
    marks = "`" * (longest + 1)
    kind = language if re.fullmatch(r"[\w.+#-]{1,30}", language) else ""
    return [f"{marks}{kind}", *[line[least:] for line in lines], marks]
