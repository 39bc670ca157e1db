"""Orders (督办): matters on which a leader's order lies come before all others, and each share is reported on."""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Ints
from sim.plan.case import DECISION_PRIORITY, ORDINARY_PRIORITY, Case
from sim.plan.plan import Kind, Steps
from sim.plan.sheet import Chain

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


def is_ordered(steps: Steps, case: Case) -> Flags:
    """Return for each step whether a leader's order lies on its matter; on contacts none does."""
    none = np.zeros(case.workload.contacts.office.size, dtype=bool)
    return np.asarray(np.concatenate([case.workload.matters.ordered, none])[steps.matter])


def ordered_priority(priority: Ints, steps: Steps, case: Case) -> Ints:
    """Return the priorities with what is ordered before all else, decisions first, as they are among the others."""
    if not case.organisation.route.ordered:
        return priority
    decided = priority + ORDERED_PRIORITY - ORDINARY_PRIORITY
    first = np.where(priority > DECISION_PRIORITY, ORDERED_PRIORITY, decided)
    return np.where(is_ordered(steps, case) & (steps.unit >= 0), first, priority)
