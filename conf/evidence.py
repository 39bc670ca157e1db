"""What a case is held against: which of its assumptions are uncertain, and which figures the reports give of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Literal

from annotated_types import Ge, Gt

from sim.errors import InputError
from sim.institution import Title
from sim.options import Count, Positive, Share, options

Ends = tuple[float, float]
"""The values of a key where its parameter is at its low end and at its high end; the second may be the smaller."""


@options
class Parameter:
    """An uncertain quantity: one uniform number moves all of its keys, each linearly between its two ends."""

    title: Title
    keys: Mapping[str, Ends]

    def __post_init__(self) -> None:
        if not self.keys:
            raise InputError("a parameter has no keys; expected one at least, with its two ends.")


@options
class Uncertainty:
    """Over which ranges a case is played, and which design is judged there."""

    reform: str  # design that is held against the baseline
    measure: str = "elapsed_days_mean"  # in which it helps or hurts
    parameters: Mapping[str, Parameter]
    points: Count = 64  # of a Sobol sequence over all parameters
    replications: Annotated[int, Ge(2)] = 4  # of each point


@options
class Null:
    """A prediction that needs no model, or only a part of it: the ratio of a reported fact, or another design."""

    title: Title
    fact: str | None = None  # the figure changes as this count did
    design: str | None = None  # or as this design would have it

    def __post_init__(self) -> None:
        if (self.fact is None) == (self.design is None):
            raise InputError("a null prediction has both or none of fact and design; expected one of them.")


@options
class Figure:
    """A reported outcome and what of the model stands for it.

    `calibrated`: the before figure selects draws of the parameters, which then predict the after figure.
    `percentile`: reported times of single matters are placed in the distribution that the draws of `of` predict.
    `sanity_bound`: a figure that is reported for afterwards alone, beside what the ranges as assumed give.
    """

    title: Title
    kind: Literal["calibrated", "percentile", "sanity_bound"]
    facts: tuple[str, ...]  # who report it; the first that tells a side gives it
    unit: Literal["minute", "hour", "day", "month", "share", "number"]
    design: str  # as it was reformed
    measures: tuple[str, ...] = ("elapsed_days_mean",)  # several: which one is meant is uncertain, too
    type: str | None = None  # type of matter it speaks of; absent: all
    share: tuple[float, float] = (1.0, 1.0)  # measure ÷ figure, where the figure is a limit that means stay below
    tolerance: Positive = 0.05  # of the before figure, as a share; a reported range is kept to as it is
    conditions: Mapping[str, Ends] = field(default_factory=dict)  # measure of the baseline -> within which it must lie
    of: str | None = None  # of a percentile: the calibrated figure whose draws it rests on
    nulls: Mapping[str, Null] = field(default_factory=dict)  # "no change" is always among them
    draws: Count = 4096  # of the parameters, at most
    accepted: Count = 200  # draws that meet the before figure, at least
    replications: Annotated[int, Gt(0)] = 2  # by which a draw is judged
    note: Title | None = None  # what the figure leaves out, or how far it can be held against the model

    def __post_init__(self) -> None:
        if (self.kind == "percentile") != (self.of is not None):
            raise InputError(f"kind={self.kind!r} with of={self.of!r}; expected `of` with a percentile, only there.")
        if not self.facts or not self.measures:
            raise InputError("a figure names no fact or no measure; expected one of each at least.")
        low, high = self.share
        if not 0 < low <= high <= 1:
            raise InputError(f"share=[{low:g}, {high:g}]; expected 0 < low <= high <= 1.")


@options
class Reported:
    """The outcomes that are reported of a case, by name."""

    figures: Mapping[str, Figure]
    confidence: Share = 0.95  # of the predictive intervals
