"""The comparison: designs against the baseline, replication by replication, on the same matters.

Where the number of replications was decided by looking at them, `looks` tells at how many numbers one might have
stopped; every interval is then made at so many times less error (analysis/sequential.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from analysis.intervals import Estimate, mean_interval, relative_interval
from analysis.measures.backlog import GROWTH_LIMIT
from analysis.measures.people import IF_PROVIDED, PURPOSES
from analysis.measures.reading import Reading
from analysis.pairing import variance_ratio
from sim.arrays import Floats

Status = Literal["steady", "capped", "overloaded"]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Design minus baseline in one measure, paired; `relative` is a share of the baseline's mean.

    `variance_ratio` tells what the pairing saves.
    """

    measure: str
    design: str
    estimate: Estimate
    relative: Estimate | None
    variance_ratio: float | None

    def as_dict(self) -> dict[str, Any]:
        """Return the difference as it is stored."""
        relative = None if self.relative is None else self.relative.as_dict()
        return {
            "measure": self.measure,
            "design": self.design,
            **self.estimate.as_dict(),
            "relative": relative,
            "variance_ratio": self.variance_ratio,
        }


@dataclass(frozen=True, kw_only=True)
class GroupDifference:
    """Design minus baseline for one group of matters or people."""

    dimension: str
    group: str
    measure: str
    design: str
    baseline_value: float
    value: float
    estimate: Estimate


def status_of(readings: Sequence[Reading], looks: int = 1) -> Status:
    """Return whether a design bears its load.

    `overloaded`: the backlog grows over the window, by the 95% interval over replications. `capped`: it does
    not, but some matters were still open at the cap, so that means are lower bounds.
    """
    return status_by(column(readings, "backlog_growth_share"), column(readings, "completion_share"), looks)


def status_by(backlog_growth_share: Floats, completion_share: Floats, looks: int = 1) -> Status:
    """Return the same from the two measures that decide it, over the replications."""
    growth = mean_interval(backlog_growth_share, looks)
    if (growth.mean if growth.low is None else growth.low) > GROWTH_LIMIT:
        return "overloaded"
    return "capped" if completion_share.min() < 1 else "steady"


def column(readings: Sequence[Reading], measure: str) -> Floats:
    """Return one measure over the replications."""
    return np.array([reading.measures[measure] for reading in readings])


def measures_of(readings: Sequence[Reading], looks: int = 1) -> dict[str, Estimate]:
    """Return every measure that all replications have with its own 95% interval."""
    return {name: mean_interval(column(readings, name), looks) for name in _shared(readings)}


def _shared(readings: Sequence[Reading]) -> list[str]:
    """Return the measures that all readings have: without a deadline in a replication none is on time there."""
    return [name for name in readings[0].measures if all(name in reading.measures for reading in readings)]


def differences(
    readings: Mapping[str, Sequence[Reading]], baseline: str, looks: int = 1
) -> tuple[list[Difference], int]:
    """Return all paired differences, with intervals that hold together, and how many there are."""
    base = readings[baseline]
    designs = [name for name in readings if name != baseline]
    names = _shared([reading for many in readings.values() for reading in many])
    names = [name for name in names if name != "backlog_growth_share"]
    family = max(len(designs) * len(names), 1)
    rows = []
    for design in designs:
        for name in names:
            before, after = column(base, name), column(readings[design], name)
            rows.append(
                Difference(
                    measure=name,
                    design=design,
                    estimate=mean_interval(after - before, family * looks),
                    relative=relative_interval(after - before, before, family * looks),
                    variance_ratio=variance_ratio(before, after),
                )
            )
    return rows, family


def group_differences(
    readings: Mapping[str, Sequence[Reading]], baseline: str, looks: int = 1
) -> list[GroupDifference]:
    """Return paired differences for types, origins and ranks, with intervals that hold together.

    A group that a replication or a design lacks (nobody of that rank, no such matter) is left out.
    """
    base = readings[baseline]
    keys = [key for key in base[0].groups if all(key in one.groups for many in readings.values() for one in many)]
    designs = [name for name in readings if name != baseline]
    family = max(len(designs) * len(keys), 1)
    rows = []
    for design in designs:
        for key in keys:
            before = np.array([one.groups[key] for one in base])
            after = np.array([one.groups[key] for one in readings[design]])
            dimension, group, measure = key
            rows.append(
                GroupDifference(
                    dimension=dimension,
                    group=group,
                    measure=measure,
                    design=design,
                    baseline_value=float(before.mean()),
                    value=float(after.mean()),
                    estimate=mean_interval(after - before, family * looks),
                )
            )
    return rows


def distribution(readings: Sequence[Reading]) -> dict[str, list[float]]:
    """Return the share of the cohort closed within 0, 1, 2 … days, over all replications."""
    counts = np.sum([reading.elapsed_counts for reading in readings], axis=0)
    reached = np.concatenate([[0], np.cumsum(counts[:-1])]) / counts.sum()
    last = int(np.searchsorted(reached, reached[-1] - 1e-12)) + 1
    return {"days": list(range(last)), "share_closed": [float(share) for share in reached[:last]]}


def people_rows(readings: Sequence[Reading]) -> list[dict[str, float]]:
    """Return for each person the mean share of scheduled time by purpose, what is idle, and signatures a day.

    Who is never held, or never travels, has no share of it.
    """
    means = np.mean([reading.people for reading in readings], axis=0)
    rows = []
    for person in means.tolist():
        shares = dict(zip(PURPOSES, person[:-1], strict=False))
        shares = {name: share for name, share in shares.items() if share or name not in IF_PROVIDED}
        rows.append({**shares, "idle": max(0.0, 1.0 - sum(shares.values())), "signatures_per_day": person[-1]})
    return rows


def sign_changes(loads: Sequence[float], differences_at: Sequence[float | None]) -> list[float]:
    """Return the loads at which a difference changes its sign, by straight lines between the points.

    A difference that is 0 at a point and has other signs before and behind changes there.
    """
    found: list[float] = []
    last: tuple[float, float] | None = None  # the latest point that is not 0
    zero: float | None = None  # where the difference became 0 since
    for load, value in zip(loads, differences_at, strict=True):
        if value == 0:
            zero = load if zero is None else zero
        elif value is not None:
            if last and last[1] * value < 0:
                between = last[0] + (load - last[0]) * last[1] / (last[1] - value)
                found.append(between if zero is None else zero)
            last, zero = (load, value), None
    return found
