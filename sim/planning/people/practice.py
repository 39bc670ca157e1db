"""Practice: how used people are to their work after a reorganisation, week by week."""

from __future__ import annotations

import numpy as np

from sim.arrays import Floats, ranges
from sim.calendar import MS_PER_DAY
from sim.errors import CalendarError
from sim.horizon import Horizon
from sim.institution import Institution
from sim.levers.arranging.teams import unit_work
from sim.levers.stages import Arrangement
from sim.plan.provisions import Practice, none
from sim.procedure import Abilities, Learning
from sim.workload.expectations import Expectations

LEAST = 0.01
"""A smaller departure from 1 counts as none."""

MS_PER_WEEK = 7 * MS_PER_DAY


def new_work(arrangement: Arrangement, before: Arrangement, institution: Institution, expected: Expectations) -> Floats:
    """Return for each person the share of their expected work that fell to none of their units before.

    A person's expected work is their share, by heads, of that of each unit they serve.
    """
    n = len(institution.staff)
    work, known = (np.zeros((n, len(institution.functions))) for _ in range(2))
    for table, one in ((work, arrangement), (known, before)):
        person, unit = one.posts
        heads = np.maximum(np.bincount(unit, minlength=len(one.units)), 1)
        np.add.at(table, person, (unit_work(one, institution, expected) / heads[:, None])[unit])
    total = work.sum(axis=1)
    return np.asarray(np.where(known > 0, 0.0, work).sum(axis=1) / np.where(total > 0, total, 1.0))


def check_learning(learning: Learning | None, horizon: Horizon) -> None:
    """Raise CalendarError if a reorganisation lies behind the run."""
    if learning and learning.since and learning.since >= horizon.cap:
        raise CalendarError(
            f"institution.abilities.learning.since is {learning.since}, but the run ends before {horizon.cap}; "
            "expected an earlier day."
        )


def practice_of(abilities: Abilities, new: Floats | None, horizon: Horizon) -> Practice:
    """Return how used people are to their work, of which the share `new` is new to each; None: nothing is to anybody.

    In the k-th week (from 0) after the reorganisation hours are times 1 + dip·new·2^(-k/half-life), and errors times
    1 + (errors - 1)·new·2^(-k/half-life); both are 1 from the first week on in which neither is 1% off.
    """
    learning = abilities.learning
    if learning is None or new is None:
        return none(Practice)
    extra = np.stack([learning.dip * new, (learning.errors - 1) * new])
    largest = np.abs(extra).max(axis=0)
    halvings = np.log2(np.maximum(largest, LEAST / 2) / LEAST)
    weeks = np.where(largest < LEAST, -1, np.floor(halvings * learning.half_life_weeks + 1e-9)).astype(np.int64) + 1
    rows = np.where(weeks > 0, weeks + 1, 0)  # one a week, and one that ends it
    person, week = np.repeat(np.arange(new.size), rows), ranges(rows)
    begin = horizon.ms(learning.since) if learning.since else horizon.window_ms[0]
    from_ms = begin + week * MS_PER_WEEK
    fades = np.where(week < weeks[person], 2.0 ** (-week / learning.half_life_weeks), 0.0)
    last = np.append(person[1:] != person[:-1], True)[: person.size]
    begun = np.append(from_ms[1:] <= 0, False)[: person.size] & ~last  # over before the start
    kept = ~begun & (from_ms < horizon.end_ms)
    hours, errors = 1 + extra[:, person] * fades
    return Practice(
        person=person[kept], from_ms=np.maximum(from_ms[kept], 0), hours_factor=hours[kept], error_factor=errors[kept]
    )
