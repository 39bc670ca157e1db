"""The split: each millisecond of a matter's critical path has one name.

Names are given in this precedence: outside or handed over; closed hours (nobody of the unit on duty); rework
(any attempt after the first); then by the step's kind, waiting or worked on.
"""

from __future__ import annotations

import numpy as np

from analysis.measures.critical_path import Path, critical_path
from analysis.measures.played import Played
from sim.arrays import Flags, Floats, Ints
from sim.calendar import MS_PER_DAY
from sim.plan.plan import Kind

PARTS = ("waiting", "worked", "handed_over", "coordinated", "signature", "outside", "closed", "rework")
"""The names of the parts, as in the measures `split_<part>_days_mean`."""

_COORDINATION = (Kind.MEET, Kind.COUNTERSIGN, Kind.MERGE)
_SIGNATURE = (Kind.ASSIGN, Kind.SIGN)


def split_ms(played: Played) -> Ints:
    """Return [matter of the cohort, part]: ms by part; each row sums to the matter's elapsed time exactly."""
    path = critical_path(played)
    parts = np.zeros((played.cohort.size, len(PARTS)), dtype=np.int64)

    def add(part: str, rows: Flags, length: Ints) -> None:
        np.add.at(parts[:, PARTS.index(part)], path.matter[rows], length[rows])

    steps = played.plan.steps
    real = path.step >= 0
    step = np.maximum(path.step, 0)
    kind, desk = steps.kind[step], real & (steps.unit[step] >= 0)
    add("coordinated", np.ones(real.size, dtype=bool), path.held_ms)
    pure = real & ~desk
    add("handed_over", pure & (kind == Kind.HAND_OVER), path.until_ms - path.called_ms)
    add("outside", pure & (kind != Kind.HAND_OVER), path.until_ms - path.called_ms)
    again = steps.attempt[step] > 1
    for begins, ends, names in (
        (path.called_ms, path.started_ms, {"coordinated": _COORDINATION, "signature": _SIGNATURE, "waiting": ()}),
        (path.started_ms, path.until_ms, {"coordinated": _COORDINATION, "worked": ()}),
    ):
        closed = _closed_ms(played, path, desk, begins, ends)
        rest = ends - begins - closed
        add("closed", desk, closed)
        add("rework", desk & again, rest)
        named = again.copy()
        for name, kinds in names.items():
            rows = desk & ~named & (np.isin(kind, kinds) if kinds else True)
            add(name, rows, rest)
            named |= rows
    return parts


def split_days(played: Played) -> dict[str, float]:
    """Return the mean days of each part over the cohort."""
    if not played.cohort.size:
        return dict.fromkeys(PARTS, 0.0)
    means: Floats = split_ms(played).mean(axis=0) / MS_PER_DAY
    return dict(zip(PARTS, means.tolist(), strict=True))


def _closed_ms(played: Played, path: Path, rows: Flags, begins: Ints, ends: Ints) -> Ints:
    """Return how long nobody of the step's unit was on duty between `begins` and `ends`."""
    closed = np.zeros(begins.size, dtype=np.int64)
    unit = np.where(rows, played.plan.steps.unit[np.maximum(path.step, 0)], -1)
    for index in np.unique(unit[unit >= 0]).tolist():
        mine = unit == index
        hours = played.unit_hours[index]
        open_ms = hours.worked_until(ends[mine]) - hours.worked_until(begins[mine])
        closed[mine] = ends[mine] - begins[mine] - open_ms
    return closed
