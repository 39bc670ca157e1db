"""KN: the fully sequential procedure of Kim and Nelson, on paired differences, valid under common random numbers.

S.-H. Kim & B. L. Nelson, "A fully sequential procedure for indifference-zone selection in simulation", ACM
Transactions on Modeling and Computer Simulation 11 (2001), 251-273, with c = 1. If the figures are normal, from
independent replications, and the best candidate is better than each other one by at least delta, then it is named with
a probability of at least 1 - alpha, whatever the variances and however the candidates of one replication depend on one
another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.selection.contract import Elimination, Outcome, Procedure, Seen
from sim.arrays import Floats
from sim.errors import InputError


@dataclass(frozen=True, kw_only=True)
class Zone:
    """How sure and how fine the selection should be, and how it goes about it.

    Looking only every `batch` replications keeps the guarantee: what might leave the region at fewer instants leaves
    it on the wrong side no more often (Jennison, Johnstone & Turnbull 1982, on which the procedure rests).
    """

    delta: float
    alpha: float = 0.05
    first: int = 10
    batch: int = 1
    cap: int = 1000

    def __post_init__(self) -> None:
        if not self.delta > 0:
            raise InputError(f"delta={self.delta:g}; expected more than 0, the least difference that matters.")
        if not 0 < self.alpha < 1:
            raise InputError(f"confidence={1 - self.alpha:g}; expected a probability between 0 and 1.")
        if self.first < 2 or self.batch < 1:
            raise InputError(f"first={self.first}, batch={self.batch}; expected at least 2 and 1 replications.")
        if self.cap < self.first:
            raise InputError(f"cap={self.cap} is below first={self.first}; expected at least as many replications.")


def eta(alpha: float, candidates: int, first: int) -> float:
    """Return the constant η = ½ [(2α / (k - 1))^(-2 / (n0 - 1)) - 1].

    It solves g(η) = ½ (1 + 2η)^(-(n0 - 1) / 2) = α / (k - 1), the paper's equation for c = 1.
    """
    return float(((2 * alpha / (candidates - 1)) ** (-2 / (first - 1)) - 1) / 2)


def kn(candidates: int, zone: Zone) -> Procedure:
    """Return the procedure for so many candidates, the smallest mean being the best.

    A candidate whose figures are only lower bounds can be given up, since its mean could only be larger, but gives no
    other one up, and is never named the best. Whoever was given up by candidates that all turn out to be bounds comes
    back and catches up; pairs are only looked at less often then. `guaranteed` is None if the cap was reached, or if
    a bound is left that seems no worse than the best.
    """
    gone: dict[int, Elimination] = {}
    seen = yield dict.fromkeys(range(candidates), zone.first)
    reach = _reach(seen.samples, zone)
    done = zone.first
    while True:
        back = [candidate for candidate, row in gone.items() if set(row.by) <= seen.bounds]
        if back:
            gone = {candidate: row for candidate, row in gone.items() if candidate not in back}
            seen = yield dict.fromkeys(back, done)
            continue
        worse = _worse([candidate for candidate in range(candidates) if candidate not in gone], seen, done, reach, zone)
        gone |= {row.candidate: row for row in _given_up(worse, seen, done)}
        alive = [candidate for candidate in range(candidates) if candidate not in gone]
        if _is_decided(alive, worse, seen) or done >= zone.cap:
            return _outcome(alive, gone, seen, zone, capped=not _is_decided(alive, worse, seen))
        done = min(done + zone.batch, zone.cap)
        seen = yield dict.fromkeys(alive, done)


def _reach(samples: Sequence[Floats], zone: Zone) -> Floats:
    """Return h² S²_il / δ² of each pair, S²_il being the variance of their difference over the first stage."""
    if len(samples) == 1:
        return np.zeros((1, 1))
    covariance = np.cov(np.array([many[: zone.first] for many in samples]))
    own = np.diag(covariance)
    spread = np.maximum(own[:, None] + own[None, :] - 2 * covariance, 0.0)
    reach: Floats = 2 * eta(zone.alpha, len(samples), zone.first) * (zone.first - 1) * spread / zone.delta**2
    return reach


def _worse(alive: Sequence[int], seen: Seen, done: int, reach: Floats, zone: Zone) -> dict[int, tuple[int, ...]]:
    """Return for each candidate who is better than it by more than W_il = max(0, δ / 2r · (h² S²_il / δ² - r)).

    A tie of those who never differ is broken by the order of the candidates, once W is 0.
    """
    rows = np.array(alive)
    means = np.array([seen.samples[candidate][:done].mean() for candidate in alive])
    width = np.maximum(0.0, zone.delta / (2 * done) * (reach[np.ix_(rows, rows)] - done))
    gap = means[:, None] - means[None, :]
    found = (gap > width) | ((gap == 0) & (width == 0) & (rows[:, None] > rows[None, :]))
    return {candidate: tuple(rows[found[row]].tolist()) for row, candidate in enumerate(alive)}


def _given_up(worse: Mapping[int, tuple[int, ...]], seen: Seen, done: int) -> list[Elimination]:
    """Return who is given up now, by those who are no bounds."""
    by = {candidate: tuple(one for one in better if one not in seen.bounds) for candidate, better in worse.items()}
    return [Elimination(candidate=candidate, after=done, by=better) for candidate, better in by.items() if better]


def _is_decided(alive: Sequence[int], worse: Mapping[int, tuple[int, ...]], seen: Seen) -> bool:
    """Return whether one candidate is left, but for bounds that would give it up if they were none.

    Further replications decide nothing between it and those.
    """
    exact = [candidate for candidate in alive if candidate not in seen.bounds]
    if len(exact) != 1:
        return not exact
    return all(other == exact[0] or other in worse[exact[0]] for other in alive)


def _outcome(
    alive: Sequence[int], gone: Mapping[int, Elimination], seen: Seen, zone: Zone, *, capped: bool
) -> Outcome:  # fmt: skip
    exact = [candidate for candidate in alive if candidate not in seen.bounds]
    best = min(exact, key=lambda candidate: (float(seen.samples[candidate].mean()), candidate)) if exact else None
    sure = best is not None and not capped and len(alive) == 1
    return Outcome(
        best=best,
        eliminated=tuple(sorted(gone.values(), key=lambda row: (row.after, row.candidate))),
        left=tuple(alive),
        guaranteed=1 - zone.alpha if sure else None,
        capped=capped,
    )
