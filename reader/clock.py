"""The one source of time, so that a test can stop it."""

from __future__ import annotations

import os
import time

_STOPPED = os.environ.get("TEARSHEET_NOW", "")


def now() -> int:
    """Whole seconds since 1970 in UTC; `TEARSHEET_NOW` in the environment stops the clock."""
    return int(_STOPPED) if _STOPPED else int(time.time())


def midnight(at: int | None = None) -> int:
    """The second at which the local day of `at` (default: now) began."""
    local = time.localtime(now() if at is None else at)
    return int(time.mktime((local.tm_year, local.tm_mon, local.tm_mday, 0, 0, 0, 0, 0, -1)))
