"""Dates of feeds and texts in all their forms; what cannot be meant is no date."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.ingest import dates
from reader.text import iso

NOW = 1_800_000_000  # 2027-01-15


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Mon, 27 Jan 2025 14:33:00 GMT", "2025-01-27T14:33:00Z"),
        ("Mon, 27 Jan 2025 14:33 CET", "2025-01-27T13:33:00Z"),
        ("27 Jul 2025 14:33:00 CEST", "2025-07-27T12:33:00Z"),
        ("Mon, 27 Jan 2025 14:33:00 +0000 (UTC)", "2025-01-27T14:33:00Z"),
        ("Mon, 27 Jan 2025 14:33:00 PST", "2025-01-27T22:33:00Z"),
        ("27 Jan 25 14:03 EST", "2025-01-27T19:03:00Z"),
        ("Tue, 28 Jan 2025 01:00:00 JST", "2025-01-27T16:00:00Z"),
        ("2025-01-27T14:33:00.123456789+02:00", "2025-01-27T12:33:00Z"),
        ("2025-01-27T14:33Z", "2025-01-27T14:33:00Z"),
        ("2025-01-27 14:33:00 -0500", "2025-01-27T19:33:00Z"),
        ("2025-01-27T14:33:00+25:00", "2025-01-27T14:33:00Z"),
        ("2025-01-27", "2025-01-27T00:00:00Z"),
        ("2025-01", "2025-01-01T00:00:00Z"),
        ("2025-1-7 4:33:00", "2025-01-07T04:33:00Z"),
        ("20250127", "2025-01-27T00:00:00Z"),
        ("20250127T140312Z", "2025-01-27T14:03:12Z"),
        ("2020/1/10 14:33", "2020-01-10T14:33:00Z"),
        ("1738005780", "2025-01-27T19:23:00Z"),
        ("1738005780000", "2025-01-27T19:23:00Z"),
        ("1/27/2025 3:04 PM", "2025-01-27T15:04:00Z"),
        ("1/2/2025 12:04 AM", "2025-01-02T00:04:00Z"),
        ("1/2/2025", "2025-02-01T00:00:00Z"),
        ("27.01.2025", "2025-01-27T00:00:00Z"),
        ("27.1.2025, 14:03 Uhr", "2025-01-27T14:03:00Z"),
        ("Jan 27, 2025", "2025-01-27T00:00:00Z"),
        ("January 27, 2025 at 3:04 p.m. ET", "2025-01-27T20:04:00Z"),
        ("Mon Jan 27 14:03:12 2025", "2025-01-27T14:03:12Z"),
        ("Montag, 27. Januar 2025 14:03", "2025-01-27T14:03:00Z"),
        ("lun., 27 janv. 2025 14:03:00 +0100", "2025-01-27T13:03:00Z"),
        ("27 de enero de 2025", "2025-01-27T00:00:00Z"),
        ("27 января 2025, 14:03 MSK", "2025-01-27T11:03:00Z"),
        ("pon, 27 stycznia 2025 08:00:00 +0100", "2025-01-27T07:00:00Z"),
        ("2025年1月27日 14:03", "2025-01-27T14:03:00Z"),
        ("2025년 1월 27일", "2025-01-27T00:00:00Z"),
        ("Fri, 31 Dec 2024 23:59:60 GMT", "2024-12-31T23:59:59Z"),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("0000-00-00", None),
        ("0001-01-01T00:00:00Z", None),
        ("1970-01-01T00:00:00Z", None),
        ("Thu, 01 Jan 2099 00:00:00 GMT", None),
        ("2025-02-30", None),
        ("2025-13-01", None),
        ("27 Foo 2025", None),
        ("Monday", None),
        ("yesterday at 5", None),
        ("", None),
        ("12345", None),
        ("99999999999999999999", None),
    ],
)
def test_dates(raw: str, read: str | None) -> None:
    assert iso(dates.parse(raw, now=NOW)) == read


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60) | st.from_regex(r"[0-9/:. T+Zjanmr-]{0,40}", fullmatch=True))
def test_no_text_is_read_as_a_date_that_cannot_be(raw: str) -> None:
    for at in (dates.parse(raw, now=NOW), dates.in_text(raw, now=NOW)):
        assert at is None or 631_152_000 <= at <= NOW + dates.DAY


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Published: 4 March 2025", "2025-03-04T00:00:00Z"),
        ("Last updated March 4, 2025 10:15 GMT", "2025-03-04T10:15:00Z"),
        ("Stand: 04.03.2025, 10:15 Uhr", "2025-03-04T10:15:00Z"),
        ("Publié le 4 mars 2025 à 10h15", "2025-03-04T10:15:00Z"),
        ("Monday", None),
        ("On Monday, March 4", None),
        ("4 people died in 2019", None),
        ("Room 1203, 5 of 7", None),
    ],
)
def test_dates_in_lines(line: str, read: str | None) -> None:
    assert iso(dates.in_text(line, now=NOW)) == read
