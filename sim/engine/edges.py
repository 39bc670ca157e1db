"""Edges: what follows a step, and whether it is called or skipped, for an engine in plain Python (rule 8)."""

from __future__ import annotations

import numpy as np

from sim.plan.plan import Plan

CALLED, SKIPPED, UNDECIDED = range(3)


class Edges:
    """All edges by their source, and what is known of the incoming edges of each step."""

    def __init__(self, plan: Plan) -> None:
        n, edges = plan.n_steps, plan.edges
        self.first: list[int] = np.searchsorted(edges.source, np.arange(n + 1)).tolist()
        self.target: list[int] = edges.target.tolist()
        self.guard: list[int] = edges.guard.tolist()
        self.judged: list[int] = edges.judged.tolist()
        self._unresolved: list[int] = np.bincount(edges.target, minlength=n).tolist()
        self._has_live = [False] * n
        self._by_the_first = set(plan.firsts.step.tolist())

    def resolve(self, target: int, *, live: bool) -> int:
        """Note of one incoming edge of a step whether it is live; return whether the step is called or skipped now."""
        is_first = live and not self._has_live[target]
        if is_first:
            self._has_live[target] = True
        self._unresolved[target] -= 1
        if self._by_the_first and target in self._by_the_first and self._has_live[target]:
            return CALLED if is_first else UNDECIDED
        if self._unresolved[target]:
            return UNDECIDED
        return CALLED if self._has_live[target] else SKIPPED
