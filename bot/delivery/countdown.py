"""What is left of a countdown: in whole seconds, and the way people read it."""

from __future__ import annotations

import math
from datetime import datetime


def seconds_left(until: datetime, now: datetime) -> int:
    """Whole seconds from `now` to `until` (both aware), a part of one counted as one; 0 once it is over."""
    return max(0, math.ceil((until - now).total_seconds()))


def as_read(seconds: int) -> str:
    """`seconds` as a clock shows them: 0:27, 12:05, 1:00:00."""
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}:{rest:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
