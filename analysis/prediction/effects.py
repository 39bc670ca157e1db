"""The effect of a reform over the ranges of a case: at which points it helps or hurts, and whom it makes worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any, Literal

import numpy as np

from analysis.comparison import Status
from analysis.intervals import CONFIDENCE, mean_interval
from sim.arrays import Floats
from sim.errors import InputError

Better = Literal["lower", "higher"]
Effect = Literal["helps", "hurts", "no_difference", "undecided"]
EFFECTS: tuple[Effect, ...] = ("helps", "hurts", "no_difference", "undecided")

Differences = Sequence[Floats | None]
"""For each point, reform minus baseline by replication; None where one of them has no figure that may be compared."""


@dataclass(frozen=True, kw_only=True)
class Proportion:
    """A number of points, as a share of all, with its interval."""

    points: int
    share: float
    low: float
    high: float

    def as_dict(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Worse:
    """A group of matters or people, and at how many of the points where it was seen the reform makes it worse."""

    dimension: str
    group: str
    points: int
    seen: int

    @property
    def share(self) -> float:
        """The same as a share."""
        return self.points / self.seen


@dataclass(frozen=True, kw_only=True)
class Risk:
    """A difference over all points where it was seen: its mean, the smallest and the largest of the points' means."""

    mean: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """Return it as it is stored."""
        return asdict(self)


def effect_of(differences: Floats | None, better: Better = "lower") -> Effect:
    """Return what a reform does at a point, by the 95% t interval of its paired differences.

    `no_difference` if the interval holds 0, `undecided` without a difference in each of two replications or more.
    """
    if differences is None or len(differences) < 2 or not np.isfinite(differences).all():
        return "undecided"
    found = mean_interval(np.asarray(differences, dtype=np.float64))
    if not found.excludes_zero:
        return "no_difference"
    return "helps" if (found.mean > 0) == (better == "higher") else "hurts"


def effects_of(
    differences: Differences, better: Better = "lower", settled: Sequence[Effect | None] | None = None
) -> tuple[Effect, ...]:
    """Return what a reform does at each point; `settled` has what is known of a point without its differences."""
    known = [None] * len(differences) if settled is None else settled
    return tuple(
        effect_of(found, better) if effect is None else effect for found, effect in zip(differences, known, strict=True)
    )


def settled_by(before: Status, after: Status, differences: Floats | None) -> Effect | None:
    """Return what a reform does to a time where a status settles it, given the differences of what was seen so far.

    Where the backlog grows under one design alone, the other one is better. A figure that open matters bound from below
    may still show that its design is the slower one. None: the statuses settle nothing.
    """
    if (before == "overloaded") != (after == "overloaded"):
        return "helps" if before == "overloaded" else "hurts"
    if {before, after} == {"capped", "steady"}:
        seen = effect_of(differences)
        return seen if seen == ("helps" if before == "capped" else "hurts") else None
    return None


def effect_shares(effects: Sequence[Effect]) -> dict[Effect, Proportion]:
    """Return of each effect at how many of the points it is seen, as a share of all, the undecided ones among them."""
    return {effect: proportion(effects.count(effect), len(effects)) for effect in EFFECTS}


def proportion(points: int, of: int, confidence: float = CONFIDENCE) -> Proportion:
    """Return a share with Wilson's interval (Journal of the American Statistical Association 22, 1927, pp. 209-212).

    Unlike the plain one it stays within 0 and 1, and tells something where none or all of the points are counted.
    Raises InputError where there are no points.
    """
    if not 0 <= points <= of or not of:
        raise InputError(f"{points} of {of} points; expected one point at least, and no more than there are.")
    z2 = NormalDist().inv_cdf((1 + confidence) / 2) ** 2
    share = points / of
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = sqrt(z2 * share * (1 - share) / of + (z2 / (2 * of)) ** 2) / (1 + z2 / of)
    low = 0.0 if points == 0 else centre - half
    high = 1.0 if points == of else centre + half
    return Proportion(points=points, share=share, low=low, high=high)


def worse_groups(groups: Mapping[tuple[str, str], Differences]) -> tuple[Worse, ...]:
    """Return the groups (dimension, name) that are worse at some point, the most often hurt first.

    Worse is judged as for a case, by the interval: more days for a type or an origin, busier for a rank. A group that
    is undecided at a point was not seen there.
    """
    found = []
    for (dimension, group), differences in groups.items():
        effects = effects_of(differences)
        if "hurts" in effects:
            seen = len(effects) - effects.count("undecided")
            found.append(Worse(dimension=dimension, group=group, points=effects.count("hurts"), seen=seen))
    return tuple(sorted(found, key=lambda worse: -worse.share))


def risk(differences: Differences) -> Risk | None:
    """Return mean and range over the points of a difference, such as that of `errors_left_share`; None if unseen."""
    means = point_means(differences)
    seen = means[np.isfinite(means)]
    if not seen.size:
        return None
    return Risk(mean=float(seen.mean()), low=float(seen.min()), high=float(seen.max()))


def point_means(differences: Differences) -> Floats:
    """Return the mean difference at each point, NaN where there is none."""
    return np.array([np.nan if one is None or not len(one) else float(np.mean(one)) for one in differences])
