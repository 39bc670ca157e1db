"""Orders (督办): matters on which a leader's order lies come before all others, and each share is reported on."""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Ints
from sim.plan.plan import Kind
from sim.planning.case import Case
from sim.planning.rows import by_row
from sim.planning.sheet import Chain

ORDERED_PRIORITY = -1
"""Of the ordinary steps of such a matter, whatever they would have otherwise; its decisions come before these."""


def report_back(chain: Chain, rows: Ints, case: Case, place: int) -> None:
    """Let the unit of this place tell the leader who ordered it what it has done."""
    hours = case.procedure.report_hours
    if not case.organisation.route.ordered or hours <= 0:
        return
    rows = rows[case.workload.matters.ordered[chain.matter[rows]]]
    unit = case.need_unit[case.need_at[chain.matter[rows], place]]
    chain.then(rows, Kind.REPORT, unit=unit, work_hours=hours)


def is_ordered(case: Case, of: Ints) -> Flags:
    """Return for steps of these rows of matters whether a leader's order lies on them; on no contact one does."""
    return np.asarray(by_row(case.workload.matters.ordered, case, False)[of])
