"""The text of one leaf while it is being read: white space collapsed across marks as in HTML."""

from __future__ import annotations

import re

from reader.page.blocks import CODE, Mark, Marks, Names

_SPACES = re.compile("[ \t\n]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_WIDE_NEWLINE = re.compile(f"(?<=[{_WIDE}])[ \t]*\r?\n[ \t\r\n]*(?=[{_WIDE}])")
_EDGES = " \t\n"  # others have been made newlines by `text.page_lines`

_SUPERSCRIPT = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPT = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_ORDINALS = frozenset(["st", "nd", "rd", "th", "er", "re", "e", "ème", "o", "a", "os", "as"])
_BRACKETED = re.compile(r"(?:\[[^][]*\][\s,;]*)+")  # notes as encyclopaedias set them
_NUMBERS = re.compile(r"[0-9]+(?:[,;–-][ \xa0]?[0-9]+)+")
_SYMBOLS = frozenset("™®©℠*†‡")


class Inline:
    """Collects text nodes with the style and address they stand under; `take` gives the leaf."""

    __slots__ = ("_breaks", "_gap", "_marks", "_parts", "names", "raw", "size")

    def __init__(self) -> None:
        self.size = 0
        self.raw = 0  # how many preformatted elements are open
        self._parts: list[str] = []
        self._marks: list[Mark] = []
        self._gap = False
        self._breaks = 0
        self.names: list[tuple[int, str]] = []

    def add(self, text: str, style: int, href: str) -> None:
        """Append a text node; runs of ASCII white space become one space, no-break ones stay."""
        if self.raw:
            self.add_raw(text, style & ~CODE, href)
            return
        lead = text[0] in _EDGES
        if "\n" in text or "  " in text or "\t" in text:
            if text.isascii():
                core = " ".join(text.split())
            else:
                core = _SPACES.sub(" ", _WIDE_NEWLINE.sub("", text)).strip(" ")
        else:
            core = text.strip(" ") if lead or text[-1] == " " else text
        if not core:
            self._gap = True
            return
        if self._breaks:
            if core == "\xa0":
                return
            self._put("\n", 0, "")
            self._breaks = 0
        elif (lead or self._gap) and self.size:
            if style or href:
                self._put_space(style, href)
            else:
                self._parts.append(" ")
                self.size += 1
        self._gap = text[-1] in _EDGES
        if style or href:
            self._put(core, style, href)
        else:
            self._parts.append(core)
            self.size += len(core)

    def add_raw(self, text: str, style: int, href: str) -> None:
        """Append text as it stands, for what is preformatted; it does not begin with a newline."""
        if not self.size:
            text = text.lstrip("\n")
        if text:
            self._put(text, style, href)

    @property
    def last(self) -> str:
        """The last character, or "" where a word may begin."""
        return "" if self._gap or self._breaks or not self._parts else self._parts[-1][-1]

    def close(self, text: str, style: int, href: str) -> None:
        """Append a sign right behind the last word."""
        gap, self._gap = self._gap, False
        self._put(text, style, href)
        self._gap = gap

    def newline(self) -> None:
        """A new line in preformatted text, unless one has just begun."""
        if self._parts and not self._parts[-1].endswith("\n"):
            self._put("\n", 0, "")

    def line_break(self) -> bool:
        """A `<br>`: True where it is the second in a row, so that a paragraph ends here."""
        self._gap = False
        if not self.size:
            return False
        self._breaks += 1
        return self._breaks > 1

    def script(self, since: tuple[int, int, int], raised: bool) -> None:
        """Raise (or lower) what was added since `position` gave `since`."""
        size, part, mark = since
        if part > len(self._parts) or size > self.size:
            return  # a block ended inside: what was to be raised stands in another leaf
        inner = "".join(self._parts[part:])
        core = inner.strip()
        lead = len(inner) - len(inner.lstrip())
        before = inner[lead - 1] if lead else self._parts[part - 1][-1] if part else ""
        ordinal = raised and before.isdigit() and core in _ORDINALS
        if not core or core in _SYMBOLS or ordinal or _BRACKETED.fullmatch(core):
            return
        table, sign = (_SUPERSCRIPT, "^") if raised else (_SUBSCRIPT, "_")
        opening = closing = ""
        if all(ord(char) in table for char in core) or _NUMBERS.fullmatch(core):
            core = core.translate(table)
        elif not before:
            return
        elif len(core) == 1:
            opening = sign
        else:
            opening, closing = sign + "(", ")"
        self._parts[part:] = [piece for piece in (inner[:lead], opening, core, closing) if piece]
        at, shift = size + lead, len(opening)
        self.size += shift + len(closing)
        if shift:
            self._marks[mark:] = [
                Mark(m.start + shift * (m.start >= at), m.end + shift * (m.end > at), *m[2:])
                for m in self._marks[mark:]
            ]
            self.names = [(place + shift * (place >= at), name) for place, name in self.names]

    def position(self) -> tuple[int, int, int]:
        """Where the next text will stand, for `script`."""
        return self.size, len(self._parts), max(0, len(self._marks) - 1)

    def name(self, name: str) -> None:
        """The next character has this name."""
        self.names.append((self.size, name))

    def take_names(self, text: str) -> Names:
        """The names in the leaf that has become `text`; what stands behind it is the next one's."""
        kept: list[tuple[int, str]] = []
        later: list[tuple[int, str]] = []
        for at, name in self.names:
            while at < len(text) and text[at] in _EDGES:
                at += 1
            if at < len(text):
                kept.append((at, name))
            else:
                later.append((0, name))
        self.names = later
        return tuple(kept)

    def take(self) -> tuple[str, Marks]:
        """The text and marks so far; empties the collection."""
        parts, marks = self._parts, self._marks
        text = parts[0] if len(parts) == 1 else "".join(parts)
        self.size = 0
        self._gap = False
        self._breaks = 0
        if parts:
            self._parts = []
        if marks:
            self._marks = []
            return text, tuple(marks)
        return text, ()

    def _put_space(self, style: int, href: str) -> None:
        """A space between words: marked only where it stands within one run."""
        last = self._marks[-1] if self._marks else None
        if last and last.end == self.size and (last.href == href if href else last.style == style):
            self._put(" ", style & last.style, last.href if href else "")
        else:
            self._put(" ", 0, "")

    def _put(self, text: str, style: int, href: str) -> None:
        start = self.size
        self.size = end = start + len(text)
        self._parts.append(text)
        if style or href:
            marks = self._marks
            if marks and marks[-1].end == start and marks[-1][2:] == (style, href):
                marks[-1] = Mark(marks[-1].start, end, style, href)
            else:
                marks.append(Mark(start, end, style, href))
