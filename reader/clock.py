"""The one source of time, so that a test can stop it."""

from __future__ import annotations

import os
import time

_SAID = os.environ.get("TEARSHEET_NOW", "")
# Only what every calendar function can take; anything else is no time, and the clock runs on.
_STOPPED = int(_SAID) if _SAID.isascii() and _SAID.isdecimal() and len(_SAID) <= 11 else None


def now() -> int:
    """Whole seconds since 1970 in UTC; `TEARSHEET_NOW` in the environment stops the clock."""
    return int(time.time()) if _STOPPED is None else _STOPPED


def midnight(at: int | None = None) -> int:
    """The second at which the local day of `at` (default: now) began."""
    local = time.localtime(now() if at is None else at)
    return int(time.mktime((local.tm_year, local.tm_mon, local.tm_mday, 0, 0, 0, 0, 0, -1)))
