"""Runs to be measured: a small plan with the columns that measures read, played, in a horizon of whole days.

Times are given and read in hours since a Monday at midnight, as in `worlds`; days are counted from 0 on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
from houses import MONDAY
from worlds import ms

from analysis.measures.critical_path import critical_path
from analysis.measures.played import Played
from analysis.measures.split import PARTS, split_ms
from sim.arrays import NEVER
from sim.calendar import MS_PER_HOUR
from sim.engine.simpy_engine import simulate
from sim.horizon import Horizon
from sim.plan.plan import Plan

HOURS = (("08:00", "12:00"), ("14:00", "18:00"))
"""As in worlds.OFFICE: 8-12, 14-18, 32-36, 38-42, 56-60, 62-66 …; eight hours a day."""


def stretch(begin: int, end: int, cap: int | None = None, *, weekends: bool = True) -> Horizon:
    """Return the horizon whose window is the days [begin, end), played until day `cap` at the latest."""
    days = end if cap is None else cap
    return Horizon(
        first=MONDAY, window_from=MONDAY + timedelta(days=begin), window_to=MONDAY + timedelta(days=end),
        cap=MONDAY + timedelta(days=days), hours=HOURS,
        working=np.array([weekends or day % 7 < 5 for day in range(days)]),
    )  # fmt: skip


def play(
    plan: Plan, days: Horizon, *, n_units: int | None = None, need: Iterable[int] | None = None,
    attempt: Iterable[int] | None = None, types: Iterable[int] | None = None,
    deadlines: Iterable[float | None] | None = None,
) -> Played:  # fmt: skip
    """Return the run of a plan; units from `n_units` on are desks, the columns given replace the plan's."""
    steps = {"need": need, "attempt": attempt}
    matters = {
        "type": types,
        "deadline_ms": deadlines and [NEVER if one is None else ms(one) for one in deadlines],
    }
    plan = replace(
        plan,
        steps=replace(plan.steps, **{name: np.array(list(row)) for name, row in steps.items() if row is not None}),
        matters=replace(
            plan.matters, **{name: np.array(list(row)) for name, row in matters.items() if row is not None}
        ),
    )
    return Played(plan=plan, trace=simulate(plan), horizon=days, n_units=plan.n_units if n_units is None else n_units)


def chain(*steps: int) -> list[tuple[int, int]]:
    """Return edges that lead from each step to the next."""
    return list(pairwise(steps))


def split(played: Played, matter: int = 0) -> dict[str, float]:
    """Return the hours of each part of a matter of the cohort; parts of no length are left out."""
    hours: Sequence[float] = (split_ms(played)[matter] / MS_PER_HOUR).tolist()
    return {part: length for part, length in zip(PARTS, hours, strict=True) if length}


def path(played: Played, matter: int = 0) -> list[tuple[int, float, float, float, float]]:
    """Return the critical path of a matter of the cohort, first stretch first.

    A stretch is (step, hours held before it was called, called, started, until).
    """
    found = critical_path(played)
    columns = (found.held_ms, found.called_ms, found.started_ms, found.until_ms)
    rows = [
        (int(found.step[row]), *(float(column[row] / MS_PER_HOUR) for column in columns))
        for row in np.flatnonzero(found.matter == matter)
    ]
    return sorted(rows, key=lambda row: (row[4], row[3], row[0] < 0))
