"""Posts: one contribution to who serves which unit. `sim/planning/people/people.py` joins all of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.arrays import Ints
from sim.calendar import Calendar


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Posts:
    """One row a post: who serves which unit (a unit of the arrangement, or a leader's desk), and on what terms."""

    person: Ints = field(default_factory=_none)
    unit: Ints = field(default_factory=_none)
    sessions: Ints | int = -1  # place in `calendars`, in whose sessions steps of the unit are taken up; -1: always
    least_rank: Ints | int = 0  # of the steps that the person takes up there
    calendars: tuple[Calendar, ...] = ()  # of this contribution alone; they are numbered in the plan when joined
