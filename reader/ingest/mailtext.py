"""The texts of mail: lines that were folded for the journey, clear signatures, frames of HTML."""

from __future__ import annotations

import re

_BODY = re.compile(r"<body\b[^>]*>(.*?)(?:</body\s*>|\Z)", re.S | re.I)
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


def letter(said: str, *, flowed: bool, delsp: bool) -> str:
    """A plain part's text with one kind of line end, unfolded where it is `flowed` (RFC 3676)."""
    said = said.replace("\r\n", "\n").replace("\r", "\n")
    return _unfolded(said, delsp=delsp) if flowed else said


def _unfolded(said: str, *, delsp: bool) -> str:
    """Lines that end in a space go on with the next one of the same depth of quotation."""
    made: list[str] = []
    open_depth = -1  # of the line that goes on, or -1
    for line in said.split("\n"):
        quoted = line.lstrip(">")
        depth = len(line) - len(quoted)
        words = quoted[1:] if quoted.startswith(" ") else quoted
        soft = words.endswith(" ") and words != "-- "
        if soft and delsp:
            words = words[:-1]
        if open_depth == depth and words != "-- ":
            made[-1] += words
        else:
            made.append(f"{'>' * depth} {words}" if depth else words)
        open_depth = depth if soft else -1
    return "\n".join(line.rstrip() if line != "-- " else line for line in made)


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
    found = _BODY.search(_SILENT.sub("", markup))
    return (found[1] if found else _SILENT.sub("", markup)).strip()


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
