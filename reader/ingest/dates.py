"""Dates as feeds, pages and texts write them, to seconds since 1970; never an invented one.

feedparser reads slash dates, epoch numbers, CET and Hugo's year 1 wrongly (engine.md 1.4 and
trap P3); so no date passes through it.
"""

from __future__ import annotations

import functools
import re
from datetime import UTC, datetime, timedelta

from reader import clock
from reader.ingest.words import MONTHS

FIRST_YEAR = 1990
DAY = 86_400

_ZONES = {
    name: minutes
    for minutes, names in (
        (0, "z ut utc gmt wet uhr"),
        (60, "cet mez wat bst west hec"),
        (120, "cest mesz eet cat sast ist-il"),
        (180, "eest msk eat trt ast-ar"),
        (240, "msd gst"),
        (300, "pkt"),
        (330, "ist"),
        (345, "npt"),
        (360, "bdt"),
        (420, "ict wib"),
        (480, "hkt sgt awst pht myt"),
        (540, "jst kst"),
        (570, "acst"),
        (600, "aest"),
        (630, "acdt"),
        (660, "aedt"),
        (720, "nzst"),
        (780, "nzdt"),
        (-150, "ndt"),
        (-210, "nst"),
        (-180, "adt brt art"),
        (-240, "ast edt clt"),
        (-300, "est cdt et"),
        (-360, "cst mdt ct"),
        (-420, "mst pdt mt"),
        (-480, "pst akdt pt"),
        (-540, "akst"),
        (-600, "hst"),
    )
    for name in names.split()
}

_ISO = re.compile(
    r"(?P<y>\d{4})-?(?P<m>\d\d)(?:-?(?P<d>\d\d))?(?:[T\s,_]+(?P<rest>\d\d?:?\d\d.*))?", re.I
)
_YEAR_FIRST = re.compile(
    r"(?P<y>\d{4})\s*[-/.年년]\s*(?P<m>\d{1,2})\s*[-/.月월]\s*(?P<d>\d{1,2})[日일.]?"
)
_DAY_FIRST = re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4}|\d\d)(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<y>\d{4}|\d\d)(?!\d)")
_CLOCK = re.compile(
    r"(?<!\d)(?P<h>\d{1,2})(?:[:.h時시点]\s?(?P<min>\d\d)分?(?::(?P<s>\d\d))?(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?"
    r"\s*(?P<zone>[+-]\d\d:?\d\d\b|[A-Za-z]{1,4}\b)?(?:\s*(?P<more>[+-]\d\d:?\d\d\b))?",
    re.I,
)
_TAIL_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*$")


def parse(raw: str, *, now: int | None = None) -> int | None:
    """The time that a date field names, in seconds, or None where it names none.

    Times without a zone are UTC, days without a time begin at midnight UTC. What lies before
    1990 or more than a day after `now` (default: the clock) is None: it would be a mistake.
    """
    raw = raw.strip()[:100]
    if not raw:
        return None
    now = clock.now() if now is None else now
    at = _number(raw) if raw.isdigit() else _written(raw)
    return at if at is not None and _EARLIEST <= at <= now + DAY else None


_EARLIEST = int(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp())


def _number(raw: str) -> int | None:
    """Digits alone: seconds, milliseconds, or a date without separators."""
    if len(raw) in (9, 10):
        return int(raw)
    if len(raw) == 13:
        return int(raw) // 1000
    if len(raw) in (8, 12, 14):
        hour, minute, second = raw[8:10] or "0", raw[10:12] or "0", raw[12:14] or "0"
        return _made(raw[:4], raw[4:6], raw[6:8], int(hour), int(minute), int(second))
    return None


def _written(raw: str) -> int | None:
    """A date in one of the forms people and programs write."""
    iso = _ISO.fullmatch(raw)
    if iso:
        rest = re.sub(r"^(\d\d)(\d\d)(\d\d)?(?!\d|:)", _spread, iso["rest"] or "")
        return _with_clock(iso["y"], iso["m"], iso["d"] or "1", rest)
    for pattern in (_YEAR_FIRST, _DAY_FIRST):
        found = pattern.search(raw)
        if found:
            return _with_clock(found["y"], found["m"], found["d"], _without(raw, found))
    found = _SLASHED.search(raw)
    if found:
        month, day = found["a"], found["b"]
        american = re.search(r"\d\s*[ap]\.?m\b|\b[ecmp][sd]?t\b", raw, re.I)
        if int(month) > 12 or (int(day) <= 12 and not american):
            month, day = day, month
        return _with_clock(found["y"], month, day, _without(raw, found))
    return _named(raw)


def _spread(found: re.Match[str]) -> str:
    """ "140312" as "14:03:12"."""
    return ":".join(part for part in found.groups() if part)


@functools.cache
def _month_forms() -> tuple[re.Pattern[str], ...]:
    """Year and month, day and month, month and day: long patterns, made at their first use."""
    month = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
    year_month = (
        rf"(?<!\d)(?P<y>(?:19|20)\d\d)\.?\s+(?P<m>{month})(?!\w)\.?\s+(?P<d>\d{{1,2}})(?![\d:])"
    )
    day_month = (
        rf"(?<!\w)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?[\s-]*(?:de\s+|of\s+|d[’'])?"
        rf"(?P<m>{month})(?!\w)\.?,?(?:\s+(?:de|del)(?!\w))?[\s,-]*(?P<y>\d{{4}}|\d\d(?!\d|:))?"
    )
    month_day = (
        rf"(?<!\w)(?P<m>{month})(?!\w)\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:)"
        r"(?:\s*,?\s*(?P<y>\d{4}))?"
    )
    return tuple(re.compile(form, re.I) for form in (year_month, day_month, month_day))


def _named(raw: str) -> int | None:
    """A date with the month's name, in any of the languages of `words.MONTHS`."""
    for pattern in _month_forms():
        found = pattern.search(raw)
        if found:
            rest = _without(raw, found)
            year = found["y"]
            if year is None:  # asctime: "Mon Jan 27 14:03:12 2025"
                tail = _TAIL_YEAR.search(rest)
                if not tail:
                    return None
                year, rest = tail[1], rest[: tail.start()]
            month = MONTHS.get(found["m"].lower())
            return _with_clock(year, str(month), found["d"], rest) if month else None
    return None


def _without(raw: str, found: re.Match[str]) -> str:
    """What stands after the date, and else before it: where its time of day is."""
    after = raw[found.end() :]
    return after if re.search(r"\d", after) else raw[: found.start()]


def _with_clock(year: str, month: str, day: str, rest: str) -> int | None:
    """A day and the time of day that is found in `rest`, if any."""
    clock_time = None
    for found in _CLOCK.finditer(rest):
        if found["min"] or found["half"]:
            clock_time = found
            break
    if clock_time is None:
        return _made(year, month, day)
    hour = int(clock_time["h"])
    half = (clock_time["half"] or "").lower()[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    at = _made(
        year, month, day, hour, int(clock_time["min"] or 0), min(int(clock_time["s"] or 0), 59)
    )
    zone = clock_time["more"] or clock_time["zone"] or ""
    return None if at is None else at - (_offset(zone) + _summer(zone, at)) * 60


def _summer(zone: str, at: int) -> int:
    """The hour by which "ET" and its like, that say neither winter nor summer, are ahead then.

    From the second Sunday of March to the first of November, as North America's clocks go.
    """
    if zone.lower() not in ("et", "ct", "mt", "pt"):
        return 0
    year = datetime.fromtimestamp(at, UTC).year
    march, november = datetime(year, 3, 8, 2, tzinfo=UTC), datetime(year, 11, 1, 2, tzinfo=UTC)
    start, end = (day + timedelta(days=6 - day.weekday()) for day in (march, november))
    return 60 if start.timestamp() <= at < end.timestamp() else 0


def _offset(zone: str) -> int:
    """Minutes east of Greenwich; impossible and unknown zones count as UTC."""
    if zone[:1] in "+-" and zone:
        digits = zone[1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        return 0 if minutes > 14 * 60 else minutes * (-1 if zone[0] == "-" else 1)
    return _ZONES.get(zone.lower(), 0)


def _made(
    year: str, month: str, day: str, hour: int = 0, minute: int = 0, second: int = 0
) -> int | None:
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= 70 else 2000
    try:
        start = datetime(number, int(month), int(day), tzinfo=UTC)
        if hour > 24 or minute > 59:
            return None
        at = start + timedelta(hours=hour, minutes=minute, seconds=second)
    except (ValueError, OverflowError):
        return None
    return int(at.timestamp())


def in_text(line: str, *, now: int | None = None, since: int = _EARLIEST) -> int | None:
    """The date that a line of text names with its year; never one from a weekday or a day alone.

    What lies before `since` is None.
    """
    line = line.strip()[:200]
    now = clock.now() if now is None else now
    iso = re.search(
        r"(?<!\d)\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?", line
    )
    if iso:
        at = _written(iso[0])
        return at if at is not None and since <= at <= now + DAY else None
    if not re.search(r"\d{1,2}\D+\d|\d{4}", line):
        return None
    at = _written(line)
    return at if at is not None and since <= at <= now + DAY else None
