"""Leaving, alarms, coming in, growth, interruptions and travel of small plans, and what a trace tells of them.

Times are in hours, distances in km.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from worlds import ms, step
from worlds_provisions import table

from sim.arrays import Ints
from sim.calendar import MS_PER_HOUR
from sim.plan.provisions import Ways
from sim.trace import NOT_YET, Trace


def further(
    *,
    patience: Mapping[int, float] | None = None,
    alarms: Mapping[int, float] | None = None,
    firsts: Sequence[int] = (),
    entries: Mapping[int, int] | None = None,
    growth: Mapping[int, tuple[float, float, float]] | None = None,
    preempts: Sequence[int] = (),
    ageing: Mapping[int, Sequence[tuple[float, int, int]]] | None = None,
    visits: Mapping[int, int] | None = None,
    travellers: Mapping[int, tuple[int, float, bool]] | None = None,
    nearest: Sequence[int] = (),
) -> dict[str, Any]:
    """Return the tables of these provisions, the empty ones left out.

    By step: after how long it leaves, or raises its alarm; since when its work grows, by which share an hour, up to
    how many times; (after how long, to which priority, to which order), each time that it is urged; its site. By
    matter: the step by which it comes in. By person: base, speed, whether back after each visit.
    """
    rows: dict[str, list[Sequence[float]]] = {
        "patience": [(step, ms(after)) for step, after in sorted((patience or {}).items())],
        "alarms": [(step, ms(after)) for step, after in sorted((alarms or {}).items())],
        "firsts": [(step,) for step in sorted(firsts)],
        "entries": sorted((entries or {}).items()),
        "growth": [(step, ms(since), *rest) for step, (since, *rest) in sorted((growth or {}).items())],
        "preempts": [(step,) for step in sorted(preempts)],
        "urges": [(step, ms(after), *to) for step, own in sorted((ageing or {}).items()) for after, *to in own],
        "visits": sorted((visits or {}).items()),
        "travellers": [(person, *rest) for person, rest in sorted((travellers or {}).items())],
        "nearest": [(unit,) for unit in sorted(nearest)],
    }
    return {name: table(name, *own) for name, own in rows.items() if own}


def ways(km: Sequence[Sequence[float]]) -> Ways:
    """Return the ways from each site (a row) to each (a column)."""
    sites = range(len(km))
    return table("ways", *((origin, goal, km[origin][goal]) for origin, goal in product(sites, sites)))


def along_a_road(*at: float) -> Ways:
    """Return the ways between sites that lie on one straight road, at these km."""
    return ways([[abs(goal - origin) for goal in at] for origin in at])


def urgent(at: float, hours: float = 1, *, priority: int = 0, **own: Any) -> tuple[float, list[dict[str, float]]]:
    """Return a matter of one step, which comes before what has priority 1."""
    return at, [step(hours, priority=priority, **own)]


class Cut(NamedTuple):
    """An interruption: which step of whom, when, and when somebody went on with it."""

    step: int
    person: int
    at: float
    resumed: float | None


def cuts(trace: Trace) -> list[Cut | None]:
    """Return what each step that may interrupt others interrupted; None: nothing."""
    rows = zip(
        trace.cut_step.tolist(), trace.cut_person.tolist(), _hours(trace.cut_ms), _hours(trace.resumed_ms), strict=True
    )
    return [None if row == (NOT_YET, NOT_YET, None, None) else Cut(*row) for row in rows]


def trips(trace: Trace) -> list[tuple[float | None, float | None]]:
    """Return, for each seat of each visit, the hours of the way there, and when its person was back."""
    return list(zip(_hours(trace.way_ms), _hours(trace.back_ms), strict=True))


def stretches(trace: Trace) -> list[tuple[int, int, float, float]]:
    """Return (person, step, from, to) of all work, by person and time."""
    step, person, begin, until = (np.asarray(column).tolist() for column in trace.segments())
    return [
        (who, what, since / MS_PER_HOUR, to / MS_PER_HOUR)
        for who, what, since, to in zip(person, step, begin, until, strict=True)
    ]


def _hours(column: Ints) -> list[float | None]:
    return [None if value == NOT_YET else value / MS_PER_HOUR for value in column.tolist()]
