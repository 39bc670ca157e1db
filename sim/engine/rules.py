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

_ALWAYS, _ON_ERROR, _WHEN_OVERDUE = int(Guard.ALWAYS), int(Guard.ON_ERROR), int(Guard.WHEN_OVERDUE)


def wait_ms(hours: float) -> int:
    """Return the length in ms of a pure wait, or of a way, of so many hours; halves go up (rule 1)."""
    return floor(hours * MS_PER_HOUR + 0.5)


def last_reached(steps: Sequence[int] | Ints, first: int, end: int, value: int) -> int:
    """Return the last row of [first, end), which are sorted, that is at most `value`; -1 if none is (rule 7)."""
    row = -1
    for at in range(first, end):
        if steps[at] <= value:
            row = at
    return row


def duration_ms(work_hours: float, skill: float, factor: float, setup_hours: float, way_hours: float) -> int:
    """Return how long a person works on a step (rule 7), in ms, the way there included.

    `factor` is what haste, practice and growth make of it. Only work that takes time needs a set-up; `setup_hours` is
    0 for a person who does not turn to another category.
    """
    hours = work_hours / skill * factor
    if hours > 0.0:
        hours += setup_hours
    return floor((hours + way_hours) * MS_PER_HOUR + 0.5)


def resumed_ms(left_ms: int, setup_hours: float) -> int:
    """Return how long a person still works on a step of which so much was left when it was interrupted (rule 10)."""
    if left_ms == 0:
        return 0
    return left_ms + floor(setup_hours * MS_PER_HOUR + 0.5)


def way_hours(km: float, km_per_hour: float) -> float:
    """Return how long a person is on the way (rule 7), in hours."""
    return km / km_per_hour


def growth(since_ms: int, per_hour: float, most: float, now: int) -> float:
    """Return by what work is multiplied that has grown since then, if it is started now (rule 7)."""
    if now <= since_ms:
        return 1.0
    return min(most, 1.0 + per_hour * ((now - since_ms) / MS_PER_HOUR))


def has_erred(chance: float, error_rate: float, error_factor: float) -> int:
    """Return the outcome of a step that somebody worked on (rule 8): 1 erred, 0 fine."""
    return 1 if chance < error_rate * error_factor else 0


def clock_holds(guard: int, ended_ms: int, deadline_ms: int) -> bool:
    """Return whether a guard of the clock (when overdue, in time) holds, given when what it judges ended; -1: never."""
    if ended_ms < 0:
        return False
    return (ended_ms > deadline_ms) == (guard == _WHEN_OVERDUE)


def guard_holds(guard: int, outcome: int) -> bool:
    """Return whether a guard of outcomes (always, on error, if fine) holds, given that of what it judges; -1: none."""
    if guard == _ALWAYS:
        return True
    return outcome == (1 if guard == _ON_ERROR else 0)
