"""The split: each millisecond of a matter's critical path has one name.

Names are given in this precedence: outside, handed over or before a meeting; closed hours (nobody of the unit on
duty); rework (any attempt after the first); then by the step's kind, waiting or worked on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from analysis.measures.critical_path import critical_path
from analysis.measures.played import Played
from sim.arrays import Floats, Ints
from sim.calendar import MS_PER_DAY
from sim.plan.plan import Kind

PARTS = ("waiting", "worked", "handed_over", "coordinated", "signature", "outside", "closed", "rework")
"""The names of the parts, as in the measures `split_<part>_days_mean`."""

_COORDINATED, _CLOSED, _REWORK = (PARTS.index(part) for part in ("coordinated", "closed", "rework"))
_COORDINATION = (Kind.MEET, Kind.COUNTERSIGN, Kind.MERGE, Kind.REPORT)


def _by_kind(named: Mapping[str, tuple[Kind, ...]], other: str) -> Ints:
    """Return for each kind the part that its time falls to."""
    part = np.full(len(Kind), PARTS.index(other), dtype=np.int64)
    for name, kinds in named.items():
        part[list(kinds)] = PARTS.index(name)
    return part


_AT_MEETINGS = (Kind.SUBMIT, Kind.DECIDE)
_SIGNATURE = (Kind.ASSIGN, Kind.SIGN, Kind.BRIEF, Kind.ADVISE)
_NOT_HERE = _by_kind({"handed_over": (Kind.HAND_OVER,), "signature": _AT_MEETINGS}, "outside")
_WAITING = _by_kind({"coordinated": _COORDINATION, "signature": _SIGNATURE}, "waiting")
_UNDER_WAY = _by_kind({"coordinated": _COORDINATION}, "worked")


def split_ms(played: Played) -> Ints:
    """Return [matter of the cohort, part]: ms by part; each row sums to the matter's elapsed time exactly."""
    n, parts = played.cohort.size, np.zeros(played.cohort.size * len(PARTS))
    for matter, part, length in _stretches(played):
        parts += np.bincount(matter * len(PARTS) + part, weights=length, minlength=parts.size)
    return parts.reshape(n, len(PARTS)).astype(np.int64)


def split_days(played: Played) -> dict[str, float]:
    """Return the mean days of each part over the cohort."""
    if not played.cohort.size:
        return dict.fromkeys(PARTS, 0.0)
    total: Floats = np.zeros(len(PARTS))
    for _, part, length in _stretches(played):
        total += np.bincount(part, weights=length, minlength=len(PARTS))
    return dict(zip(PARTS, (total / played.cohort.size / MS_PER_DAY).tolist(), strict=True))


def _stretches(played: Played) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield (matter of the cohort, part, ms) of all that the critical paths are made of."""
    path, steps = critical_path(played), played.plan.steps
    yield path.matter, np.full(path.matter.size, _COORDINATED), path.held_ms
    in_house = (steps.unit >= 0) & (steps.kind != Kind.ANSWER)  # an office that answers has a queue, but not here
    unit = np.where((path.step >= 0) & in_house[path.step], steps.unit[path.step], -1)
    pure = np.flatnonzero((path.step >= 0) & (unit < 0))
    yield path.matter[pure], _NOT_HERE[steps.kind[path.step[pure]]], path.until_ms[pure] - path.called_ms[pure]
    rows = np.flatnonzero(unit >= 0)
    matter, step, unit = path.matter[rows], path.step[rows], unit[rows]
    kind, again = steps.kind[step], steps.attempt[step] > 1
    times = [path.called_ms[rows], path.started_ms[rows], path.until_ms[rows]]
    worked = [played.unit_hours.worked_until(unit, time) for time in times]
    for begin, part in enumerate((_WAITING, _UNDER_WAY)):
        on_duty = worked[begin + 1] - worked[begin]  # somebody of the unit is
        yield matter, np.full(rows.size, _CLOSED), times[begin + 1] - times[begin] - on_duty
        yield matter, np.where(again, _REWORK, part[kind]), on_duty
