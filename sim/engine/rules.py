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


def last_reached(steps: Sequence[int] | Ints, first: int, end: int, value: int) -> int:
    """Return the last row of [first, end), which are sorted, that is at most `value`; -1 if none is (rule 7)."""
    row = -1
    for at in range(first, end):
        if steps[at] <= value:
            row = at
    return row


def duration_ms(work_hours: float, skill: float, factor: float, setup_hours: float) -> int:
    """Return how long a person works on a step (rule 7), in ms.

    `factor` is what haste and practice make of it. Only work that takes time needs a set-up; `setup_hours` is 0 for
    a person who does not turn to another category.
    """
    hours = work_hours / skill * factor
    if hours > 0.0:
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
