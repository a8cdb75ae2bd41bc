"""Bytes to text: which encoding a feed, file or page is in, and whether it is text at all.

The chain (extraction.md 1.2): byte order mark, strict UTF-8, the NUL pattern of UTF-16 and
UTF-32, what the document itself declares, ISO-2022's escapes, UTF-8 with a few foreign bytes,
charset-normalizer, Windows-1252. Strict UTF-8 comes before any declaration because text that
is valid UTF-8 and not ASCII is never anything else in practice.
"""

from __future__ import annotations

import codecs
import contextlib
import re

SAMPLE = 64 * 1024  # bytes that the detector sees
_EAST_ASIAN = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff5e\n\r -~]")
_EAST_ASIAN_STOP = re.compile(r"[\n 、。]")
_FOREIGN = bytes(range(128, 256))
# A foreign letter, or a sign within a word, which is what another encoding's letter looks like.
_IN_WORD = re.compile(r"(?!['’])(?:[^\W\d_a-zA-Z]|(?<=[^\W\d_])[^\w\s!-~‘’“”«»–—…·]+(?=[^\W\d_]))")
_EAST = "ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîşţ čćđšž"
_BALTIC = "ąčęėįšųūž āčēģīķļņšūž äöõüšž"
_WEST = (
    "àâæçéèêëîïôœùûüÿ äöüßé áéíñóúüªº àáâãçéêíóôõúüªº àèéìíîòóùú éëïöüèáó åäöæøéü áðéíóúýþæö "
    "àçèéíïòóúü·"
)
_ALPHABETS = (  # encodings with their languages' letters beyond a to z, the first that fits wins
    ("cp1254", "çğıöşüâîûi̇"),  # before Icelandic, which has the same bytes for ý, þ and ð
    ("cp1252", _WEST),
    ("cp1250", _EAST),
    ("iso8859_2", _EAST),
    ("cp1257", _BALTIC),
    ("iso8859_13", _BALTIC),
    ("iso8859_4", _BALTIC),
    ("cp850", _WEST),  # of DOS and of the old Macintosh: their letters look like none of those
    ("mac_roman", _WEST),
    ("cp852", _EAST),
)
HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)  # in a Content-Type
_FEW = 40  # fewer foreign bytes than this tell a detector nothing: Windows-1252,
_FOREIGN_WORD = re.compile(rb"[\x80-\xff]{4}")  # unless whole words of it are foreign
_HZ = re.compile(rb"~\{(?:[!-w][!-~]){2,}~\}")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ISO_2022 = (
    (re.compile(rb"\x1b\$[@B]|\x1b\([JI]|\x1b\$\([DOPQ]"), "iso2022_jp_3"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
)
# What a document may declare (security.md X6): text encodings in use, never utf-7, idna,
# punycode, unicode_escape and other codecs that are no character sets.
_DECLARABLE = re.compile(
    r"(utf_?(8|16|32)(_?[lb]e)?|us_?ascii|ascii|iso_?8859_?\d{1,2}|latin_?\d{1,2}|l\d{1,2}|"
    r"(windows_|cp_?)\d{3,4}|koi8_?[rut]|mac_?(roman|cyrillic|greek|latin2|iceland|turkish)|"
    r"(x_)?(shift_?|s)_?jis(_?2004|x0213)?|ms_?kanji|ms932|euc_?(jp|kr|cn|jis_2004)|"
    r"gbk|gb_?18030|gb_?2312|big5(_?hkscs)?|hz(_gb)?|iso_?2022_?(jp|kr)(_\w+)?|tis_?620|"
    r"ks_c_5601(_1987)?|johab|ptcp154|viscii|tcvn)",
)
_LABELS = {  # as the WHATWG Encoding Standard reads these labels
    "ascii": "cp1252",
    "us_ascii": "cp1252",
    "iso_8859_1": "cp1252",
    "iso8859_1": "cp1252",
    "latin1": "cp1252",
    "latin_1": "cp1252",
    "l1": "cp1252",
    "iso_8859_9": "cp1254",
    "iso_8859_11": "cp874",
    "tis_620": "cp874",
    "shift_jis": "cp932",
    "x_sjis": "cp932",
    "sjis": "cp932",
    "gb2312": "gb18030",
    "gb_2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "ks_c_5601_1987": "cp949",
}


def decode(data: bytes, declared: str = "") -> str:
    """`data` as text, never failing; `declared` is the encoding that it or its server names.

    Bytes that are wrong in the encoding found become U+FFFD. No byte order mark is left.
    """
    start = data[:SAMPLE]
    if b"\0" not in start[:4] and b"\x1b" not in start and b"~{" not in start:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-8").removeprefix("\ufeff")
    return decode_as(data, guess(data, declared))


def decode_as(data: bytes, encoding: str) -> str:
    """`data` as text in an encoding that `guess` gave, without its byte order mark."""
    for mark, name in _MARKS:
        if name == encoding and data.startswith(mark):
            data = data[len(mark) :]
    # Foreign bytes within UTF-8 are nearly always an old Windows text that was pasted in.
    return data.decode(encoding, "tearsheet-cp1252" if encoding == "utf-8" else "replace")


def guess(data: bytes, declared: str = "") -> str:
    """The codec that `data`, or the beginning of something longer, is most likely in."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if b"\x1b" in data[:SAMPLE]:
        for pattern, encoding in _ISO_2022:
            if pattern.search(data[:SAMPLE]):
                return encoding
    if b"~{" in data[:SAMPLE] and data.isascii() and _HZ.search(data[:SAMPLE]):
        return "hz"
    if b"\0" not in data[:4] and _is_utf8(data):
        return "utf-8"
    return _without_mark(data[:SAMPLE]) or _legacy(data, declared)


def _is_utf8(data: bytes) -> bool:
    """Whether `data` is UTF-8 all along; it may break off within a character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _without_mark(start: bytes) -> str:
    """The UTF-16 or UTF-32 that the places of the NULs show, or ""."""
    size = len(start) // 4
    if size < 1:
        return ""
    if b"\0" not in start or start.count(0) < len(start) * 0.05:
        return _east_asian(start)
    nuls = [start[place::4].count(0) / size for place in range(4)]
    if nuls[0] < 0.1 and min(nuls[1:]) > 0.7:
        return "utf-32-le"
    if nuls[3] < 0.1 and min(nuls[:3]) > 0.7:
        return "utf-32-be"
    first, second = (nuls[0] + nuls[2]) / 2, (nuls[1] + nuls[3]) / 2
    if second > 0.3 and first < 0.02:
        found = "utf-16-le"
    elif first > 0.3 and second < 0.02:
        found = "utf-16-be"
    else:
        found = _in_rows(start)
    return found if found and _is_printable(start, found) else _east_asian(start)


def _in_rows(start: bytes) -> str:
    """UTF-16 without mark of a script of its own, as Cyrillic: every second byte is its row."""
    rows = []
    for place in (0, 1):
        every = start[place::2]
        counts = sorted((every.count(byte) for byte in set(every)), reverse=True)
        rows.append((sum(counts[:2]) / len(every), len(counts)))
    (low, many), (high, few) = rows
    if high > 0.9 > low and many > few:
        return "utf-16-le"
    return "utf-16-be" if low > 0.9 > high and few > many else ""


def _is_printable(start: bytes, encoding: str) -> bool:
    """Whether nearly all of a text's beginning are signs that people write."""
    said = start[: len(start) // 2 * 2].decode(encoding, "replace")
    return sum(c.isprintable() or c.isspace() for c in said) >= 0.95 * len(said)


def _east_asian(start: bytes) -> str:
    """UTF-16 without mark whose letters have no NULs: Chinese, Japanese or Korean text, or ""."""
    for encoding in ("utf-16-le", "utf-16-be"):
        words = start[: len(start) // 2 * 2].decode(encoding, "replace")
        if _EAST_ASIAN_STOP.search(words) and len(_EAST_ASIAN.findall(words)) > 0.95 * len(words):
            return encoding
    return ""


def _legacy(data: bytes, declared: str) -> str:
    """The codec of what is no clean Unicode: as declared, damaged UTF-8, or as detected."""
    named = codec(declared)
    if named and not named.startswith("utf"):
        return named
    if _is_damaged_utf8(data, told=named.startswith("utf")):
        return "utf-8"
    sample = data[:SAMPLE]
    found = _by_alphabet(sample)
    foreign = len(sample) - len(sample.translate(None, _FOREIGN))
    if not found and (foreign >= _FEW or _FOREIGN_WORD.search(sample)):
        found = _detected(sample)
    return found or "cp1252"


def _by_alphabet(sample: bytes) -> str:
    """The 8-bit encoding in which all foreign letters belong to one language's alphabet, or "".

    For Latin script, where detectors are at their weakest (0.75 to 0.82 right).
    """
    foreign = len(sample) - len(sample.translate(None, _FOREIGN))
    if foreign < 2 or foreign * 3 > len(sample):
        return ""
    best, best_share = "", 0.97
    for encoding, alphabets in _ALPHABETS:
        said = sample.decode(encoding, "replace")
        if "\ufffd" in said:
            continue
        inside = [found[0].lower() for found in _IN_WORD.finditer(said)]
        for alphabet in alphabets.split():
            share = sum(letter in alphabet for letter in inside) / len(inside) if inside else 0
            if share > best_share:
                best, best_share = encoding, share
    return best


def codec(label: str) -> str:
    """Python's codec for a declared encoding's name, "" where it is unknown or not allowed."""
    name = re.sub(r"[\s.:-]+", "_", label.strip().strip("\"'").lower())[:40]
    if not _DECLARABLE.fullmatch(name):
        return ""
    try:
        return codecs.lookup(_LABELS.get(name, name)).name.replace("-", "_")
    except LookupError:
        return ""


_WIDE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _is_damaged_utf8(data: bytes, *, told: bool) -> bool:
    """Whether `data` is UTF-8 with single Windows-1252 bytes in it; `told` that it says so."""
    rest, good = _WIDE.subn(b"", data)
    bad = len(rest) - len(rest.translate(None, _FOREIGN))
    return (told and bad <= 3 * good) or (good >= 2 and bad * 4 <= good)


def _foreign_byte(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: a byte that is no UTF-8 is read as Windows-1252."""
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", "replace"), error.start + 1


codecs.register_error("tearsheet-cp1252", _foreign_byte)


def _detected(sample: bytes) -> str:
    """What charset-normalizer makes of `sample`: a codec's name or ""."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, steps=5, chunk_size=512, threshold=0.3).best()
    return codec(best.encoding) if best is not None else ""


_SIGNATURES = (
    b"%PDF-",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\x7fELF",
    b"MZ\x90\0",
    b"\xca\xfe\xba\xbe",
    b"\xd0\xcf\x11\xe0",
    b"SQLite format 3\0",
    b"OggS",
    b"ID3",
    b"fLaC",
    b"wOF",
    b"\0asm",
    b"{\\rtf",
)
_ODD = bytes(set(range(32)) - {9, 10, 12, 13, 27})


def is_binary(data: bytes) -> bool:
    """Whether `data` is no text at all: a known signature, NULs, or too many odd controls."""
    if data.startswith(_SIGNATURES) or data[4:8] == b"ftyp":
        return True
    start = data[:SAMPLE].rstrip(b"\x1a")
    if not start or any(start.startswith(mark) for mark, _ in _MARKS):
        return False
    if b"\x1b$" in start and any(pattern.search(start) for pattern, _ in _ISO_2022):
        return False
    nuls = start.count(0)
    if nuls and len(start) < 16:  # too short to be known as UTF-16 without a mark
        return True
    if _without_mark(start):
        return False
    if nuls > 8 and nuls > len(start) * 0.002:
        return True
    odd = len(start) - len(start.translate(None, _ODD))
    return odd >= 5 and odd > len(start) * 0.02
