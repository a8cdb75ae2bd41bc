"""The texts of mail: lines that were folded for the journey, clear signatures, frames of HTML."""

from __future__ import annotations

import re

_BODY = re.compile(r"<body\b", re.I)
_BODY_END = re.compile(r"</body\s*>", re.I)
_SILENT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|head|title)\b.*?(?:</\1\s*>|\Z)", re.S | re.I
)
_SIGNED = re.compile(
    r"^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]+: [^\n]*\n)*\n?(?P<said>.*?)"
    r"^-----BEGIN PGP SIGNATURE-----\n.*?^-----END PGP SIGNATURE-----[ \t]*$",
    re.S | re.M,
)
_SEALED = re.compile(
    r"^-----BEGIN PGP MESSAGE-----\n.*?(?:^-----END PGP MESSAGE-----$|\Z)", re.S | re.M
)
SEALED = "This message is encrypted (PGP); open it in your mail program."
SIGNATURE = "-- "  # the line that parts a letter from its signature keeps its space


def letter(said: str, *, flowed: bool, delsp: bool) -> str:
    """A plain part's text with one kind of line end, unfolded where it is `flowed` (RFC 3676)."""
    said = said.replace("\r\n", "\n").replace("\r", "\n")
    return _unfolded(said, delsp=delsp) if flowed else said


def _unfolded(said: str, *, delsp: bool) -> str:
    """Lines that end in a space go on with the next one of the same depth of quotation."""
    made: list[list[str]] = []
    open_depth = -1  # of the line that goes on, or -1
    for line in said.split("\n"):
        quoted = line.lstrip(">")
        depth = len(line) - len(quoted)
        words = quoted[1:] if quoted.startswith(" ") else quoted
        soft = words.endswith(" ") and words != SIGNATURE
        if soft and delsp:
            words = words[:-1]
        if open_depth == depth and words != SIGNATURE:
            made[-1].append(words)
        else:
            made.append([f"{'>' * depth} {words}" if depth else words])
        open_depth = depth if soft else -1
    lines = ("".join(parts) for parts in made)
    return "\n".join(line if line == SIGNATURE else line.rstrip() for line in lines)


def unsigned(said: str) -> str:
    """A text without the armour of a clear signature; an encrypted block says that it is one."""
    if "-----BEGIN PGP" not in said:
        return said
    found = _SIGNED.search(said)
    if found:
        inside = re.sub(r"^- ", "", found["said"], flags=re.M)
        said = f"{said[: found.start()]}{inside}{said[found.end() :]}"
    return _SEALED.sub(SEALED, said)


def without_frame(markup: str) -> str:
    """What is inside a page's body, without style, script and comments."""
    markup = _SILENT.sub("", markup)
    body = _BODY.search(markup)
    start = markup.find(">", body.end()) + 1 if body else 0
    end = _BODY_END.search(markup, start)
    return markup[start : end.start() if end else None].strip()


def as_html(escaped: str) -> str:
    """An escaped plain text as paragraphs with their lines."""
    return "\n".join(
        "<p>" + part.strip("\n").replace("\n", "<br>\n") + "</p>"
        for part in re.split(r"\n[ \t]*\n", escaped)
        if part.strip()
    )


def size_in_words(amount: int) -> str:
    """ "12 kB", "3.4 MB", "200 bytes"."""
    if amount < 1_000:
        return f"{amount} bytes"
    return f"{amount / 1_000:.0f} kB" if amount < 1_000_000 else f"{amount / 1_000_000:.1f} MB"
