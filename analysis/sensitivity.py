"""Sensitivity: how a paired difference changes as one assumed number moves over its range, and where its sign turns.

Formulas are in docs/model.md, part 12.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal

import numpy as np

from analysis.comparison import sign_changes
from analysis.intervals import Estimate, mean_interval
from sim.arrays import Floats

Value = int | float | str
"""A number, or a clock time "HH:MM"."""

End = Literal["low", "high"]
Point = tuple[float, Estimate | None]
"""A place in the range, and the difference there: None where there is none."""


@dataclass(frozen=True, kw_only=True)
class Level:
    """What was seen at one value of a number: paired differences by replication, None where there is none, and why.

    `status` is steady, or what keeps a difference from being claimed: overloaded or capped (`whose` names the design),
    failed (`whose` says why), or unplayed where the value was refused.
    """

    value: Value
    differences: Floats | None
    status: str = "steady"
    whose: str | None = None

    def estimate(self, family: int) -> Estimate | None:
        """Return the mean difference, with an interval that holds together with `family` others."""
        return None if self.differences is None else mean_interval(self.differences, family)

    def change(self, base: Floats, family: int) -> Estimate | None:
        """Return by how much the difference changes against that of `base`, replication by replication."""
        if self.differences is None:
            return None
        return mean_interval(self.differences - base[: self.differences.size], family)


@dataclass(frozen=True)
class Change:
    """The larger of the changes at the two ends of a range."""

    end: End
    estimate: Estimate

    @property
    def distinguishable(self) -> bool:
        """Whether the change can be told from noise: its interval leaves out 0."""
        return self.estimate.excludes_zero


def largest_change(
    low: Level, high: Level, base: Floats, family: int, by: Callable[[Change], Any] | None = None
) -> Change | None:
    """Return the larger change of a number's two ends, by their `weight` or else `by`; None where neither has one."""
    ends: dict[End, Level] = {"low": low, "high": high}
    changes = {end: level.change(base, family) for end, level in ends.items()}
    found = [Change(end, estimate) for end, estimate in changes.items() if estimate is not None]
    return max(found, key=by or weight, default=None)


def size(change: Change) -> float:
    """Return how large a change is, whatever its sign."""
    return abs(change.estimate.mean)


def weight(change: Change) -> tuple[bool, float]:
    """Return what changes are ranked by: those that can be told from noise first, then their size."""
    return change.distinguishable, size(change)


def typical_variance(changes: Sequence[Floats]) -> float:
    """Return the median variance over replications of changes that vary; 0 if none does."""
    found = [float(change.var(ddof=1)) for change in changes if float(np.ptp(change)) > 0]
    return float(np.median(found)) if found else 0.0


def size_beyond_noise(change: Floats, typical: float) -> float:
    """Return the size of a mean change less one standard error, from few replications.

    Its variance is half its own, half the typical one, since a few replications tell little of a variance.
    """
    own = float(change.var(ddof=1))
    return abs(float(change.mean())) - sqrt((own + typical) / 2 / change.size)


def break_evens(points: Sequence[Point]) -> list[float]:
    """Return where the mean difference changes its sign: straight lines between neighbours that have one.

    >>> one = Estimate(1.0, None, None), Estimate(-3.0, None, None)
    >>> break_evens([(0.0, one[0]), (2.0, one[1]), (3.0, None), (4.0, one[0])])
    [0.5]
    """
    return [
        place
        for run in _runs(points)
        for place in sign_changes([x for x, _ in run], [estimate.mean for _, estimate in run])
    ]


def undecided_around(points: Sequence[Point], place: float) -> tuple[float, float] | None:
    """Return the stretch around a break-even over which the band of intervals holds 0; None without intervals.

    The band's edges are straight lines between the ends of the intervals. If the difference itself runs straight
    between the points, the true break-even lies in the stretch whenever all intervals hold.

    >>> undecided_around([(0.0, Estimate(2.0, 1.0, 3.0)), (4.0, Estimate(-2.0, -3.0, -1.0))], 2.0)
    (1.0, 3.0)
    """
    for run in _runs(points):
        if run[0][0] <= place <= run[-1][0]:
            bands = [(x, one.low, one.high) for x, one in run if one.low is not None and one.high is not None]
            if len(bands) < len(run):
                return None
            left = _end_of_zero([band for band in bands[::-1] if band[0] <= place], bands, place)
            return left, _end_of_zero([band for band in bands if band[0] >= place], bands, place)
    return None


def turns_surely(points: Sequence[Point], place: float) -> bool:
    """Return whether the sign turns by the intervals, too: they leave out 0 on both sides of a place, on opposite ones.

    >>> some, other, unsure = Estimate(2.0, 1.0, 3.0), Estimate(-2.0, -3.0, -1.0), Estimate(-1.0, -3.0, 1.0)
    >>> turns_surely([(0.0, some), (4.0, other)], 2.0), turns_surely([(0.0, some), (4.0, unsure)], 2.7)
    (True, False)
    """
    sides = [
        next((one.mean > 0 for one in side if one is not None and one.excludes_zero), None)
        for side in ([one for x, one in points[::-1] if x <= place], [one for x, one in points if x >= place])
    ]
    return None not in sides and sides[0] != sides[1]


def _end_of_zero(
    ahead: Sequence[tuple[float, float, float]], bands: Sequence[tuple[float, float, float]], place: float
) -> float:
    """Return how far from `place` the band holds 0, through the points ahead; the last of them if it always does."""
    x, low, high = _band_at(bands, place)
    for next_x, next_low, next_high in ahead:
        if next_low > 0:
            return x + (next_x - x) * -low / (next_low - low)
        if next_high < 0:
            return x + (next_x - x) * high / (high - next_high)
        x, low, high = next_x, next_low, next_high
    return x


def _band_at(bands: Sequence[tuple[float, float, float]], place: float) -> tuple[float, float, float]:
    before = max((band for band in bands if band[0] <= place), key=lambda band: band[0])
    behind = min((band for band in bands if band[0] >= place), key=lambda band: band[0])
    share = 0.0 if behind[0] == before[0] else (place - before[0]) / (behind[0] - before[0])
    low, high = (before[edge] + share * (behind[edge] - before[edge]) for edge in (1, 2))
    return place, low, high


def _runs(points: Sequence[Point]) -> Iterator[list[tuple[float, Estimate]]]:
    """Yield the points in stretches without a gap, in their order."""
    run: list[tuple[float, Estimate]] = []
    for x, estimate in points:
        if estimate is not None:
            run.append((x, estimate))
        elif run:
            yield run
            run = []
    if run:
        yield run


def as_number(value: Value) -> float:
    """Return the place of a value in its range: a clock time in minutes.

    >>> as_number("08:30"), as_number(0.7)
    (510.0, 0.7)
    """
    if isinstance(value, str):
        hours, minutes = value.split(":")
        return 60.0 * int(hours) + int(minutes)
    return float(value)


def as_value(place: float, *, like: Value) -> Value:
    """Return the value at a place: a clock time if it is to be like one, to the minute.

    >>> as_value(510.4, like="10:00"), as_value(0.75, like=1)
    ('08:30', 0.75)
    """
    if isinstance(like, str):
        hours, minutes = divmod(round(place), 60)
        return f"{hours:02}:{minutes:02}"
    return place
