"""Capacity: the largest multiple of today's arrivals without a growing backlog, by bisection.

All designs are searched in lockstep, so that each round is one batch of jobs, and on common random numbers:
the same replications at every multiple.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.measures.backlog import GROWTH_LIMIT
from analysis.measures.reading import Reading
from conf.schema import CapacityBlock
from experiments.playing import Job

Perform = Callable[[Sequence[Job]], list[dict[str, Reading]]]

WIDEST = 8.0
"""No multiple beyond this, or below its inverse, is looked at."""


@dataclass
class _Bracket:
    """Multiples between which a design's capacity lies: at `low` the backlog did not grow, at `high` it did."""

    low: float | None = None
    high: float | None = None

    def learn(self, multiple: float, *, grows: bool) -> None:
        """Narrow the bracket by what was seen at a multiple."""
        if grows:
            self.high = multiple if self.high is None else min(self.high, multiple)
        else:
            self.low = multiple if self.low is None else max(self.low, multiple)

    def next(self, block: CapacityBlock) -> float | None:
        """Return the multiple to look at next; None when the bracket is as narrow as asked for, or hopeless."""
        if self.low is None and self.high is None:
            return 1.0
        if self.low is None:
            lower = min(block.low, self.high / 1.5) if self.high and self.high <= block.low else block.low
            return lower if lower > 1 / WIDEST else None
        if self.high is None:
            upper = max(block.high, self.low * 1.5) if self.low >= block.high else block.high
            return upper if upper < WIDEST else None
        return None if self.high - self.low <= block.tolerance else (self.low + self.high) / 2


def find_capacity(
    designs: Sequence[str], block: CapacityBlock, volume_multiple: float, perform: Perform,
    seen: Mapping[str, Mapping[float, float]],
) -> dict[str, float | None]:  # fmt: skip
    """Return for each design the largest multiple at which the backlog does not grow.

    None stands where it was not found: the backlog grew at the least multiple that was looked at, or did not
    even at the widest. `seen` gives mean growth shares already known, by design and multiple, from the same
    replications.
    """
    brackets = {design: _Bracket() for design in designs}
    for design, known in seen.items():
        for multiple, growth in known.items():
            brackets[design].learn(multiple, grows=growth > GROWTH_LIMIT)
    while True:
        wanted: dict[float, list[str]] = {}
        for design, bracket in brackets.items():
            multiple = bracket.next(block)
            if multiple is not None:
                wanted.setdefault(multiple, []).append(design)
        if not wanted:
            return {design: bracket.low if bracket.high else None for design, bracket in brackets.items()}
        for multiple, growth in _growth(wanted, block.replications, volume_multiple, perform):
            for design, values in growth.items():
                brackets[design].learn(multiple, grows=float(np.mean(values)) > GROWTH_LIMIT)


def _growth(
    wanted: Mapping[float, Sequence[str]], replications: int, volume_multiple: float, perform: Perform
) -> Iterator[tuple[float, dict[str, list[float]]]]:
    """Yield each multiple with the growth of the backlog in each replication of the designs it is wanted of.

    Designs that are looked at with one multiple share a workload, so that it is drawn once.
    """
    jobs = [
        Job(designs=tuple(designs), replication=replication, volume_multiple=volume_multiple * multiple,
            until_closed=False)
        for multiple, designs in wanted.items()
        for replication in range(replications)
    ]  # fmt: skip
    found = iter(perform(jobs))
    for multiple, designs in wanted.items():
        readings = [next(found) for _ in range(replications)]
        yield multiple, {design: [one[design].measures["backlog_growth_share"] for one in readings]
                         for design in designs}  # fmt: skip
