"""What is followed up: which measures of quality a run can tell, and other designs of the scenario with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Followed:
    """Which of them; the default: none."""

    errors: bool = False  # where errors are caught: some design of the scenario looks for them, or they come back
    rounds: bool = False  # whether rounds are used up: this design notes it
    returns: bool = False  # what comes back: some type of matter does
