"""OCBA: optimal computing budget allocation, which spends a budget where it makes the choice surest.

C.-H. Chen, J. Lin, E. Yücesan & S. E. Chick, "Simulation budget allocation for further enhancing the efficiency of
ordinal optimization", Discrete Event Dynamic Systems 10 (2000), 251-270. It guarantees nothing: it ends when its own
estimate of the probability of correct selection is as high as asked for, or when the budget is spent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.selection.contract import Outcome, Procedure
from sim.arrays import Floats, Ints
from sim.errors import InputError


@dataclass(frozen=True, kw_only=True)
class Budget:
    """How sure the selection should seem, and what may be spent: `increment` at a time, `total` in all.

    `delta` is the least distance from the best that replications are spent on; ties would take them all.
    """

    total: int
    increment: int
    confidence: float = 0.95
    first: int = 10
    delta: float = 0.0

    def __post_init__(self) -> None:
        if not 0 < self.confidence < 1:
            raise InputError(f"confidence={self.confidence:g}; expected a probability between 0 and 1.")
        if self.first < 2 or self.increment < 1:
            raise InputError(f"first={self.first}, increment={self.increment}; expected at least 2 and 1 replications.")
        if self.delta < 0:
            raise InputError(f"delta={self.delta:g}; expected 0 or more.")


_TIE = 1e-9
"""Distances count as at least this share of the largest one, or of the largest deviation."""


def ocba(candidates: int, budget: Budget) -> Procedure:
    """Return the procedure for so many candidates, the smallest mean being the best.

    `estimated` in the outcome is the approximate probability of correct selection. Raises InputError if candidates
    meet common random numbers, for which neither its allocation nor its estimate holds. A candidate whose figures are
    only lower bounds is never named the best; if it seems better in the end, the estimate has no meaning and is None.
    """
    counts = np.full(candidates, budget.first)
    while True:
        seen = yield {candidate: int(count) for candidate, count in enumerate(counts)}
        if seen.common:
            raise InputError(
                "OCBA takes candidates to be independent, in its allocation as in its estimate, and these met common "
                "random numbers; expected streams of their own for each candidate, or the procedure kn."
            )
        means = np.array([many.mean() for many in seen.samples])
        deviations = np.array([many.std(ddof=1) for many in seen.samples])
        exact = [candidate for candidate in range(candidates) if candidate not in seen.bounds]
        if not exact:
            return Outcome(best=None, left=tuple(range(candidates)))
        best = min(exact, key=lambda candidate: (means[candidate], candidate))
        estimated = correct_selection(best, means, deviations, counts)
        more = min(budget.increment, budget.total - int(counts.sum()))
        if estimated >= budget.confidence or more <= 0:
            undecided = tuple(candidate for candidate in sorted(seen.bounds) if means[candidate] <= means[best])
            return Outcome(
                best=best, left=(best, *undecided), estimated=None if undecided else estimated,
                capped=estimated < budget.confidence,
            )  # fmt: skip
        counts = _spend(counts, allocation(best, means, deviations, budget.delta), more)


def allocation(best: int, means: Floats, deviations: Floats, delta: float = 0.0) -> Floats:
    """Return the shares of a budget, which add up to 1.

    N_i / N_j = ((σ_i / δ_i) / (σ_j / δ_j))² for all but the best, δ_i being the distance from it, and
    N_b = σ_b √(Σ N_i² / σ_i²). Distances count as at least `delta`. Who never varies needs nothing more.
    """
    scale = max(float(np.ptp(means)), float(deviations.max())) or 1.0
    distance = np.maximum(np.abs(means - means[best]), max(delta, _TIE * scale))
    others = np.arange(means.size) != best
    ratios = np.where(others, (deviations / distance) ** 2, 0.0)
    ratios /= ratios.max() or 1.0
    varies = others & (deviations > 0)
    ratios[best] = deviations[best] * np.sqrt(((ratios[varies] / deviations[varies]) ** 2).sum())
    if not ratios.any():
        ratios = (deviations > 0).astype(np.float64) if deviations.any() else np.ones(means.size)
    shares: Floats = ratios / ratios.sum()
    return shares


def correct_selection(best: int, means: Floats, deviations: Floats, counts: Ints) -> float:
    """Return 1 - Σ P(a candidate is truly better), Bonferroni's lower bound with estimates in place of what is true.

    Normal posteriors N(mean, s² / N); not below 0.
    """
    wrong = 0.0
    for other in range(means.size):
        if other == best:
            continue
        error = float(np.sqrt(deviations[best] ** 2 / counts[best] + deviations[other] ** 2 / counts[other]))
        gap = float(means[other] - means[best])
        wrong += float(special.ndtr(-gap / error)) if error > 0 else 0.5 * (gap == 0)
    return max(0.0, 1.0 - wrong)


def _spend(counts: Ints, shares: Sequence[float] | Floats, more: int) -> Ints:
    """Return counts with so many replications more, each to whom the shares owe most by then."""
    total = int(counts.sum()) + more
    counts = counts.copy()
    for _ in range(more):
        counts[int(np.argmax(np.asarray(shares) * total - counts))] += 1
    return counts
