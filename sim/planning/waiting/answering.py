"""Answers: what other units ask of one comes behind its own work, unless something backs the deadline that they set."""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Ints
from sim.plan.plan import Kind, Steps
from sim.planning.case import ORDINARY_PRIORITY, Case
from sim.planning.handling.supervising import is_ordered
from sim.planning.rows import by_row

_OF_A_SHARE = (Kind.HANDLE, Kind.REQUEST, Kind.ENTER, Kind.REPORT)
"""What a unit does for its share; a countersignature is a decision."""


def is_answer(steps: Steps, case: Case, of: Ints) -> Flags:
    """Return which steps are work of a further unit on its share, where a deadline is set for it at all.

    `of` is by step the row of matters that it belongs to, or that its own hangs on.
    """
    if case.organisation.route.answer_days is None:
        return np.zeros(steps.matter.size, dtype=bool)
    lead = by_row(case.lead_unit, case, -1)[of]
    elsewhere = (lead >= 0) & (steps.unit != lead) & (steps.unit < case.n_inside)
    return np.asarray(
        elsewhere & np.isin(steps.kind, _OF_A_SHARE) & (steps.unit >= 0) & (steps.priority >= ORDINARY_PRIORITY)
    )


def is_backed(steps: Steps, case: Case, of: Ints) -> Flags:
    """Return which steps would be urged if they were answers: an assessment urges all, orders what is ordered."""
    backed_by = case.organisation.route.backed_by
    if backed_by == "order":
        return is_ordered(case, of)
    return np.full(steps.matter.size, backed_by == "assessment")
