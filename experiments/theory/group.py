"""A group: models that are played together, how long, and what is read from their runs.

Lengths are as long as the bands asked for need. The waits in an M/M/1 queue have the asymptotic variance
rho (2 + 5 rho - 4 rho^2 + rho^3) / (1 - rho)^4 a matter (Daley, Journal of the Australian Mathematical Society 8,
1968, p. 683), which at rho = 0.9 is 443 times the square of their mean, and at 0.96 six times as much again.

Fewer, longer replications would cost less warm-up, but more of Student's t; more, shorter ones make the bands
dishonest, since the mean wait of a few thousand matters is skewed and their standard deviation is biased.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

from experiments.theory.cases import Check
from experiments.theory.models import Model
from experiments.theory.runs import Run

Measure = Callable[[list[Run]], float]

NARROW, WIDE = 0.02, 0.10
"""Half-widths that the two lengths are made for, as shares of the expected value."""

HEAVY = 0.05
"""Half-width of the longer one where the load is above 0.8."""


@dataclass(frozen=True)
class Length:
    """How long a group is played, and how wide its bands may be then."""

    replications: int
    matters: int  # in each replication
    widest: float  # half-width, as a share of the expected value


@dataclass(frozen=True)
class Group:
    """Models that meet the same workload, and what is read from their runs."""

    models: tuple[Model, ...]
    checks: dict[Check, Measure]
    short: Length
    long: Length
    patient: bool = False  # too long for the reference engine, even the short one

    def length(self, width: float) -> Length:
        """Return how long to play for bands of this half-width; at a load above 0.8 they may be wider.

        Wider ones than the long length is for take shorter replications, narrower ones take more of them.
        """
        wanted = wanted_width(width, self.long.widest)
        if wanted >= self.short.widest:
            return self.short
        more = (self.long.widest / wanted) ** 2
        if more <= 1:
            matters = max(ceil(self.long.matters * more), self.short.matters)
            return replace(self.long, matters=matters, widest=wanted)
        return replace(self.long, replications=ceil(self.long.replications * more), widest=wanted)


def wanted_width(width: float, widest: float) -> float:
    """Return the half-width wanted of a band that at the long length may be `widest`, where others are `width` wide.

    >>> [wanted_width(width, HEAVY) for width in (0.1, 0.04, 0.02, 0.01)]
    [0.1, 0.05, 0.05, 0.025]
    """
    return min(width * widest / NARROW, max(width, widest))


def group(
    *models: Model, short: int, long: int, checks: dict[Check, Measure], heavy: bool = False, patient: bool = False,
    replications: tuple[int, int] = (20, 24),
) -> Group:  # fmt: skip
    """Return the group with so many matters in all replications together; there are more of these where houses vary."""
    few, many = replications
    return Group(
        models, checks, patient=patient,
        short=Length(replications=few, matters=short // few, widest=WIDE),
        long=Length(replications=many, matters=long // many, widest=HEAVY if heavy else NARROW),
    )  # fmt: skip


def wait(runs: list[Run]) -> float:
    """Return the mean wait before a step, in hours, in the first model."""
    return float(runs[0].waits.mean())


def stay(runs: list[Run]) -> float:
    """Return the mean time from release to closing, in hours, in the first model."""
    return float(runs[0].stays.mean())


def wait_of(kind: int) -> Measure:
    """Return the measure of the mean wait of one type of matter."""
    return lambda runs: float(runs[0].waits[runs[0].types == kind].mean())


def wait_in(unit: int) -> Measure:
    """Return the measure of the mean wait before a step that was worked in this unit."""
    return lambda runs: float(runs[0].waits[runs[0].units == unit].mean())


def stay_of(kind: int) -> Measure:
    """Return the measure of the mean time from release to closing of one type of matter."""
    return lambda runs: float(runs[0].stays[runs[0].types_of_matters == kind].mean())


def in_model(index: int, measure: Measure) -> Measure:
    """Return the same measure of another one of the models, numbered from 0."""
    return lambda runs: measure(runs[index:])
