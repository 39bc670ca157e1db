"""Replications by rule: go on until paired differences are known as exactly as wanted, looking at fixed numbers.

How many replications there are then depends on what was seen, which spoils intervals made as if the number had been
fixed: one stops most readily where the spread happens to look small. Here the numbers at which one looks are fixed
beforehand, n_1 < n_2 < … < n_K, and every interval at every look is made at 1 - alpha / (K × family). By the union
bound all intervals of all looks hold together with 1 - alpha, hence also those of the look at which one stops,
whatever made one stop (docs/model.md, part 12).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from analysis.comparison import column, differences, status_of
from analysis.measures.reading import Reading

GROWTH = 1.5
"""Ratio of one look to the one before."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the rule asks for: a half-width in one measure for each design, absolute or of the baseline's mean."""

    measure: str
    half_width: float
    relative: bool
    designs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What a look saw: the half-width of each design that has a difference, and why others have none.

    `unwatched` gives for those the status of the design, or `baseline_` and that of the baseline, or `missing`: some
    replication lacks the measure, or the baseline's mean is 0 where a share of it is wanted.
    """

    half_widths: Mapping[str, float]
    unwatched: Mapping[str, str]
    met: bool

    @property
    def hopeless(self) -> bool:
        """Whether no design has a difference, so that further replications would serve nothing."""
        return not self.half_widths


def schedule(first: int, cap: int) -> tuple[int, ...]:
    """Return the numbers of replications at which to look: `first`, each next by half as many again, then `cap`.

    >>> schedule(30, 200), schedule(2, 5), schedule(10, 10)
    ((30, 45, 68, 102, 153, 200), (2, 3, 5), (10,))
    """
    looks = [first]
    while looks[-1] < cap:
        looks.append(min(ceil(looks[-1] * GROWTH), cap))
    return tuple(looks)


def look(readings: Mapping[str, Sequence[Reading]], baseline: str, wanted: Wanted, looks: int) -> Reached:
    """Return what the replications up to now have reached, by intervals that hold at all of so many looks.

    A design that is not steady, or whose baseline is not, has no difference and cannot be watched.
    """
    rows = {row.design: row for row in differences(readings, baseline, looks)[0] if row.measure == wanted.measure}
    scale = _scale(readings[baseline], wanted) if rows else 0.0
    above = status_of(readings[baseline], looks)
    half_widths: dict[str, float] = {}
    unwatched: dict[str, str] = {}
    for design in wanted.designs:
        status = status_of(readings[design], looks)
        if status != "steady" or above != "steady":
            unwatched[design] = status if status != "steady" else f"baseline_{above}"
        elif scale == 0:
            unwatched[design] = "missing"
        else:
            half_widths[design] = rows[design].estimate.half_width / scale
    met = bool(half_widths) and all(width <= wanted.half_width for width in half_widths.values())
    return Reached(half_widths=half_widths, unwatched=unwatched, met=met)


def _scale(readings: Sequence[Reading], wanted: Wanted) -> float:
    """Return the unit that half-widths are told in; 0 where they should be a share of nothing."""
    return abs(float(column(readings, wanted.measure).mean())) if wanted.relative else 1.0


def as_stored(wanted: Wanted, reached: Reached, looks: Sequence[int], stopped_at: int) -> dict[str, Any]:
    """Return what was wanted and what was reached as it is stored."""
    return {
        "measure": wanted.measure,
        "wanted": wanted.half_width,
        "relative": wanted.relative,
        "reached": dict(reached.half_widths),
        "unwatched": dict(reached.unwatched),
        "met": reached.met,
        "looks": len(looks),
        "schedule": list(looks),
        "stopped_at": stopped_at,
        "cap": looks[-1],
    }
