"""What people are rewarded for: what the lever `incentives` comes to."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_EFFORT, MOST_EFFORT = 0.3, 3.0
"""Where a person's factor on speed is cut."""


@dataclass(frozen=True, kw_only=True)
class Scoring:
    """Factors on what people do; the default changes nothing."""

    effort: float = 1.0  # mean factor on speed
    effort_spread: float = 0.0  # its standard deviation over people
    early_share: float = 0.0  # probability that a matter which may come back is closed without being solved
    early_work: float = 1.0  # work of its lead's need then, as a share
    errors: float = 1.0  # multiple of the error rates
    hours: float = 1.0  # multiple of the hours that handling takes
