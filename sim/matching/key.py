"""The key: the one place that says which pair of a waiting step and a free person starts first.

The pair with the smallest key starts, again and again, until none fits:

    (releases a hold, priority, rank of the unit in the person's list, the unit's order,
     ready, step, idle since, person)

Smaller is first. It is total: `step` and `person` are identities, so no two pairs are equal and no tie is
broken by who was scheduled first. No step releases a hold yet: the first component is 0.

Each component depends on the step alone or on (person, unit) alone. So within one queue the smallest pair
is made of the smallest step, by `step_key`, and the smallest person, by `person_key`. All engines order by these
three functions; Numba compiles them as they stand.
"""

from __future__ import annotations

StepKey = tuple[int, int, int, int]
"""(priority, the unit's order, ready, step)"""

PersonKey = tuple[int, int, int]
"""(rank of the unit in the person's list, idle since, person)"""

Key = tuple[int, int, int, int, int, int, int, int]


def step_key(priority: int, order: int, ready: int, step: int) -> StepKey:
    """Return what a step is ordered by among the waiting steps of its queue."""
    return priority, order, ready, step


def person_key(place: int, idle_since: int, person: int) -> PersonKey:
    """Return what a person is ordered by among the free people of a queue; `place`: of its unit in their list."""
    return place, idle_since, person


def key(step: StepKey, person: PersonKey) -> Key:
    """Return the key of a pair.

    >>> key(step_key(1, 0, 500, 7), person_key(0, 20, 3))
    (0, 1, 0, 0, 500, 7, 20, 3)
    """
    priority, order, ready, identity = step
    position, idle_since, who = person
    return 0, priority, position, order, ready, identity, idle_since, who
