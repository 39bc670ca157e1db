"""Who signs which matter: the ranks of its class, unless it is delegated (授权) or goes straight to the last rank."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.arrays import Ints
from sim.institution import Rank
from sim.planning.case import Case
from sim.workload.demand import Decision


def chains_of(case: Case) -> Iterator[tuple[Decision, tuple[Rank, ...], Ints]]:
    """Yield each class of decisions with ranks that sign one after another, and the matters that these sign.

    There may be none to sign: a class's matters are told all the same, for somebody may check them.
    """
    matters, route = case.workload.matters, case.organisation.route
    for decision in (Decision.NON_CORE, Decision.CORE):
        ranks = route.signs.get(decision, ())
        of_class = matters.decision == decision
        light = np.zeros(of_class.size, dtype=bool)
        to = route.deciding.delegated.get(decision)
        if to is not None:
            light = of_class & (matters.weight < to.limit)
            yield from _skipping(case, decision, to.ranks, np.flatnonzero(light))
        yield from _skipping(case, decision, ranks, np.flatnonzero(of_class & ~light))


def _skipping(
    case: Case, decision: Decision, ranks: tuple[Rank, ...], rows: Ints
) -> Iterator[tuple[Decision, tuple[Rank, ...], Ints]]:
    """Part the core matters that a head takes straight to the last rank (直接报告) from the others."""
    share = case.organisation.route.deciding.skip_share
    if decision == Decision.CORE and share > 0:
        direct = case.workload.matters.direct[rows] < share
        yield decision, (*ranks[:1], *ranks[1:][-1:]), rows[direct]
        rows = rows[~direct]
    yield decision, ranks, rows
