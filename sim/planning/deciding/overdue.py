"""Overdue (超期说明): what was not signed in time is explained to a leader before it is answered."""

from __future__ import annotations

import numpy as np

from sim.arrays import NEVER, Flags
from sim.plan.plan import Guard, Kind
from sim.planning.coming import Coming
from sim.planning.deciding.chains import chains_of
from sim.planning.deciding.signing import sign


def explain_lateness(coming: Coming) -> None:
    """Write the explanation, which only those matters come to that were signed after their deadline."""
    case, chain = coming.case, coming.chain
    processing = case.organisation.route.processing
    if processing.overdue_hours <= 0 or coming.again:  # what comes in again has no deadline
        return
    rows = np.flatnonzero(coming.present & _is_signed(coming) & (case.workload.matters.deadline_ms < NEVER))
    if not rows.size:
        return
    signed = chain.then(rows, Kind.JOIN)
    chain.stand_at(rows, signed, Guard.WHEN_OVERDUE, signed)
    report = chain.then(rows, Kind.REPORT, unit=case.lead_unit[rows], work_hours=processing.overdue_hours)
    chain.stand_at(rows, report)
    sign(chain, rows, processing.overdue_rank, case, coming.handled[rows])
    chain.also_at(rows, signed, Guard.IN_TIME)


def _is_signed(coming: Coming) -> Flags:
    """Return by matter whether anybody signs it."""
    found = np.zeros(coming.handled.size, dtype=bool)
    for _, ranks, rows in chains_of(coming.case):
        found[rows] = bool(ranks)
    return found
