"""What people answer in the check, and the hours and days between their messages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LONDON = "Europe/London"

# The shortest way to each verdict; what is not named is answered with "none", or with the calmest option there is.
SORE = {"side": "both_muscle", "onset": "hours_later", "course": "new", "walk": "walk_easy", "run_test": "test_skip"}
RUNS = {**SORE, "run_test": "test_easy"}
TEAR = {
    "side": "left",
    "onset": "sharp_stopped",
    "look": "bruise",
    "spot": "inner_mid",
    "course": "new",
    "walk": "limp",
}
CLOT = {"side": "left", "look": "one_swollen", "onset": "no_reason", "clot_risk": "long_trip"}

# Calves that stay at home: a small strain, a tight calf, a sore heel cord, and one that is sore at the heel bone.
TWINGE = {"side": "left", "onset": "sharp_ran_on", "spot": "inner_mid", "course": "new", "walk": "walk_easy"}
TIGHT = {"side": "left", "onset": "over_weeks", "spot": "all_over", "course": "new", "walk": "walk_easy"}
CORD = {**TIGHT, "spot": "heel_cord"}
