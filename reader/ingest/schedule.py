"""When a feed is asked next: pure functions of what came back and what was before.

An interval is the reader's own for the feed, else the publisher's wish (ttl, sy:updatePeriod),
else the setting; a cache time makes it longer, never shorter. Errors double it up to a day; one
answer brings it back. Retry-After is obeyed. A second 410 in a row ends the asking.
"""

from __future__ import annotations

import hashlib

from reader.store.outcomes import GONE_AFTER

MAX_AGE_LIMIT = 7 * 86_400  # a cache time is believed this far: years are a mistake
RETRY_AFTER_LIMIT = 31 * 86_400
BACK_OFF_LIMIT = 86_400
PUBLISHER_LIMIT = 7 * 86_400
NEVER = 100 * 365 * 86_400  # how long a feed that is gone is left alone


def interval(setting: int, own: int | None = None, publisher: int | None = None) -> int:
    """Seconds between two looks. All arguments in minutes; `own` wins, then the longer one."""
    if own is not None:
        return max(1, own) * 60
    wish = min((publisher or 0) * 60, PUBLISHER_LIMIT)
    return max(setting * 60, wish)


def jitter(feed_id: int, seconds: int) -> int:
    """`seconds` and 5 to 10 % more, always the same for one feed, so that feeds spread out."""
    digest = hashlib.blake2b(feed_id.to_bytes(8, "big", signed=True), digest_size=2).digest()
    return seconds + seconds * (500 + int.from_bytes(digest, "big") * 500 // 65_535) // 10_000


def after_success(feed_id: int, now: int, every: int, max_age: int | None = None) -> int:
    """The second from which the feed is due again; `every` as `interval` gave it."""
    wait = max(every, min(max_age or 0, MAX_AGE_LIMIT))
    return now + jitter(feed_id, wait)


def after_failure(
    feed_id: int, now: int, every: int, failures: int, retry_after: int | None = None
) -> int:
    """The same after an error; `failures` counts the errors in a row with this one (1, 2, ...)."""
    doubled = every << min(max(failures - 1, 0), 20)
    wait = max(every, min(doubled, BACK_OFF_LIMIT), min(retry_after or 0, RETRY_AFTER_LIMIT))
    return now + jitter(feed_id, wait)


def is_gone(status: int, earlier: int) -> bool:
    """Whether this 410 (after `earlier` ones in a row) means that the feed is never asked again."""
    return status == 410 and earlier + 1 >= GONE_AFTER
