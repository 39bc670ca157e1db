"""The table of a sweep: each point under each design, in one measure, and its paired difference from the baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from analysis.comparison import Status, status_by
from analysis.intervals import Estimate, mean_interval
from analysis.report.catalogue import measure
from sim.arrays import Floats, Ints

Bound = Literal["lower", "upper"]

Kind = Literal["decided", "undecided", "capped", "open", "overloaded", "absent"]
"""What is known of a figure: it stands (as a difference, clear of 0, or undecided), is a bound, or there is none:
the bounds of both sides leave it open, a side is overloaded, or nothing was measured."""

STATUS_COLUMNS = ("backlog_growth_share", "completion_share")
"""The measures that a status is read from."""

OF_THE_WINDOW = (*STATUS_COLUMNS, "matters_released")
"""Measures that say what happened in the window, steady or not: an overloaded design has figures of these alone."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A design at a point. A figure with a bound is only that bound of the true one, and has no interval."""

    point: int
    design: str
    replications: int
    status: Status
    estimate: Estimate | None
    bound: Bound | None = None
    baseline_status: Status | None = None  # None where the point has no rows of the baseline
    pairs: int = 0  # replications that the design and the baseline both have
    difference: Estimate | None = None
    difference_bound: Bound | None = None

    def shown(self, difference: bool) -> tuple[Estimate | None, Bound | None]:
        """Return the figure, or the difference from the baseline, each with what it bounds."""
        return (self.difference, self.difference_bound) if difference else (self.estimate, self.bound)

    def kind(self, difference: bool) -> Kind:
        """Return what is known of the figure, or of the difference."""
        estimate, bound = self.shown(difference)
        statuses = {self.status, self.baseline_status} if difference else {self.status}
        if estimate is None:
            return "overloaded" if "overloaded" in statuses else "open" if "capped" in statuses else "absent"
        if bound:
            return "capped"
        return "undecided" if difference and not estimate.excludes_zero else "decided"


@dataclass(frozen=True, kw_only=True)
class SweepTable:
    """The cells in the order of points and designs; the intervals of differences hold together over `family` ones."""

    measure: str
    baseline: str
    designs: tuple[str, ...]
    cells: tuple[Cell, ...]
    family: int


@dataclass(frozen=True)
class _Seen:
    """What the replications of a design at a point have shown, in their order; NaN where one lacks the measure."""

    replications: Ints
    values: Floats
    status: Status


def sweep_table(
    rows: Mapping[str, np.ndarray[Any, Any]], measure_name: str, *, designs: Sequence[str], baseline: str
) -> SweepTable:
    """Return the table of these designs in one measure, at the points that have rows.

    `rows` has the columns point, replication, design, the measure, and those that a status is read from; a missing
    value is NaN. Means have 95% t intervals of their own. Differences are paired over the replications that both
    sides have, and their intervals hold together over all of them that the table shows (Bonferroni). A measure that
    one of the replications lacks has no figure. Of an overloaded side there is none either (`OF_THE_WINDOW` apart);
    where matters were open at the cap, days are bounds.
    """
    seen = _seen(rows, measure_name, {*designs, baseline})
    points = sorted({point for point, _ in seen})
    shown = [(point, design) for point in points for design in designs if (point, design) in seen]
    family = sum(design != baseline and (point, baseline) in seen for point, design in shown)
    cells = [_cell(seen, measure_name, point, design, baseline, family) for point, design in shown]
    return SweepTable(
        measure=measure_name, baseline=baseline, designs=tuple(designs), cells=tuple(cells), family=family
    )


def _cell(
    seen: Mapping[tuple[int, str], _Seen], name: str, point: int, design: str, baseline: str, family: int
) -> Cell:
    here, base = seen[point, design], seen.get((point, baseline))
    estimate, bound = _estimate(here, name)
    difference: tuple[Estimate | None, Bound | None] = (None, None)
    pairs = 0
    if design != baseline and base is not None:
        common, places, base_places = np.intersect1d(here.replications, base.replications, return_indices=True)
        pairs = common.size
        if pairs:
            difference = _difference(here, base, here.values[places] - base.values[base_places], name, family)
    return Cell(
        point=point, design=design, replications=here.replications.size, status=here.status, estimate=estimate,
        bound=bound, baseline_status=None if base is None else base.status, pairs=pairs, difference=difference[0],
        difference_bound=difference[1],
    )  # fmt: skip


def _estimate(seen: _Seen, name: str) -> tuple[Estimate | None, Bound | None]:
    if np.isnan(seen.values).any() or _has_no_figure(seen, name):
        return None, None
    if seen.status != "steady" and measure(name).bounded:
        return Estimate(float(seen.values.mean()), None, None), "lower"
    return mean_interval(seen.values), None


def _difference(
    here: _Seen, base: _Seen, values: Floats, name: str, family: int
) -> tuple[Estimate | None, Bound | None]:
    """Return the mean of paired differences; of a capped side only the bound that says something."""
    if np.isnan(values).any() or _has_no_figure(here, name) or _has_no_figure(base, name):
        return None, None
    steady = (here.status == "steady", base.status == "steady")
    if all(steady) or not measure(name).bounded:
        return mean_interval(values, family), None
    mean = Estimate(float(values.mean()), None, None)
    if mean.mean > 0 and steady == (False, True):
        return mean, "lower"
    return (mean, "upper") if mean.mean < 0 and steady == (True, False) else (None, None)


def _has_no_figure(seen: _Seen, name: str) -> bool:
    return seen.status == "overloaded" and name not in OF_THE_WINDOW


def _seen(rows: Mapping[str, np.ndarray[Any, Any]], name: str, designs: set[str]) -> dict[tuple[int, str], _Seen]:
    """Return what is known of each point and design, its replications in order."""
    names, codes = np.unique(rows["design"].astype(str), return_inverse=True)
    order = np.lexsort((rows["replication"], codes, rows["point"]))
    points, kinds = rows["point"][order], codes[order]
    starts = np.flatnonzero(np.r_[True, (np.diff(points) != 0) | (np.diff(kinds) != 0)]) if order.size else order
    found = {}
    for start, places in zip(starts, np.split(order, starts[1:]), strict=False):
        design = str(names[kinds[start]])
        if design in designs:
            status = _status(*(rows[column][places] for column in STATUS_COLUMNS))
            found[int(points[start]), design] = _Seen(rows["replication"][places], rows[name][places], status)
    return found


def _status(growth: Floats, completion: Floats) -> Status:
    """Return the status by the rule of a comparison; of a replication in which no matter came, none stayed open."""
    return status_by(growth, np.nan_to_num(completion, nan=1.0))
