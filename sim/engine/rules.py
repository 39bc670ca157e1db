"""Rules that are arithmetic, written once for all engines: durations, outcomes, guards.

Each function stands on its own and takes numbers only, so that Numba can compile the very text that the
reference engine runs. No formula here may be written another way: the last bit counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from sim.arrays import Ints
from sim.calendar import MS_PER_HOUR
from sim.plan.plan import Guard

_ALWAYS, _ON_ERROR = int(Guard.ALWAYS), int(Guard.ON_ERROR)


def wait_ms(hours: float) -> int:
    """Return the length in ms of a pure wait of so many hours; halves go up (rule 1)."""
    return floor(hours * MS_PER_HOUR + 0.5)


def pressure_row(waiting: Sequence[int] | Ints, first: int, end: int, n: int) -> int:
    """Return the last of a unit's rows [first, end) whose `waiting` is reached by `n`, -1 if none is (rule 7)."""
    row = -1
    for at in range(first, end):
        if waiting[at] <= n:
            row = at
    return row


def duration_ms(
    work_hours: float, skill: float, hours_factor: float, setup_hours: float, last_category: int, category: int
) -> int:
    """Return how long a person works on a step (rule 7), in ms.

    `last_category` and `category` are -1 for none; a step without a category has skill 1 and no set-up. Only work
    that takes time needs a set-up, and only after work of another category.
    """
    hours = work_hours / skill * hours_factor
    if category >= 0 and last_category >= 0 and last_category != category and hours > 0.0:
        hours += setup_hours
    return floor(hours * MS_PER_HOUR + 0.5)


def has_erred(chance: float, error_rate: float, error_factor: float) -> int:
    """Return the outcome of a step that somebody worked on (rule 8): 1 erred, 0 fine."""
    return 1 if chance < error_rate * error_factor else 0


def guard_holds(guard: int, outcome: int) -> bool:
    """Return whether an edge's guard holds, given the outcome of the step it judges; -1: it has none."""
    if guard == _ALWAYS:
        return True
    return outcome == (1 if guard == _ON_ERROR else 0)
