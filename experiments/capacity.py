"""Capacity: the largest multiples of today's arrivals without a growing backlog, and with enough matters on time.

All designs and both questions are searched in lockstep, so that each round is one batch of jobs, and on common random
numbers: the same replications at every multiple. A run until all is closed answers both questions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any, Literal

import numpy as np

from analysis.intervals import Estimate
from analysis.measures.backlog import GROWTH_LIMIT
from analysis.measures.reading import Reading
from conf.schema import CapacityBlock
from experiments.playing import Job

Perform = Callable[[Sequence[Job]], list[dict[str, Reading]]]
Reason = Literal["misses", "bears", "no_deadline"]

WIDEST = 8.0
"""No multiple beyond this, or below its inverse, is looked at."""

INTERPOLATED = 3
"""Looks between two bounds that go by interpolation; every further second one halves what lies between them."""


@dataclass(frozen=True)
class Found:
    """A capacity, or why there is none.

    `misses`: not borne at the least multiple that was looked at; `bears`: borne at the largest one; `no_deadline`:
    no matter has one.
    """

    multiple: float | None
    reason: Reason | None = None


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """What was found for each design; `on_time` is None where it was not asked for."""

    growth: dict[str, Found]
    on_time: dict[str, Found] | None

    def measures(self, design: str) -> dict[str, Estimate]:
        """Return the capacities that a design has as measures, without intervals."""
        found = {"capacity_multiple": self.growth[design]}
        if self.on_time is not None:
            found["capacity_on_time_multiple"] = self.on_time[design]
        known = {name: one.multiple for name, one in found.items() if one.multiple is not None}
        return {name: Estimate(multiple, None, None) for name, multiple in known.items()}

    def as_dict(self, block: CapacityBlock) -> dict[str, Any]:
        """Return the capacities as they are stored, with how they were searched."""
        on_time = None if self.on_time is None else {"share": block.on_time_share, **_as_dict(self.on_time)}
        return {
            "replications": block.replications,
            "tolerance": block.tolerance,
            **_as_dict(self.growth),
            "on_time": on_time,
        }


def _as_dict(found: Mapping[str, Found]) -> dict[str, Any]:
    return {
        "designs": {design: one.multiple for design, one in found.items()},
        "reasons": {design: one.reason for design, one in found.items() if one.reason is not None},
    }


@dataclass
class _Search:
    """The multiples that a design has been looked at, and the margin by which it bore each (below 0: it did not)."""

    block: CapacityBlock
    margins: dict[float, float] = field(default_factory=dict)
    hopeless: Reason | None = None
    looks: int = 0

    def learn(self, multiple: float, margin: float | None) -> None:
        """Note what was seen at a multiple; None: there is nothing to judge by, here or elsewhere."""
        if margin is None:
            self.hopeless = "no_deadline"
        else:
            self.margins[multiple] = margin

    def bracket(self) -> tuple[float | None, float | None]:
        """Return the largest multiple that was borne, and the next one looked at, which was not."""
        low = max((multiple for multiple, margin in self.margins.items() if margin >= 0), default=None)
        high = min((multiple for multiple in self.margins if low is None or multiple > low), default=None)
        return low, high

    def next(self) -> float | None:
        """Return the multiple to look at next; None when the bracket is as narrow as asked for, or hopeless."""
        if self.hopeless:
            return None
        if not self.margins:
            return 1.0
        low, high = self.bracket()
        if low is None and high is not None:
            lower = min(self.block.low, high / 1.5) if high <= self.block.low else self.block.low
            return lower if lower > 1 / WIDEST else None
        if low is not None and high is None:
            upper = max(self.block.high, low * 1.5) if low >= self.block.high else self.block.high
            return upper if upper < WIDEST else None
        if low is None or high is None or high - low <= self.block.tolerance * (1 + 1e-6):
            return None
        self.looks += 1
        return self._between(low, high)

    def _between(self, low: float, high: float) -> float:
        """Return a whole multiple of the tolerance between two bounds, near where the margin should become 0.

        So designs that are alike are looked at with the same multiples, and share their workloads; and two looks, on
        either side of where it does, end the search.
        """
        tolerance = self.block.tolerance
        halved = self.looks > INTERPOLATED and self.looks % 2 == 0
        wanted = (low + high) / 2 if halved else low + self._crossing(low, high)
        first, last = floor(low / tolerance + 1e-9) + 1, ceil(high / tolerance - 1e-9) - 1
        return round(min(max(round(wanted / tolerance), first), last) * tolerance, 12)

    def _crossing(self, low: float, high: float) -> float:
        """Return how far behind `low` the margin should become 0.

        It is read off the parabola through the two bounds and the nearest further multiple that was looked at; off
        the line through the two where there is none.
        """
        width, above = high - low, self.margins[low]
        slope, bend = (self.margins[high] - above) / width, 0.0
        further = [multiple for multiple in self.margins if multiple not in (low, high)]
        if further:
            third = min(further, key=lambda multiple: abs(multiple - (low + high) / 2))
            bend = ((self.margins[third] - above) / (third - low) - slope) / (third - high)
        roots = np.roots([bend, slope - bend * width, above])  # margin = above + (slope - bend·width)·x + bend·x²
        return float(min(roots.real, key=lambda root: abs(root - width / 2)))  # one lies between the two, no more

    @property
    def found(self) -> Found:
        """The largest multiple that was borne, if the next one was not."""
        low, high = self.bracket()
        if self.hopeless or low is None:
            return Found(None, self.hopeless or "misses")
        return Found(None, "bears") if high is None else Found(low)


def find_capacity(
    designs: Sequence[str], block: CapacityBlock, volume_multiple: float, perform: Perform,
    seen: Mapping[str, Mapping[float, Sequence[Reading]]],
) -> Capacity:  # fmt: skip
    """Return for each design the largest multiple at which its backlog does not grow, and that with enough on time.

    Each is the largest multiple looked at that was borne by the mean over the replications; the next one looked at was
    not, and lies within the tolerance. `seen` gives what is known already, by design and multiple: readings of the
    same replications, played until all was closed.
    """
    growth = {design: _Search(block) for design in designs}
    on_time = {design: _Search(block) for design in designs} if block.on_time_share is not None else {}

    def learn(design: str, multiple: float, readings: Sequence[Reading], *, closed: bool) -> None:
        growth[design].learn(multiple, _growth_margin(readings))
        if closed and on_time:
            on_time[design].learn(multiple, _on_time_margin(readings, block.on_time_share or 0.0))

    for design in designs:
        for multiple, readings in seen.get(design, {}).items():
            learn(design, multiple, readings, closed=True)
    while wanted := _wanted(growth, on_time):
        for (multiple, closed), readings_of in _looked_at(wanted, block.replications, volume_multiple, perform):
            for design, readings in readings_of.items():
                learn(design, multiple, readings, closed=closed)
    return Capacity(
        growth={design: search.found for design, search in growth.items()},
        on_time={design: search.found for design, search in on_time.items()} if on_time else None,
    )


Look = tuple[float, bool]
"""A multiple, and whether runs go on until all is closed."""


def _wanted(growth: Mapping[str, _Search], on_time: Mapping[str, _Search]) -> dict[Look, list[str]]:
    """Return what to look at next, with the designs to be looked at; one look may serve both questions."""
    wanted: dict[Look, list[str]] = {}
    for design, search in growth.items():
        until_closed = on_time[design].next() if design in on_time else None
        until_window = search.next()
        if until_closed is not None:
            wanted.setdefault((until_closed, True), []).append(design)
        if until_window is not None and until_window != until_closed:
            wanted.setdefault((until_window, False), []).append(design)
    return wanted


def _looked_at(
    wanted: Mapping[Look, Sequence[str]], replications: int, volume_multiple: float, perform: Perform
) -> list[tuple[Look, dict[str, list[Reading]]]]:
    """Return for each look the readings of the designs it is wanted of.

    Designs that are looked at with one multiple share a workload, so that it is drawn once.
    """
    jobs = [
        Job(designs=tuple(designs), replication=replication, volume_multiple=volume_multiple * multiple,
            until_closed=until_closed)
        for (multiple, until_closed), designs in wanted.items()
        for replication in range(replications)
    ]  # fmt: skip
    performed = iter(perform(jobs))
    found = []
    for look, designs in wanted.items():
        readings = [next(performed) for _ in range(replications)]
        found.append((look, {design: [one[design] for one in readings] for design in designs}))
    return found


def _growth_margin(readings: Sequence[Reading]) -> float:
    return GROWTH_LIMIT - float(np.mean([one.measures["backlog_growth_share"] for one in readings]))


def _on_time_margin(readings: Sequence[Reading], share: float) -> float | None:
    """Return by how much the mean share on time exceeds the one asked for; None if no replication has a deadline."""
    known = [one.measures["on_time_share"] for one in readings if "on_time_share" in one.measures]
    return float(np.mean(known)) - share if known else None
