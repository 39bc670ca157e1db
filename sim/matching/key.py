"""The key: the one place that says which pair of a waiting step and a free person starts first.

The pair with the smallest key starts, again and again, until none fits:

    (ends a hold, priority, rank of the unit in the person's list, turns to another category,
     the unit's order, ready, step, remoteness, idle since, person)

Smaller is first, and what ends a hold is smaller. It is total: `step` and `person` are identities, so no two pairs are
equal and no tie is broken by who was scheduled first. Two components are written as one number where that is the
same order: `urgency` is the first two, `preference` the next two.

Each component depends on the step alone or on (person, queue) alone. So within one queue the smallest pair
is made of the smallest step, by `step_key`, and the smallest person, by `person_key`. All engines order by these
functions; Numba compiles them as they stand.
"""

from __future__ import annotations

StepKey = tuple[int, int, int, int]
"""(urgency, the unit's order, ready, step)"""

PersonKey = tuple[int, int, int, int]
"""(preference, remoteness, idle since, person)"""

Key = tuple[int, int, int, int, int, int, int, int]

NOBODY: PersonKey = (0, 0, -1, -1)
"""Who a crew's key is made with: the crew is called together, so it is nobody's second choice."""


def urgency(priority: int, ends_hold: bool) -> int:
    """Return the first two components of a step; priorities are far smaller than what puts a step before all others.

    >>> urgency(3, False) < urgency(4, False), urgency(9, True) < urgency(-9, False)
    (True, True)
    """
    return priority - 2**40 if ends_hold else priority


def turns(last_category: int, category: int) -> bool:
    """Return whether somebody who did work of one category last turns to another one by this; -1: none (rule 7)."""
    return category >= 0 and last_category >= 0 and last_category != category


def preference(place: int, turning: bool) -> int:
    """Return the two components of a person in a queue: `place` of its unit in their list, and whether they turn."""
    return 2 * place + (1 if turning else 0)


def step_key(urgency: int, order: int, ready: int, step: int) -> StepKey:
    """Return what a step is ordered by among the waiting steps of its queue."""
    return urgency, order, ready, step


def person_key(preference: int, remoteness: int, idle_since: int, person: int) -> PersonKey:
    """Return what a person is ordered by among the free people of a queue; `remoteness` is a way in ms."""
    return preference, remoteness, idle_since, person


def key(step: StepKey, person: PersonKey) -> Key:
    """Return the key of a pair.

    >>> key(step_key(1, 0, 500, 7), person_key(0, 0, 20, 3))
    (1, 0, 0, 500, 7, 0, 20, 3)
    """
    urgency, order, ready, identity = step
    preference, remoteness, idle_since, who = person
    return urgency, preference, order, ready, identity, remoteness, idle_since, who
