"""When a feed is asked next: intervals, cache times, Retry-After, back-off, the end."""

from __future__ import annotations

from email.utils import formatdate

from hypothesis import given
from hypothesis import strategies as st

from reader.ingest import headers, schedule

HOUR, DAY = 3_600, 86_400
NOW = 1_800_000_000


def wait(moment: int) -> int:
    return moment - NOW


def test_own_interval_wins_else_the_longer_of_publisher_and_setting():
    assert schedule.interval(60) == HOUR
    assert schedule.interval(60, publisher=360) == 6 * HOUR
    assert schedule.interval(60, publisher=5) == HOUR
    assert schedule.interval(60, own=15, publisher=360) == 15 * 60
    assert schedule.interval(60, publisher=1_000_000) == 7 * DAY
    assert schedule.interval(60, own=0) == 60


def test_a_cache_time_makes_it_longer_but_not_absurdly():
    def after(max_age: int | None) -> int:
        return wait(schedule.after_success(1, NOW, HOUR, max_age))

    assert after(None) == after(0) == after(60) == schedule.jitter(1, HOUR)
    assert after(DAY) == schedule.jitter(1, DAY)
    assert after(500_000_000) == schedule.jitter(1, 7 * DAY)


def test_errors_double_the_wait_up_to_a_day_and_no_further():
    waits = [wait(schedule.after_failure(1, NOW, HOUR, failures)) for failures in range(1, 12)]
    plain = [schedule.jitter(1, min(HOUR << step, DAY)) for step in range(11)]
    assert waits == plain
    assert wait(schedule.after_failure(1, NOW, HOUR, 10_000)) == schedule.jitter(1, DAY)
    week = schedule.interval(60, own=7 * 1_440)
    assert wait(schedule.after_failure(1, NOW, week, 9)) == schedule.jitter(1, week)


def test_retry_after_is_obeyed_up_to_a_month():
    def after(seconds: int) -> int:
        return wait(schedule.after_failure(1, NOW, HOUR, 1, seconds))

    assert after(5) == schedule.jitter(1, HOUR)
    assert after(2 * DAY) == schedule.jitter(1, 2 * DAY)
    assert after(10**9) == schedule.jitter(1, 31 * DAY)


def test_two_410_in_a_row_are_the_end_and_a_404_never_is():
    assert not schedule.is_gone(410, 0)
    assert schedule.is_gone(410, 1)
    assert not schedule.is_gone(404, 50)


@given(st.integers(1, 2**62), st.integers(60, 31 * DAY))
def test_jitter_is_five_to_ten_percent_and_always_the_same(feed_id, seconds):
    first = schedule.jitter(feed_id, seconds)
    assert first == schedule.jitter(feed_id, seconds)
    assert seconds + seconds * 5 // 100 <= first <= seconds + seconds * 10 // 100


def test_jitter_spreads_feeds():
    moments = {schedule.after_success(feed_id, NOW, DAY) for feed_id in range(1, 101)}
    assert len(moments) > 80


def test_cache_headers():
    def age(**said: str) -> int | None:
        return headers.max_age({key.replace("_", "-"): value for key, value in said.items()}, NOW)

    assert age() is None
    assert age(cache_control="max-age=600") == 600
    assert age(cache_control='public, max-age="600"', age="700") == 0
    assert age(cache_control="no-cache, max-age=600") == 0
    assert age(cache_control="max-age=-1") is None
    assert age(cache_control="max-age=99999999999999999") == 10 * 366 * DAY
    assert age(cache_control="max-age=soon", expires=formatdate(NOW + 60, usegmt=True)) == 60
    assert age(expires=formatdate(5_000, usegmt=True), date=formatdate(4_000, usegmt=True)) == 1_000
    assert age(expires="0") == age(expires="-1") == 0
    assert age(expires="Thu, 01 Jan 99999 00:00:00 GMT") == 0


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_header_makes_it_fail(one, other):
    said = {"cache-control": one, "expires": other, "retry-after": one, "age": other, "date": one}
    for value in (headers.max_age(said, NOW), headers.retry_after(said, NOW)):
        assert value is None or 0 <= value <= 10 * 366 * DAY
    assert headers.validator(one) in ("", one.strip(" \t"))
