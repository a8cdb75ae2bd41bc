"""THE cleaning place for text from outside, its width in cells, and dates as people say them.

Whatever did not come from our own source passes `clean` once on the way in (DESIGN section 7),
and `safe` once more in the function that makes a line for the screen. What they let through
holds no C0 control but newline and tab, no DEL, no C1, no lone surrogate, no bidi control and no
invisible format character but joiners and variation selectors between visible ones.
"""

from __future__ import annotations

import functools
import re
import time
import unicodedata
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from rich.cells import cell_len, set_cell_size

ESCAPE_MARK = "\N{REPLACEMENT CHARACTER}"
TITLE_LIMIT = 1_000
SUMMARY_LIMIT = 300
TEXT_LIMIT = 2 * 1024 * 1024

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_FORBIDDEN_BASIC = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
)
_FORBIDDEN_SET = (
    _FORBIDDEN_BASIC
    + "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
    + "".join(chr(p * 0x10000 + t) for p in range(1, 17) for t in (0xFFFE, 0xFFFF))
)
_FORBIDDEN = re.compile(f"[{_FORBIDDEN_SET}]")
# A first look at a tenth of the price: nearly every text stays within the basic plane.
_SUSPECT = re.compile(f"[{_FORBIDDEN_BASIC}\U00010000-\U0010ffff]")
_LOOSE_JOINER = "(?<![^\\s\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?!\\S)"
_REPEATED_JOINER = "([\u200c\u200d])[\u200c\u200d]+"
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
)
_STACKED_MARKS = re.compile(f"([{_MARKS}]{{8}})[{_MARKS}]+")
_UNPLAIN = re.compile(f"[{_FORBIDDEN_BASIC}{_MARKS}\u200c\u200d\U00010000-\U0010ffff]")
_BREAK_HINT = "([\u200b\u2060])"
# Patterns that no start needs are texts: `re` compiles and keeps them at their first use.
_SPACES = re.compile(r"[ \t\n]+")

# A C1 control in a page is nearly always a Windows-1252 byte that was read as Latin-1 (HTML
# Living Standard, "numeric character reference end state" maps them the same way).
_C1 = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)} | {
    0x1B: ESCAPE_MARK
}


def _scrub(raw: str) -> str:
    """`raw` with no forbidden character left; quick where there is none."""
    if _SUSPECT.search(raw):
        raw = _FORBIDDEN.sub(lambda found: _C1.get(ord(found[0])) or "", raw)
    if not raw.isascii():
        if "\u200d" in raw or "\u200c" in raw:
            raw = re.sub(_REPEATED_JOINER, r"\1", re.sub(_LOOSE_JOINER, "", raw))
        raw = _STACKED_MARKS.sub(r"\1", raw)
    return raw


def _with_line_ends(raw: str, end: str) -> str:
    """`raw` with `end` for every kind of line end but newline; looks before it searches."""
    if any(other in raw for other in ("\r\v\f" if raw.isascii() else "\r\v\f\x85\u2028\u2029")):
        return _LINE_ENDS.sub(end, raw)
    return raw


def clean(raw: str, limit: int = TITLE_LIMIT) -> str:
    """One line of text: scrubbed, NFC, white space collapsed, at most `limit` characters."""
    raw = _scrub(_with_line_ends(raw[: limit * 8], " ")).replace("\xad", "")
    if not raw.isascii():
        raw = _scrub(unicodedata.normalize("NFC", raw))
    # After `_scrub` ASCII has no other white space than the three; `split` is ten times as quick.
    raw = " ".join(raw.split()) if raw.isascii() else _SPACES.sub(" ", raw).strip()
    if len(raw) > limit:
        raw = raw[: limit - 1].rstrip().rstrip("\u200c\u200d") + "…"
    return raw


def clean_lines(raw: str, limit: int = TEXT_LIMIT) -> str:
    """Text of several lines (or HTML source): scrubbed and NFC, line ends as newline, tabs kept."""
    raw = _scrub(_with_line_ends(raw[:limit], "\n"))
    if not raw.isascii() and not unicodedata.is_normalized("NFC", raw):
        raw = _scrub(unicodedata.normalize("NFC", raw))[:limit]
    return raw


def page_lines(raw: str) -> str:
    """As `clean_lines` without a limit, and U+200B and U+2060 stay: they tell `page.flow` where a
    line may and may not break, and it takes them out."""
    if is_clean(raw):
        return raw
    pieces = re.split(_BREAK_HINT, raw)
    pieces[::2] = [clean_lines(piece, len(piece)) for piece in pieces[::2]]
    return "".join(pieces)


def is_clean(raw: str) -> bool:
    """Whether `page_lines` would leave `raw` as it is; quick, so that a page asks once for all."""
    if raw.isascii():
        return _SUSPECT.search(raw) is None
    return _UNPLAIN.search(raw) is None and unicodedata.is_normalized("NFC", raw)


def safe(shown: str) -> str:
    """The last check before a terminal: one line without controls. Quick when nothing is wrong."""
    if "\n" in shown or "\t" in shown:
        shown = shown.replace("\n", " ").replace("\t", " ")
    suspect = _SUSPECT.search(shown) or (not shown.isascii() and _STACKED_MARKS.search(shown))
    return _scrub(shown) if suspect else shown


_DROPPED = r"<!--.*?(?:-->|\Z)|<(script|style|svg|template|head)\b.*?(?:</\1\s*>|\Z)"
_BLOCK_TAG = (
    r"</?(?:p|div|br|hr|li|ul|ol|dl|dt|dd|h[1-6]|tr|td|th|table|blockquote|pre|section|article|"
    r"figure|figcaption|header|footer|aside|details|summary)\b[^<>]*>"
)
_TAG = r"</?[a-zA-Z][^<>]*>|<[!?][^<>]*>"


def plain(markup: str, limit: int = TEXT_LIMIT) -> str:
    """The words of HTML as clean text, for counting and the search index; not for reading."""
    return _few_plain(markup) if len(markup) <= min(limit, 20_000) else _plain(markup[:limit])


def _plain(markup: str) -> str:
    source = re.sub(_DROPPED, " ", markup, flags=re.S | re.I) if "<" in markup else markup
    stripped = re.sub(_TAG, "", re.sub(_BLOCK_TAG, "\n", source, flags=re.I))
    if "&" in stripped:
        import html  # with its table of all names

        stripped = html.unescape(stripped)
    words = clean_lines(stripped)
    return "\n".join([line.rstrip(" \t") for line in words.split("\n")])


# One article's words are asked for several times while its feed is read: to choose the body, to
# count, to tell whether they have changed.
_few_plain = functools.lru_cache(maxsize=200)(_plain)


def preview(words: str, limit: int = SUMMARY_LIMIT) -> str:
    """The beginning of a text as one line, cut at a word, with an ellipsis where it was cut."""
    line = clean(words[: limit * 4], limit * 4)
    if len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


WORDS_PER_MINUTE = 238
CJK_PER_MINUTE = 500  # characters of Chinese, Japanese and Korean
LETTERS_PER_WORD = 5  # of other scripts without spaces: Thai, Lao, Burmese, Khmer
_CJK = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"


def count_words(words: str) -> int:
    """Words as people read them, so that WORDS_PER_MINUTE is right for every script.

    About two characters of Chinese, Japanese or Korean count as one, five letters of Thai.
    """
    if words.isascii() or not re.search(f"{_CJK}|{_UNSPACED}", words):
        return len(words.split())
    wide = len(re.findall(_CJK, words))
    letters = len(re.findall(_UNSPACED, words))
    if wide:
        words = re.sub(_CJK, " ", words)
    if letters:
        words = re.sub(_UNSPACED, " ", words)
    told = -(-wide * WORDS_PER_MINUTE // CJK_PER_MINUTE) - (-letters // LETTERS_PER_WORD)
    return len(words.split()) + told


_HOST = r"[^\s/?#@\\\x00-\x20]+"
_SCHEMES = ("http", "https")
_INSIDE = re.compile(r"cid:[0-9a-f]{32}")


def web_address(raw: str, base: str = "", schemes: tuple[str, ...] = _SCHEMES) -> str:
    """`raw` as an absolute http(s) address of safe characters, or "" where it is none.

    Joined to `base` when relative (RFC 3986 section 5); non-ASCII and unsafe bytes are percent-
    encoded, so the result can go to a header, a terminal hyperlink or a program's argument.
    """
    raw = re.sub(r"[\t\n\r]", "", raw).strip()
    raw = _scrub(raw)
    if not raw or len(raw) > 8_000:
        return ""
    try:
        parts = urlsplit(urljoin(base, raw) if base else raw)
        if parts.scheme.lower() not in schemes:
            return ""
        if parts.scheme == "mailto":
            return "mailto:" + quote(parts.path, safe="@%+.-_,!~*'()") if "@" in parts.path else ""
        host = parts.hostname or ""
        if not re.fullmatch(_HOST, host):
            return ""
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
        netloc = f"[{host}]" if ":" in host else host
        if parts.port is not None:
            netloc += f":{parts.port}"
        if parts.username is not None:
            secret = f":{quote(parts.password, safe='%')}" if parts.password is not None else ""
            netloc = f"{quote(parts.username, safe='%')}{secret}@{netloc}"
    except (ValueError, UnicodeError):
        return ""
    keep = "%/:@!$&'()*+,;=~-._?"
    return urlunsplit(
        (
            parts.scheme.lower(),
            netloc,
            quote(parts.path, safe=keep),
            quote(parts.query, safe=keep + "[]|"),
            quote(parts.fragment, safe=keep),
        )
    )


def inside_address(raw: str) -> str:
    """`raw` where it is the address of a picture that its own file brings along, else ""."""
    return raw if _INSIDE.fullmatch(raw) else ""


def shown_address(address: str) -> str:
    """An address for human eyes and logs: without a password in it, whatever it is."""
    try:
        parts = urlsplit(address)
        if "@" in parts.netloc:
            address = urlunsplit(parts._replace(netloc=parts.netloc.rsplit("@", 1)[1]))
    except ValueError:  # brackets that are no IPv6 address
        address = re.sub(r"//[^/?#]*@", "//", address, count=1)
    return clean(address, 300)


def width(shown: str) -> int:
    """Cells that `shown` takes in a terminal, by grapheme cluster."""
    return len(shown) if shown.isascii() else cell_len(shown)


def clip(shown: str, cells: int) -> str:
    """`shown` cut to at most `cells` cells, ending in an ellipsis where it was cut."""
    if width(shown) <= cells:
        return shown
    return set_cell_size(shown, cells - 1).rstrip() + "…" if cells > 1 else "…"[:cells]


def fit(shown: str, cells: int) -> str:
    """`shown` clipped and padded to exactly `cells` cells."""
    shown = clip(shown, cells)
    return shown + " " * (cells - width(shown))


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def short_date(at: int, now: int) -> str:
    """A date for a narrow column (at most 6 cells): time today, weekday, day, or month and year."""
    then, today = time.localtime(at), time.localtime(now)
    if then[:3] == today[:3]:
        return f"{then.tm_hour:02}:{then.tm_min:02}"
    if 0 <= now - at < 6 * 86_400:
        return _DAYS[then.tm_wday]
    if then.tm_year == today.tm_year:
        return f"{then.tm_mday} {_MONTHS[then.tm_mon - 1]}"
    return f"{_MONTHS[then.tm_mon - 1]} {then.tm_year % 100:02}"


def long_date(at: int) -> str:
    """A date and time in full, local: "Sun 22 Nov 2026, 17:08"."""
    then = time.localtime(at)
    return (
        f"{_DAYS[then.tm_wday]} {then.tm_mday} {_MONTHS[then.tm_mon - 1]} {then.tm_year}, "
        f"{then.tm_hour:02}:{then.tm_min:02}"
    )


def ago(at: int, now: int) -> str:
    """How long ago, in words: "just now", "5 minutes ago", "in 2 hours", "3 years ago"."""
    past, gap = now >= at, abs(now - at)
    if gap < 60:
        return "just now"
    for limit, unit, name in (
        (3_600, 60, "minute"),
        (86_400, 3_600, "hour"),
        (86_400 * 14, 86_400, "day"),
        (86_400 * 60, 86_400 * 7, "week"),
        (86_400 * 700, 2_629_800, "month"),
        (1 << 62, 31_557_600, "year"),
    ):
        if gap < limit:
            amount = gap // unit
            said = f"{amount} {name}{'' if amount == 1 else 's'}"
            return f"{said} ago" if past else f"in {said}"
    return ""


def iso(at: int | None) -> str | None:
    """ISO 8601 in UTC ("2026-11-22T17:08:00Z"), or None."""
    return None if at is None else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))


def plural(amount: int, noun: str, many: str = "") -> str:
    """ "1 article", "12 articles", "2,000 feeds"."""
    return f"{amount:,} {noun if amount == 1 else many or noun + 's'}"


def slug(title: str, limit: int = 80) -> str:
    """A file name's stem from a title: letters, digits, `-`; never empty, hidden or an option."""
    kept = re.sub(r"[^\w]+", "-", _scrub(unicodedata.normalize("NFKC", title)), flags=re.U)
    kept = kept.replace("_", "-").strip("-").lower()
    while len(kept.encode()) > limit:
        kept = kept[:-1]
    kept = kept.strip("-")
    reserved = re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)?", kept)
    return f"article-{kept}".rstrip("-") if reserved else kept
