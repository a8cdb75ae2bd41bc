"""The few answer headers that matter, read with distrust: validators, cache times, Retry-After."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

_DIGITS = re.compile(r"\s*\"?(\d{1,18})\"?\s*")
_UNSAFE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_VALIDATOR_LIMIT = 1_000
_DECADE = 10 * 366 * 86_400


def validator(value: str | None) -> str:
    """An ETag or Last-Modified exactly as received, "" where it cannot be sent back as it is."""
    value = (value or "").strip(" \t")
    return "" if len(value) > _VALIDATOR_LIMIT or _UNSAFE.search(value) else value


def _moment(value: str) -> int | None:
    """An HTTP date as seconds since 1970, None for what is none."""
    if not 6 <= len(value) <= 100:
        return None
    try:
        then = parsedate_to_datetime(value)
        return int((then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def retry_after(headers: Mapping[str, str], now: int) -> int | None:
    """Seconds that the server asks to wait (RFC 9110 10.2.3), at most ten years, or None."""
    value = headers.get("retry-after") or ""
    if found := _DIGITS.fullmatch(value):
        return min(int(found[1]), _DECADE)
    moment = _moment(value)
    return None if moment is None else max(0, min(moment - now, _DECADE))


def max_age(headers: Mapping[str, str], now: int) -> int | None:
    """Seconds for which the answer is fresh (RFC 9111 section 4.2.1), at most ten years, or None.

    From Cache-Control max-age less Age, else from Expires less Date; 0 where caching is forbidden.
    """
    directives: dict[str, str] = {}
    for part in (headers.get("cache-control") or "")[:1_000].lower().split(","):
        name, _, value = part.partition("=")
        directives.setdefault(name.strip(), value)
    if "no-store" in directives or "no-cache" in directives:
        return 0
    if found := _DIGITS.fullmatch(directives.get("max-age", "")):
        age = _DIGITS.fullmatch(headers.get("age") or "")
        return max(0, min(int(found[1]), _DECADE) - (int(age[1]) if age else 0))
    if "expires" in headers:
        expires = _moment(headers.get("expires") or "")
        if expires is None:
            return 0  # "Expires: 0" and "-1" mean: already stale
        date = _moment(headers.get("date") or "")
        return max(0, min(expires - (now if date is None else date), _DECADE))
    return None
